// Small ASCII helpers of HTTP's grammar (RFC 9110 5.6). Independent of the locale.
#pragma once
#include <string_view>

namespace preceptor::http {

bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);  // SP and HTAB
bool is_token(std::string_view text);          // 1*tchar
bool is_field_value(std::string_view text);    // no control character but HTAB
// Whether the comma separated list holds `word`, without case.
bool list_has(std::string_view list, std::string_view word);

}  // namespace preceptor::http
