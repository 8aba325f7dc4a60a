#include "web/learner/ladder.hpp"

#include "core/base/json.hpp"
#include "lti/arrival.hpp"
#include "web/learner/facts.hpp"
#include "web/page.hpp"
#include "web/templates.hpp"

namespace preceptor::web {
namespace {

constexpr std::string_view kAgainPurpose = "web.login_again";
constexpr std::size_t kMaxTarget = 128;

std::string value_of(const base::Fields& form, std::string_view name) {
  const std::string* value = base::field(form, name);
  return value ? *value : std::string();
}

// The name of a frame. It is only looked up; who may read is decided by the origin.
std::string frame_name(const std::string& text) { return text.size() <= kMaxTarget ? text : std::string(); }

std::string platform_origin(const lti::Registration& registration) {
  const auto url = base::parse_url(registration.authorization_endpoint);
  return url ? url->origin() : std::string();
}

}  // namespace

std::string seal_again(const ports::Sealer& sealer, const LoginAgain& again) {
  const base::Json plain = {static_cast<int>(again.step), base::format_form(again.fields)};
  return sealer.seal(kAgainPurpose, plain.dump());
}

std::optional<LoginAgain> open_again(const ports::Sealer& sealer, std::string_view token) {
  const auto text = sealer.open(kAgainPurpose, token);
  if (!text) return std::nullopt;
  const auto plain = base::parse_json(*text);
  if (!plain || !plain->is_array() || plain->size() != 2 || !plain->at(0).is_number_unsigned() || !plain->at(1).is_string()) return std::nullopt;
  const auto step = plain->at(0).get<std::size_t>();
  auto fields = base::parse_form(plain->at(1).get<std::string>());
  if (step > static_cast<std::size_t>(Step::window) || !fields) return std::nullopt;
  return LoginAgain{static_cast<Step>(step), std::move(*fields)};
}

bool is_framed(const ports::HttpRequest& request) {
  const std::string* destination = ports::header(request.headers, "Sec-Fetch-Dest");
  if (destination == nullptr) return false;
  return *destination == "iframe" || *destination == "frame" || *destination == "embed" || *destination == "object";
}

ports::HttpResponse ladder_page(const LadderView& ladder, const Messages& messages) {
  View view;
  view.text("go", ladder.go_url).text("target", frame_name(ladder.storage_target)).text("origin", ladder.origin);
  view.text("key", ladder.key).text("value", ladder.value);
  view.text_if("access_url", ladder.access_url).text("window_url", ladder.window_url);
  Page page;
  page.title = messages.text("ladder.title");
  page.body_html = render("ladder", messages, view);
  page.frame_ancestors = "*";
  page.script = true;
  page.script_asset = "assets/ladder.js";
  return respond(messages, std::move(page));
}

ports::HttpResponse confirm_page(const lti::UnboundLaunch& launch, const base::Fields& form, const std::string& action, const Messages& messages) {
  View view;
  view.text("action", action).text("id_token", value_of(form, "id_token")).text("state", value_of(form, "state"));
  view.text("arrived", launch.arrival).text("origin", platform_origin(launch.registration)).text("key", lti::storage_key(launch.state));
  view.text("target", frame_name(value_of(form, "lti_storage_target")));
  view.text("binding", std::string(lti::name_of(launch.state.binding)));
  Page page;
  page.title = messages.text("ladder.opening");
  page.body_html = render("confirm", messages, view);
  page.frame_ancestors = frame_ancestors(launch.registration, launch.return_url);
  page.script = true;
  page.script_asset = "assets/ladder.js";
  return respond(messages, std::move(page));
}

}  // namespace preceptor::web
