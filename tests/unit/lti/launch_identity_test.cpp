// Checks of who sent the launch, for whom, and when.
#include "tests/unit/lti/bad_launch.hpp"

namespace preceptor::lti {
namespace {

TEST(Launch, IdentityChecks) {
  expect_refused({
      {"registration gone",
       [](World& w) {
         w.registrations.all.clear();
         return w.post_claims(w.claims());
       },
       Code::login_registration_disabled},
      {"registration off",
       [](World& w) {
         w.registrations.all[0].enabled = false;
         return w.post_claims(w.claims());
       },
       Code::login_registration_disabled},
      {"store failed",
       [](World& w) {
         w.registrations.broken = true;
         return w.post_claims(w.claims());
       },
       Code::store_failed},
      absent_case("no iss", "iss", Code::launch_issuer),
      claim_case("iss of another case", "iss", "https://LMS.example.org", Code::launch_issuer),
      claim_case("iss with a slash", "iss", "https://lms.example.org/", Code::launch_issuer),
      claim_case("iss is a number", "iss", 1, Code::launch_issuer),
      header_case("unknown kid", header_with("kid", "key-2"), Code::launch_key_unknown),
      header_case("kid as path", header_with("kid", "../../etc/passwd"), Code::launch_key_unknown),
      {"another key under this kid",
       [](World& w) { return w.post_token(fakes::sign(TestKey("key-1"), kGoodHeader, w.claims())); },
       Code::launch_signature},
      {"claims altered",
       [](World& w) {
         const std::string token = w.platform.id_token(w.claims());
         TestJson altered = w.claims();
         altered["sub"] = "somebody";
         return w.post_token(token.substr(0, token.find('.') + 1) + fakes::to_base64url(altered.dump()) +
                             token.substr(token.rfind('.')));
       },
       Code::launch_signature},
      {"signature cut off",
       [](World& w) {
         const std::string token = w.platform.id_token(w.claims());
         return w.post_token(token.substr(0, token.rfind('.') + 1));
       },
       Code::launch_signature},
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
      {"two audiences without azp",
       [](World& w) {
         w.policy.trusted_audiences = {"friend"};
         return with_claim(w, "aud", {"client-1", "friend"});
       },
       Code::launch_authorized_party},
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
      {"nonce of another login",
       [](World& w) {
         const std::string before = w.state.nonce;
         w.log_in();
         return with_claim(w, "nonce", before);
       },
       Code::launch_nonce},
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

}  // namespace
}  // namespace preceptor::lti
