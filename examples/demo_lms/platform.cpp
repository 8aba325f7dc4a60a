#include "examples/demo_lms/platform.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo {

Platform::Platform(PlatformSettings settings, SigningKey key) : settings_(std::move(settings)) { keys_.push_back(std::move(key)); }

const Link* Platform::find_link(std::string_view id) const {
  for (const auto& link : settings_.links)
    if (link.id == id || link.unit == id) return &link;
  // What a teacher would place: anything else the tool offers, by kind and id.
  constexpr std::size_t kMostPlaced = 1000, kLongestId = 100;
  const auto dash = id.find('-');
  const std::string_view kind = id.substr(0, dash);
  if (dash == std::string_view::npos || id.size() > kLongestId || (kind != "rca" && kind != "unit" && kind != "survey")) return nullptr;
  const std::lock_guard lock(mutex_);
  for (const auto& link : placed_)
    if (link.id == id) return &link;
  if (placed_.size() >= kMostPlaced) return nullptr;
  const std::string what(id.substr(dash + 1));
  placed_.push_back({std::string(id), what, kind == "rca" ? "Root-cause form" : what, "Placed by its address", 5, std::string(kind)});
  return &placed_.back();
}

std::string Platform::remember(const PendingLaunch& launch) {
  std::lock_guard lock(mutex_);
  if (pending_order_.size() >= 10000) {
    pending_.erase(pending_order_.front());
    pending_order_.pop_front();
  }
  const std::string hint = base::hex_encode(base::random_bytes(16));
  pending_[hint] = launch;
  pending_order_.push_back(hint);
  return hint;
}

std::optional<PendingLaunch> Platform::recall(const std::string& hint) const {
  std::lock_guard lock(mutex_);
  const auto found = pending_.find(hint);
  if (found == pending_.end()) return std::nullopt;
  return found->second;
}

SigningKey Platform::signing_key() const {
  std::lock_guard lock(mutex_);
  return keys_.back();
}

// Step 1 of a launch: third-party initiated login (Security Framework 5.1.1.1), by form POST as Moodle does or by GET.
ports::HttpResponse Platform::launch(const PendingLaunch& pending, bool by_get) {
  const base::Fields fields{{"iss", settings_.origin},
                            {"login_hint", std::string(pending.view.user->id)},
                            {"target_link_uri", settings_.target_link_uri()},
                            {"lti_message_hint", remember(pending)},
                            {"client_id", settings_.client_id},
                            {"lti_deployment_id", settings_.deployment_id}};
  if (!by_get) return posting_page(settings_.login_url(), fields, "Open the unit");
  return {302, {{"Location", settings_.login_url() + "?" + base::format_form(fields)}, {"Cache-Control", "no-store"}}, ""};
}

ports::HttpResponse Platform::key_set() {
  std::lock_guard lock(mutex_);
  std::string keys;
  for (const auto& key : keys_) keys += (keys.empty() ? "" : ",") + key.jwk();
  auto answer = json(200, "{\"keys\":[" + keys + "]}");
  answer.headers[1].second = "public, max-age=60";
  return answer;
}

ports::HttpResponse Platform::rotate_key() {
  SigningKey made = SigningKey::generate();
  const std::string kid = made.kid();
  std::lock_guard lock(mutex_);
  keys_.push_back(std::move(made));
  return json(200, base::Json{{"kid", kid}}.dump());
}

ports::HttpResponse Platform::test_hook(const ports::HttpRequest& request) {
  const auto hook = base::parse_json(request.body);
  if (!hook || !hook->is_object()) return text(400, "A hook is a JSON object; see examples/demo_lms/README.md.\n");
  hooks_.push(request.body);
  return json(200, base::Json{{"waiting", hooks_.waiting()}}.dump());
}

ports::HttpResponse Platform::handle(const ports::HttpRequest& request) {
  const bool get = request.method == "GET" || request.method == "HEAD";
  const bool post = request.method == "POST";
  const auto fields = base::parse_form(request.query);
  if (!fields) return text(400, "That address could not be read.\n");
  if (request.path == "/healthz" && get) return text(200, "ok\n");
  if (request.path == "/jwks.json" && get) return key_set();
  if (request.path == "/auth" && get) return authorize(*fields);
  if (request.path == "/auth" && post) {
    const auto form = base::parse_form(request.body);
    return form ? authorize(*form) : text(400, "That form could not be read.\n");
  }
  if (settings_.test_hooks && post && request.path == "/_next") return test_hook(request);
  if (settings_.test_hooks && post && request.path == "/_rotate_key") return rotate_key();
  if (!get) return text(405, "Only GET works here.\n");

  const auto view = read_view(*fields);
  if (!view) return text(400, "There is no such user or language in the demo course.\n");
  if (request.path == "/") return course(*view);
  const auto* id = base::field(*fields, "link");
  const Link* link = id ? find_link(*id) : nullptr;
  if (request.path != "/unit" && request.path != "/launch") return text(404, "There is no page at this address.\n");
  if (!link) return text(404, "The demo course has no such link.\n");
  if (request.path == "/unit") return unit(*view, *link);
  const auto* login = base::field(*fields, "login");
  const auto* subject = settings_.test_hooks ? base::field(*fields, "sub") : nullptr;
  return launch({*view, link, subject ? *subject : std::string()}, login && *login == "get");
}

ports::HttpResponse Platform::course(const View& view) { return html(200, course_page(settings_, view)); }

ports::HttpResponse Platform::unit(const View& view, const Link& link) { return html(200, unit_page(settings_, view, link)); }

}  // namespace preceptor::demo
