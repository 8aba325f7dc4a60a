// The PARS learner template: rows, records, workbook, text.
#include <gtest/gtest.h>

#include "adapters/pars/pars_formats.hpp"
#include "adapters/pars/records.hpp"
#include "adapters/pars/sheet_reader.hpp"
#include "adapters/pars/template.hpp"
#include "tests/unit/formats/sample_rows.hpp"
#include "tests/unit/formats/unzipped.hpp"

namespace preceptor::formats_test {
namespace {

report::Report with_more_types() {
  auto report = sample_report();
  report.settings["pars.additional_types"] = "on";
  return report;
}

std::string refusal(const report::LearnerRow& row, const report::Report& report = sample_report()) {
  const auto records = pars::records_of(row, report);
  return records ? "" : records.error().detail;
}

TEST(ParsTemplate, HeadersAreThoseThatWereReadInTheirOrder) {
  std::vector<std::string> headers;
  const auto& form = pars::learner_template();
  for (std::size_t i = 0; i < form.pairs_from; ++i) headers.push_back(form.columns[i].header);
  EXPECT_EQ(headers, (std::vector<std::string>{"Record Action", "ACCME Activity ID", "Completion Date", "First Name", "Last Name", "Date of Birth",
                                               "Licensing State", "Licensing ID or NPI", "Number of CME Credits", "Certifying Board", "Certifying Board ID",
                                               "Total Board Credits", "Credit Type ", "Credits Awarded for Credit Type"}));
  EXPECT_FALSE(form.pairs_verified) << "the later columns were not seen";
  EXPECT_EQ(form.sheet, "Sheet1");
}

TEST(ParsTemplate, AnotherKindOfCellIsAnError) {
  EXPECT_FALSE(pars::template_from_json(
      R"({"name":"n","version":"v","source":"s","sheet":"S","columns":[{"header":"h","guidance":"g","field":"f","cell":"colour","required":"no"}],
    "additional_types":{"verified":false,"note":"","type_header":"t","credits_header":"c","guidance":"g","pairs":0}})"));
}

// Scenario 24: PARS makes the CME credit of reported points itself, so that both leave in one record and neither without the other.
TEST(ParsRecords, CmeAndBoardShareARecord) {
  const auto records = *pars::records_of(with_board("ABIM", {{"Medical Knowledge", {50}}}), sample_report());
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].credits, (credit::Amount{50}));
  EXPECT_EQ(records[0].board_total, (credit::Amount{50}));
  EXPECT_EQ(records[0].state, "Maine");
  EXPECT_EQ(records[0].license_or_npi, "0012345");
}

// Scenario 16: 3.0 credits of which 1.0 patient safety are two records of 2.0 and 1.0.
TEST(ParsRecords, PatientSafetyOfAbaStandsApart) {
  auto row = with_board("ABA", {{"MOCA Part 2", {200}}, {"Patient Safety", {100}}});
  row.grant.amount = {300};
  const auto records = *pars::records_of(row, sample_report());
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].credits, (credit::Amount{200}));
  EXPECT_EQ(records[1].credits, (credit::Amount{100}));
  EXPECT_EQ(records[1].types, (std::vector<credit::TypePoints>{{"Patient Safety", {100}}}));
  row.grant.amount = {250};
  EXPECT_EQ(refusal(row), "boards[ABA].points: does not add up to the credit");
}

TEST(ParsRecords, ASecondBoardIsARecordWithoutCmeCredit) {
  auto row = with_board("ABIM", {{"Medical Knowledge", {50}}});
  row.grant.boards.push_back({"ABS", {{"SA", {50}}}, std::nullopt, {}});
  const auto records = *pars::records_of(row, sample_report());
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].credits + records[1].credits, row.grant.amount) << "the credit is said once";
  EXPECT_EQ(records[1].board, "ABS");
  EXPECT_EQ(records[1].board_id, "") << "ABS does not ask for its own id";
}

