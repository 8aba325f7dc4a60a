// The report formats this build knows: the one place that names them.
#pragma once
#include <string_view>
#include <vector>

#include "core/credit/rules.hpp"
#include "core/report/documents.hpp"
#include "core/report/format.hpp"

namespace preceptor::app {

// In the order staff see them; all of static storage.
std::vector<const report::Format*> all_formats();
// Null when there is none of that code.
const report::Format* format_named(std::string_view code);
// Whether it may be used: verified, or switched on by staff as "format:<code>".
bool format_is_on(const report::Format& format, const std::vector<credit::Enabled>& enabled);

// Every setting that a format reads, each once.
std::vector<report::Setting> report_settings();

// What pages show and hand out beside reports: the activity's entry sheet and documents, a learner's transcript.
report::Documents report_documents();

}  // namespace preceptor::app
