#include "tests/unit/formats/sample_rows.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace preceptor::formats_test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

credit::CreditSystem system_of(const char* code, const char* name, const char* unit, const char* certification) {
  credit::CreditSystem made;
  made.code = code;
  made.name = name;
  made.unit = unit;
  made.pars_certification = certification;
  return made;
}

credit::Board board_of(const char* code, credit::Split split, bool id_required) {
  credit::Board made;
  made.code = code;
  made.in_pars = true;
  made.split = split;
  made.id_required = id_required;
  return made;
}

}  // namespace

const credit::Rulebook& rulebook() {
  static const credit::Rulebook rules{
      "rules-hash",
      {system_of("ama-pra-1", "AMA PRA Category 1 Credit(s)", "credit", "AMA PRA Category 1"),
       system_of("ancc", "ANCC contact hours", "contact hour", "Nursing"), system_of("participation", "Certificate of participation", "", "")},
      {board_of("ABIM", credit::Split::none, true), board_of("ABP", credit::Split::none, true), board_of("ABA", credit::Split::two_records, true),
       board_of("ABS", credit::Split::none, false)}};
  return rules;
}

report::Report sample_report() {
  report::Report report;
  report.provider_name = "Institute of Small Lessons";
  report.accme_provider_id = "0012345";
  report.from = base::Date(2026y / 1 / 1);
  report.to = base::Date(2026y / 12 / 31);
  report.as_of = *base::parse_rfc3339("2026-07-01T08:00:00.000Z");
  report.rules = &rulebook();
  return report;
}

report::LearnerRow physician() {
  report::LearnerRow row;
  row.grant.ccid = "ccid:cme.example.org:abcdefghij";
  row.grant.platform = base::PlatformId("p1");
  row.grant.person = base::PersonId("6f1d6b54-0000-4000-8000-000000000001");
  row.grant.activity_id = "anticoagulation-2026";
  row.grant.activity = base::ContentHash("a0a0");
  row.grant.rules = "rules-hash";
  row.grant.provider = "isl";
  row.grant.system = "ama-pra-1";
  row.grant.amount = {50};
  row.grant.profession = "physician";
  row.grant.date = base::Date(2026y / 6 / 30);
  row.grant.granted_at = *base::parse_rfc3339("2026-06-30T17:00:00.000Z");
  row.grant.changed_at = row.grant.granted_at;
  row.grant.certificate = "K7Q2M9";
  row.profile.given_name = "Zoë";
  row.profile.family_name = "O'Example, \"Z\"";
  row.profile.birth_day = "09/10";
  row.profile.npi = "1234567893";
  row.profile.licences = {{"ME", "0012345"}};
  row.has_profile = true;
  row.launch_name = "Zoë Example";
  row.accme_activity_id = "202612345";
  row.accme_provider_id = "0012345";
  row.provider_name = "Institute of Small Lessons";
  row.activity_title = "Anticoagulation & <small> decisions";
  row.activity_format = "enduring";
  row.time_engaged = base::Milliseconds(18 * 60'000 + 500);
  return row;
}

report::LearnerRow with_board(const std::string& board, std::vector<credit::TypePoints> points) {
  report::LearnerRow row = physician();
  row.grant.ccid = "ccid:cme.example.org:board" + board;
  row.grant.boards = {{board, std::move(points), std::nullopt, {}}};
  row.profile.boards = {{board, "000999"}};
  return row;
}

std::vector<report::LearnerRow> everybody() {
  auto apart = with_board("ABA", {{"MOCA Part 2", {200}}, {"Patient Safety", {100}}});
  apart.grant.amount = {300};
  auto leap = physician();
  leap.grant.ccid = "ccid:cme.example.org:leap";
  leap.profile.birth_day = "02/29";
  leap.profile.licences.clear();
  leap.profile.licences = {{"CA", ""}};
  auto asked = physician();
  asked.grant.ccid = "ccid:cme.example.org:asked";
  asked.point_of_care = report::LearnerRow::PointOfCare{"May I stop it?\nBefore surgery", "I stop it two days before", {"Guideline 2026", "Review"}};
  auto gone = physician();
  gone.grant.ccid = "ccid:cme.example.org:gone";
  gone.grant.sequence = 2;
  gone.action = report::Action::remove;
  return {physician(), with_board("ABIM", {{"Medical Knowledge", {50}}}), apart, leap, asked, gone};
}

Folder::Folder() {
  static int made = 0;
  path_ = fs::temp_directory_path() / ("preceptor-formats-" + std::to_string(::getpid()) + "-" + std::to_string(++made));
  fs::create_directories(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void write_file(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

Outcome write_rows(const report::Format& format, const std::string& path, const std::vector<report::LearnerRow>& rows, const report::Report& report) {
  Outcome outcome;
  auto writer = format.begin(path, report);
  if (!writer) {
    ADD_FAILURE() << base::describe(writer.error());
    return outcome;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto put = (*writer)->row(rows[i]);
    if (put) continue;
    EXPECT_EQ(put.error().code, base::Code::report_row) << base::describe(put.error());
    outcome.refused.push_back(std::to_string(i) + ": " + put.error().detail);
  }
  const auto done = (*writer)->finish();
  EXPECT_TRUE(done.has_value()) << base::describe(done.error());
  outcome.written = (*writer)->written();
  return outcome;
}

void expect_round_trip(const report::Format& format, const std::string& path, const std::vector<report::LearnerRow>& rows, const report::Report& report) {
  const Outcome outcome = write_rows(format, path, rows, report);
  EXPECT_EQ(outcome.refused, std::vector<std::string>());
  EXPECT_EQ(outcome.written.rows, static_cast<std::int64_t>(rows.size()));
  const auto read = format.read_back(path);
  ASSERT_TRUE(read.has_value()) << base::describe(read.error());
  EXPECT_EQ(report::differences(outcome.written, *read), std::vector<std::string>());
}

void expect_noticed(const report::Format& format, const std::string& path, const std::string& text) {
  write_file(path, text);
  const auto read = format.read_back(path);
  EXPECT_TRUE(!read || !read->problems.empty()) << text;
}

void same_as_golden(const std::string& name, const std::string& text) {
  const fs::path path = fs::path(PRECEPTOR_SOURCE_DIR) / "tests" / "data" / "reports" / name;
  if (std::getenv("PRECEPTOR_UPDATE_GOLDEN") != nullptr) write_file(path, text);
  EXPECT_EQ(text, content_of(path)) << path;
}

}  // namespace preceptor::formats_test
