// What the pre-flight says of a grant before it leaves, as it is kept; and parts of one credit that become one record.
#include "sending_room.hpp"
#include "web/credit/validation.hpp"

namespace preceptor::web {
namespace {

using credit::Readiness;

const std::string kFirst = "ccid:cme.example.org:100001", kPart = "ccid:cme.example.org:200001";

class Validating : public Sending {
 protected:
  Validating() : validation(*book, {records, records.projections, grants, content, vault, clock, log, rules, {provider()}, "cme.example.org", "https://cme.example.org", {}}, *desk) {}

  std::optional<Validated> found(const std::string& ccid) {
    auto one = validated(records.projections, ccid);
    EXPECT_TRUE(one);
    return one ? *one : std::nullopt;
  }
  std::size_t times(const std::string& ccid) {
    const auto all = validations(records, ccid);
    EXPECT_TRUE(all);
    return all ? all->size() : 0;
  }
  credit::Profile& profile(int n) { return vault.profiles[base::PersonId("person-" + std::to_string(n))].second; }
  // A second claim of the first learner, on another day.
  void claim_a_part() {
    credit::Grant part = records.credit.rows.at(kFirst);
    part.ccid = kPart;
    part.certificate = "code-part";
    part.amount = {25};
    part.sequence = 2;
    part.date = report::day(2026, 7, 2);
    part.state = State::issued;
    part.granted_at = part.changed_at = clock.at;
    part.version = 1;
    records.credit.rows[kPart] = part;
  }
  Validation validation;
};

TEST_F(Validating, WhatIsHeldIsLookedAtOnceADayAndSentAsSoonAsItIsMended) {
  const base::PersonId person = records.credit.rows.at(kFirst).person;
  const std::string birth_day = profile(1).birth_day;
  profile(1).birth_day.clear();
  ASSERT_TRUE(validation.person(person, "learner"));
  ASSERT_TRUE(found(kFirst) && found(kFirst)->said.readiness == Readiness::held);
  int looks = 0;
  for (int hours = 0; hours < 30; ++hours) {
    const auto one = step();
    ASSERT_TRUE(one);
    looks += one->held;
  }
  EXPECT_EQ(looks, 2) << "each is a line in the log of the vault";
  profile(1).birth_day = birth_day;
  ASSERT_TRUE(validation.person(person, "learner"));
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::accepted);
}

TEST_F(Validating, IsKeptWhenItChangesAndTouchesNoGrant) {
  const credit::Grant before = records.credit.rows.at(kFirst);
  EXPECT_FALSE(found(kFirst)) << "nobody looked";
  ASSERT_TRUE(validation.person(before.person, "learner"));
  ASSERT_TRUE(found(kFirst));
  EXPECT_EQ(found(kFirst)->said.readiness, Readiness::ready);
  EXPECT_EQ(found(kFirst)->said.by, "learner");
  profile(1).npi = "1234567890";
  profile(1).birth_day.clear();
  clock.pass(std::chrono::minutes(1));
  ASSERT_TRUE(validation.grant(kFirst, "staff-1"));
  const auto held = found(kFirst);
  ASSERT_TRUE(held);
  EXPECT_EQ(held->said.readiness, Readiness::held);
  EXPECT_EQ(held->said.by, "staff-1");
  EXPECT_EQ(held->since, clock.at);
  std::set<std::string> told;
  for (const auto& one : held->said.findings) told.insert(one.rule + " " + one.field + " " + one.key);
  EXPECT_TRUE(told.contains("V04 npi npi"));
  EXPECT_TRUE(told.contains("V03 birth_day birth_day_missing"));
  clock.pass(std::chrono::minutes(1));
  ASSERT_TRUE(validation.grant(kFirst, "upkeep"));
  EXPECT_EQ(times(kFirst), 2U) << "the same answer again is no news";
  EXPECT_EQ(found(kFirst)->since, held->since);
  EXPECT_EQ(records.credit.rows.at(kFirst), before);
  EXPECT_EQ(validation.grant("ccid:cme.example.org:1", "staff-1").error().code, base::Code::report_unknown);
}

TEST_F(Validating, FollowsAChangedProfile) {
  book->when_changed([this](const base::PersonId& person, const std::string& by) { EXPECT_TRUE(validation.person(person, by)); });
  const ports::Person person{records.credit.rows.at(kFirst).platform, "user-1", base::PersonId("person-1")};
  auto typed = profile(1);
  typed.npi = "1234567890";
  ASSERT_TRUE(book->save_profile(person, typed, {"learner", "profile page"}));
  ASSERT_TRUE(found(kFirst));
  EXPECT_EQ(found(kFirst)->said.readiness, Readiness::held);
  EXPECT_FALSE(found("ccid:cme.example.org:100002")) << "somebody else's";
  typed.npi = npi(1);
  ASSERT_TRUE(book->save_profile(person, typed, {"staff-1", "fix page"}));
  EXPECT_EQ(found(kFirst)->said.readiness, Readiness::ready);
  EXPECT_EQ(found(kFirst)->said.by, "staff-1");
  const auto held = [this] {
    const auto all = held_grants(records.projections, grants);
    EXPECT_TRUE(all);
    return all ? all->size() : 99;
  };
  EXPECT_EQ(held(), 0U);
  typed.birth_day.clear();
  ASSERT_TRUE(book->save_profile(person, typed, {"learner", "profile page"}));
  EXPECT_EQ(held(), 1U);
  ASSERT_TRUE(book->withdraw_permission(person));
  EXPECT_EQ(found(kFirst)->said.readiness, Readiness::held);
  EXPECT_EQ(held(), 0U) << "nobody can mend what she does not want";
}

// As erasing leaves it: no profile that could be mended, and the row that says that nothing is reported of her.
TEST_F(Validating, WhatIsHeldOfSomebodyErasedWaitsForNobody) {
  auto typed = profile(1);
  typed.birth_day.clear();
  ASSERT_TRUE(book->save_profile({records.credit.rows.at(kFirst).platform, "user-1", base::PersonId("person-1")}, typed, {"learner", "profile page"}));
  ASSERT_TRUE(validation.grant(kFirst, "upkeep"));
  ASSERT_EQ(held_grants(records.projections, grants)->size(), 1U);
  ports::UnitOfWork work;
  ports::Projection row;
  row.kind = kPermissionKind;
  row.id = "person-1";
  row.person = base::PersonId("person-1");
  row.state = "withdrawn";
  work.projections.push_back(row);
  ASSERT_TRUE(records.commit(work));
  EXPECT_EQ(held_grants(records.projections, grants)->size(), 0U);
}

TEST_F(Validating, IsAskedAgainWhereSomethingElseIsAnother) {
  records.credit.rows.at("ccid:cme.example.org:100002").system = "participation";
  EXPECT_EQ(validation.turn(10).value_or(-1), 2);
  EXPECT_EQ(found("ccid:cme.example.org:100002")->said.readiness, Readiness::elsewhere);
  EXPECT_EQ(validation.turn(10).value_or(-1), 0);
  ASSERT_TRUE(book->enable(kNewerWindow, true, base::PersonId("staff-1"), "A member of staff"));
  EXPECT_EQ(validation.turn(10).value_or(-1), 2);
  EXPECT_EQ(validation.turn(10).value_or(-1), 0);
  clock.pass(std::chrono::hours(24 * 40));
  EXPECT_EQ(validation.turn(10).value_or(-1), 1) << "what goes to no receiver stays so";
  EXPECT_EQ(times(kFirst), 1U);
}

TEST_F(Validating, GoesOnBehindWhatItLookedAt) {
  EXPECT_EQ(validation.turn(1).value_or(-1), 1);
  EXPECT_EQ(validation.turn(1).value_or(-1), 1);
  EXPECT_TRUE(found(kFirst));
  EXPECT_TRUE(found("ccid:cme.example.org:100002"));
}

// Scenario 9, where the provider wants one record: delete and add, through a file.
TEST_F(Validating, S09_PartsLeaveAFileAsOneRecord) {
  ASSERT_TRUE(book->enable(kOneRecord, true, base::PersonId("staff-1"), "A member of staff"));
  records.credit.rows.at(kFirst).amount = {75};
  records.credit.rows.at("ccid:cme.example.org:100002").state = State::accepted;
  ASSERT_TRUE(make(asked(), path("first.txt")));
  ASSERT_EQ(state(1), State::exported);
  clock.pass(std::chrono::minutes(1));
  claim_a_part();
  EXPECT_EQ(make(asked(), path("held.txt"))->rows, 0);
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].key, "claimed_in_parts");
  clock.pass(std::chrono::minutes(1));
  ASSERT_TRUE(validation.grant(kPart, "upkeep"));
  EXPECT_EQ(records.credit.rows.at(kFirst).state, State::superseded);
  EXPECT_EQ(records.credit.rows.at(kPart).state, State::superseded);
  EXPECT_EQ(records.credit.rows.at(kPart).reason, credit::kJoined);
  const auto whole = std::find_if(records.credit.rows.begin(), records.credit.rows.end(), [](const auto& one) { return one.second.state == State::issued; });
  ASSERT_NE(whole, records.credit.rows.end());
  EXPECT_EQ(whole->second.amount, credit::Amount{100});
  EXPECT_EQ(whole->second.sequence, 3);
  EXPECT_EQ(found(whole->first)->said.readiness, Readiness::ready);
  clock.pass(std::chrono::minutes(1));
  ASSERT_TRUE(make(asked(), path("second.txt")));
  EXPECT_EQ(text("second.txt"), "Example College 2026-07-15T12:03:00.000Z\ndelete " + kFirst + " 75 MusterB\nadd " + whole->first + " 100 MusterB\n");
  EXPECT_EQ(records.credit.rows.at(whole->first).state, State::exported);
}

