// The learner records PARS takes: as a workbook, and as tab-separated text for whoever pastes into ACCME's own workbook.
#pragma once
#include "core/report/format.hpp"

namespace preceptor::pars {

// Setting "pars.additional_types" = "on": columns for further credit types, whose headers were not seen (template.json); otherwise such rows are refused.
class ParsExcel final : public report::Format {
 public:
  std::string_view code() const override { return "pars-excel"; }
  std::string_view title() const override { return "PARS learner template (Excel)"; }
  std::string_view extension() const override { return "xlsx"; }
  std::string_view media_type() const override { return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"; }
  std::string version() const override;
  bool verified() const override { return true; }
  bool identified() const override { return true; }
  std::vector<report::Setting> settings() const override { return {{"pars.additional_types", {"on"}}}; }
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

class ParsTsv final : public report::Format {
 public:
  std::string_view code() const override { return "pars-tsv"; }
  std::string_view title() const override { return "PARS learner template (text to paste)"; }
  std::string_view extension() const override { return "tsv"; }
  std::string_view media_type() const override { return "text/tab-separated-values; charset=utf-8"; }
  std::string version() const override;
  bool verified() const override { return true; }
  bool identified() const override { return true; }
  std::vector<report::Setting> settings() const override { return {{"pars.additional_types", {"on"}}}; }
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

}  // namespace preceptor::pars
