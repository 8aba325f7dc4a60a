// What an evidence bundle is made of: the sealed order of each registration, the statements in it, and what record stores answered.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::xapi {

struct RecordHead {
  std::string registration;
  std::int64_t position = 0;   // of the newest sealed event
  std::string seal;            // at that position, hex
};

struct RecordSpan {
  std::int64_t first = 0, last = 0;   // positions, both included
};

struct RecordedStatement {
  base::StatementId id;
  std::string sha256;                 // hex, of its bytes
  std::optional<std::string> body;    // absent when the person was erased
  std::string signature = {};         // compact JWS that it carries as its attachment; empty: none, or erased
};

// One sealed event. Of an event outside the selection only position, hash and seal are filled.
struct RecordRow {
  std::int64_t position = 0;
  std::string hash, seal;
  std::string event;                        // canonical JSON
  std::vector<std::string> renderings;      // SHA-256 of all of them, in the order the event's hash covers
  std::vector<RecordedStatement> statements;   // those for record stores, in order
};

// What became of statements at one record store: a request it accepted, or one statement it refused.
struct Delivered {
  std::string store;                    // the store's id, as xapi::LrsRow::store_id
  std::int64_t from = 0, through = 0;   // positions; the same for a refused statement
  std::int64_t statements = 0, status = 0;   // of an accepted request
  std::string refused_id, code;         // statement and error name; empty for an accepted request
  base::Instant at{};
};

// Reads sealed rows only, in pages, so that memory stays flat. `each` answers false to stop. Errors: store_*.
class EvidenceStore {
 public:
  virtual ~EvidenceStore() = default;
  // Of every registration that has a sealed event, by registration.
  virtual base::Result<std::vector<RecordHead>> record_heads() = 0;
  // From the first to the last event of the registration that has a statement in the selection, none behind `through`.
  virtual base::Result<std::optional<RecordSpan>> selected_span(const ExportFilter& filter, const std::string& registration, std::int64_t through) = 0;
  // The seal after that position; record::kFirstSeal for 0. Error store_failed: there is no such position.
  virtual base::Result<std::string> seal_at(const std::string& registration, std::int64_t position) = 0;
  // Every event of the span in order, whether selected or not.
  virtual base::Status walk_record(const ExportFilter& filter, const std::string& registration, const RecordSpan& span,
                                   const std::function<bool(const RecordRow&)>& each) = 0;
  // What touches the span, in an order of its own that is always the same.
  virtual base::Status walk_deliveries(const std::string& registration, const RecordSpan& span, const std::function<bool(const Delivered&)>& each) = 0;
  // The certificates of an evidence key, PEM, its own first; empty when it has none.
  virtual base::Result<std::string> evidence_certificates(const std::string& kid) = 0;
  virtual base::Status save_evidence_certificates(const std::string& kid, const std::string& pem) = 0;
};

}  // namespace preceptor::xapi
