// The page that turns green by itself: it waits for the next launch of one connection and shows how that went. Everything it knows is in the diary,
// which all nodes share: the launch may come to another one. "Next" means a later entry, not a later time, so that no node's clock matters.
#include <charconv>

#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

constexpr int kLook = 50;   // entries: the newest that came since

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::test_launch(Turn& turn) {
  const lti::Registration& registration = *turn.registration;
  const std::string place = "/connections/" + registration.id.str() + "/test";
  const auto after = number(turn.asked("after"));
  const auto entries = deps.diary.read_diary({registration.id.str(), "", 0}, kLook);
  if (!entries) return failed(turn, entries.error());
  if (!after) return go(place + "?after=" + std::to_string(entries->empty() ? 0 : entries->front().id));
  const ports::DiaryEntry* good = nullptr;
  const ports::DiaryEntry* refused = nullptr;
  for (const auto& entry : *entries) {
    if (entry.id <= *after) break;
    const ports::DiaryEntry*& into = entry.reason == "ok" ? good : refused;
    if (into == nullptr) into = &entry;
  }
  if (good == nullptr) {
    if (const auto watched = deps.diary.watch_launches(registration.id, deps.clock.now()); !watched) return failed(turn, watched.error());
  }
  AdminPage out;
  out.title = turn.messages.text("admin.test_title", {{"name", registration.name}});
  out.template_name = "admin_test";
  out.section = "connections";
  out.script = true;
  View& view = out.view;
  view.flag("waiting", good == nullptr).flag("is_good", good != nullptr).flag("is_refused", good == nullptr && refused != nullptr);
  view.text("again_url", prefix + "/admin" + place + "?after=" + std::to_string(*after)).text("fresh_url", prefix + "/admin" + place);
  view.text("connection_url", prefix + "/admin/connections/" + registration.id.str());
  view.text("diary_url", prefix + "/admin/diary").flag("whole_site", turn.session.whole_site());
  view.text("time", good ? admin_time(good->at) : std::string());
  std::vector<View> shown;
  if (good == nullptr && refused != nullptr) shown.push_back(diary_view(*refused, turn.messages, registration.name));
  view.list("entries", std::move(shown));
  return page(turn, std::move(out));
}

}  // namespace preceptor::web
