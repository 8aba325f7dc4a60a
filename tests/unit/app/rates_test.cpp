// session.launches_per_minute at the front door: each registration has its own.
#include <gtest/gtest.h>

#include "core/base/url.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;

Json platform_of(const std::string& name) {
  const std::string lms = "https://" + name + ".example.org";
  return {{"name", name}, {"issuer", lms}, {"client_id", "client-1"}, {"deployment_ids", {"1"}}, {"authorization_endpoint", lms + "/auth"}, {"jwks_uri", lms + "/jwks"}};
}

class Rates : public testing::TestWithParam<const char*> {
 protected:
  ports::HttpResponse login(const std::string& name) {
    const std::string fields = base::format_form({{"iss", "https://" + name + ".example.org"}, {"client_id", "client-1"}, {"login_hint", "learner"},
                                                  {"target_link_uri", "http://127.0.0.1:1/lti/launch"}});
    ports::HttpRequest request;
    request.method = GetParam();
    request.path = "/lti/login";
    request.client_address = "192.0.2.1";   // one hospital, one address
    if (request.method == "GET") request.query = fields;
    else {
      request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
      request.body = fields;
    }
    return quiet.site->answer(request);
  }
  QuietSite quiet{Json{{"platforms", {platform_of("first"), platform_of("second")}}, {"session", {{"launches_per_minute", 8}}}}};
};
INSTANTIATE_TEST_SUITE_P(Methods, Rates, testing::Values("GET", "POST"));

TEST_P(Rates, OneRegistrationOverItsLaunchesHoldsNoOtherUp) {
  for (int count = 0; count < 2; ++count) EXPECT_LT(login("first").status, 400) << "a quarter of eight at once";
  const auto refused = login("first");
  EXPECT_EQ(refused.status, 429);
  EXPECT_NE(ports::header(refused.headers, "retry-after"), nullptr);
  EXPECT_NE(refused.body.find("<html"), std::string::npos) << "a page for people";
  EXPECT_LT(login("second").status, 400);
  quiet.clock->pass(base::Milliseconds(7500));   // an eighth of a minute: one more
  EXPECT_LT(login("first").status, 400);
  EXPECT_EQ(login("first").status, 429);
}

// One customer of a provider has a whole network of addresses.
TEST(ClientRate, ANetworkOfIpv6IsOneClient) {
  QuietSite quiet{Json{{"session", {{"requests_per_minute", 40}}}}};
  const auto ask = [&](const std::string& address) {
    ports::HttpRequest request;
    request.method = "GET";
    request.path = "/nothing";
    request.client_address = address;
    return quiet.site->answer(request).status;
  };
  int answered = 0;
  for (int i = 0; i < 100; ++i) answered += ask("2001:db8:1:2::" + std::to_string(i)) == 404 ? 1 : 0;
  EXPECT_EQ(answered, 10);
  EXPECT_EQ(ask("2001:db8:1:3::1"), 404) << "the network beside it";
  EXPECT_EQ(ask("192.0.2.1"), 404);
}

}  // namespace
}  // namespace preceptor::app
