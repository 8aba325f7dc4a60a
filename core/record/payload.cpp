#include "core/record/payload.hpp"

#include <algorithm>

#include "core/base/json_reader.hpp"

namespace preceptor::record {
namespace {

using base::Json;
using base::JsonReader;

constexpr std::int64_t kMany = 1'000'000;
constexpr std::int64_t kLongestMs = std::int64_t{1} << 50;

void put_active(Json& json, const std::optional<base::Milliseconds>& active, const char* name = "active_ms") {
  if (active) json[name] = active->count();
}
std::optional<base::Milliseconds> get_active(JsonReader& in, const char* name = "active_ms") {
  if (const auto ms = in.optional_integer(name, 0, kLongestMs)) return base::Milliseconds(*ms);
  return std::nullopt;
}

// Members of a response that do not apply to the question's type are left out.
Json response_to_json(const Response& response) {
  Json json = Json::object();
  if (!response.choices.empty()) json["choices"] = response.choices;
  if (!response.number.empty()) json["number"] = response.number;
  if (!response.text_hash.empty()) json["text_hash"] = response.text_hash;
  if (response.skipped) json["skipped"] = true;
  return json;
}
Response response_from_json(JsonReader in) {
  Response response;
  response.choices = in.texts_or_empty("choices");
  response.number = in.text_or_empty("number");
  response.text_hash = in.text_or_empty("text_hash");
  response.skipped = in.optional_boolean("skipped").value_or(false);
  in.finish();
  return response;
}

Json to_json(const AttemptOpened& p) {
  Json json = {{"unit_id", p.unit_id},
               {"language", p.language},
               {"content_hash", p.content_hash},
               {"context_id", p.context_id},
               {"resource_link_id", p.resource_link_id},
               {"n", p.n},
               {"stated_minutes", p.stated_minutes},
               {"asks_closing", p.asks_closing}};
  if (!p.deployment_id.empty()) json["deployment_id"] = p.deployment_id;
  if (p.offers_flag) json["offers_flag"] = true;
  return json;
}
Json to_json(const DisclosureShown& p) {
  return {{"form", p.form}};
}
Json to_json(const QuestionAnswered& p) {
  Json json = {{"question_id", p.question_id}, {"page", p.page}, {"response", response_to_json(p.response)}};
  if (p.correct) json["correct"] = *p.correct;
  put_active(json, p.page_active, "page_active_ms");
  return json;
}
Json to_json(const AttemptScored& p) {
  return {{"raw", p.raw}, {"max", p.max}, {"passed", p.passed}};
}
Json to_json(const Committed& p) {
  Json json = {{"question_id", p.question_id}, {"choices", p.choices}};
  put_active(json, p.page_active, "page_active_ms");
  return json;
}
Json to_json(const AttemptCompleted& p) {
  Json json = Json::object();
  put_active(json, p.active);
  return json;
}
Json to_json(const AttemptResumed& p) {
  return {{"reason", p.reason}};
}
Json to_json(const AttemptClosed& p) {
  Json json = {{"reason", p.reason}};
  put_active(json, p.active);
  return json;
}

Json to_json(const Other& p) {
  return Json::parse(p.json);   // written by canonical_json, or read as such
}

void read(JsonReader& in, AttemptOpened& p) {
  p.unit_id = in.text("unit_id");
  p.language = in.text("language");
  p.content_hash = in.text("content_hash");
  p.context_id = in.text("context_id");
  p.resource_link_id = in.text("resource_link_id");
  p.n = static_cast<int>(in.integer("n", 1, kMany));
  p.stated_minutes = static_cast<int>(in.integer("stated_minutes", 0, kMany));
  p.asks_closing = in.boolean("asks_closing");
  p.deployment_id = in.text_or_empty("deployment_id");
  p.offers_flag = in.optional_boolean("offers_flag").value_or(false);
}
void read(JsonReader& in, DisclosureShown& p) {
  p.form = in.text("form");
}
void read(JsonReader& in, QuestionAnswered& p, std::optional<std::string>& problem) {
  p.question_id = in.text("question_id");
  p.page = static_cast<int>(in.integer("page", 0, kMany));
  p.response = response_from_json(JsonReader(in.object("response"), in.path_of("response"), problem));
  p.correct = in.optional_boolean("correct");
  p.page_active = get_active(in, "page_active_ms");
}
void read(JsonReader& in, AttemptScored& p) {
  p.raw = static_cast<int>(in.integer("raw", 0, kMany));
  p.max = static_cast<int>(in.integer("max", 0, kMany));
  p.passed = in.boolean("passed");
}
void read(JsonReader& in, Committed& p) {
  p.question_id = in.text("question_id");
  p.choices = in.texts("choices");
  p.page_active = get_active(in, "page_active_ms");
}
void read(JsonReader& in, AttemptCompleted& p) {
  p.active = get_active(in);
}
void read(JsonReader& in, AttemptResumed& p) {
  p.reason = in.text("reason");
}
void read(JsonReader& in, AttemptClosed& p) {
  p.reason = in.text("reason");
  p.active = get_active(in);
}

template <class T>
Payload read_as(const Json& json, std::optional<std::string>& problem) {
  T payload;
  JsonReader in(json, "payload", problem);
  if constexpr (requires { read(in, payload, problem); })
    read(in, payload, problem);
  else
    read(in, payload);
  in.finish();
  return payload;
}

struct Reader {
  std::string_view type;
  Payload (*read)(const Json&, std::optional<std::string>&);
};
// In the order of the variant's alternatives, but for the last, Other: type_name indexes it.
constexpr Reader kReaders[] = {
    {"attempt_opened", read_as<AttemptOpened>},
    {"disclosure_shown", read_as<DisclosureShown>},
    {"question_answered", read_as<QuestionAnswered>},
    {"attempt_scored", read_as<AttemptScored>},
    {"committed", read_as<Committed>},
    {"attempt_completed", read_as<AttemptCompleted>},
    {"attempt_resumed", read_as<AttemptResumed>},
    {"attempt_closed", read_as<AttemptClosed>},
};
static_assert(std::size(kReaders) + 1 == std::variant_size_v<Payload>);

constexpr std::string_view kOtherTypes[] = {
    // root-cause cases (stream kind "case"): core/activity/rca/events.hpp
    "rca_opened", "rca_sheet_saved", "rca_rated", "rca_decided", "rca_followed_up", "rca_unit_started",
    // point-of-care questions (stream kind "person"): core/activity/point_of_care/cycle.hpp
    "point_of_care_asked", "point_of_care_shown", "point_of_care_opened", "point_of_care_judged", "point_of_care_will_do", "point_of_care_told",
    // surveys: offered in an attempt; submitted in a stream of its own that belongs to nobody
    "survey_offered", "survey_submitted",
    // beside an attempt's own events
    "question_flagged", "commitment_follow_up_asked", "commitment_followed_up", "tested_out", "correction_shown",
    "questions_left_out",
    // the site's content
    "content_withdrawn", "pilot_frozen", "disclosure_saved",
    // credit: core/credit/events.hpp
    "unit_counted", "cycle_counted", "profession_told", "profile_saved", "permission_given", "permission_withdrawn", "credit_claimed", "credit_granted",
    "credit_moved", "credit_validated", "activity_numbered", "rule_enabled", "identifiers_asked",
    // a statement that was rendered anew (xapi/superseding.hpp)
    "statement_superseded", "statement_pseudonymised",
    // statements of a kind that is off by default, made for the record stores that have it on (plugin/app/inside_maker.hpp)
    "statements_made",
    // reports of it, kept and answered (web/credit/export_desk.hpp)
    "credit_exported", "results_imported",
    // statements as files, kept (plugin/app/statement_exports.hpp)
    "statements_exported",
    // a person who was erased (core/record/erasure.hpp)
    "person_erased", "statement_voided",
};

}  // namespace

std::span<const std::string_view> other_types() {
  return kOtherTypes;
}

std::string_view type_name(const Payload& payload) {
  if (const auto* other = std::get_if<Other>(&payload)) return other->type;
  return kReaders[payload.index()].type;
}

Json payload_to_json(const Payload& payload) {
  return std::visit([](const auto& p) { return to_json(p); }, payload);
}

std::optional<Payload> payload_from_json(std::string_view type, std::int64_t version, const Json& json,
                                         std::optional<std::string>& problem) {
  for (const Reader& reader : kReaders) {
    if (reader.type != type) continue;
    if (version != 1) {
      problem = "version: " + std::to_string(version) + " of " + std::string(type) + " is not known to this program";
      return std::nullopt;
    }
    Payload payload = reader.read(json, problem);
    if (problem) return std::nullopt;
    return payload;
  }
  if (std::ranges::find(kOtherTypes, type) != std::end(kOtherTypes)) {
    if (version == 1) return Other{std::string(type), base::canonical_json(json)};
    problem = "version: " + std::to_string(version) + " of " + std::string(type) + " is not known to this program";
    return std::nullopt;
  }
  problem = "type: not a known event type";
  return std::nullopt;
}

}  // namespace preceptor::record
