#include "manifests/importers/redcap_branching.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/activity/condition.hpp"
#include "core/activity/decimal.hpp"
#include "core/base/ascii.hpp"
#include "manifests/importers/plain.hpp"
#include "manifests/importers/write.hpp"

namespace preceptor::manifests::importers {
namespace {

using activity::QuestionType;

constexpr int kDeepestRule = 8;  // as a condition's

// Text of a part, and how tightly it binds: 0 or, 1 and, 2 one test.
struct RulePart {
  std::string text;
  int binds = 2;
};

bool fits_order(std::string_view op, double value, double literal) {
  if (op == "<") return value < literal;
  if (op == "<=") return value <= literal;
  if (op == ">") return value > literal;
  return value >= literal;
}

class BranchingReader {
 public:
  BranchingReader(std::string_view logic, const RedcapFields& fields) : rest_(logic), fields_(fields) {}

  Translated read() {
    const RulePart whole = either(0);
    skip_space();
    if (why_.empty() && !rest_.empty()) refuse("\"" + one_line(rest_, 40) + "\" has no counterpart in a condition");
    if (!why_.empty()) return {{}, why_};
    if (const auto parsed = activity::parse_condition(whole.text); !parsed) return {{}, parsed.error().detail};
    return {whole.text, {}};
  }

 private:
  RulePart refuse(std::string why) {
    if (why_.empty()) why_ = std::move(why);
    rest_ = {};
    return {};
  }

  void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\n"), rest_.size())); }

