// Who opened, finished and passed this link's unit: for instructors of its own course only.
#include "web/page.hpp"
#include "web/teacher/impl.hpp"

namespace preceptor::web {

base::Result<TeacherPages::Impl::Class> TeacherPages::Impl::class_of(const TeacherVisit& visit) {
  const auto& link = visit.handle.scope.link;
  const auto attempts = deps.records.attempts_of_link(link, std::nullopt);
  if (!attempts) return base::fail(attempts.error());
  const auto facts = deps.desk.facts(link);
  if (!facts) return base::fail(facts.error());
  Class made;
  made.scores = *facts && (*facts)->grade == "score";
  Roster roster;
  if (*facts && !(*facts)->memberships.empty()) {
    auto read = cache.get(link, [&] { return deps.desk.roster(**facts); });
    if (read) roster = std::move(*read);
    else made.roster_error = read.error();
  } else {
    made.roster_error = base::Error{base::Code::service_not_offered, {}, {}, {}};
  }
  made.rows = class_rows(*attempts, roster ? &roster->members : nullptr, visit.handle.unit_id);
  made.left_out = roster ? roster->left_out : 0;
  return made;
}

TeacherPages::Impl::Response TeacherPages::Impl::class_page(const TeacherVisit& visit) {
  const auto made = class_of(visit);
  if (!made) return refuse(visit, "class", made.error());
  const auto& words = *visit.messages;
  const auto counts = count(made->rows);
  std::vector<View> rows;
  for (const auto& row : made->rows) {
    const auto cells = cells_of(row, made->scores, DateStyle::words, words);
    rows.emplace_back();
    rows.back().text("name", cells.name).text("state", cells.state).text("date", cells.date).text("result", cells.result);
  }
  View view;
  view.flag("on_link", false).flag("on_class", true).flag("has_rows", !rows.empty()).list("rows", std::move(rows));
  // Without a class list nobody knows who is missing.
  view.text("summary", words.text(made->roster_error ? "class.summary_open" : "class.summary", {{"finished", words.count("class.count.finished", counts.finished)},
                                                    {"opened", words.count("class.count.opened", counts.opened)},
                                                    {"waiting", words.count("class.count.waiting", counts.all - counts.finished - counts.opened)}}));
  view.text_if("no_names", !made->roster_error ? "" : words.text(made->roster_error->code == base::Code::service_not_offered ? "class.no_roster" : "class.roster_failed"));
  view.text_if("left_out", made->left_out > 0 ? words.count("class.left_out", made->left_out) : "");
  view.text("csv_url", at(visit, "class.csv"));
  if (made->roster_error && made->roster_error->code != base::Code::service_not_offered) diary.failed("roster", *made->roster_error);
  return answer(visit, "teacher_class", view, words.text("teacher.class"));
}

TeacherPages::Impl::Response TeacherPages::Impl::class_file(const TeacherVisit& visit) {
  const auto made = class_of(visit);
  if (!made) return refuse(visit, "class", made.error());
  auto response = bare(200);
  response.headers.emplace_back("Content-Type", "text/csv; charset=utf-8");
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"class.csv\"");
  response.body = class_csv(made->rows, made->scores, *visit.messages);
  return response;
}

}  // namespace preceptor::web
