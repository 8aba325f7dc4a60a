// HTML -> plain text. Not a browser: the markup quiz editors write, and whatever else comes without harm.
#include <algorithm>
#include <optional>

#include "core/base/ascii.hpp"
#include "manifests/importers/plain.hpp"

namespace preceptor::manifests::importers {
namespace {

enum class Tag { unknown, silent, emphasis, paragraph, line, item, cell, row, link, picture, hidden, raised, lowered };

constexpr std::pair<std::string_view, Tag> kTags[] = {
    {"span", Tag::silent},
    {"font", Tag::silent},
    {"a", Tag::link},
    {"abbr", Tag::silent},
    {"label", Tag::silent},
    {"html", Tag::silent},
    {"body", Tag::silent},
    {"tbody", Tag::silent},
    {"thead", Tag::silent},
    {"small", Tag::silent},
    {"nolink", Tag::silent},
    {"o:p", Tag::silent},
    {"b", Tag::emphasis},
    {"strong", Tag::emphasis},
    {"i", Tag::emphasis},
    {"em", Tag::emphasis},
    {"u", Tag::emphasis},
    {"s", Tag::emphasis},
    {"strike", Tag::emphasis},
    {"del", Tag::emphasis},
    {"ins", Tag::emphasis},
    {"mark", Tag::emphasis},
    {"code", Tag::emphasis},
    {"tt", Tag::emphasis},
    {"big", Tag::emphasis},
    {"p", Tag::paragraph},
    {"div", Tag::paragraph},
    {"h1", Tag::paragraph},
    {"h2", Tag::paragraph},
    {"h3", Tag::paragraph},
    {"h4", Tag::paragraph},
    {"h5", Tag::paragraph},
    {"h6", Tag::paragraph},
    {"ul", Tag::paragraph},
    {"ol", Tag::paragraph},
    {"dl", Tag::paragraph},
    {"pre", Tag::paragraph},
    {"section", Tag::paragraph},
    {"article", Tag::paragraph},
    {"center", Tag::paragraph},
    {"blockquote", Tag::paragraph},
    {"hr", Tag::paragraph},
    {"table", Tag::paragraph},
    {"caption", Tag::paragraph},
    {"br", Tag::line},
    {"dt", Tag::line},
    {"dd", Tag::line},
    {"li", Tag::item},
    {"td", Tag::cell},
    {"th", Tag::cell},
    {"tr", Tag::row},
    {"img", Tag::picture},
    {"script", Tag::hidden},
    {"style", Tag::hidden},
    {"head", Tag::hidden},
    {"iframe", Tag::hidden},
    {"object", Tag::hidden},
    {"svg", Tag::hidden},
    {"math", Tag::hidden},
    {"audio", Tag::hidden},
    {"video", Tag::hidden},
    {"sup", Tag::raised},
    {"sub", Tag::lowered},
};

// "2", "+" ... as raised or lowered characters; nothing where one has none.
std::optional<std::string> shifted(std::string_view text, bool raised) {
  static constexpr unsigned kRaised[] = {0x2070, 0xB9, 0xB2, 0xB3, 0x2074, 0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
  std::string out;
  for (char c : text) {
    if (base::is_digit(c))
      out += utf8_of(raised ? kRaised[c - '0'] : 0x2080 + static_cast<unsigned>(c - '0'));
    else if (c == '+' || c == '-')
      out += utf8_of((raised ? 0x207A : 0x208A) + (c == '-' ? 1 : 0));
    else
      return std::nullopt;
  }
  return out.empty() ? std::nullopt : std::optional(out);
}

std::string attribute_of(std::string_view tag, std::string_view name) {
  const std::string low = base::lower(tag);
  for (auto at = low.find(name); at != std::string::npos; at = low.find(name, at + 1)) {
    auto i = at + name.size();
    const bool begins = at > 0 && std::string_view(" \t\n\"'/").find(low[at - 1]) != std::string_view::npos;
    if (!begins || i >= tag.size() || tag[i] != '=') continue;
    const char quote = ++i < tag.size() ? tag[i] : ' ';
    const bool quoted = quote == '"' || quote == '\'';
    if (quoted) ++i;
    const auto end = quoted ? tag.find(quote, i) : tag.find_first_of(" \t\n>", i);
    return std::string(tag.substr(i, end == std::string_view::npos ? end : end - i));
  }
  return {};
}

class HtmlStripper {
 public:
  HtmlStripper(std::string_view html, bool keep_lines) : html_(html), keep_lines_(keep_lines) {}

  Stripped run() {
    while (at_ < html_.size()) {
      if (html_[at_] == '<' && (comment() || tag())) continue;
      if (html_[at_] == '&' && entity()) continue;
      const char c = html_[at_++];
      out_ += c == '\n' && !keep_lines_ ? ' ' : c;
    }
    if (out_.find("\\(") != std::string::npos || out_.find("$$") != std::string::npos)
      note(result_.changed, "a formula is shown as it was typed");
    result_.text = tidy(out_);
    return std::move(result_);
  }

 private:
  static void note(std::vector<std::string>& list, std::string what) {
    if (std::ranges::find(list, what) == list.end() && list.size() < 20) list.push_back(std::move(what));
  }

  bool comment() {
    const std::string_view rest = html_.substr(at_);
    const bool remark = rest.starts_with("<!--");
    if (!remark && !rest.starts_with("<!D") && !rest.starts_with("<!d") && !rest.starts_with("<?")) return false;
    if (no_close_) return false;
    const auto end = html_.find(remark ? "-->" : ">", at_);
    if (end == std::string_view::npos) {
      if (!remark) no_close_ = true;
      at_ = remark ? html_.size() : at_;
      return remark;
    }
    at_ = end + (remark ? 3 : 1);
    return true;
  }

  // The end of the tag that begins at at_, past its '>'; a '>' in quotes does not count. npos when it is none.
  std::size_t tag_end() {
    if (no_close_ || html_.find('>', at_) == std::string_view::npos) {
      no_close_ = true;
      return std::string_view::npos;
    }
    for (std::size_t i = at_; i < html_.size(); ++i) {
      const char c = html_[i];
      if (c == '>') return i + 1;
      if ((c == '"' || c == '\'') && html_[i - 1] == '=' && !open_quote_) {
        const auto close = html_.find(c, i + 1);
        if (close == std::string_view::npos)
          open_quote_ = true;
        else
          i = close;
      }
    }
    // The quotes do not pair up: from here on they are taken as they come, and the first '>' ends a tag.
    open_quote_ = true;
    return html_.find('>', at_) + 1;
  }

  bool tag() {
    const bool closing = html_.substr(at_ + 1).starts_with("/");
    const std::size_t from = at_ + (closing ? 2 : 1);
    std::size_t to = from;
    while (to < html_.size() && to - from < 12 &&
           (base::is_alpha(html_[to]) || base::is_digit(html_[to]) || html_[to] == ':'))
      ++to;
    const std::string name = base::lower(html_.substr(from, to - from));
    const auto known = std::ranges::find(kTags, std::string_view(name), [](const auto& row) { return row.first; });
    if (known == std::end(kTags) || to >= html_.size() ||
        std::string_view(" \t\n/>").find(html_[to]) == std::string_view::npos)
      return false;
    const std::size_t end = tag_end();
    if (end == std::string_view::npos) return false;
    const std::string_view whole = html_.substr(at_, std::min<std::size_t>(end - at_, 4096));
    at_ = end;
    apply(known->second, name, whole, closing);
    return true;
  }

  void apply(Tag tag, const std::string& name, std::string_view whole, bool closing) {
    if (tag == Tag::emphasis) note(result_.changed, "emphasis (bold, italics, ...) was taken out");
    if (tag == Tag::paragraph) out_ += "\n\n";
    if (tag == Tag::line || tag == Tag::row || tag == Tag::item) out_ += '\n';
    if (tag == Tag::item && !closing) out_ += "\xE2\x80\xA2 ";
    if (tag == Tag::cell && !closing && !out_.empty() && out_.back() != '\n') out_ += " | ";
    if (tag == Tag::row) note(result_.changed, "a table became lines of text");
    if (tag == Tag::link) link(whole, closing);
    if (tag == Tag::picture) picture(whole);
    if (tag == Tag::hidden && !closing) skip_element(name, whole);
    if (tag == Tag::raised || tag == Tag::lowered) shift(tag == Tag::raised, closing);
  }

  void link(std::string_view whole, bool closing) {
    if (!closing) {
      address_ = one_line(attribute_of(whole, "href"), 500);
    } else if (address_.starts_with("http")) {
      note(result_.changed, "a link became its words and its address");
      out_ += " (" + address_ + ")";
      address_.clear();
    }
  }

  void picture(std::string_view whole) {
    const std::string words = one_line(attribute_of(whole, "alt"), 500);
    note(result_.dropped,
         words.empty() ? "a picture without a description" : "a picture; its description is kept in brackets");
    if (!words.empty()) out_ += " [" + words + "] ";
  }

  // Elements whose content nobody reads.
  void skip_element(const std::string& name, std::string_view whole) {
    note(result_.dropped, "<" + name + "> and what is in it");
    if (whole.ends_with("/>")) return;
    for (auto close = html_.find("</", at_); close != std::string_view::npos; close = html_.find("</", close + 2)) {
      if (base::lower(html_.substr(close + 2, name.size())) != name) continue;
      at_ = close;
      return;
    }
    at_ = html_.size();
  }

  // 10<sup>9</sup> must not become 109.
  void shift(bool raised, bool closing) {
    if (!closing) {
      shift_from_ = out_.size();
      return;
    }
    if (shift_from_ == std::string::npos) return;
    const std::string text = one_line(out_.substr(std::min(shift_from_, out_.size())), 4096);
    if (!text.empty() && out_.size() - shift_from_ <= 4096) {
      out_.resize(shift_from_);
      out_ += shifted(text, raised).value_or((raised ? "^(" : "_(") + text + ")");
      note(result_.changed, "raised or lowered characters are written in plain text");
    }
    shift_from_ = std::string::npos;
  }

  bool entity() {
    const auto end = html_.substr(at_, 12).find(';');
    if (end == std::string_view::npos) return false;
    out_ += entity_text(html_.substr(at_, end + 1));
    at_ += end + 1;
    return true;
  }

  std::string_view html_;
  bool keep_lines_;
  std::size_t at_ = 0;
  std::string out_, address_;
  std::size_t shift_from_ = std::string::npos;
  bool no_close_ = false, open_quote_ = false;  // nothing more is found further on
  Stripped result_;
};

}  // namespace

Stripped strip_html(std::string_view html, bool keep_lines) {
  return HtmlStripper(html, keep_lines).run();
}

}  // namespace preceptor::manifests::importers
