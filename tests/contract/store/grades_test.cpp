#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

using ports::GradeOutcome;
using ports::GradeRow;
using ports::GradeState;

class GradesContract : public StoreContract {
 protected:
  static ports::LinkFacts link(const std::string& id = "link", const std::string& registration = "r1") {
    ports::LinkFacts facts;
    facts.registration = base::RegistrationId(registration);
    facts.deployment_id = "1";
    facts.context_id = "course";
    facts.resource_link_id = id;
    facts.unit_id = "unit-a";
    facts.context_title = "Course";
    facts.link_title = "Title of " + id;
    facts.lineitem = "https://lms.example/items/1?type=2";
    facts.lineitems = "https://lms.example/items?type=2";
    facts.memberships = "https://lms.example/members";
    facts.scopes = {"https://a.example/score", "https://a.example/lineitem"};
    return facts;
  }
  static ports::GradeOffer offer(int given, int max, std::int64_t ms, const std::string& subject = "4", const std::string& registration = "r1",
                                 const std::string& link_id = "link") {
    ports::GradeOffer made;
    made.registration = base::RegistrationId(registration);
    made.deployment_id = "1";
    made.context_id = "course";
    made.resource_link_id = link_id;
    made.subject = subject;
    made.attempt = base::AttemptId("attempt-" + std::to_string(ms));
    made.given = given;
    made.max = max;
    made.at = at(ms);
    return made;
  }
  static ports::LinkKey at_link(const std::string& id = "link") { return {base::RegistrationId("r1"), "1", "course", id}; }
  static ports::GradeOffer progress(std::int64_t ms) {
    auto made = offer(0, 1, ms);
    made.graded = false;
    return made;
  }
  void put(std::vector<ports::GradeOffer> offers, std::optional<ports::LinkFacts> facts = {}) {
    ports::UnitOfWork unit;
    unit.grades = std::move(offers);
    unit.link = std::move(facts);
    const auto done = store->commit(unit);
    ASSERT_TRUE(done) << base::describe(done.error());
  }
  GradeRow row(const std::string& subject = "4") {
    const auto found = store->load_grade({at_link(), subject});
    EXPECT_TRUE(found && *found);
    return found && *found ? **found : GradeRow{};
  }
  std::optional<GradeRow> next(std::int64_t ms, std::vector<base::RegistrationId> busy = {}) {
    const auto found = store->next_grade(at(ms), busy);
    EXPECT_TRUE(found) << base::describe(found.error());
    return found.value_or(std::nullopt);
  }
  GradeOutcome outcome(GradeState state, std::int64_t ms, std::int64_t next_ms = 0) {
    return {state, 200, state == GradeState::refused ? "why" : "", state == GradeState::refused ? "how" : "", at(ms), at(next_ms), true};
  }
  void send(std::int64_t ms, GradeState state = GradeState::sent) {
    const auto due = next(ms);
    ASSERT_TRUE(due);
    ASSERT_TRUE(store->begin_grade(lease("grades"), *due, "https://lms.example/items/1", at(ms), at(ms + 60000)));
    ASSERT_TRUE(store->settle_grade(lease("grades"), *due, outcome(state, ms, ms + 1000)));
  }
};
PRECEPTOR_EVERY_ENGINE(GradesContract);

TEST_P(GradesContract, KeepsTheNewestFactsOfALinkAndReadsEveryOneBack) {
  const auto first = link();
  EXPECT_FALSE(*store->load_link(at_link()));
  put({}, first);
  ASSERT_TRUE(*store->load_link(at_link()));
  EXPECT_EQ(**store->load_link(at_link()), first);
  auto moved = first;
  moved.lineitem.clear();
  moved.lineitems = "https://lms.example/other";
  moved.scopes.clear();
  moved.grade = "score";
  moved.unit_id = "unit-b";
  put({}, moved);
  EXPECT_EQ(**store->load_link(at_link()), moved);
  put({}, link("other"));
  put({}, link("foreign", "r2"));
  auto tenant = first;
  tenant.deployment_id = "2";
  put({}, tenant);
  EXPECT_EQ(store->list_links(first.registration)->size(), 3u) << "a deployment's ids are its own (LTI core 5.3.5)";
  EXPECT_EQ(**store->load_link(at_link()), moved);
  EXPECT_EQ(store->list_links(base::RegistrationId("r2"))->front().resource_link_id, "foreign");
  EXPECT_TRUE(store->list_links(base::RegistrationId("none"))->empty());
}

