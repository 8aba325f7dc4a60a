// Text encodings. Decoders are strict: one text for one value.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace preceptor::base {

std::string hex_encode(std::string_view bytes);
std::optional<std::string> hex_decode(std::string_view text);  // even number of hex digits, either case
std::string base64_encode(std::string_view bytes);
std::optional<std::string> base64_decode(std::string_view text);  // with padding
// RFC 7515 base64url without padding. Decoding refuses padding, length 1 mod 4 and non-zero trailing bits.
std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);
// RFC 4648 section 6 without padding, in small letters.
std::string base32_encode(std::string_view bytes);
// Valid UTF-8 without surrogates or overlong forms; NUL is allowed.
bool is_utf8(std::string_view bytes);
// `text` cut to at most `max_bytes` at a character boundary.
std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);
// How many characters (code points) a valid UTF-8 text has.
std::size_t count_characters(std::string_view utf8);
// & < > " ' as entities: safe in HTML text and quoted attributes.
std::string html_escape(std::string_view text);

// Whether a spreadsheet takes the text for a formula: leading spaces passed over, it begins with '=', '+', '-' or '@', also as full-width forms, which programs of
// East Asian languages read as the plain ones.
bool begins_like_formula(std::string_view text);

}  // namespace preceptor::base
