#include "core/record/event.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "core/base/json_reader.hpp"
#include "core/base/uuid.hpp"
#include "core/record/payload.hpp"

namespace preceptor::record {
namespace {

constexpr std::string_view kStreamKinds[] = {"attempt", "case", "person", "activity", "site"};

base::Instant instant(base::JsonReader& in, const char* name) {
  const std::string text = in.text(name);
  const auto at = base::parse_rfc3339(text);
  // Only the one form that is written: another spelling of the same time would not hash alike.
  if (!at || base::format_rfc3339(*at) != text) {
    in.refuse(name, "not an instant in the record's form");
    return {};
  }
  return *at;
}

}  // namespace

std::string event_id(const Event& event) {
  return event.stream_id + "/" + std::to_string(event.seq);
}

std::string canonical_json(const Event& event) {
  base::Json json = {{"stream_kind", event.stream_kind},
                     {"stream_id", event.stream_id},
                     {"seq", event.seq},
                     {"registration", event.registration.str()},
                     {"at", base::format_rfc3339(event.at)},
                     {"recorded_at", base::format_rfc3339(event.recorded_at)},
                     {"version", event.version},
                     {"type", std::string(type_name(event.payload))},
                     {"payload", payload_to_json(event.payload)}};
  if (!event.person.empty()) json["person"] = event.person.str();
  return base::canonical_json(json);
}

base::Result<Event> event_from_json(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader in(*json, "", problem);
  Event event;
  event.stream_kind = in.text("stream_kind");
  if (std::ranges::find(kStreamKinds, event.stream_kind) == std::end(kStreamKinds))
    in.refuse("stream_kind", "not a known kind");
  event.stream_id = in.text("stream_id");
  if (!base::is_uuid(event.stream_id)) in.refuse("stream_id", "not a UUID");
  event.seq = in.integer("seq", 1, std::numeric_limits<std::int64_t>::max());
  event.registration = base::RegistrationId(in.text("registration"));
  event.person = base::PersonId(in.text_or_empty("person"));
  event.at = instant(in, "at");
  event.recorded_at = instant(in, "recorded_at");
  event.version = static_cast<int>(in.integer("version", 1, 1000));
  const std::string type = in.text("type");
  const base::Json& payload = in.object("payload");
  in.finish();
  if (!problem) {
    if (auto read = payload_from_json(type, event.version, payload, problem)) event.payload = std::move(*read);
  }
  if (problem) return base::fail(base::Code::json_malformed, "event: " + *problem);
  return event;
}

std::vector<const Event*> in_order(const std::vector<Event>& events) {
  std::vector<const Event*> ordered;
  ordered.reserve(events.size());
  for (const Event& event : events) ordered.push_back(&event);
  const auto key = [](const Event* event) { return std::tie(event->stream_id, event->seq); };
  std::ranges::sort(ordered, {}, key);
  const auto doubles = std::ranges::unique(ordered, {}, key);
  ordered.erase(doubles.begin(), doubles.end());
  return ordered;
}

base::Instant next_time(base::Instant now, std::optional<base::Instant> last) {
  return last ? std::max(now, *last + base::Milliseconds(1)) : now;
}

}  // namespace preceptor::record
