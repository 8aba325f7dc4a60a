#include "plugin/abi/subscription_gate.hpp"

namespace preceptor::abi {

SubscriptionGate::Inside::Inside(SubscriptionGate& gate) : gate_(gate) {
  const std::lock_guard lock(gate_.mutex_);
  gate_.threads_.insert(std::this_thread::get_id());
}

SubscriptionGate::Inside::~Inside() {
  const std::lock_guard lock(gate_.mutex_);
  gate_.threads_.erase(std::this_thread::get_id());
}

bool SubscriptionGate::inside() const {
  const std::lock_guard lock(mutex_);
  return threads_.contains(std::this_thread::get_id());
}

}  // namespace preceptor::abi
