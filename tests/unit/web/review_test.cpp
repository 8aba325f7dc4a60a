// Who may look at one learner's work. A platform signs whatever a student asks of it (moodle.md 4.4): the role decides, or that it is one's own.
#include "adapters/canvas/canvas_profile.hpp"
#include "tests/unit/web/school.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;
using Change = std::function<void(fakes::TestJson&)>;

Change review_of(const string& user, const Change& more = {}) {
  return [=](auto& claims) {
    claims[kLti + "message_type"] = "LtiSubmissionReviewRequest";
    claims[kLti + "for_user"] = {{"user_id", user}, {"name", "Amal <Haddad>"}};
    if (more) more(claims);
  };
}

ports::HttpResponse open_url(School& school, const string& url, const string& viewer, const std::vector<string>& roles, const Change& change = {}) {
  school.course.target = url;
  auto page = school.launch_as(viewer, roles, change);
  school.course.target = string(kPublicUrl) + "/lti/launch";
  return page;
}

void expect_denied(School& school, const ports::HttpResponse& page, const char* name) {
  EXPECT_EQ(page.status, 403) << name;
  for (const char* text : {"Which dose", "2.5 mg", "5 mg", "60 kg", "Amal", "Finished"}) EXPECT_FALSE(has(page, text)) << name << ": " << text;
  ASSERT_FALSE(school.course.diary.entries.empty());
  EXPECT_EQ(school.course.diary.entries.back().reason, "launch.review_denied") << name;
  EXPECT_TRUE(has(page, school.course.diary.entries.back().code)) << name;
}

const std::vector<string> kInstructor = {kMembership + "#Instructor"}, kLearner = {kMembership + "#Learner"};

TEST(Review, AnInstructorSeesGivenAndRightAnswersAndNothingPersonal) {
  School school;
  school.finish_as("user-1", false);
  const auto page = school.teacher(review_of("user-1"));
  ASSERT_EQ(page.status, 200) << page.body;
  for (const char* text : {"Submitted work", "Amal &lt;Haddad&gt;", "Which dose on Monday?", "Finished on 21 September 2026", "0 of 1 right; 1 needed to pass",
                           "Which dose?", "5 mg", "2.5 mg", "Not quite", "At which weight?", "60 kg", "An answer in words was given; it is not shown."})
    EXPECT_TRUE(has(page, text)) << text;
  for (const char* text : {"my secret note", "What will you do?", "Check the weight", "Useful for a patient", "user-1", "<form", "<button"}) EXPECT_FALSE(has(page, text)) << text;
  EXPECT_EQ(school.course.records.attempts.size(), 1u) << "a look records nothing";
}

