#include "plugin/app/statement_export_row.hpp"

#include "core/base/json_reader.hpp"

namespace preceptor::app {
namespace {

using base::Json;
using web::accreditation::StatementExport;
using web::accreditation::StatementVolume;

constexpr std::int64_t kMostOfExport = 1'000'000'000'000'000;

// Our own texts, canonical already.
Json nested(const std::string& canonical) { return Json::parse(canonical); }

Json volume_json(const StatementVolume& volume) { return {{"sha256", volume.sha256}, {"bytes", volume.bytes}, {"statements", volume.statements}}; }

StatementVolume volume_of(const Json& json, const std::string& path, std::optional<std::string>& problem) {
  base::JsonReader reader(json, path, problem);
  StatementVolume volume{reader.text("sha256"), reader.integer("bytes", 0, kMostOfExport), reader.integer("statements", 0, kMostOfExport)};
  reader.finish();
  return volume;
}

std::optional<base::Instant> end_of(base::JsonReader& reader) {
  const auto text = reader.text_or_empty("ended_at");
  if (text.empty()) return std::nullopt;
  const auto at = base::parse_rfc3339(text);
  if (!at) reader.refuse("ended_at", "is no instant");
  return at ? std::optional(*at) : std::nullopt;
}

}  // namespace

base::Result<StatementExport> statement_export_of(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  StatementExport one;
  one.id = row.id;
  one.state = row.state;
  one.version = row.version;
  one.who = reader.text("who");
  one.sha256 = reader.text_or_empty("sha256");
  one.problem = reader.text_or_empty("problem");
  one.like = reader.text_or_empty("like");
  const auto at = base::parse_rfc3339(reader.text("at"));
  if (!at) reader.refuse("at", "is no instant");
  one.at = at.value_or(base::Instant{});
  one.ended_at = end_of(reader);
  auto asked = xapi::asked_from_json(reader.object("asked").dump());
  auto progress = xapi::progress_from_json(reader.object("progress").dump());
  for (const Json& volume : reader.array("volumes")) one.volumes.push_back(volume_of(volume, reader.path_of("volumes"), problem));
  one.open = volume_of(reader.object("open"), reader.path_of("open"), problem);
  reader.finish();
  if (!asked) return base::fail(asked.error());
  if (!progress) return base::fail(progress.error());
  if (problem) return base::fail(base::Code::json_malformed, "the row of an export of statements: " + *problem);
  one.asked = std::move(*asked);
  one.progress = std::move(*progress);
  return one;
}

ports::Projection statement_export_row(const StatementExport& one, base::Instant now) {
  Json body{{"who", one.who},       {"sha256", one.sha256}, {"problem", one.problem}, {"like", one.like}, {"at", base::format_rfc3339(one.at)}, {"volumes", Json::array()},
            {"open", volume_json(one.open)}};
  body["asked"] = nested(xapi::asked_json(one.asked));
  body["progress"] = nested(xapi::progress_json(one.progress));
  if (one.ended_at) body["ended_at"] = base::format_rfc3339(*one.ended_at);
  for (const auto& volume : one.volumes) body["volumes"].push_back(volume_json(volume));
  ports::Projection row;
  row.kind = kStatementExportKind;
  row.id = one.id;
  row.state = one.state;
  row.version = one.version + 1;
  row.updated_at = now;
  row.body = base::canonical_json(body);
  return row;
}

record::Event statement_export_event(const StatementExport& one) {
  record::Event event;
  event.stream_kind = "site";
  event.stream_id = one.id;
  event.registration = base::RegistrationId(ports::kNoRegistration);
  event.at = event.recorded_at = one.ended_at.value_or(one.at);
  event.payload = record::Other{"statements_exported", base::canonical_json(Json{{"who", one.who},
                                                                                {"sha256", one.sha256},
                                                                                {"statements", one.progress.statements},
                                                                                {"erased", one.progress.erased},
                                                                                {"asked", nested(xapi::asked_json(one.asked))}})};
  return event;
}

std::string statement_manifest(const StatementExport& one) {
  Json json{{"asked", nested(xapi::asked_json(one.asked))},
            {"statements", one.progress.statements},
            {"erased", Json{{"statements", one.progress.erased}, {"persons", one.progress.erased_persons}}},
            {"sha256", one.sha256},
            {"volumes", Json::array()}};
  for (std::size_t i = 0; i < one.volumes.size(); ++i) {
    json["volumes"].push_back(volume_json(one.volumes[i]));
    json["volumes"].back()["name"] = one.volume_name(i + 1);
  }
  return base::canonical_json(json) + "\n";
}

}  // namespace preceptor::app
