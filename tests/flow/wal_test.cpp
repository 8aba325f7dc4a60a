// An answer is on disk before the learner sees that it was taken: the write-ahead log is synced between the write that holds the answer and the
// 303 (seen by strace).
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <regex>
#include <set>
#include <sstream>

#include "tests/fakes/stage.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;

constexpr const char* kStrace = "/usr/bin/strace";

// Why strace cannot be used here; empty when it can.
std::string strace_problem() {
  if (::access(kStrace, X_OK) != 0) return "strace is not installed";
  const int status = std::system("/usr/bin/strace -f -o /dev/null /bin/true >/dev/null 2>&1");
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "" : "tracing is not permitted here";
}

// What one line of the trace tells about the log, in the order things ended.
struct Trace {
  int answers = 0, unsynced = 0, events_written = 0, syncs = 0;
  std::string first_problem;
};

// The answers recorded on the page that a line writes, as "seq stream". The sealer writes the same rows again, in a transaction of its own that
// no answer waits for: only a row that was never seen before has to be synced.
std::vector<std::string> answers_on(const std::string& line) {
  static const std::regex kEvent(R"re(\\"seq\\":(\d+),\\"stream_id\\":\\"([0-9a-f-]+)\\",\\"stream_kind\\":\\"attempt\\",\\"type\\":\\"question_answered\\")re");
  std::vector<std::string> found;
  for (std::sregex_iterator each(line.begin(), line.end(), kEvent), end; each != end; ++each) found.push_back((*each)[1].str() + " " + (*each)[2].str());
  return found;
}

bool is_log(const std::string& line) { return line.find("preceptor.db-wal>") != std::string::npos; }

Trace read_trace(const std::string& text) {
  Trace trace;
  std::set<std::string> syncing;      // threads inside a sync that began after the last event was written
  std::set<std::string> seen;         // answers written at least once
  bool event_waits = false;           // a new answer was written to the log and not synced since
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::string thread = line.substr(0, line.find(' '));
    const bool sync = line.find("sync(") != std::string::npos, resumed = line.find("sync resumed>") != std::string::npos;
    bool is_new = false;
    if (line.find("pwrite64(") != std::string::npos && is_log(line))
      for (auto& answer : answers_on(line)) is_new = seen.insert(std::move(answer)).second || is_new;
    if (is_new) {
      ++trace.events_written;
      event_waits = true;
      syncing.clear();                // what runs now began too early
    } else if (sync && is_log(line) && line.find("unfinished") != std::string::npos) {
      syncing.insert(thread);
    } else if ((sync && is_log(line)) || (resumed && syncing.erase(thread) != 0)) {
      ++trace.syncs;
      event_waits = false;
    } else if (line.find("HTTP/1.1 303") != std::string::npos) {
      ++trace.answers;
      if (event_waits && trace.unsynced++ == 0) trace.first_problem = line.substr(0, 200);
    }
  }
  return trace;
}

TEST(WriteAheadLog, TraceReaderSeesAnUnsyncedAnswer) {
  const auto written = [](const std::string& seq) {
    return R"(7 pwrite64(9</x/preceptor.db-wal>, "...,\"seq\":)" + seq + R"(,\"stream_id\":\"0f-1\",\"stream_kind\":\"attempt\",\"type\":\"question_answered\"}", 4096, 0) = 4096)" + "\n";
  };
  const std::string write = written("3"), answer = "8 sendto(5, \"HTTP/1.1 303 See Other\", 9) = 9\n";
  const std::string sync = "7 fdatasync(9</x/preceptor.db-wal>) = 0\n";
  const std::string begun = "7 fdatasync(9</x/preceptor.db-wal> <unfinished ...>\n", ended = "7 <... fdatasync resumed>) = 0\n";
  EXPECT_EQ(read_trace(write + sync + answer).unsynced, 0);
  EXPECT_EQ(read_trace(write + answer + sync).unsynced, 1);
  EXPECT_EQ(read_trace(sync + write + answer).unsynced, 1);
  EXPECT_EQ(read_trace(write + begun + ended + answer).unsynced, 0);
  EXPECT_EQ(read_trace(write + begun + answer + ended).unsynced, 1);
  EXPECT_EQ(read_trace(begun + write + ended + answer).unsynced, 1);
  EXPECT_EQ(read_trace(write + sync + write + answer).unsynced, 0) << "the sealer's rewriting of a synced row delays no answer";
  EXPECT_EQ(read_trace(write + sync + written("4") + answer).unsynced, 1);
}

TEST(WriteAheadLog, IsSyncedBeforeTheAnswer) {
  if (const auto problem = strace_problem(); !problem.empty()) GTEST_SKIP() << "not run: " << problem;
  fakes::TemporaryFolder folder;
  const std::string log = folder.path() + "/trace";
  // -D: the tracer is the grandchild, so the tool keeps the pid that the stage stops. -s: a whole page of the database is shown.
  fakes::Stage stage(PRECEPTOR_BUILD_DIR, {kStrace, "-D", "-f", "-y", "-s", "5000", "-e", "trace=pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync", "-o", log});
  for (const char* link : {"link-1", "link-2", "link-3"}) {
    Browser browser;
    Page page = browser.open(stage.lms(), link);
    for (int pages = 0; pages < 12 && page.form(); ++pages) page = browser.answer(page, fakes::first_option());
    ASSERT_TRUE(page.is_receipt()) << page.status << page.body;
  }
  stage.stop_tool();
  const Trace trace = read_trace(fakes::read_file(log));
  EXPECT_GE(trace.answers, 6);
  EXPECT_GE(trace.events_written, 3) << "the trace does not show the events; nothing was proven";
  EXPECT_GE(trace.syncs, 3);
  EXPECT_EQ(trace.unsynced, 0) << trace.first_problem;
}

}  // namespace
}  // namespace preceptor::flow
