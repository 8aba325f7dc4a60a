// /staff/disclosures: one's own statement, another's ruling, nobody else's business.
#include "tests/unit/staff/staff_room.hpp"
#include "web/rca/disclosure_section.hpp"

namespace preceptor::web::testing {
namespace {

// A room whose section keeps its rows in the room's own stores.
struct DisclosureRoom {
  std::unique_ptr<DisclosureSection> section;
  StaffRoom room{[this](StaffRoom& own) {
    section = std::make_unique<DisclosureSection>(DisclosureBook(own.records, own.records.projections, own.clock), own.members, own.clock);
    return std::vector<StaffSection*>{section.get()};
  }};
};

TEST(DisclosurePages, OneStatesAnotherRules) {
  DisclosureRoom house;
  auto& room = house.room;
  const auto author = room.sign_in(StaffRole::planner, "Ana Author");
  EXPECT_TRUE(shows(room.get("/staff"), "Your disclosure is missing"));
  const std::string place = "/staff/disclosures/" + author.id;
  const auto form = room.get(place);
  EXPECT_EQ(form.status, 200);
  EXPECT_TRUE(shows(form, "last 24 months") && shows(form, "company.0"));
  const base::Fields half = {{"seen", "0"}, {"part", "author"}, {"company.0", "Example <Devices>"}};
  const auto refused = room.post(place, half);
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(shows(refused, "Example &lt;Devices&gt;"));
  EXPECT_EQ(room.post(place, {{"seen", "0"}, {"part", "author"}, {"company.0", "Example Devices"}, {"nature.0", "advisory board"}}).status, 303);
  EXPECT_EQ(room.post(place, {{"seen", "0"}, {"part", "author"}, {"company.0", "Other"}, {"nature.0", "shares"}}).status, 409);
  EXPECT_EQ(room.post(place + "/rule", {{"seen", "1"}, {"n", "0"}, {"relevant", "no"}}).status, 422) << "not on one's own";

  room.cookie.clear();
  const auto other = room.sign_in(StaffRole::accreditation, "Ben Board");
  EXPECT_TRUE(shows(room.get("/staff"), "1 disclosure waits"));
  EXPECT_EQ(room.post(place, {{"seen", "1"}, {"part", "author"}}).status, 404) << "nobody states for another";
  EXPECT_TRUE(shows(room.get(place), "advisory board"));
  EXPECT_EQ(room.post(place + "/rule", {{"seen", "1"}, {"n", "0"}}).status, 422);
  EXPECT_EQ(room.post(place + "/rule", {{"seen", "1"}, {"n", "0"}, {"relevant", "yes"}, {"mitigation", "A peer reviewed the content."}}).status, 303);
  EXPECT_TRUE(shows(room.get("/staff/disclosures"), "Complete."));
  DisclosureBook book(room.records, room.records.projections, room.clock);
  EXPECT_EQ(book.load(author.id)->discloser.relationships[0].ruled_by, other.id);

  room.cookie.clear();
  room.sign_in(StaffRole::reader, "Rea Reader");
  EXPECT_FALSE(shows(room.get(place), "/rule\"")) << "readers look";
  EXPECT_EQ(room.post(place + "/rule", {{"seen", "2"}, {"n", "0"}, {"relevant", "no"}}).status, 403);
  EXPECT_EQ(room.get("/staff/disclosures/55555555-5555-4555-8555-555555555555").status, 404);
}

}  // namespace
}  // namespace preceptor::web::testing
