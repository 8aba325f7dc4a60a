// XML of strangers -> a tree that cost no more than the text: no entities of its own, no network, no files. Internal to
// this folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::manifests::importers {

struct XmlElement {
  std::string name;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::string text;  // of this element itself, CDATA included, elements left out
  std::vector<XmlElement> children;
  int line = 0;

  // The first child of that name; nullptr when there is none.
  const XmlElement* child(std::string_view name) const;
  // Empty when there is none.
  std::string_view attribute(std::string_view name) const;
};

// UTF-8 only. Limits: depth 32, 100,000 elements. Error content_invalid: not well-formed (with the line), a document
// type declaration (entities are declared in one, and quizzes have none), too deep or too many elements.
base::Result<XmlElement> parse_xml(std::string_view text);

}  // namespace preceptor::manifests::importers
