// Content files for these tests.
#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "manifests/compile.hpp"

namespace preceptor::manifests {

inline const std::filesystem::path kSource = PRECEPTOR_SOURCE_DIR;

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::string all_lines(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += format(problem) + "\n";
  return text;
}

// A unit without complaint; `body` replaces what follows the front matter, `more` is put into it.
inline std::string unit_text(const std::string& body, const std::string& more = "") {
  return "---\nid: u\nkind: unit\ntitle: T\nlanguage: en\nstated-minutes: 5\npass: 0\nobjectives: O\nreferences: "
         "R\nauthor: A\n"
         "disclosure: none\ncommercial-support: none\nai: none\ngap: gap-1\nformat: enduring material\nreview-by: "
         "2027-11-01\n" +
         more + "---\n" + body;
}
inline const std::string kQuestion = "\n## ? q | single\nWhich?\n- One\n- Two\n";

}  // namespace preceptor::manifests
