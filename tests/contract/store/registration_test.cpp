#include <atomic>
#include <set>
#include <thread>

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

TEST_P(RegistrationContract, ReadsBackWhatARegistrationFromTheLmsBrings) {
  auto dynamic = registration("https://lms.example", "client");
  dynamic.source = "dynamic";
  dynamic.accepted = false;
  dynamic.authorization_server = "https://lms.example/as";
  dynamic.scopes = {"s1", "s2"};
  dynamic.pending_deployments = {"7", "2"};
  dynamic.anonymous_deployments = {"1"};
  const auto saved = save(dynamic);
  const auto r = **store->load_registration(saved.id);
  EXPECT_FALSE(r.accepted);
  EXPECT_EQ(r.source, "dynamic");
  EXPECT_EQ(r.authorization_server, "https://lms.example/as");
  EXPECT_EQ(r.scopes, (std::vector<std::string>{"s1", "s2"}));
  EXPECT_EQ(r.deployment_ids, (std::vector<std::string>{"2", "1"}));
  EXPECT_EQ(r.pending_deployments, (std::vector<std::string>{"7"})) << "2 is known";
  EXPECT_EQ(r.anonymous_deployments, (std::vector<std::string>{"1"}));
  // The same platform in a configuration file: what the file cannot know stays.
  const auto configured = save(registration("https://lms.example", "client"));
  EXPECT_TRUE(configured.accepted);
  EXPECT_EQ(configured.scopes, (std::vector<std::string>{"s1", "s2"}));
  const auto again = **store->load_registration(saved.id);
  EXPECT_EQ(again.scopes, (std::vector<std::string>{"s1", "s2"}));
  EXPECT_EQ(again.pending_deployments, (std::vector<std::string>{"7"}));
  EXPECT_EQ(again.authorization_server, "");
  EXPECT_TRUE(again.anonymous_deployments.empty());
}

TEST_P(RegistrationContract, AnInvitationMakesOneRegistrationUnderItsId) {
  const auto invited = store->save_invitation({std::string(64, 'd'), {}, "moodle", "Campus", at(0), at(1000), false});
  ASSERT_TRUE(invited);
  EXPECT_GE(invited->registration.str().size(), 8u);
  const auto found = store->find_invitation(std::string(64, 'd'));
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->registration, invited->registration);
  EXPECT_EQ((*found)->lms, "moodle");
  EXPECT_EQ((*found)->name, "Campus");
  EXPECT_EQ((*found)->created, at(0));
  EXPECT_EQ((*found)->expires, at(1000));
  EXPECT_FALSE((*found)->used);
  EXPECT_FALSE(*store->find_invitation(std::string(64, 'e')));

  auto wanted = registration("https://lms.example", "client");
  wanted.source = "dynamic";
  wanted.accepted = false;
  wanted.id = base::RegistrationId("another-id");
  EXPECT_CODE(store->register_invited(wanted, std::string(64, 'd'), at(1)), Code::invitation_invalid);
  wanted.id = invited->registration;
  EXPECT_CODE(store->register_invited(wanted, std::string(64, 'e'), at(1)), Code::invitation_invalid);
  EXPECT_CODE(store->register_invited(wanted, std::string(64, 'd'), at(1000)), Code::invitation_invalid);
  EXPECT_TRUE(store->list_registrations()->empty());

  const auto made = store->register_invited(wanted, std::string(64, 'd'), at(1));
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(made->id, invited->registration);
  EXPECT_FALSE(made->platform.empty());
  EXPECT_FALSE((*store->load_registration(made->id))->accepted);
  EXPECT_TRUE((*store->find_invitation(std::string(64, 'd')))->used);
  EXPECT_CODE(store->register_invited(wanted, std::string(64, 'd'), at(2)), Code::invitation_invalid);
}

TEST_P(RegistrationContract, AnInvitationCanBeUsedUpByItself) {
  const auto invited = store->save_invitation({std::string(64, 'd'), {}, "", "", at(0), at(1000), false});
  ASSERT_TRUE(invited);
  EXPECT_CODE(store->use_invitation(*invited, at(1000)), Code::invitation_invalid);
  ASSERT_TRUE(store->use_invitation(*invited, at(1)));
  EXPECT_CODE(store->use_invitation(*invited, at(2)), Code::invitation_invalid);
}

