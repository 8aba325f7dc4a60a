// The page that mends a record's identifiers. They are shown in full here and nowhere else, because they are edited.
#include <algorithm>

#include "web/accreditation/credit_section.hpp"
#include "web/accreditation/mending.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr std::size_t kSpareRows = 1, kRowsMost = 8;
constexpr const char* kPlain[] = {"given_name", "family_name", "birth_day", "npi", "nabp_id", "nccpa_id"};

std::string* plain_field(credit::Profile& profile, std::string_view name) {
  std::string* const fields[] = {&profile.given_name, &profile.family_name, &profile.birth_day, &profile.npi, &profile.nabp_id, &profile.nccpa_id};
  for (std::size_t i = 0; i < std::size(kPlain); ++i)
    if (name == kPlain[i]) return fields[i];
  return nullptr;
}

std::string row_field(const char* name, std::size_t n) { return std::string(name) + "-" + std::to_string(n); }

// The form over what the vault holds: consent and the launch's name stay as they are.
credit::Profile typed_profile(const StaffTurn& turn, credit::Profile profile) {
  for (const char* name : kPlain) *plain_field(profile, name) = one_line(turn.value(name));
  profile.licences.clear();
  profile.boards.clear();
  for (std::size_t i = 0; i < kRowsMost; ++i) {
    const auto state = one_line(turn.value(row_field("state", i))), licence = one_line(turn.value(row_field("licence", i)));
    if (!state.empty() || !licence.empty()) profile.licences.push_back({state, licence});
    const auto board = one_line(turn.value(row_field("board", i))), id = one_line(turn.value(row_field("id", i)));
    if (!board.empty() || !id.empty()) profile.boards.push_back({board, id});
  }
  return profile;
}

std::string seen_of(const std::optional<credit::Profile>& profile) { return profile ? std::to_string(base::to_unix_ms(profile->changed_at)) : "0"; }

std::vector<View> pair_rows(const std::vector<std::pair<std::string, std::string>>& values) {
  std::vector<View> rows;
  for (std::size_t i = 0; i < std::min(kRowsMost, values.size() + kSpareRows); ++i) {
    View row;
    row.text("n", std::to_string(i)).text("number", std::to_string(i + 1));
    row.text("first", i < values.size() ? values[i].first : "").text("second", i < values.size() ? values[i].second : "");
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

ports::HttpResponse CreditSection::fix_page(StaffTurn& turn, const credit::Grant& grant, const FixForm& form, int status) {
  const Messages& words = turn.messages;
  const auto found = deps_.desk.check_grant(grant.ccid, turn.member.id);
  if (!found) return turn.failed(found.error());
  StaffPage page;
  page.title = words.text("credits_staff.fix");
  page.template_name = "credit_fix";
  page.script = true;
  View& view = page.view;
  view.text("ccid", grant.ccid).text("seen", form.seen).text("action", turn.url("/credits/fix"));
  view.text("back", turn.url("/credits/record?" + base::format_form({{"ccid", grant.ccid}}))).text_if("reason", reason_text(grant.reason, words)).text("launch_name", form.shown.launch_name);
  credit::Profile shown = form.shown;
  std::vector<View> fields, problems, findings;
  for (const char* name : kPlain) {
    View row;
    const auto wrong = std::ranges::find(form.problems, name, &credit::ProfileProblem::field);
    row.text("name", name).text("label", words.text("credits_staff.field." + std::string(name))).text("value", *plain_field(shown, name));
    row.text_if("error", wrong == form.problems.end() ? "" : words.text("profile.problem." + wrong->key));
    fields.push_back(std::move(row));
  }
  for (const auto& one : form.problems) problems.push_back(text_view(one.field + ": " + words.text("profile.problem." + one.key)));
  for (const auto& one : *found) findings.push_back(text_view(finding_text(one, deps_.book.rules(), words)));
  std::vector<std::pair<std::string, std::string>> licences, boards;
  for (const auto& one : shown.licences) licences.emplace_back(one.state, one.number);
  for (const auto& one : shown.boards) boards.emplace_back(one.board, one.id);
  view.list("fields", std::move(fields)).list("licences", pair_rows(licences)).list("boards", pair_rows(boards));
  view.flag("has_problems", !problems.empty()).list("problems", std::move(problems)).flag("has_findings", !findings.empty()).list("findings", std::move(findings));
  return turn.page(std::move(page), status);
}

ports::HttpResponse CreditSection::fix(StaffTurn& turn, const credit::Grant& grant) {
  const auto profile = deps_.vault.load_profile(grant.person, {turn.member.id, "fix page"});
  if (!profile) return turn.failed(profile.error());
  return fix_page(turn, grant, {profile->value_or(credit::Profile{}), seen_of(*profile), {}}, 200);
}

ports::HttpResponse CreditSection::save_fix(StaffTurn& turn, const credit::Grant& grant) {
  const ports::VaultActor actor{turn.member.id, "fix page"};
  const auto before = deps_.vault.load_profile(grant.person, actor);
  if (!before) return turn.failed(before.error());
  const auto typed = typed_profile(turn, before->value_or(credit::Profile{}));
  const auto problems = credit::check_profile(typed);
  if (std::ranges::any_of(problems, &credit::ProfileProblem::refuses)) return fix_page(turn, grant, {typed, turn.value("seen"), problems}, 422);
  // The same form a second time finds its own work done; another's meanwhile is not written over.
  const bool same = *before && credit::to_json(typed) == credit::to_json(**before);
  if (!same && turn.value("seen") != seen_of(*before)) return turn.outdated();
  if (!same) {
    const auto kept = keep_profile(deps_, grant.person, typed, actor);
    if (!kept) return turn.failed(kept.error());
    if (!*kept) return turn.not_found();
  }
  if (turn.value("do") == "resend") return resend(turn, grant);
  return turn.go("/credits/record?" + base::format_form({{"ccid", grant.ccid}}), "fixed");
}

}  // namespace preceptor::web::accreditation
