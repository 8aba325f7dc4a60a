// Plot 5 over people who do a unit again, soon and a month later; the expected shares are counted off the script here.
#include <sstream>

#include "tests/fakes/memory_pool.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "tests/unit/web/course.hpp"
#include "web/burden/section.hpp"

namespace preceptor::web::testing {
namespace {

constexpr int kReaders = 12;

struct Library {
  fakes::MemoryPool pool;
  Course course;
  BurdenRecords records{course.records, course.records.projections, course.content, pool, course.diary, course.clock};
  BurdenSection section{records, course.records, course.records.projections, course.registrations, course.clock};
  StaffRoom room{&section};
  int day = 0;

  void until(int next) {
    course.clock.pass(std::chrono::hours(24 * (next - day)));
    day = next;
  }
  // The unit once, from its link or from the receipt's "do it again".
  void read(int reader, bool right) {
    course.subject = "reader-" + std::to_string(reader);
    auto page = course.launch();
    if (const auto end = page.body.find("/again\""); end != std::string::npos) {
      const auto begin = page.body.rfind('"', end - 1) + 1;
      page = course.submit(local(page.body.substr(begin, end - begin) + "/again"), {{"key", hidden(page, "key")}});
    }
    for (const base::Fields& fields : {base::Fields{{"q.dose", right ? "a" : "b"}}, base::Fields{{"q.weight", "60"}}, base::Fields{}}) {
      course.clock.pass(base::Milliseconds(10'000));
      page = course.submit(action(page), fields);
    }
    ASSERT_TRUE(has(page, "class=\"figure\"")) << page.body;
    course.clock.pass(base::Milliseconds(1000));
  }
  // The numbers of the question's row.
  std::string row() {
    const auto file = room.get("/staff/burden/unit/apixaban-dose/csv/knowledge");
    std::istringstream lines(file.body);
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with("\"Which dose?\",")) return line.substr(14, line.find('\r') - 14);
    return file.body;
  }
};

TEST(KnowledgeAgain, FirstSoonAfterAndAMonthLaterAreThreeColumns) {
  Library library;
  for (int i = 0; i < kReaders; ++i) library.read(i, i >= 6);   // 6 of 12 right at first
  library.until(1);
  for (int i = 0; i < kReaders - 1; ++i) library.read(i, true);
  library.until(11);
  library.read(1, false);                                       // the last one soon after counts
  library.until(31);
  for (int i = 0; i < kReaders; i += 2) library.read(i, i % 4 == 0);   // 3 of 6 a month after their second time
  library.until(41);
  library.room.clock.at = library.course.clock.at;
  library.room.sign_in(StaffRole::planner);
  // n, before 5 of 11, after, change, later; how sure nobody was asked. That one of them changed in October waits until five are new.
  EXPECT_EQ(library.row(), "11,45.5,100,54.5,50,\"\",\"\"");
  library.read(kReaders - 1, true);                             // a second time, however late, is no later time
  for (int i = kReaders; i < kReaders + 3; ++i) {
    library.read(i, false);
    library.read(i, true);
  }
  library.until(110);                                           // whose months are over
  // Before 6 of 15, after 14 of 15.
  EXPECT_EQ(library.row(), "15,40,93.3,53.3,50,\"\",\"\"");
  const auto page = library.room.get("/staff/burden/unit/apixaban-dose");
  EXPECT_TRUE(has(page, "25 days or more after the second time") && has(page, "How sure people are is not asked in this version")) << page.body;
}

}  // namespace
}  // namespace preceptor::web::testing
