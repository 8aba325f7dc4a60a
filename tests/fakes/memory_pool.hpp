// The survey pool in memory, with the port's promises.
#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/ports/survey_pool.hpp"

namespace preceptor::fakes {

class MemoryPool : public ports::SurveyPool {
 public:
  base::Status add_to_pool(const burden::PoolRow& row, const std::string& token, base::Instant token_until, base::Instant month) override {
    if (next_failure) return base::fail(*std::exchange(next_failure, std::nullopt));
    if (!tokens.emplace(token, token_until).second) return base::fail(base::Code::store_already_used);
    since.emplace(std::pair(row.form_hash, row.unit_hash), month);
    waiting[row.key] = row;
    return {};
  }
  base::Result<bool> is_token_used(const std::string& token) override { return tokens.contains(token); }
  base::Result<std::vector<burden::PoolRow>> waiting_answers() override {
    std::vector<burden::PoolRow> found;
    for (const auto& [key, row] : waiting) found.push_back(row);
    return found;
  }
  base::Status release_answers(const std::vector<std::string>& taken, const std::vector<ports::NewEvent>& events) override {
    for (const auto& key : taken)
      if (!waiting.contains(key)) return base::fail(base::Code::store_conflict);
    for (const auto& key : taken) waiting.erase(key);
    for (const auto& added : events) released[added.event.stream_id] = added.event;
    tidy();
    return {};
  }
  base::Result<int> forget_answers(base::Instant since_before, base::Instant now) override {
    const auto gone = std::erase_if(waiting, [&](const auto& one) { return since.at({one.second.form_hash, one.second.unit_hash}) < since_before; });
    std::erase_if(tokens, [&](const auto& one) { return one.second <= now; });
    tidy();
    return static_cast<int>(gone);
  }
  base::Result<std::vector<record::Event>> released_answers(const std::string& after, int limit) override {
    std::vector<record::Event> found;
    for (auto at = released.upper_bound(after); at != released.end() && found.size() < static_cast<std::size_t>(limit); ++at) found.push_back(at->second);
    return found;
  }

  std::optional<base::Code> next_failure;
  std::map<std::string, base::Instant> tokens;
  std::map<std::string, burden::PoolRow> waiting;
  std::map<std::pair<std::string, std::string>, base::Instant> since;
  std::map<std::string, record::Event> released;

 private:
  void tidy() {
    std::set<std::pair<std::string, std::string>> there;
    for (const auto& [key, row] : waiting) there.insert({row.form_hash, row.unit_hash});
    std::erase_if(since, [&](const auto& one) { return !there.contains(one.first); });
  }
};

}  // namespace preceptor::fakes
