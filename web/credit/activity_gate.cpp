#include "web/credit/activity_gate.hpp"

#include <algorithm>

#include "core/credit/zone.hpp"
#include "manifests/rules.hpp"
#include "web/burden/pilot_desk.hpp"
#include "web/rca/gate_desk.hpp"
#include "web/rca/told_disclosure.hpp"

namespace preceptor::web {
namespace {

std::string not_disclosed(const std::string& person, bool several) {
  if (several) return "Several people disclosed as \"" + person + "\": name the one who is meant by the id that preceptor staff list shows.";
  return "\"" + person + "\" has not disclosed: whoever controls the content does so under /staff, by the same name.";
}

GateFinding of_model(const std::string& unit_id, burden::GateProblem problem, bool refuses) {
  const std::string name(burden::name(problem));
  const activity::Sentence what{"burden.gate." + name, Messages::in("en").text("burden.gate." + name), {}};
  return {{refuses, "units." + unit_id + ".ai", "gate.model." + name, what.english}, what};
}

enum class InCredit { no, sample, yes };

// Whether a unit stands in the bundle of a current activity with credit that is not over.
base::Result<InCredit> place_of(const ActivityGateDeps& deps, const std::string& unit_id) {
  const auto current = deps.content.list_current("activity");
  if (!current) return base::fail(current.error());
  const auto providers = deps.providers ? deps.providers() : std::vector<credit::Provider>();
  InCredit place = InCredit::no;
  for (const ports::ContentVersion& version : *current) {
    const auto activity = credit::activity_from_json(version.json);
    if (!activity) return base::fail(activity.error());
    if (!activity->unit(unit_id) || (activity->designations.empty() && activity->boards.empty())) continue;
    const auto provider = std::ranges::find(providers, activity->provider, &credit::Provider::id);
    const auto today = credit::date_in_zone(deps.clock.now(), provider == providers.end() ? "UTC" : provider->time_zone);
    if (!today) return base::fail(today.error());
    if (activity->ends < *today) continue;
    if (provider == providers.end() || !provider->sample) return InCredit::yes;
    place = InCredit::sample;
  }
  return place;
}

class ActivityLook {
 public:
  ActivityLook(const ActivityGateDeps& deps, const credit::Activity& activity, const std::vector<activity::Unit>& fresh)
      : deps_(deps), activity_(activity), fresh_(fresh), cases_(deps.records, deps.projections, deps.clock), disclosures_(deps.records, deps.projections, deps.clock) {}

  base::Result<std::vector<GateFinding>> look() {
    if (const auto done = ask_rules(); !done) return base::fail(done.error());
    if (const auto done = look_for_units(); !done) return base::fail(done.error());
    if (const auto done = look_for_people(); !done) return base::fail(done.error());
    const bool with_credit = !activity_.designations.empty() || !activity_.boards.empty();
    if (with_credit)
      if (const auto done = look_for_models(); !done) return base::fail(done.error());
    const auto refusals = publish_refusals_of(cases_, disclosures_, units_, people_, activity_.commercial_support, with_credit, base::utc_date(deps_.clock.now()));
    if (!refusals) return base::fail(refusals.error());
    for (const rca::Problem& one : *refusals)
      found_.push_back({{!sample_, one.field, "gate." + one.rule, activity::plain(one.what_to_do)}, one.what_to_do});
    return std::move(found_);
  }

 private:
  base::Status ask_rules() {
    std::vector<credit::Provider> providers = deps_.providers ? deps_.providers() : std::vector<credit::Provider>();
    if (providers.empty()) providers.emplace_back();   // an installation without a provider: nobody may designate anything
    const auto provider = std::ranges::find(providers, activity_.provider, &credit::Provider::id);
    sample_ = provider != providers.end() && provider->sample;
    std::vector<credit::Enabled> enabled;
    if (deps_.enabled) {
      auto known = deps_.enabled();
      if (!known) return base::fail(known.error());
      enabled = std::move(*known);
    }
    for (credit::Finding& finding : credit::check_activity(activity_, manifests::shipped_rules(), providers, enabled)) found_.push_back({std::move(finding), {}});
    return {};
  }

  // Every language of the unit; none: it is nowhere.
  base::Result<std::vector<activity::Unit>> versions_of(const std::string& id) {
    std::vector<activity::Unit> units;
    std::ranges::copy_if(fresh_, std::back_inserter(units), [&](const activity::Unit& unit) { return unit.id == id; });
    if (!units.empty()) return units;
    const auto stored = deps_.content.current("unit", id);
    if (!stored) return base::fail(stored.error());
    for (const ports::ContentVersion& version : *stored) {
      auto unit = activity::unit_from_json(version.json);
      if (!unit) return base::fail(unit.error());
      units.push_back(std::move(*unit));
    }
    return units;
  }

