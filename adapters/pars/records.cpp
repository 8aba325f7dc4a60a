#include "adapters/pars/records.hpp"

#include <algorithm>

#include "adapters/report_files/words.hpp"

namespace preceptor::pars {
namespace {

using report_files::row_error;

credit::Amount points_sum(const std::vector<credit::TypePoints>& types) {
  credit::Amount sum;
  for (const auto& one : types) sum += one.points;
  return sum;
}

// What every record of the row has alike. State and number go together: the licence's own, or its state with the NPI (credit.md 4.5, V05).
base::Result<Record> common_part(const report::LearnerRow& row) {
  if (!row.has_profile) return row_error("profile", "is missing");
  const credit::Profile& who = row.profile;
  Record record{row.action == report::Action::add ? "Add" : "Delete", row.accme_activity_id, row.grant.date, who.given_name, who.family_name, who.birth_day};
  if (!report_files::digits(row.accme_activity_id, 9)) return row_error("accme_activity_id", "has not nine digits");
  if (who.given_name.empty()) return row_error("given_name", "is missing");
  if (who.family_name.empty()) return row_error("family_name", "is missing");
  if (!credit::is_birth_day(who.birth_day)) return row_error("birth_day", "is no month and day");
  if (row.grant.amount.hundredths <= 0) return row_error("amount", "is nothing");
  if (!who.licences.empty()) {
    record.state = credit::state_name(who.licences.front().state);
    if (record.state.empty()) return row_error("licences", "names no state");
    record.license_or_npi = who.licences.front().number;
  }
  if (record.license_or_npi.empty()) record.license_or_npi = who.npi;
  return record;
}

base::Result<Record> board_record(const Record& common, const report::LearnerRow& row, const credit::BoardRegistration& board, const credit::Board* rule,
                                  std::vector<credit::TypePoints> types) {
  const std::string field = "boards[" + board.board + "]";
  Record record = common;
  record.board = board.board;
  record.board_id = report_files::board_id(row.profile, board.board);
  record.board_id_required = !rule || rule->id_required;
  if (record.board_id_required && record.board_id.empty()) return row_error(field + ".id", "is missing");
  if (types.empty()) return row_error(field + ".points", "is missing");
  record.board_total = points_sum(types);
  record.types = std::move(types);
  return record;
}

// Two records whose sum is the credit: each carries as much CME as it has board credit (credit.md 10.1, scenario 16).
base::Status add_apart(const Record& common, const report::LearnerRow& row, const credit::BoardRegistration& board, const credit::Board* rule,
                       std::vector<Record>& into) {
  if (points_sum(board.points) != row.grant.amount) return row_error("boards[" + board.board + "].points", "does not add up to the credit");
  for (const auto& type : board.points) {
    auto record = board_record(common, row, board, rule, {type});
    if (!record) return base::fail(record.error());
    record->credits = type.points;
    into.push_back(std::move(*record));
  }
  return {};
}

bool apart(const report::Report& report, const credit::BoardRegistration& board) {
  const credit::Board* rule = report_files::board_named(report, board.board);
  return rule && rule->split == credit::Split::two_records && board.points.size() > 1;
}

}  // namespace

bool removes(const Record& record) { return record.action == "Delete"; }

base::Result<std::vector<Record>> records_of(const report::LearnerRow& row, const report::Report& report) {
  if (const auto safe = report_files::check_texts(row); !safe) return base::fail(safe.error());
  auto common = common_part(row);
  if (!common) return base::fail(common.error());
  auto boards = row.grant.boards;
  // The credit is said once: by the board that takes it apart, else by the first.
  std::ranges::stable_partition(boards, [&](const auto& board) { return apart(report, board); });
  std::vector<Record> records;
  for (const auto& board : boards) {
    const credit::Board* rule = report_files::board_named(report, board.board);
    if (apart(report, board)) {
      if (!records.empty()) return row_error("boards[" + board.board + "].points", "two boards that take credit apart do not go together");
      if (const auto added = add_apart(*common, row, board, rule, records); !added) return base::fail(added.error());
      continue;
    }
    auto record = board_record(*common, row, board, rule, board.points);
    if (!record) return base::fail(record.error());
    if (records.empty()) record->credits = row.grant.amount;
    records.push_back(std::move(*record));
  }
  if (records.empty()) {
    if (common->state.empty()) return row_error("licences", "the state is missing");
    common->credits = row.grant.amount;
    records.push_back(std::move(*common));
  }
  return records;
}

}  // namespace preceptor::pars
