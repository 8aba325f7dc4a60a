// The page that turns green by itself: it waits for the next launch of one connection and shows how that went.
#include <charconv>

#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

constexpr int kLook = 50;   // entries: the newest that came since

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

}  // namespace

AdminPages::Impl::Response AdminPages::Impl::test_launch(Turn& turn) {
  const lti::Registration& registration = *turn.registration;
  const std::string place = "/connections/" + registration.id.str() + "/test";
  const std::int64_t since = number(turn.asked("since"));
  if (since <= 0) return go(place + "?since=" + std::to_string(base::to_unix_ms(deps.clock.now())));
  deps.site.await_launch(registration.id);
  const auto entries = deps.diary.read_diary({registration.id.str(), "", 0}, kLook);
  if (!entries) return failed(turn, entries.error());
  const ports::DiaryEntry* good = nullptr;
  const ports::DiaryEntry* refused = nullptr;
  for (const auto& entry : *entries) {
    if (base::to_unix_ms(entry.at) < since) break;
    const ports::DiaryEntry*& into = entry.reason == "ok" ? good : refused;
    if (into == nullptr) into = &entry;
  }
  AdminPage out;
  out.title = turn.messages.text("admin.test_title", {{"name", registration.name}});
  out.template_name = "admin_test";
  out.section = "connections";
  out.script = true;
  View& view = out.view;
  view.flag("waiting", good == nullptr).flag("is_good", good != nullptr).flag("is_refused", good == nullptr && refused != nullptr);
  view.text("again_url", prefix + "/admin" + place + "?since=" + std::to_string(since)).text("fresh_url", prefix + "/admin" + place);
  view.text("connection_url", prefix + "/admin/connections/" + registration.id.str());
  view.text("diary_url", prefix + "/admin/diary").flag("whole_site", turn.session.whole_site());
  view.text("time", admin_time(good ? good->at : base::from_unix_ms(since)));
  std::vector<View> shown;
  if (good == nullptr && refused != nullptr) shown.push_back(diary_view(*refused, turn.messages, registration.name));
  view.list("entries", std::move(shown));
  return page(turn, std::move(out));
}

}  // namespace preceptor::web
