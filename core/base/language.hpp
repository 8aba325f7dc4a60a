// Language tags (RFC 5646 well-formedness) and the choice between languages.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace preceptor::base {

bool is_language_tag(std::string_view tag);  // well-formed; "en_US" is not
// "pt_BR", "PT-br" -> "pt-BR"; nullopt when it cannot be read as a tag.
std::optional<std::string> normalize_language(std::string_view tag);
// The best of `offered` for `wanted` (in order of preference): exact, then primary subtag. nullopt when none fits.
std::optional<std::string> choose_language(const std::vector<std::string>& wanted, const std::vector<std::string>& offered);
// Accept-Language header -> tags by descending weight; malformed members are skipped; at most 20.
std::vector<std::string> parse_accept_language(std::string_view header);
bool is_right_to_left(std::string_view tag);

}  // namespace preceptor::base
