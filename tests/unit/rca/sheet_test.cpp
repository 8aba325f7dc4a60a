#include "core/activity/rca/sheet.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "sample_case.hpp"

namespace preceptor::rca {
namespace {

std::string words(int n) {
  std::string text;
  for (int i = 0; i < n; ++i) text += "word ";
  return text;
}

struct Case {
  const char* field;
  const char* rule;
  std::function<void(Sheet&)> spoil;
};

TEST(Sheet, NamesWhatIsWrong) {
  const Case cases[] = {
      {"title", "required", [](Sheet& s) { s.title = " "; }},
      {"gap.statement", "required", [](Sheet& s) { s.gap.statement.clear(); }},
      {"gap.statement", "words", [](Sheet& s) { s.gap.statement = words(101); }},
      {"gap.statement", "identifier", [](Sheet& s) { s.gap.statement = "Patient MRN 12345678 was missed."; }},
      {"gap.statement", "text", [](Sheet& s) { s.gap.statement = "a\x01 gap"; }},
      {"gap.statement", "text", [](Sheet& s) { s.gap.statement = "a \xFF gap"; }},
      {"gap.measure", "required", [](Sheet& s) { s.gap.measure.clear(); }},
      {"gap.source", "required", [](Sheet& s) { s.gap.source.clear(); }},
      {"gap.source", "characters", [](Sheet& s) { s.gap.source = std::string(2001, 'x'); }},
      {"gap.population", "required", [](Sheet& s) { s.gap.population.clear(); }},
      {"gap.strata", "strata", [](Sheet& s) { s.gap.strata.clear(); }},
      {"gap.strata.colour", "choice", [](Sheet& s) { s.gap.strata[0].by = "colour"; }},
      {"gap.strata.site", "choice", [](Sheet& s) { s.gap.strata[1].by = "site"; }},
      {"gap.strata.site", "required", [](Sheet& s) { s.gap.strata[0].finding.clear(); }},
      {"aim", "required", [](Sheet& s) { s.aim.kind = AimKind::none; }},
      {"aim.measure", "required", [](Sheet& s) { s.aim.measure.clear(); }},
      {"funding.funder", "required", [](Sheet& s) { s.funding.funder.clear(); }},
      {"funding.permits", "grant", [](Sheet& s) { s.funding.permits_no.reset(); }},
      {"funding.permits", "grant", [](Sheet& s) { s.funding.permits_part.reset(); }},
      {"plan_changers", "required", [](Sheet& s) { s.plan_changers.clear(); }},
      {"rows.K1.cause", "words", [](Sheet& s) { s.rows[Row::k1].cause = words(51); }},
      {"rows.PP.evidence", "choice", [](Sheet& s) { s.rows[Row::pp].evidence = 4; }},
      {"rows.T1.whys", "whys", [](Sheet& s) { s.rows[Row::t1].whys.assign(6, "Because."); }},
      {"rows.T1.whys", "required",
       [](Sheet& s) {
         s.rows[Row::t1].whys = {"Because.", ""};
       }},
      {"rows.P1.owner.department", "required", [](Sheet& s) { s.rows[Row::p1].owner.name = "Somebody"; }},
  };
  EXPECT_TRUE(check_sheet(sample_sheet()).empty()) << shown(check_sheet(sample_sheet()));
  for (const Case& c : cases) {
    Sheet sheet = sample_sheet();
    c.spoil(sheet);
    const auto problems = check_sheet(sheet);
    EXPECT_TRUE(problems.size() == 1 && has(problems, c.field, c.rule)) << c.field << " " << c.rule << "\n"
                                                                        << shown(problems);
    EXPECT_EQ(plain(problems.at(0).what_to_do).find('{'), std::string::npos);
  }
  Sheet unfunded = sample_sheet();
  unfunded.funding = {"none", {}, {}};
  unfunded.gap.statement = words(100);
  unfunded.rows[Row::k1].cause = words(50);
  EXPECT_TRUE(check_sheet(unfunded).empty()) << shown(check_sheet(unfunded));
}

TEST(Sheet, WhoCountsAsAnOwnerWhoAccepted) {
  const Owner cases[] = {{"Lead", Department::clinic, date("2026-11-02")},
                         {"Lead", Department::clinic, {}},
                         {"", Department::clinic, date("2026-11-02")},
                         {"CME office", Department::education, date("2026-11-02")},
                         {"Lead", Department::none, date("2026-11-02")}};
  for (const Owner& owner : cases) EXPECT_EQ(owner.accepted(), &owner == &cases[0]) << owner.name;
}

TEST(Sheet, RoundTrips) {
  Sheet sheet = sample_sheet();
  plan(sheet, Row::k1, 3);
  own(sheet, Row::p1);
  const auto back = sheet_from_json(to_json(sheet));
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(*back, sheet);
  const auto empty = sheet_from_json(to_json(Sheet{}));
  ASSERT_TRUE(empty) << empty.error().detail;
  EXPECT_EQ(*empty, Sheet{});
}

}  // namespace
}  // namespace preceptor::rca
