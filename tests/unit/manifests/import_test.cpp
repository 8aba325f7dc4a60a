// What holds for every source: limits, hostile texts, guessing, what a person must add.
#include <functional>

#include "import_helpers.hpp"

namespace preceptor::manifests::importers {
namespace {

constexpr Source kSources[] = {Source::gift, Source::moodle_xml, Source::redcap};

std::string many(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}
// One question with this prompt, one answer with this label and an explanation.
std::string source_with(Source kind, std::string text) {
  if (kind == Source::moodle_xml)
    return "<quiz><question type=\"multichoice\"><questiontext format=\"html\"><text><![CDATA[" + text +
           "]]></text></questiontext><answer fraction=\"100\" format=\"html\"><text><![CDATA[" + text +
           "]]></text><feedback><text><![CDATA[" + text +
           "]]></text></feedback></answer><answer fraction=\"0\"><text>other</text></answer></question></quiz>";
  std::string safe;
  if (kind == Source::gift) {
    for (char c : text)
      safe += (std::string_view("~=#{}:\\").find(c) != std::string_view::npos ? "\\" : "") + std::string(1, c);
    return "[html]" + safe + "{=" + safe + "#" + safe + "~other}";
  }
  for (char c : text)
    if (c != '|') safe += c == '"' ? "\"\"" : std::string(1, c);
  return "field_name,field_type,field_label,select_choices_or_calculations\nq,radio,\"" + safe + "\",\"1, " + safe +
         " | 2, other\"\n";
}

TEST(Import, LintNamesExactlyWhatAPersonMustAdd) {
  const auto imported = import_text("::A::Who?{=Ada ~Bob}", Source::gift, {"My quiz.gift", "en"});
  ASSERT_TRUE(imported);
  EXPECT_EQ(all_notes(imported->notes),
            "f: missing: lint names the facts a person must add: objectives, references, author, disclosure, "
            "commercial-support, ai, gap, review-by\n"
            "f: changed: the language is taken to be en, and no pass mark is set\n"
            "f:1: missing: A: a scored question needs its rationale: lines beginning with > below the answers\n");
  std::string said;
  for (const Problem& problem : compile(imported->text, "u.md").problems) said += problem.message + "\n";
  EXPECT_EQ(
      said,
      "\"objectives\" is empty\n\"references\" is empty\n\"author\" is empty\n\"disclosure\" is "
      "empty\n\"commercial-support\" is empty\n\"ai\" is empty\n\"gap\" is empty\n"
      "\"review-by\" is empty\na scored question needs its rationale: lines beginning with > below the answers\n");
  const Compiled compiled = compile(completed(imported->text), "u.md");
  ASSERT_TRUE(compiled.unit);
  EXPECT_TRUE(compiled.problems.empty()) << all_lines(compiled.problems);
  EXPECT_EQ(compiled.unit->id, "my-quiz");
  EXPECT_EQ(compiled.unit->title, "My quiz");
}

TEST(Import, GuessesTheSource) {
  EXPECT_EQ(guess_source("a.GIFT", ""), Source::gift);
  EXPECT_EQ(guess_source("a.xml", ""), Source::moodle_xml);
  EXPECT_EQ(guess_source("a.csv", ""), Source::redcap);
  EXPECT_EQ(guess_source("a.txt", "::q::"), Source::gift);
  EXPECT_EQ(guess_source("a.txt", "<?xml version"), Source::moodle_xml);
  EXPECT_EQ(guess_source("a.txt", "\xEF\xBB\xBF\"Variable / Field Name\","), Source::redcap);
  EXPECT_EQ(guess_source("a.txt", "Dear all"), std::nullopt);
  EXPECT_EQ(source_named("moodle-xml"), Source::moodle_xml);
  EXPECT_EQ(source_named("qti"), std::nullopt);
}

TEST(Import, WhatIsNoTextIsRefusedByName) {
  for (const Source kind : kSources) {
    EXPECT_EQ(refusal(std::string(8 * 1024 * 1024 + 1, 'a'), kind), "the file is larger than 8 MiB");
    EXPECT_EQ(refusal("a\nb\xC3(", kind), "line 2: this is not UTF-8: save the file as UTF-8");
    EXPECT_EQ(refusal(std::string("a\r\nb\r\0", 6), kind), "line 3: a control character: this is not a text file");
    const auto language = import_text("a{T}", kind, {"q", "english!"});
    ASSERT_FALSE(language);
    EXPECT_NE(language.error().detail.find("not a language tag"), std::string::npos);
  }
  EXPECT_NE(refusal("", Source::gift).find("no question and no text"), std::string::npos);
  EXPECT_NE(refusal("a{", Source::gift).find("do not pair up"), std::string::npos);
}

// Whatever a text holds, the unit shows it and nothing else: no markup, no question of its own, no rule of our format.
TEST(Import, TextsCannotBecomeMarkupOrRules) {
  const char* texts[] = {"{none}",
                         "x {none}",
                         "[x] y",
                         "[",
                         "]",
                         "- a",
                         "-",
                         "= 2",
                         "## ? q | single",
                         "# h",
                         "> q",
                         "```",
                         "~~~ a",
                         "1. a",
                         "12) b",
                         "***",
                         "___",
                         "---",
                         "a  # b",
                         "![a](https://b.c/d.png)",
                         "[a](javascript:x)",
                         "[a]: https://b.c",
                         "<https://b.c>",
                         "&#106;avascript",
                         "a\\",
                         "\\",
                         "*a* _b_ **c** `d`",
                         "&amp;",
                         "? x",
                         "\u0646\u0638\u0627\u0641\u0629",
                         "\u200F\u202Ea",
                         "\xC2\xA0",
                         "a | b | required",
                         "if: a = b",
                         "?",
                         "+ a",
                         "2..3",
                         "::a::"};
  for (const Source kind : kSources) {
    for (const std::string text : texts) {
      const Taken taken = take(source_with(kind, text), kind, {text, "en"});
      ASSERT_EQ(taken.questions().size(), 1U) << text << "\n" << taken.text << taken.notes;
      const auto question = taken.questions()[0];
      EXPECT_EQ(question.prompt_html.find("<em"), std::string::npos) << text;
      EXPECT_EQ(question.prompt_html.find("<a "), std::string::npos) << text;
      ASSERT_EQ(question.options.size(), 2U) << text;
      EXPECT_FALSE(question.options[0].exclusive) << text;
      if (text.find('&') == std::string::npos && text.find('|') == std::string::npos && text != "<https://b.c>") {
        EXPECT_EQ(question.prompt, text == "a  # b" ? "a # b" : text);
      }
    }
  }
}

TEST(Import, HostileTextsAreTakenOrRefusedQuickly) {
  const std::string pieces[] = {"<",
                                "<b",
                                "<b =\">",
                                "<b ='\">\"",
                                "<!--",
                                "<!D",
                                "<script>",
                                "</",
                                "<sup>",
                                "<sup>1</sup>",
                                "&",
                                "&#",
                                "&#x110000;",
                                "<img alt=\"",
                                "<a href=\"https://x",
                                "<p>",
                                "<li>",
                                "{",
                                "}",
                                "=",
                                "~",
                                "#",
                                "::",
                                "\\",
                                "%",
                                "->",
                                "a{T}\n\n",
                                "$CATEGORY: a\n",
                                "\n",
                                "\"",
                                ",",
                                "\"a\",",
                                "[",
                                "(",
                                "a,",
                                "|",
                                " ",
                                "\xE2\x80\x8F",
                                "````",
                                "> "};
  for (const Source kind : kSources) {
    for (const std::string& piece : pieces) {
      for (const std::string& text : {many(piece, 1500), source_with(kind, many(piece, 500))}) {
        const auto imported = import_text(text, kind, {"q", "en"});
        if (!imported) {
          EXPECT_FALSE(imported.error().detail.empty());
          EXPECT_LT(imported.error().detail.size(), 800U);
          continue;
        }
        EXPECT_LE(imported->notes.size(), 1003U);
        const Compiled compiled = compile(completed(imported->text), "u.md");
        EXPECT_TRUE(compiled.unit) << piece << all_lines(compiled.problems).substr(0, 2000);
      }
    }
  }
}

TEST(Import, KeepsWithinTheLimitsOfAUnit) {
  std::string gift;
  for (int i = 0; i < 130; ++i)
    gift += "$CATEGORY: c" + std::to_string(i) + "\nText " + std::to_string(i) + "\n\nQ" + std::to_string(i) +
            "{=a ~b}\n\n";
  const Taken taken = take(gift, Source::gift);
  EXPECT_EQ(taken.questions().size(), 100U);
  EXPECT_TRUE(taken.noted("question 202: a unit has at most 100 questions")) << taken.notes;
  const Taken large =
      take(many("::a::" + std::string(30'000, 'x') + "{=" + std::string(5'000, 'y') + " ~b}\n\n", 20), Source::gift);
  EXPECT_LT(large.text.size(), 256U * 1024);
  EXPECT_TRUE(large.noted("the unit would be larger than 256 KiB"));
  EXPECT_TRUE(large.noted("an answer longer than 1000 bytes was cut"));
  std::string answers = "Q{=a";
  for (int i = 0; i < 60; ++i) answers += " ~" + std::to_string(i);
  EXPECT_NE(refusal(answers + "}", Source::gift).find("at most 50 answers"), std::string::npos);
}

TEST(Import, IdsAreUniqueAndReadable) {
  const Taken taken = take(
      "::Dose::a{T}\n\n::Dose::b{T}\n\n::\u062C\u0631\u0639\u0629::c{T}\n\n::" + many("very long title ", 9) + "::d{T}",
      Source::gift);
  std::string ids;
  for (const auto& question : taken.questions()) ids += question.id + " ";
  EXPECT_EQ(ids, "dose dose-2 q3 very-long-title-very-long-title-very-lon ");
}

}  // namespace
}  // namespace preceptor::manifests::importers
