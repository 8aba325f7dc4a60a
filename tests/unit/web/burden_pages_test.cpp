// Sixty scripted learners in three career stages do a unit in two formats; what the planner's pages say equals what a second, separate computation says of the script.
#include <algorithm>
#include <cmath>
#include <sstream>

#include "tests/fakes/memory_pool.hpp"
#include "tests/unit/web/course.hpp"
#include "tests/unit/web/memory_values.hpp"
#include "tests/unit/staff/page_budget.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "web/burden/pilot_desk.hpp"
#include "web/burden/section.hpp"
#include "web/credit/activity_gate.hpp"
#include "web/survey/survey_pages.hpp"

namespace preceptor::web::testing {
namespace {

constexpr int kLearners = 60, kFew = 12;
const char* const kStagesOfScript[] = {"trainee", "6-10", "21+"};

// -- the script, and nothing but the script ------------------------------------------------------------------------------------------------------
struct Act {
  int learner = 0;
  bool brief = true, second = false;
  int pages[3] = {0, 0, 0};   // seconds of activity
  bool left = false;          // after the first page
  char useful = 0;            // 0: not asked
};

std::vector<Act> the_script() {
  std::vector<Act> acts;
  for (int i = 0; i < kLearners; ++i)
    for (int turn = 0; turn < 2; ++turn) {
      Act act;
      act.learner = i;
      act.brief = (i + turn) % 2 == 0;
      act.second = turn == 1;
      const int slow = act.brief ? 1 : 3;
      act.pages[0] = slow * (20 + i * 7 % 60);
      act.pages[1] = slow * (30 + i * 11 % 90);
      act.pages[2] = slow * (5 + i * 13 % 40);
      act.left = turn == 1 && i % 10 == 9;
      // The closing questions come with a person's first unit, then once per 15 stated minutes: after the long one, so again with the brief one that follows it.
      if (!act.left && (turn == 0 || act.brief)) act.useful = "aabc"[i % 4];
      acts.push_back(act);
    }
  return acts;
}

// -- the second computation: no code of the product ---------------------------------------------------------------------------------------------
struct Answer {
  int n = 0;
  double value = 0, low = 0, high = 0;
};
double at_rank(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] * (1 - (place - static_cast<double>(below))) + sorted[below + 1] * (place - static_cast<double>(below));
}
Answer middle_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {static_cast<int>(values.size()), at_rank(values, 0.5), at_rank(values, 0.25), at_rank(values, 0.75)};
}
Answer share_of(int k, int n) {   // Wilson 1927, in per cent
  const double z = 1.959964, p = static_cast<double>(k) / n, d = 1 + z * z / n, c = p + z * z / (2 * n), w = z * std::sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
  return {n, 100 * p, 100 * (c - w) / d, 100 * (c + w) / d};
}

struct Expected {
  std::vector<double> minutes, ratios;
  int within = 0, left = 0, useful_yes = 0, useful_asked = 0;
};
Expected expect(bool brief, int stage) {   // stage -1: everybody
  Expected made;
  for (const Act& act : the_script()) {
    if (act.brief != brief || (stage >= 0 && act.learner % 3 != stage)) continue;
    if (act.left) {
      ++made.left;
      continue;
    }
    const double minutes = (act.pages[0] + act.pages[1] + act.pages[2]) / 60.0, stated = brief ? 4 : 15;
    made.minutes.push_back(minutes);
    made.ratios.push_back(minutes / stated);
    made.within += minutes <= stated ? 1 : 0;
    if (act.useful) ++made.useful_asked;
    if (act.useful == 'a') ++made.useful_yes;
  }
  return made;
}

// -- the site -----------------------------------------------------------------------------------------------------------------------------------
activity::Unit unit_of(bool brief) {
  auto unit = sample_unit();
  unit.id = brief ? "brief" : "long";
  unit.title = brief ? "The brief one" : "The long one";
  unit.format = brief ? "micro" : "session";
  unit.gap = "case-7";
  unit.stated_minutes = brief ? 4 : 15;
  return unit;
}

class Site {
 public:
  Site() { course.publish({unit_of(true), unit_of(false)}); }

