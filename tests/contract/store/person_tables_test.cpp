// Every table that docs/data.md calls personal is in a person's export and has its answer to an erasure. A table that joins the page without a line here fails.
#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "core/record/erasure.hpp"
#include "tests/contract/store/fixture.hpp"
#include "tests/contract/store/sqlite_engine.hpp"

namespace preceptor::contract {
namespace {

enum class Fate { goes, stays };   // stays: under the random id
struct Personal {
  const char* table;
  const char* held;   // as the export names it; empty: not of learners, or opened by another way
  Fate fate;
};
constexpr Personal kPersonal[] = {
    {"person", "mapping", Fate::goes},      {"attempt", "attempts", Fate::stays},    {"event", "events", Fate::stays},        {"rendering", "statements", Fate::stays},
    {"rendering_body", "statements", Fate::goes}, {"free_text", "texts", Fate::goes}, {"idempotency", "forms", Fate::goes},    {"draft", "drafts", Fate::goes},
    {"parked", "parked", Fate::goes},       {"score", "grades", Fate::goes},         {"projection", "rows", Fate::goes},      {"credit_grant", "grants", Fate::stays},
    {"vault_profile", "", Fate::goes},      {"vault_mark", "marks", Fate::goes},     {"audit_log", "seen", Fate::stays},      {"vault_access", "looks", Fate::stays},
    {"copy_made", "copies", Fate::stays},   {"admin_session", "", Fate::stays}};   // staff's sign-in; the profile is opened with the vault's key

std::set<std::string> personal_by_the_page() {
  std::ifstream file(std::string(PRECEPTOR_SOURCE_DIR) + "/docs/data.md");
  std::set<std::string> tables;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("| `")) continue;
    std::istringstream cells(line.substr(1));
    std::string name, columns, what, personal;
    for (std::string* cell : {&name, &columns, &what, &personal}) std::getline(cells, *cell, '|');
    if (personal.find_first_not_of(' ') != personal.find("none")) tables.insert(name.substr(2, name.rfind('`') - 2));
  }
  return tables;
}

TEST(PersonTables, EachThatThePageCallsPersonalHasItsAnswer) {
  std::set<std::string> known;
  for (const Personal& one : kPersonal) known.insert(one.table);
  EXPECT_EQ(personal_by_the_page(), known);
}

// Two persons with something of their own in each of those tables: words with "Ann" are the one's, words with "Bob" the other's.
class PersonTablesContract : public StoreContract {
 protected:
  void SetUp() override {
    StoreContract::SetUp();
    if (IsSkipped()) return;
    const xapi::Destination lrs{"lrs", "main"};
    ASSERT_TRUE(store->open_destination(lrs, true));
    for (const char* name : {"Ann", "Bob"}) keep(name);
    seal();
    const auto batch = store->next_batch(lrs, 10, 1 << 20);
    ASSERT_TRUE(batch && *batch && (*batch)->statements.size() == 2u);
    std::vector<xapi::Parked> refused;
    for (const auto& one : (*batch)->statements)
      refused.push_back({lrs, base::RegistrationId("r1"), one.position, one.id, "lrs.refused", "what is this: " + one.body, at(1)});
    ASSERT_TRUE(store->settle(lrs, lease("lrs/main"), base::RegistrationId("r1"), (*batch)->through, refused, std::nullopt));
  }

  void keep(const std::string& name) {
    const std::string stream = uuid(name);
    const base::PersonId person = person_of(name);
    const base::PlatformId school("pl");
    ports::UnitOfWork kept = work({event("r1", stream, 1)});
    kept.events[0].event.person = person;
    kept.events[0].renderings[0].body = R"({"actor":")" + name + "\"}";
    kept.persons.push_back({school, "sub-" + name, person});
    kept.attempts.push_back(attempt("r1", stream, person.str()));
    kept.attempts[0].launch_json = R"({"name":")" + name + "\"}";
    kept.texts.push_back({base::RegistrationId("r1"), stream, 1, person, "q1", "salt of " + name, "words of " + name});
    kept.grades.push_back({base::RegistrationId("r1"), "d1", "course", "link", "sub-" + name, base::AttemptId(stream), 1, 1, true, at(0)});
    kept.idempotency = ports::IdempotencyKey{base::RegistrationId("r1"), base::AttemptId(stream), "key-" + name, "place of " + name};
    ports::Projection row, roster;
    row.kind = "launch_identity";
    row.id = person.str();
    row.person = person;
    roster.registration = base::RegistrationId("0");
    roster.kind = "roster_row";
    roster.id = "pl/sub-" + name;
    row.body = roster.body = R"({"name":")" + name + "\"}";
    kept.projections = {row, roster};
    kept.grants.push_back(grant_of(person, school));
    const auto done = store->commit(kept);
    ASSERT_TRUE(done) << base::describe(done.error());
    ASSERT_TRUE(store->save_draft({base::RegistrationId("r1"), base::AttemptId(stream), 1, 1, "q=typed+by+" + name}));
    ASSERT_TRUE(store->save_sealed({school, person, "key", "sealed of " + name, {"mark of " + name}, at(0)}, {at(0), person, {"learner", "profile page"}, true}));
    ASSERT_TRUE(store->note_copy_made({person.str() + "/1", "person export", "/files/" + stream, at(1), {}, {}}));
    ASSERT_TRUE(store->append_audit({at(1), "staff", "member", "saw", "GET /staff/disclosures/{person}", "person=" + person.str(), {}}));
  }

  static base::PersonId person_of(const std::string& name) { return base::PersonId(uuid("person " + name)); }
  static credit::Grant grant_of(const base::PersonId& person, const base::PlatformId& school) {
    credit::Grant grant;
    grant.ccid = "ccid-" + person.str();
    grant.platform = school;
    grant.person = person;
    grant.activity_id = "opioids";
    grant.activity = base::ContentHash(std::string(64, 'a'));
    grant.rules = std::string(64, 'b');
    grant.provider = "main";
    grant.system = "ama-pra-1";
    grant.amount = {50};
    grant.profession = "physician";
    grant.date = *base::parse_date("2026-05-04");
    grant.certificate = "code-" + person.str();
    grant.granted_at = grant.changed_at = at(0);
    return grant;
  }
  void erase(const std::string& name) {
    ports::NewEvent made;
    made.event.stream_kind = "person";
    made.event.stream_id = uuid("own " + name);
    made.event.registration = base::RegistrationId("0");
    made.event.person = person_of(name);
    made.event.at = made.event.recorded_at = at(1000);
    made.event.payload = record::person_erased("command line", false);
    const auto taken = store->erase_person(person_of(name), {made});
    ASSERT_TRUE(taken) << base::describe(taken.error());
  }
  // "table: cell" of every cell of every table of the page that has `word` in it.
  std::vector<std::string> cells_with(const std::string& word) {
    std::ifstream file(std::string(PRECEPTOR_SOURCE_DIR) + "/docs/data.md");
    std::vector<std::string> found;
    for (std::string line; std::getline(file, line);) {
      if (!line.starts_with("| `")) continue;
      const std::string table = line.substr(3, line.find('`', 3) - 3);
      for (const auto& row : engine->rows("SELECT * FROM " + table))
        for (const auto& cell : row)
          if (cell.find(word) != std::string::npos) found.push_back(table + ": " + cell);
    }
    return found;
  }
};
PRECEPTOR_EVERY_ENGINE(PersonTablesContract);

