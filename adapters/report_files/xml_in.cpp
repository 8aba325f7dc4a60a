#include "adapters/report_files/xml_in.hpp"

#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>

#include "adapters/report_files/text_file.hpp"

namespace preceptor::report_files {
namespace {

constexpr int kDeepest = 64;
constexpr std::size_t kLongestText = 1 << 20;

struct ReaderCloser {
  void operator()(xmlTextReader* reader) const { xmlFreeTextReader(reader); }
};

std::string xml_string(const xmlChar* text) { return text ? reinterpret_cast<const char*>(text) : ""; }

void quiet(void*, xmlErrorPtr) {}

}  // namespace

std::string_view XmlPiece::attribute(std::string_view wanted) const {
  const auto it = std::ranges::find(attributes, wanted, [](const auto& pair) { return std::string_view(pair.first); });
  return it == attributes.end() ? std::string_view() : std::string_view(it->second);
}

struct XmlIn::Inside {
  Source source;
  std::unique_ptr<std::FILE, FileCloser> file;
  std::vector<std::string> texts;         // of the elements that are open
  std::optional<XmlPiece> empty;          // <a/> opened and has to close
  std::unique_ptr<xmlTextReader, ReaderCloser> reader;

  static int take(void* context, char* buffer, int size) { return static_cast<Inside*>(context)->source(buffer, size); }
  static int nothing(void*) { return 0; }

  tl::unexpected<base::Error> refused(const std::string& why) const {
    return base::fail(base::Code::content_invalid, "line " + std::to_string(xmlTextReaderGetParserLineNumber(reader.get())) + ": " + why);
  }
  XmlPiece piece(bool opens) const {
    XmlPiece made;
    made.opens = opens;
    made.name = xml_string(xmlTextReaderConstLocalName(reader.get()));
    made.space = xml_string(xmlTextReaderConstNamespaceUri(reader.get()));
    made.depth = xmlTextReaderDepth(reader.get());
    return made;
  }
  XmlPiece opened() {
    XmlPiece made = piece(true);
    while (xmlTextReaderMoveToNextAttribute(reader.get()) == 1)
      made.attributes.emplace_back(xml_string(xmlTextReaderConstName(reader.get())), xml_string(xmlTextReaderConstValue(reader.get())));
    xmlTextReaderMoveToElement(reader.get());
    if (xmlTextReaderIsEmptyElement(reader.get()) == 1) {
      empty = made;
      empty->opens = false;
      empty->attributes.clear();
    } else {
      texts.emplace_back();
    }
    return made;
  }
  XmlPiece closed() {
    XmlPiece made = piece(false);
    made.text = std::move(texts.back());
    texts.pop_back();
    return made;
  }
};

XmlIn::XmlIn(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {
  inside_->reader.reset(xmlReaderForIO(Inside::take, Inside::nothing, inside_.get(), nullptr, nullptr, XML_PARSE_NONET | XML_PARSE_NOCDATA));
  if (!inside_->reader) throw std::bad_alloc();
  xmlTextReaderSetStructuredErrorHandler(inside_->reader.get(), quiet, nullptr);
}
XmlIn::XmlIn(XmlIn&&) noexcept = default;
XmlIn& XmlIn::operator=(XmlIn&&) noexcept = default;
XmlIn::~XmlIn() = default;

base::Result<XmlIn> XmlIn::from_file(const std::string& path) {
  std::unique_ptr<std::FILE, FileCloser> file(std::fopen(path.c_str(), "rbe"));
  if (!file) return base::fail(file_error(errno, "cannot read " + path));
  auto inside = std::make_unique<Inside>();
  inside->file = std::move(file);
  inside->source = [handle = inside->file.get()](char* buffer, int size) {
    const auto got = std::fread(buffer, 1, static_cast<std::size_t>(size), handle);
    return got == 0 && std::ferror(handle) ? -1 : static_cast<int>(got);
  };
  return XmlIn(std::move(inside));
}

XmlIn XmlIn::from_source(Source source) {
  auto inside = std::make_unique<Inside>();
  inside->source = std::move(source);
  return XmlIn(std::move(inside));
}

XmlIn XmlIn::from_text(std::string text) {
  return from_source([text = std::move(text), at = std::size_t{0}](char* buffer, int size) mutable {
    const auto part = std::min(text.size() - at, static_cast<std::size_t>(size));
    std::memcpy(buffer, text.data() + at, part);
    at += part;
    return static_cast<int>(part);
  });
}

base::Result<std::optional<XmlPiece>> XmlIn::next() {
  if (inside_->empty) return std::exchange(inside_->empty, std::nullopt);
  for (int answer; (answer = xmlTextReaderRead(inside_->reader.get())) != 0;) {
    if (answer < 0) return inside_->refused("not well-formed XML");
    switch (xmlTextReaderNodeType(inside_->reader.get())) {
      case XML_READER_TYPE_DOCUMENT_TYPE:
      case XML_READER_TYPE_ENTITY_REFERENCE: return inside_->refused("a document type or an entity of its own");
      case XML_READER_TYPE_ELEMENT:
        if (xmlTextReaderDepth(inside_->reader.get()) > kDeepest) return inside_->refused("too many elements inside each other");
        return inside_->opened();
      case XML_READER_TYPE_END_ELEMENT: return inside_->closed();
      case XML_READER_TYPE_TEXT:
      case XML_READER_TYPE_CDATA:
      case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        inside_->texts.back() += xml_string(xmlTextReaderConstValue(inside_->reader.get()));
        if (inside_->texts.back().size() > kLongestText) return inside_->refused("a text is too long");
        break;
      default: break;   // comments and the like say nothing
    }
  }
  return std::nullopt;
}

}  // namespace preceptor::report_files
