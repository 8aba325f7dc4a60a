// Rankings, matrices, barriers, decisions, words beside a choice: how their forms are read, and that old content keeps its hash.
#include <gtest/gtest.h>

#include "core/base/digest.hpp"
#include "sample_unit.hpp"

namespace preceptor::activity {
namespace {

using base::Code;

Question with_fixed(QuestionType type) {
  Question q = question("q", type);
  for (const auto id : fixed_options(type)) q.options.push_back({std::string(id), "Words of " + std::string(id), false, id == "nothing", ""});
  return q;
}

Question ranking(int places) {
  Question q = choice("q", QuestionType::rank);
  q.rank_places = places;
  return q;
}

Question matrix(bool required) {
  Question q = choice("q", QuestionType::matrix);
  q.rows = {{"1", "First row"}, {"2", "Second row"}};
  q.required = required;
  return q;
}

Question with_other(QuestionType type) {
  Question q = choice("q", type);
  q.options[2].exclusive = true;
  q.options[3].other = true;
  return q;
}

PageAnswers answers_to(const Question& q, const base::Fields& form) { return read_answers({&q}, form); }

TEST(Types, GoodFormsAreRead) {
  struct Row {
    const char* what;
    Question question;
    base::Fields form;
    std::vector<std::string> choices;
    bool skipped;
  };
  const Row rows[] = {
      {"a whole ranking", ranking(4), {{"q.q.a", "2"}, {"q.q.b", "1"}, {"q.q.c", "4"}, {"q.q.d", "3"}}, {"b", "a", "d", "c"}, false},
      {"the first two of a ranking", ranking(2), {{"q.q.a", ""}, {"q.q.b", "2"}, {"q.q.c", "1"}, {"q.q.d", ""}}, {"c", "b"}, false},
      {"a ranking left out", ranking(4), {{"q.q.a", ""}, {"q.q.b", " "}}, {}, true},
      {"a matrix", matrix(true), {{"q.q.2", "a"}, {"q.q.1", "d"}}, {"1:d", "2:a"}, false},
      {"one row of an optional matrix", matrix(false), {{"q.q.2", "a"}}, {"2:a"}, false},
      {"a matrix left out", matrix(false), {}, {}, true},
      {"barriers", with_fixed(QuestionType::barrier), {{"q.q", "team"}, {"q.q", "knowledge"}}, {"knowledge", "team"}, false},
      {"nothing in the way", with_fixed(QuestionType::barrier), {{"q.q", "nothing"}}, {"nothing"}, false},
      {"a decision left out", with_fixed(QuestionType::decision), {{"q.q.words", " "}}, {}, true},
  };
  for (const Row& row : rows) {
    const PageAnswers answers = answers_to(row.question, row.form);
    ASSERT_TRUE(answers.accepted()) << row.what;
    EXPECT_EQ(answers.responses.at("q").choices, row.choices) << row.what;
    EXPECT_EQ(answers.responses.at("q").skipped, row.skipped) << row.what;
    EXPECT_TRUE(answers.texts.empty()) << row.what;
  }
}

TEST(Types, BadFormsAreRefused) {
  Question required_rank = ranking(4), required_barrier = with_fixed(QuestionType::barrier);
  required_rank.required = required_barrier.required = true;
  struct Row {
    const char* what;
    Question question;
    base::Fields form;
    Code code;
  };
  const Row rows[] = {
      {"a place twice", ranking(4), {{"q.q.a", "1"}, {"q.q.b", "1"}, {"q.q.c", "2"}, {"q.q.d", "3"}}, Code::answer_invalid},
      {"an option on two places", ranking(2), {{"q.q.a", "1"}, {"q.q.a", "2"}}, Code::answer_invalid},
      {"a place missing", ranking(4), {{"q.q.a", "1"}, {"q.q.b", "2"}, {"q.q.c", "3"}}, Code::answer_invalid},
      {"a place too high", ranking(2), {{"q.q.a", "1"}, {"q.q.b", "3"}}, Code::answer_invalid},
      {"place zero", ranking(2), {{"q.q.a", "1"}, {"q.q.b", "0"}}, Code::answer_invalid},
      {"no number", ranking(2), {{"q.q.a", "1"}, {"q.q.b", "-1"}}, Code::answer_invalid},
      {"a very long number", ranking(2), {{"q.q.a", "1"}, {"q.q.b", std::string(50, '9')}}, Code::answer_invalid},
      {"required ranking", required_rank, {}, Code::answer_required},
      {"a row missing", matrix(true), {{"q.q.1", "a"}}, Code::answer_required},
      {"two choices in a row", matrix(false), {{"q.q.1", "a"}, {"q.q.1", "b"}}, Code::answer_invalid},
      {"an unknown choice in a row", matrix(false), {{"q.q.1", "z"}}, Code::answer_invalid},
      {"nothing and something", with_fixed(QuestionType::barrier), {{"q.q", "nothing"}, {"q.q", "team"}}, Code::answer_invalid},
      {"a barrier we do not know", with_fixed(QuestionType::barrier), {{"q.q", "laziness"}}, Code::answer_invalid},
      {"words alone for a required barrier", required_barrier, {{"q.q.words", "The form is long."}}, Code::answer_required},
      {"a decision without its reason", with_fixed(QuestionType::decision), {{"q.q", "go"}}, Code::answer_required},
      {"two decisions", with_fixed(QuestionType::decision), {{"q.q", "go"}, {"q.q", "part"}, {"q.q.words", "x"}}, Code::answer_invalid},
      {"a patient in an example", with_fixed(QuestionType::barrier), {{"q.q", "team"}, {"q.q.words", "MRN 448812 waited"}}, Code::answer_identifier},
      {"a patient in a reason", with_fixed(QuestionType::decision), {{"q.q", "go"}, {"q.q.words", "MRN 448812"}}, Code::answer_identifier},
      {"a patient in other", with_other(QuestionType::single), {{"q.q", "d"}, {"q.q.words", "MRN 448812"}}, Code::answer_identifier},
      {"too many words", with_fixed(QuestionType::barrier), {{"q.q", "team"}, {"q.q.words", std::string(501, 'x')}}, Code::answer_invalid},
      {"words for other beside another choice", with_other(QuestionType::single), {{"q.q", "a"}, {"q.q.words", "mine"}}, Code::answer_invalid},
      {"words for other beside none", with_other(QuestionType::multi), {{"q.q", "c"}, {"q.q.words", "mine"}}, Code::answer_invalid},
  };
  for (const Row& row : rows) {
    const PageAnswers answers = answers_to(row.question, row.form);
    ASSERT_EQ(answers.errors.size(), 1U) << row.what;
    EXPECT_EQ(answers.errors[0].code, row.code) << row.what;
    EXPECT_TRUE(answers.texts.empty()) << row.what;
  }
}

TEST(Types, WordsStandBesideTheChoiceAsAHash) {
  struct Row {
    const char* what;
    Question question;
    base::Fields form;
    std::vector<std::string> choices;
  };
  const Row rows[] = {
      {"an example", with_fixed(QuestionType::barrier), {{"q.q", "team"}, {"q.q.words", " Nobody hands over. "}}, {"team"}},
      {"a reason", with_fixed(QuestionType::decision), {{"q.q", "no-go"}, {"q.q.words", "Nobody hands over."}}, {"no-go"}},
      {"other", with_other(QuestionType::single), {{"q.q", "d"}, {"q.q.words", "Nobody hands over."}}, {"d"}},
      {"other without its tick", with_other(QuestionType::single), {{"q.q.words", "Nobody hands over."}}, {"d"}},
      {"other with more, without its tick", with_other(QuestionType::multi), {{"q.q", "a"}, {"q.q.words", "Nobody hands over."}}, {"a", "d"}},
  };
  for (const Row& row : rows) {
    const PageAnswers answers = answers_to(row.question, row.form);
    ASSERT_TRUE(answers.accepted()) << row.what;
    const auto& response = answers.responses.at("q");
    EXPECT_EQ(response.choices, row.choices) << row.what;
    EXPECT_EQ(answers.texts.at("q"), "Nobody hands over.") << row.what;
    EXPECT_EQ(response.text_hash, base::sha256_hex(answers.salts.at("q") + "Nobody hands over.")) << row.what;
    EXPECT_FALSE(response.skipped) << row.what;
  }
}

TEST(Types, AStatementAsksNothing) {
  const Question statement = question("q", QuestionType::statement);
  const PageAnswers answers = answers_to(statement, {{"q.q", "x"}});
  EXPECT_TRUE(answers.accepted());
  EXPECT_TRUE(answers.responses.empty());
}

TEST(Types, AScoredRankingIsRightInItsOrderOnly) {
  Question q = ranking(3);
  q.scored = q.required = true;
  q.right_order = {"c", "a", "b"};
  EXPECT_TRUE(*is_correct(q, {{"c", "a", "b"}, "", "", false}));
  EXPECT_FALSE(*is_correct(q, {{"a", "c", "b"}, "", "", false}));
  EXPECT_FALSE(*is_correct(q, {{}, "", "", true}));
}

Unit unit_of_types() {
  Unit unit = sample_unit();
  Question scored = ranking(2);
  scored.id = "order";
  scored.scored = scored.required = true;
  scored.right_order = {"b", "a"};
  Question lines = matrix(true), other = with_other(QuestionType::multi), barrier = with_fixed(QuestionType::barrier);
  Question decision = with_fixed(QuestionType::decision), statement = question("said", QuestionType::statement);
  lines.id = "lines";
  other.id = "other";
  barrier.id = "barrier";
  decision.id = "decision";
  decision.condition = *parse_condition("count(barrier) >= 2 or lines = '1:a'");
  unit.sections.push_back({"Types", "", {scored, lines, other, barrier, decision, statement}});
  unit.test_out = "q1";
  return unit;
}

TEST(Types, CanonicalJsonThereAndBack) {
  const std::string json = to_json(unit_of_types());
  const auto unit = unit_from_json(json);
  ASSERT_TRUE(unit) << base::describe(unit.error());
  EXPECT_EQ(to_json(*unit), json);
  EXPECT_EQ(unit->test_out, "q1");
  EXPECT_EQ(unit->sections[2].questions[0].right_order, (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(unit->sections[2].questions[1].rows[1].label, "Second row");
  EXPECT_TRUE(unit->sections[2].questions[2].options[3].other);
  EXPECT_EQ(unit->sections[2].questions[4].condition, *parse_condition("count(barrier) >= 2 or lines = '1:a'"));
}

TEST(Types, MembersNobodyUsesAreLeftOutSoThatOldHashesStand) {
  const std::string json = to_json(sample_unit());
  for (const char* name : {"\"if\"", "\"rows\"", "\"rank\"", "\"other\"", "\"test_out\""}) EXPECT_EQ(json.find(name), std::string::npos) << name;
  // The text of a unit of the first version, byte for byte.
  EXPECT_EQ(base::sha256_hex(json), "f87acca32909124c1f01adbf739bedbc7abab2c1d7a7aea0f1fa5ff1485a3d79");
}

TEST(Types, DamagedJsonIsRefusedWithItsPlace) {
  const std::string json = to_json(unit_of_types());
  struct Row {
    const char* from;
    const char* to;
    const char* place;
  };
  const Row rows[] = {
      {R"("places":2)", R"("places":5)", "rank.places"},
      {R"("right":["b","a"])", R"("right":["b"])", "rank.right"},
      {R"("right":["b","a"])", R"("right":["b","z"])", "rank.right"},
      {R"("id":"1","label":"First row")", R"("id":"2","label":"First row")", "rows[1].id"},
      {R"("count":"barrier")", R"("count":"gone")", "if: looks at \"gone\""},
      {R"("count":"barrier")", R"("count":"decision")", "if: looks at \"decision\""},
      {R"("id":"no-go")", R"("id":"maybe")", "options: not exactly the options of a decision"},
      {R"("test_out":"q1")", R"("test_out":"dose")", "test_out"},
  };
  for (const Row& row : rows) {
    std::string damaged = json;
    const auto at = damaged.find(row.from);
    ASSERT_NE(at, std::string::npos) << row.from;
    damaged.replace(at, std::string(row.from).size(), row.to);
    const auto unit = unit_from_json(damaged);
    ASSERT_FALSE(unit) << row.to;
    EXPECT_NE(unit.error().detail.find(row.place), std::string::npos) << unit.error().detail;
  }
}

}  // namespace
}  // namespace preceptor::activity
