// Twelve scripted learners claim in their own ways, and are asked for identifiers; what the planner's burden page and its CSV say of it equals what a second
// computation says of the script.
#include <algorithm>
#include <sstream>

#include "tests/fakes/memory_pool.hpp"
#include "tests/unit/claims/clinic.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "web/burden/section.hpp"

namespace preceptor::web::testing {
namespace {

constexpr int kClaimants = 12, kLateClaimant = 11;

// -- the script ------------------------------------------------------------------------------------------------------------------------------------
struct ClaimScript {
  bool tells_early = false;   // the profession, after the first unit: no tap of the claim
  bool saves = false;         // the profile, before the claim
  bool claims = true;
  int wait = 0;               // seconds from the third unit to the claim
};
ClaimScript claim_script(int learner, int claimants) { return {learner % 3 == 0, learner % 2 == 1, learner < claimants, 10 + 7 * learner}; }

// -- the second computation: no code of the product -------------------------------------------------------------------------------------------------
struct ClaimQuartiles {
  double n = 0, median = 0, low = 0, high = 0;
};
ClaimQuartiles claim_quartiles(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const double above = below + 1 < values.size() ? values[below + 1] : values[below];
    return values[below] + (above - values[below]) * (place - static_cast<double>(below));
  };
  return {static_cast<double>(values.size()), at(0.5), at(0.25), at(0.75)};
}

// -- the site --------------------------------------------------------------------------------------------------------------------------------------
class CountedClinic : public Clinic {
 public:
  using Clinic::Clinic;
  // Three units, the profession, perhaps the profile, perhaps the claim. Answers the page that the claim stands on.
  ports::HttpResponse play(int learner, const ClaimScript& script) {
    course.subject = "user-" + std::to_string(learner);
    auto page = done(1);
    if (script.tells_early) tell(page);
    done(2);
    page = done(3);
    course.clock.pass(std::chrono::seconds(5));
    if (script.saves) save_profile(page);
    if (!script.tells_early) page = tell(page);
    course.clock.pass(std::chrono::seconds(script.wait - 5));
    if (script.claims) {
      EXPECT_EQ(claim(page).status, 303) << learner << page.body;
    }
    course.clock.pass(std::chrono::seconds(5));
    return page;
  }
  ports::HttpResponse tell(const ports::HttpResponse& page) { return send(form_of(page, "/profession"), {{"from", "receipt"}, {"profession", "physician"}}); }
  void save_profile(const ports::HttpResponse& page) {
    const base::Fields fields = {{"from", "credits"}, {"given_name", "Rosa"}, {"family_name", "Example"}, {"birth_day", "9/1"}, {"npi", "1234567893"},
                                 {"board", "ABIM"},   {"board_id", "012345"}, {"licence_state", "ME"},    {"licence_number", "0042"}, {"permission", "yes"}};
    EXPECT_EQ(post(personal(page) + "/profile", fields).status, 303);
  }
  void close(const std::string& unit) { EXPECT_EQ(room.post("/staff/burden/unit/" + unit + "/close").status, 303); }
  void enter() {
    room.clock.at = course.clock.at;
    room.sign_in(StaffRole::planner);
  }
  // The CSV's row of that name, without the name.
  std::string row(const std::string& unit, const std::string& name) {
    const auto file = room.get("/staff/burden/unit/" + unit + "/csv/measures");
    EXPECT_EQ(file.status, 200) << unit;
    std::istringstream lines(file.body);
    const std::string start = "\"" + name + "\",";
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with(start)) return line.substr(start.size());
    ADD_FAILURE() << name << " is not in " << file.body;
    return {};
  }
  void same(const std::string& unit, const std::string& name, const ClaimQuartiles& expected) {
    std::vector<double> numbers;
    std::istringstream cells(row(unit, name));
    for (std::string cell; std::getline(cells, cell, ',');)
      if (!cell.empty() && cell.find('"') == std::string::npos) numbers.push_back(std::stod(cell));
    ASSERT_EQ(numbers.size(), 5u) << unit << " " << name;
    EXPECT_EQ(numbers[0], expected.n) << unit << " " << name;
    // An attempt's events stand a millisecond apart, so that it is completed a little after the clock says.
    EXPECT_NEAR(numbers[1], expected.median, 0.05) << unit << " " << name;
    EXPECT_NEAR(numbers[2], expected.low, 0.05) << unit << " " << name;
    EXPECT_NEAR(numbers[3], expected.high, 0.05) << unit << " " << name;
    EXPECT_EQ(numbers[4], 0) << "who did not claim was not missed";
  }

