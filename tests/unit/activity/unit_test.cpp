#include "core/activity/unit.hpp"

#include <gtest/gtest.h>

#include "core/base/digest.hpp"
#include "sample_unit.hpp"

namespace preceptor::activity {
namespace {

Unit every_type() {
  Unit unit = sample_unit();
  Question scale = question("scale", QuestionType::scale);
  scale.scale_min = 0;
  scale.scale_max = 7;
  scale.scale_left = "not at all";
  scale.scale_right = "very";
  scale.burden = true;
  unit.sections[0].questions.push_back(scale);
  unit.sections[0].questions.push_back(question("sure", QuestionType::yesno));
  unit.disclosure = {false, "Dr. Example owns shares.", "Example Ltd"};
  unit.notice = "Sample.";
  return unit;
}

TEST(UnitJson, ComesBackTheSameWithTheHashOfItsText) {
  for (const Unit& unit : {sample_unit(), every_type()}) {
    const std::string json = to_json(unit);
    const auto back = unit_from_json(json);
    ASSERT_TRUE(back) << base::describe(back.error());
    EXPECT_EQ(to_json(*back), json);
    EXPECT_EQ(back->hash.str(), base::sha256_hex(json));
  }
}

TEST(UnitJson, ReadsEveryMember) {
  const auto unit = unit_from_json(to_json(every_type()));
  ASSERT_TRUE(unit);
  EXPECT_EQ(unit->title, "A sample");
  EXPECT_FALSE(unit->disclosure.none);
  EXPECT_TRUE(unit->disclosure.own_page());
  EXPECT_EQ(unit->notice, "Sample.");
  ASSERT_EQ(unit->sections.size(), 2U);
  const Question* scale = find_question(*unit, "scale");
  ASSERT_TRUE(scale);
  EXPECT_EQ(scale->scale_max, 7);
  EXPECT_EQ(scale->scale_right, "very");
  EXPECT_TRUE(scale->burden);
  const Question* dose = find_question(*unit, "dose");
  ASSERT_TRUE(dose);
  EXPECT_EQ(dose->right_min, 2.5);
  EXPECT_EQ(dose->number_max, 100.0);
  EXPECT_EQ(dose->unit_label, "mg");
  ASSERT_TRUE(find_question(*unit, "ctc"));
  EXPECT_TRUE(find_question(*unit, "ctc")->options[3].exclusive);
  EXPECT_FALSE(find_question(*unit, "nothing"));
  EXPECT_EQ(max_score(*unit), 2);
}

TEST(UnitJson, MembersTheTypeDoesNotUseDoNotChangeTheHash) {
  Unit a = sample_unit(), b = sample_unit();
  b.sections[0].questions[0].scale_max = 9;
  EXPECT_EQ(to_json(a), to_json(b));
  b.sections[0].questions[0].prompt = "Which one?";
  EXPECT_NE(to_json(a), to_json(b));
}

struct Damage {
  const char *from, *to, *path;
};

TEST(UnitJson, WhatIsWrongIsNamedByItsPath) {
  const std::string good = to_json(every_type());
  const Damage damages[] = {
      {R"("kind":"unit")", R"("kind":"survey")", "kind"},
      {R"("schema":1)", R"("schema":2)", "schema"},
      {R"("id":"sample")", R"("id":"")", "id"},
      {R"("id":"sample",)", "", "id"},
      {R"("title":"A sample")", R"("title":7)", "title"},
      {R"("title":"A sample")", R"("title":"A sample","credit":1)", "credit"},
      {R"("pass":1)", R"("pass":3)", "pass"},
      {R"("type":"number")", R"("type":"numeric")", "sections[1].questions[0].type"},
      {R"("right_min":2.5)", R"("right_min":"2.5")", "sections[1].questions[0].number.right_min"},
      {R"("id":"dose")", R"("id":"q1")", "sections[1].questions[0].id"},
      {R"("flags":["commitment"])", R"("flags":["commitments"])", "closing[0].flags"},
      {R"("label":"Option a")", R"("label":null)", "closing[0].options[0].label"},
      {R"("id":"yes")", R"("id":"ja")", "sections[0].questions[2].options"},
      {R"("max":7)", R"("max":0)", "sections[0].questions[1].scale.max"},
      {R"("none":false)", R"("none":"no")", "disclosure.none"},
  };
  for (const Damage& damage : damages) {
    std::string bad = good;
    const auto at = bad.find(damage.from);
    ASSERT_NE(at, std::string::npos) << damage.from;
    bad.replace(at, std::string_view(damage.from).size(), damage.to);
    const auto unit = unit_from_json(bad);
    ASSERT_FALSE(unit) << damage.to;
    EXPECT_EQ(unit.error().code, base::Code::content_invalid);
    EXPECT_TRUE(unit.error().detail.starts_with(damage.path)) << unit.error().detail;
  }
  for (const char* bad : {"", "[]", "{}", "{\"kind\":", "\xff"}) EXPECT_FALSE(unit_from_json(bad)) << bad;
}

TEST(Disclosure, HasItsOwnPageWhereThereIsSomethingToDisclose) {
  EXPECT_FALSE((Disclosure{true, "", "none"}).own_page());
  EXPECT_TRUE((Disclosure{false, "x", "none"}).own_page());
  EXPECT_TRUE((Disclosure{true, "", "Example Ltd"}).own_page());
}

}  // namespace
}  // namespace preceptor::activity
