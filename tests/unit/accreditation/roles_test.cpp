// Who may see and do what: every path of these sections for every role.
#include "tests/unit/accreditation/accreditation_room.hpp"

namespace preceptor::web::testing {
namespace {

struct Door {
  const char *method, *place;
  bool planner, reader;
};
constexpr Door kDoors[] = {{"GET", "/staff/activities", true, true},
                           {"GET", "/staff/activities/sepsis", true, true},
                           {"GET", "/staff/activities/draft/some-id", true, false},
                           {"GET", "/staff/activities/sepsis/counts", true, true},
                           {"POST", "/staff/activities/sepsis/number", false, false},
                           {"GET", "/staff/activities/sepsis/document/json", false, false},
                           {"POST", "/staff/activities/sepsis/audit", true, false},
                           {"GET", "/staff/credits", false, true},
                           {"GET", "/staff/credits/deadlines", false, true},
                           {"GET", "/staff/credits/doubles", false, false},
                           {"GET", "/staff/credits/taken-back", false, false},
                           {"GET", "/staff/credits/held", false, false},
                           {"POST", "/staff/credits/validate", false, false},
                           {"GET", "/staff/credits/record", false, false},
                           {"POST", "/staff/credits/record", false, false},
                           {"POST", "/staff/credits/names", false, false},
                           {"POST", "/staff/credits/found", false, false},
                           {"POST", "/staff/credits/removal", false, false},
                           {"GET", "/staff/credits/fix", false, false},
                           {"POST", "/staff/credits/fix", false, false},
                           {"GET", "/staff/credits/bulk", false, false},
                           {"POST", "/staff/credits/bulk", false, false},
                           {"GET", "/staff/exports", false, true},
                           {"POST", "/staff/exports", false, false},
                           {"GET", "/staff/exports/results", false, false},
                           {"POST", "/staff/exports/results", false, false},
                           {"GET", "/staff/exports/some-id", false, false},
                           {"GET", "/staff/rules", true, true},
                           {"POST", "/staff/rules", false, false},
                           {"GET", "/staff/roster", false, false},
                           {"POST", "/staff/roster", false, false},
                           {"GET", "/staff/roster/map", false, false},
                           {"POST", "/staff/roster/map", false, false},
                           {"GET", "/staff/evidence", false, false},
                           {"POST", "/staff/evidence", false, false}};

TEST_F(Accreditation, EachPathIsRefusedForTheWrongRole) {
  std::size_t routes = 0;
  for (StaffSection* section : std::initializer_list<StaffSection*>{house->activities.get(), house->credits.get(), house->exports.get(), house->rule_pages.get(), house->roster.get(),
                                                                             house->evidence.get()})
    routes += section->routes().size();
  EXPECT_EQ(routes, std::size(kDoors)) << "a new path belongs into this table";
  for (const StaffRole role : {StaffRole::planner, StaffRole::reader, StaffRole::accreditation}) {
    room.cookie.clear();
    room.sign_in(role, "Somebody");
    for (const Door& door : kDoors) {
      const auto answer = std::string(door.method) == "GET" ? room.get(door.place) : room.post(door.place);
      const bool may = role == StaffRole::accreditation || (role == StaffRole::planner ? door.planner : door.reader);
      EXPECT_EQ(answer.status == 403, !may) << name(role) << " " << door.method << " " << door.place << ": " << answer.status;
      EXPECT_LT(answer.status, 500) << door.place;
    }
  }
}

TEST_F(Accreditation, NobodyElseSeesWhoItIs) {
  learner(1);
  room.sign_in(StaffRole::reader);
  for (const char* place : {"/staff/credits", "/staff/exports", "/staff/activities/sepsis"}) {
    const auto page = room.get(place, "names=yes");
    EXPECT_EQ(page.status, 200) << place;
    EXPECT_FALSE(shows(page, "Muster")) << place;
    EXPECT_FALSE(shows(page, "1234567893")) << place;
    EXPECT_FALSE(shows(page, "ccid:")) << place;
  }
  EXPECT_TRUE(house->vault.log.empty());
}

TEST_F(Accreditation, EveryPageInEveryLanguage) {
  const auto ccid = learner(1);
  learner(2);
  reject(ccid);
  room.sign_in(StaffRole::accreditation);
  for (const char* language : {"en", "es", "ar"}) {
    room.language = language;
    const std::pair<const char*, std::string> pages[] = {{"/staff", ""},          {"/staff/activities", ""},       {"/staff/activities/sepsis", ""}, {"/staff/activities/sepsis/counts", ""},
                                                         {"/staff/credits", "names=yes"}, {"/staff/credits/deadlines", ""}, {"/staff/credits/doubles", ""}, {"/staff/credits/bulk", ""},
                                                         {"/staff/credits/taken-back", ""}, {"/staff/credits/held", ""},
                                                         {"/staff/exports", ""},  {"/staff/exports/results", ""},  {"/staff/rules", ""},
                                                         {"/staff/roster", ""},   {"/staff/roster/map", "lms=reg-1"},
                                                         {"/staff/credits/record", base::format_form({{"ccid", ccid}})}, {"/staff/credits/fix", base::format_form({{"ccid", ccid}})}};
    for (const auto& [place, query] : pages) {
      const auto page = room.get(place, query);
      EXPECT_EQ(page.status, 200) << place << page.body;
      for (const char* mark : {"{{", "[[", "activities.", "credits_staff.", "accreditation.", "preflight.", "exports.", "rules.", "roster.", "csv."})
        EXPECT_FALSE(shows(page, mark)) << language << " " << place << " shows " << mark;
      // What is wide scrolls in itself, so that a page of 320 px does not.
      for (auto at = page.body.find("<table"); at != std::string::npos; at = page.body.find("<table", at + 1)) {
        const auto open = page.body.rfind("class=\"scroll\"", at), close = page.body.rfind("</table>", at);
        EXPECT_TRUE(open != std::string::npos && (close == std::string::npos || close < open)) << place;
      }
      if (const char* folder = std::getenv("PRECEPTOR_GALLERY")) {
        std::string file = std::string(place).substr(1) + "-" + language;
        std::ranges::replace(file, '/', '-');
        std::ofstream(std::string(folder) + "/" + file + ".html") << page.body;
      }
    }
  }
}

}  // namespace
}  // namespace preceptor::web::testing
