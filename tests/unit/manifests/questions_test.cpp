// Rankings, matrices, statements, barriers, decisions, conditions and test-out: what a file says, and what lint says of it.
#include <gtest/gtest.h>

#include "content_files.hpp"
#include "core/activity/condition.hpp"

namespace preceptor::manifests {
namespace {

const std::string kScored = "## ? s | single | required | scored\nWhich?\n- [ ] One\n- [x] Two\n> Because.\n\n";
const std::string kMulti = "## ? m | multi\nWhich?\n- One\n- Two\n- None {none}\n\n";

activity::Unit good(const std::string& body, const std::string& more = "") {
  const Compiled compiled = compile(unit_text("# Case\nWords.\n\n" + body, more), "u.md");
  EXPECT_TRUE(compiled.unit.has_value()) << all_lines(compiled.problems);
  EXPECT_TRUE(compiled.problems.empty()) << all_lines(compiled.problems);
  return compiled.unit.value_or(activity::Unit{});
}

std::string complaint(const std::string& body, const std::string& more = "") {
  return all_lines(compile(unit_text("# Case\nWords.\n\n" + body, more), "u.md").problems);
}

TEST(Questions, ARankingAndItsPlaces) {
  const auto unit = good("## ? r | rank\nOrder?\n- One\n- Two\n- Three\n\n## ? t | rank(2)\nTop two?\n- One\n- Two\n- Three\n\n"
                         "## ? c | rank | scored\nOrder?\n- [3] One\n- [1] Two\n- [2] Three\n> Because.\n");
  const auto& questions = unit.sections[0].questions;
  EXPECT_EQ(questions[0].rank_places, 3);
  EXPECT_EQ(questions[1].rank_places, 2);
  EXPECT_EQ(questions[2].right_order, (std::vector<std::string>{"b", "c", "a"}));
  EXPECT_TRUE(questions[2].required);
}

TEST(Questions, AMatrixAStatementAndWordsBesideAChoice) {
  const auto unit = good("## ? m | matrix | required\nHow often?\n- Wash\n- Dry\n+ Never\n+ Always\n> All of it matters.\n\n"
                         "## ? n | statement\nNow read **this**.\n\n## ? o | single\nWhy?\n- Time\n- Else {other}\n");
  const auto& questions = unit.sections[0].questions;
  ASSERT_EQ(questions[0].rows.size(), 2U);
  EXPECT_EQ(questions[0].rows[1].id + questions[0].rows[1].label, "2Dry");
  EXPECT_EQ(questions[0].options[1].id + questions[0].options[1].label, "bAlways");
  EXPECT_EQ(questions[1].prompt_html, "<p>Now read <strong>this</strong>.</p>");
  EXPECT_TRUE(questions[2].options[1].other);
  EXPECT_EQ(questions[2].options[1].label, "Else");
}

TEST(Questions, BarrierAndDecisionHaveTheirWordsInThreeLanguagesOrYours) {
  const auto unit = good("## ? b | barrier\nWhat?\n\n## ? d | decision\nIs it?\n\n## ? e | decision\nIs it?\n- Yes\n- Partly\n- No\n- We do not know\n");
  const auto& questions = unit.sections[0].questions;
  EXPECT_EQ(questions[0].options.back().id, "nothing");
  EXPECT_TRUE(questions[0].options.back().exclusive);
  EXPECT_EQ(questions[0].options.size(), 7U);
  EXPECT_EQ(questions[1].options[2].label, "No-go: education is the wrong tool");
  EXPECT_EQ(questions[2].options[2].id + questions[2].options[2].label, "no-goNo");
  std::string spanish = unit_text("# Case\nWords.\n\n## ? b | barrier\nWhat?\n");
  spanish.replace(spanish.find("language: en"), 12, "language: es");
  EXPECT_EQ(compile(spanish, "u.md").unit->sections[0].questions[0].options[0].label, "Conocimientos o habilidades");
}

TEST(Questions, AConditionIsTheRestOfTheLine) {
  for (const char* line : {"## ? t | text, if: m = a or count(m) >= 2", "## ? t | text | if: m = a or count(m) >= 2",
                           "## ? t | text,if:m = a or count(m) >= 2"}) {
    const auto unit = good(kMulti + line + "\nWhy?\n");
    EXPECT_EQ(unit.sections[0].questions[1].condition, *activity::parse_condition("m = a or count(m) >= 2")) << line;
    EXPECT_EQ(unit.sections[0].questions[1].type, activity::QuestionType::text) << line;
  }
  const auto flagged = good(kMulti + "## ? t | yesno | required, if: m = a\nWhy?\n");
  EXPECT_TRUE(flagged.sections[0].questions[1].required);
  // A closing question may look at everything.
  const auto closing = good("## ? c | single | commitment, if: s = b\nWhat?\n- This\n- That\n\n" + kScored);
  EXPECT_TRUE(closing.closing[0].condition.has_value());
}

TEST(Questions, TestOut) {
  EXPECT_EQ(good(kScored + "# More\n" + kMulti, "test-out: yes\n").test_out, "s");
  EXPECT_EQ(good(kScored + "# More\n" + kMulti, "test-out: s\n").test_out, "s");
  EXPECT_EQ(good(kScored + "# More\n" + kMulti, "test-out: no\n").test_out, "");
  EXPECT_NE(complaint(kScored + "# More\n" + kMulti, "test-out: m\n")
                .find("\"test-out\" is yes, no or the id of a scored question of the first page"), std::string::npos);
  EXPECT_NE(complaint(kMulti + "# More\n" + kScored, "test-out: yes\n").find("needs a scored question on the first page"), std::string::npos);
}

TEST(Questions, LintSaysWhatIsWrongAndTheCorrectedLine) {
  struct Row {
    std::string body;
    const char* message;
    const char* corrected;
  };
  const Row rows[] = {
      {kMulti + "## ? t | text, if: mm = a\nWhy?\n", "looks at \"mm\", but no question has that id; the nearest is \"m\"", "## ? t | text, if: m = a"},
      {kMulti + "## ? t | text, if: later = a\nWhy?\n\n## ? later | yesno\nSo?\n", "looks at \"later\", which is asked later", ""},
      {kMulti + "## ? t | text, if: answered(t)\nWhy?\n", "looks at its own question", ""},
      {kMulti + "## ? t | text, if: m = z\nWhy?\n", "compares \"m\" with \"z\", which is none of its answers: a, b, c", "## ? t | text, if: m = a"},
      {kMulti + "## ? t | text, if: m < b\nWhy?\n", "cannot be read", ""},
      {kMulti + "## ? t | text, if: m = 2\nWhy?\n", "which is none of its answers", ""},
      {"## ? n | number(0,10)\nHow many?\n\n## ? t | text, if: n > 12\nWhy?\n", "compares \"n\" with 12, which it can never be", ""},
      {"## ? n | number(0,10)\nHow many?\n\n## ? t | text, if: n = many\nWhy?\n", "compares the number \"n\" with the words \"many\"", ""},
      {"## ? f | text\nWhy?\n\n## ? t | text, if: f = 'x'\nWhy?\n", "which is free text; ask only whether it is answered", "## ? t | text, if: answered(f)"},
      {"## ? f | statement\nRead.\n\n## ? t | text, if: answered(f)\nWhy?\n", "which is a statement", ""},
      {"## ? y | yesno\nSo?\n\n## ? t | text, if: count(y) > 0\nWhy?\n", "which has one at most; write answered(y)", ""},
      {kScored + "## ? t | text, if: s = a and s = b\nWhy?\n", "can never hold", ""},
      {kScored + "## ? u | yesno, if: s = a\nSo?\n\n## ? t | text, if: s = b and answered(u)\nWhy?\n", "can never hold", ""},
      {kMulti + "## ? t | text, if: m = c and m = a\nWhy?\n", "can never hold", ""},
      {kScored + "## ? t | text, if: answered(s)\nWhy?\n", "always holds: leave it out", "## ? t | text"},
      {kMulti + "## ? t | text, if:\nWhy?\n", "cannot be read", "if: answered(an-earlier-question)"},
      {"## ? m | matrix\nHow?\n- Wash\n", "a matrix needs at least two choices", "+ Often"},
      {"## ? m | matrix\nHow?\n+ Never\n+ Always\n", "a matrix needs its rows", "- What is asked"},
      {"## ? m | single\nHow?\n- One\n- Two\n+ Three\n", "only a matrix has lines beginning with +", "- Three"},
      {"## ? m | matrix | scored\nHow?\n- Wash\n+ Never\n+ Always\n> So.\n", "a matrix question cannot be scored", ""},
      {"## ? r | rank(5)\nOrder?\n- One\n- Two\n", "asks for 5 places, but there are 2 answers", "## ? r | rank"},
      {"## ? r | rank(x)\nOrder?\n- One\n- Two\n", "is written rank(how many)", "## ? r | rank(3)"},
      {"## ? r | rank | scored\nOrder?\n- [1] One\n- [1] Two\n> So.\n", "the place 1 is given twice", ""},
      {"## ? r | rank | scored\nOrder?\n- [ ] One\n- [1] Two\n> So.\n", "names the right place of its answers in their boxes", "- [1] The first"},
      {"## ? r | single | scored\nWhich?\n- [2] One\n- [x] Two\n> So.\n", "only answers of a scored ranking have a place", ""},
      {"## ? b | barrier\nWhat?\n- One\n- Two\n", "has its own 7 answers", ""},
      {"## ? n | statement | required\nRead.\n", "a statement asks nothing: it takes no flags", "## ? n | statement"},
      {"## ? n | statement\nRead.\n- One\n", "a statement question takes no list of answers", ""},
      {"## ? o | single | commitment\nWhat?\n- One\n- Else {other}\n", "{other} stands once", "- Else"},
      {"## ? o | multi\nWhat?\n- One {other}\n- Else {other}\n", "{other} stands once", "- Else"},
  };
  for (const Row& row : rows) {
    const std::string said = complaint(row.body);
    EXPECT_NE(said.find(row.message), std::string::npos) << row.body << said;
    EXPECT_NE(said.find(row.corrected), std::string::npos) << row.body << said;
    EXPECT_TRUE(said.starts_with("u.md:")) << said;
  }
}

TEST(Questions, PassCountsOnlyWhatEveryoneIsAsked) {
  const std::string second = "## ? s2 | single | scored, if: m = a\nWhich?\n- [ ] One\n- [x] Two\n> Because.\n";
  std::string text = unit_text("# Case\nWords.\n\n" + kScored + kMulti + second);
  text.replace(text.find("pass: 0"), 7, "pass: 2");
  const auto compiled = compile(text, "u.md");
  EXPECT_NE(all_lines(compiled.problems).find("but 1 question is scored and asked of everyone"), std::string::npos) << all_lines(compiled.problems);
}

}  // namespace
}  // namespace preceptor::manifests
