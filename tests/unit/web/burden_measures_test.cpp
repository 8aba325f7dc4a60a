// The measures by unit version and course, flags, parts of the time, questions left empty and refused launches: forty-eight scripted learners, and what the planner's tables say of them equals
// what a second computation, which uses no code of the product, says of the script.
#include <algorithm>
#include <cmath>
#include <sstream>

#include "tests/fakes/memory_pool.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "tests/unit/web/course.hpp"
#include "web/burden/section.hpp"

namespace preceptor::web::testing {
namespace {

constexpr int kMeasured = 48, kRefused = 6;

// -- the script -----------------------------------------------------------------------------------------------------------------------------------
struct Measured {
  bool second_version = false, second_course = false, flags_dose = false, flags_note = false, plans = true;
  int pages[3] = {0, 0, 0};   // seconds
};
Measured measured_of(int i) { return {i >= kMeasured / 2, i % 2 == 1, i % 3 == 0, i % 4 == 0, i % 5 != 0, {20 + i, 30 + 2 * i, 5 + i}}; }

// -- the second computation -----------------------------------------------------------------------------------------------------------------------
using Row4 = std::vector<double>;   // n, value, low, high
Row4 quartiles_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1), below = std::floor(place);
    const auto index = static_cast<std::size_t>(below);
    return index + 1 < values.size() ? values[index] * (1 - place + below) + values[index + 1] * (place - below) : values.back();
  };
  return {static_cast<double>(values.size()), at(0.5), at(0.25), at(0.75)};
}
Row4 wilson_of(int k, int n) {
  const double z = 1.959964, p = static_cast<double>(k) / n, d = 1 + z * z / n, c = p + z * z / (2.0 * n), w = z * std::sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
  return {static_cast<double>(n), 100 * p, 100 * (c - w) / d, 100 * (c + w) / d};
}

// -- the site ---------------------------------------------------------------------------------------------------------------------------------------
struct MeasuredSite {
  Course course;
  fakes::MemoryPool pool;
  BurdenRecords records{course.records, course.records.projections, course.content, pool, course.diary, course.clock};
  BurdenSection section{records, course.records, course.records.projections, course.registrations, course.clock};
  StaffRoom room{&section};
  std::string versions[2];

  void play(int i) {
    const auto script = measured_of(i);
    course.subject = "measured-" + std::to_string(i);
    course.clock.pass(base::Milliseconds(1000));
    auto page = course.launch([&](auto& claims) {
      claims[kLti + "context"]["id"] = script.second_course ? "c2" : "c1";
      claims[kLti + "resource_link"]["id"] = script.second_course ? "link-2" : "link-1";
    });
    base::Fields forms[] = {{{"q.dose", "a"}}, {{"q.weight", "60"}}, {{"q.useful", "a"}}};
    if (script.flags_dose) forms[1].emplace_back("f.dose", "1");
    if (script.flags_note) forms[1].emplace_back("f.note", "1");
    if (script.plans) forms[2].emplace_back("q.plan", "a");
    for (int n = 0; n < 3; ++n) {
      course.clock.pass(base::Milliseconds(script.pages[n] * 1000));
      forms[n].emplace_back("active", std::to_string(script.pages[n] * 1000));
      page = course.submit(action(page), forms[n]);
    }
    ASSERT_TRUE(has(page, "class=\"figure\"")) << page.body;
  }
  void play_all() {
    auto unit = sample_unit();
    for (int version = 0; version < 2; ++version) {
      versions[version] = version_of(unit).hash.str();
      course.publish({unit});
      for (int i = 0; i < kMeasured; ++i)
        if (measured_of(i).second_version == (version == 1)) play(i);
      unit.title = "Which dose on Tuesday?";
    }
    for (int i = 0; i < kRefused; ++i) EXPECT_GE(course.launch([](auto& claims) { claims[kLti + "version"] = "1.1"; }).status, 400);
    course.clock.pass(std::chrono::hours(24 * 35));   // the month is over
    room.clock.at = course.clock.at;
    room.sign_in(StaffRole::planner);
  }
  // The numbers of the row of that name.
  Row4 row(const std::string& path, const std::string& query, const std::string& name) {
    const auto file = room.get(path, query);
    EXPECT_EQ(file.status, 200) << path;
    std::istringstream lines(file.body);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("\"" + name + "\"") == std::string::npos) continue;
      Row4 numbers;
      std::istringstream cells(line.substr(line.find("\"" + name + "\"") + name.size() + 2));
      for (std::string cell; std::getline(cells, cell, ',');)
        if (!cell.empty() && cell != "\r" && cell.find('"') == std::string::npos) numbers.push_back(std::stod(cell));
      return numbers;
    }
    ADD_FAILURE() << name << " is not in " << file.body;
    return {};
  }
  void same(const std::string& path, const std::string& query, const std::string& name, const Row4& expected, double about) {
    const auto numbers = row(path, query, name);
    ASSERT_GE(numbers.size(), expected.size()) << name << " " << query;
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(numbers[i], expected[i], about) << name << " " << query << ", column " << i;
  }
};

