// preceptor store migrate as a host calls it, whose configuration is no file. What it does to an old store: tests/flow/migration_test.cpp.
#include "tests/fakes/process.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

TEST(StoreMigrate, ReadsAConfigurationAndOpensNoSite) {
  const fakes::TemporaryFolder folder;
  const std::string file = folder.path() + "/preceptor.db";
  const base::Json config = {{"public_url", "https://cme.example.org"}, {"store", "sqlite:" + file}};
  QuietSite quiet;
  const base::Json made = base::Json::parse(quiet.run("store migrate", {{"config_json", config.dump()}, {"json", true}}));
  EXPECT_EQ(quiet.code, kGood);
  EXPECT_EQ(made["store"], file);
  EXPECT_EQ(made["from"], 0);
  EXPECT_GE(made["applied"].size(), 15u);
  EXPECT_TRUE(made["backup"].is_null());
  fakes::write_file(folder.path() + "/preceptor.json", config.dump());
  EXPECT_EQ(quiet.run("store migrate", {{"config", folder.path() + "/preceptor.json"}}),
            file + ": schema " + std::to_string(made["to"].get<int>()) + ", as this version has it. Nothing was done.\n");
}

TEST(StoreMigrate, SaysWhatItCannotRead) {
  struct Case {
    base::Json args;
    const char* says;
  };
  QuietSite quiet;
  for (const Case& c : {Case{base::Json::object(), "config is required"}, Case{{{"config", "/nowhere/preceptor.json"}}, "cannot be read"},
                        Case{{{"config_json", "{"}}, "line 1"}, Case{{{"config_json", QuietSite::configuration(base::Json::object()).dump()}}, "keeps nothing"},
                        Case{{{"config", "x"}, {"backup_made", "yes"}}, "backup_made must be true or false"}}) {
    const std::string said = quiet.run("store migrate", c.args);
    EXPECT_EQ(quiet.code, -1) << said;
    EXPECT_NE(said.find(c.says), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace preceptor::app
