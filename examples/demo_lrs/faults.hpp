// Scripted misbehaviour for tests (only with --test-hooks): what the next writes to /xAPI/statements meet.
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "core/base/result.hpp"

namespace preceptor::demo {

// One write's fate. `kind`:
//   pass                              handled as usual
//   status       status, retry_after  this answer, nothing stored (500, 503, 429, 413, ...)
//   reset_before                      connection reset, nothing stored
//   reset_after                       stored, then the connection is reset before the answer
//   hang         ms                   nothing stored, no answer for ms, then closed
//   half                              stored, half of the answer, then closed
//   wrong_ids                         stored, but the answer names other ids
struct Fault {
  std::string kind = "pass";
  int status = 500;
  int retry_after = -1;   // seconds; -1: no Retry-After header
  int ms = 0;
};

class Faults {
 public:
  // {"next":[{"do":"status","status":503,"retry_after":1,"times":2},...], "refuse":{"<statement id>":400}}: appends to the script and sets
  // the ids that are refused with that status whenever a batch holds them. Error json_malformed.
  base::Status script(const std::string& json_text);
  void clear();
  Fault next();
  // The status for a body that holds a refused id; 0 when it holds none.
  int refused(const std::string& body) const;
  void count_conflict();       // a 409 that this store gave by itself
  std::string state() const;   // JSON: {"waiting":n,"used":{"reset_after":3,...},"conflicts":n}

 private:
  mutable std::mutex mutex_;
  std::deque<Fault> next_;
  std::map<std::string, int> refuse_;
  std::map<std::string, int> used_;
  int conflicts_ = 0;
};

// The header by which the handler tells the front (fault_front.hpp) what to do with an answer; it never leaves the program.
inline constexpr const char* kFaultHeader = "X-Demo-Fault";

}  // namespace preceptor::demo
