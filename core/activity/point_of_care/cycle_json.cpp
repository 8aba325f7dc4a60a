#include <algorithm>

#include "core/activity/point_of_care/cycle.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::point_of_care {
namespace {

using base::Json;
using base::JsonReader;

constexpr base::JsonLimits kPayloadLimits{.max_bytes = 16 << 10, .max_depth = 4, .allow_comments = false};
constexpr std::string_view kPayloadTypes[] = {"point_of_care_asked",  "point_of_care_shown",   "point_of_care_opened",
                                              "point_of_care_judged", "point_of_care_will_do", "point_of_care_told"};
constexpr std::string_view kAnswers[] = {"yes", "partly", "no"};

Json payload_json(const PointOfCareAsked& p) {
  return {{"question_hash", p.question_hash}, {"language", p.language}, {"from", p.from}};
}
Json payload_json(const PointOfCareShown& p) {
  Json units = Json::array();
  for (const std::string& id : p.unit_ids) units.push_back(id);
  return {{"unit_ids", std::move(units)}};
}
Json payload_json(const PointOfCareOpened& p) {
  return {{"unit_id", p.unit_id}};
}
Json payload_json(const PointOfCareJudged& p) {
  return {{"unit_id", p.unit_id}, {"answered", std::string(kAnswers[static_cast<std::size_t>(p.answered)])}};
}
Json payload_json(const PointOfCareWillDo& p) {
  return {{"unit_id", p.unit_id}, {"choice", p.choice}};
}
Json payload_json(const PointOfCareTold& p) {
  return {{"unit_id", p.unit_id}};
}

void read(JsonReader& in, PointOfCareAsked& p) {
  p = {in.text("question_hash"), in.text("language"), in.text("from")};
  if (p.from != "course" && p.from != "receipt") in.refuse("from", "not course or receipt");
}
void read(JsonReader& in, PointOfCareShown& p) {
  p.unit_ids = in.texts("unit_ids");
}
void read(JsonReader& in, PointOfCareOpened& p) {
  p.unit_id = in.text("unit_id");
}
void read(JsonReader& in, PointOfCareJudged& p) {
  p.unit_id = in.text("unit_id");
  const std::string text = in.text("answered");
  const auto found = std::ranges::find(kAnswers, text);
  if (found == std::end(kAnswers)) return in.refuse("answered", "not yes, partly or no");
  p.answered = static_cast<Answered>(found - std::begin(kAnswers));
}
void read(JsonReader& in, PointOfCareWillDo& p) {
  p = {in.text("unit_id"), in.text("choice")};
}
void read(JsonReader& in, PointOfCareTold& p) {
  p.unit_id = in.text("unit_id");
}

// An empty payload of the type with that number.
template <std::size_t I = 0>
std::optional<CyclePayload> payload_number(std::size_t number) {
  if constexpr (I < std::variant_size_v<CyclePayload>) {
    if (number == I) return CyclePayload(std::in_place_index<I>);
    return payload_number<I + 1>(number);
  } else {
    return std::nullopt;
  }
}

}  // namespace

std::string_view type_name(const CyclePayload& payload) {
  return kPayloadTypes[payload.index()];
}

std::string to_json(const CyclePayload& payload) {
  return base::canonical_json(std::visit([](const auto& p) { return payload_json(p); }, payload));
}

base::Result<CyclePayload> cycle_payload_from_json(std::string_view type, std::string_view text) {
  const auto known = std::ranges::find(kPayloadTypes, type);
  auto payload = payload_number(static_cast<std::size_t>(known - std::begin(kPayloadTypes)));
  if (!payload) return base::fail(base::Code::json_malformed, "not a payload of a question: " + std::string(type));
  const auto json = base::parse_json(text, kPayloadLimits);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  JsonReader in(*json, "", problem);
  std::visit([&](auto& p) { read(in, p); }, *payload);
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return *payload;
}

}  // namespace preceptor::point_of_care
