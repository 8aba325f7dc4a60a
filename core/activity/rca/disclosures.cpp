#include "core/activity/rca/disclosures.hpp"

#include <algorithm>

#include "core/activity/rca/json_parts.hpp"
#include "core/activity/rca/words.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::rca {
namespace {

using base::Json;
using base::JsonReader;

constexpr base::JsonLimits kDisclosureLimits{.max_bytes = 1 << 20, .max_depth = 8, .allow_comments = false};

bool is_between(const std::optional<base::Date>& date, base::Date from, base::Date to) {
  return date && *date >= from && *date <= to;
}

void check_relationship(const std::string& field, const Discloser& who, const Relationship& relationship,
                        base::Date today, std::vector<Problem>& problems) {
  check_text(problems, field + ".company", relationship.company, true);
  check_text(problems, field + ".nature", relationship.nature, true);
  const std::vector<std::pair<std::string, std::string>> names = {{"name", who.name},
                                                                  {"company", relationship.company}};
  const bool ruled = relationship.relevant && relationship.ruled_on && *relationship.ruled_on <= today &&
                     !relationship.ruled_by.empty() && relationship.ruled_by != who.person;
  if (!ruled) problems.push_back(problem(field + ".ruling", "ruling", names));
  const bool mitigated =
      count_words(relationship.mitigation) > 0 && relationship.mitigated_on && *relationship.mitigated_on <= today;
  if (relationship.relevant.value_or(false) && !mitigated)
    problems.push_back(problem(field + ".mitigation", "mitigation", names));
}

void check_person(const std::string& field, const Discloser& who, base::Date today, std::vector<Problem>& problems) {
  // Who has said nothing at all is asked once, not for each part of a form never seen.
  if (!who.disclosed_on && who.parts.empty() && count_words(who.name) > 0)
    return problems.push_back(problem(field + ".disclosed_on", "not_disclosed", {{"name", who.name}}));
  if (who.person.empty()) problems.push_back(problem(field + ".person", "required"));
  check_text(problems, field + ".name", who.name, true);
  if (who.parts.empty()) problems.push_back(problem(field + ".parts", "required"));
  if (!is_between(who.disclosed_on, base::add_months(today, -kDisclosureMonths), today))
    problems.push_back(problem(field + ".disclosed_on", "disclosure_date",
                               {{"name", who.name}, {"months", std::to_string(kDisclosureMonths)}}));
  if (who.look_back_months < kLookBackMonths)
    problems.push_back(problem(field + ".look_back_months", "lookback", {{"name", who.name}}));
  for (std::size_t i = 0; i < who.relationships.size(); ++i)
    check_relationship(field + ".relationships." + std::to_string(i + 1), who, who.relationships[i], today, problems);
}

bool is_relevant(const Relationship& one) { return one.relevant.value_or(false); }
bool is_mitigated(const Relationship& one) { return one.mitigated_on && count_words(one.mitigation) > 0; }
bool is_ruled_out(const Relationship& one) { return one.relevant && !*one.relevant; }

bool has_disclosed(const Discloser& who) {
  return who.disclosed_on && !who.parts.empty() && count_words(who.name) > 0;
}

bool is_support(const Sentence& one) { return one.key == "disclosure.support" || one.key == "disclosure.no_support"; }

// In the order of kParts, each once.
std::vector<Sentence> part_words(const Discloser& who) {
  std::vector<Sentence> words;
  for (const Part part : kParts)
    if (std::ranges::find(who.parts, part) != who.parts.end()) words.push_back(word(part));
  return words;
}

Sentence relationship_text(const Discloser& who, const Relationship& relationship) {
  Sentence sentence{"disclosure.relationship",
                    "{name} ({parts}): {company}, {nature}.",
                    {{"name", who.name}, {"company", relationship.company}, {"nature", relationship.nature}}};
  activity::put(sentence, "parts", part_words(who));
  return sentence;
}

Json json_of(const Relationship& relationship) {
  Json json = {{"company", relationship.company},
               {"nature", relationship.nature},
               {"ruled_by", relationship.ruled_by},
               {"mitigation", relationship.mitigation}};
  if (relationship.relevant) json["relevant"] = *relationship.relevant;
  put_date(json, "ruled_on", relationship.ruled_on);
  put_date(json, "mitigated_on", relationship.mitigated_on);
  return json;
}

Json json_of(const Discloser& who) {
  Json parts = Json::array(), relationships = Json::array();
  for (const Part part : who.parts) parts.push_back(std::string(name(part)));
  for (const Relationship& relationship : who.relationships) relationships.push_back(json_of(relationship));
  Json json = {{"person", who.person},
               {"name", who.name},
               {"parts", std::move(parts)},
               {"look_back_months", who.look_back_months},
               {"relationships", std::move(relationships)}};
  put_date(json, "disclosed_on", who.disclosed_on);
  return json;
}

Relationship read_relationship(JsonReader in) {
  Relationship relationship;
  relationship.company = in.text("company");
  relationship.nature = in.text("nature");
  relationship.relevant = in.optional_boolean("relevant");
  relationship.ruled_by = in.text("ruled_by");
  relationship.ruled_on = get_date(in, "ruled_on");
  relationship.mitigation = in.text("mitigation");
  relationship.mitigated_on = get_date(in, "mitigated_on");
  in.finish();
  return relationship;
}

Discloser read_person(JsonReader in, JsonProblem& problem) {
  Discloser who;
  who.person = in.text("person");
  who.name = in.text("name");
  for (const std::string& text : in.texts("parts")) {
    const auto part = std::ranges::find_if(kParts, [&](Part p) { return name(p) == text; });
    if (part == std::end(kParts))
      in.refuse("parts", "not a known part");
    else
      who.parts.push_back(*part);
  }
  who.disclosed_on = get_date(in, "disclosed_on");
  who.look_back_months = static_cast<int>(in.integer("look_back_months", 0, 1200));
  for (const Json& entry : in.array("relationships"))
    who.relationships.push_back(read_relationship(JsonReader(entry, in.path_of("relationships"), problem)));
  in.finish();
  return who;
}

}  // namespace

