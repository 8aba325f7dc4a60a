#include "core/burden/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/burden/measures.hpp"
#include "tests/unit/burden/people.hpp"

namespace preceptor::burden {
namespace {

// A second way to each figure: walk the attempts of a filter with plain loops, no tables of measures, no blocks.
std::vector<const AttemptObservation*> within(const std::vector<AttemptObservation>& all, const Filter& filter) {
  std::vector<const AttemptObservation*> out;
  for (const auto& a : all) {
    if (filter.version && a.where.version != *filter.version) continue;
    if (filter.course && a.where.course != *filter.course) continue;
    if (filter.stage && (!a.where.stage || *a.where.stage != *filter.stage)) continue;
    out.push_back(&a);
  }
  return out;
}

double naive_median(std::vector<double> values) {
  const std::size_t half = values.size() / 2;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half), values.end());
  const double upper = values[half];
  if (values.size() % 2 == 1) return upper;
  return (upper + *std::max_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half))) / 2;
}

struct Naive {
  std::vector<double> minutes, ratios, claim_seconds, claim_taps, again;
  int completed = 0, closed = 0, abandoned = 0, timed = 0, in_time = 0, form = 0, form_again = 0, flagged = 0, flaggable = 0;
  int yes = 0, not_now = 0, no = 0;
};

Naive naive(const std::vector<const AttemptObservation*>& attempts) {
  Naive sum;
  for (const auto* a : attempts) {
    if (a->outcome != Outcome::open) sum.closed++;
    if (a->outcome == Outcome::abandoned) sum.abandoned++;
    if (a->claim) {
      sum.claim_seconds.push_back(static_cast<double>(a->claim->elapsed.count()) / 1000.0);
      sum.claim_taps.push_back(a->claim->taps);
    }
    if (a->identifiers_again) sum.form++, sum.again.push_back(*a->identifiers_again);
    if (a->identifiers_again.value_or(0) >= 1) sum.form_again++;
    for (const auto& q : a->questions) {
      if (q.irrelevant) sum.flaggable++;
      if (q.irrelevant.value_or(false)) sum.flagged++;
    }
    if (a->outcome != Outcome::completed) continue;
    sum.completed++;
    if (a->useful == Usefulness::yes) sum.yes++;
    if (a->useful == Usefulness::not_now) sum.not_now++;
    if (a->useful == Usefulness::no) sum.no++;
    if (!a->active) continue;
    sum.timed++;
    sum.minutes.push_back(static_cast<double>(a->active->count()) / 60000.0);
    sum.ratios.push_back(static_cast<double>(a->active->count()) / (a->stated_minutes * 60000.0));
    if (a->active->count() <= a->stated_minutes * 60000) sum.in_time++;
  }
  return sum;
}

void same(const BurdenReport& report, const char* name, const Filter& filter, const std::vector<double>& values, int missing) {
  const auto* cell = find_cell(report.quantities.at(name), filter);
  if (!cell || !cell->shown) return;
  ASSERT_EQ(cell->shown->n, static_cast<int>(values.size())) << name;
  EXPECT_NEAR(*cell->shown->median, naive_median(values), 1e-9) << name;
  EXPECT_EQ(cell->shown->missing, missing) << name;
}

void same(const BurdenReport& report, const char* name, const Filter& filter, int k, int n, int missing) {
  const auto* cell = find_cell(report.proportions.at(name), filter);
  if (!cell || !cell->shown) return;
  EXPECT_EQ(cell->shown->k, k) << name;
  EXPECT_EQ(cell->shown->n, n) << name;
  EXPECT_TRUE(missing < 0 || cell->shown->missing == missing) << name;
}

TEST(BurdenReport, EveryShownFigureAgreesWithPlainLoops) {
  int shown = 0;
  for (unsigned seed = 0; seed < 8; ++seed) {
    const auto attempts = crowd(seed, 120);
    const BurdenReport report = burden_report(attempts);
    for (const auto& cell : report.proportions.at("abandonment")) {
      const Naive expected = naive(within(attempts, cell.filter));
      shown += cell.shown ? 1 : 0;
      same(report, "active_minutes", cell.filter, expected.minutes, expected.completed - expected.timed);
      same(report, "time_ratio", cell.filter, expected.ratios, expected.completed - expected.timed);
      same(report, "claim_seconds", cell.filter, expected.claim_seconds, 0);
      same(report, "claim_taps", cell.filter, expected.claim_taps, 0);
      same(report, "identifiers_again", cell.filter, expected.again, 0);
      same(report, "within_stated", cell.filter, expected.in_time, expected.timed, expected.completed - expected.timed);
      same(report, "abandonment", cell.filter, expected.abandoned, expected.closed, 0);
      same(report, "asked_again", cell.filter, expected.form_again, expected.form, 0);
      same(report, "irrelevant", cell.filter, expected.flagged, expected.flaggable, -1);
      same(report, "useful", cell.filter, expected.yes, expected.yes + expected.not_now + expected.no,
           expected.completed - expected.yes - expected.not_now - expected.no);
      const auto* useful = find_cell(report.usefulness, cell.filter);
      EXPECT_TRUE(!useful || !useful->shown || useful->shown->not_now == expected.not_now);
    }
  }
  EXPECT_GT(shown, 30);
}

