#include "adapters/medbiquitous/medbiquitous_format.hpp"

#include "adapters/medbiquitous/report_writer.hpp"
#include "adapters/medbiquitous/structure.hpp"

namespace preceptor::medbiquitous {

base::Result<std::unique_ptr<report::Writer>> MedbiquitousFormat::begin(const std::string& path, const report::Report& report) const {
  auto out = report_files::XmlOut::to_file(path);
  if (!out) return base::fail(out.error());
  return std::make_unique<ReportWriter>(std::move(*out), report);
}

base::Result<report::ReadBack> MedbiquitousFormat::read_back(const std::string& path) const {
  auto xml = report_files::XmlIn::from_file(path);
  if (!xml) return base::fail(xml.error());
  return check_structure(std::move(*xml));
}

base::Result<std::string> activity_report(const report::Report& report, const std::vector<report::LearnerRow>& rows) {
  ReportWriter writer(report_files::XmlOut::to_memory(), report);
  for (const auto& row : rows)
    if (const auto put = writer.row(row); !put) return base::fail(put.error());
  return writer.document();
}

}  // namespace preceptor::medbiquitous
