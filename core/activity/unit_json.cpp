// A unit <-> its canonical JSON (manifests/schemas/unit.schema.json describes it).
#include <algorithm>
#include <set>

#include "core/activity/unit.hpp"
#include "core/base/digest.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::activity {
namespace {

using base::Json;
using base::JsonReader;
using FirstProblem = std::optional<std::string>;

constexpr std::int64_t kSchema = 1;
constexpr base::JsonLimits kUnitLimits{.max_bytes = 4 << 20, .max_depth = 16, .allow_comments = false};
constexpr QuestionType kTypes[] = {QuestionType::single, QuestionType::multi, QuestionType::scale,
                                   QuestionType::number, QuestionType::text,  QuestionType::yesno};
bool has_options(QuestionType type) {
  return type == QuestionType::single || type == QuestionType::multi || type == QuestionType::yesno;
}

struct Flag {
  const char* name;
  bool Question::*member;
};
constexpr Flag kFlags[] = {{"required", &Question::required},
                           {"scored", &Question::scored},
                           {"commitment", &Question::commitment},
                           {"relevance", &Question::relevance},
                           {"burden", &Question::burden}};

Json to_json(const Option& option) {
  return {{"id", option.id},
          {"label", option.label},
          {"correct", option.correct},
          {"exclusive", option.exclusive},
          {"feedback_html", option.feedback_html}};
}

// Members of other types are left out: a hash must not depend on what a question does not use.
Json to_json(const Question& question) {
  Json flags = Json::array();
  for (const Flag& flag : kFlags)
    if (question.*flag.member) flags.push_back(flag.name);
  Json json = {{"id", question.id},         {"type", std::string(name(question.type))},
               {"prompt", question.prompt}, {"prompt_html", question.prompt_html},
               {"flags", std::move(flags)}, {"feedback_html", question.feedback_html}};
  if (has_options(question.type)) {
    json["options"] = Json::array();
    for (const Option& option : question.options) json["options"].push_back(to_json(option));
  }
  if (question.type == QuestionType::scale) {
    json["scale"] = {{"min", question.scale_min},
                     {"max", question.scale_max},
                     {"left", question.scale_left},
                     {"right", question.scale_right}};
  }
  if (question.type == QuestionType::number) {
    Json number = {{"unit", question.unit_label}};
    if (question.number_min) number["min"] = *question.number_min;
    if (question.number_max) number["max"] = *question.number_max;
    if (question.right_min) number["right_min"] = *question.right_min;
    if (question.right_max) number["right_max"] = *question.right_max;
    json["number"] = std::move(number);
  }
  return json;
}

Json to_json(const std::vector<Question>& questions) {
  Json json = Json::array();
  for (const Question& question : questions) json.push_back(to_json(question));
  return json;
}

// A reader for each entry of an array, with the entry's path.
template <class Each>
void each(const Json& array, const std::string& path, FirstProblem& problem, Each&& read) {
  std::size_t index = 0;
  for (const Json& entry : array) {
    JsonReader in(entry, path + "[" + std::to_string(index++) + "]", problem);
    read(in);
    in.finish();
    if (problem) return;
  }
}

std::vector<Option> read_options(JsonReader& question, QuestionType type, FirstProblem& problem) {
  std::vector<Option> options;
  std::set<std::string> ids;
  each(question.array("options"), question.path_of("options"), problem, [&](JsonReader& in) {
    Option option{in.text("id"), in.text("label"), in.boolean("correct"), in.boolean("exclusive"),
                  in.text("feedback_html")};
    if (option.id.empty() || !ids.insert(option.id).second) in.refuse("id", "empty or used twice");
    options.push_back(std::move(option));
  });
  if (options.empty()) question.refuse("options", "none");
  if (type == QuestionType::yesno && (options.size() != 2 || options[0].id != "yes" || options[1].id != "no"))
    question.refuse("options", "a yesno question has exactly the options yes and no");
  return options;
}

void read_scale(JsonReader in, Question& question) {
  question.scale_min = static_cast<int>(in.integer("min", 0, 10));
  question.scale_max = static_cast<int>(in.integer("max", 1, 10));
  question.scale_left = in.text("left");
  question.scale_right = in.text("right");
  if (question.scale_max <= question.scale_min) in.refuse("max", "not above min");
  in.finish();
}

void read_number(JsonReader in, Question& question) {
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

Question read_question(JsonReader& in, FirstProblem& problem) {
  Question question;
  question.id = in.text("id");
  if (question.id.empty()) in.refuse("id", "empty");
  const std::string type = in.text("type");
  const auto known = std::ranges::find(kTypes, type, [](QuestionType t) { return std::string(name(t)); });
  if (known == std::end(kTypes)) {
    in.refuse("type", "not a known question type");
    return question;
  }
  question.type = *known;
  question.prompt = in.text("prompt");
  question.prompt_html = in.text("prompt_html");
  question.feedback_html = in.text("feedback_html");
  for (const std::string& text : in.texts("flags")) {
    const auto flag = std::ranges::find(kFlags, text, [](const Flag& f) { return std::string(f.name); });
    if (flag == std::end(kFlags) || question.*flag->member)
      in.refuse("flags", "a flag that is not known or comes twice");
    else
      question.*flag->member = true;
  }
  if (has_options(question.type)) question.options = read_options(in, question.type, problem);
  if (question.type == QuestionType::scale)
    read_scale(JsonReader(in.object("scale"), in.path_of("scale"), problem), question);
  if (question.type == QuestionType::number)
    read_number(JsonReader(in.object("number"), in.path_of("number"), problem), question);
  if (question.scored && (question.type == QuestionType::scale || question.type == QuestionType::text))
    in.refuse("flags", "this type cannot be scored");
  if (question.commitment && question.type != QuestionType::single && question.type != QuestionType::multi)
    in.refuse("flags", "a commitment is a single or multi question");
  return question;
}

std::vector<Question> read_questions(JsonReader& parent, const char* member, std::set<std::string>& ids,
                                     FirstProblem& problem) {
  std::vector<Question> questions;
  each(parent.array(member), parent.path_of(member), problem, [&](JsonReader& in) {
    questions.push_back(read_question(in, problem));
    if (!ids.insert(questions.back().id).second) in.refuse("id", "used twice");
  });
  return questions;
}

Disclosure read_disclosure(JsonReader in) {
  Disclosure disclosure{in.boolean("none"), in.text("text"), in.text("commercial_support")};
  in.finish();
  return disclosure;
}

void read_facts(JsonReader& in, Unit& unit) {
  if (in.text("kind") != "unit") in.refuse("kind", "not unit");
  in.integer("schema", kSchema, kSchema);
  unit.id = in.text("id");
  if (unit.id.empty()) in.refuse("id", "empty");
  unit.title = in.text("title");
  unit.language = in.text("language");
  unit.stated_minutes = static_cast<int>(in.integer("stated_minutes", 0, 1000));
  unit.pass = static_cast<int>(in.integer("pass", 0, 1000));
  unit.objectives = in.texts("objectives");
  unit.references = in.texts("references");
  unit.author = in.text("author");
  unit.ai = in.text("ai");
  unit.gap = in.text("gap");
  unit.format = in.text("format");
  unit.review_by = in.text("review_by");
  unit.notice = in.text("notice");
}

}  // namespace

std::string to_json(const Unit& unit) {
  Json sections = Json::array();
  for (const Section& section : unit.sections) {
    sections.push_back(
        {{"heading", section.heading}, {"body_html", section.body_html}, {"questions", to_json(section.questions)}});
  }
  const Json json = {{"kind", "unit"},
                     {"schema", kSchema},
                     {"id", unit.id},
                     {"title", unit.title},
                     {"language", unit.language},
                     {"stated_minutes", unit.stated_minutes},
                     {"pass", unit.pass},
                     {"objectives", unit.objectives},
                     {"references", unit.references},
                     {"author", unit.author},
                     {"ai", unit.ai},
                     {"gap", unit.gap},
                     {"format", unit.format},
                     {"review_by", unit.review_by},
                     {"notice", unit.notice},
                     {"disclosure",
                      {{"none", unit.disclosure.none},
                       {"text", unit.disclosure.text},
                       {"commercial_support", unit.disclosure.commercial_support}}},
                     {"sections", std::move(sections)},
                     {"closing", to_json(unit.closing)}};
  return base::canonical_json(json);
}

base::Result<Unit> unit_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kUnitLimits);
  if (!json) return base::fail(base::Code::content_invalid, base::describe(json.error()));
  FirstProblem problem;
  JsonReader in(*json, "", problem);
  Unit unit;
  std::set<std::string> ids;
  read_facts(in, unit);
  unit.disclosure = read_disclosure(JsonReader(in.object("disclosure"), "disclosure", problem));
  each(in.array("sections"), "sections", problem, [&](JsonReader& section) {
    Section read{section.text("heading"), section.text("body_html"), {}};
    read.questions = read_questions(section, "questions", ids, problem);
    unit.sections.push_back(std::move(read));
  });
  if (unit.sections.empty()) in.refuse("sections", "none");
  unit.closing = read_questions(in, "closing", ids, problem);
  in.finish();
  if (unit.pass > max_score(unit)) in.refuse("pass", "more than there are scored questions");
  if (problem) return base::fail(base::Code::content_invalid, *problem);
  unit.hash = base::ContentHash(base::sha256_hex(to_json(unit)));
  return unit;
}

}  // namespace preceptor::activity