TEST(Review, ALearnerWhoNamesAnotherPersonIsDeniedWhetherThereIsWorkOrNot) {
  School school;
  school.finish_as("user-1", true);
  for (const char* other : {"user-1", "nobody-at-all"}) expect_denied(school, school.launch_as("user-2", kLearner, review_of(other)), other);
  const auto institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor";
  expect_denied(school, school.launch_as("user-2", {institution}, review_of("user-1")), "institution role");
  expect_denied(school, school.launch_as("user-2", {"http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"}, review_of("user-1")), "administrator");
  expect_denied(school, school.launch_as("user-2", {kMembership + "#ContentDeveloper"}, review_of("user-1")), "designer");
  expect_denied(school, school.launch_as("user-2", {kMembership + "#Mentor"}, review_of("user-1")), "observer");
  expect_denied(school, school.launch_as("user-2", {}, review_of("user-1")), "no role");
  expect_denied(school, school.launch_as("user-2", {kMembership + "#Instructor", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"}, review_of("user-1")), "test user");
  expect_denied(school, school.teacher(review_of("user-1", [](auto& claims) { claims.erase(kLti + "context"); })), "no context");
}

TEST(Review, OnesOwnWorkIsShown) {
  School school;
  school.finish_as("user-1", true);
  const auto page = school.launch_as("user-1", kLearner, review_of("user-1"));
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "Your finished work"));
  EXPECT_TRUE(has(page, "1 of 1 right, passed"));
  expect_denied(school, school.launch_as("user-1", {kMembership + "#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"}, review_of("user-1")), "test user");
}

TEST(Review, NothingOfAnotherCourseLinkDeploymentOrRegistration) {
  School school;
  school.finish_as("user-1", true);
  auto& registration = school.course.registrations.registrations[0];
  registration.deployment_ids.push_back("2");
  const std::pair<const char*, Change> others[] = {{"course", [](auto& claims) { claims[kLti + "context"]["id"] = "course-3"; }},
                                                   {"deployment", [](auto& claims) { claims[kLti + "deployment_id"] = "2"; }},
                                                   {"link", [](auto& claims) { claims[kLti + "resource_link"]["id"] = "link-2"; }}};
  for (const auto& [name, change] : others) {
    const auto page = school.teacher(review_of("user-1", change));
    EXPECT_EQ(page.status, 404) << name;
    EXPECT_TRUE(has(page, "There is no finished work of this learner here yet.")) << name;
  }
  registration.id = base::RegistrationId("r2");
  EXPECT_EQ(school.teacher(review_of("user-1")).status, 404);
}

TEST(Review, UnfinishedWorkIsNotShown) {
  School school;
  school.launch_as("user-1", kLearner);
  EXPECT_EQ(school.teacher(review_of("user-1")).status, 404);
  EXPECT_EQ(school.course.diary.entries.back().reason, "launch.nothing_to_review");
}

TEST(Review, AnswersStayHiddenWhereTheLearnerWasNotTold) {
  School school;
  school.finish_as("user-1", true, [](auto& claims) { claims.erase(kAgs + "claim/endpoint"); });
  const auto graded_later = [](auto& claims) { claims[kAgs + "claim/endpoint"] = {{"scope", {kAgs + "scope/score"}}, {"lineitem", "https://lms.example.org/items/1"}}; };
  school.launch_as("user-1", kLearner, graded_later);  // the receipt; the link has become a graded one since
  const auto page = school.teacher(review_of("user-1"));
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "The answers are not shown"));
  EXPECT_TRUE(has(page, "1 of 1 right, passed"));
  EXPECT_FALSE(has(page, "2.5 mg"));
  EXPECT_TRUE(has(school.launch_as("user-1", kLearner, review_of("user-1")), "2.5 mg")) << "one's own";
}

TEST(Review, AReloadShowsItAgain) {
  School school;
  school.finish_as("user-1", true);
  school.course.subject = "teacher-1";
  school.course.login();
  const auto body = school.course.launch_body([](auto& claims) {
    claims[kLti + "roles"] = kInstructor;
    review_of("user-1")(claims);
  });
  EXPECT_EQ(school.course.post_launch(body).status, 200);
  const auto again = school.course.post_launch(body);
  EXPECT_EQ(again.status, 200);
  EXPECT_TRUE(has(again, "Submitted work"));
}

TEST(ReviewUrl, OpensForAnInstructorOfTheCourseAndForTheLearner) {
  School school;
  school.finish_as("user-1", true);
  const auto url = review_url(school.course.sealer, kPublicUrl, {base::RegistrationId("r1"), base::AttemptId(school.attempt_of("user-1"))});
  EXPECT_EQ(url.rfind("https://cme.example.org/tool/lti/launch?review=", 0), 0u) << url;
  // Graders open it from elsewhere in the course: another resource link, no custom parameter.
  const Change grader = [](auto& claims) {
    claims[kLti + "resource_link"]["id"] = claims[kLti + "context"]["id"];
    claims.erase(kLti + "custom");
  };
  EXPECT_TRUE(has(open_url(school, url, "teacher-1", kInstructor, grader), "Submitted work"));
  EXPECT_TRUE(has(open_url(school, url, "user-1", kLearner, grader), "Your finished work"));
  expect_denied(school, open_url(school, url, "user-2", kLearner, grader), "another learner");
}

