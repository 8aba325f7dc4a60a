#include "xapi/profile/json_path.hpp"

#include <charconv>
#include <system_error>
#include <utility>

#include "core/base/json.hpp"

namespace preceptor::xapi::profile {
namespace {

using base::Json;

PathStep named(std::string_view name) { return {PathStep::Kind::name, std::string(name), 0}; }

// What stands between brackets: 'name', a number or *.
std::optional<PathStep> in_brackets(std::string_view inside) {
  if (inside == "*") return PathStep{PathStep::Kind::all, {}, 0};
  if (inside.size() > 2 && (inside.front() == '\'' || inside.front() == '"') && inside.back() == inside.front()) return named(inside.substr(1, inside.size() - 2));
  PathStep step{PathStep::Kind::index, {}, 0};
  const auto [end, error] = std::from_chars(inside.data(), inside.data() + inside.size(), step.index);
  if (inside.empty() || error != std::errc() || end != inside.data() + inside.size()) return std::nullopt;
  return step;
}

// Takes one step off the front of `text`; nullopt when there is none that we know.
std::optional<PathStep> take_step(std::string_view& text) {
  if (text.front() == '[') {
    const bool quoted = text.size() > 1 && (text[1] == '\'' || text[1] == '"');
    const std::size_t quote = quoted ? text.find(text[1], 2) : 0;
    const std::size_t end = quote == std::string_view::npos ? quote : text.find(']', quote);
    if (end == std::string_view::npos) return std::nullopt;
    const auto step = in_brackets(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
    return step;
  }
  if (text.front() != '.') return std::nullopt;
  text.remove_prefix(1);
  const std::string_view name = text.substr(0, text.find_first_of(".["));
  if (name.empty() || name.find_first_of("$@,?()|' \"]") != std::string_view::npos) return std::nullopt;
  text.remove_prefix(name.size());
  return name == "*" ? PathStep{PathStep::Kind::all, {}, 0} : named(name);
}

void follow(const Json& value, const PathStep& step, std::vector<const Json*>& out) {
  if (step.kind == PathStep::Kind::name) {
    if (!value.is_object()) return;
    if (const auto found = value.find(step.name); found != value.end()) out.push_back(&*found);
  } else if (step.kind == PathStep::Kind::index) {
    if (value.is_array() && step.index < value.size()) out.push_back(&value[step.index]);
  } else if (value.is_array() || value.is_object()) {
    for (const Json& child : value) out.push_back(&child);
  }
}

}  // namespace

std::optional<JsonPath> parse_json_path(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::string whole;
  if (text.front() == '$') text.remove_prefix(1);
  else if (text.front() != '.' && text.front() != '[') text = whole = "." + std::string(text);
  JsonPath path;
  while (!text.empty()) {
    auto step = take_step(text);
    if (!step) return std::nullopt;
    path.push_back(std::move(*step));
  }
  return path;
}

std::vector<const Json*> values_at(const Json& root, const JsonPath& path) {
  std::vector<const Json*> values{&root};
  for (const PathStep& step : path) {
    std::vector<const Json*> next;
    for (const Json* value : values) follow(*value, step, next);
    values = std::move(next);
  }
  return values;
}

std::string text_member(const Json& object, const char* name) {
  const std::string* text = base::string_member(object, name);
  return text ? *text : std::string();
}

}  // namespace preceptor::xapi::profile
