// The commands of record stores, `export xapi` to one, and what they do to the place of the normal delivery.
#include "tests/unit/app/lrs_bench.hpp"

namespace preceptor::app {
namespace {

class LrsCommands : public LrsBench {};

TEST_F(LrsCommands, AnExportToARecordStoreMovesNoCursor) {
  record("a1");
  record("b1", "unit-b");
  EXPECT_NE(add("/xAPI/").find("gets every statement from now on"), std::string::npos);
  record("a2");
  record("b2", "unit-b");
  ASSERT_EQ(listed()["waiting"], 2);
  EXPECT_EQ(quiet.run("export xapi", {{"lrs", "main"}, {"unit", "unit-b"}}), "2 statements sent to \"main\", 0 refused.\n");
  EXPECT_EQ(quiet.code, kGood);
  EXPECT_EQ(lrs.held(), (std::set<std::string>{"b1", "b2"})) << "that unit, from before the store was connected too";
  EXPECT_EQ(listed()["waiting"], 2) << "the normal delivery has its place still";
  deliver();
  EXPECT_EQ(lrs.held(), (std::set<std::string>{"a2", "b1", "b2"}));
  EXPECT_EQ(listed()["waiting"], 0);

  lrs.refuse("a1");
  const std::string refused = quiet.run("export xapi", {{"lrs", "main"}, {"unit", "unit-a"}});
  EXPECT_EQ(quiet.code, kRed);
  EXPECT_NE(refused.find("2 statements sent to \"main\", 1 refused.\nFirst refusal: "), std::string::npos) << refused;
  EXPECT_EQ(listed()["parked"], 0) << "an export parks nothing";
  quiet.run("export xapi", {{"lrs", "elsewhere"}});
  EXPECT_EQ(quiet.code, -1);
}

TEST_F(LrsCommands, ANewAddressIsANewCursorUnlessItIsSaidToBeTheSameStore) {
  ASSERT_EQ((add("/first/"), quiet.code), kGood);
  record("a");
  EXPECT_EQ(listed()["waiting"], 1);
  add("/moved/", {{"same_store", true}});
  EXPECT_EQ(quiet.code, kGood);
  EXPECT_EQ(listed()["endpoint"], lrs.url("/moved/"));
  EXPECT_EQ(listed()["waiting"], 1) << "it goes on where delivery was";
  ASSERT_EQ((add("/other/"), quiet.code), kGood);
  EXPECT_EQ(listed()["waiting"], 0) << "another store gets what is recorded from now on";
  record("b");
  deliver();
  EXPECT_EQ(lrs.held(), std::set<std::string>{"b"});
}

TEST_F(LrsCommands, AStoreThatIsAddedAgainGoesOnAndSaysSo) {
  ASSERT_EQ((add("/first/"), quiet.code), kGood);
  ASSERT_EQ((quiet.run("lrs remove", {{"name", "main"}}), quiet.code), kGood);
  record("meanwhile");
  const std::string nobody = add("/moved/", {{"same_store", true}});
  EXPECT_EQ(quiet.code, -1);
  EXPECT_NE(nobody.find("no record store \"main\" is connected"), std::string::npos) << nobody;
  const std::string again = add("/first/");
  EXPECT_NE(again.find("goes on where its delivery was"), std::string::npos) << again;
  EXPECT_EQ(listed()["waiting"], 1);
}

// At a desk, not by the first statement that cannot leave.
TEST(LrsAdd, AnAddressThatMayNotBeCalledIsRefusedAtOnceWithTheSetting) {
  const Json strict = {{"allow_loopback", false}, {"public_url", "https://cme.example.org"}};
  const auto tried = [](QuietSite& site, const char* endpoint) { return site.run("lrs add", {{"name", "main"}, {"endpoint", endpoint}, {"username", "u"}, {"password", "p"}}); };
  QuietSite bare(strict);
  for (const char* endpoint : {"http://127.0.0.1:8080/xAPI/", "https://localhost/xAPI/", "https://10.1.2.3/xAPI/", "https://[::1]/xAPI/", "https://169.254.169.254/", "http://lrs.example.org/xAPI/"}) {
    const std::string said = tried(bare, endpoint);
    EXPECT_EQ(bare.code, -1) << endpoint;
    EXPECT_NE(said.find("outbound.allow"), std::string::npos) << said;
    EXPECT_NE(said.find("nothing was saved"), std::string::npos) << said;
  }
  EXPECT_EQ(bare.run("lrs list", {{"json", true}}), "[]\n");
  tried(bare, "https://lrs.example.org/xAPI/");
  EXPECT_EQ(bare.code, kGood) << "what a name leads to is not looked up";
  Json allowing = strict;
  allowing["outbound"]["allow"] = {"10.0.0.0/8", "lrs.example.org"};
  QuietSite open(allowing);
  for (const char* endpoint : {"https://10.1.2.3/xAPI/", "http://lrs.example.org/xAPI/"}) {
    tried(open, endpoint);
    EXPECT_EQ(open.code, kGood) << endpoint;
  }
}

TEST_F(LrsCommands, WhoIsNamedStaysAsItWasUntilItIsSaid) {
  ASSERT_EQ((add("/first/"), quiet.code), kGood);
  EXPECT_EQ(listed()["audience"], "identified");
  ASSERT_EQ((add("/first/", {{"pseudonymised", true}}), quiet.code), kGood);
  ASSERT_EQ((add("/first/"), quiet.code), kGood);
  EXPECT_EQ(listed()["audience"], "pseudonymised");
  ASSERT_EQ((add("/first/", {{"identified", true}}), quiet.code), kGood);
  EXPECT_EQ(listed()["audience"], "identified");
  EXPECT_NE(add("/first/", {{"pseudonymised", true}, {"identified", true}}).find("one of pseudonymised and identified"), std::string::npos);
  EXPECT_EQ(quiet.code, -1);
}

TEST_F(LrsCommands, AConfiguredStoreMovesWithSameStoreAs) {
  const auto configured = [&](const std::string& path, Json more = Json::object()) {
    more.update({{"name", "main"}, {"endpoint", lrs.url(path)}, {"username", "u"}, {"password", "p"}});
    return Json{{"lrs", Json::array({more})}};
  };
  quiet.apply(configured("/first/"));
  record("a");
  EXPECT_EQ(listed()["waiting"], 1);
  quiet.apply(configured("/moved", {{"same_store_as", lrs.url("/first")}}));
  EXPECT_EQ(listed()["endpoint"], lrs.url("/moved/"));
  EXPECT_EQ(listed()["waiting"], 1) << "it goes on where delivery was";
  quiet.apply(configured("/again/", {{"same_store_as", lrs.url("/first/")}}));
  EXPECT_EQ(listed()["waiting"], 1) << "a second move names the first address still";
  quiet.apply(configured("/other/"));
  EXPECT_EQ(listed()["waiting"], 0) << "another address is another store";
  EXPECT_NE(add("/x/", {{"same_store", true}}).find("same_store_as"), std::string::npos);
  EXPECT_EQ(quiet.code, -1);
}

}  // namespace
}  // namespace preceptor::app
