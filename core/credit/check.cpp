// What can be said of an activity before anybody opens it: what it promises must be possible, and somebody must stand for it.
#include <algorithm>
#include <set>

#include "core/base/ascii.hpp"
#include "core/base/encoding.hpp"
#include "core/credit/check_boards.hpp"

namespace preceptor::credit {
namespace {

constexpr std::size_t kMostDescription = 2500;                                            // PARS, credit.md 2.1
constexpr int kEnduringMonths = 36, kSeriesMonths = 12;                           // credit.md 10, "Expiry"; 1.1
constexpr std::string_view kOutcomes[] = {"Learner Knowledge", "Learner Competence", "Learner Performance", "Patient Health", "Community Health"};

bool mentions(std::string_view text, std::string_view words) {
  return base::lower(text).find(words) != std::string::npos;
}

class ActivityCheck {
 public:
  ActivityCheck(const Activity& activity, const Rulebook& rules, const std::vector<Provider>& providers, const std::vector<Enabled>& enabled)
      : activity_(activity), rules_(rules), providers_(providers), enabled_(enabled) {}

  std::vector<Finding> check() {
    check_facts();
    check_window();
    check_bundle();
    check_provider();
    for (std::size_t i = 0; i < activity_.designations.size(); ++i) check_designation("designations[" + std::to_string(i) + "]", activity_.designations[i]);
    check_statements();
    check_boards(activity_, rules_, enabled_, !providers_.empty(), findings_);
    return std::move(findings_);
  }

 private:
  void refuse(std::string field, std::string rule, std::string message, std::string better = {}) {
    findings_.push_back({true, std::move(field), std::move(rule), std::move(message), std::move(better)});
  }
  void warn(std::string field, std::string rule, std::string message, std::string better = {}) {
    findings_.push_back({false, std::move(field), std::move(rule), std::move(message), std::move(better)});
  }
  void check_length(int months, std::string rule, const std::string& message) {
    const base::Date last = base::add_months(activity_.starts, months);
    if (activity_.ends > last) refuse("ends", std::move(rule), message, base::format_date(last));
  }

  void check_facts() {
    // Reports of credit would refuse each of its rows, and a credit keeps the title that it was earned under.
    if (base::begins_like_formula(activity_.title))
      refuse("title", "title.formula", "The title begins with =, +, - or @, which a spreadsheet takes for a formula, and no report of credit may hold it. Begin it with a word.");
    if (base::count_characters(activity_.description) > kMostDescription) refuse("description", "description.long", "The description is longer than 2,500 characters, the most that PARS takes.");
    const std::string& number = activity_.accme_activity_id;
    if (!number.empty() && (number.size() != 9 || !std::ranges::all_of(number, base::is_digit)))
      refuse("accme_activity_id", "accme_activity_id.digits", "The ACCME activity id has nine digits; leave it out until PARS gave one.");
    for (const std::string& profession : activity_.professions)
      if (std::ranges::find(professions(), profession) == professions().end())
        refuse("professions", "profession.unknown", "\"" + profession + "\" is no profession known here: use physician, nurse, pharmacist or another code of docs/content.md.");
    for (const std::string& outcome : activity_.outcomes)
      if (std::ranges::find(kOutcomes, outcome) == std::end(kOutcomes))
        refuse("outcomes", "outcome.unknown", "\"" + outcome + "\" is no measured outcome of PARS: it knows Learner Knowledge, Learner Competence, Learner Performance, Patient Health and Community Health.");
    if (activity_.joint && activity_.nonaccredited_providers.empty()) warn("joint", "joint.providers", "A joint activity names the providers that are not accredited.");
    if (!activity_.joint && !activity_.nonaccredited_providers.empty())
      refuse("joint", "joint.missing", "Providers that are not accredited are named: say that the activity is joint.", "yes");
  }

  void check_window() {
    if (activity_.ends < activity_.starts) return refuse("ends", "window.order", "The activity ends before it starts.");
    if (activity_.format == "enduring") check_length(kEnduringMonths, "window.enduring", "Enduring material is open for three years at most.");
    if (activity_.format == "rss") check_length(kSeriesMonths, "window.series", "A series is one activity of twelve months at most.");
    if (!activity_.designations.empty() && activity_.designated_on > activity_.starts)
      refuse("designated_on", "designation.retroactive", "Credit is designated before the activity starts, never afterwards: start it after the designation.");
  }

  // Credit at the point of care comes from cycles; everything else that is credited here is a unit.
  void check_bundle() {
    if (activity_.bundle.empty() && !counts_cycles(activity_) && !activity_.designations.empty())
      refuse("bundle", "bundle.empty", "The bundle has no unit, so nobody could ever earn the credit: list its units with their minutes.");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < activity_.bundle.size(); ++i) {
      const BundleUnit& one = activity_.bundle[i];
      const std::string field = "bundle[" + std::to_string(i) + "]";
      if (!seen.insert(one.unit_id).second) refuse(field, "bundle.twice", "The unit \"" + one.unit_id + "\" stands in the bundle twice.");
      if (one.minutes < 1) refuse(field, "bundle.minutes", "A unit has at least one planned minute.");
    }
  }

