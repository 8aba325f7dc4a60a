// A statement as one row of CSV (RFC 4180) with columns that never change: one file's rows fit below another's, and no row decides the heading of the
// rows before it. What has no column of its own stands in the last one, as one JSON object from dotted path to value.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::xapi {

// In their order. "rest" is the last.
const std::vector<std::string_view>& csv_columns();
// With a byte order mark, so that spreadsheets read UTF-8; ends in CR LF.
std::string csv_heading();
// Ends in CR LF. Texts are quoted; one that a spreadsheet would take for a formula gets an apostrophe in front. Error store_failed: the statement is no
// JSON object (the store is damaged).
base::Result<std::string> csv_row(const std::string& registration, std::int64_t position, std::string_view statement);

}  // namespace preceptor::xapi
