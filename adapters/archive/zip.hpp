// ZIP files whose bytes depend on nothing but names and contents.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::archive {

// (name, bytes); names are relative, ASCII, with '/' between folders.
using Members = std::vector<std::pair<std::string, std::string>>;

// Members by name, each dated 1980-01-01 (the format's first day) and readable by its owner: the same members give the same bytes, in any order and on any
// day. Errors: command_arguments (an empty, absolute or doubled name, one with "..", not ASCII), internal (the library refused).
base::Result<std::string> make_zip(Members members);
// What was written, for tests and checks; at most 256 MiB. Error: command_arguments (no ZIP file, or too large).
base::Result<Members> read_zip(const std::string& bytes);

}  // namespace preceptor::archive
