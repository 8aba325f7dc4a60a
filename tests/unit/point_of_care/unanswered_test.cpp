// Groups of open questions, and the notices when a unit answers one.
#include "core/activity/point_of_care/unanswered.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "core/activity/point_of_care/notice.hpp"

namespace preceptor::point_of_care {
namespace {

base::Instant day(int n) {
  return base::from_unix_ms(1'793'664'000'000 + n * 86'400'000LL);  // 2026-11-03 + n
}

using Texts = std::vector<std::string>;

std::vector<OpenQuestion> open_questions() {
  return {
      {"q1", "p1", "en", "Apixaban dose in kidney failure?", day(0)},
      {"q2", "p2", "en", "kidney failure and apixaban", day(1)},
      {"q3", "p3", "en", "Which dose of apixaban at low weight?", day(2)},
      {"q4", "p1", "en", "Vaccines for asplenia", day(3)},
      {"q5", "p1", "es", "¿Vacunas en la asplenia?", day(4)},
      {"q6", "p4", "ar", "جرعة أبيكسابان", day(5)},
      {"q7", "p5", "en", "Asplenia: which vaccine?", day(6)},
      {"q8", "p5", "en", "Anything about gout", day(7)},
      {"q9", "p6", "en", "???", day(8)},
  };
}

TEST(Unanswered, GroupsByWhatTheyShare) {
  const auto groups = group_unanswered(open_questions());
  ASSERT_EQ(groups.size(), 7u);
  // Two pairs of terms are shared by two questions each; "apixaban, dose" and "apixaban, kidney" tie: the smaller key
  // wins.
  EXPECT_EQ(groups[0].questions, (Texts{"q4", "q7"}));
  EXPECT_EQ(groups[0].terms, (Texts{"Asplenia", "Vaccines"}));
  EXPECT_EQ(groups[0].people, 2);
  EXPECT_EQ(groups[0].first_at, day(3));
  EXPECT_EQ(groups[0].last_at, day(6));
  EXPECT_EQ(groups[1].questions, (Texts{"q1", "q3"}));
  EXPECT_EQ(groups[1].terms, (Texts{"Apixaban", "dose"}));
  std::set<std::string> alone;
  for (std::size_t i = 2; i < groups.size(); ++i) {
    EXPECT_TRUE(groups[i].terms.empty());
    ASSERT_EQ(groups[i].questions.size(), 1u);
    alone.insert(groups[i].questions[0]);
  }
  EXPECT_EQ(alone, (std::set<std::string>{"q2", "q5", "q6", "q8", "q9"}));
}

TEST(Unanswered, OnePersonAskingTwiceIsOnePerson) {
  const auto groups =
      group_unanswered({{"a", "p", "en", "gout flare", day(0)}, {"b", "p", "en", "Gout flares", day(1)}});
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].people, 1);
  EXPECT_EQ(groups[0].terms, (Texts{"flare", "Gout"}));
}

TEST(Unanswered, EveryQuestionOnceWhateverTheOrder) {
  static const char* kWords[] = {"dose", "kidney", "gout", "asthma", "pain", "fever", "child", "stroke"};
  std::mt19937 chance(3);
  for (int round = 0; round < 100; ++round) {
    std::vector<OpenQuestion> questions;
    for (unsigned i = 0, n = chance() % 30; i < n; ++i) {
      std::string text;
      for (unsigned k = chance() % 5; k > 0; --k) text += std::string(kWords[chance() % 8]) + " ";
      questions.push_back({"q" + std::to_string(i), "p" + std::to_string(chance() % 6), chance() % 3 ? "en" : "es",
                           text, day(static_cast<int>(chance() % 9))});
    }
    const auto groups = group_unanswered(questions);
    std::set<std::string> seen;
    for (const QuestionGroup& group : groups) {
      EXPECT_EQ(group.terms.empty(), group.questions.size() == 1);
      EXPECT_LE(group.first_at, group.last_at);
      for (const std::string& id : group.questions) EXPECT_TRUE(seen.insert(id).second);
    }
    EXPECT_EQ(seen.size(), questions.size());
    for (std::size_t i = questions.size(); i > 1; --i) std::swap(questions[i - 1], questions[chance() % i]);
    EXPECT_EQ(group_unanswered(questions), groups);
  }
}

