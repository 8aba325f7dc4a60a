#include "plugin/host/json_text.hpp"

#include <cctype>
#include <cstdio>

namespace host {
namespace {

constexpr int kDeepest = 32;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<std::map<std::string, std::string>> object() {
    std::map<std::string, std::string> members;
    skip_space();
    if (!take('{')) return std::nullopt;
    skip_space();
    if (take('}')) return ended(std::move(members));
    do {
      skip_space();
      const auto name = string();
      skip_space();
      if (!name || !take(':')) return std::nullopt;
      skip_space();
      const auto value = member_value();
      if (!value) return std::nullopt;
      members[*name] = *value;
      skip_space();
    } while (take(','));
    if (!take('}')) return std::nullopt;
    return ended(std::move(members));
  }

 private:
  using Members = std::map<std::string, std::string>;
  std::optional<Members> ended(Members members) {
    skip_space();
    if (at_ != text_.size()) return std::nullopt;
    return members;
  }
  std::optional<std::string> member_value() {
    if (peek() == '"') return string();
    const std::size_t begin = at_;
    if (!skip_value(0)) return std::nullopt;
    return std::string(text_.substr(begin, at_ - begin));
  }
  // Passes over a value; only as strict as needed to find its end.
  bool skip_value(int depth) {
    if (depth > kDeepest) return false;
    const char c = peek();
    if (c == '"') return string().has_value();
    if (c != '{' && c != '[') return skip_word();
    ++at_;
    const char close = c == '{' ? '}' : ']';
    for (skip_space(); !take(close); skip_space()) {
      if (peek() == ',' || peek() == ':') ++at_;
      else if (!skip_value(depth + 1)) return false;
    }
    return true;
  }
  bool skip_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view("+-.").find(text_[at_]) != std::string_view::npos) ++at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '.' || text_[at_] == '-' || text_[at_] == '+')) ++at_;
    return at_ > begin;
  }
  std::optional<std::string> string() {
    if (!take('"')) return std::nullopt;
    std::string out;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return out;
      if (c != '\\') out += c;
      else if (!escape(out)) return std::nullopt;
    }
    return std::nullopt;
  }
  bool escape(std::string& out) {
    if (at_ >= text_.size()) return false;
    static constexpr std::string_view kShort = "\"\\/bfnrt", kMeaning = "\"\\/\b\f\n\r\t";
    const char c = text_[at_++];
    if (const auto i = kShort.find(c); i != std::string_view::npos) {
      out += kMeaning[i];
      return true;
    }
    if (c != 'u') return false;
    auto point = hex4();
    if (!point) return false;
    if (*point >= 0xD800 && *point < 0xDC00) {
      if (!take('\\') || !take('u')) return false;
      const auto low = hex4();
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
      point = 0x10000 + ((*point - 0xD800) << 10) + (*low - 0xDC00);
    }
    append_utf8(out, *point);
    return true;
  }
  std::optional<unsigned> hex4() {
    if (text_.size() - at_ < 4) return std::nullopt;
    unsigned value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
      if (digit == std::string_view::npos) return std::nullopt;
      value = value * 16 + static_cast<unsigned>(digit);
    }
    return value;
  }
  static void append_utf8(std::string& out, unsigned p) {
    if (p < 0x80) out += static_cast<char>(p);
    else if (p < 0x800) out += {static_cast<char>(0xC0 | p >> 6), static_cast<char>(0x80 | (p & 63))};
    else if (p < 0x10000) out += {static_cast<char>(0xE0 | p >> 12), static_cast<char>(0x80 | (p >> 6 & 63)), static_cast<char>(0x80 | (p & 63))};
    else out += {static_cast<char>(0xF0 | p >> 18), static_cast<char>(0x80 | (p >> 12 & 63)), static_cast<char>(0x80 | (p >> 6 & 63)), static_cast<char>(0x80 | (p & 63))};
  }
  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
      out += escaped;
    } else {
      out += c;
    }
  }
  return out + '"';
}

JsonObject& JsonObject::list(std::string_view name, const std::vector<std::string>& values) {
  std::string json;
  for (const auto& value : values) json += (json.empty() ? "" : ",") + json_string(value);
  return raw(name, "[" + json + "]");
}

JsonObject& JsonObject::raw(std::string_view name, std::string_view json) {
  members_.push_back(json_string(name) + ": " + std::string(json));
  return *this;
}

std::string JsonObject::str(bool pretty) const {
  std::string out = "{";
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (i > 0) out += pretty ? "," : ", ";
    if (pretty) out += "\n  ";
    out += members_[i];
  }
  return out + (pretty ? "\n}\n" : "}");
}

std::optional<std::map<std::string, std::string>> read_members(std::string_view json) { return Reader(json).object(); }

}  // namespace host
