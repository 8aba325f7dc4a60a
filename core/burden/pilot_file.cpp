// Reads the frozen file and names what is wrong with it.
#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include "core/activity/decimal.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/burden/measures.hpp"
#include "core/burden/pilot.hpp"

namespace preceptor::burden {
namespace {

constexpr std::array<std::string_view, 8> kKeys = {"id",     "title",    "units",  "comparator",
                                                   "baseline", "metric", "starts", "ends"};

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> parts(std::string_view text, char at) {
  std::vector<std::string> out;
  while (true) {
    const auto end = text.find(at);
    if (const auto part = trim(text.substr(0, end)); !part.empty()) out.emplace_back(part);
    if (end == std::string_view::npos) return out;
    text.remove_prefix(end + 1);
  }
}

bool is_day(const std::string& text) { return text.size() == 10 && base::parse_rfc3339(text + "T00:00:00Z").has_value(); }

struct Reader {
  PilotRead made;
  std::map<std::string, int, std::less<>> seen;  // key -> first line
  int line = 0;

  void problem(std::string name, std::string text) { made.problems.push_back({line, std::move(name), std::move(text)}); }

  void read_line(std::string_view text) {
    text = trim(text);
    if (text.empty() || text.front() == '#' || text == "---") return;
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return problem("line", "write key: value");
    const std::string key(trim(text.substr(0, colon)));
    const std::string_view value = trim(text.substr(colon + 1));
    if (std::ranges::find(kKeys, key) == kKeys.end()) return problem("key.unknown", "there is no key \"" + key + "\"");
    if (!seen.try_emplace(key, line).second && key != "metric")
      return problem("key.repeated", "\"" + key + "\" stands twice");
    if (value.empty()) return problem("value", "\"" + key + "\" has no value");
    take(key, value);
  }

  void take(const std::string& key, std::string_view value) {
    Pilot& pilot = made.pilot;
    if (key == "id") return take_id(value);
    if (key == "title") pilot.title = value;
    if (key == "units") pilot.units = units(value);
    if (key == "comparator") pilot.comparator = units(value);
    if (key == "baseline") take_baseline(value);
    if (key == "metric") take_metric(value);
    if (key == "starts") pilot.starts = day(value);
    if (key == "ends") pilot.ends = day(value);
  }

  void take_id(std::string_view value) {
    const bool plain = std::ranges::all_of(value, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    if (!plain) return problem("value", "an id has lower-case letters, digits and hyphens");
    made.pilot.id = value;
  }

  std::vector<std::string> units(std::string_view value) {
    std::vector<std::string> ids = parts(value, ',');
    std::vector<std::string> sorted = ids;
    std::ranges::sort(sorted);
    if (const auto twice = std::ranges::adjacent_find(sorted); twice != sorted.end())
      problem("unit.repeated", "\"" + *twice + "\" stands twice");
    if (ids.empty()) problem("value", "name at least one unit");
    return ids;
  }

  std::string day(std::string_view value) {
    std::string text(value);
    if (is_day(text)) return text;
    problem("dates", "\"" + text + "\" is no day; write 2026-05-01");
    return {};
  }

  void take_baseline(std::string_view value) {
    const auto to = value.find(" to ");
    if (to == std::string_view::npos) return problem("dates", "write a baseline as 2026-01-01 to 2026-03-31");
    DayRange range{day(trim(value.substr(0, to))), day(trim(value.substr(to + 4)))};
    if (range.first.empty() || range.last.empty()) return;
    if (range.first > range.last) return problem("dates", "the baseline ends before it begins");
    made.pilot.baseline = std::move(range);
  }

  void take_metric(std::string_view value) {
    const std::vector<std::string> words = parts(value, ' ');
    if (words.size() != 3 || (words[1] != "lower" && words[1] != "higher"))
      return problem("metric", "write a metric as: name lower|higher margin");
    const std::string& name = words.front();
    if (!find_quantity(name) && !find_proportion(name)) return problem("metric", "\"" + name + "\" is not measured");
    const auto same = [&](const PilotMetric& metric) { return metric.name == name; };
    if (std::ranges::any_of(made.pilot.metrics, same)) return problem("metric", "\"" + name + "\" stands twice");
    const auto margin = activity::canonical_decimal(words[2]);
    if (!margin || activity::decimal_value(*margin) <= 0)
      return problem("margin", "a margin is a number above 0, not \"" + words[2] + "\"");
    made.pilot.metrics.push_back({name, words[1] == "lower", activity::decimal_value(*margin)});
  }

  void finish() {
    line = 0;
    for (const char* key : {"id", "title", "units", "metric", "starts", "ends"})
      if (!seen.contains(key)) problem("key.missing", "\"" + std::string(key) + "\" is missing");
    const bool comparator = seen.contains("comparator"), baseline = seen.contains("baseline");
    if (comparator == baseline) problem("comparator", "name a comparator or a baseline, and not both");
    const Pilot& pilot = made.pilot;
    for (const std::string& unit : pilot.comparator)
      if (std::ranges::find(pilot.units, unit) != pilot.units.end())
        problem("comparator", "\"" + unit + "\" is in both arms");
    if (!pilot.starts.empty() && !pilot.ends.empty() && pilot.starts > pilot.ends)
      problem("dates", "the pilot ends before it starts");
    if (pilot.baseline && !pilot.starts.empty() && pilot.baseline->last >= pilot.starts)
      problem("dates", "the baseline reaches into the pilot");
  }
};

}  // namespace

PilotRead read_pilot(std::string_view text) {
  Reader reader;
  if (text.size() > kMostBytes || !base::is_utf8(text)) {
    reader.problem("file", "the file must be UTF-8 text of at most 64 KiB");
    return std::move(reader.made);
  }
  while (!text.empty()) {
    ++reader.line;
    const auto end = text.find('\n');
    reader.read_line(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  reader.finish();
  return std::move(reader.made);
}

std::string pilot_hash(const Pilot& pilot) {
  base::Json json = {{"id", pilot.id},     {"title", pilot.title}, {"units", pilot.units}, {"comparator", pilot.comparator},
                     {"starts", pilot.starts}, {"ends", pilot.ends},   {"metrics", base::Json::array()}};
  if (pilot.baseline) json["baseline"] = {pilot.baseline->first, pilot.baseline->last};
  for (const PilotMetric& metric : pilot.metrics)
    json["metrics"].push_back({{"name", metric.name}, {"lower", metric.lower_is_better}, {"margin", metric.margin}});
  return base::sha256_hex(base::canonical_json(json));
}

}  // namespace preceptor::burden