TEST(Unanswered, LimitsAreKept) {
  EXPECT_TRUE(group_unanswered({}).empty());
  std::vector<OpenQuestion> many;
  for (int i = 0; i < 2500; ++i) {
    std::string text;
    for (int k = 0; k < 14; ++k) text += "w" + std::to_string((i * 7 + k) % 200) + " ";
    many.push_back({std::to_string(i), "p", "en", text, day(i)});
  }
  std::size_t questions = 0;
  for (const QuestionGroup& group : group_unanswered(many)) {
    questions += group.questions.size();
    EXPECT_GE(group.first_at, day(500));
  }
  EXPECT_EQ(questions, kGroupedMost);
}

AskedQuestion question(std::string id, std::string text, int asked, std::vector<std::string> shown = {}) {
  AskedQuestion result{begin_cycle(std::move(id), base::PersonId("p"), {"h", "en", "course"}, day(asked)),
                       std::move(text)};
  EXPECT_TRUE(apply(result.cycle, {day(asked), PointOfCareShown{shown}}));
  for (const std::string& unit : shown) {
    EXPECT_TRUE(apply(result.cycle, {day(asked), PointOfCareOpened{unit}}));
    EXPECT_TRUE(apply(result.cycle, {day(asked), PointOfCareJudged{unit, Answered::no}}));
  }
  return result;
}
PublishedUnit unit(std::string id, std::string title, int published, Texts answers = {}) {
  return {{std::move(id), "en", std::move(title), 4, {}, "", {}, ""}, day(published), std::move(answers)};
}
std::string told(const std::vector<AskedQuestion>& questions, const std::vector<PublishedUnit>& published) {
  std::string all;
  for (const Notice& notice : notices(questions, published)) all += notice.question_id + ">" + notice.unit_id + " ";
  return all;
}

TEST(Notices, WhenAUnitAnswers) {
  const auto apixaban = question("q1", "Which dose of apixaban in kidney failure?", 0);
  const auto close = unit("u1", "Apixaban dose in kidney disease", 5), far = unit("u2", "Kidney stones", 5);
  EXPECT_EQ(told({apixaban}, {close, far}), "q1>u1 ");
  EXPECT_EQ(told({apixaban}, {far}), "");
  EXPECT_EQ(told({apixaban}, {}), "");
  EXPECT_EQ(told({}, {close}), "");
  // Published before it was asked, or shown for it before.
  EXPECT_EQ(told({apixaban}, {unit("u1", "Apixaban dose in kidney disease", 0)}), "");
  EXPECT_EQ(told({question("q1", "apixaban dose", 0, {"u1"})}, {close}), "");
  EXPECT_EQ(told({question("q1", "apixaban dose", 0, {"u0"})}, {close}), "q1>u1 ");
  // A unit whose case came from the question, whatever its words; also when the text was deleted.
  EXPECT_EQ(told({apixaban}, {close, unit("u3", "Anticoagulants", 6, {"q1"})}), "q1>u3 ");
  EXPECT_EQ(told({question("q1", "", 0)}, {close, unit("u3", "Anticoagulants", 6, {"q1"})}), "q1>u3 ");
  // Answered by now, or told already.
  auto answered = question("q1", "apixaban dose", 0, {"u0"});
  ASSERT_TRUE(apply(answered.cycle, {day(1), PointOfCareJudged{"u0", Answered::yes}}));
  EXPECT_EQ(told({answered}, {close}), "");
  auto again = apixaban;
  ASSERT_TRUE(apply(again.cycle, {day(6), PointOfCareTold{"u1"}}));
  EXPECT_EQ(told({again}, {close}), "");
  // One question a unit, the oldest; the order of both lists does not matter.
  const auto later = question("q0", "apixaban dose", 2);
  EXPECT_EQ(told({later, apixaban}, {far, close}), "q1>u1 ");
  EXPECT_EQ(told({apixaban, later}, {close, far, unit("u9", "Apixaban dose", 4)}),
            told({later, apixaban}, {unit("u9", "Apixaban dose", 4), far, close}));
}

TEST(Notices, TheSentence) {
  const auto all = notices({question("q1", "apixaban dose", 0)}, {unit("u1", "Apixaban dose", 5)});
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(plain(sentence_of(all[0])), "You asked on 2026-11-03: Apixaban dose, 4 min.");
}

}  // namespace
}  // namespace preceptor::point_of_care
