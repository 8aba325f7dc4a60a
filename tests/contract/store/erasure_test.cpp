// Erasing one of two persons: what can be taken out is gone, the record stays sealed, and the other one's rows are as they were.
#include <map>
#include <set>

#include "core/record/erasure.hpp"
#include "tests/contract/store/fixture.hpp"
#include "xapi/superseding.hpp"

namespace preceptor::contract {
namespace {

const base::PlatformId kSchool("pl");

class ErasureContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    for (const std::string& stream : {a_, b_}) keep(stream);
    seal();
  }

  // Somebody with something in every table: the event's person is "person-" and the stream.
  void keep(const std::string& stream) {
    const base::PersonId person = person_of(stream);
    ports::UnitOfWork kept = work({event("r1", stream, 1), event("r1", stream, 2)});
    kept.persons.push_back({kSchool, "sub-" + stream, person});
    auto row = attempt("r1", stream, person.str());
    row.launch_json = R"({"context_title":"A course"})";
    kept.attempts.push_back(row);
    kept.texts.push_back({base::RegistrationId("r1"), stream, 2, person, "q2", "salt", "words of " + stream});
    kept.grades.push_back({base::RegistrationId("r1"), "d1", "course", "link", "sub-" + stream, base::AttemptId(stream), 1, 1, true, at(0)});
    kept.idempotency = ports::IdempotencyKey{base::RegistrationId("r1"), base::AttemptId(stream), "key-" + stream, "page/1"};
    ports::Projection told;
    told.kind = "question";
    told.id = stream;
    told.person = person;
    kept.projections.push_back(told);
    const auto done = store->commit(kept);
    ASSERT_TRUE(done) << base::describe(done.error());
    ASSERT_TRUE(store->save_draft({base::RegistrationId("r1"), base::AttemptId(stream), 1, 1, "q=what+they+typed"}));
    ASSERT_TRUE(store->save_sealed({kSchool, person, "key", "sealed", {"mark-" + stream}, at(0)}, {at(0), person, {"learner", "profile page"}, true}));
  }

  static base::PersonId person_of(const std::string& stream) { return base::PersonId("person-" + stream); }
  ports::NewEvent erased_event(const std::string& stream) const {
    ports::NewEvent made;
    made.event.stream_kind = "person";
    made.event.stream_id = uuid("own " + stream);
    made.event.registration = base::RegistrationId("0");
    made.event.person = person_of(stream);
    made.event.at = made.event.recorded_at = at(1000);
    made.event.payload = record::person_erased("command line", false);
    return made;
  }
  static std::string text_of(const std::vector<ports::HeldCount>& counts) {
    std::string text;
    for (const auto& one : counts) text += one.table + "=" + std::to_string(one.rows) + " ";
    return text;
  }
  std::string faults() {
    std::string text;
    const auto checked = store->check_record({}, [&](const record::ChainFinding& one) { text += std::string(name(one.fault)) + ": " + one.detail + "\n"; }, nullptr);
    EXPECT_TRUE(checked) << base::describe(checked.error());
    return text;
  }

  const std::string a_ = uuid("a"), b_ = uuid("b");
  const std::string all_ = "statements=2 texts=1 drafts=1 forms=1 grades=1 rows=1 profile=1 marks=1 launches=1 mapping=1 ";
};
PRECEPTOR_EVERY_ENGINE(ErasureContract);

TEST_P(ErasureContract, WhatIsHeldIsListedInFull) {
  ASSERT_TRUE(store->append_audit({at(1), "staff", "member", "saw", "GET /staff/disclosures/{person}", "person=" + person_of(a_).str(), {}}));
  ASSERT_TRUE(store->append_audit({at(2), "staff", "member", "saw", "GET /staff/disclosures/{person}", "person=" + person_of(a_).str() + "0 what=" + person_of(b_).str(), {}}));
  const auto held = store->held_of(person_of(a_));
  ASSERT_TRUE(held) << base::describe(held.error());
  std::map<std::string, std::size_t> rows;
  for (const auto& table : *held) {
    rows[table.name] = table.rows.size();
    for (const auto& row : table.rows) {
      ASSERT_EQ(row.size(), table.columns.size()) << table.name;
      for (const auto& cell : row) EXPECT_EQ(cell.find(b_), std::string::npos) << table.name << " holds another person's: " << cell;
    }
  }
  EXPECT_EQ(rows, (std::map<std::string, std::size_t>{{"mapping", 1}, {"attempts", 1}, {"events", 2}, {"statements", 2}, {"texts", 1}, {"drafts", 1},
                                                      {"forms", 1}, {"parked", 0}, {"grades", 1}, {"rows", 1}, {"roster", 0}, {"grants", 0}, {"marks", 1},
                                                      {"copies", 0}, {"looks", 1}, {"seen", 1}}));
  const auto streams = store->streams_of(person_of(a_));
  ASSERT_TRUE(streams);
  ASSERT_EQ(streams->size(), 1u);
  EXPECT_EQ(streams->front().last_seq, 2);
  EXPECT_EQ(streams->front().sealed.size(), 2u);
}

