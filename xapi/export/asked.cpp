#include "xapi/export/asked.hpp"

#include <algorithm>
#include <optional>

#include "core/base/json_reader.hpp"

namespace preceptor::xapi {
namespace {

using base::Code;
using base::Json;

constexpr std::int64_t kMostCounted = 1'000'000'000'000'000;

bool is_kind(std::string_view text) {
  return std::ranges::any_of(statement_kinds(), [&](const StatementKind& kind) { return kind.name == text; });
}

std::optional<base::Instant> export_instant(base::JsonReader& reader, const char* member) {
  const auto text = reader.text_or_empty(member);
  if (text.empty()) return std::nullopt;
  const auto at = base::parse_rfc3339(text);
  if (!at) reader.refuse(member, "is no instant");
  return at ? std::optional(*at) : std::nullopt;
}

std::vector<AsOf> as_of_from(const Json& list, const std::string& path, std::optional<std::string>& problem) {
  std::vector<AsOf> all;
  for (const Json& one : list) {
    base::JsonReader reader(one, path, problem);
    AsOf read{reader.text("registration"), reader.integer("position", 0, kMostCounted)};
    if (!all.empty() && read.registration <= all.back().registration) reader.refuse("registration", "is out of order");
    reader.finish();
    all.push_back(std::move(read));
  }
  return all;
}

}  // namespace

std::string_view name(ExportForm form) { return form == ExportForm::csv ? "csv" : "jsonl"; }

base::Result<ExportForm> export_form_named(std::string_view text) {
  for (const ExportForm form : {ExportForm::json_lines, ExportForm::csv})
    if (name(form) == text) return form;
  return base::fail(Code::command_arguments, "format must be jsonl or csv");
}

base::Status check_kinds(const std::vector<std::string>& kinds) {
  for (const std::string& one : kinds) {
    if (is_kind(one)) continue;
    std::string known;
    for (const StatementKind& kind : statement_kinds()) known += (known.empty() ? "" : ", ") + std::string(kind.name);
    return base::fail(Code::command_arguments, "\"" + one.substr(0, 40) + "\" is no kind of statement; there are " + known);
  }
  return {};
}

bool takes_type(const std::vector<std::string>& kinds, std::string_view type) {
  return kinds.empty() || std::ranges::find(kinds, kind_of_type(type)) != kinds.end();
}

ExportShare share_of(const ExportAsked& asked, const ExportProgress& progress) {
  ExportShare share;
  for (const AsOf& one : asked.as_of) {
    share.all += one.position;
    if (progress.done || one.registration < progress.registration) share.looked_at += one.position;
    else if (one.registration == progress.registration) share.looked_at += std::min(progress.position, one.position);
  }
  return share;
}

std::string asked_json(const ExportAsked& asked) {
  Json json{{"form", name(asked.form)}, {"template", asked.template_version}, {"as_of", Json::array()}};
  const auto add = [&](const char* member, const std::string& value) {
    if (!value.empty()) json[member] = value;
  };
  const auto& filter = asked.filter;
  if (filter.from) json["from"] = base::format_rfc3339(*filter.from);
  if (filter.to) json["to"] = base::format_rfc3339(*filter.to);
  add("unit", filter.unit_id);
  add("course", filter.context_id);
  add("registration", filter.registration);
  add("person", filter.person);
  if (!asked.kinds.empty()) json["kinds"] = asked.kinds;
  for (const AsOf& one : asked.as_of) json["as_of"].push_back(Json{{"registration", one.registration}, {"position", one.position}});
  return base::canonical_json(json);
}

base::Result<ExportAsked> asked_from_json(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  ExportAsked asked;
  const auto form = export_form_named(reader.text("form"));
  if (!form) reader.refuse("form", "is no form");
  asked.form = form.value_or(ExportForm::json_lines);
  asked.template_version = static_cast<int>(reader.integer("template", 1, 1'000'000));
  asked.filter.from = export_instant(reader, "from");
  asked.filter.to = export_instant(reader, "to");
  asked.filter.unit_id = reader.text_or_empty("unit");
  asked.filter.context_id = reader.text_or_empty("course");
  asked.filter.registration = reader.text_or_empty("registration");
  asked.filter.person = reader.text_or_empty("person");
  asked.kinds = reader.texts_or_empty("kinds");
  asked.as_of = as_of_from(reader.array("as_of"), reader.path_of("as_of"), problem);
  reader.finish();
  if (problem) return base::fail(Code::json_malformed, "what an export is of: " + *problem);
  return asked;
}

std::string progress_json(const ExportProgress& progress) {
  return base::canonical_json(Json{{"registration", progress.registration},
                                   {"position", progress.position},
                                   {"ordinal", progress.ordinal},
                                   {"statements", progress.statements},
                                   {"erased", progress.erased},
                                   {"erased_persons", progress.erased_persons},
                                   {"done", progress.done}});
}

base::Result<ExportProgress> progress_from_json(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  ExportProgress progress;
  progress.registration = reader.text_or_empty("registration");
  progress.position = reader.integer("position", 0, kMostCounted);
  progress.ordinal = reader.integer("ordinal", -1, kMostCounted);
  progress.statements = reader.integer("statements", 0, kMostCounted);
  progress.erased = reader.integer("erased", 0, kMostCounted);
  progress.erased_persons = reader.texts("erased_persons");
  progress.done = reader.boolean("done");
  reader.finish();
  if (problem) return base::fail(Code::json_malformed, "how far an export is: " + *problem);
  return progress;
}

}  // namespace preceptor::xapi
