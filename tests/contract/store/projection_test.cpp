// Rows that pages look up: written with a commit, whole, by one of two writers.
#include "tests/contract/store/fixture.hpp"

#include <tuple>

namespace preceptor::contract {
namespace {

using ports::Projection;

const base::RegistrationId kSite(ports::kNoRegistration);

Projection row(const std::string& id, std::int64_t version = 1, std::int64_t ms = 0) {
  Projection made;
  made.kind = "case";
  made.id = id;
  made.parent = "unit-a";
  made.person = base::PersonId("p1");
  made.state = "open";
  made.version = version;
  made.updated_at = at(ms);
  made.body = "{\"n\":" + std::to_string(version) + "}";
  return made;
}

class ProjectionContract : public StoreContract {
 protected:
  base::Status put(const std::vector<Projection>& rows) {
    ports::UnitOfWork work;
    work.projections = rows;
    return store->commit(work);
  }
  std::vector<std::string> ids(const base::Result<std::vector<Projection>>& found) {
    std::vector<std::string> out;
    if (!found) return {base::describe(found.error())};
    for (const auto& one : *found) out.push_back(one.id);
    return out;
  }
};
PRECEPTOR_EVERY_ENGINE(ProjectionContract);

TEST_P(ProjectionContract, EveryMemberComesBackAsWritten) {
  ASSERT_TRUE(put({row("c1", 1, 7)}));
  open();
  const auto found = store->load_projection(kSite, "case", "c1");
  ASSERT_TRUE(found && *found);
  const Projection& one = **found;
  EXPECT_EQ(std::tie(one.kind, one.registration, one.id, one.parent, one.state, one.version, one.body),
            std::tuple("case", kSite, "c1", "unit-a", "open", 1, "{\"n\":1}"));
  EXPECT_EQ(one.person, base::PersonId("p1"));
  EXPECT_EQ(one.updated_at, at(7));
  EXPECT_FALSE(*store->load_projection(base::RegistrationId("r1"), "case", "c1"));
  EXPECT_FALSE(*store->load_projection(kSite, "question", "c1"));
}

TEST_P(ProjectionContract, OfTwoWritersOfOneVersionOneWins) {
  ASSERT_TRUE(put({row("c1")}));
  EXPECT_CODE(put({row("c1")}), Code::store_conflict);
  ASSERT_TRUE(put({row("c1", 2)}));
  EXPECT_CODE(put({row("c1", 2)}), Code::store_conflict);
  EXPECT_CODE(put({row("c2", 2)}), Code::store_conflict);   // of none
  EXPECT_EQ((*store->load_projection(kSite, "case", "c1"))->body, "{\"n\":2}");
}

TEST_P(ProjectionContract, AConflictWritesNothingOfTheCommit) {
  ASSERT_TRUE(put({row("c1")}));
  ports::UnitOfWork work;
  work.projections = {row("c2"), row("c1")};
  work.events = {event("r1", uuid("s"), 1)};
  EXPECT_CODE(store->commit(work), Code::store_conflict);
  EXPECT_FALSE(*store->load_projection(kSite, "case", "c2"));
  EXPECT_TRUE(store->load_events(base::RegistrationId("r1"), uuid("s"))->empty());
}

TEST_P(ProjectionContract, AWriteUnderALeaseThatHasGoneToAnotherIsNotMade) {
  const ports::Lease old = lease("upkeep", "node-1");
  ports::UnitOfWork under;
  under.projections = {row("a")};
  under.events = {event("r", "a", 1)};
  under.under = old;
  ASSERT_TRUE(store->commit(under));
  let_run_out("upkeep");
  const ports::Lease now = lease("upkeep", "node-2");
  under.projections = {row("a", 2), row("b")};
  under.events = {event("r", "a", 2)};
  EXPECT_CODE(store->commit(under), Code::store_conflict);
  EXPECT_EQ(count("projection"), 1);
  EXPECT_EQ(count("event"), 1);
  under.under = now;
  EXPECT_TRUE(store->commit(under));
  EXPECT_EQ(count("projection"), 2);
  EXPECT_EQ(count("event"), 2);
}

TEST_P(ProjectionContract, ListsAreNewestFirstAndFiltered) {
  auto decided = row("c2", 1, 2);
  decided.state = "decided";
  auto elsewhere = row("c4", 1, 1);
  elsewhere.registration = base::RegistrationId("r1");
  auto question = row("q1", 1, 9);
  question.kind = "question";
  question.parent = "unit-b";
  question.person = base::PersonId("p2");
  ASSERT_TRUE(put({row("c1", 1, 1), decided, row("c3", 1, 3), elsewhere, question}));
  using Ids = std::vector<std::string>;
  EXPECT_EQ(ids(store->list_projections({.kind = "case"})), (Ids{"c3", "c2", "c1", "c4"}));
  EXPECT_EQ(ids(store->list_projections({.kind = "case", .limit = 2})), (Ids{"c3", "c2"}));
  EXPECT_EQ(ids(store->list_projections({.kind = "case", .state = "open"})), (Ids{"c3", "c1", "c4"}));
  EXPECT_EQ(ids(store->list_projections({.kind = "case", .registration = base::RegistrationId("r1")})), Ids{"c4"});
  EXPECT_EQ(ids(store->list_projections({.kind = "case", .state = "open", .registration = kSite})), (Ids{"c3", "c1"}));
  EXPECT_EQ(ids(store->projections_of_parent("question", "unit-b", 10)), Ids{"q1"});
  EXPECT_EQ(ids(store->projections_of_parent("case", "unit-a", 1)), Ids{"c3"});
  EXPECT_EQ(ids(store->projections_of_person("question", base::PersonId("p2"), 10)), Ids{"q1"});
  EXPECT_EQ(ids(store->projections_of_person("case", base::PersonId("p1"), 10)), (Ids{"c3", "c2", "c1", "c4"}));
}

TEST_P(ProjectionContract, TextsOfAStreamComeInOrder) {
  ports::UnitOfWork work;
  work.events = {event("r1", uuid("s"), 1)};
  const base::RegistrationId registration("r1");
  work.texts = {{registration, uuid("s"), 1, base::PersonId("p1"), "b", "salt2", "second"}, {registration, uuid("s"), 1, base::PersonId("p1"), "a", "salt1", "first"}};
  ASSERT_TRUE(store->commit(work));
  const auto found = store->load_texts(registration, uuid("s"));
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2u);
  EXPECT_EQ(std::tie((*found)[0].field, (*found)[0].salt, (*found)[0].text), std::tuple("a", "salt1", "first"));
  EXPECT_EQ((*found)[1].person, base::PersonId("p1"));
  EXPECT_TRUE(store->load_texts(base::RegistrationId("r2"), uuid("s"))->empty());
}

TEST_P(ProjectionContract, AttemptsAreFoundByUnitVersionAndPerson) {
  ports::UnitOfWork work;
  auto other = attempt("r2", "a2", "p2");
  other.content = base::ContentHash(std::string(64, 'b'));
  auto later = attempt("r1", "a3", "p1", 2);
  later.opened_at = at(50);
  auto apart = attempt("r1", "a4", "p1");
  apart.unit_id = "unit-b";
  work.attempts = {attempt("r1", "a1"), other, later, apart};
  ASSERT_TRUE(store->commit(work));
  const auto listed = [](const base::Result<std::vector<ports::AttemptRow>>& found) {
    std::vector<std::string> out;
    for (const auto& one : found.value()) out.push_back(one.id.str());
    return out;
  };
  using Ids = std::vector<std::string>;
  EXPECT_EQ(listed(store->attempts_of_unit("unit-a", {}, 10)), (Ids{"a1", "a2", "a3"}));
  EXPECT_EQ(listed(store->attempts_of_unit("unit-a", base::AttemptId("a1"), 1)), Ids{"a2"});
  EXPECT_EQ(listed(store->attempts_of_content(base::ContentHash(std::string(64, 'a')), {}, 10)), (Ids{"a1", "a3", "a4"}));
  EXPECT_EQ(listed(store->attempts_of_content(base::ContentHash(std::string(64, 'a')), base::AttemptId("a3"), 10)), Ids{"a4"});
  EXPECT_EQ(listed(store->attempts_of_person(base::PersonId("p1"), 10)), (Ids{"a3", "a1", "a4"}));
  EXPECT_EQ(listed(store->attempts_of_person(base::PersonId("p1"), 1)), Ids{"a3"});
}

}  // namespace
}  // namespace preceptor::contract