TEST_P(GradesContract, AnOfferIsDueAtOnceAndOnlyTheBestIsKept) {
  put({offer(2, 4, 10)});
  EXPECT_FALSE(next(9));
  ASSERT_TRUE(next(10));
  EXPECT_EQ(next(10)->offer.given, 2);
  put({offer(1, 4, 20)});
  EXPECT_EQ(row().offer.given, 2) << "a lower one changes nothing";
  EXPECT_EQ(row().revision, 1);
  put({offer(1, 2, 20)});
  EXPECT_EQ(row().offer.max, 4) << "the same grade on another scale is not better";
  put({offer(9, 10, 30)});
  EXPECT_EQ(row().offer.given, 9);
  EXPECT_EQ(row().offer.attempt.str(), "attempt-30");
  EXPECT_EQ(row().revision, 2);
  EXPECT_EQ(count("score"), 1) << "one row each";
}

TEST_P(GradesContract, AGradeThatWasSentComesAgainOnlyWhenItIsBetter) {
  put({offer(1, 2, 10)});
  send(20);
  EXPECT_EQ(row().state, GradeState::sent);
  EXPECT_EQ(row().sent_given, 1);
  EXPECT_EQ(row().sent_max, 2);
  EXPECT_EQ(row().last_timestamp, at(20));
  EXPECT_TRUE(row().reached);
  put({offer(1, 2, 30)});
  EXPECT_FALSE(next(1000));
  put({offer(2, 2, 40)});
  ASSERT_TRUE(next(40));
  EXPECT_EQ(next(40)->last_timestamp, at(20)) << "the next one must be later";
  EXPECT_EQ(next(40)->sent_given, 1);
}

TEST_P(GradesContract, ProgressIsToldOnceAndNeverAfterAGrade) {
  put({progress(5)});
  EXPECT_FALSE(row().offer.graded);
  send(6);
  EXPECT_EQ(row().sent_max, 0);
  put({progress(7)});
  EXPECT_FALSE(next(1000));
  put({offer(0, 4, 10)});
  ASSERT_TRUE(next(1000)) << "even no right answer is a grade";
  EXPECT_TRUE(next(1000)->offer.graded);
  put({progress(20)});
  EXPECT_TRUE(row().offer.graded);
}

TEST_P(GradesContract, ABetterOfferDuringASendingWaitsItsTurn) {
  put({offer(1, 4, 10)});
  const auto due = next(10);
  ASSERT_TRUE(due);
  ASSERT_TRUE(store->begin_grade(lease("grades"), *due, "https://lms.example/items/1", at(10), at(60000)));
  EXPECT_FALSE(next(11)) << "it is out";
  put({offer(3, 4, 12)});
  ASSERT_TRUE(store->settle_grade(lease("grades"), *due, outcome(GradeState::sent, 13)));
  ASSERT_TRUE(next(13));
  EXPECT_EQ(next(13)->offer.given, 3);
  EXPECT_EQ(next(13)->sent_given, 1) << "what was taken is noted";
  EXPECT_TRUE(next(13)->reached);
  EXPECT_CODE(store->begin_grade(lease("grades"), *due, "x", at(14), at(60000)), Code::store_conflict);
}

TEST_P(GradesContract, WhatWasBegunIsKnownAfterARestart) {
  put({offer(1, 1, 10)});
  ASSERT_TRUE(store->begin_grade(lease("grades"), *next(10), "https://lms.example/items/1", at(11), at(500)));
  open();
  EXPECT_FALSE(next(499));
  ASSERT_TRUE(next(500));
  EXPECT_EQ(next(500)->last_timestamp, at(11));
  EXPECT_TRUE(next(500)->reached) << "it may have arrived";
  EXPECT_EQ(next(500)->tries, 1);
}

TEST_P(GradesContract, AnOldFenceWritesNothing) {
  put({offer(1, 1, 10)});
  const auto old = lease("grades", "node-1");
  let_run_out("grades");
  const auto now = lease("grades", "node-2");
  EXPECT_CODE(store->begin_grade(old, *next(10), "x", at(11), at(500)), Code::store_conflict);
  EXPECT_CODE(store->settle_grade(old, *next(10), outcome(GradeState::sent, 11)), Code::store_conflict);
  EXPECT_CODE(store->postpone_grades(old, base::RegistrationId("r1"), at(900)), Code::store_conflict);
  EXPECT_EQ(row().state, GradeState::waiting);
  EXPECT_TRUE(store->begin_grade(now, *next(10), "x", at(11), at(500)));
}

TEST_P(GradesContract, ARefusalIsKeptWithReasonAndFixUntilStaffOrTheLearnerTryAgain) {
  put({offer(1, 2, 10)});
  send(10, GradeState::refused);
  EXPECT_EQ(row().reason, "why");
  EXPECT_EQ(row().fix, "how");
  EXPECT_FALSE(next(100000));
  put({offer(1, 2, 50)});
  EXPECT_TRUE(next(100000)) << "done again, though not better";
  send(100000, GradeState::refused);
  EXPECT_EQ(*store->retry_grades(base::RegistrationId("r1"), at_link("other"), at(200000)), 0);
  EXPECT_EQ(*store->retry_grades(base::RegistrationId("r1"), at_link(), at(200000)), 1);
  ASSERT_TRUE(next(200000));
  EXPECT_EQ(next(200000)->tries, 0);
  send(200000, GradeState::refused);
  EXPECT_EQ(*store->retry_grades(base::RegistrationId("r1"), std::nullopt, at(300000)), 1);
  send(300000);
  EXPECT_EQ(*store->retry_grades(base::RegistrationId("r1"), std::nullopt, at(400000)), 0) << "what was sent is not sent again";
}

