// What a receiver answered, brought to the grants it is about.
#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "web/credit/desk_impl.hpp"

namespace preceptor::web {
namespace {

using State = credit::GrantState;

constexpr int kMostOfADay = 10'000;
constexpr const char* kResultsBy = "import of results";

bool waits_for_answer(State state) {
  return state == State::exported || state == State::sent || state == State::pending || state == State::accepted || state == State::correcting ||
         state == State::rejected;
}

bool is_theirs(const credit::Profile& profile, const report::ResultLine& line) {
  if (!line.board_id.empty()) {
    return std::any_of(profile.boards.begin(), profile.boards.end(), [&](const auto& one) {
      return one.id == line.board_id && (line.board.empty() || one.board == line.board);
    });
  }
  return base::lower(profile.given_name) == base::lower(line.given_name) && base::lower(profile.family_name) == base::lower(line.family_name);
}

}  // namespace

// By ccid; else everybody's of that activity and day whose board id or names fit.
base::Result<std::vector<credit::Grant>> ExportDesk::Impl::grants_of(const report::ResultLine& line) {
  std::vector<credit::Grant> found;
  if (!line.ccid.empty()) {
    auto grant = deps.grants.load_grant(report::grant_ccid(line.ccid));
    if (!grant) return base::fail(grant.error());
    if (*grant) found.push_back(std::move(**grant));
    return found;
  }
  const auto activities = book.activities();
  if (!activities) return base::fail(activities.error());
  for (const auto& activity : *activities) {
    if (activity.accme_activity_id != line.activity_id) continue;
    ports::GrantFilter filter;
    filter.activity_id = activity.activity->id;
    filter.from = filter.to = line.date;
    const auto of_day = deps.grants.list_grants(filter, std::nullopt, kMostOfADay);
    if (!of_day) return base::fail(of_day.error());
    for (const auto& grant : *of_day) {
      if (!waits_for_answer(grant.state)) continue;
      const auto profile = deps.vault.load_profile(grant.person, {kResultsBy, "results"});
      if (!profile) return base::fail(profile.error());
      if (*profile && is_theirs(**profile, line)) found.push_back(grant);
    }
  }
  return found;
}

base::Status ExportDesk::apply_results(const report::ResultTable& table, const std::string& who, bool dry_run,
                                       const std::function<bool(const ResultApplied&)>& each) {
  using Outcome = ResultApplied::Outcome;
  const std::string batch = base::uuid_v4();
  std::int64_t moved = 0;
  for (const auto& line : table.lines) {
    const auto grants = impl_->grants_of(line);
    if (!grants) return base::fail(grants.error());
    ResultApplied applied{line.line, Outcome::moved, line.ccid, report::state_of(line)};
    if (grants->size() != 1) {
      applied.outcome = grants->empty() ? Outcome::unknown : Outcome::ambiguous;
    } else {
      const auto& grant = grants->front();
      applied.ccid = grant.ccid;
      if (grant.state == applied.to) applied.outcome = Outcome::already;
      else if (credit::removal_asked(grant)) applied.outcome = Outcome::refused;   // accepted: the removal or the record? Staff say it on its page
      else if (!waits_for_answer(grant.state) || !credit::may_move(grant.state, applied.to)) applied.outcome = Outcome::refused;
      else if (!dry_run) {
        const auto done = impl_->book.move(grant.ccid, applied.to, report::reason_of(line), who, batch);
        if (!done && done.error().code != base::Code::store_conflict) return base::fail(done.error());
        if (!done) applied.outcome = Outcome::refused;
        moved += done ? 1 : 0;
      }
    }
    if (!each(applied)) break;
  }
  if (moved == 0) return {};
  record::Event event;
  event.stream_kind = "site";
  event.stream_id = batch;
  event.registration = base::RegistrationId(ports::kNoRegistration);
  event.at = event.recorded_at = impl_->deps.clock.now();
  event.payload = record::Other{"results_imported", base::canonical_json({{"who", who}, {"lines", table.lines.size()}, {"moved", moved}})};
  ports::UnitOfWork work;
  work.events.push_back({std::move(event), {}});
  return impl_->deps.records.commit(work);
}

}  // namespace preceptor::web
