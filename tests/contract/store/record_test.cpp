#include "tests/contract/store/fixture.hpp"

#include <tuple>

namespace preceptor::contract {
namespace {

using RecordContract = StoreContract;
PRECEPTOR_EVERY_ENGINE(RecordContract);

ports::UnitOfWork everything() {
  ports::UnitOfWork unit = work({event("r", uuid("s"), 1), event("r", uuid("s"), 2, 5)});
  unit.one_use = {{"state", "digest", "{\"v\":1}", at(60'000)}};
  unit.persons = {{base::PlatformId("pl"), "sub", base::PersonId("p1")}};
  unit.attempts = {attempt("r", "s")};
  unit.texts = {{base::RegistrationId("r"), uuid("s"), 2, base::PersonId("p1"), "q2", "salt", "what they wrote"}};
  unit.idempotency = ports::IdempotencyKey{base::RegistrationId("r"), base::AttemptId("s"), "key", "page/1"};
  return unit;
}

TEST_P(RecordContract, ReadsBackWhatOneUnitOfWorkWrote) {
  const auto unit = everything();
  ASSERT_TRUE(store->commit(unit));
  const auto person = store->find_person(base::PlatformId("pl"), "sub");
  ASSERT_TRUE(person && *person);
  EXPECT_EQ((*person)->id.str(), "p1");
  EXPECT_EQ((*store->load_person(base::PersonId("p1")))->subject, "sub");
  const auto events = store->load_events(base::RegistrationId("r"), uuid("s"));
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0], unit.events[0].event);
  EXPECT_EQ((*events)[1], unit.events[1].event);
  EXPECT_EQ(**store->find_one_use("state", "digest"), "{\"v\":1}");
  EXPECT_EQ(**store->find_idempotent(base::RegistrationId("r"), base::AttemptId("s"), "key"), "page/1");
  EXPECT_EQ(engine->rows("SELECT text FROM free_text")[0][0], "what they wrote");
}

TEST_P(RecordContract, KeepsEveryFieldOfAnAttemptThroughARewriteAndAReopening) {
  auto row = attempt("r", "a1");
  ports::UnitOfWork unit;
  unit.attempts = {row};
  ASSERT_TRUE(store->commit(unit));
  row.state = "completed";
  row.completed_at = at(9);
  row.last_at = at(10);
  row.last_seq = 7;
  row.asked_closing = true;
  row.active_ms = -1;
  row.launch_json = "{\"locale\":\"ar\",\"t\":\"\xd9\x85'\\u0000\"}";
  unit.attempts = {row};
  ASSERT_TRUE(store->commit(unit));
  open();
  const auto read = store->load_attempt(row.registration, row.id);
  ASSERT_TRUE(read && *read);
  const auto& got = **read;
  EXPECT_EQ(got.state, "completed");
  EXPECT_EQ(got.completed_at, at(9));
  EXPECT_EQ(got.last_at, at(10));
  EXPECT_EQ(got.opened_at, at(0));
  EXPECT_EQ(got.last_seq, 7);
  EXPECT_TRUE(got.asked_closing);
  EXPECT_EQ(got.active_ms, -1);
  EXPECT_EQ(got.launch_json, row.launch_json);
  EXPECT_EQ(got.stated_minutes, 5);
  EXPECT_EQ(got.language, "en");
  EXPECT_EQ(got.content.str(), std::string(64, 'a'));
  EXPECT_EQ(got.deployment_id, "d1");
  EXPECT_EQ(got.context_id, "course");
  EXPECT_EQ(got.resource_link_id, "link");
}

TEST_P(RecordContract, AbsentIsNotFailed) {
  const auto absent = [](const auto& answer) { return answer.has_value() && !answer->has_value(); };
  EXPECT_TRUE(absent(store->find_person(base::PlatformId("pl"), "x")));
  EXPECT_TRUE(absent(store->load_person(base::PersonId("x"))));
  EXPECT_TRUE(absent(store->load_attempt(base::RegistrationId("r"), base::AttemptId("x"))));
  EXPECT_TRUE(absent(store->find_one_use("state", "x")));
  EXPECT_TRUE(absent(store->find_idempotent(base::RegistrationId("r"), base::AttemptId("x"), "k")));
  EXPECT_TRUE(store->load_events(base::RegistrationId("r"), "x")->empty());
  engine->rows("DROP TABLE one_use");
  EXPECT_CODE(store->find_one_use("state", "x"), Code::store_failed);
}

TEST_P(RecordContract, AttemptWithTheHighestNumberIsTheLatest) {
  ports::UnitOfWork unit;
  unit.attempts = {attempt("r", "a1", "p1", 1), attempt("r", "a3", "p1", 3), attempt("r", "a2", "p1", 2), attempt("r2", "b9", "p1", 9)};
  ASSERT_TRUE(store->commit(unit));
  const auto found = store->find_latest_attempt(link("r"), base::PersonId("p1"), "unit-a");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->id.str(), "a3");
  EXPECT_FALSE(*store->find_latest_attempt({base::RegistrationId("r"), "d1", "", "link"}, base::PersonId("p1"), "unit-a"));
  EXPECT_FALSE(*store->find_latest_attempt(link("r"), base::PersonId("p2"), "unit-a"));
  EXPECT_FALSE(*store->find_latest_attempt(link("r"), base::PersonId("p1"), "unit-b"));
}

TEST_P(RecordContract, TheSameLinkIdInAnotherDeploymentIsAnotherLink) {
  auto other = attempt("r", "a2", "p1", 1);  // the same person, unit, course, link and n
  other.deployment_id = "d2";
  ports::UnitOfWork unit;
  unit.attempts = {attempt("r", "a1", "p1", 1), other};
  ASSERT_TRUE(store->commit(unit)) << "two tenants do not meet";
  EXPECT_EQ((*store->find_latest_attempt(link("r", "d1"), base::PersonId("p1"), "unit-a"))->id.str(), "a1");
  EXPECT_EQ((*store->find_latest_attempt(link("r", "d2"), base::PersonId("p1"), "unit-a"))->id.str(), "a2");
  EXPECT_FALSE(*store->find_latest_attempt(link("r", ""), base::PersonId("p1"), "unit-a"));
  EXPECT_EQ((*store->load_attempt(base::RegistrationId("r"), base::AttemptId("a2")))->deployment_id, "d2");
}

TEST_P(RecordContract, ALinksAttemptsComeWithSubjectAndScoreAndNobodyElses) {
  ports::UnitOfWork unit = work({event("r", uuid("a1"), 1), event("r", uuid("a1"), 2), event("r", uuid("a1"), 3)});
  unit.events[2].event.payload = record::AttemptScored{2, 3, true};
  unit.persons = {{base::PlatformId("pl"), "sub-1", base::PersonId("p1")}};
  auto done = attempt("r", uuid("a1"), "p1", 1);
  done.state = "completed";
  done.completed_at = at(9);
  unit.attempts = {attempt("r", "a2", "p1", 2), done, attempt("r", "b1", "p2", 1), attempt("r2", "c1", "p1", 1)};
  for (const auto& [id, change] : std::vector<std::pair<const char*, void (*)(ports::AttemptRow&)>>{
           {"o1", [](ports::AttemptRow& row) { row.deployment_id = "d2"; }},
           {"o2", [](ports::AttemptRow& row) { row.context_id = "another"; }},
           {"o3", [](ports::AttemptRow& row) { row.resource_link_id = "another"; }}}) {
    auto other = attempt("r", id, "p1", 1);
    change(other);
    unit.attempts.push_back(other);
  }
  ASSERT_TRUE(store->commit(unit));
  const auto all = store->attempts_of_link(link("r"), std::nullopt);
  ASSERT_TRUE(all) << base::describe(all.error());
  ASSERT_EQ(all->size(), 3u);
  EXPECT_EQ((*all)[0].id.str(), uuid("a1"));
  EXPECT_EQ((*all)[0].subject, "sub-1");
  EXPECT_EQ((*all)[0].state, "completed");
  EXPECT_EQ((*all)[0].completed_at, at(9));
  EXPECT_EQ((*all)[0].score, (record::AttemptScored{2, 3, true}));
  EXPECT_EQ((*all)[1].id.str(), "a2");
  EXPECT_FALSE((*all)[1].score);
  EXPECT_EQ((*all)[2].id.str(), "b1");
  EXPECT_EQ((*all)[2].subject, "") << "erased, or never mapped";
  const auto one = store->attempts_of_link(link("r"), base::PersonId("p2"));
  ASSERT_TRUE(one);
  ASSERT_EQ(one->size(), 1u);
  EXPECT_EQ((*one)[0].id.str(), "b1");
  EXPECT_TRUE(store->attempts_of_link(link("r3"), std::nullopt)->empty());
  engine->rows("UPDATE event SET body = '{}' WHERE type = 'attempt_scored'");
  EXPECT_CODE(store->attempts_of_link(link("r"), std::nullopt), Code::store_failed);
}

struct Refusal {
  const char* name;
  Code code;
  void (*change)(ports::UnitOfWork&);  // makes a second unit that meets one key of the first
};

TEST_P(RecordContract, ARefusedUnitWritesNothingAtAll) {
  ASSERT_TRUE(store->commit(everything()));
  const auto other = [] {
    ports::UnitOfWork unit = everything();
    unit.one_use[0].key = "digest-2";
    unit.persons[0] = {base::PlatformId("pl"), "sub-2", base::PersonId("p2")};
    unit.attempts = {attempt("r", "s2", "p2")};
    unit.events = {event("r", "s2", 1)};
    unit.texts[0].stream_id = "s2";
    unit.idempotency->attempt = base::AttemptId("s2");
    return unit;
  };
  const Refusal refusals[] = {
      {"one use", Code::store_already_used, [](ports::UnitOfWork& u) { u.one_use[0].key = "digest"; }},
      {"second one use", Code::store_already_used, [](ports::UnitOfWork& u) { u.one_use.push_back({"state", "digest", "", at(1)}); }},
      {"person", Code::store_conflict, [](ports::UnitOfWork& u) { u.persons[0].subject = "sub"; }},
      {"event", Code::store_conflict, [](ports::UnitOfWork& u) { u.events.push_back(event("r", uuid("s"), 2)); }},
      {"idempotency", Code::store_conflict, [](ports::UnitOfWork& u) { u.idempotency->attempt = base::AttemptId("s"); }},
      {"statement id", Code::store_conflict,
       [](ports::UnitOfWork& u) { u.events[0].renderings.push_back(u.events[0].renderings[0]); }},
      {"the same n-th attempt", Code::store_conflict, [](ports::UnitOfWork& u) { u.attempts = {attempt("r", "s2", "p1")}; }},
      {"both", Code::store_already_used,
       [](ports::UnitOfWork& u) { u.one_use[0].key = "digest"; u.events.push_back(event("r", uuid("s"), 2)); }},
  };
  for (const Refusal& refusal : refusals) {
    SCOPED_TRACE(refusal.name);
    auto unit = other();
    refusal.change(unit);
    EXPECT_CODE(store->commit(unit), refusal.code);
    EXPECT_EQ(count("one_use"), 1);
    EXPECT_EQ(count("person"), 1);
    EXPECT_EQ(count("attempt"), 1);
    EXPECT_EQ(count("event"), 2);
    EXPECT_EQ(count("rendering"), 2);
    EXPECT_EQ(count("rendering_body"), 2);
    EXPECT_EQ(count("free_text"), 1);
    EXPECT_EQ(count("idempotency"), 1);
  }
  EXPECT_TRUE(store->commit(other())) << "the refusals were the keys' doing";
}

TEST_P(RecordContract, PeopleWithoutASubjectDoNotMeet) {
  ports::UnitOfWork unit;
  unit.persons = {{base::PlatformId("pl"), "", base::PersonId("p1")}};
  EXPECT_TRUE(store->commit(unit));
  unit.persons[0].id = base::PersonId("p2");
  EXPECT_TRUE(store->commit(unit));
  EXPECT_FALSE(*store->find_person(base::PlatformId("pl"), ""));
}

TEST_P(RecordContract, TheHighestDraftSequenceWins) {
  ports::Draft draft{base::RegistrationId("r"), base::AttemptId("a"), 1, 5, "q1=five"};
  ASSERT_TRUE(store->save_draft(draft));
  draft.sequence = 4;
  draft.form = "q1=four";
  ASSERT_TRUE(store->save_draft(draft));
  EXPECT_EQ((*store->load_draft(draft.registration, draft.attempt, 1))->form, "q1=five");
  draft.sequence = 6;
  draft.form = "q1=six";
  ASSERT_TRUE(store->save_draft(draft));
  EXPECT_EQ((*store->load_draft(draft.registration, draft.attempt, 1))->form, "q1=six");
  EXPECT_FALSE(*store->load_draft(draft.registration, draft.attempt, 2));
  ports::UnitOfWork unit;
  unit.drop_drafts = base::AttemptId("a");
  ASSERT_TRUE(store->commit(unit));
  EXPECT_FALSE(*store->load_draft(draft.registration, draft.attempt, 1));
}

TEST_P(RecordContract, CountsMinutesSinceClosingWasAsked) {
  const base::PersonId person("p1");
  EXPECT_FALSE(*store->minutes_since_closing_asked(person));
  const auto add = [&](const char* id, int n, bool asked, std::int64_t opened, std::int64_t completed, const char* registration = "r") {
    auto row = attempt(registration, id, "p1", n);
    row.asked_closing = asked;
    row.opened_at = at(opened);
    if (completed) {
      row.completed_at = at(completed);
      row.state = "completed";
    }
    ports::UnitOfWork unit;
    unit.attempts = {row};
    ASSERT_TRUE(store->commit(unit));
  };
  add("a0", 1, false, 1, 2);
  EXPECT_FALSE(*store->minutes_since_closing_asked(person)) << "never asked yet";
  add("a1", 2, true, 10, 0);
  EXPECT_EQ(**store->minutes_since_closing_asked(person), 0) << "asked, not completed";
  add("a1", 2, true, 10, 20);
  EXPECT_EQ(**store->minutes_since_closing_asked(person), 5);
  add("a2", 3, false, 30, 40, "r2");
  EXPECT_EQ(**store->minutes_since_closing_asked(person), 10) << "over all registrations";
  add("a3", 4, false, 50, 0);
  EXPECT_EQ(**store->minutes_since_closing_asked(person), 10) << "open attempts do not count";
  add("a4", 5, true, 60, 70);
  EXPECT_EQ(**store->minutes_since_closing_asked(person), 5);
}

TEST_P(RecordContract, FindsIdleAttemptsOldestFirst) {
  ports::UnitOfWork unit;
  const std::tuple<const char*, std::int64_t, const char*> given[] = {
      {"new", 100, "open"}, {"old", 10, "open"}, {"older", 5, "open"}, {"closed", 1, "closed"}, {"done", 1, "completed"}};
  int n = 0;
  for (const auto& [id, last, state] : given) {
    auto row = attempt("r", id, "p1", ++n);
    row.last_at = at(last);
    row.state = state;
    unit.attempts.push_back(row);
  }
  ASSERT_TRUE(store->commit(unit));
  const auto idle = store->idle_attempts(at(100), 10);
  ASSERT_TRUE(idle);
  ASSERT_EQ(idle->size(), 2u);
  EXPECT_EQ((*idle)[0].id.str(), "older");
  EXPECT_EQ((*idle)[1].id.str(), "old");
  EXPECT_EQ(store->idle_attempts(at(100), 1)->size(), 1u);
}

TEST_P(RecordContract, ForgetsWhatIsPastKeepingAndNothingElse) {
  ports::UnitOfWork unit = everything();
  unit.one_use.push_back({"nonce", "later", "", at(120'000)});
  ASSERT_TRUE(store->commit(unit));
  ASSERT_TRUE(store->save_draft({base::RegistrationId("r"), base::AttemptId("s"), 1, 1, "x=1"}));
  ASSERT_TRUE(store->forget_expired(at(60'000)));
  EXPECT_FALSE(*store->find_one_use("state", "digest"));
  EXPECT_TRUE(*store->find_one_use("nonce", "later"));
  EXPECT_EQ(count("idempotency"), 1);
  EXPECT_EQ(count("draft"), 1);
  ASSERT_TRUE(store->forget_expired(at(0) + std::chrono::hours(24 * 31)));
  EXPECT_EQ(count("idempotency"), 0);
  EXPECT_EQ(count("draft"), 0);
  EXPECT_EQ(count("event"), 2);
  EXPECT_EQ(count("attempt"), 1);
}

TEST_P(RecordContract, ADamagedEventIsAFailureNotAnAbsence) {
  ASSERT_TRUE(store->commit(work({event("r", uuid("s"), 1)})));
  engine->rows("UPDATE event SET body = '{\"not\":\"an event\"}'");
  EXPECT_CODE(store->load_events(base::RegistrationId("r"), uuid("s")), Code::store_failed);
}

}  // namespace
}  // namespace preceptor::contract
