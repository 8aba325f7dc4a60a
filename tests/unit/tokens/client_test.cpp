#include "lti/services/platform_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/jose/compact.hpp"
#include "lti/jose/public_key.hpp"
#include "lti/jose/sealer.hpp"
#include "lti/signing_keys.hpp"
#include "plugin/http/client.hpp"
#include "tests/fakes/memory_keys.hpp"
#include "tests/fakes/memory_stores.hpp"
#include "tests/fakes/token_platform.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using fakes::TokenPlatform;

constexpr const char* kScore = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
constexpr const char* kItem = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";

std::unique_ptr<ports::HttpClient> loopback_client() {
  http::ClientOptions options;
  options.allow_loopback = true;
  return http::make_client(options);
}

std::string form_value(const ports::HttpRequest& request, const char* name) {
  const auto fields = base::parse_form(request.body);
  const std::string* value = fields ? base::field(*fields, name) : nullptr;
  return value ? *value : "(none)";
}

std::string header(const ports::HttpRequest& request, const char* name) {
  const std::string* value = ports::header(request.headers, name);
  return value ? *value : "(none)";
}

// Fails at one address; everything else goes through.
class Broken : public ports::HttpClient {
 public:
  Broken(ports::HttpClient& whole, std::string url) : whole_(whole), url_(std::move(url)) {}
  base::Result<ports::OutboundResponse> send(const ports::OutboundRequest& request) override {
    if (request.url == url_) return base::fail(code);
    return whole_.send(request);
  }
  Code code = Code::outbound_timeout;

 private:
  ports::HttpClient& whole_;
  std::string url_;
};

class TokensTest : public testing::Test {
 protected:
  TokensTest() {
    registration.id = base::RegistrationId("reg");
    registration.name = "Example LMS";
    registration.client_id = "10000000000042";
    registration.token_endpoint = platform.token_url();
    platform.answer_tokens([this](const ports::HttpRequest& request) {
      return fakes::moodle_token("token-" + std::to_string(++given), form_value(request, "scope"));
    });
    platform.answer_service([](const ports::HttpRequest&) { return ports::HttpResponse{200, {}, "ok"}; });
  }
  CallResult call(const std::vector<std::string>& scopes, const std::string& deployment = "1") {
    ServiceCall wanted;
    wanted.url = platform.service_url();
    wanted.scopes = scopes;
    return client.call(registration, deployment, wanted);
  }
  base::Error refused(ports::HttpResponse answer) {
    platform.answer_tokens([answer](const ports::HttpRequest&) { return answer; });
    const auto done = call({kScore});
    return done ? base::Error{Code::internal, "it was taken", {}, {}} : base::Error(done.error());
  }

  TokenPlatform platform;
  std::atomic<int> given{0};
  Registration registration;
  fakes::MemoryKeys store;
  fakes::StillClock clock;
  jose::AeadSealer vault{base::Secret(std::string(32, 'v'))};
  SigningKeys keys{store, vault, clock};
  std::unique_ptr<ports::HttpClient> http = loopback_client();
  PlatformClient client{*http, keys, clock};
};

