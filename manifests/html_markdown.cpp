#include "manifests/html_markdown.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace preceptor::manifests {
namespace {

using Lines = std::vector<std::string>;

struct Node {
  std::string tag;    // empty: text
  std::string text;   // of a text, decoded; of a tag, its href or start
  std::vector<Node> children;
};

std::string decoded(std::string_view html) {
  static const std::map<std::string_view, char> kNames = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  std::string text;
  while (!html.empty()) {
    const auto end = html.front() == '&' ? html.find(';') : std::string_view::npos;
    const auto found = end == std::string_view::npos ? kNames.end() : kNames.find(html.substr(0, end + 1));
    text += found == kNames.end() ? html.front() : found->second;
    html.remove_prefix(found == kNames.end() ? 1 : end + 1);
  }
  return text;
}

std::string attribute_of(std::string_view tag, std::string_view name) {
  const auto at = tag.find(" " + std::string(name) + "=\"");
  if (at == std::string_view::npos) return {};
  const auto from = at + name.size() + 3;
  return decoded(tag.substr(from, tag.find('"', from) - from));
}

bool is_void(std::string_view tag) { return tag == "br" || tag == "hr"; }

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : rest_(html) {}
  std::vector<Node> read() {
    std::vector<Node> nodes;
    while (!rest_.empty() && !rest_.starts_with("</")) {
      if (rest_.front() != '<') {
        const auto end = std::min(rest_.find('<'), rest_.size());
        nodes.push_back({"", decoded(rest_.substr(0, end)), {}});
        rest_.remove_prefix(end);
        continue;
      }
      const auto inside = take_tag();
      Node node{std::string(inside.substr(0, inside.find(' '))), "", {}};
      node.text = attribute_of(inside, node.tag == "a" ? "href" : "start");
      if (!is_void(node.tag)) {
        node.children = read();
        if (rest_.starts_with("</")) take_tag();
      }
      nodes.push_back(std::move(node));
    }
    return nodes;
  }

 private:
  std::string_view take_tag() {
    const auto end = std::min(rest_.find('>'), rest_.size() - 1);
    const auto inside = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return inside;
  }
  std::string_view rest_;
};

bool is_inline(const Node& node) {
  return node.tag.empty() || node.tag == "em" || node.tag == "strong" || node.tag == "code" || node.tag == "a" || node.tag == "br";
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80; }

// What begins a line and would be taken for a mark there.
std::string guarded_start(std::string line) {
  if (line.empty()) return line;
  if (std::string_view("#+->=~?").find(line.front()) != std::string_view::npos) return "\\" + line;
  const auto digits = line.find_first_not_of("0123456789");
  if (digits != std::string::npos && digits > 0 && (line[digits] == '.' || line[digits] == ')')) line.insert(digits, "\\");
  return line;
}

bool begins_entity(std::string_view text) {
  const auto end = text.find(';');
  return end != std::string_view::npos && end > 1 && std::ranges::all_of(text.substr(1, end - 1), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '#'; });
}

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool inside_word = c == '_' && i > 0 && i + 1 < text.size() && is_word(text[i - 1]) && is_word(text[i + 1]);
    if ((std::string_view("\\`*_[]<").find(c) != std::string_view::npos && !inside_word) || (c == '&' && begins_entity(text.substr(i)))) out += '\\';
    out += c;
  }
  return out;
}

std::string plain_of(const std::vector<Node>& nodes) {
  std::string text;
  for (const Node& node : nodes) text += node.text + plain_of(node.children);
  return text;
}

// A run of backticks that does not stand in the text.
std::string ticks_for(std::string_view text, std::size_t least) {
  std::string ticks(least, '`');
  while (text.find(ticks) != std::string_view::npos) ticks += '`';
  return ticks;
}

std::string code_span(const std::string& text) {
  const auto ticks = ticks_for(text, 1);
  const bool pad = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' ') && text.find_first_not_of(' ') != std::string::npos);
  return ticks + (pad ? " " : "") + text + (pad ? " " : "") + ticks;
}

// `depth`: of emphasis, so that marks that meet differ.
std::string inline_of(const std::vector<Node>& nodes, int depth) {
  std::string out;
  for (const Node& node : nodes) {
    if (node.tag.empty()) {
      out += escaped(node.text);
    } else if (node.tag == "br") {
      out += "\\\n";
    } else if (node.tag == "code") {
      out += code_span(plain_of(node.children));
    } else if (node.tag == "a") {
      std::string address;
      for (const char c : node.text) address += std::string_view("<>\\").find(c) != std::string_view::npos ? std::string("\\") + c : std::string(1, c);
      out += "[" + inline_of(node.children, depth) + "](" + (address.find_first_of(" ()<>\\") == std::string::npos ? address : "<" + address + ">") + ")";
    } else {
      const std::string mark(node.tag == "strong" ? 2 : 1, depth % 2 == 0 ? '*' : '_');
      out += mark + inline_of(node.children, depth + 1) + mark;
    }
  }
  return out;
}