TEST(BurdenMeasures, ByVersionAndCourseTheyCountAsASecondComputationCounts) {
  MeasuredSite site;
  site.play_all();
  const std::string path = "/staff/burden/unit/apixaban-dose/csv/measures";
  for (int version = -1; version < 2; ++version)
    for (int where = -1; where < 2; ++where) {
      base::Fields query;
      if (version >= 0) query.emplace_back("version", site.versions[version]);
      if (where >= 0) query.emplace_back("course", where == 0 ? "r1/c1" : "r1/c2");
      std::vector<double> minutes, content, evaluation;
      int flags = 0;
      for (int i = 0; i < kMeasured; ++i) {
        const auto one = measured_of(i);
        if ((version >= 0 && one.second_version != (version == 1)) || (where >= 0 && one.second_course != (where == 1))) continue;
        content.push_back(one.pages[0] + one.pages[1]);
        evaluation.push_back(one.pages[2]);
        minutes.push_back((one.pages[0] + one.pages[1] + one.pages[2]) / 60.0);
        flags += (one.flags_dose ? 1 : 0) + (one.flags_note ? 1 : 0);
      }
      const std::string filter = base::format_form(query);
      const int people = static_cast<int>(minutes.size());
      site.same(path, filter, "Active minutes", quartiles_of(minutes), 0.006);
      site.same(path, filter, "Seconds in content", quartiles_of(content), 0.006);
      site.same(path, filter, "Seconds in closing questions", quartiles_of(evaluation), 0.006);
      // The tap stands beside the dose's feedback, the note and both closing questions; the weight is required and teaches nothing.
      site.same(path, filter, "Questions flagged irrelevant, %", wilson_of(flags, 4 * people), 0.06);
    }
}

TEST(BurdenMeasures, WhatWasLeftEmptyWasAskedAndHasItsPrice) {
  MeasuredSite site;
  site.play_all();
  int empty = 0;
  for (int i = 0; i < kMeasured; ++i) empty += measured_of(i).plans ? 0 : 1;
  const auto price = site.row("/staff/burden/unit/apixaban-dose/prices", "csv=1", "What will you do?");
  ASSERT_EQ(price.size(), 8u) << "hours, asked, seconds, share and interval, n, uses";
  EXPECT_EQ(price[1], kMeasured);
  const auto skipped = wilson_of(empty, kMeasured);
  for (const auto& [column, expected] : {std::pair(3, skipped[1]), std::pair(4, skipped[2]), std::pair(5, skipped[3])}) EXPECT_NEAR(price[static_cast<std::size_t>(column)], expected, 0.06) << column;
}

TEST(BurdenMeasures, AllUnitsStandByTimeAndUsefulness) {
  MeasuredSite site;
  site.play_all();
  std::vector<double> minutes;
  for (int i = 0; i < kMeasured; ++i) minutes.push_back((measured_of(i).pages[0] + measured_of(i).pages[1] + measured_of(i).pages[2]) / 60.0);
  const auto useful = wilson_of(kMeasured, kMeasured);
  site.same("/staff/burden", "csv=useful", "Which dose on Tuesday?", {quartiles_of(minutes)[1], useful[1], useful[2], useful[3], kMeasured}, 0.06);
  EXPECT_TRUE(has(site.room.get("/staff/burden"), "<svg"));
}

TEST(BurdenMeasures, LaunchesThatFailedAreCountedByConnectionAndReason) {
  MeasuredSite site;
  site.play_all();
  site.same("/staff/burden/launches", "csv=connections", "Example LMS", wilson_of(kRefused, kMeasured + kRefused), 0.06);
  ASSERT_FALSE(site.course.diary.entries.empty());
  const std::string reason = site.course.diary.entries.back().reason;
  EXPECT_EQ(site.row("/staff/burden/launches", "csv=1", reason), Row4{kRefused}) << reason;
}

}  // namespace
}  // namespace preceptor::web::testing
