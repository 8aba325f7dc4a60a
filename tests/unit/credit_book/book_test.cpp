#include <gtest/gtest.h>

#include "tests/fakes/on_profile.hpp"
#include "tests/unit/credit_book/book_room.hpp"
#include "xapi/validate.hpp"

namespace preceptor::web::testing {
namespace {

using Outcome = ClaimResult::Outcome;
using credit::Amount;
using credit::GrantState;

TEST(CreditBookTest, SixUnitsAreCountedAndClaimed) {
  BookRoom room;
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  room.complete_all();
  const auto ledger = room.ledger();
  EXPECT_EQ(ledger.minutes_done, 30);
  ASSERT_EQ(ledger.offers.size(), 1U);
  EXPECT_EQ(ledger.offers[0].available, Amount{50});
  const auto claimed = room.claim(50, "key-1");
  ASSERT_TRUE(claimed) << base::describe(claimed.error());
  ASSERT_EQ(claimed->outcome, Outcome::done);
  EXPECT_EQ(claimed->grant->amount, Amount{50});
  EXPECT_EQ(claimed->grant->provider, "demo");
  EXPECT_TRUE(claimed->grant->ccid.starts_with("ccid:cme.example.org:"));
  EXPECT_EQ(room.records.credit.rows.at(claimed->grant->ccid), *claimed->grant);
  EXPECT_EQ(room.ledger().grants.at(0), *claimed->grant);
  EXPECT_EQ(room.ledger().offers.at(0).available, Amount{0});
  const auto ledgers = room.book.ledgers(room.person.id);
  ASSERT_TRUE(ledgers);
  EXPECT_EQ(ledgers->size(), 1U);
}

TEST(CreditBookTest, TheSameFormTwiceIsOneClaim) {
  BookRoom room;
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  room.complete_all();
  const auto seen = room.ledger().last_seq;
  const auto first = room.claim(25, "key-1", seen);
  const auto again = room.claim(25, "key-1", seen);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->grant->ccid, again->grant->ccid);
  EXPECT_EQ(room.records.credit.rows.size(), 1U);
  // Another form made before the claim: the page is old.
  EXPECT_EQ(room.claim(25, "key-2", seen)->outcome, Outcome::conflict);
  const auto rest = room.claim(25, "key-3");
  EXPECT_EQ(rest->outcome, Outcome::done);
  EXPECT_NE(rest->grant->ccid, first->grant->ccid);
  EXPECT_EQ(room.claim(25, "key-4")->refused->key, "nothing_available");
}

TEST(CreditBookTest, AClaimThatLostTheRaceLooksAgain) {
  BookRoom room;
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  room.complete_all();
  room.records.next_commits = {base::Code::store_conflict, base::Code::store_conflict};
  EXPECT_EQ(room.claim(50)->outcome, Outcome::done);
  room.records.next_commits.assign(10, base::Code::store_conflict);
  EXPECT_EQ(room.book.tell_profession(room.person.id, "nurse").error().code, base::Code::store_conflict);
  room.records.next_commits = {base::Code::store_full};
  EXPECT_EQ(room.book.tell_profession(room.person.id, "nurse").error().code, base::Code::store_full);
}

// Two activities with two points each; the board counts three in a year.
TEST(CreditBookTest, TwoClaimsAtOneMomentDoNotPassTheYearsCap) {
  BookRoom room;
  room.rules.boards[2].year_cap = Amount{300};
  room.rules.boards[2].repeat = credit::Repeat::once_per_activity;   // one a day is another rule
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  for (const std::string id : {"micro-credit", "second"}) {
    auto activity = credit::sample_activity();
    activity.id = id;
    activity.designations = {{"ama-pra-1", {200}, {}}};
    activity.bundle = {{"whole-of-" + id, 120, true}};
    activity.boards = {{"ABA", {{"MOCA Part 2", {100}}, {"Patient Safety", {100}}}, std::nullopt, {"outline:1:Airway"}}};
    room.publish(activity);
    room.complete({"whole-of-" + id});
  }
  const auto claim = [&](const std::string& id) {
    const auto seen = (*room.book.ledger(room.person.id, id))->last_seq;
    return room.book.claim(room.person, id, {"ama-pra-1", {200}, {"ABA"}}, "attestation-hash", seen, "key-" + id);
  };
  std::optional<Outcome> other;
  room.records.before_commit = [&] { other = claim("second")->outcome; };
  const auto late = claim("micro-credit");
  EXPECT_EQ(other, Outcome::done);
  ASSERT_TRUE(late) << base::describe(late.error());
  ASSERT_EQ(late->outcome, Outcome::refused) << "it looked again";
  EXPECT_EQ(late->refused->key, "board_year_cap");
  EXPECT_EQ(late->refused->limit, Amount{100});
  EXPECT_EQ(room.records.credit.rows.size(), 1U);
}

TEST(CreditBookTest, AnAttemptCountsOnceAndUnknownActivitiesAreAbsent) {
  BookRoom room;
  const auto fact = room.fact("unit-1");
  ASSERT_TRUE(room.count(fact));
  ASSERT_TRUE(room.count(fact));
  EXPECT_EQ(room.ledger().last_seq, 1);
  ASSERT_TRUE(room.count(room.fact("unit-of-nobody")));
  EXPECT_EQ(room.ledger().last_seq, 1);
  EXPECT_EQ(room.book.claim(room.person, "no-such", {"ama-pra-1", {25}, {}}, "a", 0, "k")->outcome, Outcome::absent);
  EXPECT_FALSE(room.book.ledger(room.person.id, "no-such")->has_value());
}

TEST(CreditBookTest, OutsideTheWindowNothingIsCounted) {
  BookRoom room;
  room.clock.at = *base::parse_rfc3339("2027-01-01T05:30:00Z");   // still New Year's Eve in Chicago
  EXPECT_EQ(room.book.activities_of_unit("unit-1")->size(), 1U);
  ASSERT_TRUE(room.count(room.fact("unit-1")));
  EXPECT_EQ(room.ledger().units.at(0).fact.date, credit::day("2026-12-31"));
  room.clock.at = *base::parse_rfc3339("2027-01-01T06:30:00Z");
  EXPECT_TRUE(room.book.activities_of_unit("unit-1")->empty());
}

TEST(CreditBookTest, TheStandardOfAnActivityPublishedLaterWasNotTold) {
  BookRoom room;
  auto fact = room.fact("unit-1");
  fact.pass_percent = 50;   // the unit's own, lower than the activity's 60
  fact.standard_at = fact.opened_at;
  auto early = fact;
  early.opened_at = early.content_at.emplace(fact.opened_at - std::chrono::hours(1));   // before the activity was published
  early.disclosure_at = early.standard_at = early.opened_at;
  ASSERT_TRUE(room.count(early));
  EXPECT_FALSE(room.ledger().units.at(0).accrues);
  fact.attempt = base::AttemptId("attempt-b");
  ASSERT_TRUE(room.count(fact));
  EXPECT_TRUE(room.ledger().units.at(0).accrues);
  EXPECT_EQ(room.ledger().units.at(0).fact.pass_percent, 60);
}

TEST(CreditBookTest, TheActivitysOwnDisclosureHasToHaveBeenShown) {
  BookRoom room;
  auto activity = credit::sample_activity();
  activity.disclosure = "One of the faculty advises a company.";
  room.publish(activity);
  ASSERT_TRUE(room.count(room.fact("unit-1")));
  EXPECT_FALSE(room.ledger().units.at(0).accrues);
  ASSERT_TRUE(room.count(room.fact("unit-1"), {credit::disclosure_hash(activity.disclosure)}));
  EXPECT_TRUE(room.ledger().units.at(0).accrues);

  // Begun before a newer text was published: it counts, and the record does not say that the newer text was shown.
  const auto begun = room.fact("unit-2");
  activity.disclosure = "Two of the faculty advise a company.";
  room.publish(activity);
  ASSERT_TRUE(room.count(begun, {credit::disclosure_hash(activity.disclosure)}));
  const auto unit = room.ledger().units.at(1);
  EXPECT_TRUE(unit.accrues);
  EXPECT_EQ(unit.fact.disclosure, begun.disclosure);
}

TEST(CreditBookTest, StatementsOfClaimAndAwardKeepTheRulesAndNameNobodysIdentifiers) {
  BookRoom room;
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  credit::Profile profile;
  profile.given_name = "Ada";
  profile.npi = "1234567893";
  ASSERT_TRUE(room.book.save_profile(room.person, profile, {"learner", "test"}));
  room.complete_all();
  const auto claimed = room.claim(50);
  ASSERT_TRUE(claimed);
  std::vector<std::string> bodies;
  for (const auto& one : room.records.events[credit::ledger_stream(room.person.id, "micro-credit")])
    for (const auto& rendering : one.renderings) bodies.push_back(rendering.body);
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_EQ(fakes::off_profile(bodies, "https://cme.example.org/xapi"), "");
  EXPECT_NE(bodies[0].find("http://activitystrea.ms/request"), std::string::npos);
  EXPECT_NE(bodies[1].find("http://id.tincanapi.com/verb/earned"), std::string::npos);
  for (const auto& body : bodies) {
    EXPECT_NE(body.find("https://cme.example.org/xapi/credential/micro-credit/ama-pra-1"), std::string::npos) << body;
    EXPECT_NE(body.find("\"0.5\""), std::string::npos) << body;
    for (const auto version : {xapi::Version::v1_0_3, xapi::Version::v2_0})
      for (const auto& finding : xapi::validate(body, {version, std::nullopt})) ADD_FAILURE() << finding.rule << " " << finding.path << " " << finding.message;
    for (const std::string secret : {"1234567893", "Ada", claimed->grant->certificate.c_str(), room.person.id.str().c_str()})
      EXPECT_EQ(body.find(secret), std::string::npos) << secret;
  }
}

TEST(CreditBookTest, GrantsMoveOnAndTheirHistoryIsKept) {
  BookRoom room;
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  room.complete_all();
  const std::string ccid = room.claim(50)->grant->ccid;
  EXPECT_TRUE(room.book.move(ccid, GrantState::exported, "", "staff-1", "batch-1").value());
  EXPECT_FALSE(room.book.move(ccid, GrantState::exported, "", "staff-1", "batch-1").value());
  EXPECT_EQ(room.book.move(ccid, GrantState::issued, "", "staff-1").error().code, base::Code::store_conflict);
  room.clock.pass(std::chrono::hours(1));
  EXPECT_TRUE(room.book.move(ccid, GrantState::rejected, "No match", "import").value());
  const auto steps = room.book.history(ccid);
  ASSERT_TRUE(steps);
  ASSERT_EQ(steps->size(), 3U);
  EXPECT_EQ(steps->at(0).state, GrantState::issued);
  EXPECT_EQ(steps->at(1).batch, "batch-1");
  EXPECT_EQ(steps->at(2).reason, "No match");
  EXPECT_EQ(room.records.credit.rows.at(ccid).state, GrantState::rejected);
  EXPECT_EQ(room.ledger().grants.at(0), room.records.credit.rows.at(ccid));
  EXPECT_EQ(room.book.move("ccid:none", GrantState::exported, "", "x").error().code, base::Code::credit_certificate_unknown);
}

// Scenario 20: after a correction the certificate is the same, the id another, and nothing was granted twice.
TEST(CreditBookTest, ACorrectionPutsANewGrantInThePlaceOfTheOld) {
  for (const auto last : {GrantState::rejected, GrantState::accepted}) {
    BookRoom room;
    ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
    room.complete_all();
    const auto old = *room.claim(50)->grant;
    ASSERT_TRUE(room.book.move(old.ccid, GrantState::exported, "", "staff-1"));
    ASSERT_TRUE(room.book.move(old.ccid, last, "", "import"));
    const auto next = room.book.correct(old.ccid, "identifier mended", base::PersonId("staff-1"));
    ASSERT_TRUE(next) << base::describe(next.error());
    EXPECT_NE(next->ccid, old.ccid);
    EXPECT_EQ(next->sequence, 2);
    EXPECT_EQ(next->certificate, old.certificate);
    EXPECT_EQ(next->state, GrantState::issued);
    EXPECT_EQ(room.records.credit.rows.at(old.ccid).state, GrantState::superseded);
    const auto ledger = room.ledger();
    EXPECT_EQ(ledger.offers.at(0).granted, Amount{50});
    EXPECT_EQ(ledger.offers.at(0).available, Amount{0});
    EXPECT_EQ(room.book.correct(old.ccid, "again", base::PersonId("staff-1")).error().code, base::Code::store_conflict);
    EXPECT_TRUE(room.book.move(next->ccid, GrantState::queued, "", "upkeep").value());
  }
}

TEST(CreditBookTest, ProfilesAndPermissionsAreNotedWithoutWhatTheyHold) {
  BookRoom room;
  credit::Profile profile;
  profile.family_name = "Lovelace";
  profile.npi = "1234567893";
  profile.permission = credit::Permission{"report", "wording-1", room.clock.now(), std::nullopt};
  ASSERT_TRUE(room.book.save_profile(room.person, profile, {"learner", "profile page"}));
  ASSERT_TRUE(room.book.save_profile(room.person, profile, {"learner", "profile page"}));
  const auto stream = credit::person_stream(room.person.id);
  EXPECT_EQ(room.records.types(stream), (std::vector<std::string>{"profile_saved", "permission_given"}));
  for (const auto& one : room.records.events[stream]) {
    EXPECT_EQ(record::canonical_json(one.event).find("Lovelace"), std::string::npos);
    EXPECT_EQ(record::canonical_json(one.event).find("1234567893"), std::string::npos);
  }
  ASSERT_TRUE(room.book.withdraw_permission(room.person));
  ASSERT_TRUE(room.book.withdraw_permission(room.person));
  EXPECT_EQ(room.records.types(stream).size(), 3U);
  EXPECT_EQ((*room.records.projections.load_projection(base::RegistrationId(ports::kNoRegistration), kPermissionKind, room.person.id.str()))->state, "withdrawn");
  EXPECT_TRUE(room.vault.profiles.at(room.person.id).second.permission->withdrawn_at);
  room.vault.unreadable = true;
  EXPECT_EQ(room.book.save_profile(room.person, profile, {"learner", "profile page"}).error().code, base::Code::key_unreadable);
}

TEST(CreditBookTest, ProfessionsAreToldAndRulesSwitchedOnWithAName) {
  BookRoom room;
  EXPECT_EQ(room.book.profession(room.person.id).value(), "");
  EXPECT_FALSE(room.book.tell_profession(room.person.id, "wizard"));
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "nurse"));
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  EXPECT_EQ(room.book.profession(room.person.id).value(), "physician");
  EXPECT_EQ(room.records.types(credit::person_stream(room.person.id)).size(), 2U);

  auto activity = credit::sample_activity();
  activity.designations = {{"doubtful", {50}, {}}};
  room.publish(activity);
  room.complete_all();
  EXPECT_EQ(room.book.claim(room.person, activity.id, {"doubtful", {50}, {}}, "a", room.ledger().last_seq, "k1")->refused->key, "rule_off");
  EXPECT_FALSE(room.book.enable("system:doubtful", true, base::PersonId("staff-1"), ""));
  ASSERT_TRUE(room.book.enable("system:doubtful", true, base::PersonId("staff-1"), "Pat Planner"));
  ASSERT_EQ(room.book.enabled()->size(), 1U);
  EXPECT_EQ(room.book.enabled()->at(0).by_name, "Pat Planner");
  EXPECT_EQ(room.book.claim(room.person, activity.id, {"doubtful", {50}, {}}, "a", room.ledger().last_seq, "k2")->outcome, Outcome::done);
  ASSERT_TRUE(room.book.enable("system:doubtful", false, base::PersonId("staff-1"), "Pat Planner"));
  EXPECT_TRUE(room.book.enabled()->empty());
}

