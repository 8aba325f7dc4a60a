// platform add, list and remove, keys: which connection is meant, and what happens to one that is there already.
#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;

bool tells(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct PlatformBench {
  std::string add(const std::string& name, const std::string& client, const Json& more = Json::object()) {
    Json args = {{"name", name}, {"lms", "moodle"}, {"issuer", "https://moodle.example.org"}, {"client_id", client}};
    args.update(more);
    return quiet.run("platform add", args);
  }
  Json listed(const std::string& client) {
    for (const Json& one : Json::parse(quiet.run("platform list", {{"json", true}})))
      if (one["client_id"] == client) return one;
    return nullptr;
  }
  QuietSite quiet;
};

TEST(PlatformAdd, LeavesAConnectionThatIsThereAsItIs) {
  PlatformBench bench;
  bench.add("Campus", "AAA", {{"deployment_ids", {"7"}}});
  const Json before = bench.listed("AAA");
  const std::string said = bench.add("Renamed", "AAA", {{"lms", "canvas"}, {"deployment_ids", {"9"}}});
  EXPECT_EQ(bench.quiet.code, -1);
  EXPECT_TRUE(tells(said, "register.exists") && tells(said, "\"Campus\"") && tells(said, before["registration"])) << said;
  EXPECT_EQ(bench.listed("AAA"), before);
}

TEST(PlatformAdd, ReplacesWhatIsGivenAndSaysIt) {
  PlatformBench bench;
  const Json lists = {{"deployment_ids", {"7", "8"}}, {"anonymous_deployment_ids", {"7"}}};
  bench.add("Campus", "AAA", lists);
  auto& store = bench.quiet.site->store();
  const base::RegistrationId id(bench.listed("AAA")["registration"].get<std::string>());
  ASSERT_TRUE(store.change_registration(id, [](lti::Registration& one) {
    one.scopes = {"https://purl.imsglobal.org/spec/lti-ags/scope/score"};
    one.pending_deployments = {"9", "10"};
    return base::Status();
  }));
  Json wanted = bench.listed("AAA");
  const std::string renamed = bench.add("Renamed", "AAA", {{"replace", true}});
  EXPECT_EQ(renamed, "Platform \"Campus\" (" + id.str() + ") was changed:\n  name: \"Campus\" became \"Renamed\"\n");
  wanted["name"] = "Renamed";
  EXPECT_EQ(bench.listed("AAA"), wanted) << "deployments, scopes, addresses and what waits stay";

  const std::string moved = bench.add("Renamed", "AAA", {{"replace", true}, {"deployment_ids", {"8", "9"}}});
  EXPECT_TRUE(tells(moved, "deployment_ids: [\"7\",\"8\"] became [\"8\",\"9\"]")) << moved;
  const Json now = bench.listed("AAA");
  EXPECT_EQ(now["pending_deployments"], Json::array({"10"})) << "9 is let in";
  EXPECT_EQ(now["anonymous_deployments"], Json::array()) << "7 is closed";
  EXPECT_EQ(now["scopes"], wanted["scopes"]);
  EXPECT_TRUE(tells(bench.add("Renamed", "AAA", {{"replace", true}}), "Nothing was changed"));
}

TEST(PlatformAdd, ReplaceBringsARemovedConnectionBackAndMakesNone) {
  PlatformBench bench;
  bench.add("Campus", "AAA", {{"deployment_ids", {"7"}}});
  bench.quiet.run("platform remove", {{"name", "Campus"}});
  EXPECT_TRUE(tells(bench.add("Campus", "AAA"), "is switched off"));
  EXPECT_EQ(bench.quiet.code, -1);
  const Json back = {{"enabled", {{"from", false}, {"to", true}}}};
  EXPECT_EQ(Json::parse(bench.add("Campus", "AAA", {{"replace", true}, {"json", true}}))["changed"], back);
  EXPECT_EQ(bench.listed("AAA")["enabled"], true);
  EXPECT_TRUE(tells(bench.add("Campus", "AAB", {{"replace", true}}), "there is nothing to replace"));
  EXPECT_EQ(bench.listed("AAB"), nullptr);
}

// As the configuration file does; a name is printed on a terminal.
TEST(PlatformAdd, RefusesWhatTheFileRefuses) {
  PlatformBench bench;
  struct Case {
    const char* name;
    Json more;
    const char* told;
  };
  for (const Case& c : {Case{"Campus", {{"issuer", "moodle.example.org"}}, "issuer must be a full address"}, Case{"Cam\npus", Json::object(), "name must be one line"},
                        Case{"Cam\x1b[31mpus", Json::object(), "name must be one line"}, Case{"Cam\xc2\x9b" "31mpus", Json::object(), "name must be one line"},
                        Case{"Campus", {{"deployment_ids", {"1\n2"}}}, "deployment_ids must be one line"},
                        Case{"Campus", {{"jwks_uri", "moodle"}}, "jwks_uri must be a full address"},
                        Case{"Campus", {{"deployment_ids", {"1"}}, {"anonymous_deployment_ids", {"2"}}}, "\"2\" is not among them"},
                        Case{"Campus", {{"lms", "generic"}}, "authorization_endpoint is required"}}) {
    const std::string said = bench.add(c.name, "AAA", c.more);
    EXPECT_EQ(bench.quiet.code, -1) << c.told;
    EXPECT_TRUE(tells(said, c.told)) << said;
  }
  EXPECT_EQ(bench.listed("AAA"), nullptr);
  bench.add("Universit\xc3\xa9", "AAA");
  EXPECT_EQ(bench.quiet.code, 0);
  bench.quiet.run("invite", {{"name", "Cam\npus"}});
  EXPECT_EQ(bench.quiet.code, -1);
}

// Two of one name: a command that takes the first that comes switches off, or shows the key of, the wrong one.
TEST(PlatformNames, ThatTwoHaveAreWarnedOfAndRefused) {
  PlatformBench bench;
  bench.add("Campus", "AAA");
  EXPECT_TRUE(tells(bench.add("Campus", "BBB"), "Another connection is called \"Campus\" too"));
  const std::string first = bench.listed("AAA")["registration"], second = bench.listed("BBB")["registration"];
  const std::string keys = bench.quiet.run("keys list", {{"json", true}});
  struct Case {
    const char* command;
    Json args;
  };
  for (const Case& c : {Case{"platform remove", {{"name", "Campus"}}}, Case{"platform accept", {{"name", "Campus"}}}, Case{"keys show", {{"name", "Campus"}}},
                        Case{"keys rotate", {{"platform", "Campus"}, {"at_once", true}}}, Case{"person export", {{"platform", "Campus"}, {"subject", "s"}}},
                        Case{"export xapi", {{"lms", "Campus"}}}}) {
    const std::string said = bench.quiet.run(c.command, c.args);
    EXPECT_EQ(bench.quiet.code, -1) << c.command;
    EXPECT_TRUE(tells(said, "several are called") && tells(said, first) && tells(said, second)) << c.command << ": " << said;
  }
  EXPECT_EQ(bench.quiet.run("keys list", {{"json", true}}), keys) << "no key was changed";
  EXPECT_TRUE(bench.listed("AAA")["enabled"] == true && bench.listed("BBB")["enabled"] == true);
}

TEST(PlatformNames, AnIdNamesOne) {
  PlatformBench bench;
  bench.add("Campus", "AAA");
  bench.add("Campus", "BBB");
  const std::string second = bench.listed("BBB")["registration"];
  EXPECT_EQ(Json::parse(bench.quiet.run("keys show", {{"name", second}, {"json", true}}))["registration"], second);
  const Json rotated = Json::parse(bench.quiet.run("keys rotate", {{"platform", second}, {"at_once", true}, {"json", true}}));
  ASSERT_EQ(rotated.size(), 1u);
  EXPECT_EQ(rotated[0]["registration"], second);
  EXPECT_EQ(bench.quiet.run("platform remove", {{"name", second}}),
            "Platform \"Campus\" (https://moodle.example.org, client BBB) is disconnected. What was recorded stays.\n");
  EXPECT_EQ(bench.listed("BBB")["enabled"], false);
  EXPECT_EQ(bench.listed("AAA")["enabled"], true);
  EXPECT_EQ(Json::parse(bench.quiet.run("keys show", {{"name", "Campus"}, {"json", true}}))["registration"], bench.listed("AAA")["registration"])
      << "one alone that is on has the name";
}

}  // namespace
}  // namespace preceptor::app
