#include "manifests/front_facts.hpp"

#include <algorithm>
#include <charconv>

#include "core/base/language.hpp"

namespace preceptor::manifests {

const Value* Facts::find(std::string_view key) const {
  const auto it = front_.values.find(key);
  return it == front_.values.end() || it->second.empty() ? nullptr : &it->second.front();
}

std::string Facts::text(std::string_view key, std::size_t longest) {
  const Value* value = find(key);
  if (!value) return {};
  if (value->text.size() > longest)
    problems_.error(value->line, "\"" + std::string(key) + "\" is longer than " + std::to_string(longest) + " bytes");
  return value->text;
}

std::vector<std::string> Facts::list(std::string_view key) {
  std::vector<std::string> texts;
  if (const auto it = front_.values.find(key); it != front_.values.end())
    for (const Value& value : it->second) texts.push_back(value.text);
  return texts;
}

std::vector<Value> Facts::words(std::string_view key) {
  std::vector<Value> all;
  const auto it = front_.values.find(key);
  if (it == front_.values.end()) return all;
  for (const Value& value : it->second) {
    for (std::size_t from = 0; from <= value.text.size();) {
      const auto comma = std::min(value.text.find(',', from), value.text.size());
      const std::string_view word = trim(std::string_view(value.text).substr(from, comma - from));
      if (!word.empty()) all.push_back({std::string(word), value.line});
      from = comma + 1;
    }
  }
  return all;
}

int Facts::number(std::string_view key, int min, int max) {
  const Value* value = find(key);
  if (!value) return min;
  int number = 0;
  const char* end = value->text.data() + value->text.size();
  const auto [at, error] = std::from_chars(value->text.data(), end, number);
  if (error == std::errc() && at == end && number >= min && number <= max) return number;
  problems_.error(value->line,
                  "\"" + std::string(key) + "\" must be a whole number from " + std::to_string(min) + " to " +
                      std::to_string(max) + ", not \"" + value->text + "\"",
                  std::string(key) + ": " + std::to_string(min));
  return min;
}

bool Facts::yes_no(std::string_view key, bool usual) {
  const Value* value = find(key);
  if (!value) return usual;
  if (value->text != "yes" && value->text != "no")
    problems_.error(value->line, "\"" + std::string(key) + "\" is yes or no, not \"" + value->text + "\"",
                    std::string(key) + (usual ? ": yes" : ": no"));
  return value->text == "yes";
}

std::optional<base::Date> Facts::day(std::string_view key) {
  const Value* value = find(key);
  if (!value) return std::nullopt;
  const auto day = base::parse_date(value->text);
  if (day) return *day;
  problems_.error(value->line, "\"" + std::string(key) + "\" must be a date as YYYY-MM-DD, not \"" + value->text + "\"",
                  std::string(key) + ": 2027-11-01");
  return std::nullopt;
}

void check_id(const Value& value, Problems& problems) {
  if (!is_id(value.text)) {
    problems.error(value.line, "an id holds only a-z, 0-9, - and _ and at most 64 of them, not \"" + value.text + "\"",
                   "id: " + make_id(value.text));
  }
}

void check_language(const Value& value, Problems& problems) {
  const auto normal = base::normalize_language(value.text);
  if (!normal || *normal != value.text) {
    problems.error(value.line, "\"" + value.text + "\" is not a language tag such as en, es or pt-BR",
                   "language: " + normal.value_or("en"));
  }
}

}  // namespace preceptor::manifests
