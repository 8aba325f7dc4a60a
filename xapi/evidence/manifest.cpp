#include "xapi/evidence/manifest.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::xapi::evidence {
namespace {

using base::Json;

constexpr const char* kFormat = "preceptor-evidence";
constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kMostOfAnything = std::int64_t{1} << 53;   // what every reader of JSON tells apart

Json stretch_json(const Stretch& one) {
  Json json = {{"registration", one.registration}, {"as_of", one.as_of}, {"as_of_seal", one.as_of_seal}};
  if (one.first > 0) json.update({{"first", one.first}, {"last", one.last}, {"before", one.before}, {"seal", one.seal}});
  return json;
}

FileFacts read_facts(const Json& value, std::optional<std::string>& problem) {
  base::JsonReader reader(value, "files", problem);
  FileFacts facts{reader.text("name"), reader.integer("bytes", 0, kMostOfAnything), reader.integer("lines", 0, kMostOfAnything), reader.text("sha256")};
  reader.finish();
  return facts;
}

Stretch read_stretch(const Json& value, std::optional<std::string>& problem) {
  base::JsonReader reader(value, "record", problem);
  Stretch one{reader.text("registration"), reader.integer("as_of", 1, kMostOfAnything), reader.text("as_of_seal"), 0, 0, {}, {}};
  if (reader.has("first")) {
    one.first = reader.integer("first", 1, one.as_of);
    one.last = reader.integer("last", one.first, one.as_of);
    one.before = reader.text("before");
    one.seal = reader.text("seal");
  }
  reader.finish();
  return one;
}

void read_selection(const Json& value, Manifest& manifest, std::optional<std::string>& problem) {
  base::JsonReader reader(value, "selection", problem);
  manifest.from = reader.text_or_empty("from");
  manifest.to = reader.text_or_empty("to");
  manifest.unit = reader.text_or_empty("unit");
  manifest.course = reader.text_or_empty("course");
  reader.finish();
}

// Of an array of objects; what is none becomes a problem.
template <class T>
std::vector<T> read_all(base::JsonReader& reader, const char* name, std::optional<std::string>& problem, T (*read)(const Json&, std::optional<std::string>&)) {
  std::vector<T> all;
  for (const Json& one : reader.array(name)) {
    if (one.is_object()) all.push_back(read(one, problem));
    else reader.refuse(name, "must hold objects");
  }
  return all;
}

}  // namespace

base::Result<std::string> to_text(const Manifest& manifest) {
  Json selection = Json::object();
  for (const auto& [name, value] : {std::pair{"from", &manifest.from}, {"to", &manifest.to}, {"unit", &manifest.unit}, {"course", &manifest.course}})
    if (!value->empty()) selection[name] = *value;
  Json files = Json::array(), record = Json::array();
  for (const FileFacts& one : manifest.files) files.push_back({{"name", one.name}, {"bytes", one.bytes}, {"lines", one.lines}, {"sha256", one.sha256}});
  for (const Stretch& one : manifest.record) record.push_back(stretch_json(one));
  const Json all = {{"format", kFormat}, {"version", kVersion}, {"site", manifest.site}, {"selection", selection}, {"events", manifest.events},
                    {"statements", manifest.statements}, {"erased", manifest.erased}, {"files", files}, {"record", record}};
  std::string text = all.dump(1) + "\n";
  if (text.size() > kMostManifestBytes) return base::fail(base::Code::bundle_too_large, "the manifest of so many registrations");
  return text;
}

base::Result<Manifest> read_manifest(std::string_view text) {
  base::JsonLimits limits;
  limits.max_bytes = kMostManifestBytes;
  limits.max_depth = 4;
  const auto json = base::parse_json(text, limits);
  if (!json) return base::fail(base::Code::bundle_malformed, std::string(kManifestFile) + ": " + json.error().detail);
  std::optional<std::string> problem;
  if (!json->is_object()) return base::fail(base::Code::bundle_malformed, std::string(kManifestFile) + ": not a JSON object");
  base::JsonReader reader(*json, "", problem);
  if (reader.text("format") != kFormat) reader.refuse("format", std::string("must be ") + kFormat);
  if (reader.integer("version", 1, kMostOfAnything) != kVersion) reader.refuse("version", "is not one that this program reads; use a newer one");
  Manifest manifest;
  manifest.site = reader.text("site");
  read_selection(reader.object("selection"), manifest, problem);
  manifest.events = reader.boolean("events");
  manifest.statements = reader.integer("statements", 0, kMostOfAnything);
  manifest.erased = reader.integer("erased", 0, kMostOfAnything);
  manifest.files = read_all<FileFacts>(reader, "files", problem, read_facts);
  manifest.record = read_all<Stretch>(reader, "record", problem, read_stretch);
  reader.finish();
  if (!problem && to_text(manifest).value_or("") != text) problem = "not in the form it is written in";
  if (problem) return base::fail(base::Code::bundle_malformed, std::string(kManifestFile) + ": " + *problem);
  return manifest;
}

}  // namespace preceptor::xapi::evidence
