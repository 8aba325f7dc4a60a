// Statements a second as CSV or JSON Lines, walked in stretches from a record to a hashed file; beside it, the same bytes written plainly. The record makes its rows as
// they are asked for, so that the memory told is the export's own.
// Usage: preceptor_bench_statements [statements, default 1000000] [folder, default the current one] [form: csv (default), jsonl]
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "core/base/digest.hpp"
#include "tests/bench/bench_support.hpp"
#include "xapi/export/walk.hpp"

namespace {

using namespace preceptor;
using namespace preceptor::bench;

double peak_memory_mib() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

// One statement a position, in the shape and size of ours.
class ManyStatements : public xapi::ExportStore {
 public:
  base::Result<std::vector<xapi::ExportedRow>> export_window(const xapi::ExportFilter&, const std::string&, std::int64_t after, std::int64_t, std::int64_t through, int limit) override {
    std::vector<xapi::ExportedRow> rows;
    for (std::int64_t at = after + 1; at <= through && rows.size() < static_cast<std::size_t>(limit); ++at) rows.push_back({at, 0, "question_answered", "p", body(at)});
    return rows;
  }

 private:
  static std::string body(std::int64_t at) {
    const std::string n = std::to_string(at), unit = "https://cme.example.org/unit/sepsis-1";
    return R"({"actor":{"account":{"homePage":"https://lms.example.org","name":"user-)" + n + R"("},"objectType":"Agent"},"context":{"contextActivities":{"category":[{"id":")" + unit +
           R"("}],"grouping":[{"definition":{"type":"https://w3id.org/xapi/cmi5/activitytype/course"},"id":"https://cme.example.org/course/r1/abc","objectType":"Activity"}]},"language":"en","platform":"Moodle","registration":"00000000-0000-4000-8000-000000000000","revision":")" +
           std::string(64, 'a') + R"("},"id":")" + n + R"(","object":{"definition":{"choices":[{"description":{"en":"Lactate"},"id":"a"},{"description":{"en":"Cultures"},"id":"b"}],"correctResponsesPattern":["a"],"description":{"en":"What comes first?"},"interactionType":"choice","type":"http://adlnet.gov/expapi/activities/cmi.interaction"},"id":")" +
           unit + R"(/question/q1","objectType":"Activity"},"result":{"response":"a","success":true},"timestamp":"2026-11-22T07:00:00.000Z","verb":{"display":{"en":"answered"},"id":"http://adlnet.gov/expapi/verbs/answered"}})";
  }
};

// The plain way: as many bytes, written and brought to the disk.
double plainly(const std::string& path, std::int64_t bytes) {
  std::FILE* out = std::fopen(path.c_str(), "wb");
  check(out != nullptr);
  const std::string piece(1 << 20, 'x');
  const auto start = Steady::now();
  for (std::int64_t left = bytes; left > 0; left -= static_cast<std::int64_t>(piece.size())) {
    const auto count = static_cast<std::size_t>(std::min<std::int64_t>(left, static_cast<std::int64_t>(piece.size())));
    check(std::fwrite(piece.data(), 1, count, out) == count);
  }
  check(std::fflush(out) == 0 && fsync(fileno(out)) == 0);
  const double seconds = since(start);
  std::fclose(out);
  return seconds;
}

void measure(std::int64_t statements, xapi::ExportForm form, const Folder& folder) {
  ManyStatements record;
  xapi::ExportAsked asked;
  asked.form = form;
  asked.as_of = {{"r1", statements}};
  std::FILE* out = std::fopen(folder.file("statements").c_str(), "wb");
  check(out != nullptr);
  base::Sha256 digest;
  std::int64_t bytes = 0;
  const auto start = Steady::now();
  xapi::ExportWalk walk(record, asked, {});
  while (!walk.progress().done)
    check(walk.step([&](std::string_view rows) -> base::Status {
      digest.add(rows);
      bytes += static_cast<std::int64_t>(rows.size());
      check(std::fwrite(rows.data(), 1, rows.size(), out) == rows.size());
      return {};
    }).has_value());
  check(std::fflush(out) == 0 && fsync(fileno(out)) == 0);
  check(digest.hex().size() == 64 && walk.progress().statements == statements);
  const double seconds = since(start);
  std::fclose(out);
  const double alone = plainly(folder.file("plain"), bytes);
  char beside[160];
  std::snprintf(beside, sizeof beside, "%.0f statements/s written plainly (%.0f times as long); peak %.0f MiB", static_cast<double>(statements) / alone, seconds / alone, peak_memory_mib());
  row("export (" + std::string(xapi::name(form)) + ") of " + std::to_string(statements) + " statements", static_cast<double>(statements) / seconds, "statements/s", beside);
}

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t statements = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  const auto form = xapi::export_form_named(argc > 3 ? argv[3] : "csv");
  check(statements >= 10 && form.has_value(), "how many statements, and in which form?");
  // A tenth first: memory that grows with the record would show between the two lines.
  const Folder folder(argc > 2 ? argv[2] : ".");
  measure(statements / 10, *form, folder);
  measure(statements, *form, folder);
}
