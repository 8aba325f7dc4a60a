// What is reported: the activity, the amount, the boards' points, and whether this receiver takes it.
#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/credit/board_points.hpp"
#include "core/report/row_rules.hpp"

namespace preceptor::report {
namespace {

bool digits(const std::string& text, std::size_t count) { return text.size() == count && std::all_of(text.begin(), text.end(), base::is_digit); }

const credit::BoardRegistration* registration_of(const credit::Activity* activity, const std::string& board) {
  if (activity == nullptr) return nullptr;
  const auto found = std::find_if(activity->boards.begin(), activity->boards.end(), [&](const auto& one) { return one.board == board; });
  return found == activity->boards.end() ? nullptr : &*found;
}

const credit::Amount* registered_points(const credit::BoardRegistration& registration, const std::string& type) {
  const auto found = std::find_if(registration.points.begin(), registration.points.end(), [&](const auto& one) { return one.type == type; });
  return found == registration.points.end() ? nullptr : &found->points;
}

credit::Amount sum_of(const std::vector<credit::TypePoints>& points) {
  credit::Amount sum;
  for (const auto& one : points) sum += one.points;
  return sum;
}

void one_board(const credit::Board& rule, const credit::BoardRegistration& granted, const credit::BoardRegistration& registered, const LearnerRow& row,
               Findings& found) {
  const auto field = board_field(granted.board, "points");
  for (const auto& one : granted.points) {
    const credit::Amount* most = registered_points(registered, one.type);
    if (one.points.hundredths <= 0 || one.points.hundredths % 25 != 0) return found.block("V08", field, "board_step", credit::format(one.points));
    if (most != nullptr && *most < one.points) return found.block("V08", field, "board_above_registered", credit::format(*most));
  }
  const auto points = credit::counted_points(rule, granted.points);
  const auto ceiling = credit::counted_points(rule, registered.points);
  auto wanted = row.grant.amount;
  if (rule.amount == credit::BoardAmount::round_whole) wanted = credit::round_to(wanted, {100}, credit::Rounding::nearest);
  // An activity may be registered for fewer points than it has credits, when only some sessions qualify.
  wanted = std::min(wanted, ceiling);
  if (points > wanted) return found.block("V08", field, "board_above_credit", credit::format(wanted));
  if (rule.split == credit::Split::two_records && points != wanted) return found.block("V08", field, "board_sum", credit::format(wanted));
  if (rule.amount == credit::BoardAmount::equal && points != wanted) found.block("V08", field, "board_equal", credit::format(wanted));
}

}  // namespace

std::string board_field(std::string_view board, std::string_view member) { return "boards[" + std::string(board) + "]." + std::string(member); }

bool is_on(const credit::Source& source, std::string_view what, const PreflightFacts& facts) {
  return source.verified || std::any_of(facts.enabled.begin(), facts.enabled.end(), [&](const auto& one) { return one.what == what; });
}

void v01_ids(const LearnerRow& row, Findings& found) {
  if (row.accme_activity_id.empty()) found.block("V01", "accme_activity_id", "activity_id_missing", row.grant.activity_id);
  else if (!digits(row.accme_activity_id, 9)) found.block("V01", "accme_activity_id", "activity_id", row.grant.activity_id);
  if (!digits(row.accme_provider_id, 7)) found.block("V01", "accme_provider_id", "provider_id", row.grant.provider);
}

void v06_amount(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  const auto amount = row.grant.amount;
  const credit::CreditSystem* system = facts.rules->system(row.grant.system);
  if (system == nullptr || !is_on(system->source, "system:" + row.grant.system, facts)) return found.block("V06", "system", "system_off", row.grant.system);
  if (amount.hundredths <= 0) return found.block("V06", "amount", "amount_none");
  const auto step = std::max<std::int64_t>(system->step.hundredths, 1);
  if (amount.hundredths % step != 0) found.block("V06", "amount", "amount_step", credit::format(system->step));
  if (facts.activity == nullptr) return found.block("V06", "activity", "activity_gone", row.grant.activity_id);
  const auto& designations = facts.activity->designations;
  const auto designated = std::find_if(designations.begin(), designations.end(), [&](const auto& one) { return one.system == row.grant.system; });
  if (designated == designations.end()) return found.block("V06", "system", "system_not_designated", row.grant.system);
  if (amount > designated->max) found.block("V06", "amount", "amount_above", credit::format(designated->max));
}

void v07_boards(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  for (const auto& granted : row.grant.boards) {
    const credit::Board* rule = facts.rules->board(granted.board);
    if (rule == nullptr || (facts.receiver == "pars" && !rule->in_pars)) {
      found.block("V07", board_field(granted.board, "board"), "board_unknown", granted.board);
      continue;
    }
    if (!is_on(rule->source, "board:" + granted.board, facts)) found.block("V07", board_field(granted.board, "board"), "board_off", granted.board);
    if ((rule->from && row.grant.date < *rule->from) || (rule->until && row.grant.date > *rule->until))
      found.block("V07", board_field(granted.board, "board"), "board_rule_date", granted.board);
    const auto* registered = registration_of(facts.activity, granted.board);
    if (registered == nullptr) {
      found.block("V07", board_field(granted.board, "board"), "board_not_registered", granted.board);
      continue;
    }
    if (granted.points.empty()) found.block("V07", board_field(granted.board, "points"), "board_no_points", granted.board);
    for (const auto& one : granted.points) {
      const bool of_board = std::find(rule->types.begin(), rule->types.end(), one.type) != rule->types.end();
      if (!of_board || registered_points(*registered, one.type) == nullptr) found.block("V07", board_field(granted.board, "type"), "board_type", one.type);
    }
  }
}

void v08_board_amounts(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  for (const auto& granted : row.grant.boards) {
    const credit::Board* rule = facts.rules->board(granted.board);
    const auto* registered = registration_of(facts.activity, granted.board);
    if (rule != nullptr && registered != nullptr && !granted.points.empty()) one_board(*rule, granted, *registered, row, found);
  }
}

// Boards that take whole points, all of them or none, once (ABP).
void v12_whole_points(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  for (const auto& granted : row.grant.boards) {
    const credit::Board* rule = facts.rules->board(granted.board);
    if (rule == nullptr) continue;
    const auto field = board_field(granted.board, "points");
    const auto* registered = registration_of(facts.activity, granted.board);
    const auto points = sum_of(granted.points);
    if (rule->amount == credit::BoardAmount::round_whole && points.hundredths % 100 != 0) found.block("V12", field, "board_whole", credit::format(points));
    if (!rule->partial && registered != nullptr && points != sum_of(registered->points))
      found.block("V12", field, "board_partial", credit::format(sum_of(registered->points)));
    const bool before = std::any_of(facts.reported.begin(), facts.reported.end(), [&](const credit::Grant& one) {
      return one.ccid != row.grant.ccid && std::any_of(one.boards.begin(), one.boards.end(), [&](const auto& board) { return board.board == granted.board; });
    });
    if (rule->repeat == credit::Repeat::once_ever && before) found.block("V12", board_field(granted.board, "board"), "board_ever", granted.board);
  }
}

void v13_receiver(const LearnerRow& row, const PreflightFacts& facts, Findings& found) {
  const credit::CreditSystem* system = facts.rules->system(row.grant.system);
  if (row.grant.system == "participation" || (system != nullptr && facts.receiver == "pars" && system->pars_certification.empty()))
    return found.route("V13", "system", "not_reported_here", row.grant.system);
  if (system == nullptr || system->professions.empty()) return;
  if (std::find(system->professions.begin(), system->professions.end(), row.grant.profession) == system->professions.end())
    found.route("V13", "profession", "profession_not_eligible", row.grant.profession);
}

}  // namespace preceptor::report
