// Learners, an activity and rules that the tests of formats share. Nobody of these exists.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "core/report/format.hpp"

namespace preceptor::formats_test {

// AMA PRA Category 1 (reported to PARS), nursing and participation; ABIM, ABP, ABA (patient safety apart) and ABS (own id optional).
const credit::Rulebook& rulebook();
report::Report sample_report();
// A physician's half credit of 2026-06-30, without board.
report::LearnerRow physician();
// With points for a board: `points` by credit type.
report::LearnerRow with_board(const std::string& board, std::vector<credit::TypePoints> points);
// Every shape that the formats know: plain, one board, two records (ABA), born on 29 February, a deletion, a learner of point-of-care questions.
std::vector<report::LearnerRow> everybody();

// A folder of its own that is removed again.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::string content_of(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& text);
// Writes the rows that the format takes; those it refuses come back as "<n>: <detail>".
struct Outcome {
  report::Written written;
  std::vector<std::string> refused;
};
Outcome write_rows(const report::Format& format, const std::string& path, const std::vector<report::LearnerRow>& rows, const report::Report& report);
// Writes and reads again: no difference, no refusal.
void expect_round_trip(const report::Format& format, const std::string& path, const std::vector<report::LearnerRow>& rows, const report::Report& report);
// Reading it again finds something wrong.
void expect_noticed(const report::Format& format, const std::string& path, const std::string& text);
void same_as_golden(const std::string& name, const std::string& text);

}  // namespace preceptor::formats_test
