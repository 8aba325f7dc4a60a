// Checks a JSON Lines file of statements against the rules (`preceptor xapi check`).
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "xapi/validate.hpp"

namespace preceptor::xapi {

struct LineFinding {
  std::int64_t line = 0;      // from 1
  std::string statement_id;   // empty when it has none that can be read
  Finding finding;
};

struct CheckReport {
  std::int64_t lines = 0;       // with a statement; empty lines are not counted
  std::int64_t statements_bad = 0;  // with at least one failure
  std::int64_t failures = 0;    // findings that fail the check: spec and profile; with `house` producer and house too
  std::int64_t warnings = 0;    // the others
  std::vector<LineFinding> findings;   // the first kMaxFindings; the counts go on
  bool good() const { return failures == 0; }
};
inline constexpr std::size_t kMaxFindings = 10000;
inline constexpr std::size_t kMaxLineBytes = 1 << 20;  // a longer line is a finding of rule 1 and is skipped

// Fills `buffer` with at most `size` bytes and answers how many; 0 at the end.
using ReadBytes = std::function<std::size_t(char* buffer, std::size_t size)>;

// One statement a line; memory is bounded but for 16 to 80 bytes an id. Rule 13 covers the whole file. `house`: all rules fail the check.
// `profile`: the rules 120 and 121 too, which take as much again (profile/profile_lines.hpp); findings about the order come last.
// `now`: with it, rule 22 (not in the future) is asked.
CheckReport check_lines(const ReadBytes& read, Version version, bool house, bool profile = false, std::optional<base::Instant> now = {});
// Whether a finding fails the check.
bool fails(const Finding& finding, bool house);

}  // namespace preceptor::xapi