// A submitted URL names nobody: the class list does, for those who may see it, and where it cannot the page says why.
TEST(ReviewUrl, NamesTheLearnerFromTheClassList) {
  School school;
  school.profiles.add(std::make_unique<canvas::CanvasProfile>());
  school.course.registrations.registrations[0].lms = "canvas";
  school.finish_as("user-1", true);
  const auto url = review_url(school.course.sealer, kPublicUrl, {base::RegistrationId("r1"), base::AttemptId(school.attempt_of("user-1"))});
  const auto look = [&](const Change& change = {}) {
    school.course.clock.pass(std::chrono::minutes(2));   // what was read of the class is forgotten
    return open_url(school, url, "teacher-1", kInstructor, change);
  };
  school.desk.members = {{"user-2", "Other Person", true, true}, {"user-1", "Amal <Haddad>", true, true}};
  auto page = look();
  EXPECT_TRUE(has(page, "Amal &lt;Haddad&gt;"));
  EXPECT_FALSE(has(page, "Other Person"));
  EXPECT_EQ(school.desk.asked, 1);
  const auto own = open_url(school, url, "user-1", kLearner);
  EXPECT_FALSE(has(own, "Amal"));
  EXPECT_EQ(school.desk.asked, 1) << "a learner's launch reads no class list";

  page = look([](auto& claims) { claims[kLti + "custom"]["anonymous_grading"] = "true"; });
  EXPECT_TRUE(has(page, "grades this without names"));
  EXPECT_FALSE(has(page, "Amal"));
  EXPECT_EQ(school.desk.asked, 1);
  EXPECT_TRUE(has(look([](auto& claims) { claims[kLti + "custom"]["anonymous_grading"] = "false"; }), "Amal"));

  school.desk.members[1].name.clear();
  EXPECT_TRUE(has(look(), "does not share names"));
  school.desk.members.pop_back();
  EXPECT_TRUE(has(look(), "not on the class list any more"));
  school.desk.roster_error = base::Error{base::Code::service_refused, "403", {}, {}};
  page = look();
  EXPECT_EQ(page.status, 200) << "the work is shown all the same";
  EXPECT_TRUE(has(page, "could not be read just now"));
  school.desk.told->memberships.clear();
  EXPECT_TRUE(has(look(), "does not share the class list"));
}

TEST(ReviewUrl, IsNoKeyToAnotherCourseDeploymentOrRegistration) {
  School school;
  school.finish_as("user-1", true);
  auto& registration = school.course.registrations.registrations[0];
  registration.deployment_ids.push_back("2");
  const auto url = review_url(school.course.sealer, kPublicUrl, {base::RegistrationId("r1"), base::AttemptId(school.attempt_of("user-1"))});
  expect_denied(school, open_url(school, url, "t", kInstructor, [](auto& claims) { claims[kLti + "context"]["id"] = "course-3"; }), "course");
  expect_denied(school, open_url(school, url, "t", kInstructor, [](auto& claims) { claims[kLti + "deployment_id"] = "2"; }), "deployment");
  expect_denied(school, open_url(school, url, "t", kInstructor, [](auto& claims) { claims.erase(kLti + "context"); }), "no context");
  const auto invented = review_url(school.course.sealer, kPublicUrl, {base::RegistrationId("r1"), base::AttemptId("none")});
  expect_denied(school, open_url(school, invented, "t", kInstructor), "no such attempt");
  expect_denied(school, open_url(school, url + "x", "t", kInstructor), "altered");
  expect_denied(school, open_url(school, string(kPublicUrl) + "/lti/launch?review=", "t", kInstructor), "empty");
  const auto handle = School::teacher_url(school.teacher());
  expect_denied(school, open_url(school, string(kPublicUrl) + "/lti/launch?review=" + handle.substr(3, handle.find('/', 3) - 3), "t", kInstructor), "a teacher's handle");
  registration.id = base::RegistrationId("r2");
  expect_denied(school, open_url(school, url, "t", kInstructor), "registration");
}

TEST(ReviewUrl, TheSignedTargetMustBeTheLogins) {
  School school;
  school.finish_as("user-1", true);
  const auto url = review_url(school.course.sealer, kPublicUrl, {base::RegistrationId("r1"), base::AttemptId(school.attempt_of("user-1"))});
  const auto page = school.teacher([&](auto& claims) { claims[kLti + "target_link_uri"] = url; });
  EXPECT_EQ(page.status, 400);
  EXPECT_EQ(school.course.diary.entries.back().reason, "launch.target");
}

}  // namespace
}  // namespace preceptor::web::testing
