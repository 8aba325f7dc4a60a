// How an LMS gets to know us: the page it opens for an invitation, and the JSON configuration that Canvas takes instead.
#include "adapters/canvas/canvas_configuration.hpp"
#include "lti/invitations.hpp"
#include "plugin/app/site.hpp"
#include "web/error_page.hpp"

namespace preceptor::app {

using base::Code;
using ports::HttpRequest;
using ports::HttpResponse;

namespace {

constexpr std::string_view kRegister = "/lti/register/", kCanvas = "/lti/canvas/", kJson = ".json";

HttpResponse refuse(const base::Error& error, const HttpRequest& request) { return web::error_page(error, "", web::wanted_languages(request)); }

// Public: it names our own addresses only. Canvas asks for it from its own servers.
HttpResponse json_document(std::string body) {
  HttpResponse response;
  response.headers = {{"Content-Type", "application/json"}, {"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

}  // namespace

void Site::wire_registration() {
  registration_pages_ = std::make_unique<web::RegistrationPages>(web::RegistrationDeps{
      *store_, *store_, http_, profiles_, *store_, *signing_keys_, *sealer_, *clock_, log_, [this](const base::RegistrationId& id) { return tool_facts(id); },
      [this] { return config().allow_loopback; }});
}

lti::ToolFacts Site::tool_facts(const base::RegistrationId& registration) const {
  return {"Preceptor", "Five-minute units of medical education inside the course page.", config().public_url_text, registration};
}

// /lti/canvas/<registration or invitation>.json
HttpResponse Site::canvas_configuration(const HttpRequest& request, const std::string& name) {
  const auto known = store_->load_registration(base::RegistrationId(name));
  if (!known) return refuse(known.error(), request);
  if (*known) return json_document(canvas::configuration_json(tool_facts((*known)->id)));
  const auto invitation = lti::open_invitation(*store_, name, clock_->now());
  if (!invitation) return refuse(invitation.error(), request);
  return json_document(canvas::configuration_json(tool_facts(invitation->registration)));
}

std::optional<HttpResponse> Site::route_registration(const HttpRequest& request) {
  const std::string& path = request.path;
  if (path.starts_with(kRegister)) {
    if (request.method == "GET" || request.method == "POST") return registration_pages_->answer(request, path.substr(kRegister.size()));
  } else if (path.starts_with(kCanvas) && path.ends_with(kJson)) {
    if (request.method == "GET")
      return canvas_configuration(request, path.substr(kCanvas.size(), path.size() - kCanvas.size() - kJson.size()));
  } else {
    return std::nullopt;
  }
  HttpResponse refused = refuse({Code::request_method, {}, {}, {}}, request);
  refused.headers.emplace_back("Allow", path.starts_with(kRegister) ? "GET, POST" : "GET");
  return refused;
}

}  // namespace preceptor::app
