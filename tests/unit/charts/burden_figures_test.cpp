// Relevance and the survey on a unit's page follow the version and the career stage, and say so where they cannot.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "web/burden/figures.hpp"

namespace preceptor::web {
namespace {

using burden::CareerStage;

// Twelve in training found that all of it applied, twelve in their first years half of it; four of another unit do not count.
std::vector<burden::SurveyObservation> answers() {
  std::vector<burden::SurveyObservation> made;
  for (int i = 0; i < 28; ++i) {
    const bool trainee = i < 12;
    burden::SurveyObservation one;
    one.actor = "actor-" + std::to_string(i);
    one.where.version = i < 24 ? "version-1" : "version-of-another";
    one.where.stage = trainee ? CareerStage::trainee : CareerStage::years_0_5;
    one.score = *burden::score({5, trainee ? 100 : 50, {}, 3, {}});
    made.push_back(std::move(one));
  }
  return made;
}

UnitRecord record() {
  UnitRecord made;
  auto unit = std::make_shared<activity::Unit>();
  unit->title = "A unit";
  made.unit = unit;
  made.versions = {{"version-1", "version-"}};
  return made;
}

const NamedFigure& named(const std::vector<NamedFigure>& figures, const char* name) { return *std::ranges::find(figures, name, &NamedFigure::name); }

// "12 1 1 1 0", or the words in place of numbers.
std::string row_of(const NamedFigure& figure, const std::string& label) {
  std::string said;
  for (const auto& row : figure.figure.table.rows) {
    if (row.front().text != label) continue;
    for (auto cell = row.begin() + 1; cell != row.end(); ++cell)
      said += (said.empty() ? "" : " ") + (cell->number ? charts::shown_number(*cell->number, cell->decimals, Messages::in("en")) : cell->text);
  }
  return said;
}

TEST(BurdenFigures, RelevanceIsOfTheSurveysOfTheChosenVersionAndStage) {
  struct Row {
    BurdenChoice choice;
    const char *relevance, *burden;
    bool followed;
  };
  const std::vector<Row> rows = {
      {{}, "24 0.75 0.5 1 0", "24 25 0 50 0", true},
      {{{"version-1", {}, {}}, {}}, "24 0.75 0.5 1 0", "24 25 0 50 0", true},
      {{{{}, CareerStage::trainee, {}}, {}}, "12 1 1 1 0", "12 0 0 0 0", true},
      {{{"version-1", CareerStage::years_0_5, {}}, {}}, "12 0.5 0.5 0.5 0", "12 50 50 50 0", true},
      {{{{}, CareerStage::years_21_up, {}}, {}}, "too few", "", true},
      {{{{}, {}, "r1/course"}, {}}, "not told for this choice", "24 25 0 50 0", false},
      {{{}, 0}, "not told for this choice", "24 25 0 50 0", false},
  };
  const auto of = record();
  for (const Row& row : rows) {
    const auto figures = unit_figures(of, report_of(of, row.choice), answers(), row.choice, Messages::in("en"));
    EXPECT_EQ(row_of(named(figures, "measures"), "Relevance (0 to 1)"), row.relevance);
    EXPECT_EQ(row_of(named(figures, "survey"), "Not relevant, 0 to 100"), row.burden);
    EXPECT_EQ(named(figures, "survey").filtered, row.followed);
  }
}

// Twelve people came by the first connection and two were refused there, six by the second without trouble; once those are two people, nothing is said of them.
TEST(BurdenFigures, LaunchesThatFailedAreToldByConnection) {
  std::vector<burden::LaunchObservation> launches;
  const auto add = [&](const char* connection, int people, int failed) {
    for (int i = 0; i < people; ++i) {
      burden::LaunchObservation one;
      one.where.course = connection;
      one.person = std::string(connection) + "-" + std::to_string(i);
      one.failed = i < failed;
      if (one.failed) one.reason = "launch.nonce_used";
      launches.push_back(std::move(one));
    }
  };
  add("r1", 12, 2);
  add("r2", 6, 0);
  const auto said = [&](const std::map<std::string, std::string>& names) {
    return NamedFigure{"connections", connections_figure(burden::launch_report(launches), names, Messages::in("en"))};
  };
  const std::map<std::string, std::string> names = {{"r1", "Ward Moodle"}, {"r2", "School Canvas"}, {"r9", "Never used"}};
  EXPECT_EQ(row_of(said(names), "Ward Moodle"), "12 16.7 4.7 44.8");
  EXPECT_EQ(row_of(said(names), "School Canvas"), "6 0 0 39");
  EXPECT_EQ(said(names).figure.table.rows.size(), 2u) << "no launch, no line";
  const auto reasons = launches_figure(burden::launch_report(launches), Messages::in("en"));
  ASSERT_EQ(reasons.table.rows.size(), 1u);
  EXPECT_EQ(reasons.table.rows[0][1].number, 2.0);
  launches.resize(12);
  add("r2", 2, 1);
  EXPECT_EQ(row_of(said(names), "School Canvas"), "too few");
}

TEST(BurdenFigures, APartThatFewAnsweredIsNotShownBesideTheOthers) {
  auto some = answers();
  some.front().score = *burden::score({5, 100, 1, 3, {}});   // one of all tried to claim
  const auto figures = unit_figures(record(), report_of(record(), {}), some, {}, Messages::in("en"));
  EXPECT_EQ(row_of(named(figures, "survey"), "Credit hard to record, 0 to 100"), "too few");
  EXPECT_EQ(row_of(named(figures, "survey"), "Not worth the time, 0 to 100"), "24 0 0 0 0");
}

}  // namespace
}  // namespace preceptor::web
