#include "manifests/importers/xml.hpp"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

#include <algorithm>
#include <memory>

#include "manifests/importers/plain.hpp"

namespace preceptor::manifests::importers {
namespace {

constexpr int kDeepestElement = 32, kMostElements = 100'000;

tl::unexpected<base::Error> refuse_xml(long line, const std::string& why) {
  return base::fail(base::Code::content_invalid,
                    (line > 0 ? "line " + std::to_string(line) + ": " : std::string()) + why);
}

// XML 1.0, rule 22: a document type declaration can only stand before the first element, among comments and
// instructions. Looked for here, so that the parser never sees one.
bool has_document_type(std::string_view text) {
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    const bool comment = text.starts_with("<!--");
    if (!comment && !text.starts_with("<?")) return text.starts_with("<!");
    const std::string_view end = comment ? "-->" : "?>";
    const auto at = text.find(end, 2);
    if (at == std::string_view::npos) return false;  // the parser says what is wrong
    text.remove_prefix(at + end.size());
  }
}

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

class TreeCopier {
 public:
  // Recursion is bounded: depth is checked before going down.
  bool copy(const xmlNode* node, XmlElement& into, int depth) {
    if (depth > kDeepestElement || ++elements_ > kMostElements) return false;
    into.name = view(node->name);
    into.line = static_cast<int>(xmlGetLineNo(node));
    for (const xmlAttr* attribute = node->properties; attribute; attribute = attribute->next) {
      std::string value;
      for (const xmlNode* part = attribute->children; part; part = part->next)
        if (part->type == XML_TEXT_NODE) value += view(part->content);
      into.attributes.emplace_back(view(attribute->name), std::move(value));
    }
    for (const xmlNode* part = node->children; part; part = part->next) {
      if (part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE)
        into.text += view(part->content);
      else if (part->type == XML_ELEMENT_NODE && !copy(part, into.children.emplace_back(), depth + 1))
        return false;
    }
    return true;
  }

 private:
  int elements_ = 0;
};

struct Closer {
  void operator()(xmlParserCtxt* context) const { xmlFreeParserCtxt(context); }
  void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};

}  // namespace

const XmlElement* XmlElement::child(std::string_view wanted) const {
  const auto it = std::ranges::find(children, wanted, &XmlElement::name);
  return it == children.end() ? nullptr : &*it;
}

std::string_view XmlElement::attribute(std::string_view wanted) const {
  const auto it = std::ranges::find(attributes, wanted, [](const auto& pair) { return std::string_view(pair.first); });
  return it == attributes.end() ? std::string_view() : std::string_view(it->second);
}

base::Result<XmlElement> parse_xml(std::string_view text) {
  if (has_document_type(text))
    return refuse_xml(0, "a document type declaration: quizzes have none, and entities are not expanded");
  xmlInitParser();
  const std::unique_ptr<xmlParserCtxt, Closer> context(xmlNewParserCtxt());
  if (!context) return base::fail(base::Code::internal, "no memory for an XML parser");
  // No NOENT, DTDLOAD, DTDATTR, XINCLUDE or HUGE: the parser's own limits on depth and text stay on.
  const int kOptions = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  const std::unique_ptr<xmlDoc, Closer> document(
      xmlCtxtReadMemory(context.get(), text.data(), static_cast<int>(text.size()), nullptr, "UTF-8", kOptions));
  const xmlNode* root = document && context->wellFormed ? xmlDocGetRootElement(document.get()) : nullptr;
  if (!root) {
    const auto* error = xmlCtxtGetLastError(context.get());
    const std::string why = error && error->message ? one_line(error->message, 200) : "it is empty";
    return refuse_xml(error ? error->line : 0, "this is not well-formed XML: " + why);
  }
  XmlElement copied;
  if (!TreeCopier().copy(root, copied, 1))
    return refuse_xml(0, "elements are nested more than 32 deep, or there are more than 100,000");
  return copied;
}

}  // namespace preceptor::manifests::importers
