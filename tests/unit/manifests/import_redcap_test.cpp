#include "core/activity/condition.hpp"
#include "import_helpers.hpp"

namespace preceptor::manifests::importers {
namespace {

const std::string kHeader =
    "\"Variable / Field Name\",\"Form Name\",\"Section Header\",\"Field Type\",\"Field Label\",\"Choices, "
    "Calculations, OR Slider Labels\",\"Field Note\","
    "\"Text Validation Type OR Show Slider Number\",\"Text Validation Min\",\"Text Validation "
    "Max\",Identifier?,\"Branching Logic (Show field only if...)\","
    "\"Required Field?\",\"Custom Alignment\",\"Question Number (surveys only)\",\"Matrix Group Name\",\"Matrix "
    "Ranking?\",\"Field Annotation\"\n";

struct Field {
  std::string name, type, label, choices, validation, min, max, identifier, branching, required, annotation, header,
      note, matrix;
};
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}
std::string row(const Field& f) {
  std::string line;
  for (const std::string& cell :
       {f.name, std::string("burden_survey"), f.header, f.type, f.label, f.choices, f.note, f.validation, f.min, f.max,
        f.identifier, f.branching, f.required, std::string(), std::string(), f.matrix, std::string(), f.annotation})
    line += (line.empty() ? "" : ",") + quoted(cell);
  return line + "\n";
}

TEST(ImportRedcap, EveryKindOfField) {
  struct Case {
    Field field;
    const char *type, *labels, *note;
  };
  const Case cases[] = {
      {{"q", "text", "L"}, "text", "", ""},
      {{"q", "notes", "L"}, "text", "", ""},
      {{"q", "radio", "L", "1, One | 2, Two, or more"}, "single", "One,Two, or more", ""},
      {{"q", "dropdown", "L", "a,One|b,Two|"}, "single", "One,Two", ""},
      {{.name = "q",
        .type = "checkbox",
        .label = "L",
        .choices = "1, A | 99, None",
        .annotation = "@NONEOFTHEABOVE='99'"},
       "multi",
       "A,None!",
       ""},
      {{"q", "yesno", "L"}, "yesno", "Yes,No", ""},
      {{"q", "truefalse", "L"}, "yesno", "True,False", ""},
      {{"q", "slider", "L", "none, at all | some | a lot"}, "scale", "", "its middle words are gone: some"},
      {{"q", "text", "L", "", "number", "0", "10.50"}, "number", "", ""},
      {{"q", "text", "L", "", "integer", "10", "1"}, "number", "", "the limits are gone"},
      {{"q", "text", "L", "", "date_ymd", "2020-01-01", ""}, "text", "", "the check \"date_ymd\""},
      {{.name = "q", .type = "text", .label = "L", .annotation = "@DEFAULT='x'"}, "text", "", "its action tags"},
      {{.name = "q", .type = "radio", .label = "L", .choices = "1,A|2,B", .matrix = "m"},
       "single",
       "A,B",
       "the fields of matrix"},
      {{.name = "q", .type = "radio", .label = "L", .choices = "1,[x] A|2,B"}, "single", "(x) A,B", ""},
  };
  for (const Case& c : cases) {
    const Taken taken = take(kHeader + row(c.field), Source::redcap);
    ASSERT_EQ(taken.questions().size(), 1U) << c.field.type << taken.notes;
    EXPECT_EQ(taken.questions()[0].prompt, "L");
    EXPECT_EQ(activity::name(taken.questions()[0].type), c.type);
    EXPECT_EQ(labels(taken.questions()[0]), c.labels);
    EXPECT_TRUE(taken.noted(c.note)) << c.note << "\n" << taken.notes;
    EXPECT_EQ(taken.unit.title, "Burden survey");
  }
  const auto slider = take(kHeader + row(cases[7].field), Source::redcap).questions()[0];
  EXPECT_EQ(slider.scale_max, 10);
  EXPECT_EQ(slider.scale_left, "none at all");
  const auto number = take(kHeader + row(cases[8].field), Source::redcap).questions()[0];
  EXPECT_EQ(number.number_max, 10.5);
}

TEST(ImportRedcap, NoIdentifiersAreCollected) {
  const Taken taken = take(kHeader + row({"record_id", "text", "Record"}) +
                               row({.name = "mail", .type = "text", .label = "M", .validation = "email"}) +
                               row({.name = "who", .type = "text", .label = "Name", .identifier = "y"}) +
                               row({.name = "secret", .type = "notes", .label = "S", .annotation = "@HIDDEN"}) +
                               row({"sum", "calc", "Sum", "[a]+1"}) + row({"up", "file", "File"}) +
                               row({"bad", "radio", "B", "one|two"}) + row({"ok", "yesno", "Fine?"}),
                           Source::redcap);
  ASSERT_EQ(taken.questions().size(), 1U) << taken.text;
  for (const char* note : {"f:2: dropped: record_id: the record's own id", "mail: warning: \"email\" identifies",
                           "who: warning: it is marked as an identifier", "secret: it was hidden",
                           "sum: calculated fields", "up: fields of type \"file\"", "bad: the choice \"one\""})
    EXPECT_TRUE(taken.noted(note)) << note << "\n" << taken.notes;
}

TEST(ImportRedcap, BranchingBecomesAConditionOrIsNamed) {
  const std::string above = row({"r", "radio", "R", "1, A | 2, B | 3, C"}) +
                            row({"c", "checkbox", "C", "1, A | 2, B"}) + row({"y", "yesno", "Y"}) +
                            row({"n", "text", "N", "", "number"}) + row({"t", "text", "T"}) + row({"s", "slider", "S"});
  const std::pair<const char*, const char*> said[] = {
      {"[r] = '1'", "r = a"},
      {"[R]=\"2\"", "r = b"},
      {"[r] <> '1'", "not r = a"},
      {"[r] > 1", "r = b or r = c"},
      {"[r] >= 3", "r = c"},
      {"[c(2)] = '1'", "c = b"},
      {"[c(2)] = '0'", "not c = b"},
      {"[c(1)] <> '1'", "not c = a"},
      {"[y] = '1' AND [n] > 5.0", "y = yes and n > 5"},
      {"[y] = '0' or [n] <> 2", "y = no or not n = 2"},
      {"([r]='1' or [r]='2') and [y]='1'", "(r = a or r = b) and y = yes"},
      {"[r]='1' or [r]='2' and\n[y]='1'", "r = a or r = b and y = yes"},
      {"[r]>1 and [y]=1", "(r = b or r = c) and y = yes"},
      {"[t] <> ''", "answered(t)"},
      {"[n] = \"\"", "not answered(n)"},
      {"[s] >= 50", "s >= 5"},
  };
  for (const auto& [logic, condition] : said) {
    const Taken taken =
        take(kHeader + above + row({.name = "q", .type = "notes", .label = "Q", .branching = logic, .required = "y"}),
             Source::redcap);
    EXPECT_NE(taken.text.find("## ? q | text | required | if: " + std::string(condition) + "\n"), std::string::npos)
        << logic << "\n"
        << taken.text << taken.notes;
    EXPECT_TRUE(activity::parse_condition(condition)) << condition;
  }
  const std::pair<const char*, const char*> unsaid[] = {
      {"[x] = '1'", "it looks at [x]"},
      {"[q] = '1'", "which is not a question above it"},
      {"[t] = 'a'", "free text"},
      {"[r] = '9'", "no answer has the code 9"},
      {"[c] = '1'", "has several boxes"},
      {"[c(1)] > '1'", "something else than 1 and 0"},
      {"[e][r] = '1'", "names an event"},
      {"datediff([n], 'today') > 1", "has no counterpart"},
      {"([r] = '1'", "a parenthesis is not closed"},
      {"[r] = '1' xor [y] = '1'", "has no counterpart"},
      {"[r = '1'", "bracket is not closed"},
      {"[r] = [y]", "not compared with a plain value"},
      {"[r] = '1", "not compared with a plain value"},
      {"[s] > 55", "a slider has the steps"},
      {"[n] > 'x'", "is not a number"},
      {"'1' = [r]", "only a field can be compared"},
      {"((((((((((([r] = '1')))))))))))", "more than 8 levels"},
      {"[r] > 7", "no answer's code is > 7"},
  };
  for (const auto& [logic, why] : unsaid) {
    const Taken taken =
        take(kHeader + above + row({.name = "q", .type = "notes", .label = "Q", .branching = logic, .required = "y"}),
             Source::redcap);
    EXPECT_NE(taken.text.find("## ? q | text\n"), std::string::npos) << logic << taken.text;
    EXPECT_TRUE(taken.noted("q: its branching logic: ") && taken.noted(why) &&
                taken.noted("so it is no longer required"))
        << logic << "\n"
        << taken.notes;
  }
}

TEST(ImportRedcap, SectionsTextsAndNotes) {
  const Taken taken =
      take("\xEF\xBB\xBF" + kHeader + row({"intro", "descriptive", "<b>Please</b> read.\nTwice."}) +
               row({.name = "a", .type = "yesno", .label = "A, \"quoted\"?", .header = "First", .note = "Think."}) +
               row({"mid", "descriptive", "More."}) + row({"b", "yesno", "B?"}),
           Source::redcap);
  ASSERT_EQ(taken.unit.sections.size(), 2U) << taken.text;
  EXPECT_NE(taken.unit.sections[0].body_html.find("Please read.<br>Twice."), std::string::npos)
      << taken.unit.sections[0].body_html;
  EXPECT_EQ(taken.questions()[0].prompt, "A, \"quoted\"? Think.");
  EXPECT_EQ(taken.unit.sections[1].body_html, "<p>More.</p>");
  EXPECT_FALSE(taken.questions()[0].scored);
}

TEST(ImportRedcap, ColumnsByTheirNamesInAnyOrder) {
  const Taken taken = take("field_type,field_label,field_name\r\nyesno,Fine?,ok\r\n", Source::redcap);
  ASSERT_EQ(taken.questions().size(), 1U);
  EXPECT_EQ(taken.questions()[0].id, "ok");
}

TEST(ImportRedcap, WhatIsNoDataDictionaryIsRefused) {
  std::string rows = "field_name,field_type,field_label\n", wide = "field_name,field_type,field_label";
  for (int i = 0; i < 20'001; ++i) rows += "a,text,b\n";
  for (int i = 0; i < 100; ++i) wide += ",";
  const std::pair<std::string, const char*> cases[] = {
      {"", "the file is empty"},
      {"a,b,c\n", "line 1: this is no data dictionary: the column \"variable / field name\" is missing"},
      {kHeader, "no question and no text"},
      {kHeader + "a,b,\"c\n", "line 2: a quotation mark is opened here and never closed"},
      {kHeader + "\"a\n\n\"b,c\n", "line 4: something stands between"},
      {kHeader + "a,b\"c\n", "line 2: a quotation mark inside a field"},
      {kHeader + "a,\"" + std::string(70'000, 'x') + "\"\n", "line 2: a field is longer than 64 KiB"},
      {wide + "\n", "more than 100 fields"},
      {rows, "more than 20,000 rows"},
      {kHeader + std::string("a\0b", 3), "line 2: a control character"},
      {kHeader + "a,\xC0\xAF\n", "line 2: this is not UTF-8"},
  };
  for (const auto& [source, words] : cases)
    EXPECT_NE(refusal(source, Source::redcap).find(words), std::string::npos)
        << refusal(source, Source::redcap).substr(0, 300);
}

}  // namespace
}  // namespace preceptor::manifests::importers
