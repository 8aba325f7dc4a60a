// Texts of other programs: HTML -> plain text, plain text -> Markdown that shows it. Internal to this folder.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace preceptor::manifests::importers {

// White space (and control characters) as single spaces, cut to `max_bytes` at a character.
std::string one_line(std::string_view text, std::size_t max_bytes);
// Lines trimmed, at most one empty line between two others, control characters as spaces.
std::string tidy(std::string_view text);
// One Unicode character; U+FFFD for what is none, spaces for control characters.
std::string utf8_of(unsigned code);
// "&eacute;", "&#8805;" -> the character; a name we do not know stays as typed.
std::string entity_text(std::string_view entity);

struct Stripped {
  std::string text;                           // tidy
  std::vector<std::string> dropped, changed;  // what was lost, each kind once
};
// `keep_lines`: a line end of the source is one of the text (GIFT), not a space (HTML). Only elements HTML knows are
// taken for markup: in "K<4 and Na>150" nothing is lost.
Stripped strip_html(std::string_view html, bool keep_lines);

// Lines of Markdown, at most 4 KiB each, that the compiler shows as this text.
std::vector<std::string> markdown_lines(std::string_view plain);

}  // namespace preceptor::manifests::importers
