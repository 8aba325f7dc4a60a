// The lines of an evidence bundle's record.jsonl and deliveries.jsonl: one text for one value, so that a line is read back as exactly what was written.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "xapi/evidence_store.hpp"

namespace preceptor::xapi::evidence {

struct StatementMark {
  std::string id, sha256;
  std::int64_t line = 0;   // in statements.jsonl, from 1; 0: its bytes are gone, because the person was erased
  std::string signature = {};   // compact JWS that the statement carries as its attachment; empty: none
  friend bool operator==(const StatementMark&, const StatementMark&) = default;
};

struct RecordLine {
  std::string registration;
  std::int64_t position = 0;
  std::string hash, seal;
  std::vector<StatementMark> statements;   // none: outside the selection
  std::string event;                       // canonical JSON; only where the bundle carries events
  std::vector<std::string> renderings;     // likewise
  friend bool operator==(const RecordLine&, const RecordLine&) = default;
};

// Canonical JSON, without the line feed.
std::string to_line(const RecordLine& line);
// Error bundle_malformed: not a text that to_line writes.
base::Result<RecordLine> read_record_line(std::string_view text);

std::string to_line(const std::string& registration, const Delivered& delivered);

}  // namespace preceptor::xapi::evidence
