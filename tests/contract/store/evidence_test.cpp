// What evidence bundles are made of: the sealed order with its statements, and what became of them.
#include "core/base/digest.hpp"
#include "tests/contract/store/fixture.hpp"

namespace preceptor::contract {
namespace {

class EvidenceContract : public StoreContract {
 protected:
  std::vector<xapi::RecordRow> walk(const std::string& registration, const xapi::ExportFilter& filter = {}) {
    std::vector<xapi::RecordRow> rows;
    const auto span = store->selected_span(filter, registration, 1'000'000);
    EXPECT_TRUE(span);
    if (!span || !*span) return rows;
    EXPECT_TRUE(store->walk_record(filter, registration, **span, [&](const xapi::RecordRow& row) {
      rows.push_back(row);
      return true;
    }));
    return rows;
  }
  std::vector<xapi::Delivered> delivered(const xapi::RecordSpan& span) {
    std::vector<xapi::Delivered> all;
    EXPECT_TRUE(store->walk_deliveries("r", span, [&](const xapi::Delivered& one) {
      all.push_back(one);
      return true;
    }));
    return all;
  }
};
PRECEPTOR_EVERY_ENGINE(EvidenceContract);

TEST_P(EvidenceContract, ShowsTheChainFromTheFirstToTheLastSelectedEvent) {
  commit({event("r", "a", 1, 0), event("r", "a", 2, 1000), without_statement(event("r", "a", 3, 2000)), event("r", "a", 4, 3000), event("r", "a", 5, 4000)});
  commit({event("q", "b", 1, 0)});
  EXPECT_TRUE(store->record_heads()->empty()) << "not sealed";
  seal();
  const auto heads = store->record_heads();
  ASSERT_TRUE(heads && heads->size() == 2u);
  EXPECT_EQ(heads->at(0).registration, "q");
  EXPECT_EQ(heads->at(1).position, 5);
  xapi::ExportFilter filter;
  filter.from = at(1000);
  filter.to = at(4000);
  const auto rows = walk("r", filter);
  ASSERT_EQ(rows.size(), 3u);
  std::string before = *store->seal_at("r", 1);
  for (const auto& row : rows) {
    EXPECT_EQ(row.seal, record::seal(before, row.position, row.hash));
    before = row.seal;
    EXPECT_EQ(row.statements.size(), row.position == 3 ? 0u : 1u);
    if (row.statements.empty()) continue;
    EXPECT_EQ(record::event_hash(row.event, row.renderings), row.hash);
    ASSERT_TRUE(row.statements[0].body);
    EXPECT_EQ(*row.statements[0].body, "{\"of\":\"r/a/" + std::to_string(row.position) + "\"}");
    EXPECT_EQ(row.statements[0].sha256, base::sha256_hex(*row.statements[0].body));
  }
  EXPECT_TRUE(rows[1].event.empty()) << "nothing of it is in the selection";
  EXPECT_EQ(*store->seal_at("r", 0), record::kFirstSeal);
  EXPECT_EQ(*store->seal_at("r", 5), heads->at(1).seal);
  EXPECT_FALSE(store->seal_at("r", 6));
}

TEST_P(EvidenceContract, ShowsTheSignatureBesideItsStatementUntilThePersonIsErased) {
  auto made = event("r", "a", 1);
  made.renderings[0].signature = "head.payload.signature";
  commit({made});
  seal();
  const auto rows = walk("r");
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].statements.at(0).signature, "head.payload.signature");
  engine->rows("DELETE FROM rendering_body");
  const auto erased = walk("r");
  ASSERT_EQ(erased.size(), 1u);
  EXPECT_EQ(erased[0].statements.at(0).signature, "");
}

TEST_P(EvidenceContract, ShowsWhatSupersedesAndLeavesOutWhatIsUnderAPseudonym) {
  const auto first = event("r", "a", 1);
  auto quiet = event("r", "quiet", 1, 10), anew = event("r", "anew", 1, 20);
  quiet.renderings[0].audience = "pseudonymised";
  anew.renderings[0].supersedes = first.renderings[0].id;
  record::Rendering voiding = anew.renderings[0];
  voiding.id = base::StatementId(uuid("voiding"));
  voiding.template_name = record::kVoidingTemplate;
  voiding.body = "void";
  anew.renderings.insert(anew.renderings.begin(), voiding);
  for (const auto& one : {first, quiet, anew}) {
    commit({one});
    seal();
  }
  const auto rows = walk("r");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].statements.size(), 1u) << "the superseded one stays: it was sealed, and may have been sent";
  EXPECT_TRUE(rows[1].statements.empty());
  EXPECT_TRUE(rows[1].event.empty()) << "it would join the person with the pseudonym";
  ASSERT_EQ(rows[2].statements.size(), 2u);
  EXPECT_EQ(rows[2].statements[0].body, "void");
  std::string before{record::kFirstSeal};
  for (const auto& row : rows) {
    EXPECT_EQ(row.seal, record::seal(before, row.position, row.hash)) << row.position;
    before = row.seal;
    if (row.event.empty()) continue;
    EXPECT_EQ(record::event_hash(row.event, row.renderings), row.hash) << row.position;
  }
}

