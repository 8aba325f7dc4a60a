// Every form of /staff and /admin, and whether it ends something: a new one belongs into this table before it is let in.
#include <algorithm>
#include <set>

#include "tests/unit/app/console.hpp"
#include "web/acts/destructive.hpp"
#include "web/acts/watch.hpp"
#include "web/admin/admin_pages.hpp"
#include "web/staff/staff_pages.hpp"

namespace preceptor::app {
namespace {

using std::string;
using web::StaffRole;

struct JudgedForm {
  const char* path;
  const char* ends;    // forms that end something, '|' between; empty: none does
  const char* spares;  // forms of the same path that do not
};
constexpr JudgedForm kJudgedForms[] = {
    // -- /admin
    {"/admin/enter/{token}", "", ""},
    {"/admin/leave", "", ""},                       // one's own session
    {"/admin/health", "", ""},
    {"/admin/connections/{registration}/name", "", ""},
    {"/admin/connections/{registration}/switch", "to=off|to=refused", "to=on|to=accepted"},
    {"/admin/connections/{registration}/deployment", "to=close|to=refuse", "to=accept"},
    {"/admin/connections/{registration}/frames", "", ""},   // typed again, it is as before
    {"/admin/connections/{registration}/grades", "", ""},
    {"/admin/connections/{registration}/key", "at_once=yes", ""},
    {"/admin/connect", "", ""},
    {"/admin/connect/by-hand", "", ""},
    {"/admin/stores", "", ""},
    {"/admin/stores/change", "", ""},               // decision 0047: its password must not wait in clear
    {"/admin/stores/test", "", ""},
    {"/admin/stores/switch", "to=off", "to=on"},
    {"/admin/stores/filter", "", ""},               // decision 0047: a back-fill fetches what it left out
    {"/admin/stores/backfill", "act=stop", "act=begin|act=pause|act=resume"},
    {"/admin/stores/again", "", ""},
    {"/admin/waiting/{token}", "", ""},
    {"/admin/staff", "", ""},
    {"/admin/staff/{token}/link", "", ""},
    {"/admin/staff/{token}/end", "", ""},           // below: every such form
    // -- /staff
    {"/staff/enter/{token}", "", ""},
    {"/staff/leave", "", ""},
    {"/staff/waiting/{act}", "", ""},
    {"/staff/cases", "", ""},
    {"/staff/cases/{case}/sheet", "", ""},
    {"/staff/cases/{case}/causes", "", ""},
    {"/staff/cases/{case}/decide", "", ""},         // a later one is added, none is overwritten
    {"/staff/cases/{case}/second", "", ""},
    {"/staff/cases/{case}/follow-up", "", ""},
    {"/staff/cases/{case}/unit", "", ""},
    {"/staff/cases/{case}/withdraw", "", ""},       // below: every such form
    {"/staff/editor", "", ""},
    {"/staff/editor/copy", "", ""},
    {"/staff/editor/{draft}", "do=discard", "do=save|do=publish"},
    {"/staff/editor/{draft}/look", "", ""},
    {"/staff/burden/unit/{unit}/close", "", ""},    // brings figures up to now; nothing is lost
    {"/staff/burden/unit/{unit}/keep/{question}", "", ""},
    {"/staff/burden/unit/{unit}/used/{question}", "", ""},
    {"/staff/burden/pilots", "", ""},
    {"/staff/questions/start", "", ""},
    {"/staff/disclosures/{person}", "", ""},        // a new version beside the old ones
    {"/staff/disclosures/{person}/rule", "", ""},
    {"/staff/recall/{hash}", "", ""},               // at once: it protects learners, and publishing anew undoes it
    {"/staff/activities/{activity}/number", "", ""},
    {"/staff/activities/{activity}/audit", "", ""},
    {"/staff/credits/record", "", ""},
    {"/staff/credits/validate", "", ""},
    {"/staff/credits/names", "", ""},
    {"/staff/credits/found", "", ""},
    {"/staff/credits/removal", "removal=asked|removal=removed", "removal=refused"},
    {"/staff/credits/fix", "", ""},
    {"/staff/credits/bulk", "", ""},
    {"/staff/exports", "", ""},
    {"/staff/exports/results", "", ""},
    {"/staff/rules", "do=off", "do=on"},
    {"/staff/roster", "", ""},
    {"/staff/roster/map", "", ""},
    {"/staff/evidence", "", ""},
    {"/staff/statements", "", ""},
    {"/staff/statements/{export}", "", "do=cancel|do=resume|do=again"},   // what was cancelled is resumed
};
// Of these every form ends something, whatever it holds.
constexpr const char* kAlwaysEnding[] = {"/admin/connections/{registration}/key", "/admin/staff/{token}/end", "/staff/cases/{case}/withdraw"};

std::vector<base::Fields> forms_of(string text) {
  std::vector<base::Fields> forms;
  while (!text.empty()) {
    const auto end = std::min(text.find('|'), text.size());
    const auto form = base::parse_form(text.substr(0, end));
    EXPECT_TRUE(form);
    if (form) forms.push_back(*form);
    text.erase(0, end + 1);
  }
  return forms;
}

bool ends_always(const string& path) { return std::ranges::find(kAlwaysEnding, path) != std::end(kAlwaysEnding); }

TEST(TableOfActs, NamesEveryFormOfStaffAndAdministratorsAndNoOther) {
  QuietSite quiet;
  std::set<string> posts, judged;
  for (const auto& route : web::AdminPages::routes())
    if (route.method == "POST") posts.insert(route.path);
  for (const auto& path : quiet.site->staff_pages().paths())
    if (path.method == "POST") posts.insert(path.path);
  for (const JudgedForm& form : kJudgedForms) EXPECT_TRUE(judged.insert(form.path).second) << form.path << " stands there twice";
  for (const string& path : posts) EXPECT_TRUE(judged.contains(path)) << path << ": does it end something? Then it needs a line in web/acts/destructive.cpp; here it needs one in any case";
  for (const string& path : judged) EXPECT_TRUE(posts.contains(path)) << path << " is no form any more";
}

TEST(TableOfActs, WhatEndsSomethingWaitsAndWhatDoesNotDoesNot) {
  std::set<string> waiting;
  for (const JudgedForm& form : kJudgedForms) {
    for (const auto& fields : forms_of(form.ends)) EXPECT_NE(web::destructive_act(form.path, fields), nullptr) << form.path << " " << base::format_form(fields);
    for (const auto& fields : forms_of(form.spares)) EXPECT_EQ(web::destructive_act(form.path, fields), nullptr) << form.path << " " << base::format_form(fields);
    EXPECT_EQ(web::destructive_act(form.path, {}) != nullptr, ends_always(form.path)) << form.path;
    if (*form.ends != 0 || ends_always(form.path)) waiting.insert(form.path);
  }
  std::set<string> named;
  for (const auto& act : web::destructive_acts()) named.insert(string(act.path));
  EXPECT_EQ(named, waiting);
}

// The shells themselves: a confirmed form of each is kept, and no page's own code runs.
TEST(TableOfActs, EachIsKeptByTheShellsForTenMinutes) {
  QuietSite quiet;
  ConsoleBrowser planner(quiet, "/staff"), accreditation(quiet, "/staff"), admin(quiet, "/admin/waiting");
  planner.sign_in_staff(ConsoleBrowser::add(quiet, StaffRole::planner, "One"));
  accreditation.sign_in_staff(ConsoleBrowser::add(quiet, StaffRole::accreditation, "Two"));
  admin.sign_in_admin();
  std::size_t kept = 0;
  for (const auto& act : web::destructive_acts()) {
    string path(act.path);
    if (path.find("{registration}") != string::npos) continue;   // refused before its page where there is no such connection; acts of those: admin_pages_test
    const bool by_admin = path.starts_with("/admin"), by_planner = path.starts_with("/staff/editor") || path.starts_with("/staff/cases");
    for (auto at = path.find('{'); at != string::npos; at = path.find('{')) path.replace(at, path.find('}') - at + 1, "x");
    base::Fields form{{"sure", "yes"}};
    if (!act.field.empty()) form.emplace_back(string(act.field), string(act.words.substr(0, act.words.find(' '))));
    const auto answer = (by_admin ? admin : by_planner ? planner : accreditation).post(path, form);
    EXPECT_EQ(answer.status, 303) << act.name << answer.body;
    ++kept;
  }
  EXPECT_EQ(quiet.site->watch().acts().waiting("staff")->size() + quiet.site->watch().acts().waiting("admin")->size(), kept);
  EXPECT_GE(kept, 7U);
}

}  // namespace
}  // namespace preceptor::app
