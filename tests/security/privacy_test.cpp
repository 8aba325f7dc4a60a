// Nothing that names or could impersonate a person in a log line, the diary's printout or an address: accepted and refused launches, answers,
// drafts, deliveries that fail and succeed.
#include <gtest/gtest.h>

#include <thread>

#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

using fakes::TestJson;
constexpr const char* kClaim = "https://purl.imsglobal.org/spec/lti/claim/";

// Every way a launch is refused after its token was read, each with the full claims of a person.
void refused_launches(World& world) {
  const std::string claim = kClaim;
  const std::vector<std::function<void(TestJson&)>> wrong = {
      [](TestJson& c) { c["aud"] = "someone-else"; },
      [](TestJson& c) { c["iss"] = "https://elsewhere.example.org"; },
      [](TestJson& c) { c["exp"] = 1; },
      [](TestJson& c) { c["nonce"] = "another"; },
      [](TestJson& c) { c["sub"] = TestJson::array({"user-4"}); },
      [](TestJson& c) { c["sub"] = std::string(300, 's') + "user-4"; },
      [&](TestJson& c) { c[claim + "deployment_id"] = "99"; },
      [&](TestJson& c) { c[claim + "roles"] = "user-4"; },
      [&](TestJson& c) { c[claim + "context"] = "person@lms.example.org"; },
      [&](TestJson& c) { c[claim + "custom"] = {{"unit", "no-such-unit"}}; },
      [&](TestJson& c) { c[claim + "lis"] = "user-4"; c[claim + "version"] = "1.1"; }};
  for (const auto& change : wrong) EXPECT_GE(world.launch(change).status, 400);
  world.login();
  auto form = world.launch_form();
  form[0].second.back() = form[0].second.back() == 'A' ? 'B' : 'A';
  EXPECT_GE(world.post("/lti/launch", form).status, 400);
  EXPECT_GE(world.get("/lti/launch", "id_token=" + world.tokens.back()).status, 400);
  const std::string cookie = std::exchange(world.cookie, "");
  EXPECT_EQ(world.post("/lti/launch", world.launch_form()).status, 401);
  world.cookie = cookie;
  EXPECT_GE(world.post("/lti/launch", {{"error", "login_required"}, {"error_description", "person@lms.example.org is not signed in"}}).status, 400);
}

// Launch to receipt, with what goes wrong on the way.
void whole_flow(World& world) {
  world.login();
  const auto form = world.launch_form();
  auto page = world.post("/lti/launch", form);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(world.post("/lti/launch", form).status, 303) << "a reload";
  EXPECT_EQ(world.answer(page, {{"q.dose", "not an option"}, {"later", "1"}}).status, 200);
  page = world.follow(world.launch());
  for (int pages = 0; !is_receipt(page) && pages < 10; ++pages) page = world.answer(page);
  ASSERT_TRUE(is_receipt(page)) << page.body;
  world.get("/u/" + std::string(40, 'x') + "/page/0");
}

TEST(Privacy, NothingPersonalInAnyLogOrAddress) {
  World world;
  world.outside.refuse_statements(true);
  refused_launches(world);
  whole_flow(world);
  for (int tries = 0; world.log->text().find("lrs.waiting") == std::string::npos && tries < 200; ++tries)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const std::string printed = world.check();
  const std::string log = world.log->text();
  for (const char* line : {"launch.refused", "lrs.waiting", "request "}) EXPECT_NE(log.find(line), std::string::npos) << line << " was never logged";
  ASSERT_GT(world.tokens.size(), 10u);
  EXPECT_NE(printed.find("platform Example LMS"), std::string::npos) << printed;
  EXPECT_NE(world.addresses.find("/u/"), std::string::npos);

  const std::string seen = log + printed + world.addresses + world.outside.targets();
  for (const char* personal : {"Test Person", "Test%20Person", "Test+Person", "person@lms", "person%40lms", "eyJhbGciOi", kLrsPassword})
    EXPECT_EQ(seen.find(personal), std::string::npos) << personal;
  for (const std::string& token : world.tokens) {
    const auto payload = token.find('.') + 1;
    EXPECT_EQ(seen.find(token.substr(payload, 60)), std::string::npos) << "claims of a token";
    EXPECT_EQ(seen.find(token.substr(token.rfind('.') + 1, 60)), std::string::npos) << "a token's signature";
  }
  // Logs also keep silent about whom the platform means, about handles and about the browser's cookie.
  EXPECT_EQ(log.find("user-4"), std::string::npos);
  EXPECT_EQ(printed.find("user-4"), std::string::npos);
  EXPECT_EQ(log.find(world.cookie.substr(world.cookie.find('=') + 1)), std::string::npos);
  for (std::size_t at = 0; (at = world.addresses.find("/u/", at)) != std::string::npos; ++at) {
    const std::string handle = world.addresses.substr(at + 3, 30);
    if (handle.find('\n') == std::string::npos && handle.find('/') == std::string::npos) { EXPECT_EQ(log.find(handle), std::string::npos); }
  }
}

}  // namespace
}  // namespace preceptor::security
