// Source text -> condition: a descent over the grammar in condition.hpp.
#include <algorithm>
#include <array>
#include <optional>

#include "core/activity/condition.hpp"
#include "core/activity/decimal.hpp"
#include "core/base/encoding.hpp"

namespace preceptor::activity {
namespace {

constexpr std::size_t kIdBytes = 64;

bool is_id_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kIdBytes && std::ranges::all_of(text, is_id_char) && text[0] != '-' &&
         text[0] != '_';
}
bool is_word_char(char c) {
  return is_id_char(c) || (c >= 'A' && c <= 'Z') || c == '.';
}
bool is_keyword(std::string_view word) {
  return word == "and" || word == "or" || word == "not";
}
// "2,5" is no literal: a comma is not a decimal mark in source text.
std::optional<std::string> number_in(std::string_view text) {
  if (text.find_first_not_of("-0123456789.") != std::string_view::npos) return std::nullopt;
  return canonical_decimal(text);
}

struct Token {
  enum class Kind { word, quoted, symbol, end };
  Kind kind = Kind::end;
  std::string_view text;  // without quotes
  std::size_t at = 0;     // byte offset
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  base::Result<Condition> parse() {
    if (text_.size() > kConditionBytes) return refused("a condition has at most 500 bytes");
    if (!base::is_utf8(text_)) return refused("a condition is UTF-8 text");
    advance();
    Condition condition = either(0);
    if (token_.kind != Token::Kind::end) fail(token_.at, "expected \"and\", \"or\" or the end");
    if (!problem_.empty()) return refused(problem_);
    // The canonical text has a space where the source may have none; it must be readable again.
    if (to_text(condition).size() > kConditionBytes) return refused("a condition has at most 500 bytes");
    return condition;
  }

 private:
  static base::Result<Condition> refused(std::string why) {
    return base::fail(base::Code::content_invalid, std::move(why));
  }

  // The first problem stands; after one the rest of the text is not read.
  void fail(std::size_t at, const std::string& what) {
    if (!problem_.empty()) return;
    const auto before = text_.substr(0, at);
    const auto characters = std::ranges::count_if(before, [](char c) { return (c & 0xC0) != 0x80; });
    problem_ = "at character " + std::to_string(characters + 1) + ": " + what;
    token_ = {};
    next_ = text_.size();
  }

  void advance() {
    while (next_ < text_.size() && std::string_view(" \t\r\n").find(text_[next_]) != std::string_view::npos) ++next_;
    const std::size_t at = next_;
    if (at == text_.size()) {
      token_ = {Token::Kind::end, {}, at};
    } else if (is_word_char(text_[at])) {
      while (next_ < text_.size() && is_word_char(text_[next_])) ++next_;
      token_ = {Token::Kind::word, text_.substr(at, next_ - at), at};
    } else if (text_[at] == '\'' || text_[at] == '"') {
      read_quoted();
    } else {
      read_symbol();
    }
  }

  void read_quoted() {
    const std::size_t at = next_, end = text_.find(text_[at], at + 1);
    if (end == std::string_view::npos) return fail(at, "a quote that is not closed");
    token_ = {Token::Kind::quoted, text_.substr(at + 1, end - at - 1), at};
    next_ = end + 1;
  }

