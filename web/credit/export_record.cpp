#include "web/credit/export_record.hpp"

#include "core/base/json_reader.hpp"

namespace preceptor::web {
namespace {

using base::Json;

constexpr std::int64_t kMost = 1'000'000'000'000'000;

Json filter_json(const ports::GrantFilter& filter) {
  Json json = Json::object();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) json[name] = value;
  };
  if (filter.from) json["from"] = base::format_date(*filter.from);
  if (filter.to) json["to"] = base::format_date(*filter.to);
  add("activity", filter.activity_id);
  add("system", filter.system);
  add("board", filter.board);
  add("provider", filter.provider);
  if (filter.person) add("person", filter.person->str());
  for (const auto state : filter.states) json["states"].push_back(credit::name(state));
  return json;
}

Json made_json(const ExportMade& made) {
  return {{"format", made.format},
          {"template", made.template_version},
          {"who", made.who},
          {"sha256", made.sha256},
          {"file", made.file_name},
          {"filter", filter_json(made.filter)},
          {"at", base::format_rfc3339(made.at)},
          {"as_of", base::format_rfc3339(made.as_of)},
          {"rows", made.rows},
          {"left_out", made.left_out},
          {"routed", made.routed},
          {"total", made.total.hundredths},
          {"identified", made.identified}};
}

std::optional<base::Date> day_of(base::JsonReader& reader, const char* name) {
  const auto text = reader.text_or_empty(name);
  if (text.empty()) return std::nullopt;
  const auto day = base::parse_date(text);
  if (!day) reader.refuse(name, "is no day");
  return day ? std::optional(*day) : std::nullopt;
}

base::Instant instant_of(base::JsonReader& reader, const char* name) {
  const auto at = base::parse_rfc3339(reader.text(name));
  if (!at) reader.refuse(name, "is no instant");
  return at ? *at : base::Instant{};
}

ports::GrantFilter filter_of(const Json& json, std::optional<std::string>& problem) {
  base::JsonReader reader(json, "filter", problem);
  ports::GrantFilter filter;
  filter.from = day_of(reader, "from");
  filter.to = day_of(reader, "to");
  filter.activity_id = reader.text_or_empty("activity");
  filter.system = reader.text_or_empty("system");
  filter.board = reader.text_or_empty("board");
  filter.provider = reader.text_or_empty("provider");
  if (const auto person = reader.text_or_empty("person"); !person.empty()) filter.person = base::PersonId(person);
  for (const auto& name : reader.texts_or_empty("states")) {
    const auto state = credit::grant_state_named(name);
    if (state) filter.states.push_back(*state);
    else reader.refuse("states", "names no state");
  }
  reader.finish();
  return filter;
}

}  // namespace

base::Result<ExportEntry> export_entry(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  ExportEntry entry;
  auto& made = entry.made;
  made.id = row.id;
  made.format = reader.text("format");
  made.template_version = reader.text_or_empty("template");
  made.who = reader.text_or_empty("who");
  made.sha256 = reader.text("sha256");
  made.file_name = reader.text_or_empty("file");
  made.filter = filter_of(reader.object("filter"), problem);
  made.at = instant_of(reader, "at");
  made.as_of = instant_of(reader, "as_of");
  made.rows = reader.integer("rows", 0, kMost);
  made.left_out = reader.integer("left_out", 0, kMost);
  made.routed = reader.integer("routed", 0, kMost);
  made.total = {reader.integer("total", 0, kMost)};
  made.identified = reader.boolean("identified");
  entry.path = reader.text_or_empty("path");
  reader.finish();
  if (problem) return base::fail(base::Code::json_malformed, "an export's row: " + *problem);
  entry.stage = row.state;
  entry.version = row.version;
  return entry;
}

ports::Projection export_row(const ExportEntry& entry, base::Instant now) {
  ports::Projection row;
  row.kind = kExportKind;
  row.id = entry.made.id;
  row.parent = entry.made.filter.activity_id;
  row.state = entry.stage;
  row.version = entry.version + 1;
  row.updated_at = now;
  auto body = made_json(entry.made);
  body["path"] = entry.path;
  row.body = base::canonical_json(body);
  return row;
}

record::Event export_event(const ExportMade& made) {
  record::Event event;
  event.stream_kind = "site";
  event.stream_id = made.id;
  event.registration = base::RegistrationId(ports::kNoRegistration);
  event.at = event.recorded_at = made.at;
  event.payload = record::Other{"credit_exported", base::canonical_json(made_json(made))};
  return event;
}

}  // namespace preceptor::web
