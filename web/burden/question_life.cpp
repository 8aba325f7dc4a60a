#include "web/burden/question_life.hpp"

#include <algorithm>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"

namespace preceptor::web {
namespace {

constexpr int kMostRows = 500;   // a unit has at most 100 questions; older versions had others
constexpr base::Milliseconds kNotedEvery = std::chrono::hours(24);

ports::Projection new_row(const std::string& unit, const std::string& question) {
  ports::Projection row;
  row.kind = kQuestionPrice;
  row.id = question_row_id(unit, question);
  row.parent = unit;
  row.version = 0;
  return row;
}

// Whoever writes at the same moment says as much: their row stands.
base::Status commit_or_lose(ports::RecordStore& store, const ports::UnitOfWork& work) {
  if (work.projections.empty()) return {};
  const auto done = store.commit(work);
  return done || done.error().code == base::Code::store_conflict ? base::Status() : base::fail(done.error());
}

// As read, plus one instant.
base::Status note_instant(ports::RecordStore& store, std::vector<ports::Projection> rows, const char* what, base::Instant now) {
  ports::UnitOfWork work;
  for (auto& row : rows) {
    auto body = base::parse_json(row.body);
    if (!body) return base::fail(body.error());
    (*body)[what] = base::to_unix_ms(now);
    row.body = base::canonical_json(*body);
    row.updated_at = now;
    ++row.version;
    work.projections.push_back(std::move(row));
  }
  return commit_or_lose(store, work);
}

// As read, plus one use.
base::Status add_use(ports::Projection& row, const burden::Use& use) {
  auto body = base::parse_json(row.body);
  if (!body) return base::fail(body.error());
  auto& uses = (*body)["uses"];
  if (uses.is_null()) uses = base::Json::array();
  if (uses.size() >= kMostEntries) uses.erase(uses.begin());
  uses.push_back({{"kind", use.kind == burden::UseKind::decision ? "decision" : "report"}, {"what", use.what}, {"at", base::to_unix_ms(use.at)}});
  row.body = base::canonical_json(*body);
  row.updated_at = use.at;
  ++row.version;
  return {};
}

bool was_noted(const burden::QuestionHistory& history, const burden::Use& use) {
  return std::ranges::any_of(history.uses, [&](const burden::Use& one) { return one.kind == use.kind && one.what == use.what && use.at - one.at < kNotedEvery; });
}

}  // namespace

std::string question_row_id(const std::string& unit, const std::string& question) { return unit + "/" + question; }

std::optional<burden::Purpose> price_purpose(const activity::Question& question) {
  if (question.scored || !activity::asks(question)) return std::nullopt;
  if (question.commitment) return burden::Purpose::commitment;
  if (question.relevance) return burden::Purpose::relevance;
  if (question.burden) return burden::Purpose::burden;
  return std::nullopt;
}

std::vector<const activity::Question*> priced_questions(const activity::Unit& unit) {
  std::vector<const activity::Question*> found;
  const auto look_at = [&](const activity::Question& question) {
    if (price_purpose(question)) found.push_back(&question);
  };
  for (const auto& section : unit.sections) std::ranges::for_each(section.questions, look_at);
  std::ranges::for_each(unit.closing, look_at);
  return found;
}

void read_question_row(const std::string& body, burden::QuestionHistory& history) {
  const auto json = base::parse_json(body);
  if (!json || !json->is_object()) return;
  const auto at = [](const base::Json& entry, const char* name) { return base::from_unix_ms(entry.value(name, std::int64_t{0})); };
  for (const auto& use : json->value("uses", base::Json::array()))
    history.uses.push_back({use.value("kind", "") == "decision" ? burden::UseKind::decision : burden::UseKind::report, use.value("what", ""), at(use, "at")});
  for (const auto& kept : json->value("kept", base::Json::array())) history.kept.push_back({kept.value("who", ""), at(kept, "at")});
  if (json->contains("followed")) history.uses.push_back({burden::UseKind::commitment, "", at(*json, "followed")});
  if (json->contains("asked")) history.first_asked = at(*json, "asked");
}

base::Result<std::vector<std::string>> expired_questions(ports::ProjectionStore& rows, const activity::Unit& unit, base::Instant now) {
  std::vector<std::string> expired;
  const auto priced = priced_questions(unit);
  if (priced.empty()) return expired;
  const auto known = rows.projections_of_parent(kQuestionPrice, unit.id, kMostRows);
  if (!known) return base::fail(known.error());
  for (const auto* question : priced) {
    const auto row = std::ranges::find(*known, question_row_id(unit.id, question->id), &ports::Projection::id);
    if (row == known->end()) continue;
    burden::QuestionHistory history;
    history.first_asked = now;
    read_question_row(row->body, history);
    if (burden::expiry(history, now).state == burden::Keeping::expired) expired.push_back(question->id);
  }
  return expired;
}

base::Status note_asked(ports::ProjectionStore& rows, ports::RecordStore& store, const activity::Unit& unit, base::Instant now) {
  const auto priced = priced_questions(unit);
  if (priced.empty()) return {};
  const auto known = rows.projections_of_parent(kQuestionPrice, unit.id, kMostRows);
  if (!known) return base::fail(known.error());
  std::vector<ports::Projection> fresh;
  for (const auto* question : priced) {
    const auto row = std::ranges::find(*known, question_row_id(unit.id, question->id), &ports::Projection::id);
    if (row == known->end()) fresh.push_back(new_row(unit.id, question->id));
    else if (row->body.find("\"asked\":") == std::string::npos) fresh.push_back(*row);
  }
  return note_instant(store, std::move(fresh), "asked", now);
}

base::Status note_followed(ports::ProjectionStore& rows, ports::RecordStore& store, const std::string& unit, const std::string& question, base::Instant now) {
  const auto known = rows.load_projection(base::RegistrationId(ports::kNoRegistration), kQuestionPrice, question_row_id(unit, question));
  if (!known) return base::fail(known.error());
  ports::Projection row = *known ? **known : new_row(unit, question);
  const auto body = base::parse_json(row.body);
  if (!body) return base::fail(body.error());
  if (now - base::from_unix_ms(body->value("followed", std::int64_t{0})) < kNotedEvery) return {};
  return note_instant(store, {std::move(row)}, "followed", now);
}

base::Status note_used(ports::ProjectionStore& rows, ports::RecordStore& store, const activity::Unit& unit, const burden::Use& use, const HadPart& had_part) {
  const auto priced = priced_questions(unit);
  if (priced.empty()) return {};
  const auto known = rows.projections_of_parent(kQuestionPrice, unit.id, kMostRows);
  if (!known) return base::fail(known.error());
  burden::Use noted = use;
  noted.what = base::utf8_prefix(use.what, kLongestUse);
  ports::UnitOfWork work;
  for (const auto* question : priced) {
    const auto found = std::ranges::find(*known, question_row_id(unit.id, question->id), &ports::Projection::id);
    ports::Projection row = found == known->end() ? new_row(unit.id, question->id) : *found;
    burden::QuestionHistory history;
    read_question_row(row.body, history);
    if (!had_part(*price_purpose(*question), history) || was_noted(history, noted)) continue;
    if (auto added = add_use(row, noted); !added) return added;
    work.projections.push_back(std::move(row));
  }
  return commit_or_lose(store, work);
}

}  // namespace preceptor::web
