#include "core/activity/rca/events.hpp"

#include <algorithm>

#include "core/activity/decimal.hpp"
#include "core/activity/rca/json.hpp"
#include "core/activity/rca/json_parts.hpp"
#include "core/base/digest.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::rca {
namespace {

using base::Json;
using base::JsonReader;

constexpr base::JsonLimits kEventLimits{.max_bytes = 64 << 10, .max_depth = 8, .allow_comments = false};
constexpr std::string_view kTypes[] = {"rca_opened", "rca_sheet_saved", "rca_rated", "rca_decided", "rca_followed_up",
                                       "rca_unit_started"};

Json json_of(const RcaOpened& p) {
  Json json = {{"case_id", p.case_id}};
  if (!p.planner_hash.empty()) json["planner_hash"] = p.planner_hash;
  return json;
}
Json json_of(const RcaUnitStarted& p) {
  return {{"unit_id", p.unit_id}};
}
Json json_of(const RcaSheetSaved& p) {
  Json evidence = Json::object();
  std::vector<Row> accepted;
  for (const RowInfo& row : all_rows()) {
    if (p.evidence[row.row]) evidence[std::string(row.code)] = *p.evidence[row.row];
    if (p.accepted[row.row]) accepted.push_back(row.row);
  }
  return {{"text_hash", p.text_hash}, {"evidence", std::move(evidence)}, {"accepted", row_codes(accepted)}};
}
Json json_of(const RcaRated& p) {
  Json cards = Json::object();
  for (const CardInfo& card : all_cards()) {
    const RcaRated::Card& one = p.cards[static_cast<std::size_t>(card.card)];
    Json json = {{"degree", one.degree}, {"applies", row_codes(one.applies)}};
    if (!one.example_hash.empty()) json["example_hash"] = one.example_hash;
    cards[std::string(card.id)] = std::move(json);
  }
  Json json = {{"role", std::string(info(p.role).id)}, {"told", p.told}, {"cards", std::move(cards)}};
  if (p.leaves) json["leaves"] = true;
  return json;
}
Json json_of(const RcaDecided& p) {
  Json json = {{"n", p.n},
               {"proposed", std::string(name(p.proposed))},
               {"decided", std::string(name(p.decided))},
               {"eas", p.eas},
               {"eq", p.eq},
               {"rule", p.rule},
               {"basis_hash", p.basis_hash},
               {"reason_hash", p.reason_hash},
               {"name_hash", p.name_hash},
               {"interest_hash", p.interest_hash},
               {"has_interest", p.has_interest},
               {"re_review", base::format_date(p.re_review)}};
  if (p.signed_at) json["signed_at"] = base::format_rfc3339(*p.signed_at);
  if (!p.second_person.empty())
    json["override"] = {{"person", p.second_person},
                        {"signature_hash", p.second_hash},
                        {"reason_hash", p.override_reason_hash},
                        {"has_interest", p.second_has_interest}};
  return json;
}
Json json_of(const RcaFollowedUp& p) {
  return {{"value", p.value}, {"measured_on", base::format_date(p.measured_on)}, {"source_hash", p.source_hash}};
}

base::Date required_date(JsonReader& in, const char* name) {
  const auto date = get_date(in, name);
  if (!date) in.refuse(name, "missing");
  return date.value_or(base::Date{});
}

void read_payload(JsonReader& in, RcaOpened& p, JsonProblem&) {
  p.case_id = in.text("case_id");
  p.planner_hash = in.text_or_empty("planner_hash");
}
void read_payload(JsonReader& in, RcaUnitStarted& p, JsonProblem&) {
  p.unit_id = in.text("unit_id");
}
void read_payload(JsonReader& in, RcaSheetSaved& p, JsonProblem& problem) {
  p.text_hash = in.text("text_hash");
  JsonReader evidence(in.object("evidence"), in.path_of("evidence"), problem);
  for (const RowInfo& row : all_rows())
    if (const auto e = evidence.optional_integer(std::string(row.code).c_str(), 0, kEvidenceMost))
      p.evidence[row.row] = static_cast<int>(*e);
  evidence.finish();
  for (const Row row : get_rows(in, "accepted")) p.accepted[row] = true;
}
RcaRated::Card read_card(JsonReader in) {
  RcaRated::Card card;
  card.degree = static_cast<int>(in.integer("degree", kNotACause, kMainCause));
  if (card.degree == 2) in.refuse("degree", "not 0, 1 or 3");
  card.applies = get_rows(in, "applies");
  card.example_hash = in.text_or_empty("example_hash");
  in.finish();
  return card;
}
void read_payload(JsonReader& in, RcaRated& p, JsonProblem& problem) {
  p.role = get_role(in, "role");
  p.told = in.boolean("told");
  p.leaves = in.optional_boolean("leaves").value_or(false);
  JsonReader cards(in.object("cards"), in.path_of("cards"), problem);
  for (const CardInfo& card : all_cards()) {
    const std::string id(card.id);
    p.cards[static_cast<std::size_t>(card.card)] =
        read_card(JsonReader(cards.object(id.c_str()), cards.path_of(id.c_str()), problem));
  }
  cards.finish();
}
void read_payload(JsonReader& in, RcaDecided& p, JsonProblem& problem) {
  p.n = static_cast<int>(in.integer("n", 1, 1'000'000));
  p.proposed = get_outcome(in, "proposed");
  p.decided = get_outcome(in, "decided");
  p.eas = static_cast<int>(in.integer("eas", 0, 1000));
  p.eq = static_cast<int>(in.integer("eq", 0, 1000));
  p.rule = in.text("rule");
  p.basis_hash = in.text("basis_hash");
  p.reason_hash = in.text("reason_hash");
  p.name_hash = in.text("name_hash");
  p.interest_hash = in.text("interest_hash");
  p.has_interest = in.boolean("has_interest");
  p.re_review = required_date(in, "re_review");
  if (in.has("signed_at")) p.signed_at = get_instant(in, "signed_at");
  if (!in.has("override")) return;
  JsonReader against(in.object("override"), in.path_of("override"), problem);
  p.second_person = against.text("person");
  if (p.second_person.empty()) against.refuse("person", "empty");
  p.second_hash = against.text("signature_hash");
  p.override_reason_hash = against.text("reason_hash");
  p.second_has_interest = against.boolean("has_interest");
  against.finish();
}
void read_payload(JsonReader& in, RcaFollowedUp& p, JsonProblem&) {
  p.value = in.text("value");
  if (activity::canonical_decimal(p.value) != p.value) in.refuse("value", "not a canonical decimal");
  p.measured_on = required_date(in, "measured_on");
  p.source_hash = in.text("source_hash");
}

template <std::size_t I = 0>
std::optional<CasePayload> payload_at(std::size_t index) {
  if constexpr (I < std::variant_size_v<CasePayload>) {
    if (index == I) return CasePayload(std::in_place_index<I>);
    return payload_at<I + 1>(index);
  }
  return std::nullopt;
}

bool states_interest(const Signature& signature) {
  return signature.interest != "none";
}

}  // namespace

