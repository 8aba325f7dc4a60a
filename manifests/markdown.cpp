#include "manifests/markdown.hpp"

#include <md4c.h>

#include <algorithm>
#include <charconv>

#include "core/base/encoding.hpp"
#include "core/base/url.hpp"

namespace preceptor::manifests {
namespace {

constexpr int kDeepest = 12;
constexpr const char* kReplacement = "\xEF\xBF\xBD";

std::string utf8(unsigned code) {
  if (code < 0x20 || code == 0x7F || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) return kReplacement;
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0 | (code >> 6)), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0 | (code >> 12)), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | (code >> 18)), tail(12), tail(6), tail(0)};
}

// "&amp;", "&#8805;", "&#x2265;" -> the character. A name we do not know stays as typed.
std::string decode_entity(std::string_view entity) {
  static constexpr std::pair<std::string_view, const char*> kNamed[] = {
      {"&amp;", "&"},        {"&lt;", "<"},         {"&gt;", ">"},        {"&quot;", "\""},
      {"&apos;", "'"},       {"&nbsp;", "\u00A0"},  {"&le;", "\u2264"},   {"&ge;", "\u2265"},
      {"&ndash;", "\u2013"}, {"&mdash;", "\u2014"}, {"&micro;", "\u00B5"}};
  for (const auto& [name, text] : kNamed)
    if (entity == name) return text;
  if (entity.size() < 4 || entity[1] != '#') return std::string(entity);
  const bool hex = entity[2] == 'x' || entity[2] == 'X';
  unsigned code = 0;
  std::from_chars(entity.data() + (hex ? 3 : 2), entity.data() + entity.size() - 1, code, hex ? 16 : 10);
  return utf8(code);
}

std::string attribute_text(const MD_ATTRIBUTE& attribute) {
  std::string text;
  for (std::size_t i = 0; attribute.text && attribute.substr_offsets[i] < attribute.size; ++i) {
    const std::string_view part(attribute.text + attribute.substr_offsets[i],
                                attribute.substr_offsets[i + 1] - attribute.substr_offsets[i]);
    if (attribute.substr_types[i] == MD_TEXT_ENTITY)
      text += decode_entity(part);
    else if (attribute.substr_types[i] == MD_TEXT_NULLCHAR)
      text += kReplacement;
    else
      text += part;
  }
  return text;
}

// The state md4c's callbacks write into.
struct Writer {
  const Block& block;
  Problems& problems;
  Rendered out;
  int depth = 0;
  int images = 0;           // open images: their text is dropped
  std::vector<bool> links;  // of each open link, whether it is written

