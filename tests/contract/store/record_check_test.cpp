// The record is read through: whole it is good, and each way of changing a table past the store is named with its place.
#include "core/credit/events.hpp"
#include "core/record/erasure.hpp"
#include "tests/contract/store/fixture.hpp"
#include "xapi/superseding.hpp"

namespace preceptor::contract {
namespace {

struct Found {
  std::string fault, event;
  std::int64_t position = 0;
  std::string detail;
};

class RecordCheckContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    for (const std::string& stream : {a_, b_}) commit({event("r1", stream, 1), event("r1", stream, 2), event("r1", stream, 3)});
    commit({without_statement(event("r2", uuid("c"), 1))});
    seal();
  }

  ports::RecordChecked check(const std::string& file = {}) {
    found_.clear();
    const auto checked = store->check_record(
        file, [&](const record::ChainFinding& one) { found_.push_back({std::string(name(one.fault)), one.event, one.position, one.detail}); }, nullptr);
    EXPECT_TRUE(checked) << base::describe(checked.error());
    return checked.value_or(ports::RecordChecked{});
  }
  // "fault@position/event's seq" of each finding.
  std::string faults() const {
    std::string text;
    for (const Found& one : found_) {
      text += (text.empty() ? "" : " ") + one.fault + "@" + std::to_string(one.position);
      if (!one.event.empty()) text += one.event.substr(one.event.find('/'));
    }
    return text;
  }
  static std::string at_position(int position) { return " WHERE registration = 'r1' AND position = " + std::to_string(position); }
  std::string of_event(const char* seq) const { return " WHERE stream_id = '" + first() + "' AND seq = " + seq; }
  const std::string& first() const { return std::min(a_, b_); }   // of positions 1 to 3

  const std::string a_ = uuid("a"), b_ = uuid("b");
  std::vector<Found> found_;
};
PRECEPTOR_EVERY_ENGINE(RecordCheckContract);

TEST_P(RecordCheckContract, AWholeRecordIsGoodAndCounted) {
  commit({event("r2", uuid("d"), 1)});
  const auto checked = check();
  EXPECT_EQ(faults(), "");
  EXPECT_EQ(checked.faults, 0);
  EXPECT_EQ(checked.events, 7);
  ASSERT_EQ(checked.registrations.size(), 2u);
  EXPECT_EQ(checked.registrations[0].registration, "r1");
  EXPECT_EQ(checked.registrations[0].events, 6);
  EXPECT_EQ(checked.registrations[0].seal, engine->rows("SELECT seal FROM event" + at_position(6))[0][0]);
  EXPECT_EQ(checked.registrations[1].events, 1);
  EXPECT_EQ(checked.registrations[1].unsealed, 1);
}

