// The text below the front matter, cut into sections and questions but not yet judged. Internal to this folder.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "manifests/markdown.hpp"
#include "manifests/source.hpp"

namespace preceptor::manifests {

struct RawOption {
  int line = 0;
  std::string label;    // plain text, {none} still in it
  bool boxed = false;   // "- [ ]" or "- [x]", not "- "
  bool marked = false;  // "- [x]"
  int place = 0;        // "- [2]": its place in a ranking
  Block feedback;       // indented > lines below it
};

struct RawQuestion {
  int line = 0;
  std::string header;     // what follows "## ? ", without its condition
  bool has_condition = false;
  std::string condition;  // what follows "if:" in the line; may be empty, which is wrong
  Block prompt;
  std::vector<RawOption> options;
  std::vector<std::pair<int, std::string>> rights;  // what follows "= ", with its line
  std::vector<RawOption> columns;                   // what follows "+ ": the choices of a matrix
  Block feedback;                                   // > lines at the margin: the rationale
};

struct RawSection {
  int line = 0;
  std::string heading;
  Block text;
  std::vector<RawQuestion> questions;
};

// Reports lines that stand where nothing reads them. Limits: 100 questions, 50 options a question.
std::vector<RawSection> read_body(const std::vector<Line>& lines, std::size_t from, Problems& problems);

}  // namespace preceptor::manifests