TEST_P(ErasureContract, TakesOnePersonOutAndLeavesTheRecordSealedAndTheOtherUntouched) {
  EXPECT_EQ(text_of(*store->erasable(person_of(a_))), all_);
  const auto events = engine->rows("SELECT stream_id, seq, hash, seal FROM event ORDER BY stream_id, seq");
  const auto renderings = engine->rows("SELECT statement_id, sha256 FROM rendering ORDER BY statement_id");
  const auto taken = store->erase_person(person_of(a_), {erased_event(a_)});
  ASSERT_TRUE(taken) << base::describe(taken.error());
  EXPECT_EQ(text_of(*taken), all_);
  EXPECT_EQ(engine->rows("SELECT stream_id, seq, hash, seal FROM event WHERE registration = 'r1' ORDER BY stream_id, seq"), events);
  EXPECT_EQ(engine->rows("SELECT statement_id, sha256 FROM rendering ORDER BY statement_id"), renderings);
  seal();
  EXPECT_EQ(faults(), "");
  EXPECT_EQ(text_of(*store->erasable(person_of(b_))), all_);
  for (const char* table : {"rendering_body", "free_text", "draft", "score", "projection", "person", "vault_profile", "vault_mark"})
    for (const auto& row : engine->rows(std::string("SELECT * FROM ") + table))
      for (const auto& cell : row) EXPECT_EQ(cell.find(a_), std::string::npos) << table << ": " << cell;
  EXPECT_EQ(engine->rows("SELECT state, launch_json FROM attempt WHERE id = '" + a_ + "'")[0], (std::vector<std::string>{"closed", "{}"}));
  EXPECT_EQ(engine->rows("SELECT state FROM attempt WHERE id = '" + b_ + "'")[0][0], "open");
}

// As the worker for pseudonymised record stores makes them.
TEST_P(ErasureContract, StatementsUnderAPseudonymAndSupersededOnesGoTooAndAreNamedToBeTakenBack) {
  auto quiet = event("r1", uuid("quiet"), 1), anew = event("r1", uuid("anew"), 1);
  quiet.event.person = anew.event.person = person_of(a_);
  quiet.event.stream_kind = anew.event.stream_kind = "site";
  quiet.renderings[0].audience = "pseudonymised";
  quiet.renderings[0].id = record::rendering_id(quiet.event, "t", 1, "pseudonymised");
  anew.renderings[0].supersedes = record::rendering_id(event("r1", a_, 1).event, "t", 1, "identified");
  anew.event.payload = xapi::payload_of(xapi::Superseded{a_, 1, "attempt_opened", "unit-a", {}, "t", anew.renderings[0].supersedes, anew.renderings[0].id});
  anew.renderings[0].signature = "signature of " + a_;
  record::Rendering voiding = anew.renderings[0];
  voiding.id = record::rendering_id(anew.event, record::kVoidingTemplate, 1, "identified");
  voiding.template_name = record::kVoidingTemplate;
  voiding.signature = {};
  anew.renderings.insert(anew.renderings.begin(), voiding);
  commit({quiet, anew});
  seal();
  const auto streams = store->streams_of(person_of(a_));
  ASSERT_TRUE(streams);
  std::multiset<std::string> audiences;
  for (const auto& stream : *streams)
    for (const auto& one : stream.sealed) audiences.insert(one.audience);
  EXPECT_EQ(audiences, (std::multiset<std::string>{"identified", "identified", "identified", "pseudonymised"}));
  const auto taken = store->erase_person(person_of(a_), {erased_event(a_)});
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->front().table, "statements");
  EXPECT_EQ(taken->front().rows, 4);
  EXPECT_EQ(count("rendering_body WHERE signature <> ''"), 0);
  EXPECT_EQ(count("rendering_body WHERE stream_id IN ('" + uuid("quiet") + "', '" + uuid("anew") + "')"), 1) << "what voids names nobody and is sent still";
  seal();
  EXPECT_EQ(faults(), "");
}

