// A unit <-> its canonical JSON (manifests/schemas/unit.schema.json describes it).
#include <algorithm>
#include <set>

#include "core/activity/question_json.hpp"
#include "core/base/digest.hpp"

namespace preceptor::activity {
namespace {

using base::Json;
using base::JsonReader;
using FirstProblem = std::optional<std::string>;

constexpr std::int64_t kSchema = 1;
constexpr base::JsonLimits kUnitLimits{.max_bytes = 4 << 20, .max_depth = 16, .allow_comments = false};
Json to_json(const std::vector<Question>& questions) {
  Json json = Json::array();
  for (const Question& question : questions) json.push_back(question_to_json(question));
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

std::vector<Question> read_questions(JsonReader& parent, const char* member, std::set<std::string>& ids,
                                     FirstProblem& problem) {
  std::vector<Question> questions;
  each(parent.array(member), parent.path_of(member), problem, [&](JsonReader& in) {
    questions.push_back(question_from_json(in, ids, problem));
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
  unit.test_out = in.text_or_empty("test_out");
}

void check_whole(JsonReader& in, const Unit& unit) {
  if (unit.sections.empty()) {
    in.refuse("sections", "none");
    return;
  }
  if (unit.pass > max_score(unit)) in.refuse("pass", "more than there are scored questions");
  const auto& first = unit.sections.front().questions;
  const auto is_tested_out = [&](const Question& question) { return question.id == unit.test_out && question.scored; };
  if (!unit.test_out.empty() && std::none_of(first.begin(), first.end(), is_tested_out)) in.refuse("test_out", "no scored question of the first section");
}

}  // namespace

std::string to_json(const Unit& unit) {
  Json sections = Json::array();
  for (const Section& section : unit.sections) {
    sections.push_back(
        {{"heading", section.heading}, {"body_html", section.body_html}, {"questions", to_json(section.questions)}});
  }
  Json json = {{"kind", "unit"},
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
  if (!unit.test_out.empty()) json["test_out"] = unit.test_out;
  return base::canonical_json(json);
}

base::Result<Unit> unit_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kUnitLimits);
  if (!json) return base::fail(base::Code::content_invalid, base::describe(json.error()));
  FirstProblem problem;
  JsonReader in(*json, "", problem);
  Unit unit;
  std::set<std::string> ids;  // of the questions so far
  read_facts(in, unit);
  unit.disclosure = read_disclosure(JsonReader(in.object("disclosure"), "disclosure", problem));
  each(in.array("sections"), "sections", problem, [&](JsonReader& section) {
    Section read{section.text("heading"), section.text("body_html"), {}};
    read.questions = read_questions(section, "questions", ids, problem);
    unit.sections.push_back(std::move(read));
  });
  unit.closing = read_questions(in, "closing", ids, problem);
  in.finish();
  check_whole(in, unit);
  if (problem) return base::fail(base::Code::content_invalid, *problem);
  unit.hash = base::ContentHash(base::sha256_hex(to_json(unit)));
  return unit;
}

}  // namespace preceptor::activity
