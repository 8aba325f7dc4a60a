// Statements as files: a statement as a CSV row, and a walk over the record that stops anywhere and goes on to the same bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/json.hpp"
#include "xapi/export/csv_row.hpp"
#include "xapi/export/walk.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;

// The cells of one line of CSV, read by RFC 4180 alone.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (inside && c == '"' && i + 1 < line.size() && line[i + 1] == '"') cells.back() += line[++i];
    else if (c == '"') inside = !inside;
    else if (c == ',' && !inside) cells.emplace_back();
    else cells.back() += c;
  }
  EXPECT_FALSE(inside) << line;
  return cells;
}

// By column; the line's end is looked at and taken off.
std::map<std::string, std::string> row_of(const Json& statement) {
  const auto row = csv_row("r1", 7, statement.dump());
  EXPECT_TRUE(row) << base::describe(row.error());
  if (!row) return {};
  EXPECT_TRUE(row->ends_with("\r\n"));
  const auto cells = cells_of(row->substr(0, row->size() - 2));
  EXPECT_EQ(cells.size(), csv_columns().size());
  std::map<std::string, std::string> named;
  for (std::size_t i = 0; i < cells.size() && i < csv_columns().size(); ++i) named[std::string(csv_columns()[i])] = cells[i];
  return named;
}

TEST(ExportCsv, EachPathIsInItsColumnAndTheRestIsOneObject) {
  const Json statement = Json::parse(R"({"id":"i-1","actor":{"objectType":"Agent","account":{"homePage":"https://lms.example","name":"u-1"}},
    "verb":{"id":"v","display":{"en":"answered","fr":"a répondu"}},"object":{"id":"o","definition":{"type":"t","name":{"ar":"سؤال"},"choices":[{"id":"a"},{"id":"b"}]}},
    "result":{"success":true,"response":"a[,]b","score":{"scaled":0.5,"raw":-1,"min":-2,"max":4},"extensions":{"https://tool.example/extension/credit-amount":"0.50",
    "https://other.example/x.y":1}},"context":{"contextActivities":{"grouping":[{"id":"g0"},{"id":"g1"},{"id":"g2"}],"parent":[{"id":"p"}]}},"timestamp":"2026-11-22T07:00:00.000Z"})");
  auto row = row_of(statement);
  const std::pair<const char*, const char*> expected[] = {
      {"record.registration", "r1"}, {"record.position", "7"}, {"id", "i-1"}, {"actor.account.homePage", "https://lms.example"}, {"actor.account.name", "u-1"},
      {"verb.display.en", "answered"}, {"object.definition.name.ar", "سؤال"}, {"object.definition.name.en", ""}, {"result.success", "true"},
      {"result.response", "a[,]b"}, {"result.score.scaled", "0.5"}, {"result.score.raw", "-1"}, {"result.extensions.credit-amount", "0.50"},
      {"context.contextActivities.grouping.1.id", "g1"}, {"context.contextActivities.parent.0.id", "p"}, {"timestamp", "2026-11-22T07:00:00.000Z"}};
  for (const auto& [column, value] : expected) EXPECT_EQ(row[column], value) << column;
  EXPECT_EQ(Json::parse(row["rest"]), Json::parse(R"({"actor.objectType":"Agent","verb.display.fr":"a répondu","object.definition.choices.0.id":"a",
    "object.definition.choices.1.id":"b","result.extensions[\"https://other.example/x.y\"]":1,"context.contextActivities.grouping.2.id":"g2"})"));
}

TEST(ExportCsv, TextsAreNoFormulasAndNumbersStayNumbers) {
  for (const char* hostile : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "|cmd", "＝1", "－1"}) {
    const std::string text(hostile);
    EXPECT_EQ(row_of({{"id", text}})["id"], "'" + text) << text;
  }
  for (const char* harmless : {"a=1", "1-2", "", "'=1", "سؤال", "a\"b,c\r\nd"}) EXPECT_EQ(row_of({{"id", harmless}})["id"], harmless) << harmless;
  const auto row = csv_row("=r", 1, R"({"result":{"score":{"raw":-3}},"id":"a\"b"})");
  ASSERT_TRUE(row);
  EXPECT_TRUE(row->starts_with("\"'=r\",1,\"a\"\"b\",")) << *row;
  EXPECT_NE(row->find(",-3,"), std::string::npos) << "a number is not quoted: " << *row;
}

