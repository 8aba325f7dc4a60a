// What the values of the front matter mean.
#include <charconv>
#include <chrono>

#include "manifests/front_facts.hpp"

namespace preceptor::manifests {
namespace {

constexpr std::size_t kLongestTitle = 150;
constexpr int kMostMinutes = 60, kMostPass = 100;

void check_kind(const Value& value, Problems& problems) {
  if (value.text != "unit" && value.text != "survey")
    problems.error(value.line, "only kind: unit, survey and activity can be read, not \"" + value.text + "\"", "kind: unit");
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
