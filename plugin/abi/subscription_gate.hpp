// Knows which thread is inside a subscriber, so that a call that would wait for itself is refused instead of hanging.
#pragma once
#include <set>
#include <mutex>
#include <thread>

namespace preceptor::abi {

class SubscriptionGate {
 public:
  // Marks the calling thread as inside a subscriber until it is destroyed.
  class Inside {
   public:
    explicit Inside(SubscriptionGate& gate);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

   private:
    SubscriptionGate& gate_;
  };
  // True when the calling thread runs a subscriber of this instance. Any thread.
  bool inside() const;

 private:
  mutable std::mutex mutex_;
  std::set<std::thread::id> threads_;
};

}  // namespace preceptor::abi
