// Cases for these tests: one where knowledge is missing, one where the system is in the way.
#pragma once
#include <initializer_list>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/activity/rca/brief.hpp"

namespace preceptor::rca {

inline base::Date date(const char* text) {
  return *base::parse_date(text);
}
inline base::Instant instant(const char* text) {
  return *base::parse_rfc3339(text);
}

// contribution and evidence of some rows, the others 0.
struct Ce {
  Row row;
  int c, e;
};
inline std::pair<ByRow<int>, ByRow<int>> values(std::initializer_list<Ce> rows) {
  std::pair<ByRow<int>, ByRow<int>> result;
  for (const Ce& one : rows) {
    result.first[one.row] = one.c;
    result.second[one.row] = one.e;
  }
  return result;
}

// A rating with these values; rows not named are 0. Values of one card must be equal or 0, as cards make them.
inline Rating rating(std::string person, Role role, std::initializer_list<std::pair<Row, int>> rows, int minute = 0) {
  Rating result;
  result.person = std::move(person);
  result.role = role;
  result.at = instant("2026-11-03T09:00:00Z") + std::chrono::minutes(minute);
  for (const auto& [row, value] : rows) {
    CardAnswer& card = result.cards[static_cast<std::size_t>(info(row).card)];
    card.degree = value;
    card.applies.push_back(row);
  }
  return result;
}

inline Sheet sample_sheet() {
  Sheet sheet;
  sheet.title = "Gloves and hands";
  sheet.gap = {"Hands are cleaned after 46 % of contacts with surroundings; it should be 80 %.",
               "share of contacts followed by hand hygiene",
               "46 %",
               "80 %",
               "ward audit, 212 observations",
               "adult wards of two hospitals",
               date("2026-09-30"),
               {{"site", true, "41 % and 52 %"}, {"language", false, ""}}};
  sheet.aim = {AimKind::population_health, "ward audit again"};
  sheet.funding = {"Example foundation", true, true};
  sheet.plan_changers = {"CME director"};
  sheet.audience = "nurses and physicians of adult wards";
  return sheet;
}

inline void plan(Sheet& sheet, Row row, int evidence) {
  RowSheet& planned = sheet.rows[row];
  planned.evidence = evidence;
  planned.cause = "Cause " + std::string(info(row).code) + " in words.";
  planned.whys = {"Because of the first thing.", "And that because of the second."};
}
inline void own(Sheet& sheet, Row row, const char* accepted = "2026-11-02") {
  RowSheet& planned = sheet.rows[row];
  planned.owner = {"Ward informatics lead", Department::informatics,
                   accepted ? std::optional(date(accepted)) : std::nullopt};
  planned.action = "Move the dispenser prompt into the round list.";
  planned.due = date("2027-03-01");
}

// GO: education. Three roles, three people each.
inline CaseFile knowledge_case() {
  CaseFile file{"gap-2026-014", sample_sheet(), {}, {}};
  for (const RowInfo& row : all_rows()) plan(file.sheet, row.row, 1);
  plan(file.sheet, Row::k1, 3);
  plan(file.sheet, Row::k2, 2);
  int n = 0;
  for (const Role role : {Role::physician, Role::nurse, Role::patient})
    for (int i = 0; i < 3; ++i, ++n)
      file.ratings.push_back(rating("person-" + std::to_string(n), role,
                                    {{Row::k1, 3}, {Row::k2, 3}, {Row::t1, 1}, {Row::p1, i == 0 ? 1 : 0}}, n));
  return file;
}

// NO-GO: system and incentives, with an owner who accepted.
inline CaseFile system_case() {
  CaseFile file{"gap-2026-015", sample_sheet(), {}, {}};
  for (const RowInfo& row : all_rows()) plan(file.sheet, row.row, 2);
  own(file.sheet, Row::p1);
  int n = 0;
  for (const Role role : {Role::physician, Role::nurse, Role::manager})
    for (int i = 0; i < 3; ++i, ++n)
      file.ratings.push_back(rating("person-" + std::to_string(n), role,
                                    {{Row::p1, 3}, {Row::r1, 3}, {Row::i1, 3}, {Row::t1, 1}, {Row::k1, i == 0 ? 1 : 0}},
                                    n));
  return file;
}

inline Signature signature(std::string person, const char* at = "2026-11-04T10:00:00Z") {
  return {person, "Dr " + person, instant(at), "none"};
}
// The rule's own outcome, signed.
inline Decision signed_decision(const CaseFile& file, const char* at = "2026-11-04T10:00:00Z") {
  Decision decision = proposal(file.sheet, file.ratings, file.decisions);
  decision.reason = "The causes are plain.";
  decision.signer = signature("signer", at);
  decision.re_review = base::add_months(base::utc_date(decision.signer.at), 6);
  return decision;
}
inline CaseFile decided(CaseFile file) {
  file.decisions.append(signed_decision(file), file.sheet, file.ratings, {});
  return file;
}

// Random cases: every value the cards and the sheet can make.
class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  int degree() { return std::array{kNotACause, kContributes, kMainCause}[static_cast<std::size_t>(below(3))]; }
  ByRow<int> contributions() {
    ByRow<int> c;
    for (int& one : c.values) one = below(4);
    return c;
  }
  ByRow<int> evidence() {
    ByRow<int> e;
    for (int& one : e.values) one = below(4);
    return e;
  }
  ByRow<bool> accepted() {
    ByRow<bool> a;
    for (bool& one : a.values) one = below(2) == 1;
    return a;
  }
  Rating rating(int person, int minute) {
    Rating result;
    result.person = "p" + std::to_string(person);
    result.role = static_cast<Role>(below(4));
    result.told = below(2) == 1;
    result.at = instant("2026-11-03T09:00:00Z") + std::chrono::minutes(minute);
    for (const CardInfo& card : all_cards()) {
      CardAnswer& answer = result.cards[static_cast<std::size_t>(card.card)];
      answer.degree = degree();
      for (const Row row : rows_of(card.card))
        if (below(2) == 1) answer.applies.push_back(row);
    }
    return result;
  }
  std::vector<Rating> ratings(int people) {
    std::vector<Rating> result;
    for (int i = 0; i < people; ++i) result.push_back(rating(i, i));
    return result;
  }
  Sheet sheet() {
    Sheet result = sample_sheet();
    for (const RowInfo& row : all_rows()) {
      plan(result, row.row, below(4));
      own(result, row.row, below(2) == 1 ? "2026-11-02" : nullptr);
    }
    return result;
  }
  std::mt19937& engine() { return engine_; }

 private:
  std::mt19937 engine_;
};

// Whether that problem is there, with advice of its own: a rule missing in the catalogue gets a general one.
inline bool has(const std::vector<Problem>& problems, std::string_view field, std::string_view rule) {
  for (const Problem& one : problems)
    if (one.field == field && one.rule == rule) return one.what_to_do.english != "Look at this again.";
  return false;
}
inline std::string shown(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& one : problems) text += one.field + ": " + one.rule + " (" + plain(one.what_to_do) + ")\n";
  return text;
}

}  // namespace preceptor::rca
