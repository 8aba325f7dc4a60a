// Twelve scripted learners claim in their own ways; what the planner's burden page and its CSV say of it equals what a second computation says of the script.
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
  BurdenSection section{figures, course.records, course.records.projections, course.clock};
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
      EXPECT_NE(clinic.row(unit, "Identifiers asked again").find("too few"), std::string::npos) << "not measured is not 0";
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
  for (const char* name : {"Seconds to claim", "Taps to claim"}) EXPECT_EQ(clinic.row("unit-3", name).substr(0, 9), "\"too few\"") << name;
  EXPECT_TRUE(has(clinic.room.get("/staff/burden/unit/unit-3"), "How long recording the credit takes is not shown"));
}

}  // namespace
}  // namespace preceptor::web::testing
