// What staff do with questions and with what must be withdrawn, through the pages of /staff.
#include "tests/unit/staff/staff_room.hpp"
#include "web/ask/unanswered_section.hpp"
#include "web/onward/recall_section.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

bool has(const ports::HttpResponse& page, const string& text) { return page.body.find(text) != string::npos; }
string location(const ports::HttpResponse& response) {
  const auto* found = ports::header(response.headers, "Location");
  return found ? *found : string();
}

struct Sections {
  explicit Sections(StaffRoom& room) : questions(room.records, room.records.projections, room.clock), recall(room.records, room.records.projections, content, room.clock) {}
  fakes::MemoryContent content;
  UnansweredSection questions;
  RecallSection recall;
};

struct Room {
  std::unique_ptr<Sections> sections;
  StaffRoom room{[this](StaffRoom& made) {
    sections = std::make_unique<Sections>(made);
    return std::vector<StaffSection*>{&sections->questions, &sections->recall};
  }};

  void asked(const string& id, const string& person, const string& text) {
    QuestionBook book(room.records, room.records.projections, room.clock);
    ports::UnitOfWork work;
    auto question = book.begin({base::RegistrationId("r1"), id, base::PersonId(person), text, "en", "course"}, work);
    EXPECT_TRUE(book.add(question, point_of_care::PointOfCareShown{}, work).has_value());
    book.save(question, work);
    EXPECT_TRUE(room.records.commit(work).has_value());
    room.clock.pass(base::Milliseconds(1000));
  }
};

TEST(Unanswered, GroupsStartACaseInOneClick) {
  Room one;
  auto& room = one.room;
  one.asked("00000000-0000-4000-8000-000000000001", "person-one", "ferritin target in heart failure?");
  one.asked("00000000-0000-4000-8000-000000000002", "person-two", "Which ferritin for heart failure?");
  one.asked("00000000-0000-4000-8000-000000000003", "person-one", "Vancomycin trough or AUC?");
  room.sign_in(StaffRole::planner);
  EXPECT_TRUE(has(room.get("/staff"), "3 questions have no answer yet"));
  auto page = room.get("/staff/questions");
  EXPECT_TRUE(has(page, "2 questions · 2 people")) << page.body;
  EXPECT_TRUE(has(page, "Vancomycin trough or AUC?"));
  EXPECT_FALSE(has(page, "person-one"));
  const base::Fields form = {{"key", StaffRoom::hidden(page.body, "key")},
                             {"question", "00000000-0000-4000-8000-000000000001"},
                             {"question", "00000000-0000-4000-8000-000000000002"}};
  const auto started = room.post("/staff/questions/start", form);
  EXPECT_EQ(started.status, 303);
  const auto place = location(started);
  ASSERT_NE(place.find("/staff/cases/"), string::npos) << place;
  CaseBook cases(room.records, room.records.projections, room.clock);
  const auto all = cases.list();
  ASSERT_EQ(all->size(), 1u);
  EXPECT_NE(place.find(all->at(0).id), string::npos);
  EXPECT_NE(all->at(0).title.find("ferritin"), string::npos) << all->at(0).title;
  const auto row = room.records.projections.rows.at({"r1", "question", "00000000-0000-4000-8000-000000000001"});
  EXPECT_EQ(row.parent, all->at(0).id);
  EXPECT_TRUE(has(room.get("/staff"), "1 question has no answer yet"));
  EXPECT_EQ(location(room.post("/staff/questions/start", form)), place) << "a second click starts no second case";
  EXPECT_EQ(cases.list()->size(), 1u);
}

TEST(Unanswered, OnlyPlannersReadThem) {
  Room one;
  one.room.sign_in(StaffRole::reader);
  EXPECT_EQ(one.room.get("/staff/questions").status, 403);
  EXPECT_EQ(one.room.post("/staff/questions/start", {}).status, 403);
  EXPECT_EQ(one.room.get("/staff/recall").status, 403);
}

TEST(RecallPage, AsksFirstAndThenItIsGone) {
  Room one;
  auto& room = one.room;
  const ports::ContentVersion version{"unit", "apixaban-dose", "en", base::ContentHash(string(64, 'a')), "{}", "folder", one.room.clock.now(), "Which dose on Monday?"};
  ASSERT_TRUE(one.sections->content.publish_folder({version}).has_value());
  const auto member = room.sign_in(StaffRole::accreditation, "Alex Accreditation");
  EXPECT_TRUE(has(room.get("/staff/recall"), "Which dose on Monday?"));
  const string place = "/staff/recall/" + version.hash.str();
  const auto page = room.get(place);
  EXPECT_TRUE(has(page, "This cannot be undone.")) << page.body;
  EXPECT_TRUE(has(page, "0 people have seen it"));
  EXPECT_EQ(room.post(place, {{"reason", ""}}).status, 422);
  EXPECT_EQ(one.sections->content.versions.size(), 1u);
  EXPECT_EQ(room.post(place, {{"reason", "Wrong limit."}, {"replacement", "nowhere"}}).status, 422);
  EXPECT_EQ(one.sections->content.versions.size(), 1u);
  const auto named = room.post(place, {{"reason", "Wrong for MRN 4488123."}});
  EXPECT_EQ(named.status, 422);
  EXPECT_TRUE(has(named, "Take out what could identify a patient.")) << named.body;
  EXPECT_EQ(one.sections->content.versions.size(), 1u);
  EXPECT_EQ(room.post(place, {{"reason", "Wrong limit."}}).status, 303);
  EXPECT_EQ(room.post(place, {{"reason", "Wrong limit."}}).status, 303) << "sent twice";
  EXPECT_TRUE(one.sections->content.versions.empty());
  const auto row = room.records.projections.rows.at({"0", "withdrawal", version.hash.str()});
  EXPECT_EQ(row.version, 1);
  EXPECT_NE(row.body.find("Alex Accreditation"), string::npos);
  EXPECT_TRUE(has(room.get(place), "Wrong limit."));
  EXPECT_EQ(room.get("/staff/recall/" + string(64, 'f')).status, 404);
}

}  // namespace
}  // namespace preceptor::web::testing
