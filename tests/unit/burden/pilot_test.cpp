#include "core/burden/pilot.hpp"

#include <gtest/gtest.h>

#include "tests/unit/burden/people.hpp"

namespace preceptor::burden {
namespace {

const char* const kFile =
    "# Frozen on 2026-04-28.\n"
    "id: sepsis-2026\ntitle: Shorter sepsis unit\nunits: sepsis-2, sepsis-3\ncomparator: sepsis-1\n"
    "metric: time_ratio lower 0.1\nmetric: useful higher 0.05\nstarts: 2026-05-01\nends: 2026-07-31\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(PilotFile, ReadsWhatItSays) {
  const PilotRead read = read_pilot(kFile);
  EXPECT_TRUE(read.problems.empty());
  EXPECT_EQ(read.pilot.units, (std::vector<std::string>{"sepsis-2", "sepsis-3"}));
  EXPECT_EQ(read.pilot.comparator, std::vector<std::string>{"sepsis-1"});
  EXPECT_EQ(read.pilot.metrics, (std::vector<PilotMetric>{{"time_ratio", true, 0.1}, {"useful", false, 0.05}}));
  const PilotRead baseline = read_pilot(replaced(kFile, "comparator: sepsis-1", "baseline: 2026-01-01 to 2026-03-31"));
  EXPECT_TRUE(baseline.problems.empty());
  EXPECT_EQ(baseline.pilot.baseline, (DayRange{"2026-01-01", "2026-03-31"}));
}

TEST(PilotFile, NamesEachProblemAndItsLine) {
  struct Row {
    const char *from, *to, *name;
    int line;
  };
  for (const Row& row : {Row{"title: Shorter", "title Shorter", "line", 3},
                         {"title: Shorter", "titel: Shorter", "key.unknown", 3},
                         {"title: Shorter sepsis unit", "title:", "value", 3},
                         {"title: Shorter", "id: Shorter", "key.repeated", 3},
                         {"id: sepsis-2026", "id: Sepsis 2026", "value", 2},
                         {"sepsis-2, sepsis-3", "sepsis-2, sepsis-2", "unit.repeated", 4},
                         {"units: sepsis-2, sepsis-3", "units: ,", "value", 4},
                         {"comparator: sepsis-1", "comparator: sepsis-2", "comparator", 0},
                         {"comparator: sepsis-1\n", "", "comparator", 0},
                         {"comparator: sepsis-1", "comparator: sepsis-1\nbaseline: 2026-01-01 to 2026-02-01", "comparator", 0},
                         {"comparator: sepsis-1", "baseline: 2026-03-01", "dates", 5},
                         {"comparator: sepsis-1", "baseline: 2026-03-01 to 2026-02-01", "dates", 5},
                         {"comparator: sepsis-1", "baseline: 2026-03-01 to 2026-05-01", "dates", 0},
                         {"time_ratio lower 0.1", "happiness higher 0.1", "metric", 6},
                         {"time_ratio lower 0.1", "time_ratio better 0.1", "metric", 6},
                         {"time_ratio lower 0.1", "time_ratio lower", "metric", 6},
                         {"metric: useful", "metric: time_ratio", "metric", 7},
                         {"lower 0.1", "lower 0", "margin", 6},
                         {"lower 0.1", "lower -1", "margin", 6},
                         {"lower 0.1", "lower few", "margin", 6},
                         {"starts: 2026-05-01", "starts: 2026-02-30", "dates", 8},
                         {"starts: 2026-05-01", "starts: 2026-09-01", "dates", 0},
                         {"ends: 2026-07-31\n", "", "key.missing", 0}}) {
    const PilotRead read = read_pilot(replaced(kFile, row.from, row.to));
    bool found = false;
    for (const PilotProblem& problem : read.problems) found |= problem.name == row.name && problem.line == row.line;
    EXPECT_TRUE(found) << row.to << " -> " << row.name << " in line " << row.line;
  }
  for (const std::string& text : {std::string("title: \xFF"), std::string(kMostBytes + 1, '\n')}) {
    ASSERT_EQ(read_pilot(text).problems.size(), 1u);
    EXPECT_EQ(read_pilot(text).problems[0].name, "file");
  }
  EXPECT_EQ(read_pilot("").problems.size(), 7u);  // six keys and no comparator
}

TEST(PilotFile, TheHashCoversMeaningOnly) {
  const std::string hash = pilot_hash(read_pilot(kFile).pilot);
  EXPECT_EQ(hash.size(), 64u);
  EXPECT_EQ(pilot_hash(read_pilot(replaced(kFile, "# Frozen on 2026-04-28.", "---\n\n  # else")).pilot), hash);
  EXPECT_EQ(pilot_hash(read_pilot(replaced(kFile, "0.1", " 0.10 ")).pilot), hash);
  for (const char* to : {"0.2", "0.11"}) EXPECT_NE(pilot_hash(read_pilot(replaced(kFile, "0.1", to)).pilot), hash);
  EXPECT_NE(pilot_hash(read_pilot(replaced(kFile, "lower", "higher")).pilot), hash);
  EXPECT_NE(pilot_hash(read_pilot(replaced(kFile, "2026-07-31", "2026-08-31")).pilot), hash);
  EXPECT_NE(pilot_hash(read_pilot(replaced(kFile, "sepsis-3", "sepsis-4")).pilot), hash);
}

TEST(PilotFrozen, BeforeTheFirstLaunchAndUnchanged) {
  const Pilot pilot = read_pilot(kFile).pilot;
  const Frozen frozen{pilot_hash(pilot), day("2026-04-28")};
  EXPECT_EQ(frozen_state(pilot, std::nullopt, std::nullopt), FrozenState::not_frozen);
  EXPECT_EQ(frozen_state(pilot, frozen, std::nullopt), FrozenState::good);
  EXPECT_EQ(frozen_state(pilot, frozen, frozen.at + base::Milliseconds(1)), FrozenState::good);
  EXPECT_EQ(frozen_state(pilot, frozen, frozen.at), FrozenState::too_late);
  Pilot changed = pilot;
  changed.metrics.pop_back();
  EXPECT_EQ(frozen_state(changed, frozen, std::nullopt), FrozenState::changed);
}

// The rule of 9.1, sentence by sentence. Two metrics: lower is better with margin 0.1, higher is better with margin 0.05.
TEST(PilotVerdict, TheRuleByTable) {
  struct Row {
    Difference first, second;
    Verdict verdict;
    const char* why;
  };
  const Difference good{30, 30, -0.3, -0.5, -0.1}, touching{30, 30, -0.3, -0.6, 0.0}, unclear{30, 30, -0.1, -0.3, 0.1};
  const Difference flat{30, 30, 0.0, -0.04, 0.04}, up{30, 30, 0.2, 0.1, 0.3}, down{30, 30, -0.04, -0.2, 0.1};
  const Difference at_margin{30, 30, -0.05, -0.2, 0.1}, harm{30, 30, -0.051, -0.2, 0.1}, none{0, 30, {}, {}, {}};
  const Difference no_interval{3, 3, -0.9, {}, {}};
  for (const Row& row : {Row{good, flat, Verdict::improved, "one improved, none worse"},
                         {touching, flat, Verdict::not_shown, "the interval holds zero"},
                         {unclear, flat, Verdict::not_shown, "nothing improved"},
                         {unclear, up, Verdict::improved, "the other one improved"},
                         {good, down, Verdict::improved, "worse, but within the margin"},
                         {good, at_margin, Verdict::improved, "worse by exactly the margin is not more"},
                         {good, harm, Verdict::not_shown, "worse by more than the margin"},
                         {up, up, Verdict::not_shown, "lower is better: the first one got worse"},
                         {good, none, Verdict::not_shown, "not measured is not \"not worse\""},
                         {no_interval, flat, Verdict::not_shown, "too few for an interval"}}) {
    const Pilot pilot = read_pilot(kFile).pilot;
    const auto made = verdict(pilot, {judge(pilot.metrics[0], row.first), judge(pilot.metrics[1], row.second)});
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->verdict, row.verdict) << row.why;
  }
}

