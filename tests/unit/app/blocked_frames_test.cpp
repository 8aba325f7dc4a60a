// Reports of frames that a browser refused: what is read of them, whose count they are, and that nothing else is taken for one.
#include "plugin/app/blocked_frames.hpp"

#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

// As a browser sends it to report-uri (CSP 3, 5.3 obsolete serialization).
std::string report_of(const std::string& policy, const std::string& directive = "frame-ancestors", const std::string& referrer = "") {
  return base::Json{{"csp-report", {{"document-uri", "https://cme.example.org/u/secret-handle/case"}, {"referrer", referrer}, {"effective-directive", directive}, {"violated-directive", directive},
                                    {"original-policy", policy}, {"blocked-uri", "https://cme.example.org/"}, {"status-code", 200}}}}.dump();
}

struct Reported {
  QuietSite site{{{"platforms", {platform("Alpha", "https://alpha.example.org", "a"), platform("Beta", "https://beta.example.org", "b"), platform("Gamma", "https://beta.example.org", "c", {"https://gamma.example.org"})}}}};

  static base::Json platform(const std::string& name, const std::string& issuer, const std::string& client, std::vector<std::string> more = {}) {
    return {{"name", name}, {"lms", "generic"}, {"issuer", issuer}, {"client_id", client}, {"deployment_ids", {"1"}}, {"frame_ancestors", more},
            {"authorization_endpoint", issuer + "/auth"}, {"token_endpoint", issuer + "/token"}, {"jwks_uri", issuer + "/keys"}};
  }
  int send(const std::string& body, const std::string& method = "POST") {
    ports::HttpRequest request;
    request.method = method;
    request.path = "/csp";
    request.body = body;
    request.client_address = "192.0.2." + std::to_string(++clients);
    site.clock->pass(base::Milliseconds(60'000));
    return site.site->answer(request).status;
  }
  std::optional<BlockedFrames> counted(const std::string& name) {
    const auto registrations = site.site->store().list_registrations();
    EXPECT_TRUE(registrations);
    for (const auto& registration : *registrations) {
      if (registration.name != name) continue;
      const auto found = blocked_frames(site.site->store(), registration.id, site.clock->now());
      EXPECT_TRUE(found);
      return *found;
    }
    ADD_FAILURE() << name;
    return {};
  }
  int clients = 0;
};

const std::string kAlphas = "default-src 'none'; frame-ancestors https://alpha.example.org https://back.example.org; report-uri /csp";

TEST(BlockedFrames, AreCountedForTheRegistrationWhoseOriginsTheyExpect) {
  Reported tool;
  EXPECT_EQ(tool.send(report_of(kAlphas)), 204);
  EXPECT_EQ(tool.send(report_of(kAlphas, "frame-ancestors", "https://courses.example.org/course/7?user=9")), 204);
  const auto alpha = tool.counted("Alpha");
  ASSERT_TRUE(alpha);
  EXPECT_EQ(alpha->n, 2);
  EXPECT_EQ(alpha->from, std::vector<std::string>{"https://courses.example.org"}) << "an origin, nothing of the address";
  EXPECT_FALSE(tool.counted("Beta") || tool.counted("Gamma"));
  tool.send(report_of("frame-ancestors https://beta.example.org https://gamma.example.org"));
  EXPECT_TRUE(tool.counted("Gamma")) << "it names more of the origins";
  EXPECT_FALSE(tool.counted("Beta"));
  tool.site.clock->pass(std::chrono::hours(24 * 8));
  EXPECT_FALSE(tool.counted("Alpha")) << "old reports say nothing of today";
  tool.send(report_of(kAlphas));
  EXPECT_EQ(tool.counted("Alpha")->n, 1);
}

TEST(BlockedFrames, NothingElseIsTakenForOne) {
  Reported tool;
  for (const std::string& body : {std::string(), std::string("{"), std::string("[]"), std::string(R"({"csp-report":7})"), report_of(kAlphas, "script-src"), report_of("frame-ancestors 'none'"),
                                  report_of("frame-ancestors https://else.example.org"), report_of(kAlphas + std::string(kLongestReport, ' ')), std::string(4000, '[')})
    EXPECT_EQ(tool.send(body), 204) << body.substr(0, 80);
  EXPECT_EQ(tool.send("", "GET"), 405);
  EXPECT_FALSE(tool.counted("Alpha") || tool.counted("Beta") || tool.counted("Gamma"));
  tool.send(report_of(kAlphas, "frame-ancestors", "javascript:alert(1)"));
  tool.send(report_of(kAlphas, "frame-ancestors", "https://alpha.example.org/course"));
  EXPECT_TRUE(tool.counted("Alpha")->from.empty()) << "what may show us is not what kept us out";
}

TEST(BlockedFrames, AFloodIsCountedSlowly) {
  Reported tool;
  ports::HttpRequest request;
  request.method = "POST";
  request.path = "/csp";
  request.body = report_of(kAlphas);
  for (int i = 0; i < 100; ++i) {
    request.client_address = "198.51.100." + std::to_string(i);
    EXPECT_EQ(tool.site.site->answer(request).status, 204);
  }
  const auto alpha = tool.counted("Alpha");
  ASSERT_TRUE(alpha);
  EXPECT_LE(alpha->n, kFrameReportsPerMinute);
}

TEST(BlockedFrames, PagesThatNameWhoMayFrameThemNameTheAddress) {
  const auto policy_of = [](const std::string& before) {
    ports::HttpResponse page;
    page.headers = {{"Content-Type", "text/html"}, {"Content-Security-Policy", before}};
    ask_for_reports(page, "/cme");
    return *ports::header(page.headers, "Content-Security-Policy");
  };
  EXPECT_EQ(policy_of("base-uri 'none'; frame-ancestors https://a.example.org; script-src 'none'"), "base-uri 'none'; frame-ancestors https://a.example.org; script-src 'none'; report-uri /cme/csp");
  for (const char* other : {"frame-ancestors 'none'", "frame-ancestors *", "default-src 'none'"}) EXPECT_EQ(policy_of(other), other);
}

}  // namespace
}  // namespace preceptor::app