TEST(ParsRecords, WhatIsMissingIsNamed) {
  struct Case {
    void (*spoil)(report::LearnerRow&);
    const char* field;
  };
  const Case cases[] = {{[](auto& row) { row.accme_activity_id = "12345678"; }, "accme_activity_id"},
                        {[](auto& row) { row.accme_activity_id.clear(); }, "accme_activity_id"},
                        {[](auto& row) { row.profile.given_name.clear(); }, "given_name"},
                        {[](auto& row) { row.profile.family_name.clear(); }, "family_name"},
                        {[](auto& row) { row.profile.birth_day = "13/01"; }, "birth_day"},
                        {[](auto& row) { row.profile.birth_day = "09/10/1970"; }, "birth_day"},
                        {[](auto& row) { row.profile.licences.clear(); }, "licences"},
                        {[](auto& row) { row.profile.licences[0].state = "ZZ"; }, "licences"},
                        {[](auto& row) { row.profile.licences[0].number = "-123"; }, "licences[ME].number"},
                        {[](auto& row) { row.has_profile = false; }, "profile"},
                        {[](auto& row) { row.grant.amount = {}; }, "amount"},
                        {[](auto& row) { row.grant.boards = {{"ABP", {{"Part 2", {50}}}, std::nullopt, {}}}; }, "boards[ABP].id"}};
  for (const Case& one : cases) {
    auto row = physician();
    one.spoil(row);
    EXPECT_TRUE(refusal(row).starts_with(std::string(one.field) + ": ")) << one.field << ", not " << refusal(row);
  }
}

TEST(ParsTsv, IsAsItWasAndReadsBack) {
  const Folder folder;
  const pars::ParsTsv tsv;
  expect_round_trip(tsv, folder.file("a.tsv"), everybody(), sample_report());
  same_as_golden("pars.tsv", content_of(folder.file("a.tsv")));
}

TEST(ParsExcel, ReadsBackWithTheKindOfEachCell) {
  const Folder folder;
  const pars::ParsExcel excel;
  expect_round_trip(excel, folder.file("a.xlsx"), everybody(), sample_report());
  std::vector<pars::SheetRow> rows;
  ASSERT_TRUE(pars::read_sheet(folder.file("a.xlsx"), [&](const pars::SheetRow& row) { rows.push_back(row); }));
  ASSERT_EQ(rows.size(), 2u + 7u) << "guidance, headers, six rows of which one is two records";
  EXPECT_EQ(rows[1].cells[12].text, "Credit Type ");
  const auto& first = rows[2].cells;
  ASSERT_EQ(first.size(), 9u);
  EXPECT_EQ(first[2].kind, pars::Cell::date);
  EXPECT_EQ(first[2].text, "06/30/2026");
  EXPECT_EQ(first[5].kind, pars::Cell::text);
  EXPECT_EQ(first[5].text, "09/10");
  EXPECT_EQ(first[7].kind, pars::Cell::text);
  EXPECT_EQ(first[7].text, "0012345") << "leading zeros stay";
  EXPECT_EQ(first[8].kind, pars::Cell::number);
  EXPECT_EQ(first[8].text, "0.5");
}

TEST(ParsExcel, TheSameRowsGiveTheSameBytes) {
  const Folder folder;
  const pars::ParsExcel excel;
  write_rows(excel, folder.file("a.xlsx"), everybody(), sample_report());
  write_rows(excel, folder.file("b.xlsx"), everybody(), sample_report());
  EXPECT_EQ(content_of(folder.file("a.xlsx")), content_of(folder.file("b.xlsx")));
  same_as_golden("pars-sheet1.xml", unzipped(folder.file("a.xlsx"), "xl/worksheets/sheet1.xml"));
  EXPECT_NE(unzipped(folder.file("a.xlsx"), "docProps/core.xml").find("2026-07-01T08:00:00Z"), std::string::npos);
}

