#include "examples/demo_lms/test_hooks.hpp"

namespace preceptor::demo {

void TestHooks::push(const std::string& json_text) {
  std::lock_guard lock(mutex_);
  hooks_.push_back(json_text);
}

std::optional<std::string> TestHooks::take() {
  std::lock_guard lock(mutex_);
  if (hooks_.empty()) return std::nullopt;
  std::string first = std::move(hooks_.front());
  hooks_.pop_front();
  return first;
}

std::size_t TestHooks::waiting() const {
  std::lock_guard lock(mutex_);
  return hooks_.size();
}

}  // namespace preceptor::demo
