// The operator's diary: each refused (and accepted) launch with step, reason, expected and received. Never a token, name or e-mail.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
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
  std::int64_t id = 0;       // given by the store, growing
};

struct DiaryFilter {
  std::optional<std::string> registration;   // there and empty: entries of no known registration
  std::string code;                          // empty: any
  std::int64_t before = 0;                   // entries with a smaller id; 0: from the newest on
};

struct LastGood {
  std::string registration;
  base::Instant at{};
  std::string deployment;   // as it is shown; empty in lines older than the member
};

class Diary {
 public:
  virtual ~Diary() = default;
  // Keeps the newest 10,000. Must not fail the request it describes: the caller logs an error and goes on.
  virtual base::Status write_diary(const DiaryEntry& entry) = 0;
  virtual base::Result<std::vector<DiaryEntry>> recent_diary(int limit) = 0;
  // Newest first.
  virtual base::Result<std::vector<DiaryEntry>> read_diary(const DiaryFilter& filter, int limit) = 0;
  // When launches of each deployment of each registration last worked, as far back as the diary reaches. The deployment is what an accepted line holds as
  // `received`.
  virtual base::Result<std::vector<LastGood>> last_good_launches() = 0;

  // Somebody waits for this registration's next good launch: for the next minute each one has its line, on whatever node it arrives.
  virtual base::Status watch_launches(const base::RegistrationId& registration, base::Instant now) = 0;
  virtual base::Result<bool> launches_watched(const base::RegistrationId& registration, base::Instant now) = 0;
};

}  // namespace preceptor::ports
