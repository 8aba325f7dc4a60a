// How an LMS gets to know us: the page it opens for an invitation, and the configuration document that some take instead.
#include "lti/invitations.hpp"
#include "plugin/app/site.hpp"
#include "web/error_page.hpp"

namespace preceptor::app {

using base::Code;
using ports::HttpRequest;
using ports::HttpResponse;

namespace {

constexpr std::string_view kRegister = "/lti/register/", kLti = "/lti/", kJson = ".json";

HttpResponse refuse(const base::Error& error, const HttpRequest& request) { return web::error_page(error, "", web::wanted_languages(request)); }

// "/lti/<kind>/<name>.json".
struct Document {
  std::string kind, name;
};
std::optional<Document> document_of(std::string_view path) {
  if (!path.starts_with(kLti) || !path.ends_with(kJson)) return std::nullopt;
  path.remove_prefix(kLti.size());
  path.remove_suffix(kJson.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  return Document{std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

// Public: it names our own addresses only. The LMS asks for it from its own servers.
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

// `name`: of a registration, or the code of an invitation.
HttpResponse Site::configuration(const HttpRequest& request, const lti::LmsProfile& profile, const std::string& name) {
  const auto known = store_->load_registration(base::RegistrationId(name));
  if (!known) return refuse(known.error(), request);
  if (*known) return json_document(profile.configuration(tool_facts((*known)->id)));
  const auto invitation = lti::open_invitation(*store_, name, clock_->now());
  if (!invitation) return refuse(invitation.error(), request);
  return json_document(profile.configuration(tool_facts(invitation->registration)));
}

std::optional<HttpResponse> Site::route_registration(const HttpRequest& request) {
  const std::string& path = request.path;
  if (path.starts_with(kRegister)) {
    if (request.method == "GET" || request.method == "POST") return registration_pages_->answer(request, path.substr(kRegister.size()));
  } else {
    const auto document = document_of(path);
    if (!document || !profiles_.has(document->kind) || !profiles_.of(document->kind).takes_configuration()) return std::nullopt;
    if (request.method == "GET") return configuration(request, profiles_.of(document->kind), document->name);
  }
  HttpResponse refused = refuse({Code::request_method, {}, {}, {}}, request);
  refused.headers.emplace_back("Allow", path.starts_with(kRegister) ? "GET, POST" : "GET");
  return refused;
}

}  // namespace preceptor::app
