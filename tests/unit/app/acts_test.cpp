// What ends or deletes something in /staff and /admin: asked first, done after ten minutes and once, taken back before. Through the pages of an opened site.
#include <algorithm>
#include <filesystem>

#include "tests/unit/app/console.hpp"
#include "web/acts/destructive.hpp"
#include "web/acts/watch.hpp"
#include "web/admin/admin_pages.hpp"
#include "web/staff/staff_pages.hpp"

namespace preceptor::app {
namespace {

using std::string;
using std::chrono::milliseconds;
using web::StaffRole;

bool is_active(QuietSite& quiet, const string& member) {
  const auto found = quiet.site->staff().load(member);
  return found && *found && (*found)->active;
}

long count_of(const std::vector<string>& rows, const string& row) { return std::count(rows.begin(), rows.end(), row); }

// Confirms on the page that asks, as its button does.
ports::HttpResponse confirm(ConsoleBrowser& browser, const string& path, base::Fields fields = {}) {
  const auto asks = browser.post(path, fields);
  EXPECT_EQ(asks.status, 200) << asks.body;
  const string id = ConsoleBrowser::hidden(asks.body, "act_id");
  EXPECT_FALSE(id.empty()) << asks.body;
  fields.emplace_back("act_id", id);
  fields.emplace_back("sure", "yes");
  return browser.post(path, fields);
}

// The lease as `node` holds it; of another's time the end has come.
ports::Lease upkeep(QuietSite& quiet, const string& node = "this") {
  const auto taken = quiet.site->store().acquire_lease("upkeep", node, quiet.clock->now(), milliseconds(6000));
  EXPECT_TRUE(taken && *taken) << "another holds it";
  return taken && *taken ? **taken : ports::Lease{};
}

string location(const ports::HttpResponse& response) {
  const auto* value = ports::header(response.headers, "Location");
  return value ? *value : string();
}

string first_waiting(QuietSite& quiet, const string& area) {
  const auto waiting = quiet.site->watch().acts().waiting(area);
  EXPECT_TRUE(waiting && !waiting->empty());
  return waiting && !waiting->empty() ? waiting->front().id : string();
}

TEST(WaitingActs, AreAskedForShownAndDoneOnceAfterTenMinutes) {
  QuietSite quiet;
  const string pat = ConsoleBrowser::add(quiet, StaffRole::planner, "Pat Planner");
  ConsoleBrowser admin(quiet, "/admin/waiting");
  admin.sign_in_admin();
  const string path = "/admin/staff/" + pat + "/end";
  const auto asks = admin.post(path);
  EXPECT_EQ(asks.status, 200);
  EXPECT_TRUE(says(asks, "<h1>End the rights of Pat Planner</h1>")) << asks.body;
  EXPECT_TRUE(says(admin.get("/admin/waiting"), "Nothing waits.")) << "a question changes nothing";
  const auto asked = confirm(admin, path);
  EXPECT_EQ(asked.status, 303);
  EXPECT_EQ(location(asked), "/admin/waiting?done=asked");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(confirm(admin, path).status, 303) << "again is the same act";
  const auto page = admin.get("/admin/waiting");
  EXPECT_TRUE(says(page, "End the rights of Pat Planner")) << page.body;
  EXPECT_TRUE(says(page, "takes effect at")) << page.body;
  EXPECT_TRUE(says(admin.get("/admin/connections"), "Something takes effect at")) << "every page says so";
  EXPECT_EQ(quiet.site->watch().acts().waiting("admin")->size(), 1U);

  quiet.clock->pass(web::kTakeBackTime - milliseconds(1));
  EXPECT_FALSE(*quiet.site->acts_due());
  ASSERT_TRUE(quiet.site->tend_acts(upkeep(quiet)));
  EXPECT_TRUE(is_active(quiet, pat)) << "not before its time";
  quiet.clock->pass(milliseconds(1));
  EXPECT_TRUE(*quiet.site->acts_due());
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(quiet.site->tend_acts(upkeep(quiet)));
  EXPECT_FALSE(is_active(quiet, pat));
  const auto rows = audit_rows(quiet);
  EXPECT_EQ(count_of(rows, "carried_out staff_end"), 1) << "once";
  const auto after = admin.get("/admin/waiting");
  EXPECT_TRUE(says(after, "Nothing waits.")) << after.body;
  EXPECT_TRUE(says(after, "End the rights of Pat Planner")) << "the last day is shown";
}

TEST(WaitingActs, AreTakenBackByAnybodyWithTheRightAndByNobodyElse) {
  QuietSite quiet;
  ConsoleBrowser asker(quiet, "/staff"), other(quiet, "/staff"), reader(quiet, "/staff");
  asker.sign_in_staff(ConsoleBrowser::add(quiet, StaffRole::planner, "One"));
  other.sign_in_staff(ConsoleBrowser::add(quiet, StaffRole::planner, "Two"));
  reader.sign_in_staff(ConsoleBrowser::add(quiet, StaffRole::reader, "Three"));
  EXPECT_EQ(reader.post("/staff/cases/11111111-1111-4111-8111-111111111111/withdraw", {{"sure", "yes"}}).status, 403);
  ASSERT_EQ(confirm(asker, "/staff/cases/11111111-1111-4111-8111-111111111111/withdraw").status, 303);
  const string take_back = "/staff/waiting/" + first_waiting(quiet, "staff");
  EXPECT_TRUE(says(reader.get("/staff/waiting"), "Nothing waits."));
  EXPECT_EQ(reader.post(take_back).status, 403);
  EXPECT_EQ(other.post("/staff/waiting/no-such-act").status, 404);
  EXPECT_TRUE(says(other.get("/staff/waiting"), take_back));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(other.post(take_back).status, 303) << "sent twice";
  quiet.clock->pass(web::kTakeBackTime);
  EXPECT_FALSE(*quiet.site->acts_due());
  const auto rows = audit_rows(quiet);
  EXPECT_EQ(count_of(rows, "taken_back decision_withdraw"), 1);
  EXPECT_EQ(count_of(rows, "carried_out decision_withdraw"), 0);
  EXPECT_TRUE(says(asker.get("/staff/waiting"), "taken back"));
}

TEST(WaitingActs, AreNotTakenBackAfterTheirTime) {
  QuietSite quiet;
  ConsoleBrowser planner(quiet, "/staff");
  planner.sign_in_staff(ConsoleBrowser::add(quiet, StaffRole::planner, "One"));
  ASSERT_EQ(confirm(planner, "/staff/cases/11111111-1111-4111-8111-111111111111/withdraw").status, 303);
  const string take_back = "/staff/waiting/" + first_waiting(quiet, "staff");
  quiet.clock->pass(web::kTakeBackTime);
  EXPECT_EQ(planner.post(take_back).status, 409);
  EXPECT_TRUE(*quiet.site->acts_due());
}

TEST(WaitingActs, OfAMemberWhoseRightsEndedAreNotDone) {
  QuietSite quiet;
  const string pat = ConsoleBrowser::add(quiet, StaffRole::planner, "Pat");
  ConsoleBrowser planner(quiet, "/staff");
  planner.sign_in_staff(pat);
  ASSERT_EQ(confirm(planner, "/staff/cases/11111111-1111-4111-8111-111111111111/withdraw").status, 303);
  const auto member = quiet.site->staff().load(pat);
  ASSERT_TRUE(member && *member);
  ASSERT_TRUE(quiet.site->staff().end(**member));
  quiet.clock->pass(web::kTakeBackTime);
  ASSERT_TRUE(quiet.site->tend_acts(upkeep(quiet)));
  EXPECT_EQ(count_of(audit_rows(quiet), "failed decision_withdraw"), 1);
  EXPECT_FALSE(*quiet.site->acts_due());
}

TEST(WaitingActs, SurviveARestartAlsoOneThatHadBegun) {
  char pattern[] = "/tmp/preceptor-acts-XXXXXX";
  ASSERT_NE(mkdtemp(pattern), nullptr);
  const string folder = pattern;
  const base::Json on_disk = {{"store", "sqlite:" + folder + "/a.db"}};
  string pat, sam;
  base::Instant asked_at;
  {
    QuietSite quiet(on_disk);
    pat = ConsoleBrowser::add(quiet, StaffRole::planner, "Pat");
    sam = ConsoleBrowser::add(quiet, StaffRole::reader, "Sam");
    ConsoleBrowser admin(quiet, "/admin/waiting");
    admin.sign_in_admin();
    for (const string& member : {pat, sam}) ASSERT_EQ(confirm(admin, "/admin/staff/" + member + "/end").status, 303);
    const auto waiting = quiet.site->watch().acts().waiting("admin");
    ASSERT_TRUE(waiting);
    ASSERT_EQ(waiting->size(), 2U);
    ASSERT_TRUE(*quiet.site->watch().acts().move(waiting->front(), "begun")) << "the process ends right after this";
    asked_at = quiet.clock->now();
  }
  QuietSite again(on_disk);
  EXPECT_EQ(again.clock->now(), asked_at) << "the clocks of these tests stand";
  again.clock->pass(web::kTakeBackTime);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(again.site->tend_acts(upkeep(again)));
  EXPECT_FALSE(is_active(again, pat));
  EXPECT_FALSE(is_active(again, sam));
  EXPECT_EQ(count_of(audit_rows(again), "carried_out staff_end"), 2);
  again.site.reset();
  std::filesystem::remove_all(folder);
}

// A node that stood still while another took over.
TEST(WaitingActs, AreNeitherBegunNorSettledUnderALeaseThatHasGoneToAnother) {
  QuietSite quiet;
  const string pat = ConsoleBrowser::add(quiet, StaffRole::planner, "Pat"), sam = ConsoleBrowser::add(quiet, StaffRole::reader, "Sam");
  ConsoleBrowser admin(quiet, "/admin/waiting");
  admin.sign_in_admin();
  for (const string& member : {pat, sam}) ASSERT_EQ(confirm(admin, "/admin/staff/" + member + "/end").status, 303);
  quiet.clock->pass(web::kTakeBackTime);
  const ports::Lease stale = upkeep(quiet, "stood still");
  auto& acts = quiet.site->watch().acts();
  const auto waiting = acts.waiting("admin");
  ASSERT_TRUE(waiting);
  ASSERT_EQ(waiting->size(), 2U);
  const auto begun = acts.move(waiting->front(), "begun", stale);
  ASSERT_TRUE(begun && *begun);
  quiet.clock->pass(milliseconds(7000));
  const ports::Lease newer = upkeep(quiet, "took over");
  ASSERT_TRUE(quiet.site->tend_acts(stale));
  EXPECT_TRUE(is_active(quiet, pat));
  EXPECT_TRUE(is_active(quiet, sam));
  EXPECT_EQ(acts.waiting("admin")->size(), 1U);
  ASSERT_TRUE(quiet.site->tend_acts(newer));
  EXPECT_FALSE(is_active(quiet, pat));
  EXPECT_FALSE(is_active(quiet, sam));
  const auto late = acts.move(**begun, "failed", stale);
  ASSERT_TRUE(late);
  EXPECT_FALSE(*late) << "it was gone on with";
  EXPECT_EQ(count_of(audit_rows(quiet), "carried_out staff_end"), 2);
  EXPECT_EQ(count_of(audit_rows(quiet), "failed staff_end"), 0);
}

TEST(WaitingActs, TheTableNamesRoutesThatThereAreAndRecallIsAtOnce) {
  QuietSite quiet;
  std::vector<string> posts;
  for (const auto& route : web::AdminPages::routes())
    if (route.method == "POST") posts.push_back(route.path);
  for (const auto& path : quiet.site->staff_pages().paths())
    if (path.method == "POST") posts.push_back(path.path);
  for (const auto& act : web::destructive_acts()) EXPECT_EQ(std::count(posts.begin(), posts.end(), act.path), 1) << act.path;
  EXPECT_EQ(std::count(posts.begin(), posts.end(), "/staff/recall/{hash}"), 1);
  EXPECT_EQ(web::destructive_act("/staff/recall/{hash}", {{"reason", "wrong"}}), nullptr);
  const auto* off = web::destructive_act("/staff/rules", {{"do", "off"}, {"what", "ama"}, {"token", "t"}});
  ASSERT_NE(off, nullptr);
  EXPECT_EQ(base::format_form(web::kept_of(*off, {{"do", "off"}, {"what", "ama"}, {"token", "t"}})), "do=off&what=ama") << "no token is kept";
  EXPECT_EQ(web::destructive_act("/staff/rules", {{"do", "on"}, {"what", "ama"}}), nullptr);
}

}  // namespace
}  // namespace preceptor::app
