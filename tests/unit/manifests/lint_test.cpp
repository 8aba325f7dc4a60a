#include <gtest/gtest.h>

#include "content_files.hpp"

namespace preceptor::manifests {
namespace {

TEST(Lint, SaysOfEachBrokenFileWhatIsWrongAndWhere) {
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kSource / "tests/data/content/broken")) {
    if (entry.path().extension() != ".md") continue;
    ++files;
    const Compiled compiled = compile(read_text(entry.path()), entry.path().filename().string());
    auto golden = entry.path();
    EXPECT_EQ(all_lines(compiled.problems), read_text(golden.replace_extension(".lint"))) << entry.path();
    EXPECT_FALSE(compiled.unit || compiled.survey || compiled.activity) << entry.path();
  }
  EXPECT_GE(files, 9);
}

TEST(Lint, WarningsDoNotStopAUnit) {
  const Compiled compiled = compile(read_text(kSource / "tests/data/content/warnings.md"), "warnings.md");
  EXPECT_EQ(all_lines(compiled.problems), read_text(kSource / "tests/data/content/warnings.lint"));
  EXPECT_TRUE(compiled.unit);
}

TEST(Lint, ByteOrderMarkAndAnyLineEndsGiveTheSameUnit) {
  const std::string text = unit_text("# Case\nWords.\n" + kQuestion);
  std::string windows, old;
  for (char c : text) {
    windows += c == '\n' ? "\r\n" : std::string(1, c);
    old += c == '\n' ? '\r' : c;
  }
  const auto plain = compile(text, "u.md");
  ASSERT_TRUE(plain.unit) << all_lines(plain.problems);
  EXPECT_TRUE(plain.problems.empty());
  for (const std::string& other : {windows, old, "\xEF\xBB\xBF" + text, "\xEF\xBB\xBF" + windows}) {
    const auto compiled = compile(other, "u.md");
    ASSERT_TRUE(compiled.unit) << all_lines(compiled.problems);
    EXPECT_EQ(compiled.unit->hash, plain.unit->hash);
  }
}

TEST(Lint, HostileBytesAreRefusedQuicklyAndInFewLines) {
  const auto repeat = [](const std::string& piece, std::size_t size) {
    std::string text;
    while (text.size() < size) text += piece;
    return text;
  };
  const std::size_t most = 40'000;   // what takes time by the square of that is seen well before the limit of 256 KiB
  const std::string bodies[] = {repeat(">", 8000),
                                repeat("> ", 8000),
                                repeat("- ", 8000),
                                repeat("*", 8000),
                                repeat("[", 8000),
                                repeat("![", 8000),
                                repeat("[a](", 8000),
                                repeat("\n", most),
                                repeat("## ? q|\n", most),
                                repeat("- [x] a\n", most),
                                repeat("> a\n", most),
                                repeat("# a\n", most),
                                repeat("a: b\n", most),
                                repeat("= 1\n", most),
                                repeat("x\n", most),
                                repeat("[a](b)\n", most),
                                repeat("```\n", most),
                                repeat("|", 8000),
                                "# a\n## ? " + repeat("|", 8000),
                                "# a\n## ? q | scale(" + repeat(",", 8000) + ")",
                                repeat("`", 8000),
                                repeat("&#0;", 8000),
                                repeat("<a@b.c>\n", most)};
  for (const std::string& body : bodies) {
    for (const std::string& text :
         {body, unit_text("# Case\n" + body), unit_text("# Case\nWords" + kQuestion + body), "---\n" + body}) {
      const Compiled compiled = compile(text, "x.md");
      EXPECT_LE(compiled.problems.size(), 101U);
      for (const Problem& problem : compiled.problems) EXPECT_LT(format(problem).size(), 1500U);
    }
  }
}

TEST(Lint, LimitsOfSize) {
  EXPECT_EQ(all_lines(compile(std::string(256 * 1024 + 1, 'a'), "x.md").problems),
            "x.md:1: error: the file is larger than 256 KiB\n");
  EXPECT_NE(all_lines(compile(unit_text("# Case\n" + std::string(8193, 'a') + kQuestion), "x.md").problems)
                .find("x.md:19: error: the line is longer than 8 KiB"),
            std::string::npos);
  std::string many = "# Case\n";
  for (int i = 0; i < 101; ++i) many += "## ? q" + std::to_string(i) + " | text\nWhy?\n";
  EXPECT_NE(all_lines(compile(unit_text(many), "x.md").problems).find("more than 100 questions"), std::string::npos);
  std::string answers = "# Case\n## ? q | single\nWhich?\n";
  for (int i = 0; i < 51; ++i) answers += "- " + std::to_string(i) + "\n";
  EXPECT_NE(all_lines(compile(unit_text(answers), "x.md").problems).find("more than 50 answers"), std::string::npos);
}

TEST(Lint, NeverPrintsControlCharacters) {
  const Compiled compiled = compile(unit_text("# Case" + kQuestion, "col\tor: \x1b[31m\n"), "x.md");
  EXPECT_FALSE(compiled.unit);
  EXPECT_EQ(all_lines(compiled.problems).find('\x1b'), std::string::npos);
}

TEST(Format, OneLineAndACorrectedOne) {
  EXPECT_EQ(format({Weight::error, "a.md", 3, "wrong", "right"}), "a.md:3: error: wrong\n  try: right");
  EXPECT_EQ(format({Weight::warning, "a.md", 3, "dear", ""}), "a.md:3: warning: dear");
}

}  // namespace
}  // namespace preceptor::manifests
