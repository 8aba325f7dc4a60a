// The check of a link: where nothing here can mend a line, its click leads to the page that does, and to none that is not known.
#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"
#include "tests/unit/web/school.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

const string kClickStores = "href=\"https://cme.example.org/tool/admin/stores\"";

struct Clicks : School {
  explicit Clicks(const string& lms) {
    profiles.add(std::make_unique<moodle::MoodleProfile>());
    profiles.add(std::make_unique<canvas::CanvasProfile>());
    course.registrations.registrations[0].lms = lms;
  }
  // The check as an instructor sees it; `manages`: who administers the platform as well.
  ports::HttpResponse check(bool manages = false) {
    std::vector<string> roles{kMembership + "#Instructor"};
    if (manages) roles.push_back("http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator");
    return get(teacher_url(launch_as("teacher-1", roles, [&](auto& claims) {
      claims[kLti + "context"]["id"] = "2";
      claims[kLti + "resource_link"]["id"] = "41";
      if (course.registrations.registrations[0].lms == "generic") claims.erase(kLti + "tool_platform");   // else it is taken for what it calls itself
    })));
  }
};

TEST(CheckClicks, InMoodleThePassMarkLeadsToTheActivity) {
  Clicks school("moodle");
  auto page = school.check();
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_TRUE(has(page, "href=\"https://lms.example.org/mod/lti/view.php?l=41&amp;forceview=1\" target=\"_blank\" rel=\"noopener noreferrer\">Open the activity in Moodle</a>")) << page.body;
  EXPECT_TRUE(has(page, "href=\"https://lms.example.org/course/view.php?id=2\"")) << "no column yet: the unit is chosen again in the course";
  school.desk.told->lineitems.clear();
  school.desk.told->memberships.clear();
  page = school.check();
  EXPECT_FALSE(has(page, "toolconfigure.php")) << "an instructor may not change the tool";
  page = school.check(true);
  EXPECT_TRUE(has(page, "href=\"https://lms.example.org/mod/lti/toolconfigure.php\"")) << page.body;
}

TEST(CheckClicks, InCanvasTheyLeadToTheCoursesModules) {
  Clicks school("canvas");
  school.desk.told->lineitems = "https://college.example.org/api/lti/courses/1207/line_items";
  const auto page = school.check();
  EXPECT_TRUE(has(page, "href=\"https://college.example.org/courses/1207/modules\" target=\"_blank\" rel=\"noopener noreferrer\">")) << page.body;
  EXPECT_TRUE(has(page, ">Open the course&#39;s modules in Canvas</a>") || has(page, ">Open the course's modules in Canvas</a>")) << page.body;
  school.desk.told->lineitems = "https://college.example.org/elsewhere/1207";
  EXPECT_FALSE(has(school.check(), "/modules\"")) << "an address that is not of Canvas's form leads nowhere";
}

TEST(CheckClicks, AnLmsWhosePagesAreNotKnownGetsWordsOnly) {
  Clicks school("generic");
  const auto page = school.check();
  for (const char* place : {"/mod/lti/", "/course/view.php", "/modules"}) EXPECT_FALSE(has(page, place)) << place;
}

TEST(CheckClicks, TheRecordStoresLineSaysWhatIsTrueAndLeadsToThem) {
  Clicks school("moodle");
  auto page = school.check();
  EXPECT_TRUE(has(page, "No learning record store is connected."));
  EXPECT_TRUE(has(page, kClickStores)) << page.body;
  auto& delivered = school.desk.delivered;
  delivered.stores = 1;
  delivered.last = school.course.clock.now();
  page = school.check();
  EXPECT_TRUE(has(page, "Everything was delivered"));
  EXPECT_FALSE(has(page, kClickStores)) << "nothing is to be mended";
  delivered.waiting = 3;
  delivered.oldest = school.course.clock.now();
  page = school.check();
  EXPECT_TRUE(has(page, "3 statements are on their way.")) << page.body;
  EXPECT_FALSE(has(page, "Everything was delivered"));
  school.desk.stores_down = 1;
  const auto url = School::teacher_url(school.teacher());
  EXPECT_FALSE(has(school.get(url), "does not take statements")) << "nobody was asked yet";
  page = school.follow(school.post(School::beside(url, "test")));
  EXPECT_TRUE(has(page, "1 record store does not take statements just now.")) << page.body;
  EXPECT_TRUE(has(page, kClickStores));
}

}  // namespace
}  // namespace preceptor::web::testing
