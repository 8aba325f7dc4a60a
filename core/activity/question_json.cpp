#include "core/activity/question_json.hpp"

#include <algorithm>

namespace preceptor::activity {
namespace {

using base::Json;
using base::JsonReader;
using FirstFault = std::optional<std::string>;

struct NamedFlag {
  const char* name;
  bool Question::*member;
};
constexpr NamedFlag kNamedFlags[] = {{"required", &Question::required},
                                     {"scored", &Question::scored},
                                     {"commitment", &Question::commitment},
                                     {"relevance", &Question::relevance},
                                     {"burden", &Question::burden}};

bool has_options(QuestionType type) {
  return type == QuestionType::single || type == QuestionType::multi || type == QuestionType::rank || type == QuestionType::matrix ||
         !fixed_options(type).empty();
}
bool can_be_scored(QuestionType type) {
  return type == QuestionType::single || type == QuestionType::multi || type == QuestionType::yesno || type == QuestionType::number ||
         type == QuestionType::rank;
}

Json option_to_json(const Option& option) {
  Json json = {{"id", option.id},
               {"label", option.label},
               {"correct", option.correct},
               {"exclusive", option.exclusive},
               {"feedback_html", option.feedback_html}};
  if (option.other) json["other"] = true;
  return json;
}

Json number_to_json(const Question& question) {
  Json number = {{"unit", question.unit_label}};
  if (question.number_min) number["min"] = *question.number_min;
  if (question.number_max) number["max"] = *question.number_max;
  if (question.right_min) number["right_min"] = *question.right_min;
  if (question.right_max) number["right_max"] = *question.right_max;
  return number;
}

// Entries of an array of objects, each with a path of its own.
template <class Read>
void each_of(JsonReader& parent, const char* member, FirstFault& problem, Read&& read) {
  std::size_t index = 0;
  for (const Json& entry : parent.array(member)) {
    JsonReader in(entry, parent.path_of(member) + "[" + std::to_string(index++) + "]", problem);
    read(in);
    in.finish();
    if (problem) return;
  }
}

void read_option_list(JsonReader& in, Question& question, FirstFault& problem) {
  std::set<std::string> ids;
  each_of(in, "options", problem, [&](JsonReader& entry) {
    Option option{entry.text("id"), entry.text("label"), entry.boolean("correct"), entry.boolean("exclusive"), entry.text("feedback_html")};
    option.other = entry.optional_boolean("other").value_or(false);
    if (option.id.empty() || !ids.insert(option.id).second) entry.refuse("id", "empty or used twice");
    if (option.other && question.type != QuestionType::single && question.type != QuestionType::multi) entry.refuse("other", "not of this type");
    question.options.push_back(std::move(option));
  });
  if (question.options.empty()) in.refuse("options", "none");
  const auto fixed = fixed_options(question.type);
  if (!fixed.empty() && !std::ranges::equal(question.options, fixed, {}, &Option::id))
    in.refuse("options", "not exactly the options of a " + std::string(name(question.type)) + " question");
}

void read_scale_steps(JsonReader in, Question& question) {
  question.scale_min = static_cast<int>(in.integer("min", 0, 10));
  question.scale_max = static_cast<int>(in.integer("max", 1, 10));
  question.scale_left = in.text("left");
  question.scale_right = in.text("right");
  if (question.scale_max <= question.scale_min) in.refuse("max", "not above min");
  in.finish();
}

void read_number_bounds(JsonReader in, Question& question) {
  question.unit_label = in.text("unit");
  question.number_min = in.optional_number("min");
  question.number_max = in.optional_number("max");
  question.right_min = in.optional_number("right_min");
  question.right_max = in.optional_number("right_max");
  if (question.number_min && question.number_max && *question.number_max < *question.number_min)
    in.refuse("max", "below min");
  if (question.right_min.has_value() != question.right_max.has_value() ||
      (question.right_min && *question.right_max < *question.right_min))
    in.refuse("right_max", "does not fit right_min");
  in.finish();
}

void read_ranking(JsonReader in, Question& question) {
  const auto options = static_cast<std::int64_t>(question.options.size());
  question.rank_places = static_cast<int>(in.integer("places", 1, std::max<std::int64_t>(options, 1)));
  question.right_order = in.texts_or_empty("right");
  std::set<std::string> seen;
  for (const std::string& id : question.right_order)
    if (std::ranges::find(question.options, id, &Option::id) == question.options.end() || !seen.insert(id).second)
      in.refuse("right", "no option's id, or one twice");
  if (question.scored != (question.right_order.size() == static_cast<std::size_t>(question.rank_places)))
    in.refuse("right", "one option for each place of a scored question, none for others");
  in.finish();
}

void read_rows(JsonReader& in, Question& question, FirstFault& problem) {
  std::set<std::string> ids;
  each_of(in, "rows", problem, [&](JsonReader& entry) {
    Row row{entry.text("id"), entry.text("label")};
    if (row.id.empty() || row.id.find(':') != std::string::npos || !ids.insert(row.id).second) entry.refuse("id", "empty, with a colon or used twice");
    question.rows.push_back(std::move(row));
  });
  if (question.rows.empty()) in.refuse("rows", "none");
}

void read_flags(JsonReader& in, Question& question) {
  for (const std::string& text : in.texts("flags")) {
    const auto flag = std::ranges::find(kNamedFlags, text, [](const NamedFlag& f) { return std::string(f.name); });
    if (flag == std::end(kNamedFlags) || question.*flag->member)
      in.refuse("flags", "a flag that is not known or comes twice");
    else
      question.*flag->member = true;
  }
  if (question.scored && !can_be_scored(question.type)) in.refuse("flags", "this type cannot be scored");
  if (question.commitment && question.type != QuestionType::single && question.type != QuestionType::multi)
    in.refuse("flags", "a commitment is a single or multi question");
  if (!asks(question) && question.required) in.refuse("flags", "nothing is asked");
}

void read_condition(JsonReader& in, Question& question, const std::set<std::string>& earlier) {
  auto condition = condition_from_json(base::canonical_json(in.object("if")));
  if (!condition) {
    in.refuse("if", condition.error().detail);
    return;
  }
  for (const std::string& id : referenced_questions(*condition))
    if (!earlier.contains(id)) in.refuse("if", "looks at \"" + id + "\", which is no question before this one");
  question.condition = std::move(*condition);
}

void read_by_type(JsonReader& in, Question& question, FirstFault& problem) {
  if (has_options(question.type)) read_option_list(in, question, problem);
  if (question.type == QuestionType::scale) read_scale_steps(JsonReader(in.object("scale"), in.path_of("scale"), problem), question);
  if (question.type == QuestionType::number) read_number_bounds(JsonReader(in.object("number"), in.path_of("number"), problem), question);
  if (question.type == QuestionType::rank) read_ranking(JsonReader(in.object("rank"), in.path_of("rank"), problem), question);
  if (question.type == QuestionType::matrix) read_rows(in, question, problem);
}

}  // namespace

Json question_to_json(const Question& question) {
  Json flags = Json::array();
  for (const NamedFlag& flag : kNamedFlags)
    if (question.*flag.member) flags.push_back(flag.name);
  Json json = {{"id", question.id},         {"type", std::string(name(question.type))},
               {"prompt", question.prompt}, {"prompt_html", question.prompt_html},
               {"flags", std::move(flags)}, {"feedback_html", question.feedback_html}};
  if (has_options(question.type)) {
    json["options"] = Json::array();
    for (const Option& option : question.options) json["options"].push_back(option_to_json(option));
  }
  if (question.type == QuestionType::scale) {
    json["scale"] = {{"min", question.scale_min},
                     {"max", question.scale_max},
                     {"left", question.scale_left},
                     {"right", question.scale_right}};
  }
  if (question.type == QuestionType::number) json["number"] = number_to_json(question);
  if (question.type == QuestionType::rank) {
    json["rank"] = {{"places", question.rank_places}};
    if (!question.right_order.empty()) json["rank"]["right"] = question.right_order;
  }
  if (question.type == QuestionType::matrix) {
    json["rows"] = Json::array();
    for (const Row& row : question.rows) json["rows"].push_back({{"id", row.id}, {"label", row.label}});
  }
  if (question.condition) json["if"] = Json::parse(to_json(*question.condition));   // as to_json wrote it
  return json;
}

Question question_from_json(JsonReader& in, std::set<std::string>& earlier, FirstFault& problem) {
  Question question;
  question.id = in.text("id");
  const auto type = question_type(in.text("type"));
  if (!type) {
    in.refuse("type", "not a known question type");
    return question;
  }
  question.type = *type;
  question.prompt = in.text("prompt");
  question.prompt_html = in.text("prompt_html");
  question.feedback_html = in.text("feedback_html");
  read_flags(in, question);
  read_by_type(in, question, problem);
  if (in.has("if")) read_condition(in, question, earlier);
  if (question.id.empty() || !earlier.insert(question.id).second) in.refuse("id", "empty or used twice");
  return question;
}

}  // namespace preceptor::activity
