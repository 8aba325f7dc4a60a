#include "core/activity/rca/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "sample_case.hpp"

namespace preceptor::rca {
namespace {

Verdict verdict(const CaseFile& file) {
  return assess(file.sheet, gather(file.ratings));
}

TEST(Verdict, TheTwoExamples) {
  const Verdict knowledge = verdict(knowledge_case());
  EXPECT_EQ(knowledge.outcome, Outcome::go_education) << shown(knowledge.missing);
  EXPECT_TRUE(knowledge.other.empty());
  const Verdict system = verdict(system_case());
  EXPECT_EQ(system.outcome, Outcome::no_go) << shown(system.missing);
  EXPECT_EQ(system.other.front(), Row::i1);
}

// A system barrier beside missing knowledge: hold until its owner accepts, then a part.
TEST(Verdict, HoldsUntilAnOwnerOutsideEducationAccepts) {
  CaseFile file = knowledge_case();
  for (Rating& one : file.ratings) one.cards[static_cast<std::size_t>(Card::system)] = {kMainCause, {Row::p1}, ""};
  EXPECT_EQ(verdict(file).outcome, Outcome::hold_partner);
  EXPECT_EQ(verdict(file).partners, std::vector<Row>{Row::p1});
  own(file.sheet, Row::p1, nullptr);
  EXPECT_EQ(verdict(file).outcome, Outcome::hold_partner);
  own(file.sheet, Row::p1);
  file.sheet.rows[Row::p1].owner.department = Department::education;
  EXPECT_EQ(verdict(file).outcome, Outcome::hold_partner);
  own(file.sheet, Row::p1);
  EXPECT_EQ(verdict(file).outcome, Outcome::go_part);
  EXPECT_EQ(verdict(file).other, (std::vector<Row>{Row::p1, Row::t1}));
}

TEST(Verdict, NamesTheRowsWhoseEvidenceIsMissing) {
  CaseFile file = knowledge_case();
  file.sheet.rows[Row::k1].evidence = file.sheet.rows[Row::k2].evidence = 0;
  EXPECT_EQ(verdict(file).outcome, Outcome::hold_data);
  EXPECT_EQ(verdict(file).collect, (std::vector<Row>{Row::k1, Row::k2}));
}

struct Missing {
  const char* field;
  const char* rule;
  std::function<void(CaseFile&)> spoil;
};

TEST(Verdict, IncompleteSaysWhatIsMissing) {
  const Missing cases[] = {
      {"gap.measure", "required", [](CaseFile& f) { f.sheet.gap.measure.clear(); }},
      {"ratings", "ratings", [](CaseFile& f) { f.ratings.clear(); }},
      {"ratings", "no_cause",
       [](CaseFile& f) {
         for (Rating& r : f.ratings) r.cards = {};
       }},
      {"ratings", "non_physician",
       [](CaseFile& f) {
         for (Rating& r : f.ratings) r.role = Role::physician;
       }},
      {"ratings", "patient_voice",
       [](CaseFile& f) {
         for (Rating& r : f.ratings) {
           if (r.role == Role::patient) r.role = Role::manager;
           r.cards[static_cast<std::size_t>(Card::equity)].degree = kMainCause;
         }
       }},
      {"rows.K1.evidence", "evidence", [](CaseFile& f) { f.sheet.rows[Row::k1].evidence.reset(); }},
      {"rows.K2.cause", "required", [](CaseFile& f) { f.sheet.rows[Row::k2].cause.clear(); }},
      {"rows.K1.whys", "whys", [](CaseFile& f) { f.sheet.rows[Row::k1].whys.resize(1); }},
  };
  for (const Missing& missing : cases) {
    CaseFile file = knowledge_case();
    missing.spoil(file);
    const Verdict result = verdict(file);
    EXPECT_EQ(result.outcome, Outcome::incomplete);
    EXPECT_TRUE(result.missing.size() == 1 && has(result.missing, missing.field, missing.rule))
        << missing.field << " " << missing.rule << "\n"
        << shown(result.missing);
  }
  // What is no main cause needs no words, and without equity or preference as a main cause no patient is needed.
  CaseFile file = knowledge_case();
  file.sheet.rows[Row::pp] = {};
  for (Rating& r : file.ratings)
    if (r.role == Role::patient) r.role = Role::manager;
  EXPECT_EQ(verdict(file).outcome, Outcome::go_education) << shown(verdict(file).missing);
}

using Change = std::tuple<Flip::Kind, Row, int, int, Outcome>;

Outcome rule(const ByRow<int>& c, const ByRow<int>& e, const ByRow<bool>& a) {
  return outcome_of(score(c, e), a);
}

// Every single change, tried one by one on the whole case.
std::set<Change> by_hand(const Sheet& sheet, const std::vector<Rating>& ratings) {
  const ByRow<int> c = gather(ratings).value, e = evidence_of(sheet);
  const ByRow<bool> a = accepted_of(sheet);
  const Outcome now = rule(c, e, a);
  std::set<Change> changes;
  const auto add = [&](Flip::Kind kind, Row row, int from, int to, Outcome then) {
    if (then != now && then != Outcome::incomplete && from != to) changes.emplace(kind, row, from, to, then);
  };
  for (const RowInfo& info : all_rows()) {
    const Row row = info.row;
    ByRow<bool> owners = a;
    owners[row] = !a[row];
    add(Flip::Kind::owner, row, a[row], owners[row], rule(c, e, owners));
    for (int to = 0; to <= 3; ++to) {
      ByRow<int> evidence = e;
      evidence[row] = to;
      if (c[row] > 0) add(Flip::Kind::evidence, row, e[row], to, rule(c, evidence, a));
    }
    for (std::size_t i = 0; i < ratings.size(); ++i) {
      const int from = row_values(ratings[i])[row];
      for (const int to : {0, 1, 3}) {
        std::map<Role, std::vector<int>> roles;
        for (std::size_t k = 0; k < ratings.size(); ++k)
          roles[ratings[k].role].push_back(k == i ? to : row_values(ratings[k])[row]);
        std::vector<int> medians;
        for (const auto& [role, list] : roles) medians.push_back(upper_median(list));
        ByRow<int> changed = c;
        changed[row] = upper_median(medians);
        add(Flip::Kind::rating, row, from, to, rule(changed, e, a));
      }
    }
  }
  return changes;
}

TEST(Flip, FindsEverySingleAnswerAndNothingElse) {
  Dice dice(4);
  int found = 0, fallback = 0;
  for (int i = 0; i < 60; ++i) {
    const Sheet sheet = dice.sheet();
    std::vector<Rating> ratings = dice.ratings(1 + dice.below(9));
    if (gather(ratings).value == ByRow<int>{}) continue;
    const auto expected = by_hand(sheet, ratings);
    const auto all = flips(sheet, ratings);
    std::ranges::shuffle(ratings, dice.engine());
    ASSERT_EQ(flips(sheet, ratings), all);
    std::set<Change> got;
    for (const Flip& flip : all) {
      got.emplace(flip.kind, flip.row, flip.from, flip.to, flip.outcome);
      const std::string text = plain(sentence_of(flip));
      ASSERT_EQ(text.find('{'), std::string::npos) << text;
      ASSERT_NE(text.find(title(flip.outcome)), std::string::npos) << text;
    }
    if (!all.empty() && all.front().kind == Flip::Kind::row) {
      ASSERT_TRUE(expected.empty());
      ++fallback;
      continue;
    }
    ASSERT_EQ(got, expected);
    ASSERT_EQ(got.size(), all.size());
    for (const Flip& flip : all) ASSERT_GE(std::abs(flip.to - flip.from), std::abs(all.front().to - all.front().from));
    found += !all.empty();
  }
  EXPECT_GT(found, 25);
  EXPECT_GT(fallback, 0);
}

TEST(Flip, TheOwnerOfABlockerIsTheSingleAnswer) {
  CaseFile file = knowledge_case();
  for (Rating& one : file.ratings) one.cards[static_cast<std::size_t>(Card::system)] = {kMainCause, {Row::p1}, ""};
  const auto all = flips(file.sheet, file.ratings);
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.front(), (Flip{Flip::Kind::owner, Row::p1, 0, 1, Outcome::go_part}));
  EXPECT_EQ(plain(sentence_of(all.front())),
            "If an owner outside education accepted \"system, process\", the rule would say GO: education as part.");
  for (Rating& one : file.ratings) one.cards = {};
  EXPECT_TRUE(flips(file.sheet, file.ratings).empty());
}

}  // namespace
}  // namespace preceptor::rca
