#include "core/activity/rca/json.hpp"

#include <algorithm>

#include "core/activity/rca/json_parts.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::rca {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::int64_t kSchema = 1;
constexpr base::JsonLimits kSheetLimits{.max_bytes = 4 << 20, .max_depth = 12, .allow_comments = false};

Json json_of(const Signature& signature) {
  return {{"person", signature.person},
          {"name", signature.name},
          {"at", base::format_rfc3339(signature.at)},
          {"interest", signature.interest}};
}

Signature read_signature(JsonReader in) {
  Signature signature{in.text("person"), in.text("name"), get_instant(in, "at"), in.text("interest")};
  in.finish();
  return signature;
}

CardAnswer read_card(JsonReader in) {
  CardAnswer answer;
  answer.degree = static_cast<int>(in.integer("degree", kNotACause, kMainCause));
  if (answer.degree == 2) in.refuse("degree", "not 0, 1 or 3");
  answer.applies = get_rows(in, "applies");
  answer.example = in.text("example");
  in.finish();
  return answer;
}

// One value of the text, read by the function of its type.
template <class T>
base::Result<T> read_text(std::string_view text) {
  const auto json = base::parse_json(text, kSheetLimits);
  if (!json) return base::fail(json.error());
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  T value;
  read(in, value, problem);
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return value;
}

}  // namespace

Json json_of(const Rating& rating) {
  Json cards = Json::object();
  for (const CardInfo& card : all_cards()) {
    const CardAnswer& answer = rating.cards[static_cast<std::size_t>(card.card)];
    cards[std::string(card.id)] = {
        {"degree", answer.degree}, {"applies", row_codes(answer.applies)}, {"example", answer.example}};
  }
  return {{"person", rating.person},
          {"role", std::string(info(rating.role).id)},
          {"told", rating.told},
          {"at", base::format_rfc3339(rating.at)},
          {"cards", std::move(cards)}};
}

void read(JsonReader& in, Rating& rating, JsonProblem& problem) {
  rating.person = in.text("person");
  rating.role = get_role(in, "role");
  rating.told = in.boolean("told");
  rating.at = get_instant(in, "at");
  JsonReader cards(in.object("cards"), in.path_of("cards"), problem);
  for (const CardInfo& card : all_cards()) {
    const std::string id(card.id);
    rating.cards[static_cast<std::size_t>(card.card)] =
        read_card(JsonReader(cards.object(id.c_str()), cards.path_of(id.c_str()), problem));
  }
  cards.finish();
}

Json json_of(const Decision& decision) {
  Json json = {{"n", decision.n},
               {"proposed", std::string(name(decision.proposed))},
               {"decided", std::string(name(decision.decided))},
               {"eas", decision.eas},
               {"eq", decision.eq},
               {"rule", decision.rule},
               {"basis", decision.basis},
               {"reason", decision.reason},
               {"signer", json_of(decision.signer)},
               {"re_review", base::format_date(decision.re_review)}};
  if (decision.against_rule)
    json["override"] = {{"second", json_of(decision.against_rule->second)}, {"reason", decision.against_rule->reason}};
  return json;
}

void read(JsonReader& in, Decision& decision, JsonProblem& problem) {
  decision.n = static_cast<int>(in.integer("n", 1, 1'000'000));
  decision.proposed = get_outcome(in, "proposed");
  decision.decided = get_outcome(in, "decided");
  decision.eas = static_cast<int>(in.integer("eas", 0, 1000));
  decision.eq = static_cast<int>(in.integer("eq", 0, 1000));
  decision.rule = in.text("rule");
  decision.basis = in.text("basis");
  decision.reason = in.text("reason");
  decision.signer = read_signature(JsonReader(in.object("signer"), in.path_of("signer"), problem));
  const auto date = get_date(in, "re_review");
  if (!date) in.refuse("re_review", "missing");
  decision.re_review = date.value_or(base::Date{});
  if (!in.has("override")) return;
  JsonReader against(in.object("override"), in.path_of("override"), problem);
  decision.against_rule.emplace();
  decision.against_rule->second =
      read_signature(JsonReader(against.object("second"), against.path_of("second"), problem));
  decision.against_rule->reason = against.text("reason");
  against.finish();
}

std::string to_json(const Sheet& sheet) {
  return base::canonical_json(json_of(sheet));
}
base::Result<Sheet> sheet_from_json(std::string_view json) {
  return read_text<Sheet>(json);
}
std::string to_json(const Rating& rating) {
  return base::canonical_json(json_of(rating));
}
base::Result<Rating> rating_from_json(std::string_view json) {
  return read_text<Rating>(json);
}
std::string to_json(const Decision& decision) {
  return base::canonical_json(json_of(decision));
}
base::Result<Decision> decision_from_json(std::string_view json) {
  return read_text<Decision>(json);
}

std::string to_json(const CaseFile& file) {
  Json ratings = Json::array(), decisions = Json::array();
  for (const Rating& rating : file.ratings) ratings.push_back(json_of(rating));
  for (const Decision& decision : file.decisions.all()) decisions.push_back(json_of(decision));
  return base::canonical_json({{"kind", "rca_case"},
                               {"schema", kSchema},
                               {"id", file.id},
                               {"sheet", json_of(file.sheet)},
                               {"ratings", std::move(ratings)},
                               {"decisions", std::move(decisions)}});
}

base::Result<CaseFile> case_from_json(std::string_view text) {
  const auto json = base::parse_json(text, kSheetLimits);
  if (!json) return base::fail(json.error());
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  CaseFile file;
  if (in.text("kind") != "rca_case") in.refuse("kind", "not rca_case");
  in.integer("schema", kSchema, kSchema);
  file.id = in.text("id");
  JsonReader sheet(in.object("sheet"), "sheet", problem);
  read(sheet, file.sheet, problem);
  sheet.finish();
  for (const Json& entry : in.array("ratings")) {
    JsonReader rating(entry, "ratings", problem);
    read(rating, file.ratings.emplace_back(), problem);
    rating.finish();
  }
  for (const Json& entry : in.array("decisions")) {
    JsonReader reader(entry, "decisions", problem);
    Decision decision;
    read(reader, decision, problem);
    reader.finish();
    if (!file.decisions.restore(std::move(decision))) in.refuse("decisions", "out of order");
  }
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return file;
}

}  // namespace preceptor::rca
