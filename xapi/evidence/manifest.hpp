// The manifest of an evidence bundle: what was selected, what the files are, where the record stood. It holds no time of its own making, so that the same
// selection of the same record is the same text.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::xapi::evidence {

inline constexpr const char* kStatementsFile = "statements.jsonl";
inline constexpr const char* kRecordFile = "record.jsonl";
inline constexpr const char* kDeliveriesFile = "deliveries.jsonl";
inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kSignatureFile = "manifest.jws";
inline constexpr const char* kSignatureType = "preceptor-evidence+jws";   // `typ` of the signature
inline constexpr std::size_t kMostManifestBytes = 512 * 1024;

struct FileFacts {
  std::string name;
  std::int64_t bytes = 0, lines = 0;
  std::string sha256;   // hex
  friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

// How the record of one registration stood, and which stretch of it is in the bundle.
struct Stretch {
  std::string registration;
  std::int64_t as_of = 0;          // the newest sealed position when the bundle was made
  std::string as_of_seal;
  std::int64_t first = 0, last = 0;   // positions in record.jsonl; 0: nothing selected
  std::string before, seal;        // the seal before `first` and at `last`; empty when nothing is selected
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

struct Manifest {
  std::string site;                                // where activities of the site have their names: its activity_base
  std::string from, to, unit, course;              // of the selection; empty: not limited
  bool events = false;                             // record.jsonl carries the events of its statements
  std::int64_t statements = 0, erased = 0;         // in statements.jsonl; of persons erased since, who left only the hash
  std::vector<FileFacts> files;
  std::vector<Stretch> record;
  friend bool operator==(const Manifest&, const Manifest&) = default;
};

// JSON with a line feed at the end. Error bundle_too_large: over kMostManifestBytes (a site with thousands of registrations).
base::Result<std::string> to_text(const Manifest& manifest);
// Error bundle_malformed: not a text that to_text writes; another format or version is named.
base::Result<Manifest> read_manifest(std::string_view text);

}  // namespace preceptor::xapi::evidence
