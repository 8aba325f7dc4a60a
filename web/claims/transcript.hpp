// What one learner was granted, as a list to keep: CSV, JSON. Pure.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/credit/grant.hpp"

namespace preceptor::web {

struct TranscriptRow {
  credit::Grant grant;
  std::string activity_title, provider, system;   // names, as they are printed
  std::string verify_url;
};
struct Transcript {
  std::string name;                               // empty when none is kept
  base::Instant made_at{};
  std::vector<TranscriptRow> rows;                // by date
};

// RFC 4180 with a heading row. A text that a spreadsheet would take for a formula gets an apostrophe before it.
std::string transcript_csv(const Transcript& transcript);
// {"name", "made_at", "credits": [...], "totals": {system: "0.5"}}; members sorted.
std::string transcript_json(const Transcript& transcript);
// By system, as printed; certificates without credit, and what was withdrawn or replaced, do not count.
std::map<std::string, credit::Amount> totals_of(const std::vector<TranscriptRow>& rows);

}  // namespace preceptor::web