std::string_view name(Part part) {
  static constexpr std::string_view kNames[] = {"planner", "author", "reviewer", "signer"};
  return kNames[static_cast<std::size_t>(part)];
}

std::vector<Problem> check_disclosures(const Disclosures& disclosures, base::Date today) {
  std::vector<Problem> problems;
  for (const Part part : kParts) {
    const bool has = std::ranges::any_of(disclosures.people, [&](const Discloser& who) {
      return std::ranges::find(who.parts, part) != who.parts.end();
    });
    if (has) continue;
    problems.push_back(problem("disclosures." + std::string(name(part)), "part_missing"));
    activity::put(problems.back().what_to_do, "part", {word(part)});
  }
  for (std::size_t i = 0; i < disclosures.people.size(); ++i)
    check_person("disclosures." + std::to_string(i + 1), disclosures.people[i], today, problems);
  if (count_words(disclosures.commercial_support) == 0) problems.push_back(problem("commercial_support", "support"));
  return problems;
}

std::optional<LearnerDisclosure> learner_disclosure(const Disclosures& disclosures, base::Date today) {
  if (!check_disclosures(disclosures, today).empty()) return std::nullopt;
  return recorded_disclosure(disclosures);
}

std::optional<LearnerDisclosure> recorded_disclosure(const Disclosures& disclosures) {
  if (disclosures.people.empty() || !std::ranges::all_of(disclosures.people, has_disclosed)) return std::nullopt;
  LearnerDisclosure text{true, {}};
  bool mitigated = true;
  std::string without;  // names only: a list with "and" would be English
  for (const Discloser& who : disclosures.people) {
    // Of what nobody has ruled on neither is said: that it matters, or that there is nothing.
    if (std::ranges::all_of(who.relationships, is_ruled_out)) without += (without.empty() ? "" : ", ") + who.name;
    for (const Relationship& relationship : who.relationships) {
      if (!is_relevant(relationship)) continue;
      text.none = false;
      mitigated = mitigated && is_mitigated(relationship);
      text.sentences.push_back(relationship_text(who, relationship));
    }
  }
  if (text.none && without.empty()) return std::nullopt;
  if (!text.none && mitigated)
    text.sentences.push_back({"disclosure.mitigated", "All relevant financial relationships have been mitigated.", {}});
  if (!without.empty())
    text.sentences.push_back({"disclosure.without",
                              "No relevant financial relationships with ineligible companies: {names}.",
                              {{"names", without}}});
  if (disclosures.commercial_support == "none")
    text.sentences.push_back({"disclosure.no_support", "No commercial support.", {}});
  else if (count_words(disclosures.commercial_support) > 0)
    text.sentences.push_back(
        {"disclosure.support", "Commercial support: {who}.", {{"who", disclosures.commercial_support}}});
  return text;
}

std::vector<Sentence> without_support(const LearnerDisclosure& disclosure) {
  std::vector<Sentence> sentences;
  for (const Sentence& sentence : disclosure.sentences)
    if (!is_support(sentence)) sentences.push_back(sentence);
  return sentences;
}

std::string learners_text(const LearnerDisclosure& disclosure) {
  std::string text;
  for (const Sentence& sentence : without_support(disclosure)) text += (text.empty() ? "" : " ") + plain(sentence);
  return text;
}

std::string to_json(const Disclosures& disclosures) {
  Json people = Json::array();
  for (const Discloser& who : disclosures.people) people.push_back(json_of(who));
  return base::canonical_json({{"people", std::move(people)}, {"commercial_support", disclosures.commercial_support}});
}

std::string told_json(const Disclosures& disclosures) {
  Json people = Json::array();
  for (const Discloser& who : disclosures.people) {
    people.push_back(json_of(who));
    people.back()["disclosed"] = who.disclosed_on.has_value();
  }
  return base::canonical_json({{"people", std::move(people)}, {"commercial_support", disclosures.commercial_support}});
}

base::Result<Disclosures> disclosures_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kDisclosureLimits);
  if (!json) return base::fail(json.error());
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  Disclosures disclosures;
  for (const Json& entry : in.array("people"))
    disclosures.people.push_back(read_person(JsonReader(entry, "people", problem), problem));
  disclosures.commercial_support = in.text("commercial_support");
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return disclosures;
}

}  // namespace preceptor::rca
