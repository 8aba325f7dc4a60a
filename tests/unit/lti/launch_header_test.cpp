// Checks of the token's form, its header, and the state.
#include "tests/unit/lti/bad_launch.hpp"

namespace preceptor::lti {
namespace {

TEST(Launch, HeaderChecks) {
  const auto form = [](base::Fields fields) { return [=](World& w) { return w.post(fields, w.cookie); }; };
  expect_refused({
      {"nothing posted", form({}), Code::launch_token_missing},
      {"empty token", form({{"id_token", ""}}), Code::launch_token_missing},
      {"token twice", form({{"id_token", "a"}, {"id_token", "b"}}), Code::launch_token_malformed},
      {"too large", form({{"id_token", std::string(65537, 'a')}}), Code::launch_token_too_large},
      {"not a token", form({{"id_token", "a.b"}}), Code::launch_token_malformed},
      {"claims given twice",
       [](World& w) {
         return w.post_token(fakes::sign_texts(w.platform.key, kGoodHeader.dump(), R"({"iss":"a","iss":"b"})"));
       },
       Code::launch_token_malformed},
      {"header given twice",
       [](World& w) {
         return w.post_token(
             fakes::sign_texts(w.platform.key, R"({"alg":"RS256","alg":"RS256","kid":"key-1"})", w.claims().dump()));
       },
       Code::launch_token_malformed},
      {"padded", [](World& w) { return w.post_token(w.platform.id_token(w.claims()) + "="); },
       Code::launch_token_malformed},
      header_case("alg none", {{"alg", "none"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg nOnE", {{"alg", "nOnE"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg RS512", {{"alg", "RS512"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg PS256", {{"alg", "PS256"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg rs256", {{"alg", "rs256"}, {"kid", "key-1"}}, Code::launch_algorithm),
      header_case("no alg", {{"kid", "key-1"}}, Code::launch_algorithm),
      header_case("alg is a list", {{"alg", TestJson::array({"RS256"})}, {"kid", "key-1"}}, Code::launch_algorithm),
      {"alg none without signature",
       [](World& w) {
         return w.post_token(fakes::to_base64url(R"({"alg":"none"})") + "." + fakes::to_base64url(w.claims().dump()) +
                             ".");
       },
       Code::launch_algorithm},
      {"HS256 under the public key",
       [](World& w) {
         return w.post_token(fakes::sign_hs256(w.platform.jwks(), {{"alg", "HS256"}, {"kid", "key-1"}}, w.claims()));
       },
       Code::launch_algorithm},
      {"HMAC called RS256",
       [](World& w) { return w.post_token(fakes::sign_hs256(w.platform.jwks(), kGoodHeader, w.claims())); },
       Code::launch_signature},
      header_case("crit", header_with("crit", TestJson::array({"exp"})), Code::launch_critical_header),
      header_case(
          "crit with b64",
          [] {
            TestJson h = header_with("crit", TestJson::array({"b64"}));
            h["b64"] = false;
            return h;
          }(),
          Code::launch_critical_header),
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
    TestJson header = {{"alg", "RS256"},
                       {"kid", kid},
                       {"jwk", forger.jwk()},
                       {"jku", "https://evil.example/jwks"},
                       {"x5u", "https://evil.example/x"}};
    const auto launch = world.post_token(fakes::sign(forger, header, world.claims()));
    ASSERT_FALSE(launch);
    EXPECT_EQ(launch.error().error.code,
              std::string_view(kid) == "key-1" ? Code::launch_signature : Code::launch_key_unknown);
  }
}

TEST(Launch, StateChecks) {
  expect_refused({
      {"no state",
       [](World& w) {
         return w.post({{"id_token", w.platform.id_token(w.claims())}}, w.cookie);
       },
       Code::launch_state_missing},
      {"empty state",
       [](World& w) {
         return w.post({{"id_token", w.platform.id_token(w.claims())}, {"state", ""}}, w.cookie);
       },
       Code::launch_state_missing},
      {"foreign state",
       [](World& w) {
         return w.post({{"id_token", w.platform.id_token(w.claims())}, {"state", "s-77aa"}}, w.cookie);
       },
       Code::launch_state_invalid},
      {"two states",
       [](World& w) {
         return w.post(
             {{"id_token", w.platform.id_token(w.claims())}, {"state", w.state_token}, {"state", w.state_token}},
             w.cookie);
       },
       Code::launch_state_invalid},
      {"another site's state",
       [](World& w) {
         const jose::AeadSealer other(base::Secret(std::string(32, 'o')));
         return w.post({{"id_token", w.platform.id_token(w.claims())}, {"state", seal_state(other, w.state)}},
                       w.cookie);
       },
       Code::launch_state_invalid},
      {"old state",
       [](World& w) {
         w.clock.pass(kStateLife + base::Milliseconds(1));
         return w.post_claims(w.claims());
       },
       Code::launch_state_expired},
      {"state of the future",
       [](World& w) {
         w.clock.pass(-w.policy.leeway - base::Milliseconds(1));
         return w.post_claims(w.claims());
       },
       Code::launch_state_expired},
      {"no cookie",
       [](World& w) {
         w.cookie.clear();
         return w.post_claims(w.claims());
       },
       Code::launch_cookie_needed},
      {"another cookie",
       [](World& w) {
         w.cookie = std::string(43, 'A');
         return w.post_claims(w.claims());
       },
       Code::launch_browser_mismatch},
      {"the digest as cookie",
       [](World& w) {
         w.cookie = w.state.browser;
         return w.post_claims(w.claims());
       },
       Code::launch_browser_mismatch},
  });
  World world;
  world.log_in();
  world.clock.pass(kStateLife);
  EXPECT_TRUE(world.post_claims(world.claims()));
}

}  // namespace
}  // namespace preceptor::lti
