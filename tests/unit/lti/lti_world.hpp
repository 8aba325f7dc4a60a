// What the tests of lti stand on: a platform, a store of registrations in memory, a clock that is set by hand, one
// login and its launch.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/digest.hpp"
#include "core/ports/clock.hpp"
#include "lti/jose/sealer.hpp"
#include "lti/key_source.hpp"
#include "lti/launch.hpp"
#include "lti/login.hpp"
#include "tests/fakes/test_platform.hpp"

namespace preceptor::lti {

using fakes::TestJson;
using fakes::TestKey;
using fakes::TestPlatform;

class SetClock : public ports::Clock {
 public:
  base::Instant now() const override { return at; }
  void pass(base::Milliseconds span) { at += span; }
  base::Instant at = base::from_unix_ms(1'795'345'600'000);
};

class MemoryRegistrations : public RegistrationStore {
 public:
  std::vector<Registration> all;
  bool broken = false;

  base::Result<std::optional<Registration>> find_registration(const std::string& issuer,
                                                              const std::string& client_id) override {
    return first([&](const Registration& one) { return one.issuer == issuer && one.client_id == client_id; });
  }
  base::Result<std::vector<Registration>> registrations_of_issuer(const std::string& issuer) override {
    if (broken) return base::fail(base::Code::store_failed);
    std::vector<Registration> found;
    for (const Registration& one : all) {
      if (one.issuer == issuer) found.push_back(one);
    }
    return found;
  }
  base::Result<std::optional<Registration>> load_registration(const base::RegistrationId& id) override {
    return first([&](const Registration& one) { return one.id == id; });
  }
  base::Result<std::vector<Registration>> list_registrations() override { return all; }
  base::Result<Registration> save_registration(const Registration& registration) override {
    all.push_back(registration);
    return registration;
  }
  base::Status disable_configured_except(const std::vector<base::RegistrationId>&) override {
    return base::fail(base::Code::internal);
  }
  base::Status remove_registration(const base::RegistrationId&) override { return base::fail(base::Code::internal); }
  base::Result<Registration> register_invited(const Registration&, const std::string&, base::Instant) override {
    return base::fail(base::Code::internal);
  }
  base::Result<Registration> change_registration(const base::RegistrationId& id,
                                                 const std::function<base::Status(Registration&)>& change) override {
    if (broken) return base::fail(base::Code::store_failed);
    for (Registration& one : all) {
      if (one.id != id) continue;
      if (const auto changed = change(one); !changed) return base::fail(changed.error());
      return one;
    }
    return base::fail(base::Code::platform_unknown);
  }

 private:
  template <class Test>
  base::Result<std::optional<Registration>> first(Test test) const {
    if (broken) return base::fail(base::Code::store_failed);
    for (const Registration& one : all) {
      if (test(one)) return std::optional<Registration>(one);
    }
    return std::optional<Registration>();
  }
};

// One fixed key set for every registration.
class FixedKeys : public KeySource {
 public:
  explicit FixedKeys(const std::string& jwks) : set(jose::parse_jwks(jwks).value()) {}
  base::Result<std::shared_ptr<const jose::PublicKey>> key(const Registration&, std::string_view kid) override {
    ++asked;
    for (const auto& one : set.keys) {
      if (one->kid() == kid) return one;
    }
    return base::fail(base::Code::launch_key_unknown);
  }
  jose::KeySet set;
  int asked = 0;
};

inline const TestPlatform& shared_platform() {
  static const TestPlatform platform;  // its key is made once a run
  return platform;
}

inline std::string claim(const char* name) {
  return "https://purl.imsglobal.org/spec/lti/claim/" + std::string(name);
}

struct World {
  const TestPlatform& platform = shared_platform();
  SetClock clock;
  MemoryRegistrations registrations;
  jose::AeadSealer sealer{base::Secret(std::string(32, 'k'))};
  FixedKeys keys{platform.jwks()};
  ToolUrls urls{"https://cme.example.org/tool"};
  LaunchPolicy policy;
  std::string target = "https://cme.example.org/tool/unit/apixaban-dose";
  std::string cookie;
  std::string state_token;
  LoginState state;

  World() {
    Registration registration;
    registration.id = base::RegistrationId("r1");
    registration.platform = base::PlatformId("p1");
    registration.name = "Example LMS";
    registration.issuer = platform.issuer;
    registration.client_id = platform.client_id;
    registration.authorization_endpoint = platform.issuer + "/auth?tenant=1";
    registration.jwks_uri = platform.jwks_uri;
    registration.deployment_ids = {platform.deployment_id, "2"};
    registrations.all = {registration};
  }

  LoginRequest login_request() const {
    LoginRequest request;
    request.iss = platform.issuer;
    request.login_hint = "hint";
    request.target_link_uri = target;
    request.client_id = platform.client_id;
    return request;
  }

  // A whole login, which must succeed; afterwards `cookie`, `state_token` and `state` are those of a browser on its way
  // back.
  void log_in() { log_in(login_request()); }
  void log_in(const LoginRequest& request) {
    const LoginAnswer answer = Login(registrations, sealer, clock, urls).begin(request, {}, cookie).value();
    cookie = answer.browser_cookie;
    state_token = *base::field(
        base::parse_form(std::string_view(answer.redirect_url).substr(answer.redirect_url.find('?') + 1)).value(),
        "state");
    state = *open_state(sealer, state_token);
  }

  long long now_seconds() const { return base::to_unix_ms(clock.at) / 1000; }
  TestJson claims() const { return platform.claims(now_seconds() - 1, state.nonce, target); }

  tl::expected<VerifiedLaunch, Refusal> post(const base::Fields& form, std::string_view browser, bool again = false) {
    return LaunchVerifier(registrations, keys, sealer, clock, urls, policy).verify(form, browser, again);
  }
  tl::expected<VerifiedLaunch, Refusal> post_token(const std::string& token) {
    return post({{"id_token", token}, {"state", state_token}}, cookie);
  }
  tl::expected<VerifiedLaunch, Refusal> post_claims(const TestJson& claims) {
    return post_token(platform.id_token(claims));
  }
};

}  // namespace preceptor::lti
