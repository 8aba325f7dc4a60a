#include "import_helpers.hpp"

namespace preceptor::manifests::importers {
namespace {

TEST(ImportGift, EveryKindOfQuestion) {
  struct Case {
    const char *source, *prompt, *type, *labels, *note;
  };
  const Case cases[] = {
      {"Who?{=Ada ~Bob ~Cy}", "Who?", "single", "Ada*,Bob,Cy", ""},
      {"::Title::Who?{~Bob =Ada}", "Who?", "single", "Bob,Ada*", ""},
      {"Which?{~%50%A ~%50%B ~%-100%C}", "Which?", "multi", "A*,B*,C", "the weights (50 %, 50 %, -100 %) are gone"},
      {"Which?{=A ~%50%B ~C}", "Which?", "single", "A*,B,C", "partial marks"},
      {"Sure?{T}", "Sure?", "yesno", "True*,False", ""},
      {"Sure?{FALSE}", "Sure?", "yesno", "True,False*", ""},
      {"Which drug?{=aspirin =ASA =%50%acetyl}", "Which drug?", "text", "", "accepted: aspirin; ASA; acetyl"},
      {"Tell.{}", "Tell.", "text", "", ""},
      {"The {~sun =moon} shines at night.", "The _____ shines at night.", "single", "sun,moon*", ""},
      {"{=a ~b} first", "_____ first", "single", "a*,b", ""},
      {"Which?{~A ~B}", "Which?", "multi", "A,B", "no answer is marked right"},
      {"[html]<p>One <b>bold</b></p>{=a ~b}", "One bold", "single", "a*,b", "emphasis"},
      {"[plain]a <b>c</b>{=a ~b}", "a <b>c</b>", "single", "a*,b", ""},
      {"K<4 and Na>150?{T}", "K<4 and Na>150?", "yesno", "True*,False", ""},
      {"a\\: b \\{c\\} \\~ \\= \\# \\\\ d{=x\\=1 ~y\\~}", "a: b {c} ~ = # \\ d", "single", "x=1*,y~", ""},
      {"One\\ntwo{T}", "One two", "yesno", "True*,False", ""},
      {"// a comment\nWho?{\n=Ada\n// another\n~Bob\n}", "Who?", "single", "Ada*,Bob", ""},
  };
  for (const Case& c : cases) {
    const Taken taken = take(c.source, Source::gift);
    const auto questions = taken.questions();
    ASSERT_EQ(questions.size(), 1U) << c.source << taken.text;
    EXPECT_EQ(questions[0].prompt, c.prompt) << c.source;
    EXPECT_EQ(activity::name(questions[0].type), c.type) << c.source;
    EXPECT_EQ(labels(questions[0]), c.labels) << c.source;
    EXPECT_TRUE(taken.noted(c.note)) << c.source << "\n" << taken.notes;
  }
}

TEST(ImportGift, Numbers) {
  struct Case {
    const char* answers;
    double low, high;
  };
  for (const Case& c : {Case{"#5", 5, 5}, Case{"#5:0.1", 4.9, 5.1}, Case{"#2..3", 2, 3}, Case{"#-1.5..+2", -1.5, 2},
                        Case{"#=5:1#exactly =%50%5:2", 4, 6}, Case{"#0.30:0.1", 0.2, 0.4}, Case{"#1e3", 1000, 1000},
                        Case{"#=7 ~#no", 7, 7}}) {
    const Taken taken = take("How many?{" + std::string(c.answers) + "}", Source::gift);
    ASSERT_EQ(taken.questions().size(), 1U) << c.answers << taken.notes;
    EXPECT_EQ(taken.questions()[0].right_min, c.low) << c.answers;
    EXPECT_EQ(taken.questions()[0].right_max, c.high) << c.answers;
  }
}

TEST(ImportGift, WhatCannotBeTakenIsNamedWithItsLine) {
  const std::pair<const char*, const char*> cases[] = {
      {"Bad{=a ~b", "f:3: dropped: question 2: its braces do not pair up"},
      {"Bad}=a{", "f:3: dropped: question 2: its braces do not pair up"},
      {"Bad{=a}{=b}", "more than one pair of braces"},
      {"Bad{a =b}", "an answer begins with = or ~"},
      {"Bad{#five}", "\"five\" is not a number"},
      {"Bad{#1:-2}", "is not a number"},
      {"Bad{#3..2}", "is not a number"},
      {"Bad{#1e300}", "more than 15 digits"},
      {"Bad{#=%50%4}", "no value is fully right"},
      {"Bad{=a =b ~c}", "several answers are right"},
      {"Bad{=a ~a}", "fewer than two different answers"},
      {"Bad{~ =a}", "an answer without words"},
      {"Bad{=a ~}", "fewer than two"},
      {"{}", "the question has no words"},
      {"Bad{=a->b}", "a matching question needs"},
      {"Bad{=a->b =c}", "a pair without ->"},
  };
  for (const auto& [source, note] : cases) {
    const Taken taken = take("Good?{T}\n\n" + std::string(source) + "\n", Source::gift);
    EXPECT_EQ(taken.questions().size(), 1U) << source;
    EXPECT_TRUE(taken.noted(note)) << source << "\n" << taken.notes;
  }
}

TEST(ImportGift, FeedbackTitlesCategoriesAndTexts) {
  const Taken taken = take(
      "$CATEGORY: $course$/top/Heart failure\n\n::Case::A man of 70.\n\n"
      "::Which dose?::How much?{~%0%1 mg#Too little. =2 mg#Right. ~3 mg####Why:\\nthe label says so.}\n\n"
      "Sure?{T#You chose false.#You chose true.####Because.}\n\nText that nothing follows\n",
      Source::gift);
  ASSERT_EQ(taken.unit.sections.size(), 1U);
  EXPECT_EQ(taken.unit.sections[0].heading, "Heart failure");
  EXPECT_EQ(taken.unit.sections[0].body_html, "<p>A man of 70.</p>");
  const auto questions = taken.questions();
  ASSERT_EQ(questions.size(), 2U);
  EXPECT_EQ(questions[0].id, "which-dose");
  EXPECT_EQ(questions[0].options[0].feedback_html, "<p>Too little.</p>");
  EXPECT_EQ(questions[0].feedback_html, "<p>Why:<br>the label says so.</p>");
  EXPECT_EQ(questions[1].options[0].feedback_html, "<p>You chose true.</p>");
  EXPECT_EQ(questions[1].options[1].feedback_html, "<p>You chose false.</p>");
  EXPECT_TRUE(taken.noted("text after the last question"));
}

TEST(ImportGift, MatchingBecomesOneQuestionForEachPair) {
  const Taken taken =
      take("Match.{=Metformin -> Biguanide =Apixaban -> Factor Xa inhibitor = -> Statin}", Source::gift);
  const auto questions = taken.questions();
  ASSERT_EQ(questions.size(), 2U);
  EXPECT_EQ(questions[0].prompt, "Match. Metformin");
  EXPECT_EQ(labels(questions[1]), "Biguanide,Factor Xa inhibitor*,Statin");
  EXPECT_TRUE(taken.noted("one question for each of its pairs"));
}

TEST(ImportGift, TrueAndFalseAreSaidInTheLanguageOfTheUnit) {
  EXPECT_EQ(labels(take("Sure?{T}", Source::gift, {"q.gift", "es"}).questions()[0]), "Verdadero*,Falso");
  EXPECT_EQ(take("Sure?{T}", Source::gift, {"q.gift", "ar"}).unit.language, "ar");
}

}  // namespace
}  // namespace preceptor::manifests::importers
