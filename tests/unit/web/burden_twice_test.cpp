// A planner looks, one person does something, the month ends, and the planner looks again: no table of the unit tells what that person did.
#include <sstream>

#include "tests/fakes/memory_pool.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "tests/unit/web/course.hpp"
#include "web/burden/section.hpp"
#include "web/survey/person_question.hpp"

namespace preceptor::web::testing {
namespace {

constexpr int kBefore = 12;
const std::string kUnitPlace = "/staff/burden/unit/apixaban-dose";

struct WatchedSite {
  fakes::MemoryPool pool;
  Course course;   // it is 21 September
  BurdenRecords records{course.records, course.records.projections, course.content, pool, course.diary, course.clock};
  BurdenSection section{records, course.records, course.records.projections, course.registrations, course.clock};
  StaffRoom room{&section};
  int day = 0;

  WatchedSite() {
    room.clock.at = course.clock.at;
    room.sign_in(StaffRole::planner);
  }
  void until(int next) {
    course.clock.pass(std::chrono::hours(24 * (next - day)));
    day = next;
  }
  void read(int reader, bool plans) {
    course.subject = "reader-" + std::to_string(reader);
    auto page = course.launch();
    for (base::Fields fields : {base::Fields{{"q.dose", "a"}}, base::Fields{{"q.weight", "60"}}, plans ? base::Fields{{"q.plan", "a"}, {"q.useful", "a"}} : base::Fields{}}) {
      course.clock.pass(base::Milliseconds(60'000));
      fields.emplace_back("active", "60000");
      page = course.submit(action(page), fields);
    }
    ASSERT_TRUE(has(page, "class=\"figure\"")) << page.body;
    course.clock.pass(base::Milliseconds(1000));
  }
  void follow_up(int reader, const std::string& went) {
    course.subject = "reader-" + std::to_string(reader);
    const auto page = course.launch();
    ASSERT_TRUE(has(page, "Did you do it?")) << page.body;
    EXPECT_EQ(course.post(action(page), {{"question", "plan"}, {"went", went}}).status, 303);
  }
  // Everybody who said nothing yet says what they prefer.
  void prefer(const std::string& format) {
    for (const auto& person : course.records.persons) {
      auto& row = course.records.projections.rows[{ports::kNoRegistration, kPreferredFormat, person.id.str()}];
      if (!row.state.empty()) continue;
      row.kind = kPreferredFormat;
      row.id = person.id.str();
      row.state = format;
      row.updated_at = course.clock.at;
    }
  }
  // The cells of a question's row: name, state, hours a year, asked, seconds, share left empty with its interval, uses.
  std::vector<std::string> price(const std::string& prompt) {
    const auto file = room.get(kUnitPlace + "/prices", "csv=1");
    std::istringstream lines(file.body);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("\"" + prompt + "\"") == std::string::npos) continue;
      std::vector<std::string> cells;
      std::istringstream parts(line);
      for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
      return cells;
    }
    ADD_FAILURE() << file.body;
    return std::vector<std::string>(8);
  }
  std::string look() {
    std::string seen;
    for (const char* name : {"measures", "commitments", "knowledge", "time", "friction", "usefulness"}) seen += room.get(kUnitPlace + "/csv/" + name).body;
    for (const char* prompt : {"What will you do?", "Useful for a patient you have now?"}) {
      const auto cells = price(prompt);
      for (std::size_t i = 3; i < 7; ++i) seen += cells[i] + " ";   // the hours a year go down as the year goes on
    }
    return seen + room.get("/staff/burden/preference", "csv=1").body;
  }
};

TEST(BurdenTwice, OnePersonInBetweenShowsNowhere) {
  WatchedSite site;
  for (int i = 0; i < kBefore; ++i) site.read(i, true);
  site.prefer("micro");
  site.until(8);
  for (int i = 0; i < 5; ++i) site.follow_up(i, "done");
  site.until(10);   // 1 October: September is closed
  const auto before = site.look();
  EXPECT_EQ(site.price("What will you do?")[3], "12");
  EXPECT_EQ(site.price("What will you do?")[5], "0");
  EXPECT_NE(before.find("\"Check the weight\",12,100,5,"), std::string::npos) << before;
  site.until(11);
  site.read(kBefore, false);
  site.prefer("longer");
  site.follow_up(5, "no.system");
  EXPECT_EQ(site.look(), before) << "at once";
  site.until(41);   // 1 November
  EXPECT_EQ(site.look(), before) << "when the month is over";
  for (int i = 1; i <= 4; ++i) site.read(kBefore + i, false);
  site.prefer("longer");
  site.until(75);   // 5 December: five persons are new
  EXPECT_EQ(site.price("What will you do?")[3], "17");
  EXPECT_NE(site.room.get(kUnitPlace + "/csv/commitments").body.find("\"Check the weight\",12,100,5,"), std::string::npos) << "one follow-up still waits";
}

TEST(BurdenTwice, HoursAYearStayWhatTheyAreUntilAPeriodCloses) {
  WatchedSite site;
  for (int i = 0; i < kBefore; ++i) site.read(i, true);
  site.until(10);
  const auto hours = site.price("What will you do?")[2];
  const auto replay = [&] {
    const auto page = site.room.get(kUnitPlace + "/prices");
    const auto at = page.body.find("hours a year back");
    return at == std::string::npos ? page.body : page.body.substr(at - 20, 20);
  };
  const auto saved = replay();
  EXPECT_GT(std::stod(hours), 0);
  for (const int later : {12, 20, 37}) {
    site.until(later);
    EXPECT_EQ(site.price("What will you do?")[2], hours) << "day " << later;
    EXPECT_EQ(replay(), saved) << "day " << later;
  }
}

}  // namespace
}  // namespace preceptor::web::testing
