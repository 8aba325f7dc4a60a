// Small things that several formats write alike.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/report/format.hpp"

namespace preceptor::report_files {

// "06/30/2026".
std::string us_date(base::Date date);
// A birth day "MM/DD" as a full date where one is forced: the year is a placeholder, a leap year so that 02-29 stays a day (credit.md 4.3). "2000-02-29".
std::string placeholder_birth_date(std::string_view birth_day);
inline constexpr std::string_view kPlaceholderYear = "2000";

// The row cannot be said: error report_row whose detail is "<field>: <why>", without the value.
tl::unexpected<base::Error> row_error(std::string_view field, std::string_view why);
// Every text of the row that a file may show, looked at with report::unsafe_text.
base::Status check_texts(const report::LearnerRow& row);

// Free text over several lines as one: breaks and tabs become spaces.
std::string on_one_line(std::string_view text);

// As the rulebook prints it; the code where there is no rulebook or it does not know it.
std::string system_name(const report::Report& report, std::string_view code);
// PARS `activityCertification`; empty where nothing is known.
std::string pars_certification(const report::Report& report, std::string_view code);
const credit::Board* board_named(const report::Report& report, std::string_view code);
// "ccid:<provider domain>:..." -> the domain; empty when it is no such id.
std::string_view provider_domain(std::string_view ccid);
// A setting of the report; empty when nobody gave it.
std::string_view setting(const report::Report& report, const std::string& name);
// Of a profile: the board's own id for the learner, empty when not told.
std::string_view board_id(const credit::Profile& profile, std::string_view board);
// Exactly nine digits, or seven (V01).
bool digits(std::string_view text, std::size_t count);

}  // namespace preceptor::report_files
