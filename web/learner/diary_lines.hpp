// The operator's diary, as the pages write it.
#pragma once
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "core/ports/clock.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/log.hpp"
#include "lti/launch.hpp"

namespace preceptor::web {

// "L-7Q2K": 4 of 32 letters and digits that cannot be taken for each other.
std::string short_code();

class DiaryLines {
 public:
  DiaryLines(ports::Diary& diary, const ports::Clock& clock, ports::Log& log) : diary_(diary), clock_(clock), log_(log) {}

  // Writes why a login or launch was refused; answers the code the learner sees. A diary that fails is logged, never an error. `refusal.registration`: one that
  // exists, never what a request merely says.
  std::string refused(const std::string& step, const lti::Refusal& refusal);
  // At most one line a minute, registration and way the browser was known: enough to see when launches last worked, and no launch waits for a second
  // sync. Each one while somebody watches for it (Diary::watch_launches).
  void accepted(const lti::VerifiedLaunch& launch);
  // A page that failed: one log line; answers its code.
  std::string failed(const std::string& step, const base::Error& error);

 private:
  void write(const ports::DiaryEntry& entry);
  bool is_due(const lti::VerifiedLaunch& launch, base::Instant now);

  ports::Diary& diary_;
  const ports::Clock& clock_;
  ports::Log& log_;
  std::mutex mutex_;
  std::map<std::tuple<base::RegistrationId, lti::Binding, std::string>, base::Instant> last_accepted_;   // the last is the deployment
};

}  // namespace preceptor::web
