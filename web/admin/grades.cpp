// Grades on their way: what waits, what the LMS refused and why, and sending again. Learners are counted, never named.
#include <algorithm>
#include <map>
#include <tuple>

#include "web/admin/impl.hpp"
#include "web/admin/views.hpp"

namespace preceptor::web {
namespace {

constexpr int kLook = 500;   // rows a connection; like ones become one line

// Rows of one link that wait or were refused for one reason.
struct Group {
  ports::GradeRow row;
  long count = 0;
};
using GroupKey = std::tuple<std::string, std::string, std::string, ports::GradeState, std::string>;

std::vector<Group> gathered(std::vector<ports::GradeRow> rows) {
  std::vector<Group> groups;
  std::map<GroupKey, std::size_t> known;
  for (auto& row : rows) {
    const auto [at, is_new] = known.try_emplace(
        {row.offer.deployment_id, row.offer.context_id, row.offer.resource_link_id, row.state, row.reason}, groups.size());
    if (is_new) groups.push_back({std::move(row), 0});
    ++groups[at->second].count;
  }
  return groups;
}

// The link's own words, where a launch told them.
std::string title_of(const std::vector<ports::LinkFacts>& links, const ports::GradeOffer& offer) {
  for (const auto& link : links)
    if (link.deployment_id == offer.deployment_id && link.context_id == offer.context_id && link.resource_link_id == offer.resource_link_id) {
      const std::string name = link.link_title.empty() ? link.unit_id : link.link_title;
      return link.context_title.empty() ? name : name + " · " + link.context_title;
    }
  return offer.resource_link_id;
}

View group_view(const Group& group, const std::vector<ports::LinkFacts>& links, const Messages& messages) {
  const auto& row = group.row;
  View view;
  const bool waiting = row.state == ports::GradeState::waiting;
  add_state(view, messages, waiting ? "pending" : row.state == ports::GradeState::held ? "warning" : "red");
  view.text("title", title_of(links, row.offer)).text("grades", messages.count("admin.grades_of", group.count));
  view.text("deployment", row.offer.deployment_id).text("context", row.offer.context_id).text("link", row.offer.resource_link_id);
  view.text("what", messages.text(waiting ? "admin.grade_waiting" : row.state == ports::GradeState::held ? "admin.grade_held" : "admin.grade_refused"));
  view.text_if("reason", row.reason).text_if("fix", row.fix);
  view.text_if("next", waiting ? messages.text("admin.grade_next", {{"time", admin_time(row.next_at)}}) : "");
  return view;
}

}  // namespace

base::Result<View> AdminPages::Impl::grades_of(const Turn& turn, const lti::Registration& registration) {
  const auto counts = deps.grades.count_grades(registration.id);
  if (!counts) return base::fail(counts.error());
  const auto links = deps.grades.list_links(registration.id);
  if (!links) return base::fail(links.error());
  ports::GradeFilter filter;
  filter.registration = registration.id;
  filter.states = {ports::GradeState::waiting, ports::GradeState::refused, ports::GradeState::held};
  auto rows = deps.grades.list_grades(filter, kLook);
  if (!rows) return base::fail(rows.error());
  std::vector<View> groups;
  for (const auto& group : gathered(std::move(*rows))) groups.push_back(group_view(group, *links, turn.messages));
  View view;
  view.text("name", registration.name).text("url", prefix + "/admin/connections/" + registration.id.str());
  view.text("sent", turn.messages.text("admin.grades_counts", {{"sent", std::to_string(counts->sent)}, {"waiting", std::to_string(counts->waiting)},
                                                               {"refused", std::to_string(counts->refused)}, {"held", std::to_string(counts->held)}}));
  view.text_if("last_sent", counts->last_sent ? turn.messages.text("admin.grades_last", {{"time", admin_time(*counts->last_sent)}}) : "");
  view.flag("quiet", groups.empty()).list("groups", std::move(groups));
  return view;
}

AdminPages::Impl::Response AdminPages::Impl::grades(Turn& turn) {
  const auto all = seen_registrations(turn);
  if (!all) return failed(turn, all.error());
  std::vector<View> connections;
  for (const auto& registration : *all) {
    auto view = grades_of(turn, registration);
    if (!view) return failed(turn, view.error());
    connections.push_back(std::move(*view));
  }
  AdminPage out;
  out.title = turn.messages.text("admin.grades_title");
  out.template_name = "admin_grades";
  out.section = "grades";
  out.done = turn.asked("done") == "retried" ? "admin.done_retried" : "";
  out.view.flag("none", connections.empty()).list("connections", std::move(connections));
  return page(turn, std::move(out));
}

AdminPages::Impl::Response AdminPages::Impl::retry_grades(Turn& turn) {
  const ports::LinkKey link{turn.registration->id, turn.value("deployment"), turn.value("context"), turn.value("link")};
  const auto due = deps.grades.retry_grades(turn.registration->id, link, deps.clock.now());
  if (!due) return failed(turn, due.error());
  deps.log.write(ports::Level::info, "admin.grades_retried", {{"registration", turn.registration->id.str()}, {"rows", std::to_string(*due)}});
  return go("/grades", "retried");
}

}  // namespace preceptor::web
