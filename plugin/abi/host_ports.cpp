#include "plugin/abi/host_ports.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <string>

#include "core/base/json.hpp"
#include "plugin/app/current_request.hpp"

namespace preceptor::abi {
namespace {

class HostClock final : public ports::Clock {
 public:
  explicit HostClock(const preceptor_callbacks& callbacks) : callbacks_(callbacks) {}
  base::Instant now() const override {
    if (callbacks_.now_ms != nullptr) return base::from_unix_ms(callbacks_.now_ms(callbacks_.user));
    return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now());
  }

 private:
  preceptor_callbacks callbacks_;
};

void append_string(std::string& line, std::string_view text) {
  line += base::Json(text).dump(-1, ' ', false, base::Json::error_handler_t::replace);
}

constexpr const char* kLevels[] = {"debug", "info", "warning", "error"};
constexpr std::string_view kOurMembers[] = {"at", "level", "event"};

class HostLog final : public ports::Log {
 public:
  HostLog(const preceptor_callbacks& callbacks, std::shared_ptr<ports::Clock> clock) : callbacks_(callbacks), clock_(std::move(clock)) {}

  void write(ports::Level level, std::string_view event, std::initializer_list<Field> fields) override {
    if (callbacks_.log == nullptr) return;
    const auto severity = static_cast<preceptor_log_level>(level);
    try {
      callbacks_.log(callbacks_.user, severity, line(level, event, fields).c_str());
    } catch (...) {
      // Out of memory: the host still learns that a line is missing.
      callbacks_.log(callbacks_.user, PRECEPTOR_LOG_ERROR, R"({"level":"error","event":"log.line_lost"})");
    }
  }

 private:
  std::string line(ports::Level level, std::string_view event, std::initializer_list<Field> fields) const {
    std::string text = R"({"at":")" + base::format_rfc3339(clock_->now()) + R"(","level":")" + kLevels[static_cast<int>(level)] + R"(","event":)";
    append_string(text, event);
    bool names_request = false;
    for (const auto& [name, value] : fields) {
      text += ',';
      names_request = names_request || name == "request";
      const bool taken = std::find(std::begin(kOurMembers), std::end(kOurMembers), name) != std::end(kOurMembers);
      append_string(text, taken ? std::string(name) + '_' : std::string(name));  // a member may not come twice
      text += ':';
      append_string(text, value);
    }
    if (const std::string_view request = app::CurrentRequest::id(); !names_request && !request.empty()) {
      text += R"(,"request":)";
      append_string(text, request);
    }
    text += '}';
    return text;
  }

  preceptor_callbacks callbacks_;
  std::shared_ptr<ports::Clock> clock_;
};

}  // namespace

base::Result<preceptor_callbacks> read_callbacks(const preceptor_callbacks* callbacks) {
  preceptor_callbacks known{};
  if (callbacks == nullptr) return known;
  if (callbacks->struct_size < sizeof callbacks->struct_size)
    return base::fail(base::Code::abi_misuse, "callbacks.struct_size must be sizeof(preceptor_callbacks)");
  std::memcpy(&known, callbacks, std::min(callbacks->struct_size, sizeof known));
  return known;
}

std::shared_ptr<ports::Clock> make_clock(const preceptor_callbacks& callbacks) { return std::make_shared<HostClock>(callbacks); }

std::shared_ptr<ports::Log> make_log(const preceptor_callbacks& callbacks, std::shared_ptr<ports::Clock> clock) {
  return std::make_shared<HostLog>(callbacks, std::move(clock));
}

}  // namespace preceptor::abi
