#include "manifests/compile.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include "content_files.hpp"

namespace preceptor::manifests {
namespace {

using activity::QuestionType;

std::string body_of(const std::string& markdown) {
  const Compiled compiled = compile(unit_text("# Case\n" + markdown + "\n" + kQuestion), "u.md");
  return compiled.unit ? compiled.unit->sections[0].body_html : all_lines(compiled.problems);
}

TEST(Compile, EveryTypeOfQuestion) {
  const Compiled compiled = compile(read_text(kSource / "tests/data/content/every_type.md"), "every_type.md");
  ASSERT_TRUE(compiled.unit) << all_lines(compiled.problems);
  EXPECT_EQ(compiled.problems.size(), 1U) << "one warning: three questions about the unit\n"
                                          << all_lines(compiled.problems);
  const activity::Unit& unit = *compiled.unit;
  EXPECT_EQ(unit.id, "every-type");
  EXPECT_EQ(unit.stated_minutes, 6);
  EXPECT_EQ(unit.objectives.size(), 2U);
  EXPECT_TRUE(unit.disclosure.own_page());
  ASSERT_EQ(unit.sections.size(), 2U) << "a section without a question opens the next one";
  EXPECT_EQ(unit.sections[0].heading, "First");
  EXPECT_EQ(unit.sections[0].body_html,
            "<p>Some <em>plain</em> words with a <a href=\"https://example.org/a?b=1&amp;c=2\" target=\"_blank\" "
            "rel=\"noopener "
            "noreferrer\">link</a>.</p><h3>Second</h3><p>More words.</p>");
  const auto& q = unit.sections[0].questions;
  ASSERT_EQ(q.size(), 3U);
  EXPECT_EQ(q[0].prompt, "Which one?");
  EXPECT_EQ(q[0].prompt_html, "<p>Which <strong>one</strong>?</p>");
  EXPECT_EQ(q[0].options[1].label, "That, whose label runs on");
  EXPECT_EQ(q[0].options[1].feedback_html, "<p>Yes:\nthat.</p>");
  EXPECT_TRUE(q[0].options[1].correct && !q[0].options[0].correct);
  EXPECT_EQ(q[0].feedback_html, "<p>Because.</p><p>Source: somewhere.</p>");
  EXPECT_TRUE(q[1].required) << "what is scored must be answered";
  EXPECT_EQ(q[1].right_min, 2.0);
  EXPECT_EQ(q[1].right_max, 3.0);
  EXPECT_EQ(q[1].unit_label, "mg");
  EXPECT_EQ(q[2].options[1].id, "no");
  EXPECT_TRUE(q[2].options[1].correct);
  const auto& third = unit.sections[1].questions;
  ASSERT_EQ(third.size(), 3U);
  EXPECT_TRUE(third[0].options[2].exclusive);
  EXPECT_EQ(third[0].options[2].label, "None of these");
  EXPECT_EQ(third[1].scale_right, "heavy");
  EXPECT_EQ(third[2].type, QuestionType::text);
  ASSERT_EQ(unit.closing.size(), 2U);
  EXPECT_TRUE(unit.closing[0].commitment);
  EXPECT_EQ(unit.closing[1].options[0].label, "Yes");
}

TEST(Compile, TheCompiledTextReadsBackWithTheSameHash) {
  const Compiled compiled = compile(read_text(kSource / "tests/data/content/every_type.md"), "every_type.md");
  ASSERT_TRUE(compiled.unit);
  const auto back = activity::unit_from_json(activity::to_json(*compiled.unit));
  ASSERT_TRUE(back) << base::describe(back.error());
  EXPECT_EQ(back->hash, compiled.unit->hash);
}

TEST(Compile, MarkupIsSafe) {
  const std::pair<const char*, const char*> cases[] = {
      {"<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"},
      {"a <b onclick=x>b</b>", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>"},
      {"1 < 2 & 3 &ge; 2 &#x41; &#0;", "<p>1 &lt; 2 &amp; 3 \u2265 2 A \uFFFD</p>"},
      {"- one\n- *two*", "<ul><li>one</li><li><em>two</em></li></ul>"},
      {"2. two\n3. three", "<ol start=\"2\"><li>two</li><li>three</li></ol>"},
      {"## Sub", "<h3>Sub</h3>"},
      {"`a<b`", "<p><code>a&lt;b</code></p>"},
      {"```\n# not a heading\n## ? nor a question\n```",
       "<pre><code># not a heading\n## ? nor a question\n</code></pre>"},
      {"a  \nb", "<p>a<br>b</p>"},
      {"نظافة **اليدين**", "<p>نظافة <strong>اليدين</strong></p>"},
      {"<https://example.org/x>",
       "<p><a href=\"https://example.org/x\" target=\"_blank\" rel=\"noopener "
       "noreferrer\">https://example.org/x</a></p>"},
  };
  for (const auto& [markdown, html] : cases) EXPECT_EQ(body_of(markdown), html) << markdown;
}

TEST(Compile, LinksThatAreNotHttpsAndImagesAreRefused) {
  for (const char* markdown :
       {"[a](javascript:alert(1))", "[a](JAVASCRIPT:x)", "[a](data:text/html,x)", "[a](/relative)",
        "[a](//example.org)", "[a](https://)", "[a](https://user:pw@example.org/)", "[a](&#106;avascript:x)",
        "<mailto:a@example.org>", "![a](https://example.org/a.png)"}) {
    EXPECT_NE(body_of(markdown).find("u.md:19: error: "), std::string::npos) << markdown << body_of(markdown);
  }
}

TEST(Compile, AUnitOfTextOnlyIsAUnit) {
  const Compiled compiled = compile(unit_text("# Read\nThis.\n"), "u.md");
  ASSERT_TRUE(compiled.unit) << all_lines(compiled.problems);
  EXPECT_EQ(compiled.unit->sections.size(), 1U);
  EXPECT_FALSE(compile(unit_text(""), "u.md").unit);
}

TEST(Compile, AChangedWordChangesTheHash) {
  const auto a = compile(unit_text("# Case\nWords." + kQuestion), "a.md"),
             b = compile(unit_text("# Case\nWord." + kQuestion), "a.md"),
             c = compile(unit_text("# Case\nWords." + kQuestion), "elsewhere.md");
  ASSERT_TRUE(a.unit && b.unit && c.unit);
  EXPECT_NE(a.unit->hash, b.unit->hash);
  EXPECT_EQ(a.unit->hash, c.unit->hash);
}

// No decision stands behind a sample, and the board's rule waits for staff.
TEST(Samples, HaveNoComplaintButWhatSamplesLack) {
  const auto folder = compile_folder((kSource / "manifests/samples").string());
  ASSERT_TRUE(folder);
  for (const Problem& problem : folder->problems) {
    EXPECT_EQ(problem.weight, Weight::warning) << format(problem);
    const auto says = [&](const char* words) { return problem.message.find(words) != std::string::npos; };
    EXPECT_TRUE(says("root-cause") || says("rule:ABP.half")) << format(problem);
  }
  std::vector<std::string> names;
  for (const auto& unit : folder->units) names.push_back(unit.id + "/" + unit.language);
  EXPECT_EQ(names, (std::vector<std::string>{"apixaban-dose/en", "bronchiolitis-albuterol/en", "colorectal-screening-from-45/en", "early-peanut/en",
                                             "epinephrine-first/en", "five-moments/ar", "five-moments/en", "fluoride-varnish/en", "infant-safe-sleep/en",
                                             "naloxone-with-opioids/en", "otitis-first-antibiotic/en", "tdap-in-pregnancy/en"}));
}

TEST(Samples, KeepWhatSamplesMustKeep) {
  const auto folder = compile_folder((kSource / "manifests/samples").string());
  ASSERT_TRUE(folder);
  for (const activity::Unit& unit : folder->units) {
    EXPECT_EQ(unit.stated_minutes, 5) << unit.id << ": as its activity plans it";
    EXPECT_EQ(activity::max_score(unit), 1) << unit.id;
    EXPECT_FALSE(unit.notice.empty()) << unit.id;
    EXPECT_FALSE(unit.references.empty()) << unit.id;
    EXPECT_TRUE(unit.disclosure.none && unit.disclosure.commercial_support == "none") << unit.id;
    for (const auto& option : unit.sections[0].questions[0].options)
      EXPECT_FALSE(option.feedback_html.empty()) << unit.id << option.label;
    EXPECT_EQ(unit.sections[0].questions[0].options.size(), 4U) << unit.id;
    ASSERT_EQ(unit.closing.size(), 2U) << unit.id;
    EXPECT_TRUE(unit.closing[0].commitment && unit.closing[1].relevance) << unit.id;
  }
}

TEST(Folder, ReportsDuplicatesAndReadsOnlyContent) {
  const auto root = std::filesystem::temp_directory_path() / ("preceptor_content_" + std::to_string(::getpid()));
  std::filesystem::create_directories(root / "sub");
  std::filesystem::create_directories(root / ".git");
  const auto write = [&](const char* name, const std::string& text) { std::ofstream(root / name) << text; };
  const std::string unit = unit_text("# Case\nWords." + kQuestion);
  write("a.md", unit);
  write("sub/b.md", unit);
  write("README.md", "# not content");
  write(".hidden.md", "no");
  write(".git/c.md", "no");
  write("notes.txt", "no");
  const auto folder = compile_folder(root.string());
  ASSERT_TRUE(folder);
  EXPECT_EQ(folder->units.size(), 1U);
  EXPECT_EQ(folder->files, std::vector<std::string>{(root / "a.md").string()});
  ASSERT_EQ(folder->problems.size(), 1U) << all_lines(folder->problems);
  EXPECT_EQ(folder->problems[0].file, (root / "sub/b.md").string());
  EXPECT_NE(folder->problems[0].message.find("already used by"), std::string::npos);
  std::filesystem::remove_all(root);
  const auto missing = compile_folder(root.string());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, base::Code::content_unreadable);
}

}  // namespace
}  // namespace preceptor::manifests
