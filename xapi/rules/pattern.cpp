#include "xapi/rules/pattern.hpp"

#include <charconv>
#include <vector>

namespace preceptor::xapi::checks {
namespace {

using Fault = std::optional<PatternFault>;

Fault grammar(std::string message) { return PatternFault{53, std::move(message)}; }

std::vector<std::string_view> split(std::string_view text, std::string_view delimiter) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0;;) {
    const std::size_t next = text.find(delimiter, at);
    out.push_back(text.substr(at, next == std::string_view::npos ? next : next - at));
    if (next == std::string_view::npos) return out;
    at = next + delimiter.size();
  }
}

// Takes "{name=true}" or "{name=false}" off the front. ({lang=..} stands before free text only, which has no grammar.)
bool take_option(std::string_view& text, std::string_view name) {
  const std::string start = "{" + std::string(name) + "=";
  if (text.substr(0, start.size()) != start) return false;
  const std::size_t end = text.find('}');
  if (end == std::string_view::npos) return false;
  const std::string_view value = text.substr(start.size(), end - start.size());
  if (value != "true" && value != "false") return false;
  text.remove_prefix(end + 1);
  return true;
}

Fault in_list(const Ids& ids, std::string_view item, std::string_view list) {
  if (item.empty()) return grammar("has an empty item");
  if (!ids || ids->contains(item)) return std::nullopt;
  return PatternFault{54, "names \"" + std::string(item) + "\", which " + std::string(list) + " does not list"};
}

Fault id_list(std::string_view text, const Ids& ids, std::string_view list, bool set) {
  std::set<std::string_view> seen;
  for (const std::string_view item : split(text, "[,]")) {
    if (Fault fault = in_list(ids, item, list)) return fault;
    if (set && !seen.insert(item).second) return grammar("names \"" + std::string(item) + "\" twice");
  }
  return std::nullopt;
}

bool is_number(std::string_view text) {
  double value = 0;
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

Fault numeric(std::string_view text, bool response) {
  const auto sides = split(text, "[:]");
  if (sides.size() == 1 || response) return is_number(text) ? std::nullopt : grammar("must be a number");
  const bool good = sides.size() == 2 && (sides[0].empty() || is_number(sides[0])) && (sides[1].empty() || is_number(sides[1])) &&
                    !(sides[0].empty() && sides[1].empty());
  return good ? std::nullopt : grammar("must be a number or min[:]max");
}

Fault pairs(std::string_view text, const Lists& lists, bool matching) {
  for (const std::string_view item : split(text, "[,]")) {
    const auto sides = split(item, "[.]");
    if (sides.size() != 2) return grammar(matching ? "needs pairs source[.]target" : "needs pairs step[.]value");
    if (Fault fault = in_list(matching ? lists.source : lists.steps, sides[0], matching ? "source" : "steps")) return fault;
    if (!matching) continue;
    if (Fault fault = in_list(lists.target, sides[1], "target")) return fault;
  }
  return std::nullopt;
}

}  // namespace

std::optional<PatternFault> pattern_fault(std::string_view type, std::string_view text, const Lists& lists, bool response) {
  if (type == "other") return std::nullopt;
  if (!response) {
    while (take_option(text, "case_matters") || take_option(text, "order_matters")) {
    }
  }
  if (type == "true-false") return text == "true" || text == "false" ? std::nullopt : grammar("must be true or false");
  if (type == "choice") return id_list(text, lists.choices, "choices", true);
  if (type == "sequencing") return id_list(text, lists.choices, "choices", false);
  if (type == "likert") return text.find("[,]") == std::string_view::npos ? in_list(lists.scale, text, "scale") : grammar("must be one step of the scale");
  if (type == "matching") return pairs(text, lists, true);
  if (type == "performance") return pairs(text, lists, false);
  if (type == "numeric") return numeric(text, response);
  return std::nullopt;  // fill-in, long-fill-in: any text
}

}  // namespace preceptor::xapi::checks
