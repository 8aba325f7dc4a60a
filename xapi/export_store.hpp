// Where exports of statements read: sealed events of one registration, a window of positions at a time.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::xapi {

struct ExportedRow {
  std::int64_t position = 0, ordinal = 0;
  std::string type, person;           // of the event; the person is a random id, and may be nobody
  std::optional<std::string> body;    // the stored bytes; absent when the person was erased
};

class ExportStore {
 public:
  virtual ~ExportStore() = default;
  // Statements for record stores that fit the filter, in (position, ordinal) order, behind (after_position, after_ordinal) and at or before
  // `through`; at most `limit`. Not more than the positions in between is read, however few fit. Errors: store_*.
  virtual base::Result<std::vector<ExportedRow>> export_window(const ExportFilter& filter, const std::string& registration, std::int64_t after_position,
                                                               std::int64_t after_ordinal, std::int64_t through, int limit) = 0;
};

}  // namespace preceptor::xapi
