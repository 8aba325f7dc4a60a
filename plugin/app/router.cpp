// Paths -> pages. One router for the embedded server and for hosts that hand requests over.
#include <chrono>
#include <string>

#include "core/base/url.hpp"
#include "core/base/uuid.hpp"
#include "plugin/app/blocked_frames.hpp"
#include "plugin/app/current_request.hpp"
#include "plugin/app/logged_path.hpp"
#include "plugin/app/site.hpp"
#include "web/admin/admin_pages.hpp"
#include "web/error_page.hpp"
#include "web/survey/survey_pages.hpp"

namespace preceptor::app {

using base::Code;
using ports::HttpRequest;
using ports::HttpResponse;

namespace {

HttpResponse plain(int status, std::string body, std::string type = "text/plain; charset=utf-8") {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", std::move(type)}, {"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

HttpResponse refuse(Code code, const HttpRequest& request) {
  return web::error_page(base::Error{code, {}, {}, {}}, "", web::wanted_languages(request));
}

HttpResponse method_refused(const HttpRequest& request, std::string allow) {
  HttpResponse response = refuse(Code::request_method, request);
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

// Whose launches count together: the registration named by the path, else by issuer and client id. Unverified, and good enough for a rate.
std::string rate_key(const HttpRequest& request, const std::string& registration) {
  if (!registration.empty()) return registration;
  const auto fields = base::parse_form(request.method == "GET" ? request.query : request.body);
  if (!fields) return "-";
  const std::string* issuer = base::field(*fields, "iss");
  const std::string* client = base::field(*fields, "client_id");
  return (issuer ? issuer->substr(0, 200) : "") + " " + (client ? client->substr(0, 200) : "");
}

}  // namespace

// Says only that the process lives: whoever restarts what does not live must not do so because the store is away.
std::optional<HttpResponse> Site::answer_at_once(const HttpRequest& request) {
  return request.path == "/healthz" ? std::optional(answer(request)) : std::nullopt;
}

bool Site::has_own_thread(const HttpRequest& request) const { return request.path == "/readyz"; }

std::size_t Site::max_body_bytes(std::string_view path) const {
  // An id_token may have 64 KiB, and a form escapes its characters; answers are small.
  if (path == "/lti/launch") return 256 * 1024;
  // Planners write whole sheets, and texts of a content file's size, each of whose bytes may be escaped.
  // Tables of a whole site's credits, results or persons, each of whose bytes may be escaped.
  if (path == "/staff/credits/bulk" || path == "/staff/exports/results" || path == "/staff/roster") return 4 * 1024 * 1024;
  if (path.starts_with("/staff/")) return path.starts_with("/staff/editor/") ? 800 * 1024 : 256 * 1024;
  if (path == "/csp") return kLongestReport;
  return 64 * 1024;
}

HttpResponse Site::answer(const HttpRequest& request) {
  HttpRequest numbered = request;
  if (numbered.id.empty()) numbered.id = base::uuid_v4();
  if (numbered.method == "HEAD") numbered.method = "GET";   // the server leaves the body out
  const CurrentRequest answered(numbered.id);
  const auto begin = std::chrono::steady_clock::now();
  HttpResponse response = within_rates(numbered) ? route(numbered) : refuse(Code::request_rate_limited, numbered);
  request_counts_.answered(numbered.path, response.status, std::chrono::steady_clock::now() - begin);
  ask_for_reports(response, path_prefix_);
  log_.write(response.status >= 500 ? ports::Level::warning : ports::Level::debug, "request",
             {{"request", numbered.id}, {"method", numbered.method}, {"path", logged_path(numbered.path)}, {"status", std::to_string(response.status)}});
  return response;
}

bool Site::within_rates(const HttpRequest& request) {
  if (request.path == "/healthz" || request.path == "/readyz") return true;
  return client_rate_.take(client_key(request.client_address), clock_->now());
}

// Always 204: whoever sends something else need not know what became of it.
HttpResponse Site::take_frame_report(const HttpRequest& request) {
  const auto report = read_frame_report(request.body);
  const auto registrations = report ? store_->list_registrations() : base::Result<std::vector<lti::Registration>>();
  if (!registrations) log_.write(ports::Level::warning, "frames.report_lost", {{"error", base::describe(registrations.error())}});
  if (report && registrations) {
    for (const auto* registration : reported(*report, *registrations)) {
      if (!report_rate_.take(registration->id.str(), clock_->now())) continue;
      if (const auto done = count_blocked(*store_, *store_, registration->id, *report, clock_->now()); !done)
        log_.write(ports::Level::warning, "frames.report_lost", {{"error", base::describe(done.error())}});
    }
  }
  return plain(204, "");
}

base::Status Site::look_at_store() const {
  const auto version = store_->schema_version();
  return version ? base::Status() : base::fail(version.error());
}

HttpResponse Site::route(const HttpRequest& request) {
  const std::string& path = request.path;
  const bool get = request.method == "GET", post = request.method == "POST";
  if (path.starts_with("/u/")) return get || post ? pages_->attempt(request) : method_refused(request, "GET, POST");
  if (path.starts_with("/q/")) return get || post ? ask_->answer(request) : method_refused(request, "GET, POST");
  if (path.starts_with("/f/")) return post ? onward_->answer(request) : method_refused(request, "POST");
  if (path == "/lti/login" || path.starts_with("/lti/login/")) {
    if (!get && !post) return method_refused(request, "GET, POST");
    const std::string registration = path.size() > 11 ? path.substr(11) : "";
    if (!launch_rate_.take(rate_key(request, registration), clock_->now())) return refuse(Code::request_rate_limited, request);
    return pages_->login(request, *login_, registration);
  }
  if (path.starts_with("/t/")) return get || post ? teacher_->page(request) : method_refused(request, "GET, POST");
  if (path.starts_with("/r/")) return get || post ? rca_->answer(request) : method_refused(request, "GET, POST");
  if (path.starts_with("/s/")) return get || post ? surveys_->answer(request) : method_refused(request, "GET, POST");
  if (path.starts_with("/c/")) return get || post ? route_claims(request) : method_refused(request, "GET, POST");
  if (path == "/verify" || path.starts_with("/verify/")) return get ? route_certificate(request) : method_refused(request, "GET");
  if (path.starts_with("/pick/")) return get || post ? picker_->answer(request) : method_refused(request, "GET, POST");
  if (path == "/lti/launch") return post ? pages_->launch(request, *verifier_) : method_refused(request, "POST");
  if (path == "/.well-known/jwks.json" || (path.starts_with("/lti/jwks/") && path.ends_with(".json"))) {
    return get ? key_set(request) : method_refused(request, "GET");
  }
  if (path == "/xapi/profile" || path.starts_with("/xapi/profile/")) return get ? profile(request) : method_refused(request, "GET");
  if (path == "/csp") return post ? take_frame_report(request) : method_refused(request, "POST");
  if (path == "/admin" || path.starts_with("/admin/")) return admin_->answer(request);
  if (path == "/staff" || path.starts_with("/staff/")) return route_staff(request);
  if (auto answered = route_registration(request)) return std::move(*answered);
  if (path == "/healthz") return get ? plain(200, "ok\n") : method_refused(request, "GET, HEAD");
  if (path == "/readyz") {
    if (!get) return method_refused(request, "GET, HEAD");
    const base::Status ready = ask_ready_ ? ask_ready_() : look_at_store();
    return ready ? plain(200, "ready\n") : plain(503, "not ready: " + std::string(info(ready.error().code).name) + "\n");
  }
  return refuse(Code::request_not_found, request);
}

}  // namespace preceptor::app
