// The lines of a content file and the problems found in them. Internal to this folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "manifests/compile.hpp"

namespace preceptor::manifests {

struct Line {
  int number = 0;         // from 1
  std::string_view text;  // without its line end
};

// Lines split at LF, CR LF or CR; a byte order mark is left out. Views into `text`.
std::vector<Line> split_lines(std::string_view text);
std::string_view trim(std::string_view text);
// Words parted by white space.
int count_words(std::string_view text);
// Valid id of a unit or question: a-z, 0-9, '-' and '_', beginning with a letter or digit, at most 64.
bool is_id(std::string_view text);
// `text` made into such an id where that is possible; "id" when nothing is left.
std::string make_id(std::string_view text);
// The known word nearest to `word` without regard to case; empty when none is near.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& known);

// Collects problems of one file; after 100 it only counts.
class Problems {
 public:
  explicit Problems(std::string_view file) : file_(file) {}
  void error(int line, std::string message, std::string corrected = {});
  void warning(int line, std::string message, std::string corrected = {});
  bool has_errors() const { return has_errors_; }
  bool is_full() const;  // nothing more is kept: no need to look for where it was
  // By line; errors before warnings of the same line.
  std::vector<Problem> take();

 private:
  void add(Weight weight, int line, std::string message, std::string corrected);

  std::string file_;
  std::vector<Problem> problems_;
  int left_out_ = 0;
  bool has_errors_ = false;
};

}  // namespace preceptor::manifests
