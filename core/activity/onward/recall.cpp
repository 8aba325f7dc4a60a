#include "core/activity/onward/recall.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace preceptor::onward {
namespace {

// One entry a hash: the time of the first withdrawal, the rest of the latest.
std::map<std::string, Withdrawal> by_hash(const std::vector<Withdrawal>& withdrawals) {
  std::map<std::string, Withdrawal> result;
  std::map<std::string, base::Instant> first;
  for (const Withdrawal& one : withdrawals) {
    const auto [at, is_first] = first.try_emplace(one.content_hash, one.at);
    at->second = std::min(at->second, one.at);
    const auto [place, is_new] = result.try_emplace(one.content_hash, one);
    const auto rank = [](const Withdrawal& w) { return std::tie(w.at, w.correction); };
    if (!is_new && rank(place->second) < rank(one)) place->second = one;
  }
  for (auto& [hash, one] : result) one.at = first.at(hash);
  return result;
}

std::string replacement_of(const Withdrawal& withdrawal, const std::map<std::string, Withdrawal>& withdrawn,
                           const std::vector<Current>& current) {
  for (const Current& one : current)
    if (one.unit_id == withdrawal.unit_id && one.language == withdrawal.language &&
        !withdrawn.contains(one.content_hash))
      return one.content_hash;
  return {};
}

bool has_opened(const std::vector<record::Attempt>& own, const std::string& hash) {
  return !hash.empty() &&
         std::ranges::any_of(own, [&](const record::Attempt& attempt) { return attempt.opened.content_hash == hash; });
}

}  // namespace

std::vector<Seen> who_saw(const std::vector<record::Attempt>& attempts, const Withdrawal& withdrawal) {
  std::vector<const record::Attempt*> pinned;
  for (const record::Attempt& attempt : attempts)
    if (attempt.opened.content_hash == withdrawal.content_hash) pinned.push_back(&attempt);
  std::ranges::sort(pinned, {}, [](const record::Attempt* a) { return std::tie(a->person, a->opened_at, a->id); });
  std::vector<Seen> seen;
  for (const record::Attempt* attempt : pinned) {
    if (seen.empty() || seen.back().person != attempt->person)
      seen.push_back({attempt->person, {}, attempt->opened_at, attempt->last_at, false, false});
    Seen& one = seen.back();
    one.attempts.push_back(attempt->id);
    one.last_at = std::max(one.last_at, attempt->last_at);
    one.completed = one.completed || attempt->completed;
    one.after_withdrawal = one.last_at > withdrawal.at;
  }
  return seen;
}

bool may_go_on(std::string_view content_hash, const std::vector<Withdrawal>& withdrawals) {
  return std::ranges::find(withdrawals, content_hash, &Withdrawal::content_hash) == withdrawals.end();
}

std::vector<Correction> corrections_due(const std::vector<record::Attempt>& own,
                                        const std::vector<Withdrawal>& withdrawals, const std::vector<Current>& current,
                                        const std::vector<std::string>& told) {
  const auto withdrawn = by_hash(withdrawals);
  std::map<std::string, Correction> due;
  for (const record::Attempt& attempt : own) {
    const std::string& hash = attempt.opened.content_hash;
    const auto found = withdrawn.find(hash);
    if (found == withdrawn.end() || std::ranges::find(told, hash) != told.end()) continue;
    const Withdrawal& one = found->second;
    const std::string replacement = replacement_of(one, withdrawn, current);
    const auto [place, is_new] =
        due.try_emplace(hash, Correction{hash, one.unit_id, one.language, one.correction, attempt.opened_at, one.at,
                                         replacement, has_opened(own, replacement)});
    place->second.seen_at = std::min(place->second.seen_at, attempt.opened_at);
  }
  std::vector<Correction> result;
  for (auto& [hash, one] : due) result.push_back(std::move(one));
  std::ranges::stable_sort(result, std::greater{}, &Correction::withdrawn_at);  // by hash so far
  return result;
}

MayStart may_start(std::string_view review_by, base::Date today) {
  if (review_by.empty()) return MayStart::yes;
  const auto last = base::parse_date(review_by);
  return last && today <= *last ? MayStart::yes : MayStart::without_credit;
}

}  // namespace preceptor::onward
