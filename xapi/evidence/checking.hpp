// Whether the files of a bundle are what its manifest says, and where they are not: by file, line and statement.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "xapi/evidence/lines.hpp"
#include "xapi/evidence/manifest.hpp"

namespace preceptor::xapi::evidence {

enum class Fault {
  changed,   // a file, a line, or the statement in it
  missing,
  added,
  moved,     // a statement that stands at another place
  form,      // a line, or the file around it, that is not in the form it is written in
  seal,      // the record's order does not hold
  signature, // the manifest's signature does not fit
  key,       // it fits, under a key that is not the one it should be
};
std::string_view name(Fault fault);   // "changed", ...

struct Fact {
  Fault fault = Fault::changed;
  std::string file;
  std::int64_t line = 0;       // from 1; 0: the whole file. Of a missing statement where it stood when the bundle was made.
  std::string statement;       // its id, where it is known
  std::string detail;          // plain words; may be empty
};
using Tell = std::function<void(const Fact&)>;

// `files`: those of the bundle but manifest and signature. Every difference is told; memory does not grow with them, nor with the statements.
void check_files(const Manifest& manifest, const std::vector<BundleFile>& files, const Tell& tell);

}  // namespace preceptor::xapi::evidence
