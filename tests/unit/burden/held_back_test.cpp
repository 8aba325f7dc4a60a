// Two looks with few persons in between read the same, whatever the figure: what a period adds waits until five persons are new in it.
#include <gtest/gtest.h>

#include <functional>

#include "core/burden/outcome.hpp"
#include "core/burden/preference.hpp"
#include "core/burden/price.hpp"
#include "tests/unit/burden/people.hpp"

namespace preceptor::burden {
namespace {

constexpr int kFirst = 12;
const Window kMay{day("2026-05-01"), day("2026-06-01")};

// The first twelve came in one period, all others in the next.
int period_of_person(int person) { return person < kFirst ? 0 : 1; }
bool yes(int person) { return person < kFirst; }

std::vector<AttemptObservation> asked(int people) {
  std::vector<AttemptObservation> made;
  for (int p = 0; p < people; ++p) {
    made.push_back(attempt(p, "u", Outcome::completed, 300));
    made.back().where.period = period_of_person(p);
    made.back().questions.push_back({"r", Purpose::relevance, !yes(p), std::chrono::seconds(yes(p) ? 10 : 60), {}});
  }
  return made;
}

QuestionHistory question() {
  QuestionHistory made{"u", "r", "Useful now?", Purpose::relevance, day("2026-05-01"), {}, {}};
  return made;
}

// All chose in the first period; the follow-up has the person's period.
std::vector<CommitmentObservation> followed(int people) {
  std::vector<CommitmentObservation> made;
  for (int p = 0; p < 20; ++p) {
    made.push_back({"p" + std::to_string(p), "order lactate", {}, {}, 0});
    if (p < people) made.back().day_7 = FollowedUp{yes(p) ? Kept::partly : Kept::done, yes(p) ? "system" : "", {}, period_of_person(p)};
  }
  return made;
}
std::vector<CommitmentObservation> chosen(int people) {
  std::vector<CommitmentObservation> made;
  for (int p = 0; p < people; ++p) made.push_back({"p" + std::to_string(p), "a", {}, {}, period_of_person(p)});
  return made;
}
// Nobody chose often enough what they chose: the row of the others.
std::vector<CommitmentObservation> rarely_chosen(int people) {
  auto made = chosen(people);
  for (std::size_t i = 0; i < made.size(); ++i) made[i].option = "option " + std::to_string(i / 4 + (i < kFirst ? 0 : 10));
  return made;
}

std::string text(const Share& share) { return std::to_string(share.k) + "/" + std::to_string(share.n); }
std::string text(const std::vector<CommitmentFigures>& rows) {
  std::string said;
  for (const auto& row : rows) {
    said += row.option + " " + std::to_string(row.chosen) + " " + text(row.done_7);
    for (const auto& [barrier, n] : row.barriers) said += " " + barrier + " " + std::to_string(n);
  }
  return said;
}

std::string prices_of(int people) {
  const Price made = prices({question()}, asked(people), kMay, kMay.to).front();
  return std::to_string(made.asked) + " " + text(made.skipped) + " " + std::to_string(made.seconds.n) + " " + std::to_string(made.hours_a_year.value_or(-1));
}
std::string replay_of(int people) {
  const Replay made = without_question(question(), asked(people), kMay, kMay.to);
  return std::to_string(made.asked) + " " + std::to_string(made.minutes_before.n) + " " + std::to_string(made.minutes_after.n) + " " + std::to_string(made.hours_a_year.value_or(-1));
}
std::string timed_prices_of(int people) {   // twenty were asked in the first period, of some the time is known
  auto attempts = asked(20);
  for (int p = 0; p < 20; ++p) {
    attempts[static_cast<std::size_t>(p)].where.period = 0;
    if (p >= kFirst) attempts[static_cast<std::size_t>(p)].questions[0].active.reset();
  }
  for (int p = kFirst; p < 20; ++p) {   // all come again, and then the time of some is
    attempts.push_back(asked(p + 1).back());
    if (p >= people) attempts.back().questions[0].active.reset();
  }
  return std::to_string(prices({question()}, attempts, kMay, kMay.to).front().seconds.n);
}
std::string hours_of(int people) {
  const Beside made = beside({}, {}, asked(people), {});
  return std::to_string(made.hours.value_or(-1)) + " " + std::to_string(made.attempts_measured);
}
std::string kept_of(int people) { return text(beside({}, {}, {}, followed(people)).kept); }

std::string knowledge_of(int people) {
  std::vector<PairedAnswer> answers;
  for (int p = 0; p < people; ++p) answers.push_back({"p" + std::to_string(p), "q", false, yes(p), {}, {}, {}, period_of_person(p)});
  const auto row = knowledge_change(answers).front();
  return std::to_string(row.paired) + " " + text(row.after);
}
// Who was asked a month later, of twenty with both answers.
std::string later_of(int people) {
  std::vector<PairedAnswer> answers;
  for (int p = 0; p < 20; ++p) answers.push_back({"p" + std::to_string(p), "q", false, true, {}, {}, {}, 0});
  for (int p = 0; p < people; ++p) answers.push_back({"p" + std::to_string(p), "q", false, true, yes(p), {}, {}, period_of_person(p)});
  return text(knowledge_change(answers).front().later);
}
std::string preferences_of(int people) {
  std::vector<PreferenceObservation> all;
  for (int p = 0; p < people; ++p) all.push_back({"p" + std::to_string(p), {}, yes(p), yes(p) ? 1 : 0, yes(p) ? 0 : 1, period_of_person(p)});
  const auto rows = preferences(all);
  return text(rows.front().figures->says) + " " + text(rows.front().figures->does);
}

TEST(HeldBack, WhatFewerThanFivePersonsAddedChangesNoFigure) {
  struct Row {
    const char* name;
    std::function<std::string(int people)> figure;
  };
  for (const Row& row : {Row{"prices", prices_of},
                         {"seconds of a question", timed_prices_of},
                         {"replay", replay_of},
                         {"hours beside a case", hours_of},
                         {"commitments kept beside a case", kept_of},
                         {"commitments followed up", [](int people) { return text(commitment_figures(followed(people))); }},
                         {"commitments chosen", [](int people) { return text(commitment_figures(chosen(people))); }},
                         {"commitments chosen rarely", [](int people) { return text(commitment_figures(rarely_chosen(people))); }},
                         {"knowledge", knowledge_of},
                         {"knowledge a month later", later_of},
                         {"preferences", preferences_of}}) {
    const std::string before = row.figure(kFirst);
    EXPECT_NE(before.find("12"), std::string::npos) << row.name << ": " << before;
    for (const int more : {1, 4}) EXPECT_EQ(row.figure(kFirst + more), before) << row.name << " with " << more << " more";
    EXPECT_NE(row.figure(kFirst + 5), before) << row.name << ": five may be counted together";
  }
}

TEST(HeldBack, WhoSaysTheSameAgainDoesNotMakeUpTheNumber) {
  std::vector<PairedAnswer> pairs;
  std::vector<PreferenceObservation> people;
  std::vector<CommitmentObservation> plans = followed(kFirst);
  for (int p = 0; p < kFirst; ++p) {
    pairs.push_back({"p" + std::to_string(p), "q", false, true, {}, {}, {}, 0});
    people.push_back({"p" + std::to_string(p), {}, true, 1, 0, 0});
  }
  // In the next period eleven come again with what they said before, and one with something else.
  for (int p = 0; p < kFirst; ++p) {
    pairs.push_back({"p" + std::to_string(p), "q", false, p > 0, {}, {}, {}, 1});
    people.push_back({"p" + std::to_string(p), {}, p > 0, p > 0 ? 2 : 1, p > 0 ? 0 : 3, 1});
    plans[static_cast<std::size_t>(p)].day_30 = p > 0 ? plans[static_cast<std::size_t>(p)].day_7 : FollowedUp{Kept::done, "", {}, 1};
    plans[static_cast<std::size_t>(p)].day_30->period = 1;
  }
  EXPECT_EQ(knowledge_change(pairs).front().after, share(12, 12));
  EXPECT_EQ(preferences(people).front().figures->says, share(12, 12));
  EXPECT_EQ(preferences(people).front().figures->does, share(12, 12));
  EXPECT_EQ(commitment_figures(plans).front().barriers, (std::map<std::string, int>{{"system", 12}}));
  EXPECT_EQ(beside({}, {}, {}, plans).kept.k, 0);
  // Four more change their minds: the last of each counts, and nobody counts twice.
  for (int p = 1; p < 5; ++p) {
    pairs.push_back({"p" + std::to_string(p), "q", false, false, {}, {}, {}, 1});
    people.push_back({"p" + std::to_string(p), {}, false, 2, 3, 1});
  }
  EXPECT_EQ(knowledge_change(pairs).front().after, share(7, 12));
  EXPECT_EQ(preferences(people).front().figures->says, share(7, 12));
  EXPECT_EQ(preferences(people).front().figures->does, share(7, 12));
}

TEST(HeldBack, ManyCommitmentsOfFewPersonsAreFewPersons) {
  std::vector<CommitmentObservation> all;
  for (int i = 0; i < 20; ++i) all.push_back({"p" + std::to_string(i % 4), "order lactate", FollowedUp{Kept::partly, "system", {}, 0}, {}, 0});
  EXPECT_TRUE(commitment_figures(all).empty());
  EXPECT_EQ(beside({}, {}, {}, all).kept, Share());
  all.push_back({"p4", "order lactate", {}, {}, 0});
  const auto rows = commitment_figures(all);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].chosen, 21);
  EXPECT_EQ(rows[0].done_7, Share()) << "four were followed up";
  EXPECT_TRUE(rows[0].barriers.empty());
}