  void check_provider() {
    if (activity_.designations.empty()) return warn("designations", "designation.none", "No credit is designated: learners get certificates of participation only.");
    if (activity_.provider.empty()) refuse("provider", "provider.missing", "No provider is named: an accredited provider designates credit.");
    if (providers_.empty() || activity_.provider.empty()) return;
    const auto provider = std::ranges::find(providers_, activity_.provider, &Provider::id);
    if (provider == providers_.end())
      return refuse("provider", "provider.unknown", "\"" + activity_.provider + "\" is no provider of this installation: add it to the configuration's providers.");
    for (std::size_t i = 0; i < activity_.designations.size(); ++i)
      if (std::ranges::find(provider->systems, activity_.designations[i].system) == provider->systems.end())
        refuse("designations[" + std::to_string(i) + "].system", "system.not_accredited",
               "The provider \"" + provider->id + "\" is not accredited for " + activity_.designations[i].system + ": take it out, or add it to the provider's accreditations.");
  }

  void check_designation(const std::string& field, const Designation& designation) {
    const CreditSystem* system = rules_.system(designation.system);
    if (!system) return refuse(field + ".system", "system.unknown", "\"" + designation.system + "\" is no credit system of the rules in force.");
    if (!is_on(system->source, "system:" + system->code, enabled_))
      findings_.push_back({!providers_.empty(), field + ".system", "system.off", "The rules of " + system->code + " are not confirmed: somebody of the staff must switch it on, with name and date."});
    if (std::ranges::count(activity_.designations, designation.system, &Designation::system) > 1)
      refuse(field + ".system", "designation.twice", system->code + " is designated twice.");
    check_maximum(field + ".max", designation, *system);
    const bool told = activity_.pass_percent > 0;
    if (system->needs_assessment && !told && (activity_.format == "enduring" || activity_.format == "journal"))
      refuse("pass_percent", "assessment.standard", system->code + " for " + activity_.format + " needs a passing standard that is told before the start: set pass-percent.", "75");
  }

  void check_maximum(const std::string& field, const Designation& designation, const CreditSystem& system) {
    if (designation.max < system.minimum || designation.max.hundredths <= 0)
      return refuse(field, "designation.minimum", system.code + " is designated from " + format(std::max(system.minimum, Amount{1})) + " up.", format(std::max(system.minimum, system.step)));
    if (round_to(designation.max, system.step, Rounding::down) != designation.max)
      return refuse(field, "designation.step", system.code + " is designated in steps of " + format(system.step) + ".", format(round_to(designation.max, system.step, Rounding::down)));
    if (activity_.bundle.empty()) return;
    const int minutes = activity_.planned_minutes();
    const Amount most = from_minutes(minutes, system.step, system.designation);
    if (designation.max > most)
      refuse(field, "designation.rounding", "The bundle's " + std::to_string(minutes) + " planned minutes come to " + format(most) + " at most, not " + format(designation.max) + ".",
             most.hundredths > 0 ? format(most) : "");
    else if (designation.max < most)
      warn(field, "designation.less", "The bundle's " + std::to_string(minutes) + " planned minutes would come to " + format(most) + ": the last of them earn nothing.", format(most));
  }

  void check_statements() {
    if (activity_.designations.empty()) return;
    const std::string& text = activity_.designation_statement;
    if (activity_.accreditation_statement.empty()) refuse("accreditation_statement", "statement.accreditation", "The accreditation statement is missing: it is shown word for word.");
    if (text.empty()) return refuse("designation_statement", "statement.designation", "The designation statement is missing: it is shown word for word.");
    if (activity_.format == "other" && !mentions(text, "other") && !mentions(text, "blended"))
      refuse("designation_statement", "statement.other", "An activity of the format other/blended is named so in its designation statement.");
    for (const Designation& one : activity_.designations)
      if (text.find(format(one.max)) == std::string::npos)
        warn("designation_statement", "statement.amount", "The designation statement does not name the " + format(one.max) + " of " + one.system + ".");
  }

  const Activity& activity_;
  const Rulebook& rules_;
  const std::vector<Provider>& providers_;
  const std::vector<Enabled>& enabled_;
  std::vector<Finding> findings_;
};

}  // namespace

const Designation* physician_credit(const Activity& activity, const Rulebook& rules) {
  const auto found = std::ranges::find_if(activity.designations, [&](const Designation& one) {
    const CreditSystem* system = rules.system(one.system);
    return system && (system->professions.empty() || std::ranges::find(system->professions, "physician") != system->professions.end());
  });
  return found == activity.designations.end() ? nullptr : &*found;
}

bool is_on(const Source& source, std::string_view what, const std::vector<Enabled>& enabled) {
  return source.verified || std::ranges::find(enabled, what, &Enabled::what) != enabled.end();
}

std::vector<Finding> check_activity(const Activity& activity, const Rulebook& rules, const std::vector<Provider>& providers, const std::vector<Enabled>& enabled) {
  return ActivityCheck(activity, rules, providers, enabled).check();
}

}  // namespace preceptor::credit