  bool take(std::string_view mark) {
    skip_space();
    if (!rest_.starts_with(mark)) return false;
    rest_.remove_prefix(mark.size());
    return true;
  }
  bool take_word(std::string_view word) {
    skip_space();
    const bool ends = rest_.size() <= word.size() || !(base::is_alpha(rest_[word.size()]) ||
                                                       base::is_digit(rest_[word.size()]) || rest_[word.size()] == '_');
    if (base::lower(rest_.substr(0, word.size())) != word || !ends) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  template <class Next>
  RulePart joined(std::string_view word, int binds, Next&& next) {
    RulePart first = next();
    while (why_.empty() && take_word(word)) {
      RulePart other = next();
      const auto wrapped = [&](const RulePart& part) { return part.binds < binds ? "(" + part.text + ")" : part.text; };
      first = {wrapped(first) + " " + std::string(word) + " " + wrapped(other), binds};
      // Each round copies what stands so far: no more than a condition may hold.
      if (first.text.size() > activity::kConditionBytes)
        return refuse("it is longer than the 500 bytes of a condition");
    }
    return first;
  }
  RulePart either(int depth) {
    return joined("or", 0, [&] { return both(depth); });
  }
  RulePart both(int depth) {
    return joined("and", 1, [&] { return one(depth); });
  }

  RulePart one(int depth) {
    if (depth > kDeepestRule) return refuse("it has more than 8 levels of parentheses");
    if (take("(")) {
      RulePart inner = either(depth + 1);
      if (why_.empty() && !take(")")) return refuse("a parenthesis is not closed");
      return inner;
    }
    if (!take("["))
      return refuse("\"" + one_line(rest_, 40) + "\" has no counterpart: only a field can be compared with a value");
    return test();
  }

  RulePart test() {
    const auto close = rest_.find(']');
    if (close == std::string_view::npos) return refuse("a field's bracket is not closed");
    std::string name = base::lower(rest_.substr(0, close));
    rest_.remove_prefix(close + 1);
    if (rest_.starts_with('[')) return refuse("it names an event or an instance, which do not exist here");
    std::string code;
    const auto open = name.find('(');
    const bool checkbox = open != std::string::npos && name.ends_with(')');
    if (checkbox) {
      code = one_line(std::string_view(name).substr(open + 1, name.size() - open - 2), 64);
      name.resize(open);
    }
    const auto field = fields_.find(one_line(name, 200));
    if (field == fields_.end())
      return refuse("it looks at [" + one_line(name, 64) + "], which is not a question above it");
    const std::string op = comparison();
    const auto value = literal();
    if (op.empty() || !value) return refuse("[" + field->first + "] is not compared with a plain value");
    return checkbox ? box(field->second, code, op, *value) : compared(*field, op, *value);
  }

  std::string comparison() {
    for (std::string_view op : {"<>", "!=", "<=", ">=", "==", "=", "<", ">"})
      if (take(op)) return op == "!=" ? "<>" : op == "==" ? "=" : std::string(op);
    return {};
  }

  std::optional<std::string> literal() {
    skip_space();
    if (rest_.empty()) return std::nullopt;
    if (const char quote = rest_[0]; quote == '\'' || quote == '"') {
      const auto close = rest_.find(quote, 1);
      if (close == std::string_view::npos) return std::nullopt;
      std::string text(rest_.substr(1, close - 1));
      rest_.remove_prefix(close + 1);
      return text;
    }
    const auto end = std::min(rest_.find_first_not_of("-0123456789."), rest_.size());
    if (end == 0) return std::nullopt;
    std::string text(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return text;
  }

  static std::optional<std::string> option_of(const RedcapField& field, std::string_view code) {
    const auto at = std::ranges::find_if(
        field.codes, [&](const std::string& known) { return base::lower(known) == base::lower(code); });
    if (at == field.codes.end()) return std::nullopt;
    return option_id_at(field.type, static_cast<std::size_t>(at - field.codes.begin()));
  }

  // [f(2)] = '1': the box of code 2 is ticked.
  RulePart box(const RedcapField& field, const std::string& code, const std::string& op, const std::string& value) {
    const auto option = option_of(field, code);
    if (!option) return refuse("no answer has the code " + one_line(code, 40));
    if ((op != "=" && op != "<>") || (value != "1" && value != "0"))
      return refuse("a box is compared with something else than 1 and 0");
    const std::string ticked = field.id + " = " + *option;
    return {(op == "=") == (value == "1") ? ticked : "not " + ticked};
  }

  RulePart compared(const RedcapFields::value_type& named, const std::string& op, const std::string& value) {
    const RedcapField& field = named.second;
    const bool equal = op == "=", equality = equal || op == "<>";
    if (value.empty()) {
      if (!equality) return refuse("an empty value has no order");
      return {(equal ? "not answered(" : "answered(") + field.id + ")"};
    }
    switch (field.type) {
      case QuestionType::text:
        return refuse("[" + named.first + "] is a free text, which is not compared");
      case QuestionType::multi:
        return refuse("[" + named.first + "] has several boxes, and the rule names none");
      case QuestionType::number:
      case QuestionType::scale:
        return number(field, op, value);
      default:
        break;
    }
    if (!equality) return ordered(field, op, value);
    const auto option = option_of(field, value);
    if (!option) return refuse("no answer has the code " + one_line(value, 40));
    return {(equal ? "" : "not ") + field.id + " = " + *option};
  }

  RulePart number(const RedcapField& field, const std::string& op, const std::string& value) {
    auto literal = activity::canonical_decimal(value);
    // A slider's 0 to 100 became the steps 0 to 10.
    if (literal && field.type == QuestionType::scale) {
      const double steps = activity::decimal_value(*literal) / 10;
      if (steps != static_cast<int>(steps)) return refuse("a slider has the steps 0, 10, 20 ... only");
      literal = decimal_text(steps);
    }
    if (!literal) return refuse("\"" + one_line(value, 40) + "\" is not a number");
    if (op == "<>") return {"not " + field.id + " = " + *literal};
    return {field.id + " " + op + " " + *literal};
  }

  // Codes are numbers to REDCap, and letters here: the answers that fit are named one by one.
  RulePart ordered(const RedcapField& field, const std::string& op, const std::string& value) {
    const auto literal = activity::canonical_decimal(value);
    if (!literal) return refuse("\"" + one_line(value, 40) + "\" is not a number");
    RulePart all;
    for (std::size_t i = 0; i < field.codes.size(); ++i) {
      const auto code = activity::canonical_decimal(field.codes[i]);
      if (!code || !fits_order(op, activity::decimal_value(*code), activity::decimal_value(*literal))) continue;
      all.binds = all.text.empty() ? 2 : 0;
      all.text += (all.text.empty() ? "" : " or ") + field.id + " = " + option_id_at(field.type, i);
    }
    return all.text.empty() ? refuse("no answer's code is " + op + " " + *literal) : all;
  }

  std::string_view rest_;
  const RedcapFields& fields_;
  std::string why_;
};

}  // namespace

Translated translate_branching(std::string_view logic, const RedcapFields& fields) {
  return BranchingReader(logic, fields).read();
}

}  // namespace preceptor::manifests::importers
