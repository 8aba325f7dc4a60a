// Credit on the learner's pages: what stands on page one, and what a finished unit counts, in the commit that finishes it.
#include "web/learner/credited.hpp"

#include <algorithm>

#include "core/base/digest.hpp"
#include "core/credit/completion.hpp"
#include "web/claims/claim_pages.hpp"
#include "web/learner/impl.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kMostCredited = 512;

// Of several activities each text is shown: which one a learner claims in is not known yet. What the people of an activity disclosed decides whether it is a page of
// its own; a text that somebody wrote does not say whether it names a relationship, so commercial support does, and units that say so themselves. The block stands
// above the content too.
activity::Disclosure joined_disclosure(activity::Disclosure own, const std::vector<ActivityNow>& activities) {
  std::vector<std::string> texts;
  for (const auto& now : activities) {
    const auto& activity = *now.activity;
    if (!activity.commercial_support.empty() && activity.commercial_support != "none") own.commercial_support = activity.commercial_support;
    if (now.told && !now.told->none) own.none = false;
    const auto& text = learners_text(now);
    if (!text.empty() && std::ranges::find(texts, text) == texts.end()) texts.push_back(text);
  }
  if (texts.empty()) return own;
  own.text.clear();
  for (const auto& text : texts) own.text += (own.text.empty() ? "" : "\n") + text;
  return own;
}

}  // namespace

std::shared_ptr<const activity::Unit> CreditedUnits::with(const std::shared_ptr<const activity::Unit>& unit, const std::vector<ActivityNow>& activities) {
  const auto disclosure = joined_disclosure(unit->disclosure, activities);
  if (disclosure.text == unit->disclosure.text && disclosure.commercial_support == unit->disclosure.commercial_support && disclosure.none == unit->disclosure.none) return unit;
  const auto key = std::pair(unit->hash.str(), base::sha256_hex((disclosure.none ? "" : "page\n") + disclosure.commercial_support + "\n" + disclosure.text));
  const std::lock_guard lock(mutex_);
  if (units_.size() >= kMostCredited) units_.clear();
  auto& kept = units_[key];
  if (!kept) {
    auto copy = std::make_shared<activity::Unit>(*unit);
    copy->disclosure = disclosure;
    kept = std::move(copy);
  }
  return kept;
}

std::vector<ActivityShown> shown_activities(const std::vector<ActivityNow>& activities, const std::string& unit_id, const credit::Rulebook& rules) {
  std::vector<ActivityShown> shown;
  for (const auto& now : activities) {
    const auto& activity = *now.activity;
    const auto* part = activity.unit(unit_id);
    if (!part) continue;
    ActivityShown one{activity.title, activity.language, activity.accreditation_statement, activity.designation_statement, part->minutes, activity.pass_percent, {}, {}, learners_text(now), {}};
    if (now.told) one.told = now.told->sentences;
    if (!activity.designations.empty()) {
      const auto& first = activity.designations.front();
      const auto* system = rules.system(first.system);
      one.worth = first.max;
      one.system = system ? system->name : first.system;
    }
    shown.push_back(std::move(one));
  }
  return shown;
}

// Called wherever a visit gets its unit. A page without its credit is better than none: what cannot be found out is logged.
void LearnerPages::Impl::place_in_activities(Visit& visit) {
  if (!deps.credit || !visit.unit) return;
  const auto activities = deps.credit->activities_of_unit(visit.unit->id);
  if (!activities) {
    diary.failed("credit", activities.error());
    return;
  }
  visit.activities = shown_activities(*activities, visit.unit->id, deps.credit->rules());
  visit.unit = credited.with(visit.unit, *activities);
}

// In the commit of attempt_completed. Nothing for who is not known: a launch without `sub` earns nothing.
base::Status LearnerPages::Impl::count_credit(const Visit& visit, const std::string& subject, ports::UnitOfWork& work) {
  if (!deps.credit || !visit.attempt.completed || subject.empty()) return {};
  // Asked again: a page may have come without them, but nothing that was earned is lost.
  const auto activities = deps.credit->activities_of_unit(visit.row.unit_id);
  if (!activities) return base::fail(activities.error());
  if (activities->empty()) return {};
  auto events = deps.records.load_events(visit.row.registration, visit.row.id.str());
  if (!events) return base::fail(events.error());
  for (const auto& fresh : work.events)
    if (fresh.event.stream_id == visit.row.id.str()) events->push_back(fresh.event);
  auto fact = credit::counted_of(*visit.unit, *events);
  if (!fact) return base::fail(fact.error());
  Completion completion{visit.registration.platform, visit.row.person, std::move(*fact), {}};
  completion.disclosures.push_back(credit::disclosure_hash(visit.unit->disclosure.text));
  for (const auto& activity : visit.activities)
    if (!activity.disclosure.empty()) completion.disclosures.push_back(credit::disclosure_hash(activity.disclosure));
  return deps.credit->count(completion, work);
}

void LearnerPages::Impl::add_credit(Visit& visit) {
  if (deps.claims && !visit.preview()) visit.credit_html = deps.claims->receipt(visit);
}

}  // namespace preceptor::web
