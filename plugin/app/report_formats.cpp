#include "plugin/app/report_formats.hpp"

#include <algorithm>

#include "adapters/cebroker/cebroker_format.hpp"
#include "adapters/cpe_monitor/cpe_format.hpp"
#include "adapters/medbiquitous/medbiquitous_format.hpp"
#include "adapters/pars/activity_documents.hpp"
#include "adapters/pars/activity_sheet.hpp"
#include "adapters/pars/pars_formats.hpp"
#include "adapters/pars/service_formats.hpp"
#include "adapters/plain/plain_formats.hpp"

namespace preceptor::app {

std::vector<const report::Format*> all_formats() {
  static const pars::ParsExcel excel;
  static const pars::ParsTsv tsv;
  static const medbiquitous::MedbiquitousFormat activity_report;
  static const plain::CsvFormat csv;
  static const plain::JsonFormat json;
  static const pars::ParsLearnerXml learner_xml;
  static const pars::ParsLearnerJson learner_json;
  static const cebroker::CeBrokerRoster roster;
  static const cpe_monitor::CpeMonitorRows cpe;
  return {&excel, &tsv, &activity_report, &csv, &json, &learner_xml, &learner_json, &roster, &cpe};
}

const report::Format* format_named(std::string_view code) {
  for (const report::Format* format : all_formats())
    if (format->code() == code) return format;
  return nullptr;
}

bool format_is_on(const report::Format& format, const std::vector<credit::Enabled>& enabled) {
  const std::string wanted = "format:" + std::string(format.code());
  return format.verified() || std::ranges::any_of(enabled, [&](const credit::Enabled& one) { return one.what == wanted; });
}

std::vector<report::Setting> report_settings() {
  std::vector<report::Setting> all;
  for (const report::Format* format : all_formats())
    for (auto& one : format->settings())
      if (std::ranges::find(all, one.name, &report::Setting::name) == all.end()) all.push_back(std::move(one));
  return all;
}

report::Documents report_documents() {
  return {pars::activity_sheet, pars::sheet_csv, pars::activity_json, pars::activity_mems, medbiquitous::activity_report};
}

}  // namespace preceptor::app