TEST(HeldBack, AWindowThatMovesDropsAllWhoCameTogetherOrNone) {
  auto attempts = asked(kFirst);
  for (int p = 0; p < kFirst; ++p) attempts[static_cast<std::size_t>(p)].opened_at = day("2026-05-04") + std::chrono::hours(24 * p);
  for (const auto& [from, count] : {std::pair("2026-05-01", 12), {"2026-05-05", 12}, {"2026-05-14", 12}, {"2026-05-15", 12}, {"2026-05-16", 0}}) {
    const Price made = prices({question()}, attempts, {day(from), kMay.to}, kMay.to).front();
    EXPECT_EQ(made.asked, count) << from;
    EXPECT_EQ(made.too_few, count == 0) << from;
    if (day(from) <= attempts.front().opened_at || count == 0) continue;
    EXPECT_NEAR(*made.hours_a_year, 12 * 10 / 3600.0 * 365 / 28, 1e-9) << "the days since the first of them: " << from;
  }
}

TEST(Price, UsesAndExpiryAreOfNowThoughTheWindowEndsEarlier) {
  auto history = question();
  history.uses = {{UseKind::report, "July report", day("2026-07-01")}};
  const Price before = prices({history}, asked(kFirst), kMay, day("2026-06-30")).front(), after = prices({history}, asked(kFirst), kMay, day("2026-07-02")).front();
  EXPECT_EQ(before.uses, 0);
  EXPECT_EQ(after.uses, 1);
  EXPECT_EQ(after.expiry.state, Keeping::used);
  EXPECT_EQ(after.hours_a_year, before.hours_a_year);
  EXPECT_EQ(without_question(history, asked(kFirst), kMay, day("2026-07-02")).lost.size(), 1u);
}

}  // namespace
}  // namespace preceptor::burden
