#include <gtest/gtest.h>

#include "core/activity/decimal.hpp"
#include "core/base/digest.hpp"
#include "sample_unit.hpp"

namespace preceptor::activity {
namespace {

using base::Code;

// One question alone on its page; the form's values for it.
PageAnswers read(const Question& q, const std::vector<std::string>& values) {
  Unit unit = sample_unit();
  unit.sections = {{"Case", "", {q}}};
  base::Fields form = {{"key", "k"}, {"q.other", "a"}};
  for (const auto& value : values) form.emplace_back("q." + q.id, value);
  return read_answers(unit, new_attempt(), 0, form);
}

Question scale() {
  Question q = question("s", QuestionType::scale);
  q.scale_min = 1;
  q.scale_max = 5;
  return q;
}
Question number() {
  return sample_unit().sections[1].questions[0];
}
Question with_none(QuestionType type) {
  Question q = choice("m", type);
  q.options[3].exclusive = true;
  return q;
}

struct Good {
  const char* what;
  Question question;
  std::vector<std::string> values;
  record::Response response;
};

TEST(ReadAnswers, TakesWhatFits) {
  const Good cases[] = {
      {"single", choice("q", QuestionType::single), {"b"}, {{"b"}, "", "", false}},
      {"single with a blank beside it", choice("q", QuestionType::single), {"", "b"}, {{"b"}, "", "", false}},
      {"multi in the unit's order", choice("q", QuestionType::multi), {"c", "a"}, {{"a", "c"}, "", "", false}},
      {"none alone", with_none(QuestionType::multi), {"d"}, {{"d"}, "", "", false}},
      {"scale, lowest", scale(), {"1"}, {{"1"}, "", "", false}},
      {"scale, highest", scale(), {"5"}, {{"5"}, "", "", false}},
      {"yesno", question("y", QuestionType::yesno), {"no"}, {{"no"}, "", "", false}},
      {"number", number(), {"2.5"}, {{}, "2.5", "", false}},
      {"number with a comma", number(), {" 2,50 "}, {{}, "2.5", "", false}},
      {"number in Arabic digits", number(), {"٢٫٥"}, {{}, "2.5", "", false}},
      {"number at its bound", number(), {"100"}, {{}, "100", "", false}},
      {"optional single left out", choice("q", QuestionType::single), {}, {{}, "", "", true}},
      {"optional text left blank", question("t", QuestionType::text), {"  \r\n "}, {{}, "", "", true}},
  };
  for (const Good& good : cases) {
    const PageAnswers answers = read(good.question, good.values);
    EXPECT_TRUE(answers.errors.empty()) << good.what;
    EXPECT_EQ(answers.responses.at(good.question.id), good.response) << good.what;
  }
}

struct Bad {
  const char* what;
  Question question;
  std::vector<std::string> values;
  Code code;
};

TEST(ReadAnswers, RefusesWhatDoesNot) {
  Question required_text = question("t", QuestionType::text), required_multi = choice("m", QuestionType::multi);
  required_text.required = required_multi.required = true;
  const Bad cases[] = {
      {"unknown option", choice("q", QuestionType::single), {"z"}, Code::answer_invalid},
      {"two for a single", choice("q", QuestionType::single), {"a", "b"}, Code::answer_invalid},
      {"the same twice", choice("q", QuestionType::multi), {"a", "a"}, Code::answer_invalid},
      {"one known, one unknown", choice("q", QuestionType::multi), {"a", "z"}, Code::answer_invalid},
      {"none and another", with_none(QuestionType::multi), {"a", "d"}, Code::answer_invalid},
      {"yesno with another word", question("y", QuestionType::yesno), {"maybe"}, Code::answer_invalid},
      {"scale below", scale(), {"0"}, Code::answer_invalid},
      {"scale above", scale(), {"6"}, Code::answer_invalid},
      {"scale not a step", scale(), {"2.5"}, Code::answer_invalid},
      {"scale written oddly", scale(), {"03"}, Code::answer_invalid},
      {"number below", number(), {"-1"}, Code::answer_invalid},
      {"number above", number(), {"100.1"}, Code::answer_invalid},
      {"number with words", number(), {"2.5 mg"}, Code::answer_invalid},
      {"number twice", number(), {"1", "2"}, Code::answer_invalid},
      {"number ambiguous", number(), {"1,000"}, Code::answer_invalid},
      {"text too long", question("t", QuestionType::text), {std::string(2001, 'x')}, Code::answer_invalid},
      {"text with a control", question("t", QuestionType::text), {std::string("a\x01")}, Code::answer_invalid},
      {"text not UTF-8", question("t", QuestionType::text), {"a\xff"}, Code::answer_invalid},
      {"text with a record number", question("t", QuestionType::text), {"MRN 448812"}, Code::answer_identifier},
      {"required choice", choice("q", QuestionType::single, "a"), {}, Code::answer_required},
      {"required multi", required_multi, {}, Code::answer_required},
      {"required text, blank", required_text, {"  "}, Code::answer_required},
      {"required number, blank", number(), {""}, Code::answer_required},
  };
  for (const Bad& bad : cases) {
    const PageAnswers answers = read(bad.question, bad.values);
    ASSERT_EQ(answers.errors.size(), 1U) << bad.what;
    EXPECT_EQ(answers.errors[0].code, bad.code) << bad.what;
    EXPECT_EQ(answers.errors[0].question_id, bad.question.id) << bad.what;
    EXPECT_TRUE(answers.texts.empty()) << bad.what;
  }
}

TEST(ReadAnswers, TextIsKeptBesideItsSaltedHash) {
  const Question q = question("t", QuestionType::text);
  const PageAnswers one = read(q, {" I check \r\nweight first. "}), two = read(q, {" I check \r\nweight first. "});
  ASSERT_TRUE(one.errors.empty());
  EXPECT_EQ(one.texts.at("t"), "I check \nweight first.");
  EXPECT_EQ(one.responses.at("t").text_hash, base::sha256_hex(one.salts.at("t") + one.texts.at("t")));
  EXPECT_EQ(one.salts.at("t").size(), 32U);
  EXPECT_NE(one.salts.at("t"), two.salts.at("t")) << "the same text twice must not be seen in the hash";
}

TEST(ReadAnswers, TextIsCountedInCharactersNotBytes) {
  std::string arabic;
  for (int i = 0; i < 2000; ++i) arabic += "ن";
  EXPECT_TRUE(read(question("t", QuestionType::text), {arabic}).errors.empty());
  EXPECT_FALSE(read(question("t", QuestionType::text), {arabic + "ن"}).errors.empty());
}

TEST(ReadAnswers, HoldsEveryQuestionOfThePageAndNoOther) {
  const Unit unit = sample_unit();
  const PageAnswers answers =
      read_answers(unit, new_attempt(), 1, {{"q.dose", "x"}, {"q.q1", "a"}, {"q.why", "as said"}});
  EXPECT_EQ(answers.responses.size(), 2U);
  EXPECT_TRUE(answers.responses.contains("dose") && answers.responses.contains("why"));
  EXPECT_TRUE(read_answers(unit, new_attempt(), 99, {{"q.q1", "a"}}).responses.empty());
  EXPECT_TRUE(read_answers(unit, new_attempt(), -1, {{"q.q1", "a"}}).responses.empty());
}

TEST(Decimal, HasOneTextForOneValue) {
  const std::pair<const char*, const char*> good[] = {
      {"0", "0"},      {"-0", "0"},       {"-0.0", "0"},      {"007", "7"},
      {"2.50", "2.5"}, {"2,5", "2.5"},    {"-3,25", "-3.25"}, {"0,125", "0.125"},
      {"1.000", "1"},  {"\u22125", "-5"}, {"۱۲", "12"},       {"123456789012345", "123456789012345"}};
  for (const auto& [typed, text] : good) EXPECT_EQ(canonical_decimal(typed), text) << typed;
  const char* bad[] = {"",    " ",     ".",      "-",       "1.",    ".5",  "1e3", "0x10",  "nan",
                       "inf", "1,000", "12,345", "1.000,5", "1,5.2", "--1", "+1",  "1 000", "1234567890123456",
                       "5mg"};
  for (const char* typed : bad) EXPECT_FALSE(canonical_decimal(typed)) << typed;
  EXPECT_FALSE(canonical_decimal(std::string(1000, ' ') + "1"));
}

}  // namespace
}  // namespace preceptor::activity
