// Learner records as the PARS service takes them, with add and delete. Off: fields are known, the wire form is not (credit.md 4.2, 4.3, 11).
#pragma once
#include "core/report/format.hpp"

namespace preceptor::pars {

// Settings: "pars.completed_form" = "date" (default: midnight without zone), "pars.provider_id".
class ParsLearnerXml final : public report::Format {
 public:
  std::string_view code() const override { return "pars-learner-xml"; }
  std::string_view title() const override { return "PARS learner records (XML)"; }
  std::string_view extension() const override { return "xml"; }
  std::string_view media_type() const override { return "application/xml; charset=utf-8"; }
  std::string version() const override { return "draft-0.5/1"; }
  bool verified() const override { return false; }
  bool identified() const override { return true; }
  std::vector<report::Setting> settings() const override { return {{"pars.completed_form", {"datetime", "date"}}, {"pars.provider_id", {}}}; }
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

class ParsLearnerJson final : public report::Format {
 public:
  std::string_view code() const override { return "pars-learner-json"; }
  std::string_view title() const override { return "PARS learner records (JSON)"; }
  std::string_view extension() const override { return "json"; }
  std::string_view media_type() const override { return "application/json"; }
  std::string version() const override { return "draft-0.5/1"; }
  bool verified() const override { return false; }
  bool identified() const override { return true; }
  std::vector<report::Setting> settings() const override { return {{"pars.completed_form", {"datetime", "date"}}, {"pars.provider_id", {}}}; }
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

// The document with this one record in it, as ParsLearnerJson writes it. Error report_row.
base::Result<std::string> learner_document(const report::LearnerRow& row, const report::Report& report);

}  // namespace preceptor::pars