TEST_F(TokensTest, AsksAsTheSecurityFrameworkSays) {
  ASSERT_TRUE(call({kScore, kItem}));
  const auto asked = platform.token_requests();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].method, "POST");
  EXPECT_EQ(header(asked[0], "Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(form_value(asked[0], "grant_type"), "client_credentials");
  EXPECT_EQ(form_value(asked[0], "client_assertion_type"), "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  EXPECT_EQ(form_value(asked[0], "scope"), std::string(kItem) + " " + kScore) << "nothing but what the call needs";
  const auto jws = jose::parse_compact(form_value(asked[0], "client_assertion"));
  ASSERT_TRUE(jws);
  const auto set = jose::parse_jwks(key_set_json(*keys.published(registration.id)));
  EXPECT_EQ(jws->kid, set->keys.at(0)->kid());
  EXPECT_TRUE(set->keys.at(0)->verify_rs256(jws->signing_input, jws->signature));
  const auto& claims = *jws->payload;
  const long long now = base::to_unix_ms(clock.now()) / 1000;
  EXPECT_EQ(claims.at("iss"), "10000000000042");
  EXPECT_EQ(claims.at("sub"), "10000000000042");
  EXPECT_EQ(claims.at("aud"), platform.token_url());
  EXPECT_LE(claims.at("iat").get<long long>(), now - 30) << "Moodle gives no leeway";
  EXPECT_GE(claims.at("iat").get<long long>(), now - 60);
  EXPECT_GT(claims.at("exp").get<long long>(), now + 60);
  EXPECT_LE(claims.at("exp").get<long long>() - claims.at("iat").get<long long>(), 300);
  EXPECT_EQ(claims.at("https://purl.imsglobal.org/spec/lti/claim/deployment_id"), "1");
  EXPECT_EQ(header(platform.service_requests().at(0), "Authorization"), "Bearer token-1");
}

TEST_F(TokensTest, TheAudienceIsTheAuthorizationServerWhereOneIsNamedAndNoAssertionComesTwice) {
  registration.authorization_server = "https://auth.example.org";
  ASSERT_TRUE(call({kScore}));
  ASSERT_TRUE(call({kItem}));
  const auto asked = platform.token_requests();
  ASSERT_EQ(asked.size(), 2u);
  const auto first = jose::parse_compact(form_value(asked[0], "client_assertion"));
  const auto second = jose::parse_compact(form_value(asked[1], "client_assertion"));
  EXPECT_EQ(first->payload->at("aud"), "https://auth.example.org");
  EXPECT_NE(first->payload->at("jti"), second->payload->at("jti"));
}

TEST_F(TokensTest, ATokenIsKeptByDeploymentAndScopesUntilAMinuteBeforeItEnds) {
  ASSERT_TRUE(call({kScore, kItem}));
  ASSERT_TRUE(call({kItem, kScore, kItem})) << "the order of scopes is nothing";
  EXPECT_EQ(platform.token_requests().size(), 1u);
  ASSERT_TRUE(call({kScore}));
  ASSERT_TRUE(call({kScore}, "2"));
  EXPECT_EQ(platform.token_requests().size(), 3u);
  clock.pass(base::Milliseconds(3'539'999));
  ASSERT_TRUE(call({kScore}));
  EXPECT_EQ(platform.token_requests().size(), 3u);
  clock.pass(base::Milliseconds(1));
  ASSERT_TRUE(call({kScore}));
  EXPECT_EQ(platform.token_requests().size(), 4u);
  registration.client_id = "another";
  ASSERT_TRUE(call({kScore}));
  EXPECT_EQ(platform.token_requests().size(), 5u) << "an edited connection starts afresh";
}

TEST_F(TokensTest, ATokenThatEndsWithinTheMinuteIsUsedOnce) {
  platform.answer_tokens([](const ports::HttpRequest&) { return fakes::moodle_token("short", kScore, 60); });
  ASSERT_TRUE(call({kScore}));
  ASSERT_TRUE(call({kScore}));
  EXPECT_EQ(platform.token_requests().size(), 2u);
}

TEST_F(TokensTest, ARefusedTokenIsRenewedOnce) {
  platform.answer_service([](const ports::HttpRequest& request) {
    return ports::HttpResponse{header(request, "Authorization") == "Bearer token-1" ? 401 : 200, {}, "x"};
  });
  EXPECT_EQ(call({kScore})->status, 200);
  EXPECT_EQ(platform.token_requests().size(), 2u);
  EXPECT_EQ(call({kScore})->status, 200);
  EXPECT_EQ(platform.token_requests().size(), 2u) << "the new one is kept";
  platform.answer_service([](const ports::HttpRequest&) { return ports::HttpResponse{401, {}, "no"}; });
  EXPECT_EQ(call({kScore})->status, 401) << "the platform's word after two tries";
  EXPECT_EQ(platform.token_requests().size(), 3u);
}

TEST_F(TokensTest, SendsWhatTheCallSays) {
  ServiceCall post;
  post.method = "POST";
  post.url = platform.service_url();
  post.scopes = {kScore};
  post.accept = "application/vnd.ims.lis.v2.lineitem+json";
  post.content_type = "application/vnd.ims.lis.v1.score+json";
  post.body = "{}";
  ASSERT_TRUE(client.call(registration, "1", post));
  const auto got = platform.service_requests().at(0);
  EXPECT_EQ(got.method, "POST");
  EXPECT_EQ(got.query, "type_id=1");
  EXPECT_EQ(header(got, "Accept"), post.accept);
  EXPECT_EQ(header(got, "Content-Type"), post.content_type);
  EXPECT_EQ(got.body, "{}");
}

TEST_F(TokensTest, ManyCallsAskForOneTokenAndGoOneByOne) {
  platform.answer_service([](const ports::HttpRequest&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return ports::HttpResponse{200, {}, "ok"};
  });
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int i = 0; i < 8; ++i) threads.emplace_back([&] { good += call({kScore}) ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 8);
  EXPECT_EQ(platform.token_requests().size(), 1u);
  EXPECT_EQ(platform.most_at_once(), 1);
}

TEST_F(TokensTest, APlatformThatHangsHoldsOthersForALimitedTimeOnly) {
  PlatformClient hasty(*http, keys, clock, std::chrono::milliseconds(50));
  std::atomic<bool> entered{false}, leave{false};
  platform.answer_service([&](const ports::HttpRequest&) {
    entered = true;
    while (!leave) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return ports::HttpResponse{200, {}, "ok"};
  });
  ServiceCall get;
  get.url = platform.service_url();
  get.scopes = {kScore};
  std::thread slow([&] { EXPECT_TRUE(hasty.call(registration, "1", get)); });
  while (!entered) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto second = hasty.call(registration, "1", get);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::outbound_timeout);
  EXPECT_FALSE(second.error().perhaps_done) << "it never went out";
  Registration other = registration;
  other.id = base::RegistrationId("other");
  leave = true;
  EXPECT_TRUE(hasty.call(other, "1", get)) << "another platform waits for nobody";
  slow.join();
}

TEST_F(TokensTest, OnlyACallThatWentOutIsPerhapsDone) {
  struct Case { const char* what; std::string url; Code code; bool perhaps; };
  for (const Case& one : {Case{"token, timeout", platform.token_url(), Code::outbound_timeout, false},
                          Case{"token, reset", platform.token_url(), Code::outbound_reset, false},
                          Case{"call, timeout", platform.service_url(), Code::outbound_timeout, true},
                          Case{"call, reset", platform.service_url(), Code::outbound_reset, true},
                          Case{"call, not connected", platform.service_url(), Code::outbound_connect, false}}) {
    Broken broken(*http, one.url);
    broken.code = one.code;
    PlatformClient through(broken, keys, clock);
    ServiceCall get;
    get.url = platform.service_url();
    get.scopes = {kScore};
    const auto done = through.call(registration, "1", get);
    ASSERT_FALSE(done) << one.what;
    EXPECT_EQ(done.error().code, one.code) << one.what;
    EXPECT_EQ(done.error().perhaps_done, one.perhaps) << one.what;
  }
}

TEST_F(TokensTest, MoodlesErrorsKeepTheirWords) {
  const auto expired = refused(fakes::moodle_error(R"({"error" : "Expired token"})"));
  EXPECT_EQ(expired.code, Code::token_refused);
  EXPECT_NE(expired.detail.find("Expired token"), std::string::npos) << expired.detail;
  const auto kid = refused(fakes::moodle_error(R"({"error" : ""kid" invalid, unable to lookup correct key"})"));
  EXPECT_EQ(kid.code, Code::token_refused);
  EXPECT_NE(kid.detail.find("kid\" invalid, unable to lookup"), std::string::npos) << kid.detail;
  const auto scope = refused(fakes::moodle_error(R"({"error" : "invalid_scope"})"));
  EXPECT_EQ(scope.code, Code::service_not_offered);
  EXPECT_NE(scope.detail.find("score"), std::string::npos) << scope.detail;
}

TEST_F(TokensTest, APageInsteadOfATokenMeansThatOurKeysAreOutOfReach) {
  const auto page = refused(fakes::moodle_keys_unreachable());
  EXPECT_EQ(page.code, Code::token_unreadable);
  EXPECT_NE(page.detail.find("cannot reach our key set"), std::string::npos) << page.detail;
  EXPECT_NE(page.detail.find("fix_jwks_alg(): Argument #1"), std::string::npos) << page.detail;
  EXPECT_EQ(page.detail.find("var M"), std::string::npos) << page.detail;
  EXPECT_NE(base::info(page.code).fix.find("blocked hosts"), std::string::npos);
}

TEST_F(TokensTest, CanvasAnswersInPlainTextToo) {
  platform.answer_tokens([](const ports::HttpRequest&) { return fakes::canvas_token("eyJ.canvas", std::string(kScore) + " other"); });
  EXPECT_TRUE(call({kScore}));
  clock.pass(base::Milliseconds(3'600'000));   // the token kept so far has ended
  const auto limited = refused(fakes::canvas_rate_limited());
  EXPECT_EQ(limited.code, Code::token_refused);
  EXPECT_NE(limited.detail.find("Rate Limit Exceeded"), std::string::npos);
  const auto audience = refused({401, {{"Content-Type", "application/json"}}, R"({"error":"invalid_client","error_description":"the 'aud' is invalid"})"});
  EXPECT_EQ(audience.code, Code::token_refused);
  EXPECT_NE(audience.detail.find("invalid_client: the 'aud' is invalid"), std::string::npos) << audience.detail;
}

TEST_F(TokensTest, AScopeThatWasNotGrantedIsNamed) {
  platform.answer_tokens([](const ports::HttpRequest&) { return fakes::moodle_token("t", kScore); });
  const auto done = call({kItem, kScore});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::service_not_offered);
  EXPECT_NE(done.error().detail.find("lineitem"), std::string::npos);
  EXPECT_TRUE(platform.service_requests().empty());
  platform.answer_tokens([](const ports::HttpRequest&) { return ports::HttpResponse{200, {}, R"({"access_token":"t","token_type":"bearer"})"}; });
  EXPECT_TRUE(call({kItem, kScore})) << "no scope in the answer: as asked (RFC 6749 5.1)";
}