TEST(CreditBookTest, ActivitiesAreNumberedAndAWithdrawnOneKeepsWhatWasEarned) {
  BookRoom room;
  EXPECT_EQ(room.book.number_activity("micro-credit", "12345", base::PersonId("staff-1")).error().code, base::Code::command_arguments);
  EXPECT_EQ(room.book.number_activity("no-such", "202612345", base::PersonId("staff-1")).error().code, base::Code::credit_activity_unknown);
  ASSERT_TRUE(room.book.number_activity("micro-credit", "202612345", base::PersonId("staff-1")));
  ASSERT_TRUE(room.book.number_activity("micro-credit", "202612346", base::PersonId("staff-1")));
  EXPECT_EQ((*room.book.activity("micro-credit"))->accme_activity_id, "202612346");

  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  room.complete_all();
  room.content.withdraw_content((*room.book.activity("micro-credit"))->activity->hash);
  room.clock.pass(std::chrono::seconds(3));
  EXPECT_FALSE(room.book.activity("micro-credit")->has_value());
  EXPECT_EQ(room.claim(50)->outcome, Outcome::done);
}

TEST(CreditBookTest, CyclesAreCountedInActivitiesOfSearching) {
  BookRoom room;
  auto activity = credit::sample_activity();
  activity.format = "isl";
  activity.bundle.clear();
  activity.pass_percent = 0;
  room.publish(activity);
  ASSERT_TRUE(room.book.tell_profession(room.person.id, "physician"));
  credit::CycleCounted cycle;
  cycle.question_id = "question-1";
  cycle.resources = 2;
  cycle.applied = true;
  cycle.at = room.clock.now();
  ports::UnitOfWork work;
  ASSERT_TRUE(room.book.count_cycle(room.person.id, cycle, work));
  ASSERT_TRUE(room.records.commit(work));
  EXPECT_EQ(room.ledger().offers.at(0).available, Amount{50});
  EXPECT_EQ(room.ledger().cycles.at(0).date, base::utc_date(cycle.at));
}

}  // namespace
}  // namespace preceptor::web::testing
