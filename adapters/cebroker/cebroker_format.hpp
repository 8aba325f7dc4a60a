// CE Broker's roster.
#pragma once
#include "core/report/format.hpp"

namespace preceptor::cebroker {

class CeBrokerRoster final : public report::Format {
 public:
  std::string_view code() const override { return "cebroker"; }
  std::string_view title() const override { return "CE Broker roster (XML)"; }
  std::string_view extension() const override { return "xml"; }
  std::string_view media_type() const override { return "application/xml"; }
  std::string version() const override { return "seen-2021/1"; }
  bool verified() const override { return false; }
  bool identified() const override { return true; }
  std::vector<report::Setting> settings() const override;
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;
};

}  // namespace preceptor::cebroker
