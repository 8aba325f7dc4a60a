#include "web/accreditation/mending.hpp"

#include <algorithm>
#include <set>

#include "manifests/importers/csv.hpp"
#include "web/accreditation/parts.hpp"
#include "web/credit/finding_words.hpp"

namespace preceptor::web::accreditation {
namespace {

using credit::GrantState;

struct Head {
  std::string_view typed, field;
};
// As PARS' own template, rosters of LMSs and our forms head them; signs other than letters and digits are left out.
constexpr Head kHeads[] = {{"ccid", "ccid"},
                           {"creditid", "ccid"},
                           {"userid", "user_id"},
                           {"ltiuserid", "user_id"},
                           {"sub", "user_id"},
                           {"firstname", "given_name"},
                           {"givenname", "given_name"},
                           {"lastname", "family_name"},
                           {"familyname", "family_name"},
                           {"surname", "family_name"},
                           {"dateofbirth", "birth_day"},
                           {"birthday", "birth_day"},
                           {"birthmonthandday", "birth_day"},
                           {"npi", "npi"},
                           {"licensingstate", "licence_state"},
                           {"licencestate", "licence_state"},
                           {"licensestate", "licence_state"},
                           {"licencenumber", "licence_number"},
                           {"licensenumber", "licence_number"},
                           {"licensingid", "licence_number"},
                           {"board", "board"},
                           {"certifyingboard", "board"},
                           {"boardid", "board_id"},
                           {"certifyingboardid", "board_id"},
                           {"nabpid", "nabp_id"},
                           {"nabpeprofileid", "nabp_id"},
                           {"nccpaid", "nccpa_id"}};

void put_text(std::string& into, const std::string& value) {
  if (!value.empty()) into = value;
}

std::string as_code(const std::string& state) {
  if (state.size() == 2) {
    std::string code;
    for (const char c : state) code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 0x20) : c;
    return code;
  }
  for (const auto code : credit::state_codes())
    if (credit::state_name(code) == state) return std::string(code);
  return state;   // check_profile says that there is no such state
}

// The sentence's value as people call it; what nobody has a name for stays as it is.
std::string value_text(const report::RowFinding& finding, const credit::Rulebook& rules, const Messages& words) {
  if (finding.field == "profession") return profession_text(finding.value, words);
  const auto* system = finding.field == "system" ? rules.system(finding.value) : nullptr;
  return system ? system->name : finding.value;
}

}  // namespace

std::string field_label(const std::string& field, const Messages& words) { return preflight_field_label(field, words); }

std::string finding_text(const report::RowFinding& finding, const credit::Rulebook& rules, const Messages& words) {
  // What a format cannot write comes with its reason: "licences: names no state".
  const auto colon = finding.field.find(": ");
  const std::string why = colon == std::string::npos ? std::string() : " (" + finding.field.substr(colon + 2) + ")";
  return finding.rule + " · " + field_label(finding.field.substr(0, colon), words) + why + ": " +
         words.text("preflight." + finding.key, {{"value", value_text(finding, rules, words)}});
}

std::string said_text(const credit::CreditValidated& said, const credit::Rulebook& rules, const Messages& words) {
  std::string text;
  for (const auto& one : said.findings)
    text += (text.empty() ? "" : " ") + finding_text({said.ccid, one.rule, report::Weight::block, one.field, one.key, one.value}, rules, words);
  return text;
}

bool may_go_again(GrantState state) { return state != GrantState::withdrawn && state != GrantState::superseded && state != GrantState::correcting; }

base::Result<SentAgain> send_again(CreditBook& book, const credit::Grant& grant, const std::string& reason, const base::PersonId& by) {
  if (!may_go_again(grant.state)) return SentAgain{Again::refused, grant.ccid};
  if (grant.state == GrantState::issued || grant.state == GrantState::queued) return SentAgain{Again::next, grant.ccid};
  const auto made = book.correct(grant.ccid, reason, by);
  if (!made) return base::fail(made.error());
  return SentAgain{Again::corrected, made->ccid};
}

base::Result<bool> keep_profile(const Deps& deps, const base::PersonId& person, const credit::Profile& profile, const ports::VaultActor& actor) {
  const auto known = deps.records.load_person(person);
  if (!known) return base::fail(known.error());
  if (!*known) return false;
  credit::Profile changed = profile;
  changed.changed_at = deps.clock.now();
  if (auto saved = deps.book.save_profile(**known, changed, actor); !saved) return base::fail(saved.error());
  return true;
}

std::string field_of_head(const std::string& head) {
  std::string letters;
  for (const char c : head) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9')) letters += low;
  }
  const auto found = std::ranges::find(kHeads, letters, &Head::typed);
  return found == std::end(kHeads) ? std::string() : std::string(found->field);
}

std::string TypedRow::cell(const std::string& field) const {
  const auto found = cells.find(field);
  return found == cells.end() ? std::string() : found->second;
}

void TypedRow::put_into(credit::Profile& profile) const {
  put_text(profile.given_name, cell("given_name"));
  put_text(profile.family_name, cell("family_name"));
  put_text(profile.birth_day, cell("birth_day"));
  put_text(profile.npi, cell("npi"));
  put_text(profile.nabp_id, cell("nabp_id"));
  put_text(profile.nccpa_id, cell("nccpa_id"));
  if (const auto state = as_code(cell("licence_state")), licence = cell("licence_number"); !state.empty() || !licence.empty()) {
    const auto same = std::ranges::find(profile.licences, state, &credit::Licence::state);
    if (same == profile.licences.end()) profile.licences.push_back({state, licence});
    else put_text(same->number, licence);
  }
  if (const auto board = cell("board"), id = cell("board_id"); !board.empty() && !id.empty()) {
    const auto same = std::ranges::find(profile.boards, board, &credit::BoardId::board);
    if (same == profile.boards.end()) profile.boards.push_back({board, id});
    else same->id = id;
  }
}

base::Result<TypedTable> read_table(const std::string& csv) {
  // Line ends as a form or another system sends them; a mark of the byte order is no part of the first head.
  std::string text;
  for (std::size_t i = csv.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < csv.size(); ++i)
    if (csv[i] != '\r') text += csv[i];
    else if (i + 1 >= csv.size() || csv[i + 1] != '\n') text += '\n';
  const auto rows = manifests::importers::read_csv(text);
  if (!rows) return base::fail(rows.error());
  TypedTable made;
  if (rows->empty()) return base::fail(base::Code::content_invalid, "line 1: the heads of the columns");
  std::vector<std::string> fields;
  std::set<std::string> seen;
  for (const auto& head : rows->front().fields) {
    fields.push_back(field_of_head(head));
    if (fields.back().empty()) made.unknown.push_back(one_line(head, 60));
    else if (!seen.insert(fields.back()).second) return base::fail(base::Code::content_invalid, "line 1: two columns are \"" + fields.back() + "\"");
  }
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto& row = (*rows)[i];
    if (row.fields.size() > fields.size()) return base::fail(base::Code::content_invalid, "line " + std::to_string(row.line) + ": more cells than heads");
    TypedRow typed;
    for (std::size_t n = 0; n < row.fields.size(); ++n)
      if (!fields[n].empty()) typed.cells[fields[n]] = one_line(row.fields[n]);
    made.rows.emplace_back(row.line, std::move(typed));
  }
  return made;
}

}  // namespace preceptor::web::accreditation