TEST(ParsExcel, MoreCreditTypesThanSeenColumnsWaitForStaff) {
  const Folder folder;
  const auto row = with_board("ABIM", {{"Medical Knowledge", {25}}, {"Practice Assessment", {25}}});
  for (const report::Format* format : std::initializer_list<const report::Format*>{new pars::ParsExcel, new pars::ParsTsv}) {
    const auto off = write_rows(*format, folder.file("off"), {row, physician()}, sample_report());
    ASSERT_EQ(off.refused.size(), 1u) << format->code();
    EXPECT_TRUE(off.refused[0].starts_with("0: boards[ABIM].points: ")) << off.refused[0];
    EXPECT_EQ(format->read_back(folder.file("off"))->rows, 1);
    expect_round_trip(*format, folder.file("on"), {row, physician()}, with_more_types());
    delete format;
  }
}

TEST(ParsExcel, AFormulaIsRefusedAndTheOthersAreWritten) {
  const Folder folder;
  const pars::ParsExcel excel;
  auto bad = physician();
  bad.profile.given_name = "=HYPERLINK(\"https://example.org\")";
  const auto outcome = write_rows(excel, folder.file("a.xlsx"), {physician(), bad, physician()}, sample_report());
  EXPECT_EQ(outcome.refused, (std::vector<std::string>{"1: given_name: begins like a formula"}));
  EXPECT_EQ(report::differences(outcome.written, *excel.read_back(folder.file("a.xlsx"))), std::vector<std::string>());
}

// Half a report must not look like a whole one.
TEST(ParsExcel, AWriterGivenUpLeavesNoFileAndNothingOpen) {
  const Folder folder;
  const pars::ParsExcel excel;
  const auto open_files = [] { return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), std::filesystem::directory_iterator()); };
  const auto before = open_files();
  {
    auto writer = excel.begin(folder.file("a.xlsx"), sample_report());
    ASSERT_TRUE(writer);
    ASSERT_TRUE((*writer)->row(physician()));
  }
  EXPECT_FALSE(std::filesystem::exists(folder.file("a.xlsx")));
  EXPECT_EQ(open_files(), before);
}

TEST(ParsExcel, WhatIsNoWorkbookOfOursIsSaid) {
  const Folder folder;
  const pars::ParsExcel excel;
  write_file(folder.file("text.xlsx"), "no zip");
  EXPECT_EQ(excel.read_back(folder.file("text.xlsx")).error().code, base::Code::content_invalid);
  EXPECT_EQ(excel.read_back(folder.file("absent.xlsx")).error().code, base::Code::command_arguments);
  write_rows(excel, folder.file("a.xlsx"), {physician()}, sample_report());
  const std::string bytes = content_of(folder.file("a.xlsx"));
  expect_noticed(excel, folder.file("cut.xlsx"), bytes.substr(0, bytes.size() / 3));
}

TEST(ParsTsv, AChangedFileIsNoticed) {
  const Folder folder;
  const pars::ParsTsv tsv;
  write_rows(tsv, folder.file("a"), {with_board("ABIM", {{"Medical Knowledge", {50}}})}, sample_report());
  const std::string text = content_of(folder.file("a"));
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string, std::string>>{{"Credit Type \t", "Credit Type\t"},
                                                                                           {"06/30/2026", "2026-06-30"},
                                                                                           {"\t09/10\t", "\t10-Sep\t"},
                                                                                           {"\t0.5\tABIM", "\thalf\tABIM"},
                                                                                           {"Add\t", "Append\t"},
                                                                                           {"Maine\t", ""},
                                                                                           {"Knowledge\t0.5", "Knowledge\t0.25"}}) {
    auto changed = text;
    ASSERT_NE(changed.find(from), std::string::npos) << from;
    changed.replace(changed.find(from), from.size(), to);
    expect_noticed(tsv, folder.file("b"), changed);
  }
}

}  // namespace
}  // namespace preceptor::formats_test
