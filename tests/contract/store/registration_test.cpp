#include <set>

#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

class RegistrationContract : public StoreContract {
 protected:
  static lti::Registration registration(const std::string& issuer, const std::string& client) {
    lti::Registration r;
    r.name = "Name of " + client;
    r.lms = "moodle";
    r.issuer = issuer;
    r.client_id = client;
    r.authorization_endpoint = issuer + "/auth";
    r.token_endpoint = issuer + "/token";
    r.jwks_uri = issuer + "/jwks";
    r.deployment_ids = {"2", "1"};
    r.actor_home_page = "https://home.example";
    r.frame_ancestors = {"https://a.example", "https://b.example"};
    return r;
  }
  lti::Registration save(const lti::Registration& r) {
    const auto saved = store->save_registration(r);
    EXPECT_TRUE(saved) << (saved ? "" : base::describe(saved.error()));
    return saved.value_or(lti::Registration{});
  }
};
PRECEPTOR_EVERY_ENGINE(RegistrationContract);

TEST_P(RegistrationContract, GivesAShortUrlSafeIdOnceAndReadsEveryFieldBack) {
  const auto saved = save(registration("https://lms.example", "client"));
  EXPECT_GE(saved.id.str().size(), 8u);
  EXPECT_LE(saved.id.str().size(), 16u);
  EXPECT_EQ(saved.id.str().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
  const auto read = store->find_registration("https://lms.example", "client");
  ASSERT_TRUE(read && *read);
  const auto& r = **read;
  EXPECT_EQ(r.id, saved.id);
  EXPECT_EQ(r.platform, saved.platform);
  EXPECT_FALSE(r.platform.empty());
  EXPECT_EQ(r.name, "Name of client");
  EXPECT_EQ(r.lms, "moodle");
  EXPECT_EQ(r.authorization_endpoint, "https://lms.example/auth");
  EXPECT_EQ(r.token_endpoint, "https://lms.example/token");
  EXPECT_EQ(r.jwks_uri, "https://lms.example/jwks");
  EXPECT_EQ(r.deployment_ids, (std::vector<std::string>{"2", "1"}));
  EXPECT_EQ(r.actor_home_page, "https://home.example");
  EXPECT_EQ(r.frame_ancestors, (std::vector<std::string>{"https://a.example", "https://b.example"}));
  EXPECT_EQ(r.source, "config");
  EXPECT_TRUE(r.enabled);
  EXPECT_FALSE(*store->find_registration("https://lms.example", "other"));
  EXPECT_EQ((*store->load_registration(saved.id))->client_id, "client");
  EXPECT_FALSE(*store->load_registration(base::RegistrationId("none")));
}

TEST_P(RegistrationContract, SavingAgainKeepsIdAndPlatformAndReplacesTheRest) {
  const auto first = save(registration("https://lms.example", "client"));
  auto edited = registration("https://lms.example", "client");
  edited.name = "New name";
  edited.jwks_uri = "https://keys.example/jwks";
  edited.deployment_ids = {"9"};
  edited.frame_ancestors.clear();
  const auto second = save(edited);
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.platform, first.platform) << "later edits keep the platform";
  const auto read = *store->load_registration(first.id);
  EXPECT_EQ(read->name, "New name");
  EXPECT_EQ(read->deployment_ids, (std::vector<std::string>{"9"}));
  EXPECT_TRUE(read->frame_ancestors.empty());
  EXPECT_EQ(store->list_registrations()->size(), 1u);
}

TEST_P(RegistrationContract, APlatformIsFoundByIssuerAndKeySet) {
  const auto one = save(registration("https://cloud.example", "c1"));
  const auto two = save(registration("https://cloud.example", "c2"));
  auto elsewhere = registration("https://cloud.example", "c3");
  elsewhere.jwks_uri = "https://other.example/jwks";
  const auto three = save(elsewhere);
  EXPECT_EQ(one.platform, two.platform);
  EXPECT_NE(one.platform, three.platform) << "one issuer may serve many sites";
  EXPECT_EQ((std::set<base::RegistrationId>{one.id, two.id, three.id}).size(), 3u);
  EXPECT_EQ(store->registrations_of_issuer("https://cloud.example")->size(), 3u);
  EXPECT_TRUE(store->registrations_of_issuer("https://cloud.example/")->empty()) << "issuers are compared byte by byte";
}

TEST_P(RegistrationContract, DisablesWhatTheConfigurationNoLongerHas) {
  const auto kept = save(registration("https://a.example", "c"));
  const auto gone = save(registration("https://b.example", "c"));
  auto by_staff = registration("https://c.example", "c");
  by_staff.source = "admin";
  const auto staff = save(by_staff);
  ASSERT_TRUE(store->disable_configured_except({kept.id}));
  EXPECT_TRUE((*store->load_registration(kept.id))->enabled);
  EXPECT_FALSE((*store->load_registration(gone.id))->enabled);
  EXPECT_TRUE((*store->load_registration(staff.id))->enabled);
  ASSERT_TRUE(store->remove_registration(staff.id));
  EXPECT_FALSE((*store->load_registration(staff.id))->enabled) << "disabled, the record keeps its id";
  EXPECT_CODE(store->remove_registration(base::RegistrationId("none")), Code::platform_unknown);
  EXPECT_EQ(save(registration("https://b.example", "c")).id, gone.id);
  EXPECT_TRUE((*store->load_registration(gone.id))->enabled) << "back in the configuration";
}

}  // namespace
}  // namespace preceptor::contract
