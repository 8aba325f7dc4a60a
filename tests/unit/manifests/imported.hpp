// Imported files, and what a person adds to them. Also for the fuzz targets.
#pragma once
#include <map>
#include <sstream>
#include <string>

#include "manifests/compile.hpp"
#include "manifests/importers/import.hpp"

namespace preceptor::manifests::importers {

// The imported text with the facts and rationales that only a person knows. Conditions are taken out: their language
// has tests of its own.
inline std::string completed(const std::string& text) {
  static const std::map<std::string, std::string, std::less<>> kFacts = {{"objectives:", "O"},
                                                                         {"references:", "R"},
                                                                         {"author:", "A"},
                                                                         {"disclosure:", "none"},
                                                                         {"commercial-support:", "none"},
                                                                         {"ai:", "none"},
                                                                         {"gap:", "gap-1"},
                                                                         {"review-by:", "2027-11-01"}};
  std::istringstream lines(text);
  std::string out;
  bool needs_rationale = false;
  const auto close = [&] {
    if (needs_rationale) out += "> Because.\n";
    needs_rationale = false;
  };
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ? ") || line.starts_with("# ")) close();
    if (const auto at = line.find("  # to add"); at != std::string::npos && kFacts.contains(line.substr(0, at)))
      line = line.substr(0, at) + " " + kFacts.at(line.substr(0, at));
    if (line.starts_with("## ? ")) {
      needs_rationale = line.find(" | scored") != std::string::npos;
    }
    if (line.starts_with(">")) needs_rationale = false;
    out += line + "\n";
  }
  close();
  return out;
}

inline std::string all_notes(const std::vector<Note>& notes) {
  std::string text;
  for (const Note& note : notes) text += format(note, "f") + "\n";
  return text;
}

}  // namespace preceptor::manifests::importers