  void read_symbol() {
    static constexpr auto kSymbols =
        std::to_array<std::string_view>({"==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")"});
    for (std::string_view symbol : kSymbols) {
      if (text_.substr(next_, symbol.size()) != symbol) continue;
      token_ = {Token::Kind::symbol, text_.substr(next_, symbol.size()), next_};
      next_ += symbol.size();
      return;
    }
    fail(next_, "a character that has no meaning here");
  }

  bool is_word(std::string_view word) const { return token_.kind == Token::Kind::word && token_.text == word; }
  bool take_symbol(std::string_view symbol) {
    if (token_.kind != Token::Kind::symbol || token_.text != symbol) return false;
    advance();
    return true;
  }
  void expect(std::string_view symbol) {
    if (problem_.empty() && !take_symbol(symbol)) fail(token_.at, "expected \"" + std::string(symbol) + "\"");
  }

  // One or several parts joined by `word`; parts of the same kind are flattened, so that one meaning has one tree.
  template <class Part>
  Condition joined(std::string_view word, Condition::Kind kind, Part&& part) {
    Condition first = part();
    if (!is_word(word)) return first;
    Condition whole;
    whole.kind = kind;
    const auto add = [&](Condition one) {
      if (one.kind != kind) return whole.parts.push_back(std::move(one));
      for (Condition& inner : one.parts) whole.parts.push_back(std::move(inner));
    };
    add(std::move(first));
    while (is_word(word)) {
      advance();
      add(part());
    }
    return whole;
  }
  Condition either(int depth) {
    return joined("or", Condition::Kind::any, [&] { return both(depth); });
  }
  Condition both(int depth) {
    return joined("and", Condition::Kind::all, [&] { return one(depth); });
  }

  Condition one(int depth) {
    if (depth > kConditionDepth) {
      fail(token_.at, "more than 8 levels of parentheses and \"not\"");
      return {};
    }
    if (is_word("not")) {
      advance();
      Condition whole;
      whole.kind = Condition::Kind::negation;
      whole.parts.push_back(one(depth + 1));
      return whole;
    }
    if (take_symbol("(")) {
      Condition inner = either(depth + 1);
      expect(")");
      return inner;
    }
    return test();
  }

  Condition test() {
    Condition test;
    if (++tests_ > kConditionTests) fail(token_.at, "more than 32 tests in one condition");
    const Token name = token_;
    if (name.kind != Token::Kind::word || is_keyword(name.text)) {
      fail(name.at, "expected a question's id, answered(...) or count(...)");
      return test;
    }
    advance();
    const bool function = (name.text == "answered" || name.text == "count") && take_symbol("(");
    if (!function) {
      set_question(test, name);
      return compare(std::move(test));
    }
    test.kind = name.text == "count" ? Condition::Kind::count : Condition::Kind::answered;
    set_question(test, token_);
    advance();
    expect(")");
    return test.kind == Condition::Kind::count ? counted(std::move(test)) : test;
  }

  void set_question(Condition& test, const Token& token) {
    if (token.kind != Token::Kind::word || !is_id(token.text))
      fail(token.at, "expected a question's id (a-z, 0-9, - and _, at most 64)");
    test.question = token.text;
  }

  Comparison comparison() {
    static constexpr struct {
      std::string_view text;
      Comparison comparison;
    } kTable[] = {{"=", Comparison::equal},      {"==", Comparison::equal},        {"!=", Comparison::not_equal},
                  {"<>", Comparison::not_equal}, {"<", Comparison::less},          {"<=", Comparison::less_equal},
                  {">", Comparison::greater},    {">=", Comparison::greater_equal}};
    for (const auto& row : kTable)
      if (take_symbol(row.text)) return row.comparison;
    fail(token_.at, "expected one of = != < <= > >=");
    return Comparison::equal;
  }

  Condition counted(Condition test) {
    test.comparison = comparison();
    const auto number = token_.kind == Token::Kind::word ? number_in(token_.text) : std::nullopt;
    if (!number || number->find_first_of("-.") != std::string::npos || number->size() > 3)
      fail(token_.at, "expected a whole number from 0 to 999");
    else
      test.literal = *number;
    test.number = true;
    advance_after_literal();
    return test;
  }

  Condition compare(Condition test) {
    test.kind = Condition::Kind::compare;
    test.comparison = comparison();
    const bool is_literal = token_.kind == Token::Kind::quoted || token_.kind == Token::Kind::word;
    const auto number = is_literal ? number_in(token_.text) : std::nullopt;
    test.number = number.has_value();
    test.literal = number ? *number : std::string(token_.text);
    const bool bare_ok = token_.kind != Token::Kind::word || number || (is_id(token_.text) && !is_keyword(token_.text));
    const bool ordered = test.comparison != Comparison::equal && test.comparison != Comparison::not_equal;
    if (!is_literal || !bare_ok || test.literal.empty())
      fail(token_.at, "expected a number, an option's id or a text in quotes");
    else if (ordered && !number)
      fail(token_.at, "only numbers can be compared with < <= > >=");
    advance_after_literal();
    return test;
  }

  void advance_after_literal() {
    if (problem_.empty()) advance();
  }

  std::string_view text_;
  std::size_t next_ = 0;
  Token token_;
  std::size_t tests_ = 0;
  std::string problem_;
};

}  // namespace

base::Result<Condition> parse_condition(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace preceptor::activity
