#include "web/acts/waiting_view.hpp"

#include "core/base/uuid.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {

std::string act_text(std::string_view name, const std::string& subject, const Messages& messages) {
  return messages.text("act." + std::string(name), {{"name", subject}});
}

std::string act_page(const DestructiveAct& act, const std::map<std::string, std::string>& places, const base::Fields& form) {
  std::string page(act.page);
  for (const auto& [name, value] : places)
    if (const auto at = page.find("{" + name + "}"); at != std::string::npos) page.replace(at, name.size() + 2, value);
  if (act.asked.empty()) return page;
  const std::string* value = base::field(form, act.from);
  return base::add_query(page, act.asked, value != nullptr ? *value : std::string());
}

View sure_view(const base::Fields& kept, const std::string& action, const std::string& back, const Messages& messages) {
  std::vector<View> fields;
  for (const auto& [name, value] : kept) {
    fields.emplace_back();
    fields.back().text("field", name).text("value", value);
  }
  View view;
  view.text("action", action).text("back", back).text("why", messages.text("act.sure_why")).text("act_id", base::uuid_v4());
  view.list("fields", std::move(fields));
  return view;
}

View waiting_view(const std::vector<PendingAct>& waiting, const std::vector<PendingAct>& settled, const std::string& prefix, const std::string& take_back, const Messages& messages) {
  const auto line_of = [&](const PendingAct& act) {
    View view;
    view.text("what", act_text(act.name, act.subject, messages)).text("page", prefix + act.page);
    view.text("asked", messages.text("act.asked_at", {{"time", admin_time(act.asked_at)}}));
    return view;
  };
  std::vector<View> first, later;
  for (const PendingAct& act : waiting) {
    first.push_back(line_of(act));
    first.back().text("when", messages.text("act.effect", {{"time", admin_time(act.due_at)}})).text("action", take_back + act.id);
  }
  for (const PendingAct& act : settled) {
    later.push_back(line_of(act));
    later.back().text("when", messages.text("act.state_" + act.state));
  }
  View view;
  view.flag("none", first.empty()).list("acts", std::move(first)).flag("any_settled", !later.empty()).list("settled", std::move(later));
  return view;
}

std::string waiting_line(const std::vector<PendingAct>& waiting, const Messages& messages) {
  return waiting.empty() ? std::string() : messages.text("act.banner", {{"time", admin_time(waiting.front().due_at)}});
}

}  // namespace preceptor::web
