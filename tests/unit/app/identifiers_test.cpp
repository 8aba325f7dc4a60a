// The vault in an opened site: its key changed by command, what is settled deleted by upkeep, credit's public page routed.
#include <filesystem>

#include "core/base/uuid.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;

const base::PersonId kPerson("p1");
const ports::VaultActor kLearner{"learner", "profile page"};

credit::Profile typed() {
  credit::Profile made;
  made.family_name = "Family";
  made.npi = "1234567893";
  return made;
}

TEST(Identifiers, TheirKeyIsChangedByCommandWhileTheSiteGoesOn) {
  QuietSite quiet;
  auto& vault = quiet.site->identifiers();
  ASSERT_TRUE(vault.save_profile(base::PlatformId("pl"), kPerson, typed(), kLearner));
  const Json first = Json::parse(quiet.run("keys rotate", {{"vault", true}, {"json", true}}));
  ASSERT_EQ(quiet.code, kGood);
  EXPECT_EQ(first["sealed_anew"], 1);
  EXPECT_EQ(first["unreadable"], 0);
  EXPECT_EQ(first["key_file"], quiet.site->key_file());
  const Json second = Json::parse(quiet.run("keys rotate", {{"vault", true}, {"json", true}}));
  EXPECT_NE(first["key"], second["key"]);
  const auto found = vault.load_profile(kPerson, kLearner);
  ASSERT_TRUE(found && *found) << base::describe(found.error());
  EXPECT_EQ(**found, typed());
  EXPECT_NE(quiet.run("keys rotate", {{"vault", true}}).find(quiet.site->key_file()), std::string::npos) << "says what to copy";
  quiet.run("keys rotate", {{"vault", true}, {"at_once", true}});
  EXPECT_EQ(quiet.code, -1);
}

// Servers that share a record share its key: none is made beside PostgreSQL, where SQLite's is made at first start.
TEST(Identifiers, TheirKeyIsRequiredOnPostgreSql) {
  const auto file = std::filesystem::temp_directory_path() / ("preceptor-key-" + base::uuid_v4());
  for (const std::string& named : {std::string(), file.string()}) {
    auto config = parse_config(QuietSite::configuration(base::Json::object()).dump());
    ASSERT_TRUE(config);
    config->store = "postgresql://preceptor@127.0.0.1:1/preceptor";
    config->vault_key_file = named;
    const auto opened = Site::open(std::move(*config), std::make_shared<QuietLog>(), std::make_shared<fakes::StillClock>());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, base::Code::key_missing) << base::describe(opened.error());
    EXPECT_NE(base::describe(opened.error()).find(named.empty() ? "vault.key_file" : named), std::string::npos) << base::describe(opened.error());
    EXPECT_NE(std::string(base::info(opened.error().code).fix).find("openssl rand -hex 32"), std::string::npos);
  }
  EXPECT_FALSE(std::filesystem::exists(file)) << "and none was made";
}

TEST(Identifiers, UpkeepDeletesThemAfterRetention) {
  QuietSite quiet(base::Json{{"retention", {{"profile_days", 30}}}});
  auto& store = quiet.site->store();
  const base::Instant now = quiet.clock->now();
  const auto save = [&](const char* person, int days_ago) {
    ASSERT_TRUE(store.save_sealed({base::PlatformId("pl"), base::PersonId(person), "k", "sealed", {}, now - std::chrono::hours(24) * days_ago},
                                  {now, base::PersonId(person), kLearner, true}));
  };
  save("old", 31);
  save("new", 29);
  ASSERT_TRUE(quiet.site->tend_profiles());
  EXPECT_FALSE(*store.load_sealed(base::PersonId("old")));
  EXPECT_TRUE(*store.load_sealed(base::PersonId("new")));
}

TEST(Identifiers, ACertificateNobodyHasIsNotFoundAndCodesCannotBeTriedWithoutEnd) {
  QuietSite quiet;
  ports::HttpRequest request;
  request.method = "GET";
  request.path = "/verify/ABCDEFGHJKMNPQRS";
  request.client_address = "192.0.2.7";
  EXPECT_EQ(quiet.site->answer(request).status, 404);
  int refused = 0;
  for (int i = 0; i < 100; ++i) refused += quiet.site->answer(request).status == 429 ? 1 : 0;
  EXPECT_GT(refused, 50);
}

}  // namespace
}  // namespace preceptor::app
