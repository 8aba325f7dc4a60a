#include "web/ask/unanswered_section.hpp"

#include <algorithm>
#include <set>

#include "core/activity/point_of_care/unanswered.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "web/format.hpp"

namespace preceptor::web {
namespace {

constexpr int kWaitingMost = 2000;
constexpr std::size_t kTitleBytes = 120;

std::vector<point_of_care::QuestionGroup> groups_of(const std::vector<AskedQuestion>& questions) {
  std::vector<point_of_care::OpenQuestion> open;
  for (const auto& one : questions) open.push_back({one.row.id, one.row.person.str(), one.cycle.asked.language, one.text, one.cycle.asked_at});
  return point_of_care::group_unanswered(std::move(open));
}

const AskedQuestion& with_id(const std::vector<AskedQuestion>& questions, const std::string& id) {
  return *std::ranges::find(questions, id, [](const AskedQuestion& one) { return one.row.id; });
}

std::string joined(const std::vector<std::string>& words, const Messages& messages) {
  std::string text;
  for (const auto& word : words) text = text.empty() ? word : messages.text("list.next", {{"items", text}, {"next", word}});
  return text;
}

View group_view(const point_of_care::QuestionGroup& group, const std::vector<AskedQuestion>& questions, const Messages& messages) {
  View view;
  std::vector<View> texts, ids;
  for (const auto& id : group.questions) {
    texts.emplace_back();
    texts.back().text("text", with_id(questions, id).text).text("lang", with_id(questions, id).cycle.asked.language);
    ids.emplace_back();
    ids.back().text("id", id);
  }
  view.text("terms", group.terms.empty() ? with_id(questions, group.questions.front()).text : joined(group.terms, messages));
  view.text("count", messages.count("questions.count", static_cast<long>(group.questions.size())));
  view.text("people", messages.count("questions.people", group.people));
  view.text("when", group.first_at == group.last_at
                        ? format_date(group.last_at, messages)
                        : messages.text("questions.when", {{"first", format_date(group.first_at, messages)}, {"last", format_date(group.last_at, messages)}}));
  view.flag("several", group.questions.size() > 1).list("texts", std::move(texts)).list("ids", std::move(ids));
  return view;
}

}  // namespace

std::vector<StaffRoute> UnansweredSection::routes() {
  return {{"GET", "/questions", kPlanners, [this](StaffTurn& turn) { return list(turn); }},
          {"POST", "/questions/start", kPlanners, [this](StaffTurn& turn) { return start(turn); }}};
}

base::Result<std::vector<AskedQuestion>> UnansweredSection::waiting() {
  auto all = questions_.unanswered(kWaitingMost);
  if (!all) return all;
  std::erase_if(*all, [](const AskedQuestion& one) { return !one.row.parent.empty() || one.text.empty(); });
  return all;
}

base::Result<std::vector<StaffTask>> UnansweredSection::tasks(const StaffMember& member, const Messages& messages) {
  std::vector<StaffTask> tasks;
  if (member.role != StaffRole::planner) return tasks;
  const auto all = waiting();
  if (!all) return base::fail(all.error());
  if (!all->empty()) tasks.push_back({messages.count("questions.task", static_cast<long>(all->size())), "/questions"});
  return tasks;
}

ports::HttpResponse UnansweredSection::list(StaffTurn& turn) {
  const auto all = waiting();
  if (!all) return turn.failed(all.error());
  StaffPage page;
  page.title = turn.messages.text("questions.nav");
  page.template_name = "staff_questions";
  std::vector<View> groups;
  for (const auto& group : groups_of(*all)) groups.push_back(group_view(group, *all, turn.messages));
  page.view.flag("none", groups.empty()).list("groups", std::move(groups)).text("start_url", turn.url("/questions/start"));
  page.view.text("key", base::base64url_encode(base::random_bytes(12)));
  return turn.page(std::move(page));
}

// The case is opened first: should noting it on a question fail, the form sent again finds the same case by its key and notes the rest.
ports::HttpResponse UnansweredSection::start(StaffTurn& turn) {
  auto all = questions_.unanswered(kWaitingMost);
  if (!all) return turn.failed(all.error());
  const auto ids = base::field_values(turn.form, "question");
  const std::set<std::string> wanted(ids.begin(), ids.end());
  std::erase_if(*all, [&](const AskedQuestion& one) { return !wanted.contains(one.row.id) || one.text.empty(); });
  const auto taken = std::ranges::find_if(*all, [](const AskedQuestion& one) { return !one.row.parent.empty(); });
  if (taken != all->end()) return turn.go("/cases/" + taken->row.parent);   // clicked twice, or another planner was first
  if (all->empty()) return turn.outdated();                                 // answered meanwhile
  const auto groups = groups_of(*all);
  rca::Sheet sheet;
  const std::string terms = joined(groups.front().terms, turn.messages);
  sheet.title = std::string(base::utf8_prefix(terms.empty() ? all->back().text : terms, kTitleBytes));
  const auto opened = cases_.open({turn.member.person(), turn.member.name}, sheet, turn.value("key"));
  if (!opened) return turn.failed(opened.error());
  if (opened->outcome != CaseAct::Outcome::done) return turn.outdated();
  ports::UnitOfWork work;
  for (auto& question : *all) {
    question.row.parent = opened->id;
    questions_.save(question, work);
  }
  if (auto done = records_.commit(work); !done) return done.error().code == base::Code::store_conflict ? turn.outdated() : turn.failed(done.error());
  return turn.go("/cases/" + opened->id);
}

}  // namespace preceptor::web