  fakes::MemoryPool pool;
  BurdenRecords figures{course.records, course.records.projections, course.content, pool, course.diary, course.clock};
  BurdenSection section{figures, course.records, course.records.projections, course.registrations, course.clock};
  StaffRoom room{{&section}};
};

TEST(BurdenOfClaims, SecondsAndTapsCountAsASecondComputationCounts) {
  CountedClinic clinic;
  std::vector<double> seconds, taps;
  ports::HttpResponse late;
  for (int learner = 0; learner < kClaimants; ++learner) {
    const ClaimScript script = claim_script(learner, 9);
    const auto page = clinic.play(learner, script);
    if (learner == 0) clinic.save_profile(page);   // after the claim: no tap of it
    if (learner == kLateClaimant) late = page;
    if (!script.claims) continue;
    seconds.push_back(script.wait);
    taps.push_back(1 + (script.tells_early ? 0 : 1) + (script.saves ? 1 : 0));
  }
  clinic.enter();
  const auto look = [&] {
    for (const char* unit : {"unit-1", "unit-3"}) {   // both from the third unit on: earlier there was nothing to claim
      clinic.same(unit, "Seconds to claim", claim_quartiles(seconds));
      clinic.same(unit, "Taps to claim", claim_quartiles(taps));
      clinic.same(unit, "Identifiers asked again", claim_quartiles({0, 0, 0, 0, 0}));   // who had saved a profile was led to no form: not measured is not 0
    }
  };
  for (const char* unit : {"unit-1", "unit-3"}) clinic.close(unit);
  look();
  const auto page = clinic.room.get("/staff/burden/unit/unit-3");
  EXPECT_TRUE(has(page, "Recording the credit took 38 s and 2 taps at the median (n = 9)")) << page.body;
  EXPECT_TRUE(has(page, "one for the claim, and one for each time the profession was told"));
  EXPECT_EQ(clinic.claim(late).status, 303);
  clinic.course.clock.pass(std::chrono::seconds(5));
  look();   // one more claim would show in the difference
  BurdenRecords restarted{clinic.course.records, clinic.course.records.projections, clinic.course.content, clinic.pool, clinic.course.diary, clinic.course.clock};
  const auto again = restarted.unit("unit-3");
  ASSERT_TRUE(again && *again);
  EXPECT_EQ(std::ranges::count_if((*again)->attempts, [](const auto& one) { return one.claim.has_value(); }), 9) << "nor after a restart";
}

TEST(BurdenOfClaims, OfFewerThanFivePeopleNothingIsShown) {
  CountedClinic clinic;
  for (int learner = 0; learner < kClaimants; ++learner) clinic.play(learner, claim_script(learner, 4));
  clinic.enter();
  clinic.close("unit-3");
  for (const char* name : {"Seconds to claim", "Taps to claim", "Identifiers asked again", "Asked again, %"}) EXPECT_EQ(clinic.row("unit-3", name).substr(0, 9), "\"too few\"") << name;
  EXPECT_TRUE(has(clinic.room.get("/staff/burden/unit/unit-3"), "How long recording the credit takes is not shown"));
}

// -- identifiers ------------------------------------------------------------------------------------------------------------------------------------
struct AskingScript {
  bool saves = false, all = false;   // the profile after the first claim; with licence and NPI, or name and birthday alone
  bool board = false;                // names a board in the second claim, whose number nobody knows
  // What the form of the second claim asks for and the profile held: name (two), birthday, licences, NPI. The board's number is new.
  int again() const { return !board || !saves ? 0 : all ? 5 : 3; }
};
AskingScript asking_script(int learner) { return {learner % 2 == 0, learner % 4 == 0, learner % 3 != 2}; }

