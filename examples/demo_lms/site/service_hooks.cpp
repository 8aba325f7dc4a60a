#include "examples/demo_lms/site/service_hooks.hpp"

#include <algorithm>

#include "core/base/json.hpp"

namespace preceptor::demo {

bool ServiceHooks::push(const std::string& json_text) {
  const auto read = base::parse_json(json_text);
  if (!read || !read->is_object()) return false;
  try {
    ServiceHook hook;
    hook.match = read->at("match").get<std::string>();
    hook.method = read->value("method", "");
    hook.body = read->value("body", "");
    hook.times = read->value("times", 1);
    hook.delay_ms = std::clamp(read->value("delay_ms", 0), 0, 30000);
    hook.status = read->value("status", 0);
    hook.after = read->value("after", false);
    if (read->contains("headers"))
      for (const auto& [name, value] : read->at("headers").items()) hook.headers.emplace_back(name, value.get<std::string>());
    std::lock_guard lock(mutex_);
    hooks_.push_back(std::move(hook));
    return true;
  } catch (const base::Json::exception&) {
    return false;
  }
}

std::optional<ServiceHook> ServiceHooks::take(std::string_view method, std::string_view path) {
  std::lock_guard lock(mutex_);
  const auto fits = [&](const ServiceHook& hook) {
    return path.find(hook.match) != std::string_view::npos && (hook.method.empty() || hook.method == method);
  };
  const auto found = std::find_if(hooks_.begin(), hooks_.end(), fits);
  if (found == hooks_.end()) return std::nullopt;
  const ServiceHook hook = *found;
  if (--found->times <= 0) hooks_.erase(found);
  return hook;
}

std::size_t ServiceHooks::waiting() const {
  std::lock_guard lock(mutex_);
  return hooks_.size();
}

}  // namespace preceptor::demo
