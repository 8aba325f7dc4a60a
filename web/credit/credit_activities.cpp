#include <algorithm>

#include "core/base/json_reader.hpp"
#include "core/credit/zone.hpp"
#include "web/credit/credit_impl.hpp"

namespace preceptor::web {
namespace {

constexpr const char* kActivityKind = "activity";
constexpr base::Milliseconds kKeep{1500};   // within 2 s all nodes say the same
constexpr int kMostActivities = 10'000;
constexpr std::size_t kMostVersions = 1'000;

base::Result<KnownActivity> read_version(const ports::ContentVersion& version) {
  auto activity = credit::activity_from_json(version.json);
  if (!activity) return base::fail(activity.error());
  return KnownActivity{std::make_shared<const credit::Activity>(std::move(*activity)), version.published_at};
}

base::Result<std::string> number_of(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader in(*json, "credit_activity", problem);
  std::string number = in.text("accme_activity_id");
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return number;
}

}  // namespace

std::string CreditBook::Impl::zone_of(const credit::Activity& activity) const {
  const auto provider = std::ranges::find(deps.providers, activity.provider, &credit::Provider::id);
  return provider == deps.providers.end() ? std::string("UTC") : provider->time_zone;
}

void CreditBook::Impl::forget_cached() {
  const std::lock_guard lock(mutex_);
  read_at_.reset();
}

const std::string& learners_text(const ActivityNow& now) { return now.told ? now.told->text : now.activity->disclosure; }

// All disclosures in one read, for all activities.
base::Status CreditBook::Impl::add_told(std::map<std::string, KnownActivity>& activities) {
  if (std::ranges::all_of(activities, [](const auto& one) { return one.second.activity->people.empty(); })) return {};
  const auto disclosed = DisclosureBook(deps.records, deps.projections, deps.clock).list();
  if (!disclosed) return base::fail(disclosed.error());
  for (auto& [id, one] : activities) one.told = told_disclosure(*disclosed, one.activity->people);
  return {};
}

// With the lock held.
base::Status CreditBook::Impl::refresh() {
  const auto now = deps.clock.now();
  if (read_at_ && now >= *read_at_ && now - *read_at_ < kKeep) return {};
  const auto versions = deps.content.list_current(kActivityKind);
  if (!versions) return base::fail(versions.error());
  std::map<std::string, KnownActivity> newest;   // an activity is one, whatever the languages it is written in
  for (const auto& version : *versions) {
    auto read = read_version(version);
    if (!read) return base::fail(read.error());
    const auto [place, fresh] = newest.try_emplace(read->activity->id, *read);
    if (!fresh && place->second.published_at < read->published_at) place->second = std::move(*read);
  }
  if (auto told = add_told(newest); !told) return told;
  const auto rows = deps.projections.list_projections({kNumberKind, std::nullopt, kCreditSite, kMostActivities});
  if (!rows) return base::fail(rows.error());
  std::map<std::string, std::string> numbers;
  for (const auto& row : *rows) {
    auto number = number_of(row);
    if (!number) return base::fail(number.error());
    numbers.emplace(row.id, std::move(*number));
  }
  current_.clear();
  for (auto& [id, one] : newest) current_.push_back(std::move(one));
  numbers_ = std::move(numbers);
  read_at_ = now;
  return {};
}

base::Result<std::vector<KnownActivity>> CreditBook::Impl::known() {
  const std::lock_guard lock(mutex_);
  if (auto fresh = refresh(); !fresh) return base::fail(fresh.error());
  return current_;
}

base::Result<std::optional<KnownActivity>> CreditBook::Impl::known(const std::string& id) {
  const auto all = known();
  if (!all) return base::fail(all.error());
  const auto found = std::ranges::find_if(*all, [&](const KnownActivity& one) { return one.activity->id == id; });
  return found == all->end() ? std::optional<KnownActivity>() : std::optional(*found);
}

base::Result<KnownActivity> CreditBook::Impl::version(const base::ContentHash& hash) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = versions_.find(hash); known != versions_.end()) return known->second;
  }
  const auto stored = deps.content.by_hash(hash);
  if (!stored) return base::fail(stored.error());
  if (!*stored) return KnownActivity{};
  auto read = read_version(**stored);
  if (!read) return base::fail(read.error());
  const std::lock_guard lock(mutex_);
  if (versions_.size() >= kMostVersions) versions_.clear();   // immutable: read again when asked for
  versions_.emplace(hash, *read);
  return *read;
}

