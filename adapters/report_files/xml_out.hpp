// XML written as a stream with libxml2's writer: to a file, or to memory for one learner's document.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.hpp"

namespace preceptor::report_files {

// Texts are escaped here; that they are UTF-8 without control characters is the caller's care (report::unsafe_text). Elements are indented by one space.
// A failure is remembered and answered by `flush` and `finish`, so that a document is written straight through.
class XmlOut {
 public:
  static base::Result<XmlOut> to_file(const std::string& path);   // Errors: command_arguments, store_full
  static XmlOut to_memory();
  XmlOut(XmlOut&&) noexcept;
  XmlOut& operator=(XmlOut&&) noexcept;
  ~XmlOut();

  XmlOut& open(std::string_view name);
  XmlOut& attribute(std::string_view name, std::string_view value);   // of the element just opened
  XmlOut& text(std::string_view value);
  XmlOut& close();
  XmlOut& leaf(std::string_view name, std::string_view value);        // <name>value</name>
  // Only when there is something to say: an empty element is an error in most schemas.
  XmlOut& leaf_unless_empty(std::string_view name, std::string_view value);
  // What is written so far leaves memory (of a file).
  base::Status flush();
  // Closes every open element and the file. Answers the document when it was written to memory, an empty text otherwise.
  base::Result<std::string> finish();

 private:
  struct Inside;
  explicit XmlOut(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace preceptor::report_files
