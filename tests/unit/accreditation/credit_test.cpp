// Credits: the list and its filters, one record from rejection to acceptance by the fix page, many by CSV.
#include <chrono>
#include <string>

#include "tests/unit/accreditation/accreditation_room.hpp"

namespace preceptor::web::testing {
namespace {

using credit::GrantState;

TEST_F(Accreditation, TheListIsFilteredAndPaged) {
  const auto first = learner(1);
  learner(2);
  reject(first);
  room.sign_in(StaffRole::accreditation);
  EXPECT_TRUE(shows(room.get("/staff"), "One record was rejected: No match · Nobody there fits")) << room.get("/staff").body;
  const auto all = room.get("/staff/credits");
  EXPECT_TRUE(shows(all, "2 credits")) << all.body;
  EXPECT_FALSE(shows(all, "Muster"));
  EXPECT_TRUE(house->vault.log.empty()) << "a list without names looks nobody up";
  const auto rejected = room.get("/staff/credits", "state=rejected&names=yes");
  EXPECT_TRUE(shows(rejected, "One credit"));
  EXPECT_TRUE(shows(rejected, "Muster"));
  EXPECT_TRUE(shows(rejected, "No match · Nobody there fits"));
  EXPECT_EQ(house->vault.log.size(), 1u) << "each name shown is a look";
  EXPECT_TRUE(shows(room.get("/staff/credits", "state=accepted"), "No credit fits."));
  EXPECT_TRUE(shows(room.get("/staff/credits", "board=ABP"), "No credit fits."));
  EXPECT_TRUE(shows(room.get("/staff/credits", "from=2027-01-01"), "No credit fits."));
  EXPECT_TRUE(shows(room.get("/staff/credits", "from=yesterday"), "cannot be read"));
  EXPECT_TRUE(shows(room.get("/staff/credits", "state=%3Cscript%3E"), "cannot be read"));
}

// Scenario 25: nothing more is sent, and what a receiver has is not forgotten.
TEST_F(Accreditation, WhatWasReportedBeforeThePermissionWasTakenBackIsToldToStaff) {
  const auto first = learner(1), second = learner(2);
  for (const auto& ccid : {first, second}) ASSERT_TRUE(house->book->move(ccid, GrantState::exported, "", "upkeep"));
  ASSERT_TRUE(house->book->move(first, GrantState::accepted, "", "import"));
  const ports::Person person{grant(first).platform, "user-1", grant(first).person};
  auto profile = house->vault.profiles.at(person.id).second;
  profile.permission = credit::Permission{"report", "wording-1", room.clock.now(), std::nullopt};
  ASSERT_TRUE(house->book->save_profile(person, profile, {"learner", "profile page"}));
  const auto member = room.sign_in(StaffRole::accreditation);
  const std::string task = "One record stays reported though its learner took the permission back";
  EXPECT_FALSE(shows(room.get("/staff"), task));
  EXPECT_TRUE(shows(room.get("/staff/credits/taken-back"), "There is no such record."));
  ASSERT_TRUE(house->book->withdraw_permission(person));
  EXPECT_TRUE(shows(room.get("/staff"), task));
  const auto page = room.get("/staff/credits/taken-back");
  EXPECT_TRUE(page.body.find(base::format_form({{"ccid", first}})) != std::string::npos) << page.body;
  EXPECT_TRUE(page.body.find(base::format_form({{"ccid", second}})) == std::string::npos) << "the other one's permission stands";
  EXPECT_EQ(grant(first).state, GrantState::accepted) << "what the receiver has stays as it is";
  room.clock.pass(std::chrono::hours(24 * 31));
  room.cookie.clear();
  room.sign_in(member);
  EXPECT_FALSE(shows(room.get("/staff"), task)) << "no news any more";
  EXPECT_TRUE(shows(room.get("/staff/credits/taken-back"), id)) << "and still to be found";
  ASSERT_TRUE(house->book->save_profile(person, profile, {"learner", "profile page"}));
  EXPECT_TRUE(shows(room.get("/staff/credits/taken-back"), "There is no such record.")) << "given again";
}

class AccreditationInTheWest : public Accreditation {
 protected:
  AccreditationInTheWest() : Accreditation("America/Los_Angeles") {}
};

TEST_F(AccreditationInTheWest, DeadlinesAreCountedInDaysOfTheProvider) {
  learner(1);   // of 30 June 2026: the older window closes with 31 March 2027
  const auto at = [](int day, int hour) { return base::Instant(std::chrono::sys_days(report::day(2027, 4, 1)) + std::chrono::hours(24 * (day - 1) + hour)); };
  room.clock.at = at(1, 3);   // 20:00 of 31 March there
  const auto member = room.sign_in(StaffRole::accreditation);
  const auto evening = room.get("/staff/credits/deadlines");
  EXPECT_NE(evening.body.find("<span class=\"quiet\">0 days left</span>"), std::string::npos) << evening.body;
  EXPECT_EQ(evening.body.find("one day late"), std::string::npos);
  room.clock.at = at(1, 8);   // 01:00 of 1 April there
  room.cookie.clear();
  room.sign_in(member);
  const auto after_midnight = room.get("/staff/credits/deadlines");
  EXPECT_NE(after_midnight.body.find("! one day late"), std::string::npos) << after_midnight.body;
  EXPECT_EQ(after_midnight.body.find("0 days left</span>"), std::string::npos);
}

TEST_F(Accreditation, ALongListGoesOnWhereThePageEnded) {
  learner(1);
  const credit::Grant one = grant("ccid:cme.example.org:100001");
  for (int i = 0; i < 60; ++i) {
    credit::Grant more = one;
    more.ccid = "ccid:cme.example.org:2" + std::to_string(1000 + i);
    room.records.credit.rows[more.ccid] = more;
  }
  room.sign_in(StaffRole::accreditation);
  const auto page = room.get("/staff/credits");
  const std::string begin = "/tool/staff/credits?day=";
  const auto at = page.body.find(begin);
  ASSERT_NE(at, std::string::npos);
  std::string query = page.body.substr(at + begin.size() - 4, page.body.find('"', at) - at - begin.size() + 4);
  for (auto amp = query.find("&amp;"); amp != std::string::npos; amp = query.find("&amp;")) query.replace(amp, 5, "&");
  const auto next = room.get("/staff/credits", query);
  const auto rows = [](const ports::HttpResponse& shown) {
    int n = 0;
    for (auto from = shown.body.find("/credits/record?"); from != std::string::npos; from = shown.body.find("/credits/record?", from + 1)) ++n;
    return n;
  };
  EXPECT_EQ(rows(page), 50);
  EXPECT_EQ(rows(next), 11) << query;
}

TEST_F(Accreditation, ARejectedRecordIsMendedAndGoesAgain) {
  const auto ccid = learner(1);
  room.sign_in(StaffRole::accreditation, "Alex Staff");
  ASSERT_TRUE(house->book->number_activity(id, "202212345", base::PersonId("00000000-0000-4000-8000-000000000099")));
  reject(ccid);
  const auto record = show(ccid);
  ASSERT_EQ(record.status, 200) << record.body;
  EXPECT_TRUE(shows(record, "rejected") && shows(record, "No match") && shows(record, "in a file")) << "its whole history";
  EXPECT_TRUE(shows(record, "****7893"));
  EXPECT_FALSE(shows(record, "1234567893")) << "in full on the fix page alone";
  const auto form = show(ccid, "fix");
  EXPECT_TRUE(shows(form, "1234567893"));
  const auto wrong = send(form, "/staff/credits/fix", {{"npi", "1234567890"}, {"do", "resend"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(house->vault.profiles.begin()->second.second.npi, "1234567893") << "nothing is kept";
  room.clock.pass(base::Milliseconds(1000));
  const auto mended = send(form, "/staff/credits/fix", {{"family_name", "Muster-Beispiel"}, {"do", "resend"}});
  ASSERT_EQ(mended.status, 303) << mended.body;
  EXPECT_EQ(house->vault.profiles.begin()->second.second.family_name, "Muster-Beispiel");
  EXPECT_EQ(grant(ccid).state, GrantState::superseded);
  ASSERT_EQ(room.records.credit.rows.size(), 2u);
  for (const auto& [other, one] : room.records.credit.rows)
    EXPECT_TRUE(other == ccid || one.state == GrantState::issued) << other;
  EXPECT_NE(to(mended).find("done=again"), std::string::npos);
  for (const auto& [other, one] : room.records.credit.rows) {
    const auto whole = show(other);
    EXPECT_TRUE(shows(whole, "No match") && shows(whole, "under another id")) << "before and after the correction is one history: " << whole.body;
  }
  EXPECT_TRUE(std::ranges::any_of(house->vault.log, [](const auto& one) { return one.changed && one.actor.why == "fix page"; }));
  // The same form once more finds its work done and makes no third record.
  const auto again = send(form, "/staff/credits/fix", {{"family_name", "Muster-Beispiel"}, {"do", "resend"}});
  EXPECT_LT(again.status, 500);
  EXPECT_EQ(room.records.credit.rows.size(), 2u);
}

// What was done in under a quarter of the planned time is shown to staff, on the record and in the list; what was not measured accuses nobody.
TEST_F(Accreditation, ARecordShowsWhatItRestsOnAndFlagsWhatWasTooFast) {
  const auto ccid = learner(1);
  room.sign_in(StaffRole::accreditation);
  const char* flag = "Under a quarter of the planned time";
  EXPECT_FALSE(shows(show(ccid), "What it rests on")) << "nothing is counted yet";
  EXPECT_FALSE(shows(room.get("/staff/credits"), flag));
  const auto count = [&](std::int64_t seq, const char* attempt, const char* unit, std::optional<base::Milliseconds> active) {
    credit::UnitCounted fact;
    fact.activity_id = id;
    fact.activity = activity_hash;
    fact.unit_id = unit;
    fact.unit = base::ContentHash(base::sha256_hex(unit));
    fact.attempt = base::AttemptId(attempt);
    fact.registration = base::RegistrationId("reg-1");
    fact.minutes = 5;
    fact.opened_at = fact.completed_at = room.clock.at - std::chrono::hours(25);
    fact.date = base::utc_date(fact.completed_at);
    fact.disclosure_at = fact.content_at = fact.standard_at = fact.opened_at;
    fact.raw = fact.max = 1;
    fact.has_score = true;
    fact.pass_percent = 60;
    fact.active = active;
    record::Event event;
    event.stream_kind = "person";
    event.stream_id = credit::ledger_stream(grant(ccid).person, id);
    event.seq = seq;
    event.registration = base::RegistrationId(ports::kNoRegistration);
    event.person = grant(ccid).person;
    event.at = event.recorded_at = room.clock.at;
    event.payload = credit::payload_of(fact);
    ports::UnitOfWork work;
    work.events.push_back({event, {}});
    ASSERT_TRUE(room.records.commit(work));
  };
  count(2, "00000000-0000-4000-8000-0000000000a1", "sepsis-1", std::nullopt);
  auto page = show(ccid);
  EXPECT_TRUE(shows(page, "What it rests on") && shows(page, "sepsis-1") && shows(page, "not measured")) << page.body;
  EXPECT_TRUE(shows(page, base::sha256_hex("sepsis-1").substr(0, 12))) << "under which wording";
  EXPECT_FALSE(shows(page, flag));
  count(3, "00000000-0000-4000-8000-0000000000a2", "sepsis-2", base::Milliseconds(40'000));
  page = show(ccid);
  EXPECT_TRUE(shows(page, "40 s") && shows(page, flag)) << page.body;
  EXPECT_TRUE(shows(room.get("/staff/credits"), flag));
}

TEST_F(Accreditation, AnotherWhoChangedTheProfileMeanwhileIsNotWrittenOver) {
  const auto ccid = learner(1);
  room.sign_in(StaffRole::accreditation);
  const auto form = show(ccid, "fix");
  auto& kept = house->vault.profiles.begin()->second.second;
  kept.given_name = "Elsewhere";
  kept.changed_at = room.clock.at + std::chrono::hours(1);
  EXPECT_EQ(send(form, "/staff/credits/fix", {{"family_name", "Mine"}, {"do", "save"}}).status, 409);
  EXPECT_EQ(house->vault.profiles.begin()->second.second.given_name, "Elsewhere");
}

TEST_F(Accreditation, WhatTheChecksStopDoesNotGoAgain) {
  const auto ccid = learner(1, true);
  reject(ccid);
  room.sign_in(StaffRole::accreditation);
  EXPECT_TRUE(shows(show(ccid), "No profile: this learner gave no identifiers yet."));
  const auto answer = room.post("/staff/credits/record", {{"ccid", ccid}, {"reason", "please"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_TRUE(shows(answer, "The checks still stop this record."));
  EXPECT_EQ(grant(ccid).state, GrantState::rejected);
  EXPECT_EQ(room.post("/staff/credits/record", {{"ccid", "ccid:none"}}).status, 404);
}

TEST_F(Accreditation, StaffSayWhatTheReceiverHasOfARecordThatWasNeverAnswered) {
  const auto ccid = learner(1);
  ASSERT_TRUE(house->book->move(ccid, GrantState::queued, {}, "sending"));
  const auto member = room.sign_in(StaffRole::accreditation, "Alex Staff");
  EXPECT_FALSE(shows(show(ccid), "/staff/credits/found")) << "it was not begun";
  ports::UnitOfWork work;
  work.projections.push_back(sending_row(grant(ccid), {true, 1, room.clock.at, 0}, 0, room.clock.at));
  ASSERT_TRUE(room.records.commit(work));
  const std::string task = "One record was on its way to the receiver and was never answered";
  EXPECT_FALSE(shows(room.get("/staff"), task)) << "it may still be answered";
  room.clock.pass(std::chrono::hours(25));
  room.cookie.clear();
  room.sign_in(member);
  EXPECT_TRUE(shows(room.get("/staff"), task));
  const auto record = show(ccid);
  EXPECT_TRUE(shows(record, "What does the receiver have?")) << record.body;
  const auto unsure = send(record, "/staff/credits/found", {{"found", "absent"}, {"looked", ""}});
  EXPECT_EQ(unsure.status, 422);
  EXPECT_TRUE(shows(unsure, "confirm that you looked there"));
  EXPECT_EQ(send(record, "/staff/credits/found", {{"found", "perhaps"}, {"looked", "yes"}}).status, 422);
  EXPECT_EQ(grant(ccid).state, GrantState::queued);
  const auto noted = send(record, "/staff/credits/found", {{"found", "absent"}, {"looked", "yes"}});
  ASSERT_EQ(noted.status, 303) << noted.body;
  EXPECT_NE(to(noted).find("done=found"), std::string::npos);
  EXPECT_EQ(grant(ccid).state, GrantState::issued);
  const auto after = show(ccid);
  EXPECT_TRUE(shows(after, "Staff looked at the receiver: it is not there.")) << after.body;
  EXPECT_TRUE(shows(after, "Alex Staff")) << "who it was, and when";
  EXPECT_FALSE(shows(after, "/staff/credits/found"));
  EXPECT_FALSE(shows(room.get("/staff"), task));
  // The same form once more comes too late.
  EXPECT_EQ(send(record, "/staff/credits/found", {{"found", "accepted"}, {"looked", "yes"}}).status, 409);
  EXPECT_EQ(grant(ccid).state, GrantState::issued);
}

TEST_F(Accreditation, NamesThatDifferAreStoodForByName) {
  const auto ccid = learner(1);
  house->launch_names["00000000-0000-4000-8000-000000000001"] = "Zoe Other";
  room.sign_in(StaffRole::accreditation, "Alex Staff");
  const auto record = show(ccid);
  EXPECT_TRUE(shows(record, "/staff/credits/names")) << record.body;
  EXPECT_TRUE(shows(record, "Zoe Other"));
  EXPECT_EQ(send(record, "/staff/credits/names", {{"by_name", " "}}).status, 422);
  ASSERT_EQ(send(record, "/staff/credits/names", {}).status, 303);
  ASSERT_EQ(house->book->enabled()->size(), 1u);
  EXPECT_EQ(house->book->enabled()->front().by_name, "Alex Staff");
  EXPECT_FALSE(shows(show(ccid), "/staff/credits/names"));
}

TEST_F(Accreditation, ManyAreMendedByCsvAfterADryRun) {
  const auto one = learner(1), two = learner(2);
  reject(one);
  room.sign_in(StaffRole::accreditation);
  const std::string csv = "\xEF\xBB\xBF" "CCID,Last Name,NPI,Favourite\r\n" + one + ",\"Neu, A\",,x\r\n" + two + ",,1234567890,\r\nccid:none,A,,\r\n";
  const auto tried = room.post("/staff/credits/bulk", {{"csv", csv}, {"do", "try"}});
  ASSERT_EQ(tried.status, 200) << tried.body;
  EXPECT_TRUE(shows(tried, "Tried only: nothing was changed"));
  EXPECT_TRUE(shows(tried, "Mended: 1. The same: 0. Refused: 2.")) << tried.body;
  EXPECT_TRUE(shows(tried, "Favourite"));
  EXPECT_EQ(house->vault.profiles.begin()->second.second.family_name, "Muster");
  const auto done = room.post("/staff/credits/bulk", {{"csv", csv}, {"do", "apply"}});
  EXPECT_TRUE(shows(done, "Mended: 1."));
  EXPECT_EQ(house->vault.profiles.begin()->second.second.family_name, "Neu, A");
  EXPECT_TRUE(shows(room.post("/staff/credits/bulk", {{"csv", csv}, {"do", "apply"}}), "Mended: 0. The same: 1."));
  EXPECT_EQ(room.post("/staff/credits/bulk", {{"csv", "name\nx\n"}}).status, 422);
  EXPECT_EQ(room.post("/staff/credits/bulk", {{"csv", "ccid,npi\n\"x"}}).status, 422);
  EXPECT_EQ(room.post("/staff/credits/bulk", {{"csv", ""}}).status, 422);
}

TEST_F(Accreditation, WhoIsThereTwiceIsFound) {
  learner(1);
  learner(2);
  room.sign_in(StaffRole::accreditation);
  EXPECT_TRUE(shows(room.get("/staff/credits/doubles"), "Nobody is there twice."));
  for (auto& [person, kept] : house->vault.profiles) kept.second.npi = "1234567893";
  const auto page = room.get("/staff/credits/doubles");
  EXPECT_TRUE(shows(page, "2 persons with one identity"));
  EXPECT_FALSE(shows(page, "1234567893"));
}

}  // namespace
}  // namespace preceptor::web::testing
