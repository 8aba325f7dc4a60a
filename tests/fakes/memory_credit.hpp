// Grants in memory, with the port's promises.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/ports/credit_store.hpp"

namespace preceptor::fakes {

class MemoryCredit : public ports::CreditStore {
 public:
  base::Result<std::optional<credit::Grant>> load_grant(const std::string& ccid) override {
    const auto found = rows.find(ccid);
    return found == rows.end() ? std::optional<credit::Grant>() : std::optional(found->second);
  }
  base::Result<std::optional<credit::Grant>> grant_of_certificate(const std::string& code) override {
    std::optional<credit::Grant> newest;
    for (const auto& [ccid, one] : rows)
      if (!code.empty() && one.certificate == code && (!newest || one.sequence > newest->sequence)) newest = one;
    return newest;
  }
  base::Result<std::vector<credit::Grant>> list_grants(const ports::GrantFilter& filter, const std::optional<ports::GrantPlace>& after, int limit) override {
    std::vector<credit::Grant> found;
    for (const auto& [ccid, one] : rows)
      if (matches(filter, one) && (!after || std::tie(after->date, after->ccid) < std::tie(one.date, one.ccid))) found.push_back(one);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return std::tie(a.date, a.ccid) < std::tie(b.date, b.ccid); });
    if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
    return found;
  }
  base::Result<std::int64_t> count_grants(const ports::GrantFilter& filter) override {
    return static_cast<std::int64_t>(std::count_if(rows.begin(), rows.end(), [&](const auto& one) { return matches(filter, one.second); }));
  }

  // 0 when there is none.
  std::int64_t version_of(const std::string& ccid) const {
    const auto found = rows.find(ccid);
    return found == rows.end() ? 0 : found->second.version;
  }
  void write(const credit::Grant& grant) { rows[grant.ccid] = grant; }

  std::map<std::string, credit::Grant> rows;

 private:
  static bool is_any_of(const std::string& wanted, const std::string& has) { return wanted.empty() || wanted == has; }
  static bool matches(const ports::GrantFilter& filter, const credit::Grant& one) {
    if ((filter.from && one.date < *filter.from) || (filter.to && one.date > *filter.to)) return false;
    if (!is_any_of(filter.activity_id, one.activity_id) || !is_any_of(filter.system, one.system) || !is_any_of(filter.provider, one.provider)) return false;
    if (filter.person && one.person != *filter.person) return false;
    if (!filter.states.empty() && std::find(filter.states.begin(), filter.states.end(), one.state) == filter.states.end()) return false;
    return filter.board.empty() || std::any_of(one.boards.begin(), one.boards.end(), [&](const auto& board) { return board.board == filter.board; });
  }
};

}  // namespace preceptor::fakes
