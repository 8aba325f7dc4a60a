// What completing a unit offers to the gradebook, and what launches tell of their link.
#include "adapters/canvas/canvas_profile.hpp"
#include "lti/services/link_services.hpp"
#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

using fakes::TestJson;

const std::string kEndpoint = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";

void with_grades(TestJson& claims) {
  claims[kEndpoint] = {{"scope", {std::string(lti::kScopeScore), std::string(lti::kScopeLineItem)}},
                       {"lineitems", "https://lms.example.org/lineitems?type_id=1"},
                       {"lineitem", "https://lms.example.org/1/lineitem?type_id=1"}};
}

// Launch, answers, receipt; `option` of the one scored question.
void finish(Course& course, const std::function<void(TestJson&)>& change, const std::string& option = "a") {
  auto page = course.launch(change);
  page = course.submit(action(page), {{"q.dose", option}});
  page = course.submit(action(page), {{"q.weight", "60"}});
  page = course.submit(action(page), {{"q.plan", "a"}, {"q.useful", "a"}});
  ASSERT_EQ(page.status, 200);
}

const ports::GradeRow& only_row(Course& course) { return course.records.grades.rows.begin()->second; }

TEST(GradeOffers, CompletionIsOneOfOneWhateverWasRight) {
  Course course;
  finish(course, with_grades, "b");
  ASSERT_EQ(course.records.grades.rows.size(), 1u);
  const auto& offer = only_row(course).offer;
  EXPECT_EQ(offer.given, 1);
  EXPECT_EQ(offer.max, 1);
  EXPECT_TRUE(offer.graded);
  EXPECT_EQ(offer.subject, "user-4");
  EXPECT_EQ(offer.attempt.str(), course.attempt_id());
  EXPECT_EQ(offer.at, course.records.attempts.begin()->second.completed_at);
}

TEST(GradeOffers, NothingBeforeTheEndAndNothingOnALinkWithoutGrades) {
  Course course;
  auto page = course.launch(with_grades);
  course.submit(action(page), {{"q.dose", "a"}});
  EXPECT_TRUE(course.records.grades.rows.empty());
  Course without;
  finish(without, {});
  EXPECT_TRUE(without.records.grades.rows.empty());
  Course unscoped;
  finish(unscoped, [](TestJson& claims) {
    with_grades(claims);
    claims[kEndpoint]["scope"] = {std::string(lti::kScopeLineItem)};
  });
  EXPECT_TRUE(unscoped.records.grades.rows.empty());
  Course unwanted;
  finish(unwanted, [](TestJson& claims) {
    with_grades(claims);
    claims[kLti + "custom"]["grade"] = "none";
  });
  EXPECT_TRUE(unwanted.records.grades.rows.empty()) << "the teacher chose no grade";
}

TEST(GradeOffers, RightAnswersWhereTheLinkSaysSo) {
  const auto scored = [](TestJson& claims) {
    with_grades(claims);
    claims[kLti + "custom"]["grade"] = "score";
  };
  Course course;
  finish(course, scored, "b");
  EXPECT_EQ(only_row(course).offer.given, 0);
  EXPECT_EQ(only_row(course).offer.max, 1);
  course.clock.pass(base::Milliseconds(60000));
  auto page = course.launch(scored);   // the receipt
  page = course.submit(action(page), {{"key", "k"}});
  page = course.submit(action(page), {{"q.dose", "a"}});
  page = course.submit(action(page), {{"q.weight", "60"}});
  ASSERT_EQ(page.status, 200);
  if (!action(page).empty()) course.submit(action(page), {{"q.plan", "a"}, {"q.useful", "a"}});
  ASSERT_EQ(course.records.grades.rows.size(), 1u);
  EXPECT_EQ(only_row(course).offer.given, 1) << "the best counts";
}