std::string_view type_name(const CasePayload& payload) {
  return kTypes[payload.index()];
}

std::string to_json(const CasePayload& payload) {
  return base::canonical_json(std::visit([](const auto& p) { return json_of(p); }, payload));
}

base::Result<CasePayload> case_payload_from_json(std::string_view type, std::string_view text) {
  const auto known = std::ranges::find(kTypes, type);
  auto payload = payload_at(static_cast<std::size_t>(known - std::begin(kTypes)));
  if (!payload) return base::fail(base::Code::json_malformed, "not a payload of a case: " + std::string(type));
  const auto json = base::parse_json(text, kEventLimits);
  if (!json) return base::fail(json.error());
  JsonProblem problem;
  JsonReader in(*json, "", problem);
  std::visit([&](auto& p) { read_payload(in, p, problem); }, *payload);
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return *payload;
}

std::string text_hash(std::string_view salt, std::string_view text) {
  return text.empty() ? std::string() : base::sha256_hex(std::string(salt) + std::string(text));
}

RcaSheetSaved payload_of(const Sheet& sheet, std::string_view salt) {
  RcaSheetSaved payload{text_hash(salt, to_json(sheet)), {}, accepted_of(sheet)};
  for (const RowInfo& row : all_rows()) payload.evidence[row.row] = sheet.rows[row.row].evidence;
  return payload;
}

RcaRated payload_of(const Rating& rating, std::string_view salt) {
  RcaRated payload{rating.role, rating.told, {}, rating.leaves};
  for (std::size_t i = 0; i < kCardCount; ++i)
    payload.cards[i] = {rating.cards[i].degree, rating.cards[i].applies, text_hash(salt, rating.cards[i].example)};
  return payload;
}

RcaDecided payload_of(const Decision& decision, std::string_view salt) {
  RcaDecided payload;
  payload.n = decision.n;
  payload.proposed = decision.proposed;
  payload.decided = decision.decided;
  payload.eas = decision.eas;
  payload.eq = decision.eq;
  payload.rule = decision.rule;
  payload.basis_hash = text_hash(salt, decision.basis);
  payload.reason_hash = text_hash(salt, decision.reason);
  payload.name_hash = text_hash(salt, decision.signer.name);
  payload.interest_hash = text_hash(salt, decision.signer.interest);
  payload.has_interest = states_interest(decision.signer);
  payload.re_review = decision.re_review;
  if (!decision.against_rule) return payload;
  const Signature& second = decision.against_rule->second;
  payload.second_person = second.person;
  payload.second_hash = text_hash(salt, second.name + "\n" + second.interest);
  payload.override_reason_hash = text_hash(salt, decision.against_rule->reason);
  payload.second_has_interest = states_interest(second);
  if (second.at != decision.signer.at) payload.signed_at = decision.signer.at;
  return payload;
}

Rating rating_of(const RcaRated& payload, std::string person, base::Instant at) {
  Rating rating{std::move(person), payload.role, payload.told, at, {}, payload.leaves};
  for (std::size_t i = 0; i < kCardCount; ++i)
    rating.cards[i] = {payload.cards[i].degree, payload.cards[i].applies, {}};
  return rating;
}

Decision decision_of(const RcaDecided& payload, std::string person, base::Instant at) {
  Decision decision;
  decision.n = payload.n;
  decision.proposed = payload.proposed;
  decision.decided = payload.decided;
  decision.eas = payload.eas;
  decision.eq = payload.eq;
  decision.rule = payload.rule;
  decision.signer = {std::move(person), {}, payload.signed_at.value_or(at), {}};
  decision.re_review = payload.re_review;
  if (!payload.second_person.empty()) decision.against_rule = Override{{payload.second_person, {}, at, {}}, {}};
  return decision;
}

}  // namespace preceptor::rca
