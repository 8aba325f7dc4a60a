// CPE Monitor's rows.
#pragma once
#include "core/report/format.hpp"

namespace preceptor::cpe_monitor {

class CpeMonitorRows final : public report::Format {
 public:
  std::string_view code() const override { return "cpe-monitor"; }
  std::string_view title() const override { return "CPE Monitor participations"; }
  std::string_view extension() const override { return "csv"; }
  std::string_view media_type() const override { return "text/csv; charset=utf-8"; }
  std::string version() const override { return "seen-2017/1"; }
  bool verified() const override { return false; }
  bool identified() const override { return true; }
  std::vector<report::Setting> settings() const override { return {{"cpe.provider", {}}, {"cpe.uan:<activity>", {}}, {"cpe.uan.technician:<activity>", {}}}; }
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

}  // namespace preceptor::cpe_monitor
