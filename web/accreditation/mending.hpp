// What mending a record is, for one and for many: the pre-flight's answer in words, a changed profile, and a report that goes again.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "web/accreditation/deps.hpp"

namespace preceptor::web::accreditation {

// What people call a field of a row or a profile; `field` is the machine's name, as JSON has it.
std::string field_label(const std::string& field, const Messages& words);
// In the reader's words, a credit system by its name in the rulebook: "V05 · Board's id (ABP): The id at ABP is missing. ..."
std::string finding_text(const report::RowFinding& finding, const credit::Rulebook& rules, const Messages& words);

// What was kept of an earlier look, likewise.
std::string said_text(const credit::CreditValidated& said, const credit::Rulebook& rules, const Messages& words);

enum class Again {
  next,       // it was never sent: the next export takes it as it is
  corrected,  // the old record is superseded, a new one stands in its place (V15)
  refused,    // nothing can go again: withdrawn, superseded, or being corrected already
};
bool may_go_again(credit::GrantState state);   // not refused
struct SentAgain {
  Again how = Again::next;
  std::string ccid;       // of the record that goes now
};
// Errors: store_conflict (another was faster), store_*.
base::Result<SentAgain> send_again(CreditBook& book, const credit::Grant& grant, const std::string& reason, const base::PersonId& by);

// Keeps a mended profile. False: there is no such person any more.
base::Result<bool> keep_profile(const Deps& deps, const base::PersonId& person, const credit::Profile& profile, const ports::VaultActor& actor);

// Columns of a roster or of corrections by their heads, whatever case and spelling: "First Name", "given_name", "NPI". Fields as the map of launch values has
// them (given_name, family_name, birth_day, npi, licence_state, licence_number, board, board_id, nabp_id, nccpa_id), and "ccid" and "user_id".
std::string field_of_head(const std::string& head);
// Puts one value where its field belongs; "" changes nothing. Licence and board come in two cells, so they are given together at the end.
struct TypedRow {
  std::map<std::string, std::string> cells;   // by field
  std::string cell(const std::string& field) const;
  void put_into(credit::Profile& profile) const;
};
struct TypedTable {
  std::vector<std::pair<int, TypedRow>> rows;      // with the line on which each begins
  std::vector<std::string> unknown;                // heads that mean nothing here
};
// Error content_invalid: no table, a column twice, or more than 20,000 rows; the detail names the line and is fit to be shown.
base::Result<TypedTable> read_table(const std::string& csv);

}  // namespace preceptor::web::accreditation
