// The teacher's pages in two directions of writing, whole documents; and what no page may do with what others sent. PRECEPTOR_GALLERY=<folder>
// writes them to files, to be looked at in a browser.
#include <cstdlib>
#include <fstream>

#include "tests/unit/web/school.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

void write(const string& name, const ports::HttpResponse& page) {
  EXPECT_EQ(page.status, 200) << name;
  EXPECT_EQ(page.body.rfind("<!doctype html>", 0), 0u) << name;
  EXPECT_NE(page.body.find("</html>"), string::npos) << name;
  EXPECT_EQ(page.body.find("{{"), string::npos) << name;
  EXPECT_EQ(page.body.find("[["), string::npos) << name;
  EXPECT_EQ(page.body.find("{lms}"), string::npos) << name;
  if (const char* folder = std::getenv("PRECEPTOR_GALLERY")) std::ofstream(string(folder) + "/" + name + ".html") << page.body;
}

void make_busy(School& school) {
  school.desk.members = {{"user-1", "Amal Haddad", true, true}, {"user-2", "Bo Li", true, true}, {"user-9", "Zoë Late", true, true}};
  school.desk.grade.refused = 1;
  school.desk.grade.troubles = {{"The learner has no graded role in the course.", "Enrol the learner with a graded role, then send again.", 1}};
  school.desk.delivered.stores = 1;
  school.desk.delivered.last = school.course.clock.now();
}

TEST(TeacherGallery, EveryPage) {
  for (const char* language : {"en", "ar", "es"}) {
    School school;
    school.course.publish({sample_unit("en"), sample_unit("ar")});
    school.course.registrations.registrations[0].lms = "moodle";
    make_busy(school);
    const auto in = [&](auto& claims) { claims[kLti + "launch_presentation"]["locale"] = language; };
    const string end = string("-") + language;
    school.finish_as("user-1", true, in);
    school.finish_as("user-2", false, in);
    const auto preview = school.launch_as("teacher-1", {kMembership + "#Instructor", "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"}, in);
    write("t1-preview" + end, preview);
    const auto url = School::teacher_url(preview);
    write("t2-link" + end, school.get(url));
    write("t3-tested" + end, school.follow(school.post(School::beside(url, "test"))));
    write("t4-class" + end, school.get(School::beside(url, "class")));
    write("t5-review" + end, school.teacher([&](auto& claims) {
      in(claims);
      claims[kLti + "message_type"] = "LtiSubmissionReviewRequest";
      claims[kLti + "for_user"] = {{"user_id", "user-2"}, {"name", "Bo Li"}};
    }));
  }
}

TEST(TeacherGuard, HostileNamesAndTitlesStayText) {
  const string hostile = "\"><script>alert(1)</script>{{x}}[[y]]";
  School school;
  make_busy(school);
  school.desk.members[0].name = hostile;
  school.desk.grade.troubles = {{hostile, hostile, 1}};
  school.desk.column = GradeColumn{hostile, "apixaban-dose", 1};
  const auto named = [&](auto& claims) {
    claims[kLti + "context"]["title"] = hostile;
    claims[kLti + "resource_link"]["title"] = hostile;
    claims[kLti + "launch_presentation"]["return_url"] = "javascript:alert(1)";
  };
  school.finish_as("user-1", true, named);
  const auto url = School::teacher_url(school.teacher(named));
  const auto review = school.teacher([&](auto& claims) {
    named(claims);
    claims[kLti + "message_type"] = "LtiSubmissionReviewRequest";
    claims[kLti + "for_user"] = {{"user_id", "user-1"}, {"name", hostile}};
  });
  for (const auto& page : {school.get(url), school.follow(school.post(School::beside(url, "test"))), school.get(School::beside(url, "class")), review}) {
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.body.find("<script>"), string::npos);
    EXPECT_EQ(page.body.find("javascript:"), string::npos);
    EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;{{x}}[[y]]"));
    EXPECT_EQ(header(page, "Content-Security-Policy").find("unsafe"), string::npos);
    EXPECT_NE(header(page, "Content-Security-Policy").find("default-src 'none'"), string::npos);
    EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(header(page, "Set-Cookie"), "");
  }
}

TEST(TeacherGuard, NothingPersonalInLogsDiaryOrAddresses) {
  School school;
  make_busy(school);
  school.finish_as("user-1", true);
  const auto url = School::teacher_url(school.teacher());
  school.get(School::beside(url, "class"));
  school.desk.roster_error = base::Error{base::Code::service_refused, "status 500", {}, {}};
  school.post(School::beside(url, "test"));
  school.launch_as("user-2", {kMembership + "#Learner"}, [](auto& claims) {
    claims[kLti + "message_type"] = "LtiSubmissionReviewRequest";
    claims[kLti + "for_user"] = {{"user_id", "user-1"}, {"name", "Amal Haddad"}};
  });
  string all = url;
  for (const auto& line : school.course.log.lines) all += line;
  for (const auto& entry : school.course.diary.entries) all += entry.detail + entry.expected + entry.received + entry.checks;
  for (const char* personal : {"Amal", "Bo Li", "user-1", "user-2", "teacher-1", "secret note", "Test Person"}) EXPECT_EQ(all.find(personal), string::npos) << personal;
}

}  // namespace
}  // namespace preceptor::web::testing
