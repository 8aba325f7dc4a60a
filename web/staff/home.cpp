// /staff: a work list, not charts (ui.md 6.4).
#include "web/staff/desk.hpp"

namespace preceptor::web {

ports::HttpResponse StaffDesk::home(StaffTurn& turn) {
  std::vector<View> tasks;
  for (StaffSection* section : deps_.sections) {
    if (!section->entry().roles.has(turn.member.role)) continue;
    const auto waiting = section->tasks(turn.member, turn.messages);
    if (!waiting) return failed(turn, waiting.error());
    for (const StaffTask& task : *waiting) {
      View view;
      view.text("text", task.text).text("url", turn.url(task.place));
      tasks.push_back(std::move(view));
    }
  }
  StaffPage out;
  out.title = turn.messages.text("staff.home_title");
  out.template_name = "staff_home";
  out.view.flag("none", tasks.empty()).list("tasks", std::move(tasks));
  out.view.list("places", navigation(turn, "home"));
  return page(turn, std::move(out), 200);
}

}  // namespace preceptor::web
