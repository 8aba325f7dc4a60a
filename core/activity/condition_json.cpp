// A condition <-> its JSON. What is read back is checked by the parser's own rules.
#include <algorithm>
#include <optional>

#include "core/activity/condition.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::activity {
namespace {

using base::Json;
using base::JsonReader;
using Problem = std::optional<std::string>;

constexpr base::JsonLimits kLimits{
    .max_bytes = 16 << 10, .max_depth = 4 * kConditionDepth + 8, .allow_comments = false};

Json json_of(const Condition& condition) {
  const auto parts = [&] {
    Json list = Json::array();
    for (const Condition& part : condition.parts) list.push_back(json_of(part));
    return list;
  };
  const std::string is(symbol(condition.comparison));
  switch (condition.kind) {
    case Condition::Kind::all:
      return {{"all", parts()}};
    case Condition::Kind::any:
      return {{"any", parts()}};
    case Condition::Kind::negation:
      return {{"not", json_of(condition.parts.front())}};
    case Condition::Kind::answered:
      return {{"answered", condition.question}};
    case Condition::Kind::count:
      return {{"count", condition.question}, {"is", is}, {"number", condition.literal}};
    case Condition::Kind::compare:
      break;
  }
  return {{"question", condition.question}, {"is", is}, {condition.number ? "number" : "choice", condition.literal}};
}

Comparison read_comparison(JsonReader& in) {
  const std::string is = in.text("is");
  for (const Comparison one : {Comparison::equal, Comparison::not_equal, Comparison::less, Comparison::less_equal,
                               Comparison::greater, Comparison::greater_equal})
    if (symbol(one) == is) return one;
  in.refuse("is", "not one of = != < <= > >=");
  return Comparison::equal;
}

Condition read(const Json& json, const std::string& path, Problem& problem);

void read_parts(JsonReader& in, const char* name, Condition& condition, Problem& problem) {
  std::size_t index = 0;
  for (const Json& part : in.array(name))
    condition.parts.push_back(read(part, in.path_of(name) + "[" + std::to_string(index++) + "]", problem));
  if (condition.parts.size() < 2) in.refuse(name, "fewer than two parts");
}

Condition read(const Json& json, const std::string& path, Problem& problem) {
  JsonReader in(json, path, problem);
  Condition condition;
  if (in.has("all") || in.has("any")) {
    condition.kind = in.has("all") ? Condition::Kind::all : Condition::Kind::any;
    read_parts(in, in.has("all") ? "all" : "any", condition, problem);
  } else if (in.has("not")) {
    condition.kind = Condition::Kind::negation;
    condition.parts.push_back(read(in.object("not"), in.path_of("not"), problem));
  } else if (in.has("answered")) {
    condition.question = in.text("answered");
  } else {
    condition.kind = in.has("count") ? Condition::Kind::count : Condition::Kind::compare;
    condition.question = in.text(in.has("count") ? "count" : "question");
    condition.comparison = read_comparison(in);
    condition.number = in.has("number");
    condition.literal = in.text(condition.number ? "number" : "choice");
  }
  in.finish();
  return condition;
}

}  // namespace

std::string to_json(const Condition& condition) {
  return base::canonical_json(json_of(condition));
}

base::Result<Condition> condition_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kLimits);
  if (!json) return base::fail(base::Code::content_invalid, base::describe(json.error()));
  Problem problem;
  const Condition condition = read(*json, "", problem);
  if (problem) return base::fail(base::Code::content_invalid, *problem);
  // Ids, literals and limits are the parser's to judge: what it would not write is no condition of ours.
  const auto again = parse_condition(to_text(condition));
  if (!again) return again;
  if (*again != condition) return base::fail(base::Code::content_invalid, "not the canonical form of a condition");
  return again;
}

}  // namespace preceptor::activity
