// The administrator's home page: the lines of the health check, and where each leads.
#include "tests/unit/web/office.hpp"

namespace preceptor::web::testing {
namespace {

TEST(AdminHealth, ShowsEachLineWithCauseAndNextAction) {
  Office office;
  office.site.shown.lines = {{"store", "good", "schema 5, 900 MiB free", "", ""},
                             {"platform LMS one", "red", "its key set answered <403>", "Ask for outgoing HTTPS", "one"},
                             {"record stores", "warning", "no LRS is connected", "preceptor lrs add --help", ""}};
  office.site.shown.at = office.clock.now();
  office.sign_in();
  auto page = office.get("/admin");
  for (const char* text : {"schema 5, 900 MiB free", "its key set answered &lt;403&gt;", "Ask for outgoing HTTPS", "1 line is red. 1 warning.", "no LRS is connected"})
    EXPECT_TRUE(shows(page, text)) << text;
  EXPECT_FALSE(shows(page, "data-poll="));
  office.site.shown.running = true;
  page = office.get("/admin");
  EXPECT_TRUE(shows(page, "data-poll=")) << "looks again by itself";
  EXPECT_TRUE(shows(page, "another check is under way"));
  EXPECT_EQ(office.site.runs, 0) << "a look starts nothing out of turn";
  EXPECT_EQ(office.post("/admin/health").status, 303);
  EXPECT_EQ(office.site.runs, 1);
  office.sign_in("one");
  page = office.get("/admin");
  EXPECT_TRUE(shows(page, "platform LMS one"));
  EXPECT_FALSE(shows(page, "schema 5"));
  EXPECT_EQ(office.get("/admin/health.json").body, "platform LMS one\n");
}

TEST(AdminHealth, ALineLeadsToThePageWhereItIsMended) {
  Office office;
  office.site.shown.lines = {{"LRS main", "red", "Credentials: refused", "Check username", "", "stores"},
                             {"grades LMS one", "warning", "1 grade refused", "Enrol", "one", "grades"},
                             {"launch.nonce", "warning", "2 refused", "Reload", "one", "diary"},
                             {"platform LMS one", "red", "its key set", "Ask", "one"},
                             {"LRS other", "good", "speaks xAPI 2.0.0", "", "", "stores"}};
  office.site.shown.at = office.clock.now();
  office.sign_in();
  const auto page = office.get("/admin");
  for (const char* link : {"<a href=\"/tool/admin/stores\">Record stores</a></p></div>", "<a href=\"/tool/admin/grades\">Grades</a></p></div>", "<a href=\"/tool/admin/diary\">Launch diary</a></p></div>",
                           "<a href=\"/tool/admin/connections/one\">"})
    EXPECT_TRUE(shows(page, link)) << link << page.body;
  office.sign_in("one");
  EXPECT_FALSE(shows(office.get("/admin"), "/tool/admin/stores\"")) << "the site's lines are not theirs";
}

}  // namespace
}  // namespace preceptor::web::testing
