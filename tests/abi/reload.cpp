// Path prefix, limits and reload of an instance that a host drives.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/abi/host.hpp"

namespace preceptor::abi_test {
namespace {

class Handing : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(host.open()) << host.error(); }
  int status_of(const char* target, std::size_t body = 0) {
    const std::string bytes(body, 'x');
    preceptor_request request = get_request(target);
    if (body > 0) {
      request.method = "POST";
      request.body = bytes.data();
      request.body_size = bytes.size();
    }
    Answer answer;
    EXPECT_EQ(preceptor_handle(host.p, &request, take_answer, &answer), 0) << host.error();
    return answer.status;
  }
  Host host;
};

TEST_F(Handing, OnlyWhatLiesBelowThePrefixIsOurs) {
  EXPECT_EQ(status_of("/tools/healthz"), 200);
  EXPECT_EQ(status_of("/tools/readyz?x=1"), 200);
  for (const char* target : {"/healthz", "/toolsx/healthz", "/tool", "/tools", "/tools/", "/tools/tools/healthz", "//tools/healthz"})
    EXPECT_EQ(status_of(target), 404) << target;
}

TEST_F(Handing, EveryAddressOfAFlowHasThePrefix) {
  fakes::Browser learner = host.browser();
  fakes::Page page = host.launch(learner, "walker");
  ASSERT_NE(page.form(), nullptr) << page.status << page.body;
  for (int i = 0; i < 20 && page.form() != nullptr; ++i) {
    EXPECT_TRUE(page.form()->action.empty() || page.form()->action.starts_with("/tools/u/")) << page.form()->action;
    page = learner.answer(page, fakes::first_option());
    EXPECT_TRUE(page.url.starts_with(host.kBase + "/u/")) << page.url.substr(0, 40);
  }
  EXPECT_TRUE(page.is_receipt()) << page.status << page.body;
}

TEST_F(Handing, ABodyHasTheLimitOfItsPath) {
  EXPECT_NE(status_of("/tools/lti/launch", 200 * 1024), 413);
  EXPECT_EQ(status_of("/tools/lti/launch", 300 * 1024), 413);
  EXPECT_EQ(status_of("/tools/lti/login", 100 * 1024), 413);
}

TEST_F(Handing, ABadConfigurationChangesNothing) {
  base::Json unknown = host.config(), unreadable = host.config();
  unknown["platform"] = base::Json::array();
  unreadable["content"] = {"/nonexistent/content"};
  unreadable["platforms"] = base::Json::array();
  for (const base::Json& bad : {unknown, unreadable, base::Json("text")}) {
    EXPECT_LT(preceptor_reload(host.p, bad.dump().c_str()), 0) << bad;
    EXPECT_NE(host.error().find("\"fix\":\""), std::string::npos) << host.error();
    fakes::Browser learner = host.browser();
    EXPECT_NE(host.launch(learner, "stays").form(), nullptr) << bad;
  }
}

TEST_F(Handing, APlatformThatIsTakenOutIsRefusedUntilItIsBack) {
  base::Json without = host.config();
  without["platforms"] = base::Json::array();
  ASSERT_EQ(preceptor_reload(host.p, without.dump().c_str()), 0) << host.error();
  fakes::Browser learner = host.browser();
  const fakes::Page refused = host.log_in(learner);
  EXPECT_GE(refused.status, 400) << refused.body;
  ASSERT_EQ(preceptor_reload(host.p, host.config().dump().c_str()), 0) << host.error();
  EXPECT_NE(host.launch(learner, "back").form(), nullptr);
}

TEST_F(Handing, AUnitThatIsTakenOutIsGoneForNewLearnersOnly) {
  fakes::Browser early = host.browser(), late = host.browser();
  fakes::Page page = host.launch(early, "early");
  ASSERT_NE(page.form(), nullptr) << page.body;
  base::Json without = host.config();
  without["content"] = base::Json::array();
  ASSERT_EQ(preceptor_reload(host.p, without.dump().c_str()), 0) << host.error();
  EXPECT_EQ(host.launch(late, "late").form(), nullptr);
  for (int i = 0; i < 20 && page.form() != nullptr; ++i) page = early.answer(page, fakes::first_option());
  EXPECT_TRUE(page.is_receipt()) << page.status << page.body;
}

TEST_F(Handing, AFileThatIsBrokenByAnEditTakesNoUnitAway) {
  const TempFolder content;
  const std::string file = content.path() + "/apixaban-dose.md";
  std::filesystem::copy_file(PRECEPTOR_SOURCE_DIR "/manifests/samples/apixaban-dose.md", file);
  base::Json edited = host.config();
  edited["content"] = {content.path()};
  ASSERT_EQ(preceptor_reload(host.p, edited.dump().c_str()), 0) << host.error();
  std::ofstream(file, std::ios::app) << "\n## ? broken\n";
  ASSERT_EQ(preceptor_reload(host.p, edited.dump().c_str()), 0) << host.error();
  fakes::Browser learner = host.browser(), later = host.browser();
  EXPECT_NE(host.launch(learner, "while-broken").form(), nullptr);
  std::filesystem::remove(file);
  ASSERT_EQ(preceptor_reload(host.p, edited.dump().c_str()), 0) << host.error();
  EXPECT_EQ(host.launch(later, "when-gone").form(), nullptr);
}

TEST_F(Handing, ThePublicAddressWaitsForARestart) {
  base::Json moved = host.config();
  moved["public_url"] = "https://cme.example.org/other";
  ASSERT_EQ(preceptor_reload(host.p, moved.dump().c_str()), 0) << host.error();
  EXPECT_EQ(status_of("/tools/healthz"), 200);
  EXPECT_EQ(status_of("/other/healthz"), 404);
  EXPECT_EQ(host.status()["public_url"], "https://cme.example.org/tools");
}

}  // namespace
}  // namespace preceptor::abi_test
