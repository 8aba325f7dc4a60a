// The price of each question that teaches nothing: hours against what its answer changed, who keeps it, and what dropping it would save.
#include <algorithm>

#include "core/activity/rca/sheet.hpp"
#include "core/base/json.hpp"
#include "web/burden/question_life.hpp"
#include "web/burden/section.hpp"
#include "web/format.hpp"
#include "web/sentences.hpp"

namespace preceptor::web {
namespace {

using Response = ports::HttpResponse;

const base::RegistrationId kPriceRegistration(ports::kNoRegistration);

// Up to the end of the last closed period, as the attempts: days after it hold none yet, and would make a question cheaper from one day to the next. A year back, or
// to the first attempt; at least a day, so that a busy first hour is not taken for a year of such hours.
burden::Window window_of(const UnitRecord& record) {
  if (record.ends.empty() || record.attempts.empty()) return {};
  const auto to = record.ends.back();
  const auto first = std::ranges::min_element(record.attempts, {}, &burden::AttemptObservation::opened_at)->opened_at;
  return {std::max(to - std::chrono::hours(24 * 365), std::min(first, to - std::chrono::hours(24))), to};
}

std::string state_text(const burden::Expiry& expiry, const Messages& words) {
  constexpr const char* keys[] = {"burden.state.used", "burden.state.kept", "burden.state.waiting", "burden.state.expired"};
  return words.text(keys[static_cast<std::size_t>(expiry.state)], {{"date", format_date(expiry.expires_at, words)}});
}

std::string replay_text(const burden::Replay& replay, const Messages& words) {
  if (replay.too_few) return words.text("burden.replay_few");
  if (!replay.hours_a_year) return words.text("burden.replay_unmeasured", {{"n", std::to_string(replay.asked)}});
  return words.text("burden.replay", {{"hours", charts::shown_number(*replay.hours_a_year, 1, words)}, {"n", std::to_string(replay.asked)}});
}

}  // namespace

base::Result<std::vector<burden::QuestionHistory>> BurdenSection::histories(const UnitRecord& record) {
  std::vector<burden::QuestionHistory> made;
  for (const auto* question : priced_questions(*record.unit)) {
    burden::QuestionHistory history;
    history.unit_id = record.unit->id;
    history.question_id = question->id;
    history.prompt = question->prompt;
    history.purpose = *price_purpose(*question);
    history.first_asked = clock_.now();
    for (const auto& attempt : record.attempts)
      if (std::ranges::find(attempt.questions, question->id, &burden::QuestionSeen::id) != attempt.questions.end()) history.first_asked = std::min(history.first_asked, attempt.opened_at);
    const auto row = projections_.load_projection(kPriceRegistration, kQuestionPrice, question_row_id(record.unit->id, question->id));
    if (!row) return base::fail(row.error());
    if (*row) read_question_row((*row)->body, history);
    made.push_back(std::move(history));
  }
  return made;
}

Response BurdenSection::prices(StaffTurn& turn) { return price_page(turn, {}, 200); }

Response BurdenSection::price_page(StaffTurn& turn, const std::string& problem, int status) {
  const auto record = records_.unit(turn.place("unit"), turn.messages.language());
  if (!record) return turn.failed(record.error());
  if (!*record) return turn.not_found();
  const auto known = histories(**record);
  if (!known) return turn.failed(known.error());
  const auto& words = turn.messages;
  const auto window = window_of(**record);
  const auto now = clock_.now();
  const auto prices = burden::prices(*known, (*record)->attempts, window, now);
  const auto figure = charts::price_plot({"price", 640, words.right_to_left()}, prices, words);
  if (turn.asked("csv") == "1") return turn.file((*record)->unit->id + "-prices.csv", "text/csv; charset=utf-8", charts::csv(figure.table));
  const std::string own = turn.url("/burden/unit/" + (*record)->unit->id);
  std::vector<View> rows;
  for (const auto& price : prices) {
    const auto history = std::ranges::find(*known, price.question_id, &burden::QuestionHistory::question_id);
    rows.emplace_back();
    rows.back().text("id", price.question_id).text("prompt", price.prompt).text("state", state_text(price.expiry, words));
    rows.back().text("replay", replay_text(burden::without_question(*history, (*record)->attempts, window, now), words));
    std::vector<View> uses;
    for (const auto& use : history->uses) {
      constexpr const char* kinds[] = {"burden.use.report", "burden.use.decision", "burden.use.commitment"};
      uses.emplace_back();
      uses.back().text("use", words.text(kinds[static_cast<std::size_t>(use.kind)]) + (use.what.empty() ? "" : ": " + use.what) + " (" + format_date(use.at, words) + ")");
    }
    rows.back().list("uses", std::move(uses));
  }
  StaffPage page;
  page.title = words.text("burden.prices_title");
  page.template_name = "burden_prices";
  page.wide = true;
  page.view.text("own", own).text("unit_title", (*record)->unit->title).text("figure_html", charts::figure_html(figure, own + "/prices?csv=1", words));
  page.view.flag("any", !rows.empty()).list("questions", std::move(rows)).flag("planner", turn.is(StaffRole::planner));
  page.view.text_if("problem", problem);
  return turn.page(std::move(page), status);
}

Response BurdenSection::change_question(StaffTurn& turn, const std::function<bool(base::Json&)>& change) {
  const auto record = records_.unit(turn.place("unit"), turn.messages.language());
  if (!record) return turn.failed(record.error());
  const auto* question = *record ? activity::find_question(*(*record)->unit, turn.place("question")) : nullptr;
  if (!question || !price_purpose(*question)) return turn.not_found();
  const std::string id = question_row_id((*record)->unit->id, question->id);
  const auto row = projections_.load_projection(kPriceRegistration, kQuestionPrice, id);
  if (!row) return turn.failed(row.error());
  const auto read = *row ? base::parse_json((*row)->body) : base::Result<base::Json>(base::Json::object());
  if (!read) return turn.failed(read.error());
  base::Json body = *read;
  if (!change(body)) return turn.go("/burden/unit/" + (*record)->unit->id + "/prices");
  ports::Projection next;
  next.kind = kQuestionPrice;
  next.id = id;
  next.parent = (*record)->unit->id;
  next.version = *row ? (*row)->version + 1 : 1;
  next.updated_at = clock_.now();
  next.body = base::canonical_json(body);
  ports::UnitOfWork work;
  work.projections = {std::move(next)};
  const auto done = store_.commit(work);
  if (!done && done.error().code == base::Code::store_conflict) return turn.outdated();
  return done ? turn.go("/burden/unit/" + (*record)->unit->id + "/prices") : turn.failed(done.error());
}

Response BurdenSection::keep_question(StaffTurn& turn) {
  return change_question(turn, [&](base::Json& body) {
    auto& kept = body["kept"];
    if (kept.is_null()) kept = base::Json::array();
    // The same tap twice is one signature.
    if (!kept.empty() && kept.back().value("who", "") == turn.member.name && base::to_unix_ms(clock_.now()) - kept.back().value("at", std::int64_t{0}) < 60'000) return false;
    if (kept.size() >= kMostEntries) kept.erase(kept.begin());
    kept.push_back({{"who", turn.member.name}, {"at", base::to_unix_ms(clock_.now())}});
    return true;
  });
}

Response BurdenSection::note_use(StaffTurn& turn) {
  const std::string kind = turn.value("kind"), what = turn.value("what");
  std::vector<rca::Problem> problems;
  rca::check_text(problems, "what", what, true);
  if (what.size() > kLongestUse) problems.push_back(rca::problem("what", "characters", {{"max", std::to_string(kLongestUse)}}));
  if (kind != "report" && kind != "decision") problems.push_back(rca::problem("kind", "choice"));
  if (!problems.empty()) return price_page(turn, say(problems.front().what_to_do, turn.messages), 422);
  return change_question(turn, [&](base::Json& body) {
    auto& uses = body["uses"];
    if (uses.is_null()) uses = base::Json::array();
    if (!uses.empty() && uses.back().value("what", "") == what && base::to_unix_ms(clock_.now()) - uses.back().value("at", std::int64_t{0}) < 60'000) return false;
    if (uses.size() >= kMostEntries) uses.erase(uses.begin());
    uses.push_back({{"kind", kind}, {"what", what}, {"at", base::to_unix_ms(clock_.now())}});
    return true;
  });
}

}  // namespace preceptor::web
