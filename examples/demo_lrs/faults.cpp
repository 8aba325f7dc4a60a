#include "examples/demo_lrs/faults.hpp"

#include <set>

#include "core/base/json.hpp"

namespace preceptor::demo {

base::Status Faults::script(const std::string& json_text) {
  const auto parsed = base::parse_json(json_text);
  if (!parsed) return base::fail(parsed.error());
  static const std::set<std::string> kinds{"pass", "status", "reset_before", "reset_after", "hang", "half", "wrong_ids"};
  std::deque<Fault> added;
  try {
    for (const auto& item : parsed->value("next", base::Json::array())) {
      const Fault fault{item.at("do").get<std::string>(), item.value("status", 500), item.value("retry_after", -1), item.value("ms", 0)};
      if (!kinds.count(fault.kind)) return base::fail(base::Code::json_malformed, "there is no fault " + fault.kind);
      added.insert(added.end(), static_cast<std::size_t>(item.value("times", 1)), fault);
    }
    std::lock_guard lock(mutex_);
    next_.insert(next_.end(), added.begin(), added.end());
    const base::Json refuse = parsed->value("refuse", base::Json::object());   // items() only points into it
    for (const auto& [id, status] : refuse.items()) refuse_[id] = status.get<int>();
  } catch (const base::Json::exception& e) {
    return base::fail(base::Code::json_malformed, e.what());
  }
  return {};
}

void Faults::clear() {
  std::lock_guard lock(mutex_);
  next_.clear();
  refuse_.clear();
}

Fault Faults::next() {
  std::lock_guard lock(mutex_);
  if (next_.empty()) return {};
  Fault first = next_.front();
  next_.pop_front();
  ++used_[first.kind == "status" ? std::to_string(first.status) : first.kind];
  return first;
}

int Faults::refused(const std::string& body) const {
  std::lock_guard lock(mutex_);
  for (const auto& [id, status] : refuse_)
    if (body.find("\"" + id + "\"") != std::string::npos) return status;
  return 0;
}

void Faults::count_conflict() {
  std::lock_guard lock(mutex_);
  ++conflicts_;
}

std::string Faults::state() const {
  std::lock_guard lock(mutex_);
  return base::Json{{"waiting", next_.size()}, {"used", used_}, {"conflicts", conflicts_}}.dump();
}

}  // namespace preceptor::demo
