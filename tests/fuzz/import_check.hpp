// What every importer promises, whatever the bytes: a refusal with words, or a file the compiler takes once a person
// added what lint asks for.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/activity/condition.hpp"
#include "tests/unit/manifests/imported.hpp"

namespace preceptor::manifests::importers {

inline void check_conditions(const std::string& text) {
  constexpr std::string_view kMark = " | if: ";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto at = line.starts_with("## ? ") ? line.find(kMark) : std::string::npos;
    if (at != std::string::npos && !activity::parse_condition(line.substr(at + kMark.size()))) std::abort();
  }
}

inline int check_import(const std::uint8_t* data, std::size_t size, Source source) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto imported = import_text(text, source, {"fuzz", "en"});
  if (!imported) {
    if (imported.error().detail.empty()) std::abort();  // refused without a word
    return 0;
  }
  for (const Note& note : imported->notes)
    if (note.why.empty() || note.line < 0 || format(note, "fuzz").find('\n') != std::string::npos) std::abort();
  const Compiled compiled = compile(completed(imported->text), "fuzz.md");
  if (!compiled.unit) std::abort();  // we wrote a file that is none
  check_conditions(imported->text);
  const auto again = import_text(text, source, {"fuzz", "en"});
  if (!again || again->text != imported->text) std::abort();
  return 0;
}

}  // namespace preceptor::manifests::importers
