// Files the program reads and writes, and where its own parts lie.
#pragma once
#include <string>

namespace host {

struct Read {
  bool ok = false;
  std::string text;     // of the file
  std::string problem;  // what is wrong and what to do, when not ok
};
// At most 1 MiB.
Read read_file(const std::string& path);

// Writes `text` so that only the owner may read it (0600), whole or not at all. Answers what went wrong; empty when nothing did.
std::string write_private_file(const std::string& path, const std::string& text);

// Makes `path` and what is missing above it, for the owner only. Answers what went wrong; empty when nothing did.
std::string make_private_folder(const std::string& path);

bool exists(const std::string& path);
// `path` below the current folder when it is relative.
std::string absolute(const std::string& path);
// The folder this program lies in; empty when the system does not say.
std::string program_folder();

}  // namespace host
