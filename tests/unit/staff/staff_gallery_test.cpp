// Every page of the planner in two directions of writing, each a whole document. PRECEPTOR_GALLERY=<folder> writes them to files, to be looked at in a browser.
#include <cstdlib>
#include <fstream>

#include "tests/unit/staff/case_room.hpp"
#include "tests/unit/staff/page_budget.hpp"
#include "web_files_embedded.hpp"

namespace preceptor::web::testing {
namespace {

void write_page(const std::string& name, const ports::HttpResponse& page) {
  EXPECT_EQ(page.body.rfind("<!doctype html>", 0), 0u) << name;
  EXPECT_NE(page.body.find("</html>"), std::string::npos) << name;
  EXPECT_EQ(page.body.find("{{"), std::string::npos) << name;
  EXPECT_EQ(page.body.find("[["), std::string::npos) << name;
  EXPECT_LE(sent_size(page.body), kPageBudget) << name;
  for (const char* more : {"<link", "<img", " src="}) EXPECT_EQ(page.body.find(more), std::string::npos) << name << ": one request a page";
  if (const char* folder = std::getenv("PRECEPTOR_GALLERY")) std::ofstream(std::string(folder) + "/" + name + ".html") << page.body;
}

TEST(StaffGallery, EveryPageOfAPlanner) {
  for (const char* language : {"en", "ar"}) {
    CaseRoom room;
    room.room.language = language;
    const std::string end = std::string("-") + language;
    write_page("s01-no-cases" + end, room.room.get("/staff/cases"));
    write_page("s02-new" + end, room.room.get("/staff/cases/new"));
    write_page("s03-new-wrong" + end, room.room.post("/staff/cases", {{"title", ""}, {"gap", "MRN 4471234"}}));
    room.take(rca::knowledge_case());
    ASSERT_EQ(room.decide().status, 303);
    ASSERT_EQ(room.send("", "/follow-up", {{"value", "61.5"}, {"measured_on", "2026-09-20"}, {"source", "ward audit"}}).status, 303);
    ASSERT_EQ(room.send("", "/unit").status, 303);
    write_page("s04-go" + end, room.get());
    write_page("s05-brief-go" + end, room.get("/brief"));
    write_page("s06-unit" + end, room.get("/unit/" + room.room.records.projections.list_projections({kDraftKind, {}, {}, 1})->front().id));
    room.take(rca::system_case());
    write_page("s07-undecided" + end, room.get());
    write_page("s08-sheet" + end, room.get("/sheet"));
    write_page("s09-causes" + end, room.get("/causes"));
    write_page("s10-causes-wrong" + end, room.send("/causes", "/causes", {{"rows.P1.due", "soon"}}));
    write_page("s11-invite" + end, room.get("/invite"));
    write_page("s12-decide-wrong" + end, room.send("/decide", "/decide"));
    ASSERT_EQ(room.decide("go_education").status, 303);
    write_page("s13-waiting" + end, room.get("/decide"));
    room.room.sign_in(StaffRole::accreditation, "Alex Second");
    write_page("s14-second" + end, room.get("/decide"));
    write_page("s15-work" + end, room.room.get("/staff"));
    room.room.sign_in(room.pat);
    ASSERT_EQ(room.send("/decide", "/withdraw").status, 303);
    ASSERT_EQ(room.decide().status, 303);
    write_page("s16-no-go" + end, room.get());
    write_page("s17-letter" + end, room.get("/letter"));
    write_page("s18-list" + end, room.room.get("/staff/cases"));
    room.room.cookie.clear();
    write_page("s19-signed-out" + end, room.room.get("/staff"));
    write_page("s20-enter" + end, room.room.get(room.room.link(room.pat)));
  }
}

TEST(StaffGallery, TheScriptIsSmall) { EXPECT_LE(web_files::embedded("assets/admin.js").size(), 3u * 1024); }

}  // namespace
}  // namespace preceptor::web::testing