  void play(const Act& act) {
    course.subject = "user-" + std::to_string(act.learner);
    course.clock.pass(base::Milliseconds(1000));
    auto page = course.launch([&](auto& claims) {
      claims[kLti + "custom"] = {{"unit", act.brief ? "brief" : "long"}};
      claims[kLti + "resource_link"] = {{"id", act.brief ? "link-brief" : "link-long"}};
    });
    page = turn(page, act.pages[0], {{"q.dose", "a"}});
    if (act.left) return;
    page = turn(page, act.pages[1], {{"q.weight", "60"}});
    base::Fields closing;
    if (has(page, "q.useful")) closing = {{"q.plan", "a"}, {"q.useful", std::string(1, act.useful)}};
    ASSERT_EQ(has(page, "q.useful"), act.useful != 0) << "learner " << act.learner << (act.brief ? " brief" : " long");
    page = turn(page, act.pages[2], closing);
    course.clock.pass(base::Milliseconds(1000));
    ASSERT_TRUE(has(page, "class=\"figure\"")) << page.body;
    if (!act.second) course.submit(action(page).substr(0, action(page).rfind('/')) + "/about", {{"about", "career_stage"}, {"answer", kStagesOfScript[act.learner % 3]}});
  }
  ports::HttpResponse turn(const ports::HttpResponse& page, int seconds, base::Fields fields) {
    course.clock.pass(base::Milliseconds(seconds * 1000));
    fields.emplace_back("active", std::to_string(seconds * 1000));
    return course.submit(action(page), fields);
  }
  // The whole script, or its first learners: ten are enough to close a period.
  void play_all(int learners = kLearners) {
    for (const Act& act : the_script())
      if (act.learner < learners) play(act);
    course.clock.pass(std::chrono::hours(24 * 8));   // who left stays away
    room.clock.at = course.clock.at;
  }
  // A row of a CSV by its first cell: the numbers that follow.
  std::vector<double> row(const std::string& unit, const std::string& figure, const std::string& name, const std::string& query = {}) {
    const auto file = room.get("/staff/burden/unit/" + unit + "/csv/" + figure, query);
    EXPECT_EQ(file.status, 200) << unit << " " << figure;
    std::istringstream lines(file.body);
    for (std::string line; std::getline(lines, line);) {
      if (line.find("\"" + name + "\"") == std::string::npos) continue;
      std::vector<double> numbers;
      std::istringstream cells(line.substr(line.find("\"" + name + "\"") + name.size() + 2));
      for (std::string cell; std::getline(cells, cell, ',');)
        if (!cell.empty() && cell.find('"') == std::string::npos) numbers.push_back(std::stod(cell));
      return numbers;
    }
    ADD_FAILURE() << name << " is not in " << file.body;
    return {};
  }
  void same(const std::string& unit, const std::string& name, const Answer& answer, const std::string& query, double about) {
    const auto numbers = row(unit, "measures", name, query);
    ASSERT_GE(numbers.size(), 4u) << unit << " " << name << " " << query;
    EXPECT_EQ(static_cast<int>(numbers[0]), answer.n) << unit << " " << name << " " << query;
    EXPECT_NEAR(numbers[1], answer.value, about) << unit << " " << name << " " << query;
    EXPECT_NEAR(numbers[2], answer.low, about) << unit << " " << name << " " << query;
    EXPECT_NEAR(numbers[3], answer.high, about) << unit << " " << name << " " << query;
  }

  fakes::MemoryPool pool;
  MemoryValues values;
  Course course{LaunchTargets{}, &surveys};
  SurveyPages surveys{{course.records, course.records.projections, course.content, pool, values, course.registrations, course.diary, course.sealer, course.clock, course.log, kPublicUrl}};
  BurdenRecords records{course.records, course.records.projections, course.content, pool, course.diary, course.clock};
  BurdenSection section{records, course.records, course.records.projections, course.registrations, course.clock};
  StaffRoom room{{&section}};
};

