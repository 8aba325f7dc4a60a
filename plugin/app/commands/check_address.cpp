// Our own public address, as browsers and LMSs meet it: certificate, what answers there, what is added on the way.
#include <algorithm>
#include <sstream>

#include "plugin/app/commands/check.hpp"
#include "plugin/app/outbound.hpp"
#include "web/learner/facts.hpp"

namespace preceptor::app {
namespace {

using base::Code;
using std::chrono::milliseconds;

constexpr milliseconds kAnswerTime{5000};
constexpr const char* kKeySet = "/.well-known/jwks.json";

// False: nobody can be asked anything over it.
bool check_certificate(Site& site, const Config& config, std::vector<CheckLine>& lines) {
  if (config.public_url.scheme != "https") {
    lines.push_back({"certificate", "good", "none is needed: plain http on this machine, for trials only", ""});
    return true;
  }
  const auto found = http::look_at_certificate(config.public_url, client_options(config), kAnswerTime);
  if (found) {
    lines.push_back(certificate_line(config.public_url.host, *found, site.clock().now()));
    return found->trust == http::Trust::good;
  }
  if (found.error().code == Code::outbound_tls) lines.push_back(red_line("certificate", found.error()));
  else lines.push_back(address_line({config.public_url_text, found.error(), 0, std::nullopt}));
  return false;
}

// Where each LMS shows our pages, without what only a launch tells.
std::vector<std::string> lms_origins(Site& site) {
  std::vector<std::string> origins;
  const auto registrations = site.store().list_registrations();
  if (!registrations) return origins;   // the platforms' own lines say so
  for (const lti::Registration& registration : *registrations) {
    if (!registration.enabled) continue;
    std::istringstream list(web::frame_ancestors(registration, ""));
    for (std::string origin; list >> origin;)
      if (origin != "'none'" && std::find(origins.begin(), origins.end(), origin) == origins.end()) origins.push_back(origin);
  }
  return origins;
}

}  // namespace

void check_address(Site& site, std::vector<CheckLine>& lines) {
  const Config config = site.config();
  if (!check_certificate(site, config, lines)) return;
  http::ClientOptions options = client_options(config);
  options.allow.push_back(config.public_url.host);   // the operator's own address, which may well be a private one
  ports::OutboundRequest request;
  request.url = config.public_url_text + kKeySet;
  request.timeout = kAnswerTime;
  const auto answer = http::make_client(options)->send(request);
  AddressFacts facts{config.public_url_text, std::nullopt, 0, std::nullopt};
  if (!answer) {
    facts.failure = answer.error();
    lines.push_back(address_line(facts));
    return;
  }
  facts.status = answer->status;
  // A store in memory is this process's own: the server's is another, with other keys.
  if (const auto keys = site.signing_keys().all_published(); keys && config.store != "memory:") facts.same = lti::key_set_json(*keys) == answer->body;
  lines.push_back(address_line(facts));
  if (lines.back().state == "good") lines.push_back(framing_line(added_framing(answer->headers), lms_origins(site)));
}

}  // namespace preceptor::app
