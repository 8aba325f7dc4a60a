#include "import_helpers.hpp"

namespace preceptor::manifests::importers {
namespace {

std::string quiz(const std::string& questions) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n" + questions + "\n</quiz>\n";
}
std::string question(const std::string& type, const std::string& rest, const std::string& text = "Which?") {
  return "<question type=\"" + type + "\"><name><text>Name</text></name><questiontext format=\"html\"><text><![CDATA[" +
         text + "]]></text></questiontext>" + rest + "</question>";
}
std::string answer(int percent, const std::string& text, const std::string& rest = "") {
  return "<answer fraction=\"" + std::to_string(percent) + "\" format=\"html\"><text>" + text + "</text>" + rest +
         "</answer>";
}

TEST(ImportMoodle, EveryKindOfQuestion) {
  struct Case {
    std::string source;
    const char *type, *labels, *note;
  };
  const Case cases[] = {
      {question("multichoice",
                "<single>true</single>" +
                    answer(100, "A", "<feedback format=\"html\"><text>&lt;p&gt;Yes&lt;/p&gt;</text></feedback>") +
                    answer(0, "B")),
       "single", "A*,B", ""},
      {question("multichoice", "<single>false</single>" + answer(50, "A") + answer(50, "B") + answer(-50, "C")),
       "multi", "A*,B*,C", "the weights"},
      {question("multichoice", "<single>true</single>" + answer(100, "A") + answer(50, "B")), "single", "A*,B",
       "partial marks"},
      {question("truefalse", answer(0, "true") + answer(100, "false")), "yesno", "True,False*", ""},
      {question("numerical", answer(100, "5", "<tolerance>0.5</tolerance>") +
                                 "<units><unit><multiplier>1</multiplier><unit_name>mg</unit_name></unit></units>"),
       "number", "", ""},
      {question("shortanswer", answer(100, "aspirin")), "text", "", "accepted: aspirin"},
      {question("essay", "<graderinfo format=\"html\"><text>Look for X</text></graderinfo>"), "text", "",
       "<graderinfo>"},
      {question("multichoice", answer(100, "A") + answer(0, "B") +
                                   "<defaultgrade>2.0</defaultgrade><hint><text>h</text></hint><tags><tag/></"
                                   "tags><correctfeedback><text>Well done</text></correctfeedback>"),
       "single", "A*,B", "its mark was 2.0"},
  };
  for (const Case& c : cases) {
    const Taken taken = take(quiz(c.source), Source::moodle_xml);
    ASSERT_EQ(taken.questions().size(), 1U) << c.source << taken.notes;
    EXPECT_EQ(taken.questions()[0].prompt, "Which?");
    EXPECT_EQ(activity::name(taken.questions()[0].type), c.type) << c.source;
    EXPECT_EQ(labels(taken.questions()[0]), c.labels) << c.source;
    EXPECT_TRUE(taken.noted(c.note)) << c.source << "\n" << taken.notes;
  }
  const Taken number = take(quiz(cases[4].source), Source::moodle_xml);
  EXPECT_EQ(number.questions()[0].right_min, 4.5);
  EXPECT_EQ(number.questions()[0].unit_label, "mg");
  const Taken last = take(quiz(cases[7].source), Source::moodle_xml);
  for (const char* note : {"its hints", "its tags", "<correctfeedback>"})
    EXPECT_TRUE(last.noted(note)) << note << last.notes;
}

TEST(ImportMoodle, HtmlBecomesTextAndWhatIsLostIsSaid) {
  struct Case {
    const char *html, *prompt, *note;
  };
  const Case cases[] = {
      {"<p>One</p><p>two &amp; three&nbsp;&ge; 2</p>", "One two & three \u2265 2", ""},
      {"10<sup>9</sup>/L, CO<sub>2</sub>, m<sup>a</sup>", "10\u2079/L, CO\u2082, m^(a)", "raised or lowered"},
      {"<ul><li>a</li><li>b</li></ul>", "\u2022 a \u2022 b", ""},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b c", "a table became lines"},
      {"See <img src=\"@@PLUGINFILE@@/x.png\" alt=\"an ECG\">", "See [an ECG]",
       "dropped: Name: a picture; its description"},
      {"See<img src=x>", "See", "a picture without a description"},
      {"a<script>alert('</b>')</script>b", "ab", "<script> and what is in it"},
      {"a <a href=\"https://example.org/?a=1&b=2\">link</a>", "a link (https://example.org/?a=1&b=2)", "a link became"},
      {"a <a href=\"javascript:alert(1)\">link</a>", "a link", ""},
      {"<!-- no --><!DOCTYPE html>a", "a", ""},
      {"if K<4 or Na>150", "if K<4 or Na>150", ""},
      {"a &unknown; &#x41; &#0; b &", "a &unknown; A b &", ""},
      {"*not* _em_ `code` [x](y) ![z](w) <https://a.b> &amp;lt; 1. # > - = ~~~",
       "*not* _em_ `code` [x](y) ![z](w) <https://a.b> &lt; 1. # > - = ~~~", ""},
      {"<p># h</p><p>- l</p><p>&gt; q</p><p>= 1</p><p>1. n</p><p>```</p><p>## ? q | single</p><p>---</p><p>+ p</p>",
       "# h - l > q = 1 1. n ``` ## ? q | single --- + p", ""},
      {"\\(x^2\\) a\\", "\\(x^2\\) a\\", "a formula"},
      {"snake_case a_b_ __c__", "snake_case a_b_ __c__", ""},
  };
  for (const Case& c : cases) {
    const Taken taken = take(quiz(question("essay", "", c.html)), Source::moodle_xml);
    ASSERT_EQ(taken.questions().size(), 1U) << c.html;
    EXPECT_EQ(taken.questions()[0].prompt, c.prompt) << taken.text;
    EXPECT_TRUE(taken.noted(c.note)) << c.html << "\n" << taken.notes;
    EXPECT_EQ(taken.questions()[0].prompt_html.find("<a "), std::string::npos);
  }
}

TEST(ImportMoodle, CategoriesDescriptionsFilesAndOtherKinds) {
  const Taken taken =
      take(quiz("<question type=\"category\"><category><text>$course$/top/Renal</text></category></question>" +
                question("description", "", "<p>A case.</p>") + question("essay", "") +
                "<question type=\"essay\"><name><text>With file</text></name><questiontext "
                "format=\"html\"><text>See</text><file name=\"a.png\" "
                "encoding=\"base64\">AAAA</file></questiontext></question>" +
                question("cloze", "") + question("essay", "<hidden>1</hidden>") +
                question("numerical", answer(100, "x")) + question("truefalse", answer(100, "yes")) +
                "<question "
                "type=\"matching\"><name><text>M</text></name><questiontext><text>Match</text></"
                "questiontext><subquestion><text>a</text><answer><text>1</text></answer></subquestion>"
                "<subquestion><text>b</text><answer><text>2</text></answer></subquestion></question>"),
           Source::moodle_xml);
  EXPECT_EQ(taken.unit.sections[0].heading, "Renal");
  EXPECT_EQ(taken.unit.sections[0].body_html, "<p>A case.</p>");
  EXPECT_EQ(taken.questions().size(), 4U) << taken.text;
  for (const char* note : {"the file \"a.png\"", "questions of type \"cloze\" have no counterpart",
                           "it was hidden in Moodle", "\"x\" is not a number", "which of true and false is right"})
    EXPECT_TRUE(taken.noted(note)) << note << "\n" << taken.notes;
}

TEST(ImportMoodle, HostileXmlIsRefused) {
  const std::string bomb =
      "<?xml version=\"1.0\"?>\n<!-- c -->\n<!DOCTYPE quiz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
      "\"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>\n<quiz>&c;</quiz>";
  std::string deep, wide = "<quiz>";
  for (int i = 0; i < 5000; ++i) deep += "<quiz>";
  for (int i = 0; i < 100'001; ++i) wide += "<a/>";
  std::string forty = "<quiz>";
  for (int i = 0; i < 40; ++i) forty += "<a>";
  for (int i = 0; i < 40; ++i) forty += "</a>";
  const std::pair<std::string, const char*> cases[] = {
      {bomb, "document type declaration"},
      {"<!DOCTYPE quiz SYSTEM \"file:///etc/passwd\"><quiz/>", "document type declaration"},
      {"<quiz>&xxe;</quiz>", "not well-formed"},
      {deep, "not well-formed"},
      {forty + "</quiz>", "nested more than 32 deep"},
      {wide + "</quiz>", "more than 100,000"},
      {"<quiz><question></quiz>", "line 1: this is not well-formed XML"},
      {"<quiz", "not well-formed"},
      {"", "not well-formed"},
      {"<html/>", "the first element is <html>, not <quiz>"},
      {"<quiz/>", "no question and no text"},
      {"<quiz>&#1;</quiz>", "not well-formed"},
      {std::string("<quiz>\0</quiz>", 14), "line 1: a control character"},
      {"<quiz>\n\xFF</quiz>", "line 2: this is not UTF-8"},
      {"<?xml version=\"1.0\" encoding=\"UTF-16\"?><quiz/>", ""},
  };
  for (const auto& [source, words] : cases)
    EXPECT_NE(refusal(source, Source::moodle_xml).find(words), std::string::npos)
        << source.substr(0, 200) << refusal(source, Source::moodle_xml);
}

}  // namespace
}  // namespace preceptor::manifests::importers