class AskingClinic : public CountedClinic {
 public:
  AskingClinic() : CountedClinic(registered()) {}
  // Three units and a claim, three more and a claim. Answers the page that the second claim stands on.
  ports::HttpResponse play_asking(int learner, const AskingScript& script) {
    course.subject = "user-" + std::to_string(learner);
    auto page = done_units(3, "physician");
    EXPECT_NE(header(claim(page), "Location").find("/profile?"), std::string::npos) << "the first claim leads to the form";
    if (script.saves) {
      base::Fields fields = {{"from", "credits"}, {"given_name", "Rosa"}, {"family_name", "Example"}, {"birth_day", "9/1"}, {"board", "ABIM"}, {"board_id", "012345"}, {"permission", "no"}};
      if (script.all) fields.insert(fields.end(), {{"npi", "1234567893"}, {"licence_state", "ME"}, {"licence_number", "0042"}});
      EXPECT_EQ(post(personal(page) + "/profile", fields).status, 303);
    }
    for (int n = 4; n <= 6; ++n) page = done(n);
    const base::Fields fields = claim_fields(page, script.board ? base::Fields{{"board", "ABA"}} : base::Fields{});
    const auto form = form_of(page, "/claim");
    for (int presses = 0; presses < 2; ++presses) {   // the second press of the same form changes nothing
      const auto claimed = post(form, fields);
      EXPECT_EQ(header(claimed, "Location").find("/profile?") != std::string::npos, script.board) << learner << claimed.body;
    }
    course.clock.pass(std::chrono::seconds(5));
    return page;
  }
  std::int64_t asked_events() const {
    std::int64_t count = 0;
    for (const auto& [stream, events] : course.records.events)
      count += std::ranges::count_if(events, [](const auto& one) { return record::type_name(one.event.payload) == "identifiers_asked"; });
    return count;
  }

 private:
  static credit::Activity registered() {
    auto activity = credit::sample_activity();
    activity.boards = {{"ABA", {{"MOCA Part 2", {25}}, {"Patient Safety", {25}}}, {}, {"02_ABAMCO:12:Airway"}}};
    return activity;
  }
};

TEST(BurdenOfIdentifiers, WhatAFormAsksThoughItIsKnownIsCountedAsASecondComputationCounts) {
  AskingClinic clinic;
  std::vector<double> early, late;   // of units that both claims rest on, and of those that only the second does
  double led_twice = 0, again = 0;
  for (int learner = 0; learner < kClaimants; ++learner) {
    const auto script = asking_script(learner);
    clinic.play_asking(learner, script);
    early.push_back(script.again());
    if (script.board) late.push_back(script.again()), ++led_twice;
    again += script.again() > 0 ? 1 : 0;
  }
  EXPECT_EQ(clinic.asked_events(), kClaimants + static_cast<int>(led_twice));
  clinic.enter();
  for (const char* unit : {"unit-1", "unit-5"}) clinic.close(unit);
  clinic.same("unit-1", "Identifiers asked again", claim_quartiles(early));
  clinic.same("unit-5", "Identifiers asked again", claim_quartiles(late));
  const auto share = [&](const char* unit, double n) {
    const auto row = clinic.row(unit, "Asked again, %");
    EXPECT_NEAR(std::stod(row), n, 0) << row;
    EXPECT_NEAR(std::stod(row.substr(row.find(',') + 1)), 100 * again / n, 0.051) << row;
  };
  share("unit-1", kClaimants);
  share("unit-5", led_twice);
  EXPECT_TRUE(has(clinic.room.get("/staff/burden/unit/unit-1"), "Fields are counted, also those that came filled in"));
}

TEST(BurdenOfIdentifiers, OfWhatIsKnownOnlyNamesOfFieldsAreRecorded) {
  AskingClinic clinic;
  clinic.play_asking(0, {true, true, true});
  std::string told;
  for (const auto& [stream, events] : clinic.course.records.events)
    for (const auto& one : events)
      if (record::type_name(one.event.payload) == "identifiers_asked") told += record::canonical_json(one.event);
  EXPECT_NE(told.find(R"("known":["given_name","family_name","birth_day","licences","npi"])"), std::string::npos) << told;
  EXPECT_NE(told.find(R"("known":[])"), std::string::npos) << "what the launch told is asked for the first time";
  for (const char* secret : {"Rosa", "Example", "1234567893", "09/01"}) EXPECT_EQ(told.find(secret), std::string::npos) << secret;
}

TEST(BurdenOfIdentifiers, AClaimStandsAlsoWhereTheFormCannotBeNoted) {
  AskingClinic clinic;
  const auto page = clinic.done_units(3, "physician");
  clinic.course.records.next_commits = {base::Code::internal, base::Code::store_failed};
  EXPECT_NE(header(clinic.claim(page), "Location").find("/profile?"), std::string::npos);
  EXPECT_EQ(clinic.grants().size(), 1u);
  EXPECT_EQ(clinic.asked_events(), 0);
}

}  // namespace
}  // namespace preceptor::web::testing
