#include "xapi/export/csv_row.hpp"

#include <algorithm>
#include <initializer_list>

#include "core/base/json.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;

// Ours are named by their last word: their IRIs begin with the site's own address.
constexpr std::string_view kOurExtension = "/extension/";
constexpr std::string_view kResultExtensions = "result.extensions.";

// Full-width signs count too where the input method makes them; some programs skip leading spaces before they decide (OWASP "CSV Injection").
bool starts_formula(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n|").find(text.front()) != std::string_view::npos) return true;
  return std::ranges::any_of(std::initializer_list<std::string_view>{"＝", "＋", "－", "＠"}, [&](std::string_view sign) { return text.starts_with(sign); });
}

std::string quoted_text(std::string_view text) {
  std::string out = starts_formula(text) ? "\"'" : "\"";
  for (const char c : text) {
    if (c == '"') out += "\"\"";
    else if (c == '\0') out += "\xEF\xBF\xBD";   // ends a text in many programs
    else out += c;
  }
  return out + "\"";
}

// Numbers and truth values stay what they are.
std::string cell_of(const Json& value) {
  if (value.is_string()) return quoted_text(value.get_ref<const std::string&>());
  return value.is_structured() ? quoted_text(base::canonical_json(value)) : value.dump();
}

// A key with a dot, a bracket or a quote in it would be read as several: it stands in brackets, as a JSON text.
std::string with_key(const std::string& path, const std::string& key) {
  if (key.empty() || key.find_first_of(".[]\" ") != std::string::npos) return path + "[" + Json(key).dump() + "]";
  return path.empty() ? key : path + "." + key;
}

// Calls `leaf` with each value that holds no others, by its dotted path; list items are numbered from 0.
template <class Leaf>
void walk_leaves(const Json& value, const std::string& path, const Leaf& leaf) {
  if (!value.is_structured() || value.empty()) return leaf(path, value);
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) walk_leaves(value[i], path + "." + std::to_string(i), leaf);
    return;
  }
  for (const auto& [key, member] : value.items()) walk_leaves(member, with_key(path, key), leaf);
}

// The column a path belongs to; csv_columns().size(): to none.
std::size_t column_of(const std::string& path) {
  const auto& all = csv_columns();
  std::string sought = path;
  const auto ours = path.rfind(kOurExtension);
  if (path.starts_with("result.extensions[") && path.ends_with("\"]") && ours != std::string::npos)
    sought = std::string(kResultExtensions) + path.substr(ours + kOurExtension.size(), path.size() - ours - kOurExtension.size() - 2);
  // What is about the record comes from us, never from a statement; nor does "rest".
  const auto found = std::ranges::find(all, sought);
  return found == all.end() || sought.starts_with("record.") || sought == "rest" ? all.size() : static_cast<std::size_t>(found - all.begin());
}

}  // namespace

const std::vector<std::string_view>& csv_columns() {
  static const std::vector<std::string_view> columns = {
      "record.registration", "record.position", "id", "timestamp", "actor.account.homePage", "actor.account.name", "verb.id", "verb.display.en", "object.id",
      "object.definition.type", "object.definition.name.en", "object.definition.name.es", "object.definition.name.ar", "object.definition.interactionType",
      "result.response", "result.success", "result.completion", "result.duration", "result.score.scaled", "result.score.raw", "result.score.min",
      "result.score.max", "result.extensions.credit-amount", "result.extensions.credit-type", "context.registration", "context.platform", "context.language",
      "context.revision", "context.contextActivities.parent.0.id", "context.contextActivities.grouping.0.id", "context.contextActivities.grouping.1.id",
      "context.contextActivities.category.0.id", "rest"};
  return columns;
}

std::string csv_heading() {
  std::string line = "\xEF\xBB\xBF";
  for (const std::string_view column : csv_columns()) {
    if (line.size() > 3) line += ',';
    line += '"';
    line += column;
    line += '"';
  }
  return line + "\r\n";
}

base::Result<std::string> csv_row(const std::string& registration, std::int64_t position, std::string_view statement) {
  const auto json = base::parse_json(statement);
  if (!json || !json->is_object()) return base::fail(base::Code::store_failed, "the statement at position " + std::to_string(position) + " is no JSON object");
  std::vector<std::string> cells(csv_columns().size());
  cells[0] = quoted_text(registration);
  cells[1] = std::to_string(position);
  Json rest = Json::object();
  walk_leaves(*json, "", [&](const std::string& path, const Json& value) {
    const std::size_t column = column_of(path);
    if (column < cells.size() && cells[column].empty() && !value.is_null()) cells[column] = cell_of(value);
    else rest[path] = value;
  });
  if (!rest.empty()) cells.back() = quoted_text(base::canonical_json(rest));
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + cells[i];
  return line + "\r\n";
}

}  // namespace preceptor::xapi
