#include "adapters/pars/workbook.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>

#include "adapters/report_files/text_file.hpp"

namespace preceptor::pars {
namespace {

// Built-in number formats (ECMA-376 part 1, 18.8.30): text, and a date in the reader's own order.
constexpr std::uint8_t kTextFormat = 49, kDateFormat = 14;
constexpr lxw_row_t kRowsInSheet = 1'048'576;

base::Status workbook_status(lxw_error error) {
  if (error == LXW_NO_ERROR) return {};
  const bool io = error == LXW_ERROR_CREATING_XLSX_FILE || error == LXW_ERROR_CREATING_TMPFILE || error == LXW_ERROR_ZIP_FILE_OPERATION;
  if (io && errno == ENOSPC) return base::fail(base::Code::store_full, "writing the workbook");
  return base::fail(base::Code::command_arguments, std::string("writing the workbook: ") + lxw_strerror(error));
}

// libxlsxwriter makes its file for everybody to read; one that is there keeps its mode.
base::Status make_private(const std::string& path) {
  const int handle = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (handle < 0) return base::fail(report_files::file_error(errno, "cannot write " + path));
  ::close(handle);
  return {};
}

}  // namespace

struct Workbook::Inside {
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* text = nullptr;
  lxw_format* date = nullptr;
  lxw_format* head = nullptr;
  lxw_row_t next = 0;
  std::string title;

  std::string path;

  // Given up half-way: lxw_workbook_free alone would keep the temporary file open, so the book is closed, and the file that then looks whole is taken away.
  ~Inside() {
    if (!book) return;
    workbook_close(book);
    ::unlink(path.c_str());
  }
};

Workbook::Workbook(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook& Workbook::operator=(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

base::Result<Workbook> Workbook::create(const std::string& path, const Template& form, bool pairs, base::Instant created) {
  if (const auto made = make_private(path); !made) return base::fail(made.error());
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.use_zip64 = LXW_FALSE;
  auto inside = std::make_unique<Inside>();
  inside->path = path;
  inside->book = workbook_new_opt(path.c_str(), &options);
  if (!inside->book) return base::fail(base::Code::command_arguments, "cannot write " + path);
  inside->sheet = workbook_add_worksheet(inside->book, form.sheet.c_str());
  if (!inside->sheet) return base::fail(base::Code::command_arguments, "cannot write the workbook's sheet");
  inside->text = workbook_add_format(inside->book);
  inside->date = workbook_add_format(inside->book);
  inside->head = workbook_add_format(inside->book);
  if (!inside->text || !inside->date || !inside->head) return base::fail(base::Code::command_arguments, "cannot write the workbook's formats");
  format_set_num_format_index(inside->text, kTextFormat);
  format_set_num_format_index(inside->date, kDateFormat);
  format_set_bold(inside->head);
  inside->title = form.name + " " + form.version;
  lxw_doc_properties properties{};
  properties.title = inside->title.data();
  properties.created = static_cast<time_t>(std::max<std::int64_t>(base::to_unix_ms(created) / 1000, 1));   // 0 would mean now
  if (const auto set = workbook_status(workbook_set_properties(inside->book, &properties)); !set) return base::fail(set.error());
  const auto columns = static_cast<lxw_col_t>(columns_used(form, pairs));
  worksheet_set_column(inside->sheet, 0, static_cast<lxw_col_t>(columns - 1), 18, nullptr);
  worksheet_freeze_panes(inside->sheet, 2, 0);
  for (lxw_col_t i = 0; i < columns; ++i) {
    const auto put = workbook_status(worksheet_write_string(inside->sheet, 0, i, form.columns[i].guidance.c_str(), inside->text));
    if (!put) return base::fail(put.error());
  }
  for (lxw_col_t i = 0; i < columns; ++i) {
    const auto put = workbook_status(worksheet_write_string(inside->sheet, 1, i, form.columns[i].header.c_str(), inside->head));
    if (!put) return base::fail(put.error());
  }
  inside->next = 2;
  return Workbook(std::move(inside));
}

base::Status Workbook::room(std::size_t records) const {
  if (inside_->next + records <= kRowsInSheet) return {};
  return base::fail(base::Code::report_row, "file: the sheet is full; report a shorter period");
}

base::Status Workbook::add(const std::vector<TableCell>& cells) {
  for (lxw_col_t i = 0; i < cells.size(); ++i) {
    const TableCell& cell = cells[i];
    lxw_error error = LXW_NO_ERROR;
    if (cell.date) {
      lxw_datetime day{int(cell.date->year()), int(unsigned(cell.date->month())), int(unsigned(cell.date->day())), 0, 0, 0};
      error = worksheet_write_datetime(inside_->sheet, inside_->next, i, &day, inside_->date);
    } else if (cell.number) {
      error = worksheet_write_number(inside_->sheet, inside_->next, i, static_cast<double>(cell.number->hundredths) / 100, nullptr);
    } else if (!cell.empty()) {
      error = worksheet_write_string(inside_->sheet, inside_->next, i, cell.text.c_str(), inside_->text);
    }
    if (const auto put = workbook_status(error); !put) return put;
  }
  ++inside_->next;
  return {};
}

base::Status Workbook::close() {
  errno = 0;
  return workbook_status(workbook_close(std::exchange(inside_->book, nullptr)));   // frees the book, whatever it answers
}

}  // namespace preceptor::pars
