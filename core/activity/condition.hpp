// When a question is asked: the one expression language of `if:`, of imported branching rules and of the browser's script
// (ui.md 1.2). Comparisons of one answer with a literal, and / or / not, answered(q), count(q). No arithmetic, no code.
//
//   either  := both ("or" both)*
//   both    := one ("and" one)*
//   one     := "not" one | "(" either ")" | test
//   test    := "answered" "(" id ")" | "count" "(" id ")" op number | id op literal
//   op      := = == != <> < <= > >=
//   literal := number | option id | 'text' | "text"
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/record/event.hpp"

namespace preceptor::activity {

inline constexpr std::size_t kConditionBytes = 500;  // longest source text
inline constexpr int kConditionDepth = 8;            // parentheses and "not" inside one another
inline constexpr std::size_t kConditionTests = 32;   // tests in one condition

enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal };
// "=", "!=", "<", "<=", ">", ">=".
std::string_view symbol(Comparison comparison);

struct Condition {
  enum class Kind { compare, count, answered, all, any, negation };
  Kind kind = Kind::answered;
  std::string question;                       // compare, count, answered
  Comparison comparison = Comparison::equal;  // compare, count
  std::string literal;                        // compare: an option id, or a canonical decimal; count: a whole number
  bool number = false;                        // whether the literal is a number ('2' in quotes is one too, as REDCap writes it)
  std::vector<Condition> parts;               // all, any: at least two, none of them of the same kind; negation: one
  friend bool operator==(const Condition&, const Condition&) = default;
};

// Error: content_invalid; the detail says what is wrong and at which character, counted from 1.
base::Result<Condition> parse_condition(std::string_view text);

// Answers by question id; a question without an entry, or skipped, is not answered.
using Answers = std::map<std::string, record::Response>;
// A comparison with a question that is not answered is false, `!=` too (as FHIR's enableWhen); count of it is 0. Of several
// choices `=` and the orderings ask for any, `!=` for none. Steps of a scale compare as numbers. Free text fits no
// comparison: only its hash is known.
bool holds(const Condition& condition, const Answers& answers);

// Canonical source text: parse_condition of it is the same condition.
std::string to_text(const Condition& condition);
// Canonical JSON, as in a unit's: {"all":[...]}, {"any":[...]}, {"not":...}, {"answered":"q"},
// {"count":"q","is":">=","number":"2"}, {"question":"q","is":"=","choice":"a"}, {"question":"q","is":"<","number":"2.5"}.
std::string to_json(const Condition& condition);
// Error: content_invalid with the member's path.
base::Result<Condition> condition_from_json(std::string_view json);

// The tests in it, left to right; they live as long as the condition.
std::vector<const Condition*> tests_of(const Condition& condition);
// Ids of the questions it looks at, each once, in order of appearance.
std::vector<std::string> referenced_questions(const Condition& condition);

}  // namespace preceptor::activity
