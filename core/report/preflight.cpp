#include "core/report/preflight.hpp"

#include <algorithm>
#include <utility>

#include "core/report/row_rules.hpp"

namespace preceptor::report {
namespace {

// By what a receiver would know somebody again: the same on every platform.
std::string identity_of(const LearnerRow& row) {
  if (!row.profile.npi.empty()) return "npi " + row.profile.npi;
  for (const auto& board : row.profile.boards) {
    if (!board.id.empty()) return "board " + board.board + " " + board.id;
  }
  return "person " + row.grant.person.str();
}

// Two claims of it are two parts of one credit, on whatever days they were made.
bool is_had_once(const PreflightFacts& facts, const std::string& system) {
  const auto* rule = facts.rules->system(system);
  return rule != nullptr && rule->repeat == credit::Repeat::once_per_activity;
}

bool shares_board(const credit::Grant& grant, const std::string& board) {
  return std::any_of(grant.boards.begin(), grant.boards.end(), [&](const auto& one) { return one.board == board; });
}

}  // namespace

std::string double_key(const LearnerRow& row) {
  return row.grant.activity_id + "\n" + identity_of(row) + "\n" + base::format_date(row.grant.date) + "\n" + row.grant.system;
}

// A learner's second claim on a day is a record of its own; the same learner under another name of the platform's is a double.
void Preflight::v10_doubles(const LearnerRow& row, const PreflightFacts& facts, std::vector<RowFinding>& found) {
  Findings findings(row, found);
  const auto& grant = row.grant;
  if (facts.same_identity) return findings.block("V10", "person", "same_identity");
  if (std::exchange(ccid_, grant.ccid) == grant.ccid) findings.block("V10", "ccid", "double_in_file");
  const bool part = seen_.note("record\n" + double_key(row), grant.person.str()) != Came::with_another;
  bool again = !part, in_parts = false;
  if (!part) findings.block("V10", "person", "same_identity");
  for (const auto& one : facts.reported) {
    if (one.ccid == grant.ccid || one.activity_id != grant.activity_id || one.system != grant.system) continue;
    const bool same_day = one.date == grant.date;
    in_parts = in_parts || (one.person == grant.person && one.state != credit::GrantState::correcting && (same_day || is_had_once(facts, grant.system)));
    if (!same_day) continue;
    if (one.person != grant.person && !again) {
      findings.block("V10", "person", "reported_before");
      again = true;
    }
  }
  if (in_parts && !facts.two_records) findings.block("V10", "amount", "claimed_in_parts");
  for (const auto& board : grant.boards) {
    const credit::Board* rule = facts.rules->board(board.board);
    if (rule == nullptr || rule->repeat != credit::Repeat::once_per_day) continue;
    const bool seen = seen_.note("board\n" + board.board + "\n" + grant.activity_id + "\n" + identity_of(row), {}) != Came::first;
    const bool before = std::any_of(facts.reported.begin(), facts.reported.end(), [&](const credit::Grant& one) {
      return one.ccid != grant.ccid && one.activity_id == grant.activity_id && one.date == grant.date && shares_board(one, board.board);
    });
    if (seen || before) findings.block("V10", board_field(board.board, "board"), "board_day", board.board);
  }
}

void Preflight::v15_removal_first(const LearnerRow& row, std::vector<RowFinding>& found) {
  if (!row.replaces.empty() && removed_ != row.replaces) Findings(row, found).block("V15", "ccid", "removal_first");
}

std::vector<RowFinding> Preflight::check(const LearnerRow& row, const PreflightFacts& facts) {
  if (std::exchange(date_, row.grant.date) != row.grant.date) {
    seen_.forget();
    ccid_.clear();
  }
  std::vector<RowFinding> found;
  Findings findings(row, found);
  v05_register(facts, findings);   // whoever the report is for: those whom CE Broker knows are mostly not PARS'
  v13_receiver(row, facts, findings);
  if (stops(found)) return found;   // what else is said of it is another receiver's business
  v01_ids(row, findings);
  if (!row.has_profile) {
    findings.block("V05", "profile", "profile_missing");
  } else {
    v02_names(row, facts, findings);
    v03_birth_day(row, findings);
    v04_npi(row, findings);
    v05_identifiers(row, facts, findings);
    formulas(row, findings);
  }
  if (row.action == Action::remove) {   // what was reported before and is taken back: its amounts and dates stood then
    removed_ = stops(found) ? std::string() : row.grant.ccid;
    return found;
  }
  v06_amount(row, facts, findings);
  v07_boards(row, facts, findings);
  v08_board_amounts(row, facts, findings);
  v09_dates(row, facts, findings);
  if (row.has_profile) v11_permission(row, findings);
  v12_whole_points(row, facts, findings);
  v14_deadlines(row, facts, findings);
  v15_removal_first(row, found);
  // A row that stays behind stands in nobody's way.
  if (!stops(found)) v10_doubles(row, facts, found);
  return found;
}

bool stops(const std::vector<RowFinding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const RowFinding& one) { return one.weight != Weight::warn; });
}

bool routed(const std::vector<RowFinding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const RowFinding& one) { return one.weight == Weight::route; });
}

}  // namespace preceptor::report
