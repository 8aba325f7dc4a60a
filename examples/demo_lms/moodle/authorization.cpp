// From a click to the id_token (moodle.md 4.1, 4.2, 5.1). What is wrong with the request mostly ends on a page of ours, and the tool hears nothing.
#include <algorithm>
#include <chrono>
#include <thread>

#include "core/base/json.hpp"
#include "examples/demo_lms/moodle/moodle.hpp"

namespace preceptor::demo::moodle {

namespace {

using base::Json;

const std::string& login_hint(const Pending& pending) { return pending.subject.empty() ? pending.who->id : pending.subject; }

// Always a form POST from a page of ours; no lti_storage_target.
ports::HttpResponse start_login(World& world, Pending pending) {
  const Tool* tool = world.tool(pending.tool);
  if (!tool) return error_page("The tool of this activity is gone");
  const std::string launchid = "ltilaunch" + std::to_string(pending.link) + "_" + std::to_string(now_ms() % 1000000000) + random_hex(2);
  pending.hint = pending.link ? "{\"cmid\":" + std::to_string(pending.link + 1) + ",\"launchid\":\"" + launchid + "\"}" : "{\"launchid\":\"" + launchid + "\"}";
  const base::Fields fields{{"iss", world.settings.origin},      {"target_link_uri", pending.target_link_uri}, {"login_hint", login_hint(pending)},
                            {"lti_message_hint", pending.hint},   {"client_id", tool->client_id},               {"lti_deployment_id", tool->deployment_id}};
  world.remember(std::move(pending));
  return posting(tool->login_url, fields);
}

Pending click(const World& world, const Call& call) {
  Pending pending;
  pending.who = call.who;
  pending.language = call.language;
  if (world.settings.test_hooks) pending.subject = call.of("sub");
  if (call.of("target") == "window") pending.document_target = "window";
  return pending;
}

// The line item's own address and values go with a review; without an address it is the activity's.
std::string review_url(World& world, const Activity& link, const Tool& tool) {
  const std::string otherwise = link.url.empty() ? tool.target_link_uri : link.url;
  const LineItem* item = world.coupled_item(link.id);
  if (!item || item->review.empty()) return otherwise;
  const Json review = Json::parse(item->review);
  const auto* url = base::string_member(review, "url");
  return url && !url->empty() ? *url : otherwise;
}

ports::HttpResponse start_link(World& world, const Call& call, Activity& link, const std::string& reviewed) {
  const Tool* tool = world.tool(link.tool);
  if (!tool) return error_page("The tool of this activity is gone");
  Pending pending = click(world, call);
  pending.tool = link.tool;
  pending.course = link.course;
  pending.link = link.id;
  pending.target_link_uri = link.url.empty() ? tool->target_link_uri : link.url;
  if (!reviewed.empty()) {
    pending.message = "LtiSubmissionReviewRequest";
    pending.for_user = reviewed;
    pending.target_link_uri = review_url(world, link, *tool);
  }
  return start_login(world, std::move(pending));
}

ports::HttpResponse post_error(const std::string& redirect_uri, const std::string& state, std::string_view error, std::string_view description) {
  base::Fields form{{"error", std::string(error)}};
  if (!description.empty()) form.emplace_back("error_description", description);
  form.emplace_back("state", state);
  return posting(redirect_uri, form);
}

// Everything that is checked before a token is made; nullopt: it may be. The launch id is used up by the check.
std::optional<ports::HttpResponse> refuse(World& world, const Call& call, Pending& taken) {
  const auto value = [&](const char* name) { return call.of(name); };
  const std::string hint = value("lti_message_hint"), redirect_uri = value("redirect_uri"), state = value("state");
  const auto read = base::parse_json(hint);
  if (value("scope") != "openid" || value("response_type") != "id_token" || value("nonce").empty() || value("login_hint").empty() || value("client_id").empty() ||
      redirect_uri.empty() || !read || !read->is_object())
    return error_page("Invalid request");
  std::lock_guard lock(world.mutex);
  Pending* pending = world.recall(hint);
  if (!pending || pending->used) return error_page("Invalid request");   // a launch id is good for one token
  const Tool* tool = world.tool(pending->tool);
  if (!tool || std::find(tool->redirect_uris.begin(), tool->redirect_uris.end(), redirect_uri) == tool->redirect_uris.end()) return error_page("Invalid request");
  if (value("client_id") != tool->client_id) return post_error(redirect_uri, state, "unauthorized_client", "");
  if (value("response_mode") != "form_post") return post_error(redirect_uri, state, "invalid_request", "Invalid response_mode");
  if (const auto prompt = value("prompt"); !prompt.empty() && prompt != "none") return post_error(redirect_uri, state, "invalid_request", "Invalid prompt");
  if (value("login_hint") != login_hint(*pending)) return post_error(redirect_uri, state, "access_denied", "");
  pending->used = true;
  if (!pending->subject.empty() && pending->who->kind == Kind::learner) world.stated_learners.insert(pending->subject);
  taken = *pending;
  return std::nullopt;
}

}  // namespace

// By the demo's link, or by Moodle's own address, where any student may also name another user (moodle.md 4.4).
ports::HttpResponse launch(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  Activity* link = call.path == "/launch" ? world.link_named(call.of("link")) : world.link(call.number("id") - 1);
  if (!link) return error_page("There is no such activity");
  return start_link(world, call, *link, call.of("action") == "gradeReport" ? call.of("user") : std::string());
}

ports::HttpResponse review(World& world, const Call& call) {
  std::lock_guard lock(world.mutex);
  const Activity* link = world.link(call.number("link"));
  const Person* student = world.person(call.of("student"));
  if (!link || !student) return not_found();
  const std::string source = "/mod/lti/launch.php?id=" + std::to_string(link->id + 1) + "&action=gradeReport&user=" + student->id + "&" + call.as();
  return page(world, call, link->title + ": " + student->name(),
              "<p><a href=\"/grades?course=" + std::to_string(link->course) + "&" + esc(call.as()) +
                  "\">Back to the gradebook</a></p>\n<iframe class=\"tool\" id=\"contentframe\" title=\"Submission\" src=\"" + esc(source) + "\"></iframe>\n");
}

ports::HttpResponse select(World& world, const Call& call) {
  if (!call.who->teaches()) return forbidden("Only a teacher adds content.");
  std::lock_guard lock(world.mutex);
  const Tool* tool = world.tool(call.number("tool"));
  if (!tool || !tool->active || tool->deep_link_urls.empty()) return error_page("This tool offers no content to pick");
  Pending pending = click(world, call);
  pending.message = "LtiDeepLinkingRequest";
  pending.tool = tool->id;
  pending.course = call.number("course");
  pending.target_link_uri = tool->deep_link_urls.begin()->second;
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
  if (!world.tool(pending.tool) || !world.course(pending.course) || (pending.link && !world.link(pending.link))) return error_page("Invalid request");
  std::vector<std::string> omit;
  const std::string token = signed_launch(world, claims(world, pending, call.of("nonce")), hook_text, &omit);
  const auto kept = [&](const char* name) { return std::find(omit.begin(), omit.end(), name) == omit.end(); };
  base::Fields form;
  if (kept("id_token")) form.emplace_back("id_token", token);
  if (kept("state")) form.emplace_back("state", state);
  return posting(redirect_uri, form);
}

}  // namespace preceptor::demo::moodle
