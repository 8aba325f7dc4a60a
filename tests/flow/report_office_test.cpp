// The PARS workbook in LibreOffice: what another program takes each cell for. Runs where soffice is installed; needs no network, and keeps its profile in a
// folder of its own.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "adapters/pars/pars_formats.hpp"
#include "adapters/report_files/xml_in.hpp"
#include "tests/unit/formats/sample_rows.hpp"

extern char** environ;

namespace preceptor::formats_test {
namespace {

constexpr const char* kOffice = "/usr/bin/soffice";

// Exit code; 124 when it took longer than two minutes.
int run(std::vector<std::string> command) {
  std::vector<char*> arguments;
  for (auto& part : command) arguments.push_back(part.data());
  arguments.push_back(nullptr);
  pid_t child = -1;
  if (::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0) return 127;
  int status = 0;
  if (::waitpid(child, &status, 0) != child) return 127;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

struct OfficeCell {
  std::string kind, value, shown;         // "string", "float", "date"; the value behind what is shown
};
using OfficeRow = std::vector<OfficeCell>;

// The first table of a flat OpenDocument spreadsheet. Cells that repeat an empty one are one empty cell each.
class Spreadsheet {
 public:
  std::vector<OfficeRow> rows;
  std::string name;

  void take(const report_files::XmlPiece& piece) {
    if (piece.name == "table" && piece.opens && tables_++ == 0) name = piece.attribute("table:name");
    if (tables_ != 1) return;
    if (piece.name == "table-row" && piece.opens) rows.emplace_back();
    if (piece.name == "table-cell" && piece.opens) open_cell(piece);
    // Some versions write a space at the end as an element of its own.
    if (piece.name == "s" && piece.opens) ++spaces_;
    if (piece.name == "p" && !piece.opens && !rows.empty() && !rows.back().empty())
      rows.back().back().shown += piece.text + std::string(static_cast<std::size_t>(std::exchange(spaces_, 0)), ' ');
  }

 private:
  void open_cell(const report_files::XmlPiece& piece) {
    const std::string repeated(piece.attribute("table:number-columns-repeated"));
    const std::string kind(piece.attribute("office:value-type"));
    const int times = repeated.empty() || !kind.empty() ? 1 : std::min(std::stoi(repeated), 32);
    const auto value = piece.attribute(kind == "date" ? "office:date-value" : "office:value");
    for (int i = 0; i < times; ++i) rows.back().push_back({kind, std::string(value), {}});
  }
  int tables_ = 0, spaces_ = 0;
};

class InOffice : public testing::Test {
 protected:
  void SetUp() override {
    if (::access(kOffice, X_OK) != 0) GTEST_SKIP() << "not run: LibreOffice (" << kOffice << ") is not installed";
    const pars::ParsExcel excel;
    auto report = sample_report();
    report.settings["pars.additional_types"] = "on";
    auto rows = everybody();
    rows.push_back(with_board("ABIM", {{"Medical Knowledge", {25}}, {"Practice Assessment", {25}}}));
    const auto outcome = write_rows(excel, folder_.file("learners.xlsx"), rows, report);
    ASSERT_EQ(outcome.refused, std::vector<std::string>());
    records_ = static_cast<std::size_t>(outcome.written.records);
    // Home and profile both lie in the folder: nothing of the user's is read or written.
    ::setenv("HOME", folder_.file("home").c_str(), 1);
    std::filesystem::create_directories(folder_.file("home"));
    ASSERT_EQ(run({"/usr/bin/timeout", "-k", "5", "120", kOffice, "-env:UserInstallation=file://" + folder_.file("profile"), "--headless", "--norestore",
                   "--convert-to", "fods", "--outdir", folder_.file("out"), folder_.file("learners.xlsx")}),
              0);
    auto xml = report_files::XmlIn::from_file(folder_.file("out/learners.fods"));
    ASSERT_TRUE(xml) << "LibreOffice wrote no file";
    for (auto piece = xml->next();; piece = xml->next()) {
      ASSERT_TRUE(piece) << base::describe(piece.error());
      if (!*piece) break;
      sheet_.take(**piece);
    }
    ASSERT_GE(sheet_.rows.size(), 2 + records_);
  }

  const OfficeRow& record(std::size_t n) const { return sheet_.rows[2 + n]; }
  Folder folder_;
  Spreadsheet sheet_;
  std::size_t records_ = 0;
};

TEST_F(InOffice, EveryCellIsOfTheKindThatTheTemplateAsks) {
  EXPECT_EQ(sheet_.name, "Sheet1");
  EXPECT_EQ(sheet_.rows[1][0].shown, "Record Action");
  EXPECT_EQ(sheet_.rows[1][12].shown, "Credit Type ") << "with the space that ACCME's file has";
  const char* kinds[] = {"string", "string", "date", "string", "string", "string", "string", "string", "float", "string", "string", "float", "string", "float"};
  for (std::size_t n = 0; n < records_; ++n)
    for (std::size_t column = 0; column < 14; ++column) {
      if (column >= record(n).size() || record(n)[column].kind.empty()) continue;   // an empty cell
      EXPECT_EQ(record(n)[column].kind, kinds[column]) << "record " << n << ", column " << column + 1;
    }
  const OfficeRow& first = record(0);
  EXPECT_EQ(first[1].shown, "202612345");
  EXPECT_EQ(first[2].value, "2026-06-30") << "a day without a time";
  EXPECT_EQ(first[3].shown, "Zoë");
  EXPECT_EQ(first[4].shown, "O'Example, \"Z\"");
  EXPECT_EQ(first[5].shown, "09/10") << "no date was made of the birth day";
  EXPECT_EQ(first[6].shown, "Maine");
  EXPECT_EQ(first[7].shown, "0012345") << "leading zeros stay";
  EXPECT_EQ(first[8].value, "0.5");
  EXPECT_EQ(record(1)[9].shown, "ABIM");
  EXPECT_EQ(record(1)[10].shown, "000999");
  EXPECT_EQ(record(1)[13].value, "0.5");
  EXPECT_EQ(record(2)[8].value, "2");
  EXPECT_EQ(record(3)[12].shown, "Patient Safety");
  EXPECT_EQ(record(4)[5].shown, "02/29");
  const OfficeRow& pair = record(records_ - 1);
  ASSERT_GE(pair.size(), 16u);
  EXPECT_EQ(pair[14].shown, "Practice Assessment");
  EXPECT_EQ(pair[15].value, "0.25");
}

}  // namespace
}  // namespace preceptor::formats_test