TEST_P(GradesContract, WhatWasTakenForNothingIsSentOnceMoreOnItsLinkAlone) {
  put({offer(1, 2, 10)});
  send(10);
  ASSERT_EQ(row().state, GradeState::sent);
  EXPECT_EQ(*store->resend_grades(at_link("other"), at(200000)), 0);
  EXPECT_FALSE(next(200000));
  EXPECT_EQ(*store->resend_grades(at_link(), at(200000)), 1);
  ASSERT_TRUE(next(200000));
  EXPECT_GE(next(200000)->last_timestamp, at(10)) << "the next timestamp still has to be later";
  send(200000, GradeState::superseded);
  EXPECT_EQ(*store->resend_grades(at_link(), at(300000)), 0) << "what a teacher entered stays";
}

TEST_P(GradesContract, AHeldGradeGoesWhenItsLinkChanges) {
  put({offer(1, 1, 10)}, link());
  send(10, GradeState::held);
  EXPECT_FALSE(next(100000));
  put({}, link("other"));
  EXPECT_FALSE(next(100000));
  put({}, link());
  EXPECT_TRUE(next(100000));
}

TEST_P(GradesContract, BusyAndPostponedRegistrationsArePassedOver) {
  put({offer(1, 1, 10), offer(1, 1, 20, "5", "r2"), offer(1, 1, 30, "6", "r3")});
  EXPECT_EQ(next(100)->offer.registration.str(), "r1") << "the longest due comes first";
  EXPECT_EQ(next(100, {base::RegistrationId("r1")})->offer.registration.str(), "r2");
  EXPECT_EQ(next(100, {base::RegistrationId("r1"), base::RegistrationId("r2")})->offer.registration.str(), "r3");
  ASSERT_TRUE(store->postpone_grades(lease("grades"), base::RegistrationId("r1"), at(500)));
  EXPECT_EQ(next(100)->offer.registration.str(), "r2");
  ASSERT_TRUE(store->postpone_grades(lease("grades"), base::RegistrationId("r1"), at(300)));
  EXPECT_EQ(row().next_at, at(500)) << "never earlier";
}

TEST_P(GradesContract, TwoLinksOnOneColumnKnowOfEachOther) {
  put({offer(3, 4, 10), offer(1, 4, 20, "4", "r1", "second"), offer(1, 4, 20, "9")});
  send(30);
  const std::string item = "https://lms.example/items/1";
  const auto other = *store->column_facts({at_link("second"), "4"}, item);
  EXPECT_EQ(other.last_timestamp, at(30));
  EXPECT_EQ(other.best_given, 3);
  EXPECT_EQ(other.best_max, 4);
  const auto own = *store->column_facts({at_link(), "4"}, item);
  EXPECT_EQ(own.last_timestamp, at(30));
  EXPECT_EQ(own.best_max, 0) << "its own grade is no other's";
  EXPECT_EQ(store->column_facts({at_link(), "9"}, item)->last_timestamp, base::Instant{});
}

TEST_P(GradesContract, StaffSeeTheirOwnNewestFirst) {
  put({offer(1, 1, 10, "a"), offer(1, 1, 20, "b"), offer(1, 1, 30, "c"), offer(1, 1, 40, "d", "r1", "second"), offer(1, 1, 50, "e", "r2")});
  send(60, GradeState::refused);
  const auto all = *store->list_grades({base::RegistrationId("r1"), std::nullopt, {}}, 10);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].offer.subject, "d");
  EXPECT_EQ(all[3].offer.subject, "a");
  EXPECT_EQ(store->list_grades({base::RegistrationId("r1"), at_link(), {}}, 10)->size(), 3u);
  EXPECT_EQ(store->list_grades({base::RegistrationId("r1"), at_link(), {}}, 2)->size(), 2u);
  const auto refused = *store->list_grades({base::RegistrationId("r1"), std::nullopt, {GradeState::refused, GradeState::held}}, 10);
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].offer.subject, "a");
  const auto counts = *store->count_grades(base::RegistrationId("r1"));
  EXPECT_EQ(counts.waiting, 3);
  EXPECT_EQ(counts.refused, 1);
  EXPECT_EQ(counts.oldest_waiting, at(20));
  EXPECT_FALSE(counts.last_sent);
  EXPECT_EQ(store->count_grades(base::RegistrationId("r2"))->waiting, 1);
}

}  // namespace
}  // namespace preceptor::contract