TEST_P(RecordCheckContract, TimesThatAClockSetBackLeftAheadAreCountedAndNoFault) {
  std::vector<ports::NewEvent> set_back = {event("r2", uuid("d"), 1, 90'000), event("r2", uuid("d"), 2, 90'001), event("r2", uuid("d"), 3, 90'002)};
  set_back[1].event.recorded_at = at(90'000);   // the same moment
  set_back[2].event.recorded_at = at(10);
  commit(set_back);
  seal();
  const auto checked = check();
  EXPECT_EQ(faults(), "");
  EXPECT_EQ(checked.registrations[0].ahead, 0);
  EXPECT_EQ(checked.registrations[1].ahead, 1);
}

TEST_P(RecordCheckContract, NamesThePlaceOfEachChange) {
  const std::string zeros(64, '0');
  struct Row {
    std::vector<std::string> changes;
    std::string faults;
  };
  const Row rows[] = {
      {{"UPDATE event SET body = REPLACE(body, '\"q2\"', '\"q9\"')" + at_position(2)}, "event_changed@2/2"},
      {{"UPDATE event SET body = 'nothing'" + at_position(2)}, "event_changed@2/2 event_changed@2/2"},
      {{"UPDATE event SET hash = '" + zeros + "'" + at_position(2)}, "hash_changed@2/2"},
      {{"UPDATE event SET seal = '" + zeros + "'" + at_position(2)}, "seal_changed@2/2"},
      {{"UPDATE event SET seal = '" + zeros + "'" + at_position(6)}, "seal_changed@6/3"},
      {{"UPDATE event SET person = 'somebody else'" + at_position(3)}, "column_changed@3/3"},
      {{"UPDATE event SET at = at + 1" + at_position(3)}, "column_changed@3/3"},
      {{"UPDATE event SET statements_through = 77" + at_position(3)}, "counts@3/3"},
      {{"DELETE FROM event" + at_position(2)}, "event_missing@2 event_missing@3/3"},
      {{"DELETE FROM event" + at_position(6)}, "event_missing@6"},
      {{"UPDATE rendering_body SET body = '{}'" + of_event("2")}, "rendering_changed@2/2"},
      {{"DELETE FROM rendering_body" + of_event("2")}, "bytes_missing@2/2"},
      {{"UPDATE rendering SET sha256 = '" + zeros + "'" + of_event("2")}, "rendering_changed@2/2 event_changed@2/2"},
      {{"UPDATE rendering SET ordinal = 1" + of_event("2"), "UPDATE rendering_body SET ordinal = 1" + of_event("2")}, "rendering_missing@2/2"},
      {{"DELETE FROM rendering" + of_event("2")}, "counts@2/2 event_changed@2/2"},
      {{"UPDATE rendering SET supersedes = 'another'" + of_event("2")}, "column_changed@2/2"},
      {{"UPDATE rendering SET statement_id = 'another'" + of_event("2")}, "column_changed@2/2"},
      {{"UPDATE rendering SET template = 'another'" + of_event("2")}, "column_changed@2/2"},
      {{"UPDATE rendering SET version = 2" + of_event("2")}, "column_changed@2/2"},
      {{"UPDATE rendering SET audience = 'pseudonymised'" + of_event("2")}, "column_changed@2/2 counts@2/2"},
      {{"UPDATE rendering_body SET signature = 'of nobody'" + of_event("2")}, "rendering_changed@2/2"},
      {{"DROP INDEX event_position", "UPDATE event SET position = 2" + at_position(6)}, "order@2/3 event_missing@6"},
      {{"UPDATE event SET position = 0" + at_position(1)}, "order@0/1 event_missing@1"},
      {{"UPDATE event SET position = NULL" + at_position(6)}, "event_missing@6"},
      {{"UPDATE seal_head SET seal = '" + zeros + "' WHERE registration = 'r1'"}, "head@6"},
      {{"UPDATE seal_head SET position = 5 WHERE registration = 'r1'"}, "head@6"},
      {{"UPDATE seal_head SET position = 8 WHERE registration = 'r1'"}, "event_missing@7"},
  };
  for (const Row& row : rows) {
    store.reset();
    SetUp();
    for (const std::string& change : row.changes) engine->rows(change);
    const auto counted = check().faults;
    EXPECT_EQ(counted, static_cast<std::int64_t>(found_.size()));
    EXPECT_EQ(faults(), row.faults) << row.changes[0];
  }
}

TEST_P(RecordCheckContract, WhatWasMadeOfAnotherEventForOneAudienceIsNamedByIt) {
  const auto of = event("r1", first(), 2);
  auto made = event("r1", uuid("made"), 1, 95'000);
  made.event.stream_kind = "site";
  made.event.payload = record::Other{record::kStatementsMade, R"({"audience":"identified:burden","kind":"burden","seq":2,"stream_id":")" + first() +
                                                                  R"(","type":"question_answered","unit_id":"unit-a"})"};
  made.renderings[0].audience = "identified:burden";
  made.renderings[0].id = record::rendering_id(of.event, "t", 1, "identified:burden");
  auto back = event("r1", uuid("made"), 2, 95'001);
  back.event.stream_kind = "site";
  back.event.payload = record::statement_voided(made.renderings[0].id);
  back.renderings[0].template_name = record::kVoidingTemplate;
  back.renderings[0].audience = "identified:burden";
  back.renderings[0].supersedes = made.renderings[0].id;
  back.renderings[0].id = record::rendering_id(back.event, record::kVoidingTemplate, 1, "identified:burden");
  commit({made, back});
  seal();
  check();
  EXPECT_EQ(faults(), "");
  engine->rows("UPDATE rendering SET supersedes = '' WHERE template = 'voided'");
  check();
  EXPECT_NE(faults().find("column_changed"), std::string::npos) << "where it is sent hangs on it";
  engine->rows("UPDATE rendering SET statement_id = 'another' WHERE audience = 'identified:burden' AND template = 't'");
  check();
  EXPECT_NE(faults().find("column_changed"), std::string::npos);
}

TEST_P(RecordCheckContract, SaysWhichEventIsNotThere) {
  engine->rows("DELETE FROM event" + at_position(2));
  check();
  ASSERT_EQ(found_.size(), 2u);
  EXPECT_NE(found_[0].detail.find("position 2"), std::string::npos) << found_[0].detail;
  EXPECT_NE(found_[1].detail.find(first() + "/2"), std::string::npos) << found_[1].detail;
}

TEST_P(RecordCheckContract, EventsInAnotherOrderAreNamed) {
  for (const auto& [from, to] : {std::pair{1, 100}, std::pair{2, 1}, std::pair{100, 2}})
    engine->rows("UPDATE event SET position = " + std::to_string(to) + at_position(from));
  check();
  EXPECT_NE(faults().find("order@1/2"), std::string::npos) << faults();
}

// With the rows, what the store says of the chain's end was put back: the chain is whole, and only what was sent of it, or an attempt that counts more, can tell.
TEST_P(RecordCheckContract, AChainThatWasCutOffIsNoticedByWhatWasSentOfIt) {
  const xapi::Destination lrs{"lrs", "main"};
  ASSERT_TRUE(store->open_destination(lrs, true));
  const auto batch = store->next_batch(lrs, 10, 1 << 20);
  ASSERT_TRUE(batch && *batch && (*batch)->registration == base::RegistrationId("r1"));
  ASSERT_TRUE(store->settle(lrs, lease("lrs/main"), (*batch)->registration, (*batch)->through, {}, std::nullopt));
  EXPECT_EQ(check().faults, 0);
  engine->rows("UPDATE seal_head SET position = 5, statements = 5, seal = (SELECT seal FROM event" + at_position(5) + ") WHERE registration = 'r1'");
  for (const char* table : {"rendering_body", "rendering"})
    engine->rows(std::string("DELETE FROM ") + table + " WHERE stream_id = '" + std::max(a_, b_) + "' AND seq = 3");
  engine->rows("DELETE FROM event" + at_position(6));
  check();
  EXPECT_EQ(faults(), "head@6");
  ASSERT_EQ(found_.size(), 1u);
  EXPECT_EQ(found_[0].detail, "record stores were sent what stood up to position 6, and the chain ends at 5");
}

TEST_P(RecordCheckContract, AnAttemptThatLostItsLastEventIsNamed) {
  ports::UnitOfWork begun = work({event("r2", uuid("d"), 1), event("r2", uuid("d"), 2)});
  begun.attempts.push_back(attempt("r2", uuid("d"), "person-" + uuid("d")));
  begun.attempts.back().last_seq = 2;
  ASSERT_TRUE(store->commit(begun));
  EXPECT_EQ(check().faults, 0);
  engine->rows("DELETE FROM event WHERE stream_id = '" + uuid("d") + "' AND seq = 2");
  check();
  EXPECT_EQ(faults(), "event_missing@0/2");
  EXPECT_EQ(found_[0].event, uuid("d") + "/2");
}

TEST_P(RecordCheckContract, AStatementInAnothersPlaceIsAsItsEventSays) {
  const auto origin = event("r1", a_, 1);
  auto anew = event("r1", uuid("anew"), 1);
  anew.event.stream_kind = "site";
  record::Rendering& now = anew.renderings[0];
  now.id = record::rendering_id(origin.event, "t", 2, "identified");   // as store rerender makes it: of the event it was first made of
  now.version = 2;
  now.supersedes = origin.renderings[0].id;
  anew.event.payload = xapi::payload_of(xapi::Superseded{a_, 1, "attempt_opened", "unit-a", {}, "t", now.supersedes, now.id});
  record::Rendering voiding = now;
  voiding.template_name = record::kVoidingTemplate;
  voiding.version = 1;
  voiding.id = record::rendering_id(anew.event, record::kVoidingTemplate, 1, "identified");
  anew.renderings.insert(anew.renderings.begin(), voiding);
  commit({anew});
  seal();
  check();
  EXPECT_EQ(faults(), "");
  const std::string of_it = " WHERE stream_id = '" + uuid("anew") + "' AND ordinal = ";
  engine->rows("UPDATE rendering SET supersedes = ''" + of_it + "0");
  engine->rows("UPDATE rendering SET statement_id = 'another'" + of_it + "1");
  check();
  EXPECT_EQ(faults(), "column_changed@7/1 column_changed@7/1 column_changed@7/1");
  EXPECT_NE(found_[0].detail.find("rendering 0, column supersedes: expected " + origin.renderings[0].id.str()), std::string::npos) << found_[0].detail;
  EXPECT_NE(found_[2].detail.find(anew.renderings[1].id.str()), std::string::npos) << found_[2].detail;
}

TEST_P(RecordCheckContract, ALedgersRowThatSaysSomethingElseThanItsEventIsNamed) {
  credit::Grant grant;
  grant.ccid = "ccid-1";
  grant.platform = base::PlatformId("pl");
  grant.person = base::PersonId(uuid("person"));
  grant.activity_id = "opioids";
  grant.activity = base::ContentHash(std::string(64, 'a'));
  grant.rules = std::string(64, 'b');
  grant.provider = "main";
  grant.system = "ama-pra-1";
  grant.amount = {50};
  grant.profession = "physician";
  grant.date = *base::parse_date("2026-05-04");
  grant.certificate = "code-1";
  grant.granted_at = grant.changed_at = at(0);
  auto granted = without_statement(event("0", credit::ledger_stream(grant.person, grant.activity_id), 1));
  granted.event.stream_kind = "person";
  granted.event.person = grant.person;
  granted.event.payload = credit::payload_of(credit::CreditGranted{grant});
  auto moved = granted;
  moved.event.seq = 2;
  moved.event.at = moved.event.recorded_at = at(5);
  moved.event.payload = credit::payload_of(credit::CreditMoved{grant.ccid, grant.state, credit::GrantState::queued, {}, "upkeep", {}});
  ports::UnitOfWork kept = work({granted});
  kept.grants.push_back(grant);
  ASSERT_TRUE(store->commit(kept));
  grant.state = credit::GrantState::queued;
  grant.changed_at = at(5);
  grant.version = 2;
  kept = work({moved});
  kept.grants.push_back(grant);
  ASSERT_TRUE(store->commit(kept));
  seal();
  check();
  EXPECT_EQ(faults(), "");
  engine->rows("UPDATE credit_grant SET hundredths = 5000");
  check();
  EXPECT_EQ(faults(), "column_changed@1/1");
  EXPECT_EQ(found_.at(0).detail, "the ledger's row of grant ccid-1, column hundredths: expected 50, found 5000");
  engine->rows("UPDATE credit_grant SET hundredths = 50, state = 'issued'");
  check();
  EXPECT_EQ(faults(), "column_changed@2/2");
  engine->rows("DELETE FROM credit_grant");
  check();
  EXPECT_EQ(faults(), "column_changed@1/1");
}

TEST_P(RecordCheckContract, WhatWaitsForItsSealIsCheckedToo) {
  commit({event("r2", uuid("d"), 1)});
  engine->rows("UPDATE event SET body = REPLACE(body, 'unit-a', 'unit-b') WHERE stream_id = '" + uuid("d") + "'");
  check();
  EXPECT_EQ(faults(), "event_changed@0/1");
  commit({event("r2", uuid("d"), 2)});
  engine->rows("DELETE FROM event WHERE stream_id = '" + uuid("d") + "' AND seq = 1");
  check();
  EXPECT_EQ(faults(), "event_missing@0/2");
}

TEST_P(RecordCheckContract, ReadsOnOverManyPagesAndEndsWhenTold) {
  std::vector<ports::NewEvent> many;
  for (int seq = 1; seq <= 450; ++seq) many.push_back(event("r3", uuid("m"), seq));
  commit(many);
  seal();
  engine->rows("UPDATE event SET hash = 'x' WHERE registration = 'r3' AND position = 401");
  EXPECT_EQ(check().events, 457);
  EXPECT_EQ(faults(), "hash_changed@401/401");
  std::vector<std::int64_t> done;
  const auto stopped = store->check_record({}, nullptr, [&](std::int64_t at_event, std::int64_t all) {
    EXPECT_EQ(all, 457);
    done.push_back(at_event);
    return at_event < 200;
  });
  EXPECT_CODE(stopped, Code::command_cancelled);
  ASSERT_FALSE(done.empty());
  EXPECT_LT(done.back(), 457) << "the rest was not read";
}

}  // namespace
}  // namespace preceptor::contract