TEST_P(PersonTablesContract, TheExportHoldsARowOfEachAndNothingOfAnother) {
  const auto held = store->held_of(person_of("Ann"));
  ASSERT_TRUE(held) << base::describe(held.error());
  for (const Personal& one : kPersonal) {
    if (*one.held == '\0') continue;
    const auto table = std::ranges::find(*held, std::string(one.held), &ports::HeldTable::name);
    ASSERT_NE(table, held->end()) << one.table;
    EXPECT_FALSE(table->rows.empty()) << one.table << " as " << one.held;
  }
  const auto roster = std::ranges::find(*held, std::string("roster"), &ports::HeldTable::name);
  ASSERT_NE(roster, held->end());
  EXPECT_EQ(roster->rows.size(), 1u);
  for (const auto& table : *held)
    for (const auto& row : table.rows)
      for (const auto& cell : row) EXPECT_EQ(cell.find("Bob"), std::string::npos) << table.name << ": " << cell;
}

TEST_P(PersonTablesContract, AfterTheErasureNoCellOfAnyTableHoldsWhatWasHers) {
  const auto others = cells_with("Bob");
  std::set<std::string> tables;
  for (const std::string& one : cells_with("Ann")) tables.insert(one.substr(0, one.find(':')));
  for (const Personal& one : kPersonal) EXPECT_TRUE(one.fate == Fate::stays || tables.contains(one.table)) << one.table << ": this test put nothing there";
  erase("Ann");
  EXPECT_EQ(cells_with("Ann"), std::vector<std::string>{});
  EXPECT_EQ(cells_with("Bob"), others);
  for (const auto& [table, column] : {std::pair{"free_text", "person"}, std::pair{"vault_profile", "person"}, std::pair{"vault_mark", "person"}, std::pair{"person", "id"},
                                      std::pair{"projection", "person"}})
    EXPECT_EQ(count(std::string(table) + " WHERE " + column + " = '" + person_of("Ann").str() + "'"), 0) << table;
  for (const char* table : {"event", "attempt", "credit_grant", "vault_access"})
    EXPECT_GE(count(std::string(table) + " WHERE person = '" + person_of("Ann").str() + "'"), 1) << table << " stays under the random id";
}

// The bytes too: a backup copies pages, and what stands in a page that no row uses would go along.
TEST(SqliteErasure, NothingOfItIsLeftInTheFile) {
  SqliteEngine engine;
  StandingClock clock;
  KeptLog log;
  auto opened = store::Store::open(engine.options(), clock, log);
  ASSERT_TRUE(opened);
  auto& store = **opened;
  const base::PersonId person("person-1");
  ports::UnitOfWork kept = work({event("r1", uuid("a"), 1)});
  kept.events[0].event.person = person;
  kept.events[0].renderings[0].body = R"({"actor":"Casablanca"})";
  kept.persons.push_back({base::PlatformId("pl"), "sub-Casablanca", person});
  kept.texts.push_back({base::RegistrationId("r1"), uuid("a"), 1, person, "q1", "salt", std::string(20'000, 'x') + "Casablanca"});   // over several pages
  ASSERT_TRUE(store.commit(kept));
  const auto bytes = [&] {
    engine.rows("PRAGMA wal_checkpoint(TRUNCATE)");
    std::ifstream in(engine.file(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  ASSERT_NE(bytes().find("Casablanca"), std::string::npos);
  ASSERT_TRUE(store.erase_person(person, {}));
  EXPECT_EQ(bytes().find("Casablanca"), std::string::npos);
}

}  // namespace
}  // namespace preceptor::contract
