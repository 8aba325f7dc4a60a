// What an instructor's launch leads to, and to whom it does not: the check of this link, class completion, the way on to the administration.
#include "tests/unit/web/school.hpp"
#include "web/learner/handle.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

TEST(Teacher, ThePreviewIsMarkedAndLeadsToTheCheckOfThisLink) {
  School school;
  const auto preview = school.teacher();
  ASSERT_EQ(preview.status, 200);
  EXPECT_TRUE(has(preview, "Preview.</strong> You see what learners see."));
  EXPECT_TRUE(has(preview, "Check this link and see who has finished"));
  const auto page = school.get(School::teacher_url(preview));
  ASSERT_EQ(page.status, 200) << page.body;
  for (const char* text : {"Check of this link", "Grade column", "Pass mark", "Class list", "Grades sent", "Learning record store", "Unit", "Which dose on Monday?", "Quality"})
    EXPECT_TRUE(has(page, text)) << text;
  EXPECT_EQ(school.desk.asked, 0) << "nobody is asked before Test now";
  EXPECT_TRUE(school.course.records.attempts.empty());
  const auto policy = header(page, "Content-Security-Policy");
  EXPECT_NE(policy.find("frame-ancestors https://lms.example.org"), string::npos) << policy;
  EXPECT_NE(policy.find("script-src 'nonce-"), string::npos) << policy;
  EXPECT_EQ(header(page, "Cache-Control"), "no-store");
}

TEST(Teacher, TheWayOnStaysThroughThePreviewsPages) {
  School school;
  auto page = school.teacher();
  page = school.course.submit(action(page), {{"q.dose", "a"}});
  EXPECT_EQ(school.get(School::teacher_url(page)).status, 200);
}

struct Role {
  const char* name;
  std::vector<string> roles;
  bool link, sees_class, manages;
};

