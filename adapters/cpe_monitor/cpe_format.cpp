#include "adapters/cpe_monitor/cpe_format.hpp"

#include <algorithm>

#include "adapters/cpe_monitor/uan.hpp"
#include "adapters/report_files/text_file.hpp"
#include "adapters/report_files/words.hpp"
#include "core/base/ascii.hpp"

namespace preceptor::cpe_monitor {
namespace {

using report_files::row_error;
using report_files::setting;

constexpr std::string_view kHeader = "provider_number,epid,date_of_birth,uan,date_of_participation,action";

bool only_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, base::is_digit); }

// Nothing in it needs a quote: each cell is checked to be digits, a UAN or a date.
class CpeWriter final : public report::Writer {
 public:
  CpeWriter(report_files::TextFile file, const report::Report& report) : file_(std::move(file)), report_(report) {}
  base::Status start() { return file_.write(std::string(kHeader) + "\r\n"); }
  base::Status row(const report::LearnerRow& row) override {
    const bool technician = row.grant.profession == "pharmacy-technician";
    const auto uan = setting(report_, std::string(technician ? "cpe.uan.technician:" : "cpe.uan:") + row.grant.activity_id);
    const auto provider = setting(report_, "cpe.provider");
    if (row.action == report::Action::remove) return row_error("action", "the word for a deletion was not seen");
    if (!technician && row.grant.profession != "pharmacist") return row_error("profession", "is neither pharmacist nor technician");
    if (!is_uan(uan)) return row_error("uan", "is missing or no UAN");
    // A technician's hours never count under a pharmacist's number, nor the other way (credit.md 10.1, scenario 27).
    if (uan_audience(uan) != (technician ? 'T' : 'P')) return row_error("uan", "is for another audience");
    if (!only_digits(provider)) return row_error("provider", "has no number in the settings");
    if (!only_digits(row.profile.nabp_id)) return row_error("nabp_id", "is missing or no number");
    if (!credit::is_birth_day(row.profile.birth_day)) return row_error("birth_day", "is no month and day");
    const std::string day = row.profile.birth_day.substr(0, 2) + row.profile.birth_day.substr(3, 2);
    const auto put = file_.write(std::string(provider) + "," + row.profile.nabp_id + "," + day + "," + std::string(uan) + "," +
                                 base::format_date(row.grant.date) + ",I\r\n");
    if (!put) return put;
    ++written_.rows;
    ++written_.records;
    return {};
  }
  base::Status finish() override { return file_.close(); }
  report::Written written() const override { return written_; }

 private:
  report_files::TextFile file_;
  const report::Report report_;
  report::Written written_;
};

bool good_line(std::string_view line) {
  if (!line.ends_with(",I\r")) return false;
  line.remove_suffix(3);
  std::vector<std::string_view> cells;
  for (std::size_t at = 0; at <= line.size();) {
    const auto end = std::min(line.find(',', at), line.size());
    cells.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  if (cells.size() != 5 || !only_digits(cells[0]) || !only_digits(cells[1]) || cells[2].size() != 4) return false;
  return credit::is_birth_day(std::string(cells[2].substr(0, 2)) + "/" + std::string(cells[2].substr(2))) && is_uan(cells[3]) &&
         base::parse_date(cells[4]).has_value();
}

}  // namespace

base::Result<std::unique_ptr<report::Writer>> CpeMonitorRows::begin(const std::string& path, const report::Report& report) const {
  auto file = report_files::TextFile::create(path);
  if (!file) return base::fail(file.error());
  auto writer = std::make_unique<CpeWriter>(std::move(*file), report);
  if (const auto started = writer->start(); !started) return base::fail(started.error());
  return writer;
}

base::Result<report::ReadBack> CpeMonitorRows::read_back(const std::string& path) const {
  auto lines = report_files::LineReader::open(path);
  if (!lines) return base::fail(lines.error());
  report::ReadBack read;
  auto header = lines->next();
  if (!header) return base::fail(header.error());
  if (header->value_or("") != std::string(kHeader) + "\r") read.note("the first line does not name the fields in order");
  while (true) {
    auto line = lines->next();
    if (!line) return base::fail(line.error());
    if (!*line) return read;
    ++read.rows;
    if (!good_line(**line)) read.note("row " + std::to_string(read.rows) + " is not as the service asks");
  }
}

}  // namespace preceptor::cpe_monitor
