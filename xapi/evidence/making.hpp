// From the record to the files of an evidence bundle: one walk, memory flat.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "xapi/evidence/manifest.hpp"
#include "xapi/evidence_store.hpp"

namespace preceptor::xapi::evidence {

struct Asked {
  ExportFilter filter;      // times, unit and course count
  bool events = false;      // the events of the statements go along, so that their seals can be recomputed from the bundle alone
  std::string site;         // activity_base
};

enum class Part { statements, record, deliveries };   // in the order of the manifest's files

// Takes one line, its line feed included. Lines of different parts come mixed.
using PutLine = std::function<base::Status(Part, std::string_view)>;

// The manifest of what was put. `progress` gets the number of statements now and then and answers false to stop. Errors: store_*, those of `put`,
// command_cancelled.
base::Result<Manifest> write_evidence(EvidenceStore& store, const Asked& asked, const PutLine& put, const std::function<bool(std::int64_t)>& progress = {});

}  // namespace preceptor::xapi::evidence
