// A case that is decided again, with its measure beside the commitments kept, used the answers that those commitments are.
#include <algorithm>

#include "tests/fakes/memory_pool.hpp"
#include "tests/unit/rca/sample_case.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "tests/unit/web/course.hpp"
#include "web/burden/question_life.hpp"
#include "web/burden/section.hpp"
#include "web/cases/case_section.hpp"

namespace preceptor::web::testing {
namespace {

struct ReviewSite {
  Course course;
  fakes::MemoryPool pool;
  CaseBook cases{course.records, course.records.projections, course.clock};
  BurdenRecords burden{course.records, course.records.projections, course.content, pool, course.diary, course.clock};
  CaseSection case_pages{CaseDeps{cases, course.records, course.records.projections, course.clock, course.content}};
  BurdenSection prices{burden, course.records, course.records.projections, course.registrations, course.clock};
  StaffRoom room{[this](StaffRoom&) { return std::vector<StaffSection*>{&case_pages, &prices}; }};
  std::string id;

  // A case with its ratings, and a unit that answers it.
  ReviewSite() {
    room.clock.at = course.clock.at;
    room.sign_in(StaffRole::planner, "Pat Planner");
    const CaseActor planner{base::PersonId("planner-1"), "Planner One"};
    auto file = rca::knowledge_case();
    rca::Sheet start;
    start.title = "Gloves";
    id = cases.open(planner, start, "open")->id;
    file.sheet.title = "Gloves";
    EXPECT_TRUE(cases.save_sheet(id, planner, (*cases.load(id))->sheet_seq, [&](rca::Sheet& sheet) { sheet = file.sheet; }, "sheet"));
    for (const auto& rating : file.ratings) EXPECT_TRUE(cases.rate(id, rating, rating.person));
    auto unit = sample_unit();
    unit.id = "gloves";
    unit.gap = id;
    course.publish({unit});
  }
  std::string place(const std::string& below = {}) const { return "/staff/cases/" + id + below; }
  void decide() {
    const auto page = room.get(place("/decide"));
    const auto review = base::format_date(base::add_months(base::utc_date(course.clock.now()), 6));
    const auto signed_now = room.post(place("/decide"), {{"decided", "go_education"}, {"basis", StaffRoom::hidden(page.body, "basis")}, {"key", StaffRoom::hidden(page.body, "key")},
                                                         {"reason", "The causes are plain."}, {"interest", "none"}, {"re_review", review}});
    ASSERT_EQ(signed_now.status, 303) << signed_now.body;
  }
  void measured(const char* value) {
    const auto today = base::utc_date(course.clock.now());
    ASSERT_EQ(cases.follow_up(id, {base::PersonId("planner-1"), "Planner One"}, value, today, "ward audit", value)->outcome, CaseAct::Outcome::done);
  }
  bool used() { return shows(room.get("/staff/burden/unit/gloves/prices"), "decision: Gloves ("); }
};

TEST(UsedAnswers, ACaseDecidedAgainUsesTheCommitmentsThatWereFollowedUp) {
  ReviewSite site;
  site.decide();
  site.measured("61");
  EXPECT_FALSE(site.used());
  site.course.clock.pass(std::chrono::minutes(1));
  site.decide();
  EXPECT_FALSE(site.used()) << "of no commitment was known what became of it";
  ASSERT_TRUE(note_followed(site.course.records.projections, site.course.records, "gloves", "plan", site.course.clock.now()));
  site.course.clock.pass(std::chrono::minutes(1));
  for (int i = 0; i < 2; ++i) site.decide();
  EXPECT_TRUE(site.used());
  const auto row = site.course.records.projections.load_projection(base::RegistrationId(ports::kNoRegistration), kQuestionPrice, question_row_id("gloves", "plan"));
  ASSERT_TRUE(row && *row);
  burden::QuestionHistory history;
  read_question_row((*row)->body, history);
  EXPECT_EQ(std::ranges::count(history.uses, burden::UseKind::decision, &burden::Use::kind), 1) << "twice in a day is one use";
  EXPECT_FALSE(*site.course.records.projections.load_projection(base::RegistrationId(ports::kNoRegistration), kQuestionPrice, question_row_id("gloves", "useful"))) << "nobody looked at that one";
}

}  // namespace
}  // namespace preceptor::web::testing
