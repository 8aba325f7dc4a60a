// What the people of an activity disclosed, in the book of credit.
#include "tests/unit/credit_book/book_room.hpp"

namespace preceptor::web::testing {
namespace {

TEST(CreditBookTest, WhatThePeopleDisclosedStandsInPlaceOfTheActivitysText) {
  BookRoom room;
  auto activity = credit::sample_activity();
  activity.disclosure = "Nobody has anything to disclose.";
  activity.people = {"B. Author"};
  room.publish(activity);
  EXPECT_EQ(room.book.activity("micro-credit")->value().told, nullptr) << "has not disclosed";
  const auto begun = room.fact("unit-1");
  DisclosureBook disclosures(room.records, room.records.projections, room.clock);
  ASSERT_EQ(disclosures.disclose("person-9", "B. Author", {rca::Part::author}, {}, 0)->outcome, DisclosureAct::Outcome::done);
  room.clock.pass(std::chrono::seconds(3));
  const auto now = *room.book.activity("micro-credit");
  ASSERT_TRUE(now->told);
  EXPECT_EQ(learners_text(*now), "No relevant financial relationships with ineligible companies: B. Author.");
  const std::vector<std::string> shown = {credit::disclosure_hash(learners_text(*now))};
  // Begun before it was saved: it counts, and the record does not say that this text was shown.
  ASSERT_TRUE(room.count(begun, shown));
  ASSERT_TRUE(room.count(room.fact("unit-2"), shown));
  const auto units = room.ledger().units;
  ASSERT_EQ(units.size(), 2U);
  EXPECT_TRUE(units[0].accrues && units[1].accrues);
  EXPECT_EQ(units[0].fact.disclosure, "");
  EXPECT_EQ(units[1].fact.disclosure, shown[0]);
}

}  // namespace
}  // namespace preceptor::web::testing