base::Result<ActivityNow> CreditBook::Impl::now_of(const KnownActivity& known) {
  ActivityNow now;
  now.activity = known.activity;
  now.told = known.told;
  now.time_zone = zone_of(*known.activity);
  const auto today = credit::date_in_zone(deps.clock.now(), now.time_zone);
  if (!today) return base::fail(today.error());
  now.today = *today;
  const std::lock_guard lock(mutex_);
  const auto number = numbers_.find(known.activity->id);
  now.accme_activity_id = number == numbers_.end() ? known.activity->accme_activity_id : number->second;
  return now;
}

base::Result<std::vector<ActivityNow>> CreditBook::activities() {
  const auto all = impl_->known();
  if (!all) return base::fail(all.error());
  std::vector<ActivityNow> found;
  for (const auto& one : *all) {
    auto now = impl_->now_of(one);
    if (!now) return base::fail(now.error());
    found.push_back(std::move(*now));
  }
  return found;
}

base::Result<std::optional<ActivityNow>> CreditBook::activity(const std::string& id) {
  const auto one = impl_->known(id);
  if (!one) return base::fail(one.error());
  if (!*one) return std::optional<ActivityNow>();
  auto now = impl_->now_of(**one);
  if (!now) return base::fail(now.error());
  return std::optional(std::move(*now));
}

base::Result<std::vector<ActivityNow>> CreditBook::activities_of_unit(const std::string& unit_id) {
  auto all = activities();
  if (!all) return all;
  std::erase_if(*all, [&](const ActivityNow& one) {
    return !one.activity->unit(unit_id) || one.today < one.activity->starts || one.activity->ends < one.today;
  });
  return all;
}

base::Status CreditBook::number_activity(const std::string& id, const std::string& accme_activity_id, const base::PersonId& by) {
  constexpr std::size_t kDigits = 9;   // V01
  if (accme_activity_id.size() != kDigits || !std::ranges::all_of(accme_activity_id, [](char c) { return c >= '0' && c <= '9'; }))
    return base::fail(base::Code::command_arguments, "an ACCME activity id has nine digits");
  const auto known = activity(id);
  if (!known) return base::fail(known.error());
  if (!*known) return base::fail(base::Code::credit_activity_unknown, id);
  for (int tries = 1;; ++tries) {
    auto stream = impl_->stream("activity", credit::activity_stream(id));
    if (!stream) return base::fail(stream.error());
    const auto row = impl_->deps.projections.load_projection(kCreditSite, kNumberKind, id);
    if (!row) return base::fail(row.error());
    ports::UnitOfWork work;
    work.events.push_back({stream->append(credit::payload_of(credit::ActivityNumbered{accme_activity_id, by.str()}), by, impl_->deps.clock.now()), {}});
    ports::Projection next;
    next.kind = kNumberKind;
    next.id = id;
    next.version = *row ? (*row)->version + 1 : 1;
    next.updated_at = stream->events.back().at;
    next.body = base::canonical_json({{"accme_activity_id", accme_activity_id}});
    work.projections.push_back(std::move(next));
    auto done = impl_->deps.records.commit(work);
    impl_->forget_cached();
    if (done || done.error().code != base::Code::store_conflict || tries == kCreditTries) return done;
  }
}

}  // namespace preceptor::web
