// What a text may hold that becomes a cell of a table or an element of a file.
#pragma once
#include <optional>
#include <string_view>

namespace preceptor::report {

// Why a text cannot be written as it is; a view of static storage for an error's detail, nothing when it is safe. A spreadsheet takes a text that begins with
// '=', '+', '-', '@', a tab or a return for a formula (credit.md 3, "Emission"); control characters break rows apart and are no XML. The text is refused rather
// than changed: a changed name matches nobody.
std::optional<std::string_view> unsafe_text(std::string_view text);
// The same without the formulas: for documents that no spreadsheet opens.
std::optional<std::string_view> unsafe_in_xml(std::string_view text);

}  // namespace preceptor::report
