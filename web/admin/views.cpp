#include "web/admin/views.hpp"

#include "core/base/error.hpp"

namespace preceptor::web {
namespace {

// What the stable name of an error means; nullptr for "ok" and for names of another version.
const base::CodeInfo* reason_named(const std::string& name) {
  for (int code = 0; code <= static_cast<int>(base::Code::internal); ++code) {
    const auto& info = base::info(static_cast<base::Code>(code));
    if (info.name == name) return &info;
  }
  return nullptr;
}

}  // namespace

std::string admin_time(base::Instant at) {
  std::string text = base::format_rfc3339(at).substr(0, 19);
  text[10] = ' ';
  return text + " UTC";
}

std::string connection_state(const lti::Registration& registration) {
  if (!registration.enabled) return "off";
  return registration.accepted ? "active" : "pending";
}

void add_state(View& view, const Messages& messages, const std::string& state) {
  const bool good = state == "good" || state == "active";
  const bool caution = state == "warning" || state == "pending";
  view.text("state", good ? "good" : caution ? "warning" : state == "red" ? "red" : "off");
  const std::string key = "admin.state_" + state;
  view.text("state_word", messages.text(key));
  view.text("mark", good ? "✓" : caution ? "!" : state == "red" ? "✕" : "–");
}

View diary_view(const ports::DiaryEntry& entry, const Messages& messages, const std::string& connection) {
  View view;
  const bool good = entry.reason == "ok";
  const auto* reason = reason_named(entry.reason);
  add_state(view, messages, good ? "good" : "red");
  view.text("at", admin_time(entry.at)).text_if("code", entry.code).text("step", entry.step).text_if("connection", connection);
  view.text("reason", good ? messages.text("admin.diary_good") : entry.reason).flag("refused", !good);
  // Where the table's fix is for whoever runs the server, the catalogues have advice for whoever runs the LMS.
  const std::string advice = "admin.advice." + entry.reason;
  const bool advised = messages.has(advice);
  view.text_if("sentence", reason ? std::string(reason->user) : "").text_if("fix", reason && !advised ? std::string(reason->fix) : "");
  view.text_if("advice", advised ? messages.text(advice) : "");
  view.text_if("detail", entry.detail).text_if("expected", entry.expected).text_if("received", entry.received);
  std::string checks;
  for (const char c : entry.checks) checks += c == ',' ? std::string(", ") : std::string(1, c);
  view.text_if("checks", checks);
  return view;
}

ToolAddresses tool_addresses(const std::string& public_url, const std::string& registration) {
  return {public_url + "/lti/launch", public_url + "/lti/login/" + registration, public_url + "/lti/jwks/" + registration + ".json"};
}

}  // namespace preceptor::web
