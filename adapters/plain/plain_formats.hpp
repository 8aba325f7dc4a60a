// Reports as a table and as JSON lines.
#pragma once
#include "core/report/format.hpp"

namespace preceptor::plain {

class CsvFormat final : public report::Format {
 public:
  std::string_view code() const override { return "csv"; }
  std::string_view title() const override { return "Table (CSV)"; }
  std::string_view extension() const override { return "csv"; }
  std::string_view media_type() const override { return "text/csv; charset=utf-8"; }
  std::string version() const override { return "1"; }
  bool verified() const override { return true; }
  bool identified() const override { return true; }
  bool reports() const override { return false; }   // for the office's own eyes and scripts
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

class JsonFormat final : public report::Format {
 public:
  std::string_view code() const override { return "json"; }
  std::string_view title() const override { return "JSON lines"; }
  std::string_view extension() const override { return "jsonl"; }
  std::string_view media_type() const override { return "application/jsonl"; }
  std::string version() const override { return "1"; }
  bool verified() const override { return true; }
  bool identified() const override { return true; }
  bool reports() const override { return false; }   // for the office's own eyes and scripts
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

}  // namespace preceptor::plain