TEST(Teacher, RolesOfThisVeryContextGiveRightsAndNoOthers) {
  const string institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#", system = "http://purl.imsglobal.org/vocab/lis/v2/system/person#";
  const Role cases[] = {
      {"instructor", {kMembership + "#Instructor"}, true, true, false},
      {"short name", {"Instructor"}, true, true, false},
      {"teaching assistant", {kMembership + "/Instructor#TeachingAssistant"}, true, true, false},
      {"course designer", {kMembership + "#ContentDeveloper"}, true, false, false},
      {"learner", {kMembership + "#Learner"}, false, false, false},
      {"observer", {kMembership + "#Mentor"}, false, false, false},
      {"a sub-role of learner that says instructor", {kMembership + "/Learner#Instructor"}, false, false, false},
      {"instructor somewhere in the institution", {institution + "Instructor"}, false, false, false},
      {"faculty", {institution + "Faculty", kMembership + "#Learner"}, false, false, false},
      {"administrator of the platform", {system + "Administrator"}, true, false, true},
      {"administrator of the institution", {institution + "Administrator"}, true, false, true},
      {"administrator of the course alone", {kMembership + "#Administrator"}, false, false, false},
      {"both", {kMembership + "#Instructor", institution + "Administrator"}, true, true, true},
      {"invented", {"https://evil.example.org/vocab/membership#Instructor"}, false, false, false},
      {"none", {}, false, false, false},
      {"test user", {kMembership + "#Instructor", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"}, false, false, false},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name);
    School school;
    const auto url = School::teacher_url(school.launch_as("somebody", one.roles));
    ASSERT_EQ(!url.empty(), one.link);
    if (url.empty()) continue;
    const auto link = school.get(url);
    EXPECT_EQ(link.status, 200);
    EXPECT_EQ(has(link, ">Class completion</a>"), one.sees_class);
    EXPECT_EQ(has(link, "Manage this connection"), one.manages);
    EXPECT_EQ(school.get(School::beside(url, "class")).status, one.sees_class ? 200 : 403);
    EXPECT_EQ(school.get(School::beside(url, "class.csv")).status, one.sees_class ? 200 : 403);
    EXPECT_EQ(school.post(School::beside(url, "manage")).status, one.manages ? 303 : 403);
  }
}

TEST(Teacher, WithoutACourseThereIsNoClass) {
  School school;
  const auto url = School::teacher_url(school.teacher([](auto& claims) { claims.erase(kLti + "context"); }));
  EXPECT_EQ(school.get(School::beside(url, "class")).status, 403);
}

TEST(Teacher, ManageLeadsToTheRegistrationOfTheLaunch) {
  School school;
  const auto url = School::teacher_url(school.launch_as("admin", {"http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"}));
  EXPECT_EQ(header(school.post(School::beside(url, "manage")), "Location"), "https://cme.example.org/tool/admin/sign-in/r1");
}

TEST(TeacherHandle, OpensNothingOfALearnerAndTheOtherWayRound) {
  School school;
  const auto learner = school.launch_as("user-4", {kMembership + "#Learner"});
  const auto handle = action(learner).substr(3, action(learner).find('/', 3) - 3);
  EXPECT_EQ(school.get("/t/" + handle + "/class").status, 404);
  const auto url = School::teacher_url(school.teacher());
  const auto token = url.substr(3, url.find('/', 3) - 3);
  EXPECT_EQ(school.course.get("/u/" + token + "/page/0").status, 404);
  const auto review = review_url(school.course.sealer, kPublicUrl, {base::RegistrationId("r1"), base::AttemptId("a")});
  EXPECT_EQ(school.get("/t/" + review.substr(review.find("review=") + 7) + "/class").status, 404);
  auto altered = token;
  altered[altered.size() / 2] = altered[altered.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(school.get("/t/" + altered + "/class").status, 404);
  EXPECT_EQ(school.get("/t/").status, 404);
  EXPECT_EQ(school.get("/t/x/class").status, 404);
}

TEST(TeacherHandle, EndsWithIdlenessAgeAndTheConnection) {
  School school;
  const auto url = School::teacher_url(school.teacher());
  school.course.clock.pass(kHandleIdle + base::Milliseconds(1));
  EXPECT_EQ(school.get(url).status, 403);
  auto fresh = School::teacher_url(school.teacher());
  for (int hours = 0; hours < 12; ++hours) {  // never idle
    const auto page = school.get(fresh);
    ASSERT_EQ(page.status, 200) << hours;
    fresh = School::teacher_url(page);
    school.course.clock.pass(base::Milliseconds(60 * 60 * 1000));
  }
  school.course.clock.pass(base::Milliseconds(1));
  EXPECT_EQ(school.get(fresh).status, 403);
  fresh = School::teacher_url(school.teacher());
  auto& registration = school.course.registrations.registrations[0];
  const auto whole = registration;
  for (const auto change : {+[](lti::Registration& one) { one.enabled = false; }, +[](lti::Registration& one) { one.accepted = false; },
                            +[](lti::Registration& one) { one.deployment_ids = {"2"}; }, +[](lti::Registration& one) { one.id = base::RegistrationId("r9"); }}) {
    change(registration);
    EXPECT_EQ(school.get(fresh).status, 404);
    registration = whole;
  }
  EXPECT_EQ(school.get(fresh).status, 200);
}

TEST(Class, ShowsStateDayAndResultOfThisLinkAlone) {
  School school;
  school.finish_as("user-1", true);
  school.finish_as("user-2", false);
  school.launch_as("user-3", {kMembership + "#Learner"});
  school.desk.members = {{"user-1", "Amal Haddad", true, true}, {"user-3", "", true, true}, {"user-5", "Zoë Late", true, true},
                         {"teacher-1", "Tom Teacher", false, true}, {"user-6", "Gone Student", true, false}};
  const auto url = School::beside(School::teacher_url(school.teacher()), "class");
  const auto page = school.get(url);
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_TRUE(has(page, "2 finished, 1 opened it and has not finished, 1 has not opened it."));
  EXPECT_TRUE(has(page, "<bdi>Amal Haddad</bdi></th><td>Finished</td><td>21 September 2026</td><td>Passed</td>")) << page.body;
  EXPECT_TRUE(has(page, "<bdi>Zoë Late</bdi></th><td>Not opened</td><td></td><td></td>"));
  EXPECT_TRUE(has(page, "Learner 1 (no longer on the class list)</bdi></th><td>Finished</td>"));
  EXPECT_TRUE(has(page, "Learner 2</bdi></th><td>Opened</td>"));
  EXPECT_TRUE(has(page, "<td>Not passed</td>"));
  for (const char* hidden : {"Tom Teacher", "Gone Student", "user-1", "secret note", "2.5 mg", "5 mg", "60 kg", "1 of 1"}) EXPECT_FALSE(has(page, hidden)) << hidden;
  EXPECT_EQ(school.desk.asked, 1);
  school.get(url);
  school.get(School::beside(url, "class.csv"));
  EXPECT_EQ(school.desk.asked, 1) << "a minute in memory";
  school.course.clock.pass(base::Milliseconds(61'000));
  school.get(url);
  EXPECT_EQ(school.desk.asked, 2);
}

TEST(Class, AnotherCourseDeploymentOrLinkOrRegistrationIsNotSeen) {
  School school;
  school.finish_as("user-1", true);
  auto& registration = school.course.registrations.registrations[0];
  registration.deployment_ids.push_back("2");
  const std::pair<const char*, std::function<void(fakes::TestJson&)>> others[] = {
      {"course", [](auto& claims) { claims[kLti + "context"]["id"] = "course-3"; }},
      {"deployment", [](auto& claims) { claims[kLti + "deployment_id"] = "2"; }},
      {"link", [](auto& claims) { claims[kLti + "resource_link"]["id"] = "link-2"; }}};
  for (const auto& [name, change] : others) {
    const auto page = school.get(School::beside(School::teacher_url(school.teacher(change)), "class"));
    EXPECT_TRUE(has(page, "0 finished, 0 opened it")) << name << page.body;
  }
  registration.id = base::RegistrationId("r2");
  EXPECT_TRUE(has(school.get(School::beside(School::teacher_url(school.teacher()), "class")), "0 finished, 0 opened it"));
  registration.id = base::RegistrationId("r1");
  EXPECT_TRUE(has(school.get(School::beside(School::teacher_url(school.teacher()), "class")), "1 finished, 0 opened it"));
}

TEST(Class, TheScoreIsShownWhereTheLinksGradeIsTheScore) {
  School school;
  school.finish_as("user-1", true);
  school.desk.told->grade = "score";
  EXPECT_TRUE(has(school.get(School::beside(School::teacher_url(school.teacher()), "class")), "<td>1 of 1</td>"));
}

TEST(Class, WhoIsListedWithoutAnIdIsCountedAndSaid) {
  School school;
  school.desk.members = {{"user-1", "Amal Haddad", true, true}};
  const auto url = School::teacher_url(school.teacher());
  EXPECT_FALSE(has(school.get(School::beside(url, "class")), "no user id"));
  school.course.clock.pass(base::Milliseconds(61'000));
  school.desk.left_out = 2;
  const auto page = school.get(School::beside(url, "class"));
  EXPECT_TRUE(has(page, "2 people on your LMS&#39;s class list have no user id there")) << page.body;
  EXPECT_TRUE(has(page, "Amal Haddad"));
  const auto tested = school.follow(school.post(School::beside(url, "test")));
  EXPECT_TRUE(has(tested, "The class list was read: 1 learner. 2 people on your LMS&#39;s class list")) << tested.body;
  EXPECT_TRUE(has(tested, "each person needs a user id"));
}

TEST(Class, WithoutARosterLearnersAreNumbered) {
  School school;
  school.finish_as("user-1", true);
  school.desk.told->memberships.clear();
  auto page = school.get(School::beside(School::teacher_url(school.teacher()), "class"));
  EXPECT_TRUE(has(page, "<bdi>Learner 1</bdi>"));
  EXPECT_TRUE(has(page, "does not share the class list"));
  EXPECT_TRUE(has(page, "1 finished, 0 opened it and have not finished.")) << "who is missing is not known";
  EXPECT_EQ(school.desk.asked, 0);
  school.desk.told->memberships = "https://lms.example.org/members";
  school.desk.roster_error = base::Error{base::Code::token_refused, "secret words", {}, {}};
  page = school.get(School::beside(School::teacher_url(school.teacher()), "class"));
  EXPECT_TRUE(has(page, "could not be read just now"));
  EXPECT_FALSE(has(page, "secret words"));
}

TEST(Class, TheFileIsSafeForSpreadsheets) {
  School school;
  school.finish_as("user-1", true);
  school.desk.members = {{"user-1", "=HYPERLINK(\"https://evil.example\",\"x\")", true, true}, {"user-2", "+1", true, true}, {"user-3", "-1", true, true},
                         {"user-4", "@SUM(A1)", true, true}, {"user-5", "\t=1", true, true}, {"user-7", "Line\r\nbreak", true, true}};
  const auto file = school.get(School::beside(School::teacher_url(school.teacher()), "class.csv"));
  ASSERT_EQ(file.status, 200);
  EXPECT_EQ(header(file, "Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(header(file, "Content-Disposition"), "attachment; filename=\"class.csv\"");
  EXPECT_EQ(header(file, "X-Content-Type-Options"), "nosniff");
  EXPECT_TRUE(has(file, "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\",\"Finished\",\"2026-09-21\",\"Passed\"\r\n")) << file.body;
  for (const char* cell : {"\"'+1\"", "\"'-1\"", "\"'@SUM(A1)\"", "\"'\t=1\"", "\"Line\r\nbreak\""}) EXPECT_TRUE(has(file, cell)) << cell;
  EXPECT_FALSE(has(file, "user-1"));
}

TEST(Check, TestNowAsksThePlatformAndSaysWhatItAnswered) {
  School school;
  school.desk.members = {{"user-1", "A", true, true}, {"user-2", "B", true, true}};
  school.desk.column = GradeColumn{"Which dose?", "apixaban-dose", 1};
  const auto url = School::teacher_url(school.teacher());
  const auto done = school.post(School::beside(url, "test"));
  ASSERT_EQ(done.status, 303);
  auto page = school.follow(done);
  EXPECT_EQ(school.desk.asked, 2);
  EXPECT_TRUE(has(page, "The grade column is “Which dose?”."));
  EXPECT_TRUE(has(page, "The class list was read: 2 learners."));
  school.desk.roster_error = base::Error{base::Code::token_refused, "invalid_client", {}, {}};
  page = school.follow(school.post(School::beside(url, "test")));
  EXPECT_TRUE(has(page, "The LMS refused us an access token."));
  EXPECT_TRUE(has(page, "check client id, key set URL"));
}

TEST(Check, AColumnIsMadeOnlyWhereTheScopeAllowsIt) {
  School school;
  const auto url = School::teacher_url(school.teacher());
  EXPECT_TRUE(has(school.get(url), "Create a grade column"));
  const auto page = school.follow(school.post(School::beside(url, "column")));
  EXPECT_EQ(school.desk.column->label, "Unit 1") << "the link's title";
  EXPECT_EQ(school.desk.sent_again, 1);
  EXPECT_TRUE(has(page, "The grade column is “Unit 1”."));
  school.desk.told->scopes = {kAgs + "scope/score"};
  School other;
  other.desk.told->scopes = {kAgs + "scope/score"};
  EXPECT_FALSE(has(other.get(School::teacher_url(other.teacher())), "Create a grade column"));
}

TEST(Check, EachLineSaysItsStateCauseAndFixInTheWordsOfTheLms) {
  School school;
  school.course.registrations.registrations[0].lms = "moodle";
  school.desk.grade.refused = 2;
  school.desk.grade.troubles = {{"The learner is not enrolled.", "Enrol the learner, then send again.", 2}};
  school.desk.delivered.stores = 1;
  school.desk.delivered.parked = 1;
  auto unit = sample_unit();
  unit.review_by = "2026-01-31";
  school.course.publish({unit});
  const auto url = School::teacher_url(school.teacher());
  auto page = school.get(url);
  EXPECT_TRUE(has(page, "<p>2 grades were not taken.</p>\n<p lang=\"en\" dir=\"ltr\">The learner is not enrolled. Enrol the learner, then send again.</p>"));
  EXPECT_TRUE(has(page, "Enrol the learner, then send again."));
  EXPECT_TRUE(has(page, "1 statement was refused by the record store."));
  EXPECT_TRUE(has(page, "It should have been reviewed by 2026-01-31."));
  EXPECT_EQ(school.post(School::beside(url, "again")).status, 303);
  EXPECT_EQ(school.desk.sent_again, 1);
  school.desk.told.reset();
  page = school.get(url);
  EXPECT_TRUE(has(page, "We have heard nothing of this link from your LMS yet"));
  EXPECT_EQ(school.post(School::beside(url, "nothing")).status, 404);
}

struct WhyCase {
  const char* text;
  std::vector<string> roles;
  std::function<void(fakes::TestJson&)> change;
};

TEST(Preview, PageOneSaysWhyNothingCounts) {
  const WhyCase cases[] = {{"You are here as a test student.", {kMembership + "#Learner", "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"}, {}},
                           {"You see what learners see.", {kMembership + "#Mentor"}, {}}};
  for (const auto& one : cases) {
    School school;
    const auto page = school.launch_as("user-4", one.roles, one.change);
    EXPECT_TRUE(has(page, one.text)) << one.text;
    EXPECT_EQ(School::teacher_url(page), "");
    EXPECT_TRUE(school.course.records.attempts.empty());
  }
}

// An LMS that says when somebody else acts as this user.
class ActingProfile : public lti::LmsProfile {
 public:
  std::string_view kind() const override { return "acting"; }
  void refine(lti::Launch& launch) const override { launch.masquerading = launch.custom.contains("acting"); }
};

TEST(Preview, WhoeverActsAsAnotherRecordsNothingAndSeesNobodysWork) {
  School school;
  school.course.profiles.add(std::make_unique<ActingProfile>());
  school.course.registrations.registrations[0].lms = "acting";
  school.finish_as("user-1", true);
  const auto acting = [](auto& claims) { claims[kLti + "custom"]["acting"] = "9"; };
  auto page = school.launch_as("user-2", {kMembership + "#Learner"}, acting);
  EXPECT_TRUE(has(page, "You are acting as another person.")) << page.body;
  EXPECT_EQ(school.course.records.attempts.size(), 1u);
  EXPECT_EQ(School::teacher_url(school.teacher(acting)), "");
  for (const char* viewer : {"user-1", "teacher-1"}) {
    page = school.launch_as(viewer, {kMembership + (viewer[0] == 't' ? "#Instructor" : "#Learner")}, [&](auto& claims) {
      acting(claims);
      claims[kLti + "message_type"] = "LtiSubmissionReviewRequest";
      claims[kLti + "for_user"] = {{"user_id", "user-1"}};
    });
    EXPECT_EQ(page.status, 403) << viewer;
    EXPECT_FALSE(has(page, "Which dose")) << viewer;
  }
}

TEST(WhoSees, TheFirstPageSaysWhatInstructorsCanSee) {
  School school;
  EXPECT_TRUE(has(school.launch_as("user-1", {kMembership + "#Learner"}), "Your instructors see whether and when you finished, not your answers."));
  EXPECT_TRUE(has(school.launch_as("user-2", {kMembership + "#Learner"}, [](auto& claims) {
    claims[kAgs + "claim/endpoint"] = {{"scope", {kAgs + "scope/score"}}, {"lineitem", "https://lms.example.org/items/1"}};
  }), "when they look at your submitted work, your answers"));
}

}  // namespace
}  // namespace preceptor::web::testing
