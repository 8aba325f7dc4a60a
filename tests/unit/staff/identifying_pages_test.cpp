// A patient's number in any text that staff type: refused in the same words, kept on the page, stored nowhere. Which fields those are: tests/unit/web/free_text_test.cpp.
#include "tests/unit/staff/case_room.hpp"
#include "web/editor/editor_section.hpp"
#include "web/rca/disclosure_section.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

const string kNamesAPatient = "as MRN 4471234 shows", kTakeItOut = "Take out what could identify a patient.";

void expect_refused(const ports::HttpResponse& page, const string& field) {
  EXPECT_EQ(page.status, 422) << field;
  EXPECT_TRUE(shows(page, kTakeItOut)) << field << "\n" << page.body;
  EXPECT_TRUE(shows(page, kNamesAPatient)) << field << ": nothing typed is lost";
}

TEST(IdentifyingPages, NoTextOfACaseIsKeptThatNamesAPatient) {
  CaseRoom room;
  room.take(rca::knowledge_case());
  const auto before = room.now().sheet;
  for (const char* field : {"title", "gap.statement", "gap.measure", "gap.baseline", "gap.target", "gap.source", "gap.population", "finding.site", "aim.measure", "funding.funder", "plan_changers", "audience"})
    expect_refused(room.send("/sheet", "/sheet", {{field, kNamesAPatient}}), field);
  for (const char* field : {"rows.K1.asked", "rows.K1.cause", "rows.K1.whys", "rows.K1.owner", "rows.K1.action"}) expect_refused(room.send("/causes", "/causes", {{field, kNamesAPatient}}), field);
  EXPECT_EQ(room.now().sheet, before);
  for (const char* field : {"reason", "interest"}) expect_refused(room.send("/decide", "/decide", {{"reason", "Plain."}, {"interest", "none"}, {field, kNamesAPatient}}), field);
  EXPECT_TRUE(room.now().decisions.all().empty());
  ASSERT_EQ(room.decide().status, 303);
  expect_refused(room.room.post(room.place("/follow-up"), {{"value", "61"}, {"measured_on", "2020-01-01"}, {"source", kNamesAPatient}, {"key", "f"}}), "source");
  EXPECT_TRUE(room.now().follow_ups.empty());
  for (const auto& [title, gap] : {std::pair(kNamesAPatient, string("Hands.")), std::pair(string("Hands"), kNamesAPatient)}) expect_refused(room.room.post("/staff/cases", {{"title", title}, {"gap", gap}}), "case_new");
}

TEST(IdentifyingPages, NorWhatASecondPersonSays) {
  CaseRoom room;
  room.take(rca::system_case());
  ASSERT_EQ(room.decide("go_education").status, 303);
  room.room.sign_in(StaffRole::accreditation, "Alex Second");
  for (const char* field : {"second_reason", "second_interest"})
    expect_refused(room.send("/decide", "/second", {{"second_reason", "A new order set comes with it."}, {"second_interest", "none"}, {field, kNamesAPatient}}), field);
  EXPECT_TRUE(room.now().decisions.all().empty());
}

struct DisclosingRoom {
  std::unique_ptr<DisclosureSection> section;
  StaffRoom room{[this](StaffRoom& own) {
    section = std::make_unique<DisclosureSection>(DisclosureBook(own.records, own.records.projections, own.clock), own.members, own.clock);
    return std::vector<StaffSection*>{section.get()};
  }};
};

TEST(IdentifyingPages, NorADisclosure) {
  DisclosingRoom house;
  const auto author = house.room.sign_in(StaffRole::planner, "Ana Author");
  const string place = "/staff/disclosures/" + author.id;
  for (const char* field : {"company.0", "nature.0"}) {
    base::Fields fields = {{"seen", "0"}, {"part", "author"}, {"company.0", "Example Devices"}, {"nature.0", "shares"}};
    fields = with(fields, {{field, kNamesAPatient}});
    expect_refused(house.room.post(place, fields), field);
  }
  ASSERT_EQ(house.room.post(place, {{"seen", "0"}, {"part", "author"}, {"company.0", "Example Devices"}, {"nature.0", "shares"}}).status, 303);
  house.room.cookie.clear();
  house.room.sign_in(StaffRole::accreditation, "Ben Board");
  const auto refused = house.room.post(place + "/rule", {{"seen", "1"}, {"n", "0"}, {"relevant", "yes"}, {"mitigation", kNamesAPatient}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(shows(refused, kTakeItOut)) << refused.body;
}

struct WritingRoom {
  fakes::MemoryContent content;
  std::unique_ptr<EditorSection> section;
  StaffRoom room{[this](StaffRoom& own) {
    section = std::make_unique<EditorSection>(EditorDeps{content, own.records.projections, own.records, own.clock, own.log});
    return std::vector<StaffSection*>{section.get()};
  }};
};

// A number for learners may stand in a unit: its author says so, once.
TEST(IdentifyingPages, NorAUnitsTextUnlessItsAuthorSaysThatItNamesNobody) {
  WritingRoom desk;
  desk.room.sign_in(StaffRole::planner, "Pat Planner");
  const auto named = desk.room.post("/staff/editor", {{"title", kNamesAPatient}});
  EXPECT_EQ(named.status, 422);
  EXPECT_TRUE(shows(named, kTakeItOut)) << named.body;
  const auto begun = desk.room.post("/staff/editor", {{"title", "Which dose on Monday?"}});
  ASSERT_EQ(begun.status, 303) << begun.body;
  const string location = header_of(begun, "Location"), draft = location.substr(location.find("/staff"));
  const string before = desk.room.get(draft + "/file").body, text = before + "\nPoison help: call 1.\nThe patient with MRN\n44712 waited.\n";
  const auto line = std::to_string(std::count(before.begin(), before.end(), '\n') + 3);
  base::Fields fields = {{"text", text}, {"version", StaffRoom::hidden(desk.room.get(draft).body, "version")}, {"do", "save"}};
  for (const char* act : {"save", "publish"}) {
    const auto refused = desk.room.post(draft, with(fields, {{"do", act}}));
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Line " + line + " looks as if it could identify a patient") && shows(refused, "44712 waited") && shows(refused, "name=\"identifies\"")) << refused.body;
    EXPECT_EQ(desk.room.get(draft + "/file").body, before);
  }
  ASSERT_EQ(desk.room.post(draft, with(fields, {{"identifies", "nobody"}})).status, 303);
  EXPECT_EQ(desk.room.get(draft + "/file").body, text);
  const string more = text + "More.\n", version = StaffRoom::hidden(desk.room.get(draft).body, "version");
  EXPECT_EQ(desk.room.post(draft, {{"text", more}, {"version", version}, {"do", "save"}}).status, 303) << "said once";
}

}  // namespace
}  // namespace preceptor::web::testing
