// What the values of the front matter mean.
#include <charconv>
#include <chrono>

#include "core/base/language.hpp"
#include "manifests/front_matter.hpp"

namespace preceptor::manifests {
namespace {

constexpr std::size_t kLongestTitle = 150, kLongestValue = 2000;
constexpr int kMostMinutes = 60, kMostPass = 100;

// Reads single values with their checks.
class Facts {
 public:
  Facts(const FrontMatter& front, Problems& problems) : front_(front), problems_(problems) {}

  std::string text(std::string_view key, std::size_t longest = kLongestValue) {
    const Value* value = find(key);
    if (!value) return {};
    if (value->text.size() > longest)
      problems_.error(value->line, "\"" + std::string(key) + "\" is longer than " + std::to_string(longest) + " bytes");
    return value->text;
  }
  std::vector<std::string> list(std::string_view key) {
    std::vector<std::string> texts;
    if (const auto it = front_.values.find(key); it != front_.values.end())
      for (const Value& value : it->second) texts.push_back(value.text);
    return texts;
  }
  int number(std::string_view key, int min, int max) {
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
  const Value* find(std::string_view key) const {
    const auto it = front_.values.find(key);
    return it == front_.values.end() || it->second.empty() ? nullptr : &it->second.front();
  }

 private:
  const FrontMatter& front_;
  Problems& problems_;
};

void check_id(const Value& value, Problems& problems) {
  if (!is_id(value.text)) {
    problems.error(value.line, "an id holds only a-z, 0-9, - and _ and at most 64 of them, not \"" + value.text + "\"",
                   "id: " + make_id(value.text));
  }
}

void check_kind(const Value& value, Problems& problems) {
  if (value.text != "unit" && value.text != "survey")
    problems.error(value.line, "only kind: unit and kind: survey can be read, not \"" + value.text + "\"", "kind: unit");
}

void check_language(const Value& value, Problems& problems) {
  const auto normal = base::normalize_language(value.text);
  if (!normal || *normal != value.text) {
    problems.error(value.line, "\"" + value.text + "\" is not a language tag such as en, es or pt-BR",
                   "language: " + normal.value_or("en"));
  }
}

void check_date(const Value& value, Problems& problems) {
  const std::string& text = value.text;
  int year = 0, month = 0, day = 0;
  const auto part = [&](std::size_t from, std::size_t length, int& out) {
    const char* end = text.data() + from + length;
    return std::from_chars(text.data() + from, end, out).ptr == end;
  };
  const bool shaped =
      text.size() == 10 && text[4] == '-' && text[7] == '-' && part(0, 4, year) && part(5, 2, month) && part(8, 2, day);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!shaped || year < 2000 || !date.ok())
    problems.error(value.line, "\"review-by\" must be a date as YYYY-MM-DD, not \"" + text + "\"",
                   "review-by: 2027-11-01");
}

void check_gap(const Value& value, Problems& problems) {
  if (value.text == "none") {
    problems.error(value.line, "\"gap: none\" must say why there is no root-cause decision", "gap: none sample");
  } else if (value.text.starts_with("none ")) {
    problems.warning(value.line, "no root-cause decision is named: this counts as an override and shows in reports");
  } else if (!is_id(value.text)) {
    problems.error(value.line, "\"gap\" must be the id of a root-cause decision, or: none <reason>",
                   "gap: " + make_id(value.text));
  }
}

}  // namespace

void apply_front_matter(const FrontMatter& front, activity::Unit& unit, Problems& problems) {
  Facts facts(front, problems);
  unit.id = facts.text("id");
  unit.title = facts.text("title", kLongestTitle);
  unit.language = facts.text("language");
  unit.stated_minutes = facts.number("stated-minutes", 1, kMostMinutes);
  unit.pass = facts.number("pass", 0, kMostPass);
  unit.objectives = facts.list("objectives");
  unit.references = facts.list("references");
  unit.author = facts.text("author");
  unit.ai = facts.text("ai");
  unit.gap = facts.text("gap");
  unit.format = facts.text("format");
  unit.review_by = facts.text("review-by");
  unit.notice = facts.text("notice");
  unit.test_out = facts.text("test-out");
  if (unit.test_out == "no") unit.test_out.clear();
  const std::string disclosure = facts.text("disclosure");
  unit.disclosure.none = disclosure == "none";
  if (!unit.disclosure.none) unit.disclosure.text = disclosure;
  unit.disclosure.commercial_support = facts.text("commercial-support");
  using Check = void (*)(const Value&, Problems&);
  constexpr std::pair<const char*, Check> kChecks[] = {{"id", check_id},
                                                       {"kind", check_kind},
                                                       {"language", check_language},
                                                       {"review-by", check_date},
                                                       {"gap", check_gap}};
  for (const auto& [key, check] : kChecks)
    if (const Value* value = facts.find(key)) check(*value, problems);
}

}  // namespace preceptor::manifests