  // The line of the file that holds `needle`.
  Line line_of(std::string_view needle) const {
    const auto found = needle.empty() || problems.is_full() ? std::string::npos : block.text.find(needle);
    const auto at = found == std::string::npos ? 0 : found;
    const auto begin = at == 0 ? 0 : block.text.rfind('\n', at) + 1;  // npos + 1 is 0
    const auto before = std::count(block.text.begin(), block.text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    const auto end = block.text.find('\n', at);
    return {block.line + static_cast<int>(before), std::string_view(block.text).substr(begin, end - begin)};
  }
  void space() {
    if (!out.plain.empty() && out.plain.back() != ' ') out.plain += ' ';
  }
  void text(std::string_view text) {
    if (images > 0) return;
    out.html += base::html_escape(text);
    for (char c : text) {
      if (c == '\n' || c == '\t' || c == ' ')
        space();
      else
        out.plain += c;
    }
  }
};

std::string heading(const void* detail) {
  // The page's title is h1 and a section's heading h2, so text begins at h3.
  const unsigned level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
  return "h" + std::to_string(std::clamp(level + 1, 3U, 6U));
}

std::string block_tag(MD_BLOCKTYPE type, const void* detail) {
  switch (type) {
    case MD_BLOCK_QUOTE:
      return "blockquote";
    case MD_BLOCK_UL:
      return "ul";
    case MD_BLOCK_OL:
      return "ol";
    case MD_BLOCK_LI:
      return "li";
    case MD_BLOCK_H:
      return heading(detail);
    case MD_BLOCK_CODE:
      return "pre";
    case MD_BLOCK_P:
      return "p";
    default:
      return "";
  }
}

int enter_block(MD_BLOCKTYPE type, void* detail, void* user) {
  Writer& w = *static_cast<Writer*>(user);
  if (++w.depth > kDeepest) return 1;
  w.space();
  if (type == MD_BLOCK_HR) {
    w.out.html += "<hr>";
    return 0;
  }
  const std::string tag = block_tag(type, detail);
  if (tag.empty()) return 0;
  w.out.html += "<" + tag;
  if (type == MD_BLOCK_OL && static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start != 1)
    w.out.html += " start=\"" + std::to_string(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start) + "\"";
  w.out.html += type == MD_BLOCK_CODE ? "><code>" : ">";
  return 0;
}

int leave_block(MD_BLOCKTYPE type, void* detail, void* user) {
  Writer& w = *static_cast<Writer*>(user);
  --w.depth;
  w.space();
  const std::string tag = block_tag(type, detail);
  if (!tag.empty()) w.out.html += (type == MD_BLOCK_CODE ? "</code></" : "</") + tag + ">";
  return 0;
}

void enter_link(Writer& w, const std::string& href) {
  const bool good = href.starts_with("https://") && base::parse_url(href.substr(0, href.find('#')));
  if (!good) {
    const Line line = w.line_of(href);
    std::string corrected(trim(line.text));
    const auto at = corrected.find("http://");
    // Only where the letter s is all that is missing can a corrected line be given.
    if (at != std::string::npos && href.starts_with("http://") && base::parse_url("https" + href.substr(4)))
      corrected.replace(at, 7, "https://");
    else
      corrected.clear();
    w.problems.error(line.number, "a link must begin with https:// and be a whole address, not \"" + href + "\"",
                     corrected);
  }
  w.links.push_back(good);
  // Opens beside the course page, so that the learner's place in the unit is kept.
  if (good) w.out.html += "<a href=\"" + base::html_escape(href) + "\" target=\"_blank\" rel=\"noopener noreferrer\">";
}

int enter_span(MD_SPANTYPE type, void* detail, void* user) {
  Writer& w = *static_cast<Writer*>(user);
  if (++w.depth > 2 * kDeepest) return 1;
  switch (type) {
    case MD_SPAN_A:
      enter_link(w, attribute_text(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
      break;
    case MD_SPAN_IMG:
      w.problems.error(w.line_of(attribute_text(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src)).number,
                       "images cannot be shown yet; say in words what the picture shows");
      ++w.images;
      break;
    case MD_SPAN_EM:
      w.out.html += "<em>";
      break;
    case MD_SPAN_STRONG:
      w.out.html += "<strong>";
      break;
    case MD_SPAN_CODE:
      w.out.html += "<code>";
      break;
    default:
      break;
  }
  return 0;
}

int leave_span(MD_SPANTYPE type, void*, void* user) {
  Writer& w = *static_cast<Writer*>(user);
  --w.depth;
  switch (type) {
    case MD_SPAN_A:
      if (w.links.back()) w.out.html += "</a>";
      w.links.pop_back();
      break;
    case MD_SPAN_IMG:
      --w.images;
      break;
    case MD_SPAN_EM:
      w.out.html += "</em>";
      break;
    case MD_SPAN_STRONG:
      w.out.html += "</strong>";
      break;
    case MD_SPAN_CODE:
      w.out.html += "</code>";
      break;
    default:
      break;
  }
  return 0;
}

int text(MD_TEXTTYPE type, const MD_CHAR* bytes, MD_SIZE size, void* user) {
  Writer& w = *static_cast<Writer*>(user);
  const std::string_view view(bytes, size);
  switch (type) {
    case MD_TEXT_NULLCHAR:
      w.text(kReplacement);
      break;
    case MD_TEXT_BR:
      w.out.html += "<br>";
      w.space();
      break;
    case MD_TEXT_SOFTBR:
      w.text("\n");
      break;
    case MD_TEXT_ENTITY:
      w.text(decode_entity(view));
      break;
    default:
      w.text(view);
      break;
  }
  return 0;
}

}  // namespace

Rendered render(const Block& block, Problems& problems) {
  Writer writer{block, problems, {}, 0, 0, {}};
  MD_PARSER parser{};
  parser.flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS;
  parser.enter_block = enter_block;
  parser.leave_block = leave_block;
  parser.enter_span = enter_span;
  parser.leave_span = leave_span;
  parser.text = text;
  if (md_parse(block.text.data(), static_cast<MD_SIZE>(block.text.size()), &parser, &writer) != 0) {
    problems.error(block.line, "lists, quotations or emphasis are nested too deeply here; use plain paragraphs");
    return {};
  }
  while (!writer.out.plain.empty() && writer.out.plain.back() == ' ') writer.out.plain.pop_back();
  return std::move(writer.out);
}

}  // namespace preceptor::manifests
