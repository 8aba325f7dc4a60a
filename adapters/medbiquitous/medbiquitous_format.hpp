// MedBiquitous Activity Report v2.
#pragma once
#include "core/report/format.hpp"

namespace preceptor::medbiquitous {

class MedbiquitousFormat final : public report::Format {
 public:
  std::string_view code() const override { return "medbiquitous"; }
  std::string_view title() const override { return "MedBiquitous Activity Report 2"; }
  std::string_view extension() const override { return "xml"; }
  std::string_view media_type() const override { return "application/xml"; }
  std::string version() const override { return "2018-11-29/1"; }
  bool verified() const override { return true; }
  bool identified() const override { return true; }
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

// The same document in memory: one learner's transcript. Deletions and rows that cannot be written are errors (report_row); so is an empty list
// (command_arguments: the schema asks for at least one report).
base::Result<std::string> activity_report(const report::Report& report, const std::vector<report::LearnerRow>& rows);

}  // namespace preceptor::medbiquitous
