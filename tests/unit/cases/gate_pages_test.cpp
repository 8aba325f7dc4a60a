// What became of cases: causes and decisions counted by hand, and a case's measure beside the hours that scripted learners spent.
#include <sstream>

#include "tests/fakes/memory_pool.hpp"
#include "tests/unit/rca/sample_case.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "tests/unit/web/course.hpp"
#include "web/gate/gate_section.hpp"

namespace preceptor::web::testing {
namespace {

const CaseActor kGatePlanner{base::PersonId("planner-1"), "Planner One"};

struct GateSite {
  Course course;
  fakes::MemoryPool pool;
  CaseBook cases{course.records, course.records.projections, course.clock};
  BurdenRecords burden{course.records, course.records.projections, course.content, pool, course.diary, course.clock};
  GateSection section{{cases, burden, course.records, course.records.projections, course.content, course.clock}};
  StaffRoom room{&section};
  int keys = 0;

  GateSite() { room.sign_in(StaffRole::reader); }
  std::string key() { return "gate-" + std::to_string(++keys); }
  std::string take(const rca::CaseFile& file, const std::string& title) {
    rca::Sheet start;
    start.title = title;
    const auto id = cases.open(kGatePlanner, start, key())->id;
    const auto seen = (*cases.load(id))->sheet_seq;
    EXPECT_TRUE(cases.save_sheet(id, kGatePlanner, seen, [&](rca::Sheet& sheet) { sheet = file.sheet; sheet.title = title; }, key()));
    for (const auto& rating : file.ratings) EXPECT_TRUE(cases.rate(id, rating, key()));
    return id;
  }
  void decide(const std::string& id) {
    const auto one = **cases.load(id);
    const auto proposal = rca::proposal(one.sheet, one.ratings, one.decisions);
    const auto act = cases.decide(id, kGatePlanner, {proposal.proposed, proposal.basis, "The causes are plain.", "none", base::add_months(base::utc_date(course.clock.now()), 6)}, key());
    EXPECT_TRUE(act && act->outcome == CaseAct::Outcome::done);
  }
  void play(int learner, int seconds) {
    course.subject = "user-" + std::to_string(learner);
    course.clock.pass(base::Milliseconds(1000));
    auto page = course.launch([&](auto& claims) { claims[kLti + "custom"] = {{"unit", "gloves"}}; });
    for (const base::Fields& answers : {base::Fields{{"q.dose", "a"}}, base::Fields{{"q.weight", "60"}}, base::Fields{{"q.plan", "a"}, {"q.useful", "a"}}}) {
      course.clock.pass(base::Milliseconds(seconds * 1000));
      auto fields = answers;
      fields.emplace_back("active", std::to_string(seconds * 1000));
      page = course.submit(action(page), fields);
    }
    course.clock.pass(base::Milliseconds(1000));
  }
  std::vector<std::string> row(const std::string& path, const std::string& name) {
    const auto file = room.get(path);
    EXPECT_EQ(file.status, 200) << path;
    std::istringstream lines(file.body);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("\"" + name + "\"") != 0 && line.find("\xEF\xBB\xBF\"" + name + "\"") != 0) continue;
      if (line.ends_with('\r')) line.pop_back();
      std::vector<std::string> cells;
      std::istringstream parts(line);
      for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
      if (line.ends_with(',')) cells.emplace_back();
      return cells;
    }
    ADD_FAILURE() << name << " is not in " << file.body;
    return {};
  }
};

using Cells = std::vector<std::string>;

