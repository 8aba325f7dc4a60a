#include "xapi/superseding.hpp"

#include <array>
#include <cstdio>
#include <limits>
#include <optional>

#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;

constexpr std::string_view kSupersedingSpace = "2d0b7c55-0a52-4a4f-9a0e-3f2f4c1f8a10";   // drawn once at random

}  // namespace

record::Other payload_of(const Superseded& one) {
  const Json json = {{"stream_id", one.stream_id}, {"seq", one.seq}, {"type", one.type}, {"unit_id", one.unit_id}, {"activity_id", one.activity_id},
                     {"template", one.template_name}, {"old_id", one.old_id.str()}, {"new_id", one.new_id.str()}};
  return {Superseded::kType, base::canonical_json(json)};
}

record::Other pseudonymised_payload(const Superseded& one) {
  record::Other out = payload_of(one);
  out.type = kPseudonymised;
  return out;
}

base::Result<Superseded> superseded_from_json(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader in(*json, Superseded::kType, problem);
  Superseded out;
  out.stream_id = in.text("stream_id");
  out.seq = in.integer("seq", 1, std::numeric_limits<std::int64_t>::max());
  out.type = in.text("type");
  out.unit_id = in.text_or_empty("unit_id");
  out.activity_id = in.text_or_empty("activity_id");
  out.template_name = in.text("template");
  out.old_id = base::StatementId(in.text_or_empty("old_id"));
  out.new_id = base::StatementId(in.text("new_id"));
  in.finish();
  if (problem) return base::fail(base::Code::json_malformed, *problem);
  return out;
}

namespace {

// Streams that wait together are sealed in the order of their ids: the origin's place in its stream comes first, so that what is made anew keeps the order within
// an attempt. RFC 9562 version 8.
std::string ordered_stream(const record::Event& origin, const std::string& name) {
  std::string id = base::uuid_v5(kSupersedingSpace, name);
  std::array<char, 17> place{};
  std::snprintf(place.data(), place.size(), "%012llx", static_cast<unsigned long long>(origin.seq));
  id.replace(0, 8, place.data(), 8).replace(9, 4, place.data() + 8, 4);
  id[14] = '8';
  return id;
}

}  // namespace

std::string superseding_stream(const record::Event& origin) { return ordered_stream(origin, record::event_id(origin)); }

std::string pseudonymising_stream(const record::Event& origin) { return ordered_stream(origin, "pseudonymised/" + record::event_id(origin)); }

std::string audience_stream(const record::Event& origin, const std::string& audience) { return ordered_stream(origin, audience + "/" + record::event_id(origin)); }

}  // namespace preceptor::xapi
