#include "manifests/importers/import.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"
#include "core/base/encoding.hpp"
#include "core/base/language.hpp"
#include "manifests/importers/plain.hpp"
#include "manifests/importers/readers.hpp"

namespace preceptor::manifests::importers {
namespace {

constexpr std::size_t kMostSourceBytes = 8 * 1024 * 1024;

base::Result<Imported> refuse(std::string why) {
  return base::fail(base::Code::content_invalid, std::move(why));
}

// The source with LF line ends and without a byte order mark.
std::string with_plain_lines(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r')
      out += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      out += '\n';
  }
  return out;
}

// What makes it no text, with its line; empty when it is one.
std::string byte_problem(std::string_view text) {
  int line = 0;
  while (!text.empty()) {
    ++line;
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view one = text.substr(0, end);
    const auto where = "line " + std::to_string(line) + ": ";
    if (!base::is_utf8(one)) return where + "this is not UTF-8: save the file as UTF-8";
    if (std::ranges::any_of(one, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; }))
      return where + "a control character: this is not a text file";
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return {};
}

base::Status read_source(std::string_view text, Source source, const Options& options, Draft& draft, Notes& notes) {
  switch (source) {
    case Source::gift:
      read_gift(text, options, draft, notes);
      return {};
    case Source::moodle_xml:
      return read_moodle_xml(text, options, draft, notes);
    case Source::redcap:
      return read_redcap(text, options, draft, notes);
  }
  return {};
}

}  // namespace

std::optional<Source> source_named(std::string_view name) {
  if (name == "gift") return Source::gift;
  if (name == "moodle-xml") return Source::moodle_xml;
  if (name == "redcap") return Source::redcap;
  return std::nullopt;
}

std::optional<Source> guess_source(std::string_view file, std::string_view text) {
  const std::string name = base::lower(file);
  if (name.ends_with(".gift")) return Source::gift;
  if (name.ends_with(".xml")) return Source::moodle_xml;
  if (name.ends_with(".csv")) return Source::redcap;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::string begin = base::lower(text.substr(0, 4096));
  if (begin.starts_with("<?xml") || begin.starts_with("<quiz")) return Source::moodle_xml;
  if (begin.starts_with("\"variable / field name\"") || begin.starts_with("variable / field name") ||
      begin.starts_with("field_name,"))
    return Source::redcap;
  if (begin.starts_with("::") || begin.starts_with("//") || begin.starts_with("$category")) return Source::gift;
  return std::nullopt;
}

std::string format(const Note& note, std::string_view file) {
  constexpr std::string_view kKinds[] = {"dropped", "changed", "missing"};
  std::string text(file);
  if (note.line > 0) text += ":" + std::to_string(note.line);
  text += ": " + std::string(kKinds[static_cast<int>(note.kind)]) + ": ";
  return text + (note.name.empty() ? "" : note.name + ": ") + note.why;
}

base::Result<Imported> import_text(std::string_view text, Source source, const Options& options) {
  if (text.size() > kMostSourceBytes) return refuse("the file is larger than 8 MiB");
  if (base::normalize_language(options.language) != options.language)
    return refuse("\"" + one_line(options.language, 40) + "\" is not a language tag such as en, es or pt-BR");
  const std::string lines = with_plain_lines(text);
  if (std::string problem = byte_problem(lines); !problem.empty()) return refuse(std::move(problem));
  Options safe = options;
  if (!base::is_utf8(safe.file)) safe.file.clear();
  Notes notes;
  Draft draft(safe, notes);
  if (base::Status read = read_source(lines, source, safe, draft, notes); !read) return base::fail(read.error());
  return draft.finish();
}

}  // namespace preceptor::manifests::importers
