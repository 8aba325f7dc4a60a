// Answers that change seldom and are asked with every launch, kept for a moment: until this process writes what they were read from, and for a second at
// most, since another process may write it (decision 0061).
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace preceptor::store {

template <class Value>
class Remembered {
 public:
  // What is remembered under `key`, else what `read` (which answers a Result<Value>) answers. `worth` says whether an answer is kept: what is absent must not
  // be, or strangers could fill the memory with names that nobody has.
  template <class Read, class Worth>
  auto get(const std::string& key, const Read& read, const Worth& worth) -> decltype(read()) {
    std::uint64_t generation = 0;
    {
      const std::lock_guard lock(mutex_);
      const auto found = kept_.find(key);
      if (found != kept_.end() && Clock::now() < found->second.until) return found->second.value;
      generation = generation_;
    }
    const auto begun = Clock::now();
    auto answer = read();
    if (!answer || !worth(*answer)) return answer;
    const std::lock_guard lock(mutex_);
    if (generation != generation_) return answer;   // written meanwhile: it may be the old one
    if (kept_.size() >= kMost) kept_.clear();
    kept_.insert_or_assign(key, Kept{*answer, begun + kFor});
    return answer;
  }

  // To be called after a commit that changed what the answers were read from, before it is acknowledged.
  void forget() {
    const std::lock_guard lock(mutex_);
    ++generation_;
    kept_.clear();
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Kept {
    Value value;
    Clock::time_point until;
  };
  static constexpr std::size_t kMost = 1024;
  static constexpr std::chrono::milliseconds kFor{1000};

  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
  std::uint64_t generation_ = 0;
};

}  // namespace preceptor::store