TEST_F(TokensTest, RefusesWhatIsNoToken) {
  const std::string long_one(9000, 'x');
  for (const std::string& body : {std::string("{}"), std::string("[]"), std::string("null"), std::string("\xff"), std::string(R"({"access_token":""})"),
                                  std::string(R"({"access_token":7})"), std::string(R"({"access_token":"a b"})"), std::string("{\"access_token\":\"a\\r\\nX: y\"}"),
                                  std::string(R"({"access_token":"a","access_token":"b"})"), std::string(R"({"access_token":"t","token_type":"mac"})"),
                                  "{\"access_token\":\"" + long_one + "\"}", std::string()}) {
    EXPECT_EQ(refused({200, {}, body}).code, Code::token_unreadable) << body.substr(0, 60);
  }
  EXPECT_EQ(refused({302, {{"Location", "https://elsewhere.example.org/"}}, ""}).code, Code::token_unreadable);
  EXPECT_EQ(refused({503, {}, "busy"}).code, Code::token_unreadable);
  EXPECT_TRUE(platform.service_requests().empty());
}

TEST_F(TokensTest, WithoutEndpointOrScopeNothingIsAsked) {
  EXPECT_EQ(call({}).error().code, Code::service_not_offered);
  registration.token_endpoint.clear();
  EXPECT_EQ(call({kScore}).error().code, Code::service_not_offered);
  EXPECT_TRUE(platform.token_requests().empty());
}

TEST_F(TokensTest, AProbeSaysWhatIsGrantedAndKeepsNothing) {
  EXPECT_EQ(*client.probe(registration, "1", {kScore}), (std::vector<std::string>{kScore}));
  EXPECT_EQ(*client.probe(registration, "1", {kScore}), (std::vector<std::string>{kScore}));
  EXPECT_EQ(platform.token_requests().size(), 2u);
}

TEST(TokenWords, HoldNoTokens) {
  EXPECT_EQ(words_of("<p>a  b</p>\n<style>p{}</style>c<script>if (a < b) x()"), "a b c");
  EXPECT_EQ(words_of("saw " + std::string(200, 'e') + " there"), "saw ... there");
  EXPECT_EQ(words_of("client_assertion=eyJ" + std::string(80, 'e') + "&x, local\\very\\long\\name_of::a_function_in_some_class()"),
            "...&x, local\\very\\long\\name_of::a_function_in_some_class()");
  EXPECT_EQ(words_of("\xff\xfe"), "(not UTF-8)");
  EXPECT_EQ(words_of(""), "");
  EXPECT_LE(words_of(std::string(5000, 'a') + std::string(5000, ' ') + "b c d").size(), 210u);
}

}  // namespace
}  // namespace preceptor::lti
