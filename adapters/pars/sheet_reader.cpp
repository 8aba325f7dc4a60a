#include "adapters/pars/sheet_reader.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <memory>
#include <new>

#include "adapters/report_files/words.hpp"
#include "adapters/report_files/xml_in.hpp"

namespace preceptor::pars {
namespace {

using report_files::XmlIn;
using report_files::XmlPiece;

constexpr int kDateFormatId = 14;
constexpr std::size_t kBlock = 64 * 1024;

struct ArchiveCloser {
  void operator()(struct archive* one) const { archive_read_free(one); }
};
using Archive = std::unique_ptr<struct archive, ArchiveCloser>;

// An entry of the zip as a stream of bytes.
base::Result<Archive> open_entry(const std::string& path, std::string_view name) {
  Archive zip(archive_read_new());
  if (!zip) throw std::bad_alloc();
  archive_read_support_format_zip(zip.get());
  if (archive_read_open_filename(zip.get(), path.c_str(), kBlock) != ARCHIVE_OK) {
    const bool other = ::access(path.c_str(), R_OK) == 0;   // it is there, and no zip
    return base::fail(other ? base::Code::content_invalid : base::Code::command_arguments, "cannot read " + path + (other ? " as a zip file" : ""));
  }
  struct archive_entry* entry = nullptr;
  int answer;
  while ((answer = archive_read_next_header(zip.get(), &entry)) == ARCHIVE_OK)
    if (const char* at = archive_entry_pathname(entry); at && name == at) return zip;
  return base::fail(base::Code::content_invalid, answer == ARCHIVE_EOF ? std::string(name) + " is missing in the workbook" : "the workbook is no zip file");
}

XmlIn entry_xml(struct archive* zip) {
  return XmlIn::from_source([zip](char* buffer, int size) { return static_cast<int>(archive_read_data(zip, buffer, static_cast<std::size_t>(size))); });
}

std::int64_t whole_number(std::string_view text) {
  std::int64_t value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

// For each cell style whether it is a date.
base::Result<std::vector<bool>> date_styles(const std::string& path) {
  const auto zip = open_entry(path, "xl/styles.xml");
  if (!zip) return base::fail(zip.error());
  XmlIn xml = entry_xml(zip->get());
  std::vector<bool> dates;
  bool inside = false;
  while (true) {
    const auto piece = xml.next();
    if (!piece) return base::fail(piece.error());
    if (!*piece) return dates;
    if ((*piece)->name == "cellXfs") inside = (*piece)->opens;
    if (inside && (*piece)->opens && (*piece)->name == "xf") dates.push_back(whole_number((*piece)->attribute("numFmtId")) == kDateFormatId);
  }
}

// "BC12" -> 54.
std::size_t column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
  }
  return column == 0 ? 0 : column - 1;
}

// Serial 1 is 1900-01-01, and the format counts a 29 February 1900 that never was: from March on, day 0 is 1899-12-30.
std::string date_text(std::int64_t serial) {
  return report_files::us_date(base::Date(std::chrono::sys_days(std::chrono::year{1899} / 12 / 30) + std::chrono::days(serial)));
}

class SheetPieces {
 public:
  SheetPieces(const std::vector<bool>& dates, const std::function<void(const SheetRow&)>& take) : dates_(dates), take_(take) {}

  base::Status piece(const XmlPiece& piece) {
    if (piece.name == "row") return row(piece);
    if (piece.name == "c") return cell(piece);
    if (piece.opens) return {};
    if (piece.name == "v" || piece.name == "t") value_ += piece.text;
    if (piece.name == "f") return base::fail(base::Code::content_invalid, "the sheet holds a formula");
    return {};
  }

 private:
  base::Status row(const XmlPiece& piece) {
    if (!piece.opens) {
      take_(row_);
      return {};
    }
    const auto number = whole_number(piece.attribute("r"));
    if (number <= row_.number) return base::fail(base::Code::content_invalid, "the sheet's rows are not in order");
    row_ = {number, {}};
    return {};
  }
  base::Status cell(const XmlPiece& piece) {
    if (piece.opens) {
      cell_ = {column_of(piece.attribute("r")), Cell::number, {}};
      value_.clear();
      const auto type = piece.attribute("t");
      const auto style = whole_number(piece.attribute("s"));
      if (type == "inlineStr") cell_.kind = Cell::text;
      else if (!type.empty() && type != "n") return base::fail(base::Code::content_invalid, "the sheet holds cells that were not written here");
      else if (style >= 0 && static_cast<std::size_t>(style) < dates_.size() && dates_[static_cast<std::size_t>(style)]) cell_.kind = Cell::date;
      return {};
    }
    cell_.text = value_;
    if (cell_.kind == Cell::date) {
      const auto serial = whole_number(value_);   // a time of day would make it a fraction
      if (serial < 61) return base::fail(base::Code::content_invalid, "a date in the sheet is none");
      cell_.text = date_text(serial);
    }
    if (!value_.empty()) row_.cells.push_back(cell_);
    return {};
  }

  const std::vector<bool>& dates_;
  const std::function<void(const SheetRow&)>& take_;
  SheetRow row_;
  SheetCell cell_;
  std::string value_;
};

}  // namespace

base::Status read_sheet(const std::string& path, const std::function<void(const SheetRow&)>& take) {
  const auto dates = date_styles(path);
  if (!dates) return base::fail(dates.error());
  const auto zip = open_entry(path, "xl/worksheets/sheet1.xml");
  if (!zip) return base::fail(zip.error());
  XmlIn xml = entry_xml(zip->get());
  SheetPieces pieces(*dates, take);
  while (true) {
    const auto piece = xml.next();
    if (!piece) return base::fail(piece.error());
    if (!*piece) return {};
    if (const auto done = pieces.piece(**piece); !done) return done;
  }
}

}  // namespace preceptor::pars