TEST(PilotVerdict, SaysWhereTheMarginIsNotExcluded) {
  EXPECT_TRUE(judge({"useful", false, 0.05}, {30, 30, -0.04, -0.2, 0.1}).margin_not_excluded);
  EXPECT_FALSE(judge({"useful", false, 0.05}, {30, 30, 0.0, -0.04, 0.04}).margin_not_excluded);
}

TEST(PilotVerdict, OnlyTheDeclaredMetricsCount) {
  const Pilot pilot = read_pilot(kFile).pilot;
  const Difference good{30, 30, -0.3, -0.5, -0.1};
  EXPECT_FALSE(verdict(pilot, {judge(pilot.metrics[0], good)}).has_value());
  EXPECT_FALSE(verdict(pilot, {judge(pilot.metrics[1], good), judge(pilot.metrics[0], good)}).has_value());
  EXPECT_FALSE(verdict(pilot, {judge(pilot.metrics[0], good), judge({"abandonment", true, 0.1}, good)}).has_value());
}

// Thirty people with the old unit (6 min), thirty with the new one (3 min), useful to as many.
std::vector<AttemptObservation> both_arms() {
  std::vector<AttemptObservation> attempts;
  for (int p = 0; p < 60; ++p) {
    attempts.push_back(attempt(p, p < 30 ? "sepsis-1" : p < 45 ? "sepsis-2" : "sepsis-3", Outcome::completed, (p < 30 ? 360 : 180) + p % 7));
    attempts.back().useful = p % 2 == 0 ? Usefulness::yes : Usefulness::no;
  }
  return attempts;
}

