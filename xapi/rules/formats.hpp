// The text formats of xAPI as predicates. Internal to xapi.
#pragma once
#include <string_view>

namespace preceptor::xapi::checks {

bool is_iri(std::string_view text);         // absolute, with a scheme; no white space
bool is_irl(std::string_view text);         // as an IRI
bool is_mailto(std::string_view text);      // "mailto:" and one plain address
bool is_sha1(std::string_view text);        // 40 hex digits
bool is_hex(std::string_view text);         // at least one hex digit
bool is_media_type(std::string_view text);  // type/subtype, parameters allowed
bool is_version_10(std::string_view text);  // 1.0.x
bool is_version_20(std::string_view text);  // 2.0.x
bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII

// The number of the rule a timestamp or duration breaks; 0 = none.
int timestamp_fault(std::string_view text);  // 16, 17, 18, 20, 21
int duration_fault(std::string_view text);   // 60, 61, 62
bool is_house_timestamp(std::string_view text);  // shape YYYY-MM-DDThh:mm:ss.sssZ

}  // namespace preceptor::xapi::checks
