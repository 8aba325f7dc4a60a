// XML read as a stream: what was written, read again. No DTD, no entity of its own, no network.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::report_files {

struct XmlPiece {
  bool opens = false;                     // otherwise it closes
  std::string name;                       // without prefix
  std::string space;                      // the namespace, empty for none
  std::vector<std::pair<std::string, std::string>> attributes;   // by qualified name, of what opens
  std::string text;                       // of what closes: the text directly inside it, without that of its children
  int depth = 0;                          // 0: the outermost element
  std::string_view attribute(std::string_view wanted) const;   // empty when absent
};

class XmlIn {
 public:
  // Gives up to `size` bytes into `buffer`: how many, 0 at the end, negative on failure.
  using Source = std::function<int(char* buffer, int size)>;
  static base::Result<XmlIn> from_file(const std::string& path);   // Error: command_arguments
  static XmlIn from_source(Source source);
  static XmlIn from_text(std::string text);
  XmlIn(XmlIn&&) noexcept;
  XmlIn& operator=(XmlIn&&) noexcept;
  ~XmlIn();
  // Nothing at the end. Error: content_invalid, with the line; a text over 1 MiB or more than 64 elements deep is one too.
  base::Result<std::optional<XmlPiece>> next();

 private:
  struct Inside;
  explicit XmlIn(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace preceptor::report_files