TEST(PilotEvaluation, AShorterUnitImproves) {
  const PilotVerdict made = evaluate(read_pilot(kFile).pilot, both_arms());
  EXPECT_EQ(made.verdict, Verdict::improved);
  EXPECT_NEAR(*made.metrics[0].effect.value, -0.6, 0.02);  // 3 min of 5 against 6 of 5
  EXPECT_EQ(made.metrics[0].effect.n_a, 30);
  EXPECT_EQ(made.metrics[1].effect.value, 0.0);
  EXPECT_TRUE(made.metrics[1].margin_not_excluded);
}

TEST(PilotEvaluation, FirstAttemptOfEachPersonWithinDatesAndUnits) {
  std::vector<AttemptObservation> attempts = both_arms();
  const PilotVerdict before = evaluate(read_pilot(kFile).pilot, attempts);
  for (int p = 0; p < 60; ++p) {
    AttemptObservation again = attempts[static_cast<std::size_t>(p)];
    again.active = std::chrono::hours(1);
    again.opened_at += std::chrono::hours(24);
    attempts.push_back(again);                       // the same person's second
    again.person += "late";
    again.opened_at = day("2026-08-01");
    attempts.push_back(again);                       // after the end
    again.opened_at = day("2026-05-10");
    again.where.unit_id = "other";
    attempts.push_back(again);
  }
  const PilotVerdict after = evaluate(read_pilot(kFile).pilot, attempts);
  for (const std::size_t i : {0u, 1u}) EXPECT_EQ(after.metrics[i].effect, before.metrics[i].effect);
}