TEST(ExportCsv, AStatementCannotPretendToBeTheRecordNorSplitAPath) {
  auto row = row_of(Json::parse(R"({"record":{"registration":"r9","position":1},"rest":"x","a.b":1,"a":{"b":2},"":3,"l":[],"n":null,"z":"a\u0000b"})"));
  EXPECT_EQ(row["record.registration"], "r1");
  EXPECT_EQ(row["record.position"], "7");
  EXPECT_EQ(Json::parse(row["rest"]), Json::parse(R"({"record.registration":"r9","record.position":1,"rest":"x","[\"a.b\"]":1,"a.b":2,"[\"\"]":3,"l":[],"n":null,"z":"a\u0000b"})"));
  EXPECT_FALSE(csv_row("r1", 1, "[1]"));
  EXPECT_FALSE(csv_row("r1", 1, "{"));
}

TEST(ExportCsv, TheHeadingNamesEachColumnOnce) {
  const std::string heading = csv_heading();
  ASSERT_TRUE(heading.starts_with("\xEF\xBB\xBF") && heading.ends_with("\r\n"));
  const auto cells = cells_of(heading.substr(3, heading.size() - 5));
  EXPECT_TRUE(std::ranges::equal(cells, csv_columns()));
  EXPECT_EQ(std::set<std::string>(cells.begin(), cells.end()).size(), cells.size());
}

// A record in memory, read as the store reads: what is behind a place and not behind a window's end.
class Shelf : public ExportStore {
 public:
  base::Result<std::vector<ExportedRow>> export_window(const ExportFilter&, const std::string& registration, std::int64_t after, std::int64_t after_ordinal,
                                                       std::int64_t through, int limit) override {
    ++asked;
    std::vector<ExportedRow> found;
    for (const auto& row : rows[registration])
      if (std::pair(row.position, row.ordinal) > std::pair(after, after_ordinal) && row.position <= through && found.size() < static_cast<std::size_t>(limit)) found.push_back(row);
    return found;
  }
  std::map<std::string, std::vector<ExportedRow>> rows;
  int asked = 0;
};

ExportedRow made_row(std::int64_t position, std::int64_t ordinal, const std::string& type = "attempt_opened") {
  return {position, ordinal, type, "p" + std::to_string(position % 3), Json{{"id", std::to_string(position) + "/" + std::to_string(ordinal)}}.dump()};
}

Shelf full_shelf() {
  Shelf shelf;
  for (int i = 1; i <= 450; ++i) {
    shelf.rows["r1"].push_back(made_row(i * 3, 0));
    if (i % 5 == 0) shelf.rows["r1"].push_back(made_row(i * 3, 1, "question_answered"));
  }
  for (int i = 1; i <= 30; ++i) shelf.rows["r2"].push_back(made_row(i * 1000, 0));
  return shelf;
}

ExportAsked all_of_it(ExportForm form = ExportForm::json_lines) {
  ExportAsked asked;
  asked.form = form;
  asked.as_of = {{"r1", 1400}, {"r2", 30'000}, {"r3", 12'345}};
  return asked;
}

std::string walk_all(Shelf& shelf, const ExportAsked& asked, ExportProgress& progress, bool through_json = false) {
  std::string bytes;
  const auto write = [&](std::string_view rows) -> base::Status {
    bytes += rows;
    return {};
  };
  for (int steps = 0; !progress.done && steps < 1000; ++steps) {
    ExportWalk walk(shelf, asked, progress);   // each step as after a restart
    EXPECT_TRUE(walk.step(write));
    progress = walk.progress();
    if (!through_json) continue;
    const auto read = progress_from_json(progress_json(progress));
    EXPECT_TRUE(read && *read == progress);
  }
  EXPECT_TRUE(progress.done);
  return bytes;
}

TEST(ExportWalkTest, EachStatementOnceInOrderAndNothingBehindTheAsOf) {
  Shelf shelf = full_shelf();
  shelf.rows["r1"].push_back(made_row(1401, 0));   // sealed after the export was asked for
  shelf.rows["r4"].push_back(made_row(1, 0));
  ExportProgress progress;
  const std::string bytes = walk_all(shelf, all_of_it(), progress, true);
  std::string expected;
  for (const char* registration : {"r1", "r2"})
    for (const auto& row : shelf.rows[registration])
      if (row.position != 1401) expected += *row.body + "\n";
  EXPECT_EQ(bytes, expected);
  EXPECT_EQ(progress.statements, 450 + 90 + 30);
  const auto share = share_of(all_of_it(), progress);
  EXPECT_EQ(share.looked_at, share.all);
  ExportProgress again;
  EXPECT_EQ(walk_all(shelf, all_of_it(), again), bytes);
}

TEST(ExportWalkTest, KindsAreChosenAndErasedPersonsAreNamedOnce) {
  Shelf shelf = full_shelf();
  for (auto& row : shelf.rows["r1"])
    if (row.person == "p1" || row.position == 15) row.body.reset();
  auto asked = all_of_it(ExportForm::csv);
  asked.kinds = {"answers"};
  ExportProgress progress;
  const std::string bytes = walk_all(shelf, asked, progress);
  // All positions are multiples of 3: of those with answers (15, 30, ...) only position 15 lost its bytes.
  EXPECT_EQ(progress.statements, 89);
  EXPECT_EQ(progress.erased, 1);
  EXPECT_EQ(progress.erased_persons, std::vector<std::string>{"p0"});
  EXPECT_EQ(std::ranges::count(bytes, '\n'), 89);
}

TEST(ExportWalkTest, AStretchThatCouldNotBeWrittenIsMadeAgain) {
  Shelf shelf = full_shelf();
  ExportWalk walk(shelf, all_of_it(), {});
  EXPECT_FALSE(walk.step([](std::string_view) -> base::Status { return base::fail(base::Code::store_full); }));
  EXPECT_EQ(walk.progress(), ExportProgress());
  std::string first;
  EXPECT_TRUE(walk.step([&](std::string_view rows) -> base::Status {
    first = rows;
    return {};
  }));
  EXPECT_TRUE(first.starts_with("{\"id\":\"3/0\"}\n")) << first;
  EXPECT_EQ(walk.progress().statements, 200) << "a stretch is bounded";
}

TEST(ExportAskedTest, ItIsReadBackAsItWas) {
  auto asked = all_of_it(ExportForm::csv);
  asked.filter = {base::parse_rfc3339("2026-11-01T00:00:00Z").value(), base::parse_rfc3339("2026-12-01T00:00:00Z").value(), "=unit", "<course>", "r1", "p\"1"};
  asked.kinds = {"answers", "credit"};
  const auto read = asked_from_json(asked_json(asked));
  ASSERT_TRUE(read) << base::describe(read.error());
  EXPECT_EQ(asked_json(*read), asked_json(asked));
  EXPECT_EQ(read->filter.context_id, "<course>");
  for (const char* bad : {"{}", "[]", R"({"form":"xlsx","template":1,"as_of":[]})", R"({"form":"csv","template":1,"as_of":[{"registration":"b","position":1},{"registration":"a","position":1}]})",
                          R"({"form":"csv","template":1,"as_of":[],"from":"yesterday"})", R"({"form":"csv","template":1,"as_of":[],"more":1})"})
    EXPECT_FALSE(asked_from_json(bad)) << bad;
  EXPECT_TRUE(check_kinds({"answers", "credit"}));
  EXPECT_FALSE(check_kinds({"answers", "<b>"}));
}

}  // namespace
}  // namespace preceptor::xapi
