// The operator's diary: each refused (and accepted) launch with step, reason, expected and received. Never a token, name or e-mail.
#pragma once
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::ports {

struct DiaryEntry {
  base::Instant at{};
  std::string code;          // short code shown to the learner, e.g. "L-7Q2K"
  std::string step;          // "login" or "launch"
  std::string registration;  // empty when not known
  std::string reason;        // error name, or "ok"
  std::string detail, expected, received;  // each at most 500 bytes
  std::string checks;        // names that passed, comma-separated
};

class Diary {
 public:
  virtual ~Diary() = default;
  // Keeps the newest 10,000. Must not fail the request it describes: the caller logs an error and goes on.
  virtual base::Status write_diary(const DiaryEntry& entry) = 0;
  virtual base::Result<std::vector<DiaryEntry>> recent_diary(int limit) = 0;
};

}  // namespace preceptor::ports
