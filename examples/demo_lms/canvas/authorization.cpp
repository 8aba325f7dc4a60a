// From a click to the id_token (canvas.md 4). Errors come back to the tool as a form POST without id_token.
#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/json.hpp"
#include "examples/demo_lms/canvas/canvas.hpp"
#include "examples/demo_support/answers.hpp"

namespace preceptor::demo::canvas {

namespace {

using base::Json;
constexpr std::int64_t kHintLife = 300;

ports::HttpResponse start_login(World& world, Pending pending) {
  const Tool* tool = world.tool(pending.tool);
  if (!tool) return bare_page("The app is gone", "<p>The app of this item is not installed any more.</p>", {}, 404);
  pending.until = now_seconds() + kHintLife;
  const Json hint{{"verifier", random_hex(32)}, {"canvas_domain", host_of(world.settings.origin)}, {"context_type", "Course"}, {"exp", pending.until}};
  pending.hint = compact_jws(world.keys.back(), R"({"typ":"JWT","alg":"RS256"})", hint.dump());
  base::Fields fields{{"iss", world.settings.origin},
                      {"login_hint", pending.who->legacy_id},
                      {"client_id", tool->client_id},
                      {"lti_deployment_id", tool->deployment_id},
                      {"target_link_uri", pending.target_link_uri},
                      {"lti_message_hint", pending.hint},
                      {"canvas_environment", "prod"},
                      {"canvas_region", "not_configured"}};
  if (pending.storage) fields.emplace_back("lti_storage_target", kStorageFrame);
  world.remember(std::move(pending));
  return posting(tool->login_url, fields);
}

Pending click(const World& world, const Call& call) {
  Pending pending;
  pending.who = call.who;
  pending.language = call.language;
  pending.behind = world.person(call.of("behind"));
  pending.storage = call.of("mobile").empty();
  if (world.settings.test_hooks) pending.subject = call.of("sub");
  if (call.of("target") == "window") pending.document_target = "window";
  return pending;
}

Pending on_link(const World& world, const Call& call, const Activity& link, const Tool& tool) {
  Pending pending = click(world, call);
  pending.tool = link.tool;
  pending.course = link.course;
  pending.link = link.id;
  pending.placement = link.placement;
  pending.target_link_uri = link.url.empty() ? tool.target_link_uri : link.url;
  return pending;
}

ports::HttpResponse post_error(const std::string& redirect_uri, const std::string& state, std::string_view error, const std::string& description) {
  return posting(redirect_uri, {{"utf8", "✓"}, {"authenticity_token", random_hex(8)}, {"error", std::string(error)}, {"error_description", description}, {"state", state}});
}

// A registered address with the same query, or with more of it when the registered one has none.
bool registered(const Tool& tool, const std::string& given) {
  return std::any_of(tool.redirect_uris.begin(), tool.redirect_uris.end(), [&](const std::string& known) {
    return given == known || (known.find('?') == std::string::npos && given.substr(0, given.find('?')) == known);
  });
}

std::optional<ports::HttpResponse> refuse(World& world, const Call& call, Pending& taken) {
  std::lock_guard lock(world.mutex);
  const std::string redirect_uri = call.of("redirect_uri"), state = call.of("state");
  const Tool* tool = world.tool_by_client(call.of("client_id"));
  if (!tool || !registered(*tool, redirect_uri)) return bare_page("Invalid redirect_uri", "<p>redirect_uri is not one of the app's.</p>", {}, 400);
  std::vector<std::string> missing;
  for (const char* name : {"client_id", "login_hint", "lti_message_hint", "nonce", "prompt", "redirect_uri", "response_mode", "response_type", "scope"})
    if (call.of(name).empty()) missing.emplace_back(name);
  if (!missing.empty()) return post_error(redirect_uri, state, "invalid_request_object", "The following parameters are missing: " + joined(missing, ","));
  const base::Fields fixed{{"scope", "openid"}, {"response_type", "id_token"}, {"response_mode", "form_post"}, {"prompt", "none"}};
  for (const auto& [name, value] : fixed)
    if (call.of(name) != value) return post_error(redirect_uri, state, "invalid_request_object", "The '" + name + "' must be '" + value + "'");
  if (!tool->active) return post_error(redirect_uri, state, "unauthorized_client", "Client not authorized in requested context");
  Pending* pending = world.recall(call.of("lti_message_hint"));
  if (!pending || pending->used || pending->until < now_seconds() || pending->tool != tool->id)
    return post_error(redirect_uri, state, "launch_no_longer_valid", "The launch has either expired or already been consumed");
  if (call.of("login_hint") != pending->who->legacy_id) return post_error(redirect_uri, state, "login_required", "Must have an active user session");
  pending->used = true;
  taken = *pending;
  return std::nullopt;
}

}  // namespace

// A click on an item, or on the app's place in the course navigation.
ports::HttpResponse launch(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  if (call.of("link").empty()) {
    const Tool* tool = world.tool(call.number("tool"));
    if (!tool || !tool->resource_urls.count(call.of("placement")) || !world.course(call.number("course"))) return not_found();
    Pending pending = click(world, call);
    pending.tool = tool->id;
    pending.course = call.number("course");
    pending.placement = call.of("placement");
    pending.target_link_uri = tool->resource_urls.at(pending.placement);
    return start_login(world, std::move(pending));
  }
  const Activity* link = world.link_named(call.of("link"));
  const Tool* tool = link ? world.tool(link->tool) : nullptr;
  if (!tool) return not_found();
  Pending pending = on_link(world, call, *link, *tool);
  // A grader looks at what one student handed in: the address that came with the score, and the student's number (canvas.md 7, 8).
  if (const Person* student = world.person(call.of("student")); student && call.who->teaches()) {
    pending.for_user = student->number;
    const LineItem* item = world.coupled_item(link->id);
    if (item && world.grades[item->id].count(student->id))
      if (const auto& url = world.grades[item->id][student->id].submission_data; url.starts_with("http")) pending.target_link_uri = url;
  }
  return start_login(world, std::move(pending));
}

// requestFullWindowLaunch: an address of the app, launched in the whole window.
ports::HttpResponse full_window(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  const std::string url = call.of("url"), host = host_of(url);
  const auto found = std::find_if(world.tools.begin(), world.tools.end(), [&](const auto& entry) { return !host.empty() && entry.second.domain == host; });
  if (found == world.tools.end() || !world.course(call.number("course"))) return not_found();
  const std::string uid = call.of("resource_link_id");
  const Activity* link = uid.empty() ? world.link(call.number("link")) : world.link_by_uid(uid);
  if (link && (link->tool != found->first || link->course != call.number("course"))) return not_found();
  Pending pending = link ? on_link(world, call, *link, found->second) : click(world, call);
  pending.tool = found->first;
  pending.course = call.number("course");
  pending.target_link_uri = url;
  pending.document_target = "window";
  return start_login(world, std::move(pending));
}

ports::HttpResponse select(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("Only a teacher adds content.");
  std::lock_guard lock(world.mutex);
  const Tool* tool = world.tool(call.number("tool"));
  if (!tool || !tool->active || !tool->deep_link_urls.count(call.of("placement"))) return not_found();
  Pending pending = click(world, call);
  pending.message = "LtiDeepLinkingRequest";
  pending.tool = tool->id;
  pending.course = call.number("course");
  pending.placement = call.of("placement");
  pending.target_link_uri = tool->deep_link_urls.at(pending.placement);
  return start_login(world, std::move(pending));
}

ports::HttpResponse authorize(World& world, const Call& call) {
  Pending pending;
  if (auto refused = refuse(world, call, pending)) return *refused;
  const std::string hook_text = world.launch_hooks.take().value_or("");
  const Json hook = hook_text.empty() ? Json::object() : Json::parse(hook_text);
  if (const int delay = hook.value("delay_ms", 0); delay > 0) std::this_thread::sleep_for(std::chrono::milliseconds(std::min(delay, 10000)));
  const std::string redirect_uri = call.of("redirect_uri"), state = call.of("state");
  if (hook.contains("error")) return post_error(redirect_uri, state, hook["error"].value("error", "login_required"), hook["error"].value("error_description", ""));
  std::lock_guard lock(world.mutex);
  if (!world.tool(pending.tool) || !world.course(pending.course) || (pending.link && !world.link(pending.link)))
    return post_error(redirect_uri, state, "launch_no_longer_valid", "The launch has either expired or already been consumed");
  std::vector<std::string> omit;
  const std::string token = signed_launch(world, claims(world, pending, call.of("nonce")), hook_text, &omit);
  const auto kept = [&](const char* name) { return std::find(omit.begin(), omit.end(), name) == omit.end(); };
  base::Fields form{{"utf8", "✓"}, {"authenticity_token", random_hex(8)}};
  if (kept("id_token")) form.emplace_back("id_token", token);
  if (kept("state")) form.emplace_back("state", state);
  if (pending.storage) form.emplace_back("lti_storage_target", kStorageFrame);
  return posting(redirect_uri, form);
}

}  // namespace preceptor::demo::canvas