Lines split(const std::string& text) {
  Lines lines(1);
  for (const char c : text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  return lines;
}

class MarkdownWriter {
 public:
  explicit MarkdownWriter(MarkdownPlace place) : place_(place) {}

  // `tight`: blocks follow each other without an empty line, as in an item of a tight list.
  Lines blocks(const std::vector<Node>& nodes, bool tight) {
    Lines out;
    std::string before;
    bool other_mark = false;
    for (std::size_t i = 0; i < nodes.size();) {
      std::vector<Node> words;
      while (i < nodes.size() && is_inline(nodes[i])) words.push_back(nodes[i++]);
      const Node* node = words.empty() ? &nodes[i++] : nullptr;
      const std::string tag = node ? node->tag : "p";
      // Two lists that meet are two lists only when their marks differ.
      other_mark = tag == before && (tag == "ul" || tag == "ol") && !other_mark;
      before = tag;
      if (!tight && !out.empty()) out.emplace_back();
      const auto made = node ? block(*node, other_mark) : paragraph(words);
      out.insert(out.end(), made.begin(), made.end());
    }
    return out;
  }

 private:
  Lines paragraph(const std::vector<Node>& nodes) {
    Lines lines = split(inline_of(nodes, 0));
    for (auto& line : lines) line = guarded_start(std::move(line));
    return lines;
  }

  Lines block(const Node& node, bool other_mark) {
    if (node.tag == "p") return paragraph(node.children);
    if (node.tag == "hr") return {"***"};
    if (node.tag == "pre") return fence(plain_of(node.children));
    if (node.tag == "ul" || node.tag == "ol") return list(node, other_mark);
    if (node.tag == "blockquote") {
      Lines lines = blocks(node.children, false);
      for (auto& line : lines) line = line.empty() ? ">" : "> " + line;
      return lines;
    }
    if (node.tag.size() == 2 && node.tag[0] == 'h') return heading(node);
    return blocks(node.children, false);
  }

  // Text begins at h3, which a section's ## gives; in a prompt that would begin a question, and # a page unless it is indented.
  Lines heading(const Node& node) {
    std::string words;
    for (const char c : inline_of(node.children, 0)) words += c == '#' ? "\\#" : c == '\n' ? " " : std::string(1, c);
    const std::string marks(static_cast<std::size_t>(node.tag[1] - '1'), '#');
    if (place_ == MarkdownPlace::prompt && marks == "##") return {" # " + words};
    return {marks + " " + guarded_start(words)};
  }

  Lines fence(const std::string& code) {
    const auto ticks = ticks_for(code, 3);
    Lines lines = split(code);
    if (lines.back().empty()) lines.pop_back();
    lines.insert(lines.begin(), ticks);
    lines.push_back(ticks);
    return lines;
  }

  Lines list(const Node& node, bool other_mark) {
    const bool loose = std::ranges::any_of(node.children, [](const Node& item) { return std::ranges::any_of(item.children, [](const Node& child) { return child.tag == "p"; }); });
    const bool dash = place_ != MarkdownPlace::prompt && !other_mark;
    long number = node.text.empty() ? 1 : std::strtol(node.text.c_str(), nullptr, 10);
    Lines out;
    for (const Node& item : node.children) {
      const std::string mark = node.tag == "ol" ? std::to_string(number++) + (other_mark ? ") " : ". ") : dash ? "- " : "* ";
      Lines lines = blocks(item.children, !loose);
      if (lines.empty()) lines.emplace_back();
      if (loose && !out.empty()) out.emplace_back();
      for (std::size_t i = 0; i < lines.size(); ++i) out.push_back(lines[i].empty() && i > 0 ? "" : (i == 0 ? mark : std::string(mark.size(), ' ')) + lines[i]);
    }
    return out;
  }

  MarkdownPlace place_;
};

}  // namespace

std::vector<std::string> markdown_of(std::string_view html, MarkdownPlace place) {
  if (html.empty()) return {};
  return MarkdownWriter(place).blocks(HtmlReader(html).read(), false);
}

}  // namespace preceptor::manifests