TEST(BurdenReport, NotMeasuredIsNeverZero) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 12; ++p) attempts.push_back(attempt(p, "u", Outcome::completed));
  const BurdenReport report = burden_report(attempts);
  EXPECT_EQ(find_cell(report.quantities.at("active_minutes"), {}), nullptr);  // no record at all
  for (int p = 12; p < 17; ++p) attempts.push_back(attempt(p, "u", Outcome::completed, 120));
  const auto minutes = *find_cell(burden_report(attempts).quantities.at("active_minutes"), {})->shown;
  EXPECT_EQ(minutes.n, 5);
  EXPECT_EQ(minutes.missing, 12);
  EXPECT_EQ(minutes.median, 2.0);
}

TEST(BurdenReport, EachMeasureIsSuppressedOnItsOwnPopulation) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 12; ++p) attempts.push_back(attempt(p, "u", Outcome::completed, 100));
  attempts[0].claim = attempts[1].claim = Claim{std::chrono::seconds(9), 2};
  const BurdenReport report = burden_report(attempts);
  EXPECT_TRUE(find_cell(report.quantities.at("active_minutes"), {})->shown.has_value());
  EXPECT_FALSE(find_cell(report.quantities.at("claim_seconds"), {})->shown.has_value());
}

TEST(BurdenReport, MinutesAreBinned) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 6; ++p) attempts.push_back(attempt(p, "u", Outcome::completed, p == 0 ? 59 : p == 1 ? 60 : p == 2 ? 1199 : 1200 + p));
  std::vector<int> expected(21, 0);
  expected[0] = expected[1] = expected[19] = 1;
  expected[20] = 3;
  EXPECT_EQ(find_cell(burden_report(attempts).minutes, {})->shown->bins, expected);
}

TEST(BurdenReport, RarePlacesOfLeavingComeTogether) {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 9; ++p) {
    attempts.push_back(attempt(p, "u", Outcome::abandoned));
    attempts.back().left_at = p < 6 ? "page 1" : p < 8 ? "page 2" : "disclosure";
  }
  const LeftAt left = *find_cell(burden_report(attempts).left_at, {})->shown;
  EXPECT_EQ(left.places, (std::map<std::string, int>{{"page 1", 6}}));
  EXPECT_EQ(left.elsewhere, 3);
}

TEST(LaunchReport, FailuresByCourseAndReason) {
  std::vector<LaunchObservation> launches;
  for (int i = 0; i < 8; ++i) launches.push_back({{"", "", "1/c"}, "p" + std::to_string(i), i < 2, i < 2 ? "launch.nonce" : ""});
  for (int i = 0; i < 30; ++i) launches.push_back({{"", "", "1/d"}, "", true, "launch.key_unknown"});  // nobody known
  const auto cells = launch_report(launches);
  const auto* all = find_cell(cells, {});
  ASSERT_TRUE(all && all->shown);
  EXPECT_EQ(all->shown->failed.k, 32);
  EXPECT_EQ(all->shown->failed.n, 38);
  EXPECT_EQ(all->shown->reasons, (std::map<std::string, int>{{"launch.key_unknown", 30}, {"launch.nonce", 2}}));
  // Course d might be one person trying thirty times, and c would tell by subtraction.
  EXPECT_FALSE(find_cell(cells, {{}, {}, "1/c"})->shown || find_cell(cells, {{}, {}, "1/d"})->shown);
}

TEST(SurveyReport, MedianOfReleasedAnswers) {
  std::vector<SurveyObservation> answers;
  for (int i = 0; i < 11; ++i) {
    answers.push_back({"a" + std::to_string(i), {"u", "u-1", ""}, *score({i < 6 ? 5 : 1, 100, 7, 0, {}}), {}});
    if (i < 3) answers.back().friction = {Friction::forms};
  }
  const auto cells = survey_report(answers);
  const auto figures = *find_cell(cells, {"u-1", {}, {}})->shown;
  EXPECT_EQ(figures.summary.mbi.n, 11);
  EXPECT_EQ(figures.summary.mbi.median, 0.0);
  EXPECT_EQ(figures.summary.worth.p90, 100.0);
  EXPECT_EQ(figures.friction.at(Friction::forms), 3);
}

// Twelve answered, of whom three tried to claim and seven said how much applied to them.
TEST(SurveyReport, EachPartIsOfThoseWhoAnsweredItAndSuppressedOnItsOwn) {
  std::vector<SurveyObservation> answers;
  for (int i = 0; i < 12; ++i) {
    MbAnswers one{4, {}, {}, 3, {}};
    if (i < 7) one.relevance = i < 4 ? 25 : 100;
    if (i < 3) one.credit_ease = 1;
    answers.push_back({"a" + std::to_string(i), {"u", "u-1", ""}, *score(one), {}});
  }
  const auto report = survey_report(answers);
  const auto& summary = find_cell(report, {})->shown->summary;
  EXPECT_EQ(summary.worth.n, 12);
  EXPECT_EQ(summary.worth.median, 25.0);
  EXPECT_EQ(summary.relevance.n, 7);
  EXPECT_EQ(summary.relevance.missing, 5);
  EXPECT_EQ(summary.relevance.median, 75.0);
  EXPECT_EQ(summary.credit_ease, Distribution()) << "three people's answers are not shown, nor how few they were";
  EXPECT_EQ(summary.mbi.n, 7) << "at least three parts: who said how much applied";
}

TEST(Measures, NamesAreFoundAndOthersNot) {
  for (const Quantity& quantity : quantities()) EXPECT_EQ(find_quantity(quantity.name), &quantity);
  for (const Proportion& proportion : proportions()) EXPECT_EQ(find_proportion(proportion.name), &proportion);
  EXPECT_EQ(find_quantity("abandonment"), nullptr);
  EXPECT_EQ(find_proportion("time_ratio"), nullptr);
}

}  // namespace
}  // namespace preceptor::burden
