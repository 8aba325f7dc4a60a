// The table and the JSON lines.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "adapters/plain/plain_formats.hpp"
#include "core/report/cell_text.hpp"
#include "tests/unit/formats/sample_rows.hpp"

namespace preceptor::formats_test {
namespace {

TEST(CellText, WhatASpreadsheetWouldRunIsUnsafe) {
  for (const char* text : {"=HYPERLINK(\"x\")", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", "\uFF1D1", "a\nb", "\xC3\x28"})
    EXPECT_TRUE(report::unsafe_text(text)) << text;
  for (const char* text : {"", "Zoë", "O'Neil-Smith", "a=b", "0012345", "1 + 1", "أمل"}) EXPECT_FALSE(report::unsafe_text(text)) << text;
  EXPECT_FALSE(report::unsafe_in_xml("=1"));
  EXPECT_TRUE(report::unsafe_in_xml(std::string("a\0b", 3)));
}

TEST(Plain, CsvIsAsItWasAndReadsBack) {
  const Folder folder;
  const plain::CsvFormat csv;
  expect_round_trip(csv, folder.file("a.csv"), everybody(), sample_report());
  same_as_golden("learners.csv", content_of(folder.file("a.csv")));
}

TEST(Plain, JsonLinesAreAsTheyWereAndReadBack) {
  const Folder folder;
  const plain::JsonFormat json;
  expect_round_trip(json, folder.file("a.jsonl"), everybody(), sample_report());
  same_as_golden("learners.jsonl", content_of(folder.file("a.jsonl")));
}

// Scenario 28 of credit.md 10.1.
TEST(Plain, AFormulaIsRefusedByItsFieldAndTheOthersAreWritten) {
  const Folder folder;
  for (const report::Format* format : std::initializer_list<const report::Format*>{new plain::CsvFormat, new plain::JsonFormat}) {
    auto bad = physician();
    bad.profile.family_name = "=HYPERLINK(\"https://example.org\")";
    const auto outcome = write_rows(*format, folder.file("a"), {physician(), bad, physician()}, sample_report());
    ASSERT_EQ(outcome.refused.size(), 1u);
    EXPECT_TRUE(outcome.refused[0].starts_with("1: family")) << outcome.refused[0];
    EXPECT_EQ(outcome.refused[0].find("HYPERLINK"), std::string::npos) << "the value is named";
    EXPECT_EQ(outcome.written.records, 2);
    EXPECT_EQ(format->read_back(folder.file("a"))->rows, 2);
    delete format;
  }
}

TEST(Plain, AFileThatIsWrongInEveryLineIsToldOfByAHundred) {
  const Folder folder;
  const plain::CsvFormat csv;
  write_rows(csv, folder.file("a.csv"), {physician()}, sample_report());
  std::string text = content_of(folder.file("a.csv"));
  for (int i = 0; i < 200; ++i) text += "no cell\r\n";
  write_file(folder.file("a.csv"), text);
  const auto read = csv.read_back(folder.file("a.csv"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rows, 201);
  EXPECT_EQ(read->problems.size(), report::ReadBack::kMostProblems);
}

// Scenario 29: one of 10,000 is bad.
TEST(Plain, TotalsOfTenThousandReconcile) {
  const Folder folder;
  std::vector<report::LearnerRow> rows(10'000, physician());
  rows[4711].profile.given_name = "@cmd";
  const plain::CsvFormat csv;
  const auto outcome = write_rows(csv, folder.file("many.csv"), rows, sample_report());
  EXPECT_EQ(outcome.refused.size(), 1u);
  const auto read = csv.read_back(folder.file("many.csv"));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->rows, 9'999);
  EXPECT_EQ(read->total, (credit::Amount{9'999 * 50}));
  EXPECT_EQ(report::differences(outcome.written, *read), std::vector<std::string>());
}

TEST(Plain, AChangedFileIsNoticed) {
  const Folder folder;
  const plain::CsvFormat csv;
  write_rows(csv, folder.file("a.csv"), {physician()}, sample_report());
  const std::string text = content_of(folder.file("a.csv"));
  expect_noticed(csv, folder.file("b.csv"), text.substr(0, text.size() - 3));
  expect_noticed(csv, folder.file("b.csv"), text.substr(5));
  auto changed = text;
  changed.replace(changed.find("\"0.5\""), 5, "\"x.5\"");
  expect_noticed(csv, folder.file("b.csv"), changed);
  const plain::JsonFormat json;
  expect_noticed(json, folder.file("b.jsonl"), "{\"action\":\"add\"}\n");
  expect_noticed(json, folder.file("b.jsonl"), "nothing\n");
  EXPECT_FALSE(csv.read_back(folder.file("absent")));
}

TEST(Plain, ALostRowIsADifference) {
  const Folder folder;
  const plain::JsonFormat json;
  const auto outcome = write_rows(json, folder.file("a"), {physician(), physician()}, sample_report());
  const std::string text = content_of(folder.file("a"));
  write_file(folder.file("a"), text.substr(0, text.find('\n') + 1));
  EXPECT_EQ(report::differences(outcome.written, *json.read_back(folder.file("a"))).size(), 2u) << "rows and total";
}

TEST(Plain, TheFileIsItsOwnersAloneAndAMissingFolderIsSaid) {
  const Folder folder;
  const plain::CsvFormat csv;
  write_rows(csv, folder.file("a.csv"), {physician()}, sample_report());
  struct stat facts {};
  ASSERT_EQ(::stat(folder.file("a.csv").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  const auto nowhere = csv.begin(folder.file("no/such/folder"), sample_report());
  ASSERT_FALSE(nowhere);
  EXPECT_EQ(nowhere.error().code, base::Code::command_arguments);
}

}  // namespace
}  // namespace preceptor::formats_test
