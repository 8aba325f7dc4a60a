// A generic LTI 1.3 platform: one registered tool, one course. Pages, the OIDC authorization endpoint and the key set.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/http.hpp"
#include "examples/demo_lms/course.hpp"
#include "examples/demo_lms/signing_key.hpp"
#include "examples/demo_lms/test_hooks.hpp"

namespace preceptor::demo {

struct PlatformSettings {
  std::string origin;      // "http://localhost:PORT": issuer and what the browser sees
  std::string loopback;    // "http://127.0.0.1:PORT": what the tool's server calls
  std::string tool;        // "http://127.0.0.1:8480"
  std::string client_id = "preceptor-demo";
  std::string deployment_id = "1";
  std::string state_dir;
  bool test_hooks = false;
  std::vector<Link> links;

  std::string login_url() const { return tool + "/lti/login"; }
  std::string redirect_uri() const { return tool + "/lti/launch"; }      // the only one registered
  std::string target_link_uri() const { return tool + "/lti/launch"; }
  std::string authorization_endpoint() const { return origin + "/auth"; }
  std::string token_endpoint() const { return loopback + "/token"; }
  std::string jwks_uri() const { return loopback + "/jwks.json"; }
};

// One click on a link, remembered until the tool asks who it was.
struct PendingLaunch {
  View view;
  const Link* link = nullptr;
  std::string subject;   // what a test wants as sub; empty: the user's id
};

class Platform {
 public:
  Platform(PlatformSettings settings, SigningKey key);
  ports::HttpResponse handle(const ports::HttpRequest& request);

 private:
  ports::HttpResponse course(const View& view);
  ports::HttpResponse unit(const View& view, const Link& link);
  ports::HttpResponse launch(const PendingLaunch& pending, bool by_get);
  ports::HttpResponse authorize(const base::Fields& parameters);
  ports::HttpResponse key_set();
  ports::HttpResponse test_hook(const ports::HttpRequest& request);
  ports::HttpResponse rotate_key();

  const Link* find_link(std::string_view id) const;
  std::string remember(const PendingLaunch& launch);
  std::optional<PendingLaunch> recall(const std::string& hint) const;
  SigningKey signing_key() const;

  PlatformSettings settings_;
  TestHooks hooks_;
  mutable std::mutex mutex_;
  std::vector<SigningKey> keys_;                    // the last one signs; all are published
  std::map<std::string, PendingLaunch> pending_;    // by lti_message_hint
  std::deque<std::string> pending_order_;           // oldest first; at most 10,000
  mutable std::deque<Link> placed_;                 // by their addresses; never taken away, so that a pointer to one stays good
};

// The claims of a resource link launch (LTI Core 1.3 section 5, Security Framework 5.1.2), as JSON text. `now`: Unix seconds.
std::string launch_claims(const PlatformSettings& settings, const PendingLaunch& launch, const std::string& nonce, std::int64_t now);

struct SignedToken {
  std::string id_token;
  std::vector<std::string> omit;   // form fields a test wants left out
};
// Signs `claims` after applying `hook` (see test_hooks.hpp; empty = none).
SignedToken sign_launch(const SigningKey& key, const std::string& claims, const std::string& hook);

// A page that posts `fields` to `action` by itself; without script it shows a button.
ports::HttpResponse posting_page(const std::string& action, const base::Fields& fields, std::string_view button);

std::string course_page(const PlatformSettings& settings, const View& view);
std::string unit_page(const PlatformSettings& settings, const View& view, const Link& link);

}  // namespace preceptor::demo
