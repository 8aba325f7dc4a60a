// Where a browser is sent: the platform's own authorization endpoint, our own pages, nowhere else.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/security/world.hpp"

namespace preceptor::security {
namespace {

constexpr const char* kClaims = "https://purl.imsglobal.org/spec/lti/claim/";

// An absolute address only where the platform's endpoint is meant; else a path of ours that no browser reads as another host.
void expect_at_home(const ports::HttpResponse& response, const std::string& tried) {
  const std::string location = header(response, "Location");
  if (location.empty()) return;
  const bool platform = location.rfind(std::string(kAuthorization) + "?", 0) == 0;
  const bool ours = location.rfind("/tool/u/", 0) == 0 && location.find_first_of("\\\r\n\t ") == std::string::npos;
  EXPECT_TRUE(platform || ours) << tried << " led to " << location;
}

const char* const kForeign[] = {
    "https://evil.example/",  "//evil.example/",  "///evil.example",  "\\\\evil.example",  "/\\evil.example",  "https:evil.example",  "https:/evil.example",
    "https://cme.example.org.evil.example/tool",  "https://cme.example.org@evil.example/tool",  "https://cme.example.org:x@evil.example/tool",
    "https://evil.example\\@cme.example.org/tool",  "https://evil.example#https://cme.example.org/tool",  "https://evil.example?https://cme.example.org/tool",
    "https://cme.example.org%2eevil.example/tool",  "https://cme.example.org%00.evil.example/tool",  "https://cme.example.org/tool%0d%0aLocation:%20https://evil.example/../..",
    "https://cme.example.org/tool/..//evil.example",  "https://cme.example.org/tool/%2e%2e//evil.example",  "https://cme.example.org/toolevil",
    "http://cme.example.org/tool",  "https://cme.example.org:444/tool",  "javascript:alert(1)//https://cme.example.org/tool",  "data:text/html,x",
    "\thttps://evil.example/",  " https://cme.example.org/tool",  "https://cme.example.org/tool\r\nLocation: https://evil.example/",  "HTTPS://EVIL.EXAMPLE/tool"};

TEST(Redirect, AForeignTargetIsRefusedAtLogin) {
  World world;
  for (const char* target : kForeign) {
    const auto response = world.login({{"target_link_uri", target}});
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_EQ(header(response, "Location"), "") << target;
  }
}

TEST(Redirect, TheRequestCannotNameWhereItIsAnswered) {
  World world;
  for (const char* target : kForeign) {
    const auto response = world.login({{"redirect_uri", target}, {"authorization_endpoint", target}, {"return_url", target}, {"lti_message_hint", target}, {"login_hint", target}});
    ASSERT_EQ(response.status, 302) << target;
    expect_at_home(response, target);
    const auto location = header(response, "Location");
    const auto sent = base::parse_form(location.substr(location.find('?') + 1));
    ASSERT_TRUE(sent) << target;
    EXPECT_EQ(base::field_values(*sent, "redirect_uri"), std::vector<std::string>{std::string(kPublicUrl) + "/lti/launch"}) << target;
    EXPECT_EQ(base::field_values(*sent, "state").size(), 1u) << target;
  }
}

TEST(Redirect, AForeignTargetClaimIsRefusedAtLaunch) {
  World world;
  for (const char* target : kForeign) {
    const auto response = world.launch([&](auto& claims) { claims[std::string(kClaims) + "target_link_uri"] = target; });
    EXPECT_EQ(response.status, 400) << target;
    expect_at_home(response, target);
  }
}

TEST(Redirect, ReturnAddressesAreLinksToWebPagesOrNothing) {
  World world;
  for (const char* target : {"javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", " javascript:alert(1)", "java\tscript:alert(1)", "//evil.example", "/x",
                             "https://user@evil.example/", "https://a\"onmouseover=alert(1)", "https://a/\"><script>alert(1)</script>", "file:///etc/passwd", "about:blank"}) {
    world.addresses.clear();
    auto page = world.follow(world.launch([&](auto& claims) { claims[std::string(kClaims) + "launch_presentation"]["return_url"] = target; }));
    ASSERT_EQ(page.status, 200) << target;
    page = world.answer(page, {{"later", "1"}});
    EXPECT_NE(page.body.find("Saved for later"), std::string::npos) << target;
    EXPECT_EQ(page.body.find("Back to the course"), std::string::npos) << target;
    EXPECT_EQ(page.body.find("alert("), std::string::npos) << target;
    EXPECT_EQ(header(page, "Content-Security-Policy").find("evil"), std::string::npos) << target;
  }
}

TEST(Rate, AFloodIsToldOnceWhenToComeBack) {
  World world(60);
  ports::HttpResponse response;
  for (int i = 0; i < 200 && response.status != 429; ++i) response = world.get("/nothing");
  ASSERT_EQ(response.status, 429);
  EXPECT_EQ(std::count_if(response.headers.begin(), response.headers.end(), [](const auto& field) { return field.first == "Retry-After"; }), 1);
  EXPECT_NE(response.body.find("Wait a minute and try again."), std::string::npos);
}

TEST(Redirect, PagesLeadOnlyToPages) {
  World world;
  const auto page = world.launch();
  ASSERT_EQ(page.status, 200);
  const std::string path = fakes::read_forms(page.body).at(0).action;
  const std::string folder = path.substr(0, path.rfind("page/"));
  for (const char* place : {"", "/evil.example", "//evil.example", "page/7", "page/-1", "page/99999999999", "receipt", "disclosure", "again", "saved/9", "%2f%2fevil.example", "..//evil.example",
                            "\\evil.example", "page/0?next=https://evil.example"}) {
    expect_at_home(world.get(folder + place, "next=https%3A%2F%2Fevil.example"), place);
    expect_at_home(world.post(folder + place, {{"next", "https://evil.example"}, {"return_url", "//evil.example"}}), place);
  }
}

}  // namespace
}  // namespace preceptor::security
