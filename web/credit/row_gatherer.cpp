#include "web/credit/row_gatherer.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "core/base/digest.hpp"
#include "core/report/deadlines.hpp"
#include "web/credit/licence_checks.hpp"
#include "web/credit/sending_state.hpp"

namespace preceptor::web {
namespace {

using State = credit::GrantState;

constexpr int kMostOfOne = 1000;   // grants of one learner in one activity

bool has_left(State state) { return state == State::exported || state == State::sent || state == State::pending || state == State::accepted; }
bool is_over(State state) { return state == State::withdrawn || state == State::superseded; }

bool is_on(const std::vector<credit::Enabled>& enabled, std::string_view what) {
  return std::any_of(enabled.begin(), enabled.end(), [&](const auto& one) { return one.what == what; });
}

// The grant that stands in the place of a superseded one: the first that was granted after it was, in the same commit (CreditBook::correct).
const credit::Grant* stands_for(const std::vector<credit::Grant>& all, const credit::Grant& old) {
  const credit::Grant* found = nullptr;
  for (const auto& one : all) {
    const bool later = one.granted_at >= old.changed_at && one.sequence > old.sequence && one.system == old.system;
    if (later && (found == nullptr || one.sequence < found->sequence)) found = &one;
  }
  return found;
}

}  // namespace

std::string name_confirmation(const base::PersonId& person, const credit::Profile& profile, const std::string& launch_name) {
  return "name:" + person.str() + ":" + base::sha256_hex(profile.given_name + "\n" + profile.family_name + "\n" + launch_name).substr(0, 16);
}

RowGatherer::RowGatherer(CreditBook& book, const CreditDeps& deps, const DeskOptions& options, ports::VaultActor actor, std::string receiver, bool with_time)
    : book_(book), deps_(deps), options_(options), actor_(std::move(actor)), with_time_(with_time) {
  facts_.rules = &book.rules();
  facts_.receiver = std::move(receiver);
}

base::Status RowGatherer::start() {
  auto enabled = book_.enabled();
  if (!enabled) return base::fail(enabled.error());
  facts_.enabled = std::move(*enabled);
  facts_.newer_window = is_on(facts_.enabled, kNewerWindow);
  facts_.two_records = !is_on(facts_.enabled, kOneRecord);
  return {};
}

base::Status RowGatherer::begin_page(const std::vector<credit::Grant>& grants) {
  std::set<base::PersonId> persons;
  for (const auto& grant : grants) persons.insert(grant.person);
  auto profiles = deps_.vault.load_profiles({persons.begin(), persons.end()}, actor_);
  if (!profiles) return base::fail(profiles.error());
  profiles_ = std::move(*profiles);
  return {};
}

base::Result<const RowGatherer::ActivityFacts*> RowGatherer::activity_now(const credit::Grant& grant) {
  if (const auto known = activities_.find(grant.activity_id); known != activities_.end()) return &known->second;
  const auto now = book_.activity(grant.activity_id);
  if (!now) return base::fail(now.error());
  ActivityFacts facts{{}, base::utc_date(deps_.clock.now())};
  if (*now) facts = {(*now)->accme_activity_id, (*now)->today};
  return &activities_.emplace(grant.activity_id, std::move(facts)).first->second;
}

// The version a grant was made under: what it promised then holds for it.
base::Result<const credit::Activity*> RowGatherer::version(const credit::Grant& grant) {
  if (const auto known = versions_.find(grant.activity); known != versions_.end()) return known->second.get();
  const auto stored = deps_.content.by_hash(grant.activity);
  if (!stored) return base::fail(stored.error());
  std::shared_ptr<const credit::Activity> activity;
  if (*stored) {
    auto read = credit::activity_from_json((*stored)->json);
    if (!read) return base::fail(read.error());
    activity = std::make_shared<const credit::Activity>(std::move(*read));
  }
  return versions_.emplace(grant.activity, std::move(activity)).first->second.get();
}

base::Status RowGatherer::identity(const credit::Grant& grant, report::LearnerRow& row) {
  const auto profile = profiles_.find(grant.person);
  row.has_profile = profile != profiles_.end();
  if (row.has_profile) row.profile = profile->second;
  if (options_.launch_name) {
    auto name = options_.launch_name(grant.person);
    if (!name) return base::fail(name.error());
    row.launch_name = std::move(*name);
  }
  facts_.licence_key.clear();
  facts_.licence_state.clear();
  if (row.has_profile && is_on(facts_.enabled, kLicenceChecks)) {
    const auto licence = licence_finding(deps_.projections, grant.person, row.profile);
    if (!licence) return base::fail(licence.error());
    if (*licence) std::tie(facts_.licence_key, facts_.licence_state) = std::tie((*licence)->key, (*licence)->state);
  }
  facts_.name_confirmed = is_on(facts_.enabled, name_confirmation(grant.person, row.profile, row.launch_name));
  return {};
}

// A record that the receiver refused at once is not there, nor one that it took away; one that it has, or may have, is.
base::Result<RowGatherer::WayOut> RowGatherer::way_out(const credit::Grant& grant) {
  const auto steps = book_.history(grant.ccid);
  if (!steps) return base::fail(steps.error());
  const auto begun = sending_begun(deps_.projections, grant.ccid);
  if (!begun) return base::fail(begun.error());
  const auto removed = sending_removed(deps_.projections, grant.ccid);
  if (!removed) return base::fail(removed.error());
  bool in_file = false, sent = false, answered = false, has_it = false;
  for (const auto& step : *steps) {
    in_file = in_file || step.state == State::exported;
    sent = sent || step.state == State::sent;
    has_it = has_it || step.state == State::pending || step.state == State::accepted;
    answered = answered || step.state == State::rejected;
  }
  const bool out = in_file || sent || *begun;
  return WayOut{!*removed && (has_it || (out && !answered)), has_it || in_file};
}

// Of the records that this one stands in for, one after the other, those that the receiver still holds: a correction may have been refused, or corrected again before it
// left; several may have been joined into this one.
base::Status RowGatherer::removals_before(const credit::Grant& grant, const std::vector<credit::Grant>& all, GatheredRow& gathered) {
  std::vector<std::string> open = {grant.ccid};
  while (!open.empty()) {
    const std::string now = std::move(open.back());
    open.pop_back();
    for (const auto& one : all) {
      const auto* next = one.state == State::superseded ? stands_for(all, one) : nullptr;
      if (next == nullptr || next->ccid != now) continue;
      const auto way = way_out(one);
      if (!way) return base::fail(way.error());
      if (way->taken) {
        auto removal = gathered.row;
        removal.action = report::Action::remove;
        removal.grant = one;
        gathered.removals.push_back(std::move(removal));
      }
      if (!way->carried) open.push_back(one.ccid);
    }
  }
  std::ranges::sort(gathered.removals, {}, [](const report::LearnerRow& one) { return one.grant.sequence; });   // the oldest goes first
  if (!gathered.removals.empty()) gathered.row.replaces = gathered.removals.back().grant.ccid;
  return {};
}

base::Status RowGatherer::history_of(const credit::Grant& grant, GatheredRow& gathered) {
  ports::GrantFilter filter;
  filter.activity_id = grant.activity_id;
  filter.person = grant.person;
  const auto all = deps_.grants.list_grants(filter, std::nullopt, kMostOfOne);
  if (!all) return base::fail(all.error());
  for (const auto& one : *all) {
    if (one.ccid == grant.ccid) continue;
    const bool before = report::to_be_reported(one.state) && std::tie(one.date, one.ccid) < std::tie(grant.date, grant.ccid);
    if (has_left(one.state) || before) facts_.reported.push_back(one);
  }
  return credit::removal_asked(grant) ? base::Status() : removals_before(grant, *all, gathered);
}

// The same NPI or board id under another name: whoever of them was first is reported, the other waits for staff; where neither was, both wait.
base::Status RowGatherer::other_people(const credit::Grant& grant, report::LearnerRow& row) {
  if (!row.has_profile) return {};
  const auto others = deps_.vault.same_identity(grant.person);
  if (!others) return base::fail(others.error());
  for (const auto& other : *others) {
    ports::GrantFilter filter;
    filter.activity_id = grant.activity_id;
    filter.person = other;
    const auto theirs = deps_.grants.list_grants(filter, std::nullopt, kMostOfOne);
    if (!theirs) return base::fail(theirs.error());
    for (const auto& one : *theirs) {
      if (one.system != grant.system || is_over(one.state)) continue;
      if (has_left(one.state)) facts_.reported.push_back(one);
      if (!has_left(grant.state)) facts_.same_identity = other.str();
    }
  }
  return {};
}

base::Result<GatheredRow> RowGatherer::gather(const credit::Grant& grant) {
  GatheredRow gathered;
  auto& row = gathered.row;
  row.grant = grant;
  if (credit::removal_asked(grant)) row.action = report::Action::remove;   // its learner took the permission back, and staff want it away
  facts_.reported.clear();
  facts_.same_identity.reset();
  const auto activity = version(grant);
  if (!activity) return base::fail(activity.error());
  facts_.activity = *activity;
  const auto now = activity_now(grant);
  if (!now) return base::fail(now.error());
  facts_.today = (*now)->today;
  row.accme_activity_id = (*now)->accme_activity_id;
  if (*activity != nullptr) {
    row.activity_title = (*activity)->title;
    row.activity_format = (*activity)->format;
    if (row.accme_activity_id.empty()) row.accme_activity_id = (*activity)->accme_activity_id;
  }
  const auto provider = std::find_if(deps_.providers.begin(), deps_.providers.end(), [&](const auto& one) { return one.id == grant.provider; });
  if (provider != deps_.providers.end()) {
    row.provider_name = provider->name;
    row.accme_provider_id = provider->accme_provider_id;
  }
  if (auto done = identity(grant, row); !done) return base::fail(done.error());
  if (with_time_) {
    const auto ledger = book_.ledger(grant.person, grant.activity_id);
    if (!ledger) return base::fail(ledger.error());
    // The time of the whole: it is this grant's where there is no other.
    if (*ledger && std::count_if((*ledger)->grants.begin(), (*ledger)->grants.end(), [](const auto& one) { return !is_over(one.state); }) == 1)
      row.time_engaged = (*ledger)->own_time;
  }
  if (auto done = history_of(grant, gathered); !done) return base::fail(done.error());
  if (auto done = other_people(grant, row); !done) return base::fail(done.error());
  return gathered;
}

}  // namespace preceptor::web
