#include "core/burden/suppression.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace preceptor::burden {
namespace {

Member member(int person, const std::string& version, std::optional<CareerStage> stage, const std::string& course, int period = 0) {
  Member made;
  made.person = "p" + std::to_string(person);
  made.where.version = version;
  made.where.stage = stage;
  made.where.course = course;
  made.where.period = period;
  return made;
}

// Small, lopsided populations: sizes from nothing to some dozens, people with several records, stages left out.
std::vector<Member> population(unsigned seed) {
  std::mt19937 random(seed);
  const auto pick = [&](int of) { return static_cast<int>(random() % static_cast<unsigned>(of)); };
  const int people = 1 + pick(seed % 3 == 0 ? 90 : 35), versions = 1 + pick(3), courses = 1 + pick(3), stages = 1 + pick(4);
  const int periods = 1 + pick(4);
  std::vector<Member> made;
  for (int p = 0; p < people; ++p) {
    // A tenth of the people have a rare stage: the groups that must not come out.
    const int stage = pick(10) == 0 ? 5 : pick(stages);
    const int records = 1 + pick(3);
    for (int r = 0; r < records; ++r)
      made.push_back(member(p, "v" + std::to_string(std::min(pick(versions), pick(versions))),
                            pick(12) == 0 ? std::nullopt : std::optional(kStages[static_cast<std::size_t>(stage)]),
                            "c" + std::to_string(std::min(pick(courses), pick(courses))), pick(periods)));
  }
  return made;
}

// What a reader has: for each answered filter, the set of records it is about.
struct Answer {
  bool by_stage = false;
  std::set<std::size_t> records;
};

std::vector<Answer> answers(const std::vector<Member>& members) {
  std::vector<Answer> made;
  for (const Cell& cell : publish(members))
    if (cell.as_of) made.push_back({cell.filter.stage.has_value(), {cell.members.begin(), cell.members.end()}});
  return made;
}

std::size_t persons(const std::vector<Member>& members, const std::set<std::size_t>& records) {
  std::set<std::string> seen;
  for (const std::size_t i : records) seen.insert(members[i].person);
  return seen.size();
}

using Sets = std::set<std::size_t>;
Sets minus(const Sets& a, const Sets& b) {
  Sets out;
  for (const std::size_t i : a)
    if (!b.contains(i)) out.insert(i);
  return out;
}
Sets both(const Sets& a, const Sets& b) {
  Sets out;
  for (const std::size_t i : a)
    if (b.contains(i)) out.insert(i);
  return out;
}

TEST(Suppression, NoPairOfFiltersIsolatesASmallGroup) {
  int pairs = 0, shown = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    const std::vector<Member> members = population(seed);
    const std::vector<Answer> all = answers(members);
    shown += static_cast<int>(all.size());
    for (const Answer& a : all) {
      ASSERT_GE(persons(members, a.records), a.by_stage ? 10u : 5u);
      for (const Answer& b : all) {
        ++pairs;
        const Sets common = both(a.records, b.records);
        // Whatever lies within a career stage is a segment.
        const bool segment = a.by_stage;
        for (const Sets& group : {minus(a.records, b.records), common})
          ASSERT_TRUE(group.empty() || persons(members, group) >= (segment ? 10u : 5u)) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(shown, 400);  // the rule answers something
  EXPECT_GT(pairs, 4000);
}

// What the pairs are worth: the rule "at least 5 in each cell", which is what most tools do, falls to the same subtraction.
TEST(Suppression, AThresholdForEachCellAloneWouldNotDo) {
  int isolated = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    const std::vector<Member> members = population(seed);
    std::map<Filter, Sets> cells;
    for (const Cell& cell : publish(members))
      for (std::size_t i = 0; i < members.size(); ++i)
        if (matches(cell.filter, members[i].where)) cells[cell.filter].insert(i);
    std::erase_if(cells, [&](const auto& cell) { return persons(members, cell.second) < 5; });
    for (const auto& [filter, records] : cells)
      for (const auto& [other, others] : cells) {
        const Sets group = minus(records, others);
        isolated += !group.empty() && persons(members, group) < 5 ? 1 : 0;
      }
  }
  EXPECT_GT(isolated, 100);
}

// Stronger than pairs: records that no answer tells apart form a group; whatever sums, differences and intersections of any
// number of answers give is a union of such groups. This includes the figures of earlier periods, which a reader has kept.
TEST(Suppression, NoCombinationOfAnswersOverTimeIsolatesASmallGroup) {
  for (unsigned seed = 1000; seed < 1120; ++seed) {
    const std::vector<Member> members = population(seed);
    std::map<std::string, Sets> groups;
    std::vector<std::string> signature(members.size());
    int last = 0;
    for (const Member& m : members) last = std::max(last, m.where.period);
    for (int now = 0; now <= last; ++now) {
      std::vector<Member> known;
      std::vector<std::size_t> index;
      for (std::size_t i = 0; i < members.size(); ++i)
        if (members[i].where.period <= now) known.push_back(members[i]), index.push_back(i);
      for (const Answer& answer : answers(known)) {
        for (auto& text : signature) text += '.';
        for (const std::size_t i : answer.records) signature[index[i]].back() = 'x';
      }
    }
    for (std::size_t i = 0; i < members.size(); ++i)
      if (signature[i].find('x') != std::string::npos) groups[signature[i]].insert(i);
    for (const auto& [text, group] : groups) ASSERT_GE(persons(members, group), 5u) << "seed " << seed;
  }
}

TEST(Suppression, EarlierFiguresStandWhenTimeGoesOn) {
  for (unsigned seed = 2000; seed < 2040; ++seed) {
    const std::vector<Member> members = population(seed);
    std::vector<Member> first;
    std::vector<std::size_t> index;
    for (std::size_t i = 0; i < members.size(); ++i)
      if (members[i].where.period == 0) first.push_back(members[i]), index.push_back(i);
    std::map<Filter, Sets> before;
    for (const Cell& cell : publish(first))
      if (cell.as_of)
        for (const std::size_t i : cell.members) before[cell.filter].insert(index[i]);
    for (const Cell& cell : publish(members)) {
      if (cell.as_of != 0) continue;
      EXPECT_EQ(Sets(cell.members.begin(), cell.members.end()), before[cell.filter]) << "seed " << seed;
    }
  }
}

std::map<std::string, bool> shown_stages(const std::vector<Member>& members) {
  std::map<std::string, bool> made;
  for (const Cell& cell : publish(members))
    if (cell.filter.stage && !cell.filter.version && !cell.filter.course)
      made[std::string(name(*cell.filter.stage))] = cell.as_of.has_value();
  return made;
}

TEST(Suppression, ASecondCellIsHeldBackWithASmallOne) {
  std::vector<Member> members;
  for (int i = 0; i < 20; ++i) members.push_back(member(i, "v", CareerStage::years_0_5, "c"));
  for (int i = 20; i < 50; ++i) members.push_back(member(i, "v", CareerStage::years_6_10, "c"));
  for (int i = 50; i < 53; ++i) members.push_back(member(i, "v", CareerStage::years_21_up, "c"));
  // All 53 and both large stages would give the three away.
  EXPECT_EQ(shown_stages(members), (std::map<std::string, bool>{{"0-5", true}, {"6-10", false}, {"21+", false}}));
}

TEST(Suppression, FiveIsEnoughForACellAndTenForAStage) {
  std::vector<Member> members;
  for (int i = 0; i < 4; ++i) members.push_back(member(i, "v", CareerStage::trainee, "c"));
  for (const Cell& cell : publish(members)) EXPECT_FALSE(cell.as_of.has_value());
  members.push_back(member(4, "v", CareerStage::trainee, "c"));
  for (const Cell& cell : publish(members)) EXPECT_EQ(cell.as_of.has_value(), !cell.filter.stage.has_value());
  for (int i = 5; i < 10; ++i) members.push_back(member(i, "v", CareerStage::trainee, "c"));
  for (const Cell& cell : publish(members)) EXPECT_TRUE(cell.as_of.has_value());
}

// Sixty learners in three stages and two formats, ten each: every cell of formats and stages can be shown.
TEST(Suppression, ABalancedClassOfSixtyIsShownWhole) {
  std::vector<Member> members;
  for (int i = 0; i < 60; ++i) members.push_back(member(i, i % 2 == 0 ? "long" : "micro", kStages[static_cast<std::size_t>(i / 2 % 3)], "c"));
  for (const Cell& cell : publish(members)) EXPECT_TRUE(cell.as_of.has_value());
}

TEST(Suppression, OnePersonsManyAttemptsAreOnePerson) {
  std::vector<Member> members(40, member(1, "v", CareerStage::trainee, "c"));
  for (const Cell& cell : publish(members)) EXPECT_FALSE(cell.as_of.has_value());
}

TEST(Suppression, OneMoreLearnerWaitsForOthers) {
  std::vector<Member> members;
  for (int i = 0; i < 12; ++i) members.push_back(member(i, "v", std::nullopt, "c", 0));
  members.push_back(member(12, "v", std::nullopt, "c", 1));
  const auto total = [&] { return publish(members).front(); };
  EXPECT_EQ(total().as_of, 0);
  EXPECT_EQ(total().members.size(), 12u);
  for (int i = 13; i < 17; ++i) members.push_back(member(i, "v", std::nullopt, "c", 2));
  EXPECT_EQ(total().as_of, 2);  // five new persons by then
  EXPECT_EQ(total().members.size(), 17u);
}

TEST(Suppression, TheOrderOfRecordsHasNoSay) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::vector<Member> members = population(seed);
    const auto picture = [&] {
      std::map<Filter, std::pair<std::optional<int>, std::size_t>> made;
      for (const Cell& cell : publish(members)) made[cell.filter] = {cell.as_of, cell.members.size()};
      return made;
    };
    const auto before = picture();
    std::mt19937 random(seed);
    std::ranges::shuffle(members, random);
    EXPECT_EQ(picture(), before);
  }
}

}  // namespace
}  // namespace preceptor::burden
