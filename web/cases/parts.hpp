// Small parts of the case pages. For this folder's .cpp files.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "web/rca/case_book.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

std::string said(const rca::Sentence& sentence, const Messages& messages);
// "2026-11-25 16:03 UTC", whatever the language: what is signed has one time.
std::string signed_time(base::Instant at);
CaseActor actor(const StaffTurn& turn);

// Class, mark and word of an outcome: never colour alone.
void add_outcome(View& view, const Messages& messages, rca::Outcome outcome);
// A view with one text, "text".
View line(const std::string& text);
std::vector<View> lines(const std::vector<rca::Sentence>& sentences, const Messages& messages);

// "Evidence: knowledge, awareness", for a problem's field.
std::string field_label(std::string_view field, const Messages& messages);
// The id of the field on its page: "gap.statement" -> "gap-statement".
std::string field_id(std::string_view field);
// The summary of what is wrong. `page`: "" for anchors of the page itself; else where each field is filled in is found by its name.
std::vector<View> problem_views(const std::vector<rca::Problem>& problems, const Messages& messages, const std::string& case_url);
// What is wrong with that very field; empty when nothing.
std::string problem_of(const std::vector<rca::Problem>& problems, std::string_view field, const Messages& messages);

// A text of the form as it is kept: trimmed, lines ended by one character.
std::string typed(const StaffTurn& turn, std::string_view name);
std::string plain_lines(std::string_view text);

// One option of a select or of radios.
View option(std::string_view value, const std::string& label, bool chosen);
std::optional<base::Date> date_of(const std::string& text);  // absent when empty or no date
bool wrong_date(const std::string& text);                    // neither empty nor a date
std::string date_text(const std::optional<base::Date>& date);

// A page of a case: title, banner, way back to its other pages. `here`: "overview", "sheet", "causes", "invite", "decide", "brief".
StaffPage case_page(const StaffTurn& turn, const RcaCase& one, const std::string& template_name, const std::string& here);
std::string case_place(const RcaCase& one, const std::string& below = {});  // below /staff
// A form's one-time key: what was sent, or a new one.
std::string form_key(const StaffTurn& turn);

}  // namespace preceptor::web
