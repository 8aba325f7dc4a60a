#include "xapi/evidence/rows.hpp"

#include <optional>

#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::xapi::evidence {
namespace {

using base::Json;

constexpr std::int64_t kMostPositions = std::int64_t{1} << 53;   // what every reader of JSON tells apart
constexpr std::size_t kLongestRecordLine = 1 << 20;

StatementMark read_mark(const Json& value, const std::string& path, std::optional<std::string>& problem) {
  base::JsonReader reader(value, path, problem);
  StatementMark mark{reader.text("id"), reader.text("sha256"), 0};
  mark.line = reader.optional_integer("line", 1, kMostPositions).value_or(0);
  mark.signature = reader.text_or_empty("signature");
  reader.finish();
  return mark;
}

}  // namespace

std::string to_line(const RecordLine& line) {
  Json json = {{"registration", line.registration}, {"position", line.position}, {"hash", line.hash}, {"seal", line.seal}};
  for (const StatementMark& one : line.statements) {
    Json mark = {{"id", one.id}, {"sha256", one.sha256}};
    if (one.line > 0) mark["line"] = one.line;
    if (!one.signature.empty()) mark["signature"] = one.signature;
    json["statements"].push_back(std::move(mark));
  }
  if (!line.event.empty()) json["event"] = line.event;
  if (!line.renderings.empty()) json["renderings"] = line.renderings;
  return base::canonical_json(json);
}

base::Result<RecordLine> read_record_line(std::string_view text) {
  base::JsonLimits limits;
  limits.max_bytes = kLongestRecordLine;
  limits.max_depth = 4;
  const auto json = base::parse_json(text, limits);
  if (!json) return base::fail(base::Code::bundle_malformed, json.error().detail);
  if (!json->is_object()) return base::fail(base::Code::bundle_malformed, "not a JSON object");
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  RecordLine line{reader.text("registration"), reader.integer("position", 1, kMostPositions), reader.text("hash"), reader.text("seal"), {}, {}, {}};
  if (reader.has("statements")) {
    for (const Json& one : reader.array("statements")) {
      if (one.is_object()) line.statements.push_back(read_mark(one, reader.path_of("statements"), problem));
      else reader.refuse("statements", "must hold objects");
    }
  }
  line.event = reader.text_or_empty("event");
  line.renderings = reader.texts_or_empty("renderings");
  reader.finish();
  if (!problem && to_line(line) != text) problem = "not in the form it is written in";
  if (problem) return base::fail(base::Code::bundle_malformed, *problem);
  return line;
}

std::string to_line(const std::string& registration, const Delivered& one) {
  Json json = {{"registration", registration}, {"store", one.store}, {"at", base::format_rfc3339(one.at)}};
  if (one.refused_id.empty()) json.update({{"from", one.from}, {"through", one.through}, {"statements", one.statements}, {"status", one.status}});
  else json.update({{"position", one.from}, {"refused", one.refused_id}, {"reason", one.code}});
  return base::canonical_json(json);
}

}  // namespace preceptor::xapi::evidence