TEST(BurdenPages, SixtyLearnersInThreeStagesAndTwoFormatsCountAsASecondComputationCounts) {
  Site site;
  site.play_all();
  site.room.sign_in(StaffRole::planner);
  for (const char* unit : {"brief", "long"}) {
    EXPECT_TRUE(has(site.room.get(std::string("/staff/burden/unit/") + unit), "Bring the figures up to now"));
    ASSERT_EQ(site.room.post(std::string("/staff/burden/unit/") + unit + "/close").status, 303);
    const bool brief = std::string(unit) == "brief";
    for (int stage = -1; stage < 3; ++stage) {
      const Expected expected = expect(brief, stage);
      const std::string query = stage < 0 ? "" : base::format_form({{"stage", kStagesOfScript[stage]}});
      const int completed = static_cast<int>(expected.minutes.size());
      site.same(unit, "Active minutes", middle_of(expected.minutes), query, 0.006);
      site.same(unit, "Active over stated time", middle_of(expected.ratios), query, 0.006);
      site.same(unit, "Within the stated time, %", share_of(expected.within, completed), query, 0.06);
      site.same(unit, "Abandoned, %", share_of(expected.left, completed + expected.left), query, 0.06);
      if (expected.useful_asked >= 10) site.same(unit, "Useful now, %", share_of(expected.useful_yes, expected.useful_asked), query, 0.06);
    }
  }
  const auto page = site.room.get("/staff/burden/unit/brief");
  EXPECT_TRUE(has(page, "<svg") && has(page, "Formats of this gap") && has(page, "The long one (session)") && has(page, "not validated"));
  const auto list = site.room.get("/staff/burden");
  EXPECT_TRUE(has(list, "The brief one") && has(list, "(n = ") && has(list, "<svg")) << list.body;
}

TEST(BurdenPages, NoPageNamesAPersonOrAnAttempt) {
  Site site;
  site.play_all(kFew);
  site.room.sign_in(StaffRole::planner);
  site.room.post("/staff/burden/unit/brief/close");
  std::string shown;
  for (const char* path : {"/staff/burden", "/staff/burden/unit/brief", "/staff/burden/unit/brief/prices", "/staff/burden/preference", "/staff/burden/launches", "/staff/burden/pilots",
                           "/staff/burden/unit/brief/csv/measures", "/staff/burden/unit/brief/csv/commitments"}) {
    const auto page = site.room.get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_LE(sent_size(page.body), kPageBudget) << path;
    shown += page.body;
  }
  for (const auto& person : site.course.records.persons) {
    EXPECT_EQ(shown.find(person.id.str()), std::string::npos);
    EXPECT_EQ(shown.find("\"" + person.subject + "\""), std::string::npos);
  }
  for (const auto& [id, row] : site.course.records.attempts) EXPECT_EQ(shown.find(id.str()), std::string::npos);
}

TEST(BurdenPages, WhatCameSinceTheLastPeriodWaitsForTenPeopleOrTheMonthsEnd) {
  Site site;
  const auto script = the_script();
  std::vector<Act> briefs;
  for (const Act& act : script)
    if (act.brief && !act.left && !act.second) briefs.push_back(act);
  for (int i = 0; i < 9; ++i) site.play(briefs[static_cast<std::size_t>(i)]);
  site.room.clock.at = site.course.clock.at;
  site.room.sign_in(StaffRole::planner);
  const std::string own = "/staff/burden/unit/brief";
  auto page = site.room.get(own);
  EXPECT_TRUE(has(page, "Newer attempts wait") && !has(page, "Bring the figures up to now"));
  site.room.post(own + "/close");
  EXPECT_TRUE(has(site.room.get(own), "Nothing can be shown yet")) << "nine are not enough";
  site.play(briefs[9]);
  site.room.post(own + "/close");
  page = site.room.get(own);
  EXPECT_FALSE(has(page, "Nothing can be shown yet") || has(page, "Newer attempts wait"));
  EXPECT_EQ(static_cast<int>(site.row("brief", "measures", "Active minutes")[0]), 10);
  site.play(briefs[10]);
  EXPECT_EQ(static_cast<int>(site.row("brief", "measures", "Active minutes")[0]), 10) << "one more person would show in the difference";
  site.room.post(own + "/close");
  EXPECT_EQ(static_cast<int>(site.row("brief", "measures", "Active minutes")[0]), 10);
}

TEST(BurdenPages, AFilterThatNamesNothingIsNotFound) {
  Site site;
  site.room.sign_in(StaffRole::reader);
  for (const char* query : {"stage=50", "course=nowhere", "version=none", "until=7"}) EXPECT_EQ(site.room.get("/staff/burden/unit/brief", query).status, 404) << query;
  EXPECT_EQ(site.room.get("/staff/burden/unit/no-such-unit").status, 404);
  EXPECT_EQ(site.room.get("/staff/burden/unit/brief/csv/nothing").status, 404);
  EXPECT_EQ(site.room.post("/staff/burden/unit/brief/close").status, 403) << "a reader changes nothing";
}