  // A unit that is nowhere, or that nobody can pass, would leave the activity's promise open for ever.
  base::Status look_for_units() {
    for (std::size_t i = 0; i < activity_.bundle.size(); ++i) {
      const std::string& id = activity_.bundle[i].unit_id;
      const std::string field = "bundle[" + std::to_string(i) + "]";
      const auto units = versions_of(id);
      if (!units) return base::fail(units.error());
      if (units->empty()) refuse(field, "bundle.unit_unknown", "The unit \"" + id + "\" of the bundle is not published: publish it first, or take it out.");
      for (const activity::Unit& unit : *units) {
        units_.push_back({id, unit.gap});
        if (burden::read_ai_line(unit.id, unit.author, unit.ai).assisted()) assisted_.push_back(unit);
      }
      if (std::ranges::any_of(*units, [](const activity::Unit& unit) { return unit.disclosure.none; })) written_.push_back({"units." + id + ".disclosure", "none"});
      if (activity_.pass_percent > 0 && std::ranges::any_of(*units, [](const activity::Unit& unit) { return activity::max_score(unit) == 0; }))
        refuse(field, "bundle.no_assessment", "The unit \"" + id + "\" scores no question, so nobody can reach the passing standard in it: let it score one, or take it out.");
    }
    return {};
  }

  // What a model had a part in enters credit only when people showed that it is better (core/burden/pilot_gate.cpp).
  base::Status look_for_models() {
    for (const activity::Unit& unit : assisted_) {
      const auto problems = credit_problems_of(deps_.projections, deps_.records, deps_.figures, unit, deps_.clock.now());
      if (!problems) return base::fail(problems.error());
      for (const auto problem : *problems) found_.push_back(of_model(unit.id, problem, !sample_));
    }
    return {};
  }

  // A file names people as the disclosures do, the browser by their id.
  base::Status look_for_people() {
    const auto known = disclosures_.list();
    if (!known) return base::fail(known.error());
    for (const std::string& person : activity_.people) {
      const auto* found = find_disclosure(*known, person);
      if (found) people_.push_back(found->discloser.person);
      else if (!activity_.designations.empty())
        found_.push_back({{!sample_, "people", "gate.not_disclosed", not_disclosed(person, names_several(*known, person))}, {}});
    }
    if (const auto told = told_disclosure(*known, activity_.people)) compare(*told);
    return {};
  }

  // Learners read what the people disclosed. What the file says otherwise misleads nobody but its readers, so it is warned of.
  void compare(const ToldDisclosure& told) {
    if (!activity_.disclosure.empty()) written_ = {{"disclosure", activity_.disclosure}};
    for (const rca::Problem& one : differing_disclosures(told, written_))
      found_.push_back({{false, one.field, "gate." + one.rule, activity::plain(one.what_to_do)}, one.what_to_do});
  }

  void refuse(std::string field, std::string rule, std::string message) { found_.push_back({{true, std::move(field), std::move(rule), std::move(message)}, {}}); }

  const ActivityGateDeps& deps_;
  const credit::Activity& activity_;
  const std::vector<activity::Unit>& fresh_;
  CaseBook cases_;
  DisclosureBook disclosures_;
  bool sample_ = false;
  std::vector<GatedUnit> units_;
  std::vector<activity::Unit> assisted_;
  std::vector<std::string> people_;
  std::vector<WrittenDisclosure> written_;
  std::vector<GateFinding> found_;
};

}  // namespace

bool any_refuses(const std::vector<GateFinding>& findings) {
  return std::ranges::any_of(findings, [](const GateFinding& one) { return one.finding.refuses; });
}

base::Result<std::vector<GateFinding>> look_at_activity(const ActivityGateDeps& deps, const credit::Activity& activity, const std::vector<activity::Unit>& fresh) {
  return ActivityLook(deps, activity, fresh).look();
}

base::Result<std::vector<GateFinding>> look_at_unit(const ActivityGateDeps& deps, const activity::Unit& unit) {
  std::vector<GateFinding> found;
  if (!burden::read_ai_line(unit.id, unit.author, unit.ai).assisted()) return found;
  const auto problems = publish_problems_of(deps.projections, deps.records, unit);
  if (!problems) return base::fail(problems.error());
  for (const auto problem : *problems) found.push_back(of_model(unit.id, problem, true));
  const auto place = place_of(deps, unit.id);
  if (!place) return base::fail(place.error());
  if (*place == InCredit::no) return found;
  const auto more = credit_problems_of(deps.projections, deps.records, deps.figures, unit, deps.clock.now());
  if (!more) return base::fail(more.error());
  for (const auto problem : *more)
    if (std::ranges::find(*problems, problem) == problems->end()) found.push_back(of_model(unit.id, problem, *place == InCredit::yes));
  return found;
}

}  // namespace preceptor::web