TEST_P(ErasureContract, BytesThatNobodyErasedAreStillMissed) {
  ASSERT_TRUE(store->erase_person(person_of(a_), {erased_event(a_)}));
  engine->rows("DELETE FROM rendering_body WHERE stream_id = '" + b_ + "' AND seq = 2");
  EXPECT_EQ(faults().find("bytes_missing"), 0u) << faults();
}

TEST_P(ErasureContract, AgainTakesNothingAndChangesNothing) {
  ASSERT_TRUE(store->erase_person(person_of(a_), {erased_event(a_)}));
  const auto again = store->erase_person(person_of(a_), {});
  ASSERT_TRUE(again);
  EXPECT_EQ(text_of(*again), "");
  EXPECT_EQ(count("event WHERE type = 'person_erased'"), 1);
  EXPECT_CODE(store->erase_person(person_of(a_), {erased_event(a_)}), Code::store_conflict);
}

TEST_P(ErasureContract, NothingNewOfThatPersonIsKept) {
  ASSERT_TRUE(store->erase_person(person_of(a_), {erased_event(a_)}));
  ports::UnitOfWork late = work({event("r1", a_, 3)});
  late.attempts.push_back(attempt("r1", a_, person_of(a_).str()));
  EXPECT_CODE(store->commit(late), Code::session_handle_expired);
  EXPECT_EQ(count("event WHERE stream_id = '" + a_ + "'"), 2);
  ASSERT_TRUE(store->save_draft({base::RegistrationId("r1"), base::AttemptId(a_), 2, 1, "late"}));
  EXPECT_EQ(count("draft"), 1);
  EXPECT_CODE(store->save_sealed({kSchool, person_of(a_), "key", "sealed", {}, at(0)}, {at(0), person_of(a_), {"learner", "profile page"}, true}),
              Code::session_handle_expired);
  ports::UnitOfWork other = work({event("r1", b_, 3)});
  other.attempts.push_back(attempt("r1", b_, person_of(b_).str()));
  EXPECT_TRUE(store->commit(other));
  // A statement made once more while she was erased; what voids one is kept.
  auto again = event("r1", uuid("again"), 1);
  again.event.stream_kind = "site";
  again.event.person = person_of(a_);
  EXPECT_CODE(store->commit(work({again})), Code::session_handle_expired);
  again.renderings[0].template_name = record::kVoidingTemplate;
  EXPECT_TRUE(store->commit(work({again})));
  // The same learner comes again as somebody new.
  EXPECT_FALSE(*store->find_person(kSchool, "sub-" + a_));
  ports::UnitOfWork fresh = work({event("r1", uuid("c"), 1)});
  fresh.persons.push_back({kSchool, "sub-" + a_, person_of(uuid("c"))});
  EXPECT_TRUE(store->commit(fresh));
}

TEST_P(ErasureContract, SaysWhoWasErasedSince) {
  ASSERT_TRUE(store->erase_person(person_of(a_), {erased_event(a_)}));
  const auto since = store->erased_since(at(1000));
  ASSERT_TRUE(since);
  ASSERT_EQ(since->size(), 1u);
  EXPECT_EQ(since->front().first, person_of(a_));
  EXPECT_TRUE(store->erased_since(at(1001))->empty());
  EXPECT_TRUE(*store->is_erased(person_of(a_)));
  EXPECT_FALSE(*store->is_erased(person_of(b_)));
}

TEST_P(ErasureContract, CopiesAreFoundByWhatIsInThem) {
  ASSERT_TRUE(store->note_copy_made({"1", "backup", "/backup/old.db", at(-10), {}, {}}));
  ASSERT_TRUE(store->note_copy_made({"2", "backup", "/backup/new.db", at(10), {}, {}}));
  ASSERT_TRUE(store->note_copy_made({"3", "evidence", "/out/later.zip", at(10), at(5), at(9)}));
  ASSERT_TRUE(store->note_copy_made({"4", "xapi", "/out/all.jsonl", at(11), at(-100), at(100)}));
  const auto copies = store->copies_holding(at(0), at(0));
  ASSERT_TRUE(copies);
  ASSERT_EQ(copies->size(), 2u) << "one was made before, one begins later";
  EXPECT_EQ((*copies)[0].file, "/backup/new.db");
  EXPECT_FALSE((*copies)[0].from);
  EXPECT_EQ((*copies)[1].to, std::optional(at(100)));
}

}  // namespace
}  // namespace preceptor::contract