TEST_P(EvidenceContract, SelectsByUnitAndCourseAndOnlyUpToAPosition) {
  auto made = work({event("r", "a", 1), event("r", "b", 1)});
  made.attempts = {attempt("r", "a")};
  ASSERT_TRUE(store->commit(made));
  seal();
  xapi::ExportFilter filter;
  filter.unit_id = "unit-a";
  EXPECT_EQ(walk("r", filter).size(), 1u) << "the other has no attempt";
  filter.unit_id = "unit-b";
  EXPECT_TRUE(walk("r", filter).empty());
  filter = {};
  filter.context_id = "elsewhere";
  EXPECT_TRUE(walk("r", filter).empty());
  const auto span = store->selected_span({}, "r", 1);
  ASSERT_TRUE(span && *span);
  EXPECT_EQ((*span)->last, 1);
}

TEST_P(EvidenceContract, WalksManyPagesAndStopsWhenTold) {
  std::vector<ports::NewEvent> many;
  for (std::int64_t i = 1; i <= 450; ++i) many.push_back(event("r", "a", i, i));
  commit(std::move(many));
  while (*store->anything_unsealed()) seal();
  const auto rows = walk("r");
  ASSERT_EQ(rows.size(), 450u);
  for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].position, static_cast<std::int64_t>(i) + 1);
  int seen = 0;
  EXPECT_TRUE(store->walk_record({}, "r", {1, 450}, [&](const xapi::RecordRow&) { return ++seen < 3; }));
  EXPECT_EQ(seen, 3);
}

TEST_P(EvidenceContract, TellsWhatBecameOfStatements) {
  const xapi::Destination main{"lrs", "main#1"};
  commit({event("r", "a", 1), event("r", "a", 2), event("r", "a", 3)});
  seal();
  ASSERT_TRUE(store->open_destination(main, true));
  const auto batch = store->next_batch(main, 50, 1 << 20);
  ASSERT_TRUE(batch && *batch);
  xapi::Parked refused{main, (*batch)->registration, 2, (*batch)->statements[1].id, "lrs.refused", "not this one", at(5)};
  const xapi::Receipt receipt{main, (*batch)->registration, 1, 3, 2, 200, at(6)};
  ASSERT_TRUE(store->settle(main, lease("lrs/main"), (*batch)->registration, (*batch)->through, {refused}, receipt));
  const auto all = delivered({1, 3});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].store, "main#1");
  EXPECT_EQ(all[0].statements, 2);
  EXPECT_EQ(all[0].status, 200);
  EXPECT_EQ(all[0].through, 3);
  EXPECT_EQ(all[0].at, at(6));
  EXPECT_EQ(all[1].refused_id, (*batch)->statements[1].id.str());
  EXPECT_EQ(all[1].code, "lrs.refused");
  EXPECT_EQ(delivered({3, 3}).size(), 1u) << "the refused one lies before";
  EXPECT_TRUE(delivered({4, 9}).empty());
}

TEST_P(EvidenceContract, KeepsTheEvidenceKeyAndItsCertificates) {
  EXPECT_EQ(*store->evidence_certificates("kid-1"), "");
  ASSERT_TRUE(store->save_evidence_certificates("kid-1", "one"));
  ASSERT_TRUE(store->save_evidence_certificates("kid-1", "two"));
  EXPECT_EQ(*store->evidence_certificates("kid-1"), "two");
  EXPECT_EQ(*store->evidence_certificates("kid-2"), "");
  lti::SigningKey key;
  key.kid = "kid-1";
  key.registration = base::RegistrationId("evidence");
  key.state = lti::KeyState::current;
  key.sealed = key.public_jwk = "x";
  ASSERT_TRUE(*store->add_key(key));
  ASSERT_TRUE(store->forget_expired(clock.now()));
  EXPECT_EQ(store->list_keys(key.registration)->size(), 1u) << "it has no registration, and stays";
}

}  // namespace
}  // namespace preceptor::contract
