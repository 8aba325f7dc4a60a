#include "core/credit/events.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/uuid.hpp"
#include "tests/unit/credit/sample_activity.hpp"

namespace preceptor::credit {
namespace {

const base::Instant kWhen = *base::parse_rfc3339("2026-05-01T10:00:00.123Z");

Grant full_grant() {
  Grant grant;
  grant.ccid = "ccid:cme.example.org:ABC";
  grant.platform = base::PlatformId("p");
  grant.person = base::PersonId("person");
  grant.activity_id = "a";
  grant.activity = base::ContentHash("h");
  grant.rules = "r";
  grant.provider = "demo";
  grant.system = "ama-pra-1";
  grant.amount = {75};
  grant.profession = "physician";
  grant.boards = {{"ABA", {{"MOCA Part 2", {50}}, {"Patient Safety", {25}}}, day("2026-12-31"), {"outline:1:Airway"}}};
  grant.date = day("2026-05-01");
  grant.granted_at = grant.changed_at = kWhen;
  grant.sequence = 2;
  grant.certificate = "CODE";
  return grant;
}

// As it is stored, and read again; a member nobody knows is refused, and so is one that is missing.
template <class T>
void round_trip(const T& payload, const std::string& needed) {
  const auto other = payload_of(payload);
  EXPECT_EQ(other.type, T::kType);
  EXPECT_NE(std::ranges::find(record::other_types(), other.type), record::other_types().end()) << other.type;
  const auto read = payload_from_json<T>(other.json);
  ASSERT_TRUE(read) << other.type << " " << base::describe(read.error());
  EXPECT_EQ(*read, payload) << other.json;
  std::string more = other.json;
  more.insert(1, "\"aa\":1,");
  EXPECT_EQ(payload_from_json<T>(more).error().code, base::Code::json_malformed) << other.type;
  std::string less = other.json;
  ASSERT_NE(less.find("\"" + needed + "\""), std::string::npos) << other.json;
  less.replace(less.find("\"" + needed + "\"") + 1, 1, "_");
  EXPECT_EQ(payload_from_json<T>(less).error().code, base::Code::json_malformed) << other.type;
}

TEST(Events, AreReadAsTheyWereWritten) {
  UnitCounted unit;
  unit.activity_id = "a";
  unit.unit_id = "u";
  unit.minutes = 5;
  unit.opened_at = unit.completed_at = kWhen;
  unit.date = day("2026-05-01");
  round_trip(unit, "minutes");
  unit.activity_at = unit.disclosure_at = unit.content_at = unit.standard_at = kWhen;
  unit.raw = 3;
  unit.max = 4;
  unit.pass_percent = 75;
  unit.has_score = unit.tested_out = unit.past_review = unit.rationale = unit.citations = unit.evaluated = unit.from_records = true;
  unit.active = base::Milliseconds(61'000);
  round_trip(unit, "date");
  round_trip(CycleCounted{"a", base::ContentHash("h"), "q", 2, true, kWhen, day("2026-05-01")}, "applied");
  round_trip(ProfessionTold{"nurse"}, "profession");
  round_trip(ProfileSaved{{"npi", "boards"}, "learner"}, "fields");
  round_trip(IdentifiersAsked{"ccid:x:y", {"npi", "boards"}, {"npi"}}, "known");
  round_trip(PermissionGiven{"report", "w"}, "wording");
  round_trip(PermissionWithdrawn{"report"}, "kind");
  round_trip(CreditClaimed{"a", "ama-pra-1", {75}, base::ContentHash("h"), "r", "t", base::Milliseconds(5), {"attempt-1"}}, "amount");
  round_trip(CreditGranted{full_grant()}, "certificate");
  round_trip(CreditMoved{"ccid:x:y", GrantState::exported, GrantState::accepted, "reason", "import", "batch"}, "to");
  round_trip(CreditValidated{"ccid:x:y", Readiness::held, {{"V03", "birth_day", "birth_day_missing", ""}, {"V05", "boards[ABP].id", "board_id_missing", "ABP"}}, "upkeep"}, "readiness");
  round_trip(CreditValidated{"ccid:x:y", Readiness::ready, {}, "claim"}, "by");
  round_trip(CreditMoved{"ccid:x:y", GrantState::issued, GrantState::queued, "", "upkeep", ""}, "from");
  round_trip(ActivityNumbered{"202612345", "staff"}, "by");
  round_trip(RuleEnabled{"board:ABTS", true, "Pat", "staff"}, "on");
}

TEST(Events, StreamsAreTheSameForTheSameAndOthersForOthers) {
  const base::PersonId one("person-1"), two("person-2");
  EXPECT_EQ(ledger_stream(one, "a"), ledger_stream(one, "a"));
  std::vector<std::string> all = {ledger_stream(one, "a"), ledger_stream(one, "b"), ledger_stream(two, "a"), person_stream(one), person_stream(two),
                                  activity_stream("a"),    activity_stream("b"),    rules_stream()};
  for (const auto& id : all) EXPECT_TRUE(base::is_uuid(id)) << id;
  std::ranges::sort(all);
  EXPECT_EQ(std::ranges::unique(all).begin(), all.end());
}

}  // namespace
}  // namespace preceptor::credit