// What keeps the unit "brief", made with a model, out of an activity with credit.
std::vector<std::string> kept_out_of_credit(Site& site, BurdenRecords* figures) {
  auto unit = unit_of(true);
  unit.ai = "drafted the case; some model; Rae Reader, MD";
  credit::Activity activity;
  activity.designations = {{"ama-pra-1", {50}, {}}};
  activity.bundle = {{"brief", 4, true}};
  ActivityGateDeps deps{site.course.content, site.course.records, site.course.records.projections, site.course.clock, {}};
  deps.figures = figures;
  const auto found = look_at_activity(deps, activity, {unit});
  EXPECT_TRUE(found);
  std::vector<std::string> rules;
  for (const auto& one : *found)
    if (one.finding.field == "units.brief.ai" && one.finding.refuses && one.sentence) rules.push_back(one.finding.rule);
  return rules;
}

TEST(BurdenPages, APilotIsFrozenBeforeItsFirstLaunchOrNotAtAll) {
  Site site;
  EXPECT_EQ(kept_out_of_credit(site, &site.records), std::vector<std::string>{"gate.model.pilot-missing"});
  site.room.clock.at = site.course.clock.at;
  site.room.sign_in(StaffRole::planner);
  const std::string today = base::format_rfc3339(site.course.clock.at).substr(0, 10), later = base::format_rfc3339(site.course.clock.at + std::chrono::hours(24 * 5)).substr(0, 10);
  const auto file = [&](const std::string& id, const std::string& metric) { return "id: " + id + "\ntitle: Shorter\nunits: brief\ncomparator: long\nmetric: " + metric + "\nstarts: " + today + "\nends: " + later + "\n"; };
  const auto wrong = site.room.post("/staff/burden/pilots", {{"file", file("p1", "happiness higher 1")}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(has(wrong, "Line 5"));
  EXPECT_TRUE(has(site.room.post("/staff/burden/pilots", {{"file", file("MRN 4488123", "active_minutes lower 0.5")}}), "Take out what could identify a patient."));
  ASSERT_EQ(site.room.post("/staff/burden/pilots", {{"file", file("p1", "active_minutes lower 0.5")}}).status, 303);
  EXPECT_EQ(site.room.post("/staff/burden/pilots", {{"file", file("p1", "active_minutes lower 0.5")}}).status, 303) << "a second tap";
  EXPECT_EQ(site.room.post("/staff/burden/pilots", {{"file", file("p1", "active_minutes lower 9")}}).status, 422) << "frozen is frozen";
  EXPECT_TRUE(has(site.room.get("/staff/burden/pilots/p1"), "Verdict: not shown"));
  const std::vector<std::string> unproved = {"gate.model.verdict-not-improved"};
  EXPECT_EQ(kept_out_of_credit(site, &site.records), unproved);
  site.play_all(2 * kFew);
  site.room.sign_in(StaffRole::planner, "Sam Second");
  for (const char* unit : {"brief", "long"}) site.room.post(std::string("/staff/burden/unit/") + unit + "/close");
  const auto page = site.room.get("/staff/burden/pilots/p1");
  EXPECT_TRUE(has(page, "Verdict: improved")) << page.body;
  EXPECT_EQ(kept_out_of_credit(site, &site.records), std::vector<std::string>{});
  EXPECT_EQ(kept_out_of_credit(site, nullptr), unproved) << "without figures nothing is shown to be better";
  EXPECT_EQ(site.room.post("/staff/burden/pilots", {{"file", file("p2", "active_minutes lower 0.5")}}).status, 422) << "its unit was launched before";
}

TEST(BurdenPages, APilotAgainstItsOwnPastIsFrozenBeforeAnybodyLaunchesInItsDays) {
  Site site;
  site.play_all(kFew);
  site.room.sign_in(StaffRole::planner);
  const auto day = [&](int from_now) { return base::format_rfc3339(site.course.clock.at + std::chrono::hours(24 * from_now)).substr(0, 10); };
  const auto freeze = [&](const std::string& id) {
    return site.room.post("/staff/burden/pilots", {{"file", "id: " + id + "\ntitle: Shorter\nunits: brief\nbaseline: " + day(-9) + " to " + day(-1) + "\nmetric: active_minutes lower 0.5\nstarts: " +
                                                               day(0) + "\nends: " + day(5) + "\n"}}).status;
  };
  EXPECT_EQ(freeze("p1"), 303) << "the launches of the baseline are what it is measured against";
  site.course.clock.pass(base::Milliseconds(1000));
  site.course.subject = "user-900";
  site.course.launch([](auto& claims) { claims[kLti + "custom"] = {{"unit", "brief"}}; });
  EXPECT_EQ(freeze("p2"), 422) << "of the pilot's own days somebody has begun";
  EXPECT_FALSE(has(site.room.get("/staff/burden/pilots/p1"), "It proves nothing any more")) << "that one was frozen in time";
}

TEST(BurdenPages, AUnitMadeWithAModelSaysWhatItLacks) {
  Site site;
  auto unit = unit_of(true);
  unit.ai = "drafted the case; some model; Editorial office";
  site.course.publish({unit, unit_of(false)});
  site.room.sign_in(StaffRole::planner);
  auto page = site.room.get("/staff/burden/unit/brief");
  EXPECT_TRUE(has(page, "Somebody else than the author must review it") && has(page, "Freeze a pilot file that names it")) << page.body;
  EXPECT_FALSE(has(page, "Say which model"));
  EXPECT_FALSE(has(site.room.get("/staff/burden/unit/long"), "language model"));
}

// Somebody does the brief unit to its receipt; the pages on the way, as one text.
std::string read_on(Site& site, const std::string& who) {
  site.course.subject = who;
  auto page = site.course.launch([](auto& claims) {
    claims[kLti + "custom"] = {{"unit", "brief"}};
    claims[kLti + "resource_link"] = {{"id", "link-brief"}};
  });
  std::string read = page.body;
  for (const base::Fields& fields : {base::Fields{{"q.dose", "a"}}, base::Fields{{"q.weight", "60"}}, base::Fields{}}) {
    page = site.turn(page, 10, fields);
    read += page.body;
  }
  EXPECT_TRUE(has(page, "class=\"figure\"")) << page.body;
  return read;
}
bool asks(const std::string& pages, const std::string& question) { return pages.find("name=\"q." + question + "\"") != std::string::npos; }

TEST(BurdenPages, AQuestionHasAPriceAndExpiresUnlessSomebodySignsForIt) {
  Site site;
  site.play_all(kFew);
  site.room.sign_in(StaffRole::planner);
  site.room.post("/staff/burden/unit/brief/close");
  const std::string own = "/staff/burden/unit/brief";
  auto page = site.room.get(own + "/prices");
  EXPECT_TRUE(has(page, "Useful for a patient you have now?") && has(page, "hours a year back") && has(page, "Not used yet")) << page.body;
  EXPECT_FALSE(has(page, "Which dose?")) << "what teaches has no price";
  site.course.clock.pass(std::chrono::hours(24 * 91));
  site.room.clock.at = site.course.clock.at;
  site.room.cookie.clear();
  site.room.sign_in(StaffRole::planner, "Kim Keeper");
  EXPECT_TRUE(has(site.room.get(own + "/prices"), "drop it, or sign for it"));
  const std::string gone = "Not asked any more, because nobody used the answers:";
  auto read = read_on(site, "late-1");
  EXPECT_FALSE(asks(read, "useful") || asks(read, "plan")) << "neither was used";
  EXPECT_TRUE(asks(read, "dose")) << "what teaches does not expire";
  EXPECT_NE(read.find(gone), std::string::npos);
  EXPECT_NE(read.find("<li>Useful for a patient you have now?</li>"), std::string::npos) << "the learner reads what was removed";
  ASSERT_EQ(site.room.post(own + "/keep/useful").status, 303);
  read = read_on(site, "late-2");
  EXPECT_TRUE(asks(read, "useful") && !asks(read, "plan"));
  EXPECT_EQ(read.find("<li>Useful for a patient"), std::string::npos);
  EXPECT_TRUE(has(site.room.get(own + "/prices"), "Somebody keeps it until"));
  ASSERT_EQ(site.room.post(own + "/used/useful", {{"kind", "report"}, {"what", "=Annual report"}}).status, 303);
  EXPECT_TRUE(has(site.room.get(own + "/prices"), "report: =Annual report"));
  for (const char* what : {"The patient with MRN 4488123", ""}) {
    const auto refused = site.room.post(own + "/used/useful", {{"kind", "report"}, {"what", what}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(has(refused, "role=\"alert\""));
  }
  EXPECT_FALSE(has(site.room.get(own + "/prices"), "4488123"));
  EXPECT_EQ(site.room.post(own + "/keep/dose").status, 404);
}

}  // namespace
}  // namespace preceptor::web::testing
