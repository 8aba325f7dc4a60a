// What was compiled is written as text that compiles to it again: the samples, every type of question, and texts put together by dice.
#include "manifests/write_unit.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "content_files.hpp"

namespace preceptor::manifests {
namespace {

activity::Unit compiled_unit(const std::string& text) {
  auto compiled = compile(text, "u.md");
  EXPECT_TRUE(compiled.unit) << all_lines(compiled.problems) << text;
  return compiled.unit.value_or(activity::Unit{});
}

// The text it was written as; fails when it is not the same unit.
std::string again(const std::string& text) {
  const auto unit = compiled_unit(text);
  const auto written = text_of_unit(unit);
  EXPECT_TRUE(written) << (written ? "" : written.error().detail) << "\n" << text << "\n" << activity::to_json(unit);
  if (!written) return {};
  EXPECT_EQ(compiled_unit(*written).hash, unit.hash) << *written;
  return *written;
}

TEST(WriteUnit, TheSamplesComeBack) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kSource / "manifests/samples")) {
    if (entry.path().extension() != ".md" || entry.path().filename() == "README.md") continue;
    const std::string text = read_text(entry.path());
    if (compile(text, "sample.md").activity) continue;   // only units are written again
    const auto written = again(text);
    EXPECT_EQ(again(written), written) << "written once more it is the same text";
    ++files;
  }
  EXPECT_EQ(files, 12);
}

TEST(WriteUnit, EveryTypeOfQuestionComesBack) {
  again(unit_text(R"(# Case

Read **this** and *that*: `a_b`, [a source](https://example.org/a_(b)?c=1&d=2).\
Second line of a <unit> & 5 * 3 [1].

## A heading

1. one
2. two

   still two

> A quotation
> of two lines

```
code - *not* emphasis
```

# More words

1\. is no list, \# no heading, \- nothing.

## ? dose | single | scored
Which?
- [ ] Five
  > Not *this*.
- [x] Two
> Because.
>
> - first
> - second

## ? many | multi | required, if: dose = a
Choose.
- One {none}
- Two
- Three {other}

## ? says | yesno
Or?

## ? own | yesno | scored
Own words?
- [x] Aye
- [ ] Nay
> Aye.

## ? much | number(0,2.5,mg) | scored
How much?
= 1..2
> One to two.

## ? bare | number
How many?

## ? half | number(,10)
How many at most?

## ? felt | scale(1,5,not at all,very much) | burden
Felt?

## ? short | scale(0,10)
Felt?

## ? words | text
Anything?

## ? order | rank(2) | scored
Order?
- [2] B
- [1] A
- [ ] C
> A, B.

## ? grid | matrix | if: much >= 1 and not answered(words)
How often?
- Hands
- Gloves
+ Never
+ Often

## ? note | statement
Now *think*.

* a
* b

## ? why | barrier
What is in the way?

## ? right | decision
Which?

## ? next | multi | commitment
What will you do?
- Wash
- Nothing {none}

## ? useful | single | relevance
Useful?
- Yes
- No
)", "notice: Sample.\ntest-out: dose\n"));
  again(unit_text("# Only words\n\nNothing is asked.\n"));
  again(unit_text("# Only words\n\nNothing is asked.\n\n# End\n\n## ? next | single | commitment\nWhat?\n- A\n- B\n"));
}

TEST(WriteUnit, ACopyIsTheSameUnderAnotherId) {
  auto unit = compiled_unit(unit_text("# Case\n\nWords.\n" + kQuestion));
  const auto text = text_of_copy(unit, "u-copy");
  ASSERT_TRUE(text);
  const auto copy = compiled_unit(*text);
  EXPECT_EQ(copy.id, "u-copy");
  unit.id = "u-copy";
  EXPECT_EQ(activity::to_json(copy), activity::to_json(unit));
  EXPECT_EQ(text_of_copy(unit, "No Id").error().code, base::Code::content_invalid);
}

TEST(WriteUnit, WhatTheFormatCannotSayIsRefusedNeverChanged) {
  auto unit = compiled_unit(unit_text("# Case\n\nWords.\n" + kQuestion));
  unit.sections[0].body_html = "<table><tr><td>1</td></tr></table>";
  EXPECT_EQ(text_of_unit(unit).error().code, base::Code::content_invalid);
  unit.sections[0].body_html = "<p>Fine</p>";
  unit.title = "A title  # with a remark";
  EXPECT_EQ(text_of_unit(unit).error().code, base::Code::content_invalid);
}

// Texts of all that the format knows, put together by chance.
class TextDice {
 public:
  explicit TextDice(unsigned seed) : engine_(seed) {}
  std::string unit() {
    std::string body;
    for (int sections = 1 + below(3); sections > 0; --sections) {
      body += "# Section " + std::to_string(sections) + "\n\n" + blocks(false) + "\n";
      for (int questions = 1 + below(2); questions > 0; --questions) body += question();
    }
    return unit_text(body);
  }

 private:
  int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }
  std::string words() {
    static const std::array<const char*, 22> kPieces = {"plain", "*", "_", "a_b", "**bold**", "*soft*", "`code`", "&amp;", "&lt;b&gt;", "<b>", "[1]", "[x](https://example.org/p?a=1&b=2)",
                                                        "5 mg/d", "1.", "é", "العربية", "\\*", "#", "**a *b* c**", "!", "~", "\"quoted\""};
    std::string out = "word";
    for (int n = 1 + below(5); n > 0; --n) out += std::string(" ") + kPieces[static_cast<std::size_t>(below(static_cast<int>(kPieces.size())))];
    return out;
  }
  std::string blocks(bool prompt) {
    std::string out;
    const std::string bullet = prompt ? "* " : "- ";
    for (int n = 1 + below(3); n > 0; --n) {
      switch (below(prompt ? 4 : 7)) {
        case 0: out += bullet + words() + "\n" + bullet + words() + "\n\n"; break;
        case 1: out += "3. " + words() + "\n4. " + words() + "\n\n"; break;
        case 2: out += bullet + words() + "\n\n" + bullet + words() + "\n\n"; break;
        case 3: out += words() + "\n" + words() + "\\\n" + words() + "\n\n"; break;
        case 4: out += "### " + words() + "\n\n"; break;
        case 5: out += "> " + words() + "\n\n"; break;
        default: out += "```\n" + words() + "\n\n  " + words() + "\n```\n\n"; break;
      }
      out += "Then " + words() + ".\n\n";
    }
    return out;
  }
  std::string question() {
    std::string out = "## ? q" + std::to_string(++questions_) + " | " + (below(2) == 0 ? "single" : "multi") + " | scored\n" + blocks(true);
    for (int n = 0; n < 3; ++n) {
      out += std::string(n == 1 ? "- [x] " : "- [ ] ") + "Answer " + std::to_string(n) + " of " + words() + "\n";
      if (below(2) == 0) out += "  > " + words() + "\n";
    }
    return out + "> " + words() + "\n>\n> - " + words() + "\n> - " + words() + "\n\n";
  }
  std::mt19937 engine_;
  int questions_ = 0;
};

TEST(WriteUnit, TextsPutTogetherByDiceComeBack) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    SCOPED_TRACE(seed);
    again(TextDice(seed).unit());
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace preceptor::manifests
