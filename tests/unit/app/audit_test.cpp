// Who of the staff and administrators saw or changed what: every route of /staff and /admin is walked.
#include <algorithm>
#include <set>

#include "tests/unit/app/console.hpp"
#include "web/acts/watch.hpp"
#include "web/admin/admin_pages.hpp"
#include "web/staff/staff_pages.hpp"

namespace preceptor::app {
namespace {

using std::string;
using web::StaffRole;

string with_places(string path) {
  for (auto at = path.find('{'); at != string::npos; at = path.find('{')) path.replace(at, path.find('}') - at + 1, "x");
  return path;
}

struct WalkedRoute {
  string method, path;
  bool operator<(const WalkedRoute& other) const { return std::tie(method, path) < std::tie(other.method, other.path); }
};

// Sends one request and says what rows it left, newest first.
std::vector<string> rows_of(QuietSite& quiet, ConsoleBrowser& browser, const WalkedRoute& route) {
  const auto before = audit_rows(quiet).size();
  if (route.method == "GET") browser.get(with_places(route.path));
  else browser.post(with_places(route.path), {{"sure", "yes"}});
  auto rows = audit_rows(quiet);
  rows.resize(rows.size() - before);
  return rows;
}

void expect_row(const std::vector<string>& rows, const WalkedRoute& route) {
  const string act = route.method + " " + route.path;
  const auto has = [&](const string& kind) { return std::find(rows.begin(), rows.end(), kind + " " + act) != rows.end(); };
  if (route.method != "GET") {
    EXPECT_TRUE(has("changed") || has("asked")) << act;
    return;
  }
  EXPECT_EQ(has("saw"), web::shows_persons(route.path)) << act;
  EXPECT_EQ(rows.size(), has("saw") ? 1U : 0U) << act;
}

TEST(AuditLog, EveryChangeAndEveryPageWithPersonsLeavesARow) {
  QuietSite quiet;
  std::set<WalkedRoute> walked;
  const auto paths = quiet.site->staff_pages().paths();
  for (const StaffRole role : {StaffRole::planner, StaffRole::accreditation, StaffRole::reader}) {
    ConsoleBrowser browser(quiet, "/staff");
    browser.sign_in_staff(ConsoleBrowser::add(quiet, role, "Member"));
    for (const auto& path : paths) {
      if (!path.signed_in || !path.roles.has(role) || path.path == "/staff/leave" || !walked.insert({path.method, path.path}).second) continue;
      expect_row(rows_of(quiet, browser, {path.method, path.path}), {path.method, path.path});
    }
  }
  EXPECT_GT(walked.size(), 60U);
}

TEST(AuditLog, AdministratorsTooAndARefusedChangeIsToldApart) {
  QuietSite quiet;
  ConsoleBrowser admin(quiet, "/admin/waiting");
  admin.sign_in_admin();
  for (const auto& route : web::AdminPages::routes()) {
    // Those of one connection are refused before their page when there is none.
    if (!route.signed_in || route.path == "/admin/leave" || route.path.find("{registration}") != string::npos || route.path == "/admin/stores/test") continue;
    expect_row(rows_of(quiet, admin, {route.method, route.path}), {route.method, route.path});
  }
  admin.post("/admin/staff", {{"name", "Pat Planner"}, {"role", "owner"}});
  EXPECT_EQ(audit_rows(quiet).front(), "refused POST /admin/staff");
}

TEST(AuditLog, PagesWithPersonsAreAmongThoseNoted) {
  for (const char* path : {"/staff/credits", "/staff/credits/record", "/staff/credits/doubles", "/staff/credits/taken-back", "/staff/credits/deadlines", "/staff/credits/fix",
                           "/staff/recall/{hash}", "/staff/disclosures", "/staff/disclosures/{person}", "/staff/cases/{case}", "/staff/cases/{case}/brief",
                           "/staff/exports/{export}", "/staff/activities/{activity}/document/{kind}", "/staff/audit", "/staff/audit.csv", "/admin/staff", "/staff/a-new-page"})
    EXPECT_TRUE(web::shows_persons(path)) << path;
}

TEST(AuditLog, HoldsIdsAndNeitherNamesNorTexts) {
  QuietSite quiet;
  const string pat = ConsoleBrowser::add(quiet, StaffRole::accreditation, "Pat");
  ConsoleBrowser staff(quiet, "/staff"), admin(quiet, "/admin/waiting");
  staff.sign_in_staff(pat);
  admin.sign_in_admin();
  admin.post("/admin/staff", {{"name", "Robin"}, {"role", "reader"}});
  staff.get("/staff/credits/record", "ccid=c-17&name=Casey");
  staff.post("/staff/roster", {{"csv", "1234567893,Casey"}, {"do", "try"}});
  const auto found = quiet.site->store().list_audit({base::Instant{}, quiet.clock->now() + std::chrono::hours(1), {}, {}, 0, 100});
  ASSERT_TRUE(found);
  string all;
  for (const auto& one : *found) all += one.who + " " + one.act + " " + one.subject + "\n";
  EXPECT_NE(all.find(pat + " GET /staff/credits/record ccid=c-17\n"), string::npos) << all;
  EXPECT_NE(all.find("administrator POST /admin/staff"), string::npos) << all;
  for (const char* never : {"Pat", "Robin", "Casey", "1234567893"}) EXPECT_EQ(all.find(never), string::npos) << all;
}

TEST(AuditLog, IsReadByAccreditationStaffWithFiltersAndAsCsv) {
  QuietSite quiet;
  const string pat = ConsoleBrowser::add(quiet, StaffRole::accreditation, "Pat");
  ConsoleBrowser staff(quiet, "/staff"), planner(quiet, "/staff");
  staff.sign_in_staff(pat);
  planner.sign_in_staff(ConsoleBrowser::add(quiet, StaffRole::planner, "Lee"));
  staff.get("/staff/credits");
  planner.post("/staff/questions/start");
  const auto page = staff.get("/staff/audit");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(says(page, "GET /staff/credits")) << page.body;
  EXPECT_TRUE(says(page, "POST /staff/questions/start")) << page.body;
  const auto hers = staff.get("/staff/audit", "who=" + pat + "&kind=saw");
  EXPECT_TRUE(says(hers, "GET /staff/credits"));
  EXPECT_FALSE(says(hers, "POST /staff/questions/start")) << hers.body;
  EXPECT_TRUE(says(staff.get("/staff/audit", "from=2001-01-01&to=2001-01-02"), "No rows.")) << "other days";
  EXPECT_EQ(staff.get("/staff/audit", "from=2001-01-02&to=2001-01-01").status, 422);
  EXPECT_EQ(planner.get("/staff/audit").status, 403);
  const auto csv = staff.get("/staff/audit.csv", "who=" + pat);
  EXPECT_TRUE(says(csv, "\"GET /staff/credits\"")) << csv.body;
  EXPECT_TRUE(says(csv, "\"Pat\"")) << csv.body;
  EXPECT_FALSE(says(csv, "questions/start")) << csv.body;
}

TEST(AuditLog, SaysWhichAdministratorWhereTheLinkNamedOne) {
  QuietSite quiet;
  const auto enter = [&](const base::Json& args) {
    const auto made = base::Json::parse(quiet.run("admin link", args));
    ConsoleBrowser browser(quiet, "/admin/waiting");
    browser.enter_link(made["url"]);
    browser.get("/admin/staff");
  };
  enter({{"json", true}, {"name", "Robin"}});
  enter({{"json", true}, {"name", "Robin"}});
  enter({{"json", true}, {"name", "Sam"}});
  enter({{"json", true}});
  EXPECT_NE(quiet.run("admin link").find("--name says it"), std::string::npos);
  EXPECT_EQ(quiet.run("admin link", {{"name", "Robin"}}).find("--name says it"), std::string::npos);
  quiet.run("admin link", {{"name", "a\nb"}});
  EXPECT_EQ(quiet.code, -1) << "no name";
  const auto rows = quiet.site->store().list_audit({base::Instant{}, quiet.clock->now() + std::chrono::hours(1), {}, "saw", 0, 100});
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 4u);
  std::set<string> who;
  for (const auto& one : *rows) who.insert(one.who);
  EXPECT_EQ(who.size(), 3u) << "one name is one administrator, however many links there were";
  EXPECT_TRUE(who.contains("administrator")) << "nobody was named";
  for (const string& one : who) EXPECT_EQ(one.find("Robin"), string::npos) << "rows hold ids";
  ConsoleBrowser staff(quiet, "/staff");
  staff.sign_in_staff(ConsoleBrowser::add(quiet, StaffRole::accreditation, "Pat"));
  const auto page = staff.get("/staff/audit");
  for (const char* name : {"<td dir=\"auto\">Robin, administrator</td>", "<td dir=\"auto\">Sam, administrator</td>"}) EXPECT_TRUE(says(page, name)) << page.body;
  const string robin = ConsoleBrowser::option(page.body, "Robin, administrator");
  ASSERT_TRUE(robin.starts_with("administrator:")) << page.body;
  const auto hers = staff.get("/staff/audit", base::format_form({{"who", robin}}));
  EXPECT_TRUE(says(hers, "<td dir=\"auto\">Robin, administrator</td>")) << hers.body;
  EXPECT_FALSE(says(hers, "<td dir=\"auto\">Sam, administrator</td>")) << hers.body;
  EXPECT_TRUE(says(staff.get("/staff/audit.csv", base::format_form({{"who", robin}})), "\"Robin, administrator\""));
}

TEST(AuditLog, CommandsThatChangeOrTellOfPersonsAreNotedAndRowsGoAfterRetention) {
  QuietSite quiet(base::Json{{"retention", {{"audit_days", 30}}}});
  const base::Json args = {{"id", "abcd"}};
  const CommandIo io;
  const CommandContext context{*quiet.site, args, io, false};
  for (const char* name : {"staff end", "export xapi", "staff list"}) ASSERT_TRUE(note_run(context, name));
  EXPECT_EQ(audit_rows(quiet), (std::vector<string>{"saw export xapi", "changed staff end"}));
  quiet.clock->pass(std::chrono::hours(24 * 30));
  ASSERT_TRUE(quiet.site->tend_audit());
  EXPECT_EQ(audit_rows(quiet).size(), 2U) << "thirty days are not over yet";
  quiet.clock->pass(std::chrono::milliseconds(1));
  ASSERT_TRUE(quiet.site->tend_audit());
  EXPECT_TRUE(audit_rows(quiet).empty());
}

}  // namespace
}  // namespace preceptor::app