TEST_P(RegistrationContract, OneAttemptAtATimeHoldsAnInvitation) {
  const std::string digest(64, 'd');
  const auto invited = store->save_invitation({digest, {}, "", "", at(0), at(1000), false});
  ASSERT_TRUE(invited);
  EXPECT_FALSE(*store->is_being_registered(invited->registration, at(1)));
  const auto first = store->claim_invitation(digest, at(1), at(100));
  ASSERT_TRUE(first && *first);
  EXPECT_TRUE(*store->is_being_registered(invited->registration, at(99)));
  EXPECT_FALSE(*store->claim_invitation(digest, at(2), at(102))) << "held";
  ASSERT_TRUE(store->release_invitation(digest, "another"));
  EXPECT_FALSE(*store->claim_invitation(digest, at(3), at(103))) << "only its holder frees it";
  ASSERT_TRUE(store->release_invitation(digest, **first));
  EXPECT_FALSE(*store->is_being_registered(invited->registration, at(4)));
  const auto second = store->claim_invitation(digest, at(4), at(104));
  ASSERT_TRUE(second && *second);
  EXPECT_FALSE(*store->is_being_registered(invited->registration, at(104))) << "its holder went away";
  EXPECT_TRUE(*store->claim_invitation(digest, at(104), at(204)));
  ASSERT_TRUE(store->use_invitation(*invited, at(105)));
  EXPECT_FALSE(*store->is_being_registered(invited->registration, at(105)));
  EXPECT_CODE(store->claim_invitation(digest, at(106), at(206)), Code::invitation_invalid);
  EXPECT_CODE(store->claim_invitation(std::string(64, 'e'), at(1), at(2)), Code::invitation_invalid);
}

TEST_P(RegistrationContract, TwentyClaimAtOnceAndOneGetsIt) {
  const std::string digest(64, 'd');
  ASSERT_TRUE(store->save_invitation({digest, {}, "", "", at(0), at(1000), false}));
  std::atomic<int> got{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 20; ++i)
    threads.emplace_back([&] {
      const auto claim = store->claim_invitation(digest, at(1), at(100));
      if (claim && *claim) ++got;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(got, 1);
}

TEST_P(RegistrationContract, AnInvitationOverwritesNothing) {
  auto known = registration("https://lms.example", "client");
  const auto first = save(known);
  const auto invited = store->save_invitation({std::string(64, 'd'), {}, "", "", at(0), at(1000), false});
  ASSERT_TRUE(invited);
  known.id = invited->registration;
  known.name = "Taken over";
  known.jwks_uri = "https://evil.example/jwks";
  EXPECT_CODE(store->register_invited(known, std::string(64, 'd'), at(1)), Code::register_exists);
  EXPECT_EQ(store->list_registrations()->size(), 1u);
  EXPECT_EQ((*store->load_registration(first.id))->jwks_uri, "https://lms.example/jwks");
  EXPECT_FALSE((*store->find_invitation(std::string(64, 'd')))->used) << "nothing was changed";
}

TEST_P(RegistrationContract, ChangesOneRegistrationInOneTransaction) {
  auto dynamic = registration("https://lms.example", "client");
  dynamic.accepted = false;
  const auto saved = save(dynamic);
  const auto other = save(registration("https://lms.example", "other"));
  const auto changed = store->change_registration(saved.id, [](lti::Registration& r) -> base::Status {
    r.accepted = true;
    r.name = "Renamed";
    r.scopes.clear();
    r.pending_deployments = {"9"};
    r.id = base::RegistrationId("stolen");
    r.issuer = "https://evil.example";
    return {};
  });
  ASSERT_TRUE(changed) << base::describe(changed.error());
  const auto read = **store->load_registration(saved.id);
  EXPECT_TRUE(read.accepted);
  EXPECT_EQ(read.name, "Renamed");
  EXPECT_EQ(read.issuer, "https://lms.example") << "what identifies it stays";
  EXPECT_EQ(read.pending_deployments, (std::vector<std::string>{"9"}));
  EXPECT_EQ((*store->load_registration(other.id))->name, "Name of other");
  const auto refused = store->change_registration(saved.id, [](lti::Registration& r) -> base::Status {
    r.name = "Never";
    return base::fail(Code::platform_configured);
  });
  EXPECT_CODE(refused, Code::platform_configured);
  EXPECT_EQ((*store->load_registration(saved.id))->name, "Renamed");
  EXPECT_CODE(store->change_registration(base::RegistrationId("none"), [](lti::Registration&) -> base::Status { return {}; }), Code::platform_unknown);
}

TEST_P(RegistrationContract, ForgetsInvitationsLongPastTheirTime) {
  ASSERT_TRUE(store->save_invitation({std::string(64, 'd'), {}, "", "", at(0), at(1000), false}));
  ASSERT_TRUE(store->forget_expired(at(2000)));
  EXPECT_TRUE(*store->find_invitation(std::string(64, 'd'))) << "a late visitor is told that it expired";
  ASSERT_TRUE(store->forget_expired(at(1000) + std::chrono::hours(24 * 31)));
  EXPECT_FALSE(*store->find_invitation(std::string(64, 'd')));
}

}  // namespace
}  // namespace preceptor::contract
