// The one list of what can be wrong in a root-cause case, each with what to do.
#include <algorithm>

#include "core/activity/flow.hpp"
#include "core/activity/rca/sheet.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::rca {
namespace {

struct Rule {
  std::string_view name, what_to_do;
};
constexpr Rule kRules[] = {
    // any field
    {"required", "Fill this in."},
    {"words", "Shorten it to {max} words; it has {n}."},
    {"characters", "Shorten it to {max} characters."},
    {"identifier", "Take out what could identify a patient."},
    {"text", "Type it again: it holds characters that cannot be stored."},
    {"choice", "Choose one of the answers offered."},
    {"date", "Give a date after {after}, {latest} at the latest."},
    // the sheet
    {"strata",
     "Say for at least one of site, payer, race and ethnicity, language or rurality how the gap differs, or that it is "
     "not available."},
    {"grant",
     "Say whether the money may be used if education is only a part of the answer, and if it is the wrong tool."},
    {"whys", "Ask why at least {min} times, at most {max}."},
    // ratings
    {"ratings", "Ask the stakeholders first: nobody has answered yet."},
    {"no_cause", "Look at the gap again: nobody named a cause."},
    {"evidence", "Say what this cause rests on: opinion, one source, two or more, or local data."},
    {"non_physician", "Ask at least one person who is not a physician."},
    {"patient_voice",
     "Ask a patient, family member or member of the public: equity or patient preference is a main cause."},
    {"which_rows", "Tick which of these apply."},
    {"main_causes", "Choose at most {max} main causes."},
    {"closed", "Nothing more can be added: it was decided meanwhile."},
    {"number", "Give a number."},
    // decisions
    {"stale", "Look at the case again: it changed since this decision was prepared."},
    {"not_a_decision", "Complete the case first, or decide to hold, go, or not go."},
    {"reason", "Say in a line or two why."},
    {"interest", "State your own interest in the activity, or \"none\"."},
    {"second_person", "Let a second person sign: one person alone cannot decide against the rule."},
    {"override_needless", "Leave the second signature out: the decision follows the rule."},
    {"own_case", "Let someone other than the planner of the case sign."},
    {"other_part",
     "Name what else is done, by whom and by when, for at least one cause that education cannot take away."},
    {"hand_over", "Name the owner outside education to whom this is handed over."},
    {"order", "Reload the page: another decision was made in between."},
    // publishing
    {"decision_missing", "Decide the root-cause case this activity answers, or give a reason for going without."},
    {"decision_no_go", "Choose another case: the one named was decided as {outcome}."},
    {"review_overdue", "Review the case again: its re-review date, {date}, is past."},
    {"part_missing", "Name at least one {part}."},
    {"not_disclosed", "Ask {name} to disclose: they do it themselves under Disclosures, signed in by that name."},
    {"disclosure_date",
     "Ask {name} for a new disclosure: it must be dated, not in the future and not older than {months} months."},
    {"lookback", "Ask {name} for relationships of the last 24 months."},
    {"ruling", "Let someone else than {name} rule whether the relationship with {company} is relevant."},
    {"mitigation", "Say how the relationship of {name} with {company} is mitigated, and when that was done."},
    {"disclosure_differs",
     "Learners read what the people disclosed: \"{told}\" What is written here says: \"{written}\" Leave it out, or "
     "have the disclosures set right."},
    {"support", "Say who gives commercial support, or \"none\"."},
};

}  // namespace

Problem problem(std::string field, std::string_view rule, std::vector<std::pair<std::string, std::string>> values) {
  const auto found = std::ranges::find(kRules, rule, &Rule::name);
  const std::string_view what = found == std::end(kRules) ? "Look at this again." : found->what_to_do;
  return {
      std::move(field), std::string(rule), {"rca.problem." + std::string(rule), std::string(what), std::move(values)}};
}

int count_words(std::string_view text) {
  int words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space && !inside) ++words;
    inside = !space;
  }
  return words;
}

void check_text(std::vector<Problem>& problems, const std::string& field, std::string_view text, bool required,
                int words) {
  const int n = count_words(text);
  const auto is_control = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
  };
  const auto characters = std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
  if (n == 0) {
    if (required) problems.push_back(problem(field, "required"));
  } else if (!base::is_utf8(text) || std::ranges::any_of(text, is_control)) {
    problems.push_back(problem(field, "text"));
  } else if (words > 0 && n > words) {
    problems.push_back(problem(field, "words", {{"max", std::to_string(words)}, {"n", std::to_string(n)}}));
  } else if (static_cast<std::size_t>(characters) > kTextCharacters) {
    problems.push_back(problem(field, "characters", {{"max", std::to_string(kTextCharacters)}}));
  } else if (activity::looks_identifying(text)) {
    problems.push_back(problem(field, "identifier"));
  }
}

}  // namespace preceptor::rca