// The same through the service; what never left needs no removal.
TEST_F(Validating, S09_PartsAreSentAsOneRecord) {
  ASSERT_TRUE(book->enable(kOneRecord, true, base::PersonId("staff-1"), "A member of staff"));
  records.credit.rows.at(kFirst).amount = {75};
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  ASSERT_EQ(state(1), State::accepted);
  claim_a_part();
  clock.pass(std::chrono::minutes(1));
  ASSERT_TRUE(validation.grant(kPart, "learner"));
  const auto whole = std::find_if(records.credit.rows.begin(), records.credit.rows.end(), [](const auto& one) { return one.second.state == State::issued; });
  ASSERT_NE(whole, records.credit.rows.end());
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(records.credit.rows.at(whole->first).state, State::accepted);
  EXPECT_EQ(receiver.removed, std::vector<std::string>{kFirst});
  EXPECT_FALSE(receiver.records.contains(kPart));
  EXPECT_TRUE(receiver.records.contains(whole->first));
  EXPECT_FALSE(book->join(whole->first, "upkeep")->has_value()) << "it has no other part";
}

TEST_F(Validating, PartsStayApartWhereTheProviderSaysNothing) {
  claim_a_part();
  ASSERT_TRUE(validation.person(base::PersonId("person-1"), "upkeep"));
  EXPECT_EQ(state(1), State::issued);
  EXPECT_EQ(found(kPart)->said.readiness, Readiness::ready);
}

}  // namespace
}  // namespace preceptor::web