TEST(GatePages, CountCausesAndDecisions) {
  GateSite site;
  const auto go = site.take(rca::knowledge_case(), "Gloves"), stop = site.take(rca::system_case(), "Screens");
  site.take({"", rca::sample_sheet(), {}, {}}, "Nothing yet");
  site.course.clock.pass(std::chrono::hours(24 * 3));
  site.decide(go);
  site.decide(stop);
  const std::string csv = "/staff/gate/csv/";
  // Nine people in three roles of three; one in each role saw the system as a cause of the first, all of them knowledge and team.
  EXPECT_EQ(site.row(csv + "causes", "Gloves"), (Cells{"\"Gloves\"", "9", "100", "0", "33.3", "0", "0", "100"}));
  EXPECT_EQ(site.row(csv + "causes", "Screens"), (Cells{"\"Screens\"", "9", "33.3", "100", "100", "0", "0", "100"}));
  const auto decisions = site.room.get("/staff/gate/csv/decisions").body;
  std::string numbers;
  std::istringstream lines(decisions);
  for (std::string line; std::getline(lines, line);) numbers += line.substr(line.rfind(',') + 1, line.find_last_not_of('\r') - line.rfind(','));
  EXPECT_NE(numbers.find("321011"), std::string::npos) << "proposed 3, rated 2, education 1, part 0, wrong tool 1, waiting 1\n" << decisions;
  const auto page = site.room.get("/staff/gate");
  EXPECT_TRUE(shows(page, "Ward informatics lead") && shows(page, "Median time from proposal to decision: 3 days") && shows(page, "Decisions against the rule: 0 of 2") && shows(page, "education was the wrong tool: 1 of 2")) << page.body;
  EXPECT_FALSE(shows(page, "decorative"));
  const auto one = site.room.get("/staff/gate/" + go);
  EXPECT_TRUE(shows(one, "<svg") && shows(one, "/tool/staff/cases/" + go) && shows(one, "/gate/" + go + "/csv/causes")) << one.body;
  EXPECT_EQ(site.row("/staff/gate/" + go + "/csv/causes", "nurse"), (Cells{"\"nurse\"", "3", "100", "0", "33.3", "0", "0", "100"}));
}

TEST(GatePages, TheMeasureStandsBesideWhatItCost) {
  GateSite site;
  const auto id = site.take(rca::knowledge_case(), "Gloves");
  auto unit = sample_unit();
  unit.id = "gloves";
  unit.gap = id;
  auto version = version_of(unit);
  version.published_at = site.course.clock.now();
  ASSERT_TRUE(site.course.content.publish_folder({version}));
  site.course.clock.pass(std::chrono::hours(24));
  site.decide(id);
  EXPECT_EQ(site.row("/staff/gate/csv/beside", "Gloves")[5], "\"not shown\"");
  for (int i = 0; i < 12; ++i) site.play(i, 100);
  site.course.clock.pass(std::chrono::hours(24 * 8));
  ASSERT_TRUE(*site.burden.close_period("gloves"));
  const auto today = base::utc_date(site.course.clock.now());
  for (const char* value : {"90", "61.5"}) ASSERT_TRUE(site.cases.follow_up(id, kGatePlanner, value, today, "ward audit", site.key()));
  // 12 people, 3 pages of 100 s: one hour. The later of two values of one day corrects the earlier; from 46 to 61.5 on the way to 80.
  const auto row = site.row("/staff/gate/csv/beside", "Gloves");
  ASSERT_EQ(row.size(), 11u);
  EXPECT_EQ(Cells(row.begin() + 3, row.begin() + 9), (Cells{"61.5", "15.5", "\"in the right direction\"", "1", "12", "0"}));
  EXPECT_EQ(row[9], "\"too few\"") << "nobody was asked yet whether it was kept";
  const auto page = site.room.get("/staff/gate/" + id);
  EXPECT_TRUE(shows(page, "1 of 1 cases") && shows(page, "Beside, not because of")) << page.body;
  // The unit was published before its case was decided.
  EXPECT_TRUE(shows(site.room.get("/staff/gate"), "had a GO: 1 of 1 that name a case"));
}

TEST(GatePages, ANumberIsNotGuessed) {
  for (const auto& [text, number] : std::initializer_list<std::pair<const char*, double>>{{"46 %", 46}, {"2,5 h", 2.5}, {" -3", -3}, {"18min", 18}, {"٤٦ %", 46}}) EXPECT_EQ(number_in(text), number) << text;
  for (const char* text : {"", "3 of 10", "about 5", "41-52 %", "1,000", "5 per 1000"}) EXPECT_EQ(number_in(text), std::nullopt) << text;
}

TEST(GatePages, WhatIsNotThereIsNotFound) {
  GateSite site;
  for (const char* path : {"/staff/gate/no-case", "/staff/gate/csv/none", "/staff/gate/no-case/csv/causes"}) EXPECT_EQ(site.room.get(path).status, 404) << path;
  EXPECT_TRUE(shows(site.room.get("/staff/gate"), "Not shown: no decided case"));
}

}  // namespace
}  // namespace preceptor::web::testing
