#include <algorithm>
#include <charconv>
#include <optional>

#include "core/activity/point_of_care/index.hpp"
#include "core/activity/point_of_care/letters.hpp"
#include "core/activity/unit.hpp"

namespace preceptor::point_of_care {
namespace {

// The character of one entity without "&" and ";"; nullopt for an unknown one.
std::optional<char32_t> entity_of(std::string_view name) {
  static constexpr std::pair<std::string_view, char32_t> kNamed[] = {{"amp", U'&'},  {"lt", U'<'},    {"gt", U'>'},
                                                                     {"quot", U'"'}, {"apos", U'\''}, {"nbsp", 0xA0}};
  for (const auto& [known, value] : kNamed)
    if (name == known) return value;
  if (!name.starts_with('#')) return std::nullopt;
  name.remove_prefix(1);
  const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
  if (hexadecimal) name.remove_prefix(1);
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value, hexadecimal ? 16 : 10);
  const bool ok = error == std::errc() && end == name.data() + name.size() && value > 0 && value <= 0x10FFFF &&
                  (value < 0xD800 || value > 0xDFFF);
  return ok ? std::optional<char32_t>(value) : std::nullopt;
}

void read_questions(const std::vector<activity::Question>& questions, std::vector<std::string>& texts) {
  for (const activity::Question& question : questions) {
    texts.push_back(question.prompt);
    for (const activity::Option& option : question.options) texts.push_back(option.label);
  }
}

}  // namespace

std::string plain_text(std::string_view html) {
  constexpr std::size_t kEntityMost = 10;
  std::string text;
  for (std::size_t at = 0; at < html.size(); ++at) {
    if (html[at] == '<') {
      at = std::min(html.find('>', at), html.size());
      text += ' ';
      continue;
    }
    const auto end = html[at] == '&' ? html.find(';', at) : std::string_view::npos;
    if (end == std::string_view::npos || end - at > kEntityMost) {
      text += html[at];
    } else if (const auto value = entity_of(html.substr(at + 1, end - at - 1))) {
      append_utf8(text, *value);
      at = end;
    } else {
      text += html[at];
    }
  }
  return text;
}

Document document_of(const activity::Unit& unit, std::string_view gap) {
  Document document{unit.id, unit.language, unit.title, unit.stated_minutes, unit.objectives, {}, {}, std::string(gap)};
  for (const activity::Section& section : unit.sections) {
    document.case_text += section.heading + "\n" + plain_text(section.body_html) + "\n";
    read_questions(section.questions, document.questions);
  }
  return document;
}

}  // namespace preceptor::point_of_care
