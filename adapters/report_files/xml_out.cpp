#include "adapters/report_files/xml_out.hpp"

#include <libxml/xmlIO.h>
#include <libxml/xmlwriter.h>

#include <new>
#include <optional>

#include "adapters/report_files/text_file.hpp"

namespace preceptor::report_files {
namespace {

struct WriterCloser {
  void operator()(xmlTextWriter* writer) const { xmlFreeTextWriter(writer); }
};

// libxml2 reads up to the NUL that a view may lack.
struct XmlText {
  explicit XmlText(std::string_view view) : text(view) {}
  operator const xmlChar*() const { return reinterpret_cast<const xmlChar*>(text.c_str()); }
  std::string text;
};

}  // namespace

struct XmlOut::Inside {
  std::optional<TextFile> file;
  std::string memory;
  std::optional<base::Error> broken;
  std::unique_ptr<xmlTextWriter, WriterCloser> writer;   // last: it writes into the others while it dies

  void note(int answer) {
    if (answer < 0 && !broken) broken = base::Error{base::Code::internal, "the XML writer refused", {}, {}};
  }
  static int put(void* context, const char* bytes, int size) {
    auto* self = static_cast<Inside*>(context);
    const std::string_view text(bytes, static_cast<std::size_t>(size));
    if (!self->file) {
      self->memory += text;
      return size;
    }
    if (const auto written = self->file->write(text); !written) {
      if (!self->broken) self->broken = written.error();
      return -1;
    }
    return size;
  }
  static int nothing(void*) { return 0; }

  void start() {
    // The writer owns the buffer from here on.
    xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(put, nothing, this, nullptr);
    writer.reset(buffer ? xmlNewTextWriter(buffer) : nullptr);
    if (!writer) throw std::bad_alloc();
    note(xmlTextWriterSetIndent(writer.get(), 1));
    note(xmlTextWriterSetIndentString(writer.get(), XmlText(" ")));
    note(xmlTextWriterStartDocument(writer.get(), "1.0", "UTF-8", nullptr));
  }
};

XmlOut::XmlOut(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) { inside_->start(); }
XmlOut::XmlOut(XmlOut&&) noexcept = default;
XmlOut& XmlOut::operator=(XmlOut&&) noexcept = default;
XmlOut::~XmlOut() = default;

base::Result<XmlOut> XmlOut::to_file(const std::string& path) {
  auto file = TextFile::create(path);
  if (!file) return base::fail(file.error());
  auto inside = std::make_unique<Inside>();
  inside->file = std::move(*file);
  return XmlOut(std::move(inside));
}

XmlOut XmlOut::to_memory() { return XmlOut(std::make_unique<Inside>()); }

XmlOut& XmlOut::open(std::string_view name) {
  inside_->note(xmlTextWriterStartElement(inside_->writer.get(), XmlText(name)));
  return *this;
}

XmlOut& XmlOut::attribute(std::string_view name, std::string_view value) {
  inside_->note(xmlTextWriterWriteAttribute(inside_->writer.get(), XmlText(name), XmlText(value)));
  return *this;
}

XmlOut& XmlOut::text(std::string_view value) {
  inside_->note(xmlTextWriterWriteString(inside_->writer.get(), XmlText(value)));
  return *this;
}

XmlOut& XmlOut::close() {
  inside_->note(xmlTextWriterEndElement(inside_->writer.get()));
  return *this;
}

XmlOut& XmlOut::leaf(std::string_view name, std::string_view value) { return open(name).text(value).close(); }

XmlOut& XmlOut::leaf_unless_empty(std::string_view name, std::string_view value) { return value.empty() ? *this : leaf(name, value); }

base::Status XmlOut::flush() {
  inside_->note(xmlTextWriterFlush(inside_->writer.get()));
  if (inside_->broken) return base::fail(*inside_->broken);
  return {};
}

base::Result<std::string> XmlOut::finish() {
  inside_->note(xmlTextWriterEndDocument(inside_->writer.get()));
  if (const auto flushed = flush(); !flushed) return base::fail(flushed.error());
  inside_->writer.reset();   // its last flush needs the file
  if (inside_->broken) return base::fail(*inside_->broken);
  if (inside_->file)
    if (const auto closed = inside_->file->close(); !closed) return base::fail(closed.error());
  return std::move(inside_->memory);
}

}  // namespace preceptor::report_files
