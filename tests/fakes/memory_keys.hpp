// Signing keys in memory with the key store's promises. For tests that need no database.
#pragma once
#include <algorithm>
#include <mutex>
#include <vector>

#include "lti/key_store.hpp"

namespace preceptor::fakes {

class MemoryKeys : public lti::KeyStore {
 public:
  using Keys = std::vector<lti::SigningKey>;
  base::Result<Keys> list_keys(const base::RegistrationId& registration) override {
    return those([&](const auto& key) { return key.registration == registration; });
  }
  base::Result<Keys> published_keys(base::Instant now) override {
    return those([&](const auto& key) { return key.state != lti::KeyState::retired || key.published_until.value_or(now) > now; });
  }
  base::Result<Keys> waiting_keys(base::Instant made_by) override {
    return those([&](const auto& key) { return key.state == lti::KeyState::next && key.created_at <= made_by; });
  }
  base::Result<bool> add_key(const lti::SigningKey& added) override {
    const std::lock_guard lock(mutex_);
    for (const auto& key : keys) {
      if (key.kid == added.kid) return base::fail(base::Code::store_already_used, "a key of that kid");
      if (key.registration == added.registration && key.state == added.state) return false;
    }
    keys.push_back(added);
    return true;
  }
  base::Result<bool> activate_key(const base::RegistrationId& registration, const std::string& kid, base::Instant now, base::Instant old_until) override {
    const std::lock_guard lock(mutex_);
    const auto next = std::find_if(keys.begin(), keys.end(), [&](const auto& key) {
      return key.registration == registration && key.kid == kid && key.state == lti::KeyState::next;
    });
    if (next == keys.end()) return false;
    for (auto& key : keys) {
      if (key.registration != registration || key.state != lti::KeyState::current) continue;
      key.state = lti::KeyState::retired;
      key.sealed.clear();
      key.retired_at = now;
      key.published_until = old_until;
    }
    next->state = lti::KeyState::current;
    next->activated_at = now;
    return true;
  }
  Keys keys;
  bool fails = false;

 private:
  template <class Test>
  base::Result<Keys> those(Test test) {
    const std::lock_guard lock(mutex_);
    if (fails) return base::fail(base::Code::store_failed, "the keys' disk");
    Keys found;
    std::copy_if(keys.begin(), keys.end(), std::back_inserter(found), test);
    return found;
  }
  std::mutex mutex_;
};

}  // namespace preceptor::fakes