TEST(GradeOffers, AColumnThatComesLaterGetsTheGradeWithTheNextLaunch) {
  Course course;
  finish(course, {});
  EXPECT_TRUE(course.records.grades.rows.empty());
  course.launch(with_grades);
  ASSERT_EQ(course.records.grades.rows.size(), 1u);
  EXPECT_TRUE(only_row(course).offer.graded);
}

TEST(GradeOffers, WhoTeachesTriesOutOrActsForAnotherEarnsNothing) {
  const std::vector<std::function<void(TestJson&)>> nobody = {
      [](TestJson& claims) { claims[kLti + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"}; },
      [](TestJson& claims) { claims[kLti + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"}; },
      [](TestJson& claims) { claims[kLti + "custom"]["student_view"] = "true"; },
      [](TestJson& claims) { claims[kLti + "custom"]["masquerading_user"] = "17"; },
  };
  for (const auto& change : nobody) {
    Course course;
    course.profiles.add(std::make_unique<canvas::CanvasProfile>());
    course.registrations.registrations[0].lms = "canvas";
    const auto page = course.launch([&](TestJson& claims) {
      with_grades(claims);
      change(claims);
    });
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("Preview."), std::string::npos) << "page one says so";
    EXPECT_TRUE(course.records.grades.rows.empty());
    EXPECT_TRUE(course.records.attempts.empty());
    EXPECT_EQ(course.records.grades.links.size(), 1u) << "what the link offers is known all the same";
  }
}

TEST(GradeOffers, ProgressIsOfferedWhereItTakesNothingAway) {
  Course course;
  course.profiles.add(std::make_unique<canvas::CanvasProfile>());
  course.registrations.registrations[0].lms = "canvas";
  course.launch(with_grades);
  ASSERT_EQ(course.records.grades.rows.size(), 1u);
  EXPECT_FALSE(only_row(course).offer.graded);
  Course navigation;
  navigation.profiles.add(std::make_unique<canvas::CanvasProfile>());
  navigation.registrations.registrations[0].lms = "canvas";
  navigation.launch([](TestJson& claims) {
    with_grades(claims);
    claims[kLti + "resource_link"]["id"] = claims[kLti + "context"]["id"];
  });
  EXPECT_TRUE(navigation.records.grades.rows.empty()) << "no stable link";
}

TEST(LinkFacts, AreWrittenWhenTheyChangeAndReadOnceInAWhile) {
  Course course;
  course.launch(with_grades);
  EXPECT_EQ(course.records.grades.link_writes, 1);
  const auto facts = course.records.grades.links.begin()->second;
  EXPECT_EQ(facts.lineitem, "https://lms.example.org/1/lineitem?type_id=1");
  EXPECT_EQ(facts.unit_id, "apixaban-dose");
  EXPECT_EQ(facts.grade, "completion");
  const int reads = course.records.grades.link_reads;
  for (int i = 0; i < 5; ++i) course.launch(with_grades);
  EXPECT_EQ(course.records.grades.link_writes, 1) << "the same again is not written";
  EXPECT_EQ(course.records.grades.link_reads, reads) << "nor read";
  course.launch([](TestJson& claims) {
    with_grades(claims);
    claims[kEndpoint]["lineitem"] = "https://lms.example.org/2/lineitem?type_id=1";
  });
  EXPECT_EQ(course.records.grades.link_writes, 2);
  course.clock.pass(base::Milliseconds(6 * 60 * 1000));
  course.launch(with_grades);
  EXPECT_GT(course.records.grades.link_reads, reads) << "another process may have written";
  EXPECT_EQ(course.records.grades.link_writes, 3);
}

TEST(LinkFacts, AreNotKeptWhenTheCommitFails) {
  Course course;
  course.records.next_commits = {base::Code::store_failed};
  course.launch(with_grades);
  EXPECT_TRUE(course.records.grades.links.empty());
  course.launch(with_grades);
  EXPECT_EQ(course.records.grades.links.size(), 1u);
}

}  // namespace
}  // namespace preceptor::web::testing
