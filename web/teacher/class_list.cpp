#include "web/teacher/class_list.hpp"

#include <algorithm>
#include <map>

#include "web/format.hpp"

namespace preceptor::web {
namespace {

bool is_better(const record::AttemptScored& one, const std::optional<record::AttemptScored>& than) {
  if (!than) return true;
  if (one.passed != than->passed) return one.passed;
  return one.raw * std::max(1, than->max) > than->raw * std::max(1, one.max);
}

void add(ClassRow& row, const ports::LinkAttempt& attempt) {
  if (!row.opened || attempt.opened_at < row.opened_at) row.opened_at = attempt.opened_at;
  row.opened = true;
  if (attempt.score && is_better(*attempt.score, row.best)) row.best = attempt.score;
  if (attempt.state != "completed") return;
  if (!row.finished || attempt.completed_at < row.finished_at) row.finished_at = attempt.completed_at;
  row.finished = true;
}

std::map<std::string, const ClassMember*> learners_of(const std::vector<ClassMember>& roster) {
  std::map<std::string, const ClassMember*> found;
  for (const auto& member : roster)
    if (member.learner && member.active && !member.user_id.empty()) found.emplace(member.user_id, &member);
  return found;
}

void number_the_nameless(std::vector<ClassRow>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const ClassRow& a, const ClassRow& b) {
    if (a.name.empty() != b.name.empty()) return b.name.empty();
    if (!a.name.empty()) return a.name < b.name;
    return a.opened != b.opened ? a.opened : a.opened_at < b.opened_at;
  });
  int number = 0;
  for (auto& row : rows)
    if (row.name.empty()) row.number = ++number;
}

// "2026-11-22", UTC.
std::string iso_date(base::Instant at) { return base::format_rfc3339(at).substr(0, 10); }

std::string quoted(std::string cell) {
  // OWASP "CSV Injection": = + - @, tab and carriage return begin a formula in one spreadsheet or another.
  if (!cell.empty() && std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos) cell.insert(0, 1, '\'');
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::vector<ClassRow> class_rows(const std::vector<ports::LinkAttempt>& attempts, const std::vector<ClassMember>* roster,
                                 const std::string& unit_id) {
  auto waiting = roster ? learners_of(*roster) : std::map<std::string, const ClassMember*>();
  std::map<base::PersonId, ClassRow> by_person;
  for (const auto& attempt : attempts) {
    if (attempt.unit_id != unit_id || attempt.subject.empty()) continue;
    const auto [at, is_new] = by_person.try_emplace(attempt.person);
    add(at->second, attempt);
    if (!is_new || roster == nullptr) continue;
    const auto member = waiting.find(attempt.subject);
    at->second.left = member == waiting.end();
    if (member == waiting.end()) continue;
    at->second.name = member->second->name;
    waiting.erase(member);
  }
  std::vector<ClassRow> rows;
  for (auto& [person, row] : by_person) rows.push_back(std::move(row));
  for (const auto& [user, member] : waiting) rows.emplace_back().name = member->name;
  number_the_nameless(rows);
  return rows;
}

ClassCounts count(const std::vector<ClassRow>& rows) {
  ClassCounts counts;
  counts.all = static_cast<int>(rows.size());
  for (const auto& row : rows) {
    counts.finished += row.finished ? 1 : 0;
    counts.opened += row.opened && !row.finished ? 1 : 0;
  }
  return counts;
}

ClassCells cells_of(const ClassRow& row, bool scores, DateStyle dates, const Messages& words) {
  ClassCells cells;
  cells.name = row.name.empty() ? words.text("class.learner", {{"number", std::to_string(row.number)}}) : row.name;
  if (row.left) cells.name = words.text("class.left", {{"name", cells.name}});
  cells.state = words.text(row.finished ? "class.finished" : row.opened ? "class.opened" : "class.not_opened");
  if (row.finished) cells.date = dates == DateStyle::iso ? iso_date(row.finished_at) : format_date(row.finished_at, words);
  if (!row.best) return cells;
  cells.result = scores ? words.text("class.score", {{"raw", std::to_string(row.best->raw)}, {"max", std::to_string(row.best->max)}})
                        : words.text(row.best->passed ? "class.passed" : "class.not_passed");
  return cells;
}

std::string class_csv(const std::vector<ClassRow>& rows, bool scores, const Messages& words) {
  std::string out = "\xEF\xBB\xBF";  // spreadsheets take UTF-8 for UTF-8 only with this mark
  const auto line = [&out](const ClassCells& cells) {
    out += quoted(cells.name) + "," + quoted(cells.state) + "," + quoted(cells.date) + "," + quoted(cells.result) + "\r\n";
  };
  line({words.text("class.column.learner"), words.text("class.column.state"), words.text("class.column.date"), words.text("class.column.result")});
  for (const auto& row : rows) line(cells_of(row, scores, DateStyle::iso, words));
  return out;
}

}  // namespace preceptor::web