TEST(PilotEvaluation, ABaselineIsTheSameUnitsBefore) {
  Pilot pilot = read_pilot(replaced(kFile, "comparator: sepsis-1", "baseline: 2026-01-01 to 2026-03-31")).pilot;
  std::vector<AttemptObservation> attempts = both_arms();
  for (std::size_t i = 0; i < 30; ++i) {
    attempts[i].where.unit_id = "sepsis-2";
    attempts[i].opened_at = day(i == 0 ? "2026-04-01" : "2026-03-31");  // one between baseline and pilot: in neither
  }
  const PilotVerdict made = evaluate(pilot, attempts);
  EXPECT_EQ(made.metrics[0].effect.n_b, 29);
  EXPECT_EQ(made.verdict, Verdict::improved);
}

using P = GateProblem;

TEST(AiGate, ReadsTheLineOfAUnit) {
  for (const char* none : {"", "none", " None "}) EXPECT_FALSE(read_ai_line("u", "Ana", none).assisted()) << none;
  const auto all = read_ai_line("u", "Ana", "drafted the case; some model; Bo; and Cy");
  EXPECT_EQ(all.what + "|" + all.model + "|" + all.reviewer, "drafted the case| some model| Bo; and Cy");
  EXPECT_EQ(publish_problems(read_ai_line("u", "Ana", "checked the spelling"), {}),
            (std::vector{GateProblem::model_missing, GateProblem::reviewer_missing, GateProblem::pilot_missing}));
  EXPECT_EQ(publish_problems(read_ai_line("u", "Ana", "a;m; ana "), {}), (std::vector{GateProblem::reviewer_is_author, GateProblem::pilot_missing}));
}

TEST(AiGate, AsksForPilotVerdictAndAnotherReviewer) {
  const Pilot pilot = read_pilot(kFile).pilot;
  const PilotFacts good{pilot, Frozen{pilot_hash(pilot), day("2026-04-28")}, day("2026-05-01"), Verdict::improved};
  const AssistedUnit unit{"sepsis-2", "Ana Lima", "first draft of the feedback", "model 1", "Bo Berg"};
  EXPECT_TRUE(publish_problems(unit, good).empty());
  EXPECT_TRUE(credit_problems(unit, good).empty());
  EXPECT_TRUE(credit_problems({"sepsis-2", "Ana Lima", "", "", ""}, std::nullopt).empty());  // no AI, no gate

  AssistedUnit own = unit;
  own.reviewer = " ana  LIMA ";
  EXPECT_EQ(publish_problems(own, good), std::vector{P::reviewer_is_author});
  EXPECT_EQ(publish_problems({"sepsis-2", "Ana", "draft", "", ""}, good), (std::vector{P::model_missing, P::reviewer_missing}));
  EXPECT_EQ(publish_problems({"other", "Ana", "draft", "m", "Bo"}, good), std::vector{P::pilot_of_others});
  EXPECT_EQ(publish_problems(unit, std::nullopt), std::vector{P::pilot_missing});
  EXPECT_EQ(credit_problems(unit, std::nullopt), std::vector{P::pilot_missing});

  PilotFacts facts = good;
  facts.frozen.reset();
  EXPECT_EQ(publish_problems(unit, facts), std::vector{P::pilot_not_frozen});
  facts = good;
  facts.first_launch = day("2026-04-01");
  EXPECT_EQ(publish_problems(unit, facts), std::vector{P::pilot_frozen_late});
  facts = good;
  facts.pilot.ends = "2026-12-31";
  EXPECT_EQ(publish_problems(unit, facts), std::vector{P::pilot_changed});
  for (const std::optional<Verdict> verdict : {std::optional<Verdict>(), std::optional(Verdict::not_shown)}) {
    facts = good;
    facts.verdict = verdict;
    EXPECT_TRUE(publish_problems(unit, facts).empty());  // may run, so that there can be a verdict
    EXPECT_EQ(credit_problems(unit, facts), std::vector{P::verdict_not_improved});
  }
  EXPECT_EQ(name(P::verdict_not_improved), "verdict-not-improved");
}

}  // namespace
}  // namespace preceptor::burden
