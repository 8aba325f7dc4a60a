// Markdown -> HTML that cannot hurt, and the same as plain text. Internal to this folder.
#pragma once
#include <string>
#include <string_view>

#include "manifests/source.hpp"

namespace preceptor::manifests {

// Lines of Markdown that belong together; `line` is the number of the first.
struct Block {
  int line = 0;
  std::string text;  // lines joined with LF
  int last = 0;      // number of the last line
  bool empty() const { return text.find_first_not_of(" \t\n") == std::string::npos; }
};

struct Rendered {
  std::string
      html;  // p, h3 to h6, ul, ol, li, blockquote, pre, code, hr, em, strong, a, br: nothing else, no words of ours
  std::string plain;  // one line
};
// Raw HTML is shown as typed, never passed on. Links other than https and images are errors in `problems`.
Rendered render(const Block& block, Problems& problems);

}  // namespace preceptor::manifests
