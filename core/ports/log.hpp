// Structured log lines. A line is an event name and fields; never a token, name, e-mail, secret or bound SQL value.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace preceptor::ports {

enum class Level { debug = 0, info = 1, warning = 2, error = 3 };

class Log {
 public:
  using Field = std::pair<std::string_view, std::string>;
  virtual ~Log() = default;
  // Any thread; does not throw. `event` is dotted and stable, e.g. "launch.refused".
  virtual void write(Level level, std::string_view event, std::initializer_list<Field> fields) = 0;
};

}  // namespace preceptor::ports
