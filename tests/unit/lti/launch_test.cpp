// Each check of a launch, refused once and with its name; the order; what a verified launch holds.
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/lti/lti_world.hpp"

namespace preceptor::lti {
namespace {

using base::Code;

// A launch that is right but for one thing.
struct BadLaunch {
  const char* what;
  std::function<tl::expected<VerifiedLaunch, Refusal>(World&)> post;
  Code code;
};

tl::expected<VerifiedLaunch, Refusal> with_header(World& world, const TestJson& header) {
  return world.post_token(fakes::sign(world.platform.key, header, world.claims()));
}
tl::expected<VerifiedLaunch, Refusal> with_claim(World& world, const std::string& name, const TestJson& value) {
  TestJson claims = world.claims();
  claims[name] = value;
  return world.post_claims(claims);
}
tl::expected<VerifiedLaunch, Refusal> without_claim(World& world, const std::string& name) {
  TestJson claims = world.claims();
  claims.erase(name);
  return world.post_claims(claims);
}
BadLaunch claim_case(const char* what, const std::string& name, TestJson value, Code code) {
  return {what, [=](World& w) { return with_claim(w, name, value); }, code};
}
BadLaunch absent_case(const char* what, const std::string& name, Code code) {
  return {what, [=](World& w) { return without_claim(w, name); }, code};
}
BadLaunch header_case(const char* what, TestJson header, Code code) {
  return {what, [=](World& w) { return with_header(w, header); }, code};
}
// iat and exp relative to now, in seconds.
BadLaunch time_case(const char* what, double iat, double exp, Code code) {
  return {what,
          [=](World& w) {
            TestJson claims = w.claims();
            claims["iat"] = static_cast<double>(w.now_seconds()) + iat;
            claims["exp"] = static_cast<double>(w.now_seconds()) + exp;
            return w.post_claims(claims);
          },
          code};
}

void expect_refused(const std::vector<BadLaunch>& cases) {
  for (const BadLaunch& one : cases) {
    World world;
    world.log_in();
    const auto launch = one.post(world);
    ASSERT_FALSE(launch) << one.what;
    EXPECT_EQ(launch.error().error.code, one.code) << one.what << ": " << base::describe(launch.error().error);
    const std::string line = base::describe(launch.error().error);
    for (const char* personal : {"Test Person", "person@lms", "user-4"}) EXPECT_EQ(line.find(personal), std::string::npos) << one.what;
  }
}

const TestJson kGoodHeader = {{"typ", "JWT"}, {"alg", "RS256"}, {"kid", "key-1"}};
TestJson header_with(const char* name, const TestJson& value) {
  TestJson header = kGoodHeader;
  header[name] = value;
  return header;
}

TEST(Launch, IsVerified) {
  World world;
  world.log_in();
  const std::string token = world.platform.id_token(world.claims());
  const auto launch = world.post_token(token);
  ASSERT_TRUE(launch) << base::describe(launch.error().error);
  EXPECT_EQ(launch->registration.id.str(), "r1");
  EXPECT_EQ(launch->state.id, world.state.id);
  EXPECT_EQ(launch->id_token_digest, base::sha256_hex(token));
  EXPECT_EQ(launch->nonce_key.size(), 64U);
  EXPECT_EQ(launch->checks.size(), 25U);
  EXPECT_EQ(launch->checks.front(), "no_platform_error");
  EXPECT_EQ(launch->checks.back(), "optional_claims");
  const Launch& claims = launch->launch;
  EXPECT_EQ(claims.message_type, "LtiResourceLinkRequest");
  EXPECT_EQ(claims.deployment_id, "1");
  EXPECT_EQ(claims.subject, "user-4");
  EXPECT_EQ(claims.target_link_uri, world.target);
  EXPECT_TRUE(claims.roles.learner);
  EXPECT_EQ(claims.resource_link.id, "link-1");
  ASSERT_TRUE(claims.context);
  EXPECT_EQ(claims.context->id, "course-2");
  EXPECT_EQ(claims.context->type.size(), 1U);
  EXPECT_EQ(claims.platform.product_family_code, "moodle");
  EXPECT_EQ(claims.presentation.return_url, "https://lms.example.org/return?course=2");
  EXPECT_EQ(claims.custom.at("unit"), "apixaban-dose");
  EXPECT_EQ(claims.locale, "en");
}

TEST(Launch, HeaderChecks) {
  const auto form = [](base::Fields fields) { return [=](World& w) { return w.post(fields, w.cookie); }; };
  expect_refused({
      {"nothing posted", form({}), Code::launch_token_missing},
      {"empty token", form({{"id_token", ""}}), Code::launch_token_missing},
      {"token twice", form({{"id_token", "a"}, {"id_token", "b"}}), Code::launch_token_malformed},
      {"too large", form({{"id_token", std::string(65537, 'a')}}), Code::launch_token_too_large},
      {"not a token", form({{"id_token", "a.b"}}), Code::launch_token_malformed},
      {"claims given twice", [](World& w) {
         return w.post_token(fakes::sign_texts(w.platform.key, kGoodHeader.dump(), R"({"iss":"a","iss":"b"})"));
       }, Code::launch_token_malformed},
      {"header given twice", [](World& w) {
         return w.post_token(fakes::sign_texts(w.platform.key, R"({"alg":"RS256","alg":"RS256","kid":"key-1"})", w.claims().dump()));
       }, Code::launch_token_malformed},
      {"padded", [](World& w) { return w.post_token(w.platform.id_token(w.claims()) + "="); }, Code::launch_token_malformed},
      header_case("alg none", {{"alg", "none"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg nOnE", {{"alg", "nOnE"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg RS512", {{"alg", "RS512"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg PS256", {{"alg", "PS256"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg rs256", {{"alg", "rs256"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("no alg", {{"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg is a list", {{"alg", TestJson::array({"RS256"})}, {"kid", "key-1"}}, Code::launch_algorithm),
      {"alg none without signature", [](World& w) {
         return w.post_token(fakes::to_base64url(R"({"alg":"none"})") + "." + fakes::to_base64url(w.claims().dump()) + ".");
       }, Code::launch_algorithm},
      {"HS256 under the public key", [](World& w) {
         return w.post_token(fakes::sign_hs256(w.platform.jwks(), {{"alg", "HS256"}, {"kid", "key-1"}}, w.claims()));
       }, Code::launch_algorithm},
      {"HMAC called RS256", [](World& w) {
         return w.post_token(fakes::sign_hs256(w.platform.jwks(), kGoodHeader, w.claims()));
       }, Code::launch_signature},
      header_case("crit", header_with("crit", TestJson::array({"exp"})), Code::launch_critical_header),
      header_case("crit with b64", [] { TestJson h = header_with("crit", TestJson::array({"b64"})); h["b64"] = false; return h; }(), Code::launch_critical_header),
      header_case("empty crit", header_with("crit", TestJson::array()), Code::launch_critical_header),
      header_case("no kid", {{"alg", "RS256"}}, Code::launch_kid_missing),
      header_case("empty kid", header_with("kid", ""), Code::launch_kid_missing),
      header_case("kid is a number", header_with("kid", 1), Code::launch_kid_missing),
      header_case("long kid", header_with("kid", std::string(257, 'k')), Code::launch_kid_missing),
  });
}

TEST(Launch, KeysInTheHeaderAreNeverRead) {
  const TestKey forger("forged");
  World world;
  world.log_in();
  for (const char* kid : {"key-1", "forged"}) {
    TestJson header = {{"alg", "RS256"}, {"kid", kid}, {"jwk", forger.jwk()}, {"jku", "https://evil.example/jwks"}, {"x5u", "https://evil.example/x"}};
    const auto launch = world.post_token(fakes::sign(forger, header, world.claims()));
    ASSERT_FALSE(launch);
    EXPECT_EQ(launch.error().error.code, std::string_view(kid) == "key-1" ? Code::launch_signature : Code::launch_key_unknown);
  }
}

TEST(Launch, StateChecks) {
  expect_refused({
      {"no state", [](World& w) { return w.post({{"id_token", w.platform.id_token(w.claims())}}, w.cookie); }, Code::launch_state_missing},
      {"empty state", [](World& w) { return w.post({{"id_token", w.platform.id_token(w.claims())}, {"state", ""}}, w.cookie); }, Code::launch_state_missing},
      {"foreign state", [](World& w) { return w.post({{"id_token", w.platform.id_token(w.claims())}, {"state", "s-77aa"}}, w.cookie); }, Code::launch_state_invalid},
      {"two states", [](World& w) {
         return w.post({{"id_token", w.platform.id_token(w.claims())}, {"state", w.state_token}, {"state", w.state_token}}, w.cookie);
       }, Code::launch_state_invalid},
      {"another site's state", [](World& w) {
         const jose::AeadSealer other(base::Secret(std::string(32, 'o')));
         return w.post({{"id_token", w.platform.id_token(w.claims())}, {"state", seal_state(other, w.state)}}, w.cookie);
       }, Code::launch_state_invalid},
      {"old state", [](World& w) { w.clock.pass(kStateLife + base::Milliseconds(1)); return w.post_claims(w.claims()); }, Code::launch_state_expired},
      {"state of the future", [](World& w) { w.clock.pass(-w.policy.leeway - base::Milliseconds(1)); return w.post_claims(w.claims()); }, Code::launch_state_expired},
      {"no cookie", [](World& w) { w.cookie.clear(); return w.post_claims(w.claims()); }, Code::launch_browser_mismatch},
      {"another cookie", [](World& w) { w.cookie = std::string(43, 'A'); return w.post_claims(w.claims()); }, Code::launch_browser_mismatch},
      {"the digest as cookie", [](World& w) { w.cookie = w.state.browser; return w.post_claims(w.claims()); }, Code::launch_browser_mismatch},
  });
  World world;
  world.log_in();
  world.clock.pass(kStateLife);
  EXPECT_TRUE(world.post_claims(world.claims()));
}

TEST(Launch, IdentityChecks) {
  expect_refused({
      {"registration gone", [](World& w) { w.registrations.all.clear(); return w.post_claims(w.claims()); }, Code::login_registration_disabled},
      {"registration off", [](World& w) { w.registrations.all[0].enabled = false; return w.post_claims(w.claims()); }, Code::login_registration_disabled},
      {"store failed", [](World& w) { w.registrations.broken = true; return w.post_claims(w.claims()); }, Code::store_failed},
      absent_case("no iss", "iss", Code::launch_issuer),
      claim_case("iss of another case", "iss", "https://LMS.example.org", Code::launch_issuer),
      claim_case("iss with a slash", "iss", "https://lms.example.org/", Code::launch_issuer),
      claim_case("iss is a number", "iss", 1, Code::launch_issuer),
      header_case("unknown kid", header_with("kid", "key-2"), Code::launch_key_unknown),
      header_case("kid as path", header_with("kid", "../../etc/passwd"), Code::launch_key_unknown),
      {"another key under this kid", [](World& w) {
         return w.post_token(fakes::sign(TestKey("key-1"), kGoodHeader, w.claims()));
       }, Code::launch_signature},
      {"claims altered", [](World& w) {
         const std::string token = w.platform.id_token(w.claims());
         TestJson altered = w.claims();
         altered["sub"] = "somebody";
         return w.post_token(token.substr(0, token.find('.') + 1) + fakes::to_base64url(altered.dump()) + token.substr(token.rfind('.')));
       }, Code::launch_signature},
      {"signature cut off", [](World& w) {
         const std::string token = w.platform.id_token(w.claims());
         return w.post_token(token.substr(0, token.rfind('.') + 1));
       }, Code::launch_signature},
      absent_case("no aud", "aud", Code::launch_audience),
      claim_case("other aud", "aud", "client-9", Code::launch_audience),
      claim_case("aud is a prefix", "aud", "client-", Code::launch_audience),
      claim_case("empty aud", "aud", TestJson::array(), Code::launch_audience),
      claim_case("aud is a number", "aud", 1, Code::launch_audience),
      claim_case("aud is an object", "aud", {{"client-1", true}}, Code::launch_audience),
      claim_case("aud holds a number", "aud", {"client-1", 1}, Code::launch_audience),
      claim_case("another audience too", "aud", {"client-1", "stranger"}, Code::launch_audience),
      claim_case("other azp", "azp", "client-9", Code::launch_authorized_party),
      claim_case("azp is a number", "azp", 1, Code::launch_authorized_party),
      {"two audiences without azp", [](World& w) {
         w.policy.trusted_audiences = {"friend"};
         return with_claim(w, "aud", {"client-1", "friend"});
       }, Code::launch_authorized_party},
  });
  EXPECT_EQ(base::info(Code::launch_audience).status, 401);
}

TEST(Launch, AudienceFormsThatAreFine) {
  World world;
  world.log_in();
  EXPECT_TRUE(with_claim(world, "aud", TestJson::array({"client-1"})));
  EXPECT_TRUE(with_claim(world, "azp", "client-1"));
  EXPECT_TRUE(with_claim(world, "azp", nullptr));
  world.policy.trusted_audiences = {"friend"};
  TestJson claims = world.claims();
  claims["aud"] = {"friend", "client-1"};
  claims["azp"] = "client-1";
  EXPECT_TRUE(world.post_claims(claims));
}

TEST(Launch, TimeChecks) {
  expect_refused({
      absent_case("no exp", "exp", Code::launch_expired),
      claim_case("exp is text", "exp", "1795349200", Code::launch_expired),
      claim_case("exp beyond all years", "exp", 1e300, Code::launch_expired),
      time_case("expired", -300, -61, Code::launch_expired),
      time_case("expired just now", -300, -60, Code::launch_expired),
      absent_case("no iat", "iat", Code::launch_issued_at),
      claim_case("iat is null", "iat", nullptr, Code::launch_issued_at),
      claim_case("iat is text", "iat", "now", Code::launch_issued_at),
      claim_case("iat negative", "iat", -1, Code::launch_issued_at),
      time_case("old", -601, 3000, Code::launch_issued_at),
      time_case("of the future", 61, 3000, Code::launch_issued_at),
      time_case("lives too long", -1, 86400, Code::launch_issued_at),
      {"not yet", [](World& w) { return with_claim(w, "nbf", w.now_seconds() + 61); }, Code::launch_issued_at},
      claim_case("nbf is text", "nbf", "x", Code::launch_issued_at),
      absent_case("no nonce", "nonce", Code::launch_nonce),
      claim_case("empty nonce", "nonce", "", Code::launch_nonce),
      claim_case("other nonce", "nonce", "n-5b9e1f0c", Code::launch_nonce),
      claim_case("nonce is a number", "nonce", 5, Code::launch_nonce),
      {"nonce of another login", [](World& w) {
         const std::string before = w.state.nonce;
         w.log_in();
         return with_claim(w, "nonce", before);
       }, Code::launch_nonce},
  });
}

TEST(Launch, TimesAtTheirEdges) {
  const std::pair<double, double> good[] = {{-600, 3000}, {60, 3000}, {-300, -59}, {-1, 86399}, {-0.5, 10.25}, {0, 0}};
  for (const auto& [iat, exp] : good) {
    World world;
    world.log_in();
    TestJson claims = world.claims();
    claims["iat"] = static_cast<double>(world.now_seconds()) + iat;
    claims["exp"] = static_cast<double>(world.now_seconds()) + exp;
    claims["nbf"] = world.now_seconds() + 60;
    const auto launch = world.post_claims(claims);
    EXPECT_TRUE(launch) << iat << " " << exp << ": " << base::describe(launch.error().error);
  }
}

TEST(Launch, MessageChecks) {
  expect_refused({
      absent_case("no version", claim("version"), Code::launch_version),
      claim_case("version 1.1", claim("version"), "1.1.0", Code::launch_version),
      claim_case("version is a number", claim("version"), 1.3, Code::launch_version),
      absent_case("no message_type", claim("message_type"), Code::launch_message_type),
      claim_case("other message", claim("message_type"), "LtiDeepLinkingRequest", Code::launch_message_type),
      claim_case("message is null", claim("message_type"), nullptr, Code::launch_message_type),
      claim_case("message is a list", claim("message_type"), {"LtiResourceLinkRequest", "x"}, Code::launch_message_type),
      absent_case("no deployment", claim("deployment_id"), Code::launch_deployment_missing),
      claim_case("empty deployment", claim("deployment_id"), "", Code::launch_deployment_missing),
      claim_case("deployment is a number", claim("deployment_id"), 1, Code::launch_deployment_missing),
      claim_case("long deployment", claim("deployment_id"), std::string(256, '1'), Code::launch_deployment_missing),
      claim_case("deployment is not ASCII", claim("deployment_id"), "\xc3\xa9", Code::launch_deployment_missing),
      claim_case("unknown deployment", claim("deployment_id"), "3", Code::launch_deployment_unknown),
      {"another deployment than at login", [](World& w) {
         LoginRequest request = w.login_request();
         request.deployment_id = "2";
         w.log_in(request);
         return w.post_claims(w.claims());
       }, Code::launch_deployment_unknown},
      absent_case("no target", claim("target_link_uri"), Code::launch_target),
      claim_case("other target", claim("target_link_uri"), "https://cme.example.org/tool/other", Code::launch_target),
      claim_case("target is a number", claim("target_link_uri"), 1, Code::launch_target),
      {"public_url changed meanwhile", [](World& w) { w.urls.public_url = "https://other.example"; return w.post_claims(w.claims()); }, Code::launch_target},
      absent_case("no sub", "sub", Code::launch_subject_missing),
      claim_case("sub is null", "sub", nullptr, Code::launch_subject_missing),
      claim_case("empty sub", "sub", "", Code::launch_subject_missing),
      claim_case("sub is a number", "sub", 4, Code::launch_claim_malformed),
      claim_case("long sub", "sub", std::string(256, 's'), Code::launch_claim_malformed),
      absent_case("no roles", claim("roles"), Code::launch_roles_missing),
      claim_case("roles is null", claim("roles"), nullptr, Code::launch_roles_missing),
      claim_case("roles is text", claim("roles"), "Learner", Code::launch_roles_missing),
      claim_case("roles hold a number", claim("roles"), {"Learner", 1}, Code::launch_roles_missing),
      absent_case("no resource_link", claim("resource_link"), Code::launch_resource_link_missing),
      claim_case("no resource_link.id", claim("resource_link"), {{"title", "x"}}, Code::launch_resource_link_missing),
      claim_case("long resource_link.id", claim("resource_link"), {{"id", std::string(256, 'i')}}, Code::launch_resource_link_missing),
      claim_case("resource_link is text", claim("resource_link"), "x", Code::launch_claim_malformed),
      claim_case("resource_link.id is a number", claim("resource_link"), {{"id", 1}}, Code::launch_claim_malformed),
      claim_case("resource_link.title is a list", claim("resource_link"), {{"id", "1"}, {"title", TestJson::array()}}, Code::launch_claim_malformed),
      claim_case("context is text", claim("context"), "x", Code::launch_claim_malformed),
      claim_case("context without id", claim("context"), {{"title", "x"}}, Code::launch_claim_malformed),
      claim_case("context.title is a number", claim("context"), {{"id", "c"}, {"title", 1}}, Code::launch_claim_malformed),
      claim_case("context.type is text", claim("context"), {{"id", "c"}, {"type", "Course"}}, Code::launch_claim_malformed),
      claim_case("tool_platform.guid is a number", claim("tool_platform"), {{"guid", 1}}, Code::launch_claim_malformed),
      claim_case("launch_presentation is a list", claim("launch_presentation"), TestJson::array(), Code::launch_claim_malformed),
      claim_case("return_url is a number", claim("launch_presentation"), {{"return_url", 1}}, Code::launch_claim_malformed),
      claim_case("custom is text", claim("custom"), "unit=x", Code::launch_claim_malformed),
      claim_case("locale is a number", "locale", 1, Code::launch_claim_malformed),
  });
}

TEST(Launch, AMalformedClaimIsNamed) {
  World world;
  world.log_in();
  const auto launch = with_claim(world, claim("context"), {{"id", "c"}, {"title", 1}});
  ASSERT_FALSE(launch);
  EXPECT_EQ(launch.error().error.detail, "context.title is not text");
}

TEST(Launch, ARefusalKnowsRegistrationAndPassedChecks) {
  World world;
  world.log_in();
  const auto late = with_claim(world, claim("deployment_id"), "3");
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().registration->str(), "r1");
  EXPECT_EQ(late.error().checks.back(), "message_type");
  EXPECT_EQ(late.error().error.expected, "1, 2");
  EXPECT_EQ(late.error().error.received, "3");
  const auto early = world.post({{"id_token", "x"}, {"state", world.state_token}}, world.cookie);
  ASSERT_FALSE(early);
  EXPECT_FALSE(early.error().registration);
  EXPECT_EQ(early.error().checks, (std::vector<std::string_view>{"no_platform_error", "token_present"}));
}

TEST(Launch, AsksForKeysOnlyAfterTheStateAndBrowser) {
  World world;
  world.log_in();
  world.cookie.clear();
  EXPECT_FALSE(world.post_claims(world.claims()));
  EXPECT_FALSE(with_claim(world, "iss", "https://other.example"));
  EXPECT_EQ(world.keys.asked, 0);
}

TEST(Launch, AReloadOfTheSameBytesOnlyForgetsTime) {
  World world;
  world.log_in();
  const std::string token = world.platform.id_token(world.claims());
  const base::Fields form = {{"id_token", token}, {"state", world.state_token}};
  world.clock.pass(std::chrono::hours(3));
  EXPECT_EQ(world.post(form, world.cookie).error().error.code, Code::launch_state_expired);
  EXPECT_TRUE(world.post(form, world.cookie, true));
  EXPECT_EQ(world.post(form, "", true).error().error.code, Code::launch_browser_mismatch);
  EXPECT_EQ(world.post({{"id_token", token}, {"state", "x"}}, world.cookie, true).error().error.code, Code::launch_state_invalid);
  TestJson other = world.claims();
  other["nonce"] = "other";
  EXPECT_EQ(world.post({{"id_token", world.platform.id_token(other)}, {"state", world.state_token}}, world.cookie, true).error().error.code, Code::launch_nonce);
  world.registrations.all[0].enabled = false;
  EXPECT_EQ(world.post(form, world.cookie, true).error().error.code, Code::login_registration_disabled);
}

TEST(Launch, SeveralTabsAtOnce) {
  World world;
  world.log_in();
  const std::string first_state = world.state_token;
  const std::string first_token = world.platform.id_token(world.claims());
  world.log_in();
  EXPECT_TRUE(world.post_claims(world.claims()));
  EXPECT_TRUE(world.post({{"id_token", first_token}, {"state", first_state}}, world.cookie));
  EXPECT_FALSE(world.post({{"id_token", first_token}, {"state", world.state_token}}, world.cookie));
}

}  // namespace
}  // namespace preceptor::lti
