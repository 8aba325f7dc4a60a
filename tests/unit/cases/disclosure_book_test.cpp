// Disclosures and the gate with what is stored: dated by the member, ruled on by somebody else, and asked for before anything with credit is published.
#include "web/rca/disclosure_book.hpp"

#include <gtest/gtest.h>

#include "tests/fakes/memory_stores.hpp"
#include "tests/unit/rca/sample_case.hpp"
#include "web/rca/gate_desk.hpp"

namespace preceptor::web::testing {
namespace {

using Saved = DisclosureAct::Outcome;

const std::string kAuthor = "33333333-3333-4333-8333-333333333333", kReviewer = "44444444-4444-4444-8444-444444444444";
const std::vector<rca::Part> kBoth = {rca::Part::planner, rca::Part::author}, kOthers = {rca::Part::reviewer, rca::Part::signer};

struct Registry {
  fakes::StillClock clock;
  fakes::MemoryRecords records;
  DisclosureBook book{records, records.projections, clock};
  CaseBook cases{records, records.projections, clock};
  base::Date today() { return base::utc_date(clock.now()); }
  StoredDisclosure of(const std::string& person) { return *book.load(person); }
  Saved disclose(const std::string& person, const std::vector<rca::Part>& parts, const std::vector<std::string>& companies) {
    std::vector<rca::Relationship> told;
    for (const auto& company : companies) {
      rca::Relationship one;
      one.company = company;
      one.nature = "advisory board";
      told.push_back(one);
    }
    return book.disclose(person, "Member " + person.substr(0, 1), parts, told, of(person).version)->outcome;
  }
};

TEST(Disclosures, AreDatedRuledOnByAnotherAndMitigated) {
  Registry registry;
  ASSERT_EQ(registry.disclose(kAuthor, kBoth, {"Example Devices"}), Saved::done);
  ASSERT_EQ(registry.disclose(kReviewer, kOthers, {}), Saved::done);
  EXPECT_EQ(registry.of(kAuthor).discloser.disclosed_on, registry.today());
  const auto missing = [&] { return rca::check_disclosures(*registry.book.gather({kAuthor, kReviewer}, "none"), registry.today()); };
  EXPECT_EQ(missing().size(), 1u) << rca::shown(missing());
  EXPECT_TRUE(rca::has(registry.book.rule(kAuthor, 0, true, "", kAuthor, 1)->problems, "relationships.0.ruled_by", "ruling")) << "not one's own";
  ASSERT_EQ(registry.book.rule(kAuthor, 0, true, "", kReviewer, 1)->outcome, Saved::done);
  EXPECT_EQ(missing().size(), 1u) << "relevant and not mitigated";
  ASSERT_EQ(registry.book.rule(kAuthor, 0, true, "Content was reviewed by a peer.", kReviewer, 2)->outcome, Saved::done);
  EXPECT_TRUE(missing().empty()) << rca::shown(missing());
  ASSERT_EQ(registry.disclose(kAuthor, kBoth, {"Example Devices", "Another Company"}), Saved::done);
  EXPECT_EQ(registry.of(kAuthor).discloser.relationships[0].ruled_by, kReviewer) << "what did not change stays ruled on";
  EXPECT_EQ(missing().size(), 1u) << "the new one is not";
  EXPECT_EQ(registry.book.list()->size(), 2u);
  registry.clock.pass(base::Milliseconds(std::int64_t{400} * 24 * 3600 * 1000));
  EXPECT_GE(missing().size(), 2u) << "grown old";
}

TEST(Disclosures, TheRecordHoldsNoNamesAndTwoWritersDoNotOverwrite) {
  Registry registry;
  ASSERT_EQ(registry.disclose(kAuthor, kBoth, {"Example Devices"}), Saved::done);
  ASSERT_EQ(registry.disclose(kAuthor, kBoth, {"Example Devices"}), Saved::done) << "a form sent twice";
  ASSERT_EQ(registry.records.events[kAuthor].size(), 1u);
  const auto json = record::canonical_json(registry.records.events[kAuthor][0].event);
  EXPECT_EQ(json.find("Example"), std::string::npos) << json;
  EXPECT_EQ(json.find("Member"), std::string::npos);
  EXPECT_TRUE(record::event_from_json(json));
  rca::Relationship other;
  other.company = "Another Company";
  other.nature = "research funding";
  const auto late = registry.book.disclose(kAuthor, "Member 3", kBoth, {other}, 0);
  ASSERT_EQ(late->outcome, Saved::conflict);
  EXPECT_EQ(late->now->discloser.relationships[0].company, "Example Devices");
  other.nature = "mail jane@example.org";
  EXPECT_TRUE(rca::has(registry.book.disclose(kAuthor, "Member 3", kBoth, {other}, 1)->problems, "relationships.0.nature", "identifier"));
  EXPECT_EQ(registry.records.texts[0].person.str(), kAuthor) << "goes with the person";
}

TEST(Gate, AsksForAGoAndForEverybodysDisclosure) {
  Registry registry;
  const auto file = rca::knowledge_case();
  const CaseActor planner{base::PersonId("p"), "Planner"}, signer{base::PersonId("s"), "Signer"};
  const auto id = registry.cases.open(planner, file.sheet, "k")->id;
  const auto refusals = [&](const std::string& gap, bool credit = true) {
    return *publish_refusals_of(registry.cases, registry.book, {{"unit-a", gap}}, {kAuthor, kReviewer}, "none", credit, registry.today());
  };
  EXPECT_TRUE(rca::has(refusals(id), "units.unit-a.gap", "decision_missing")) << rca::shown(refusals(id));
  EXPECT_TRUE(rca::has(*gap_warnings_of(registry.cases, "", registry.today()), "gap", "decision_missing"));
  EXPECT_TRUE(rca::has(*gap_warnings_of(registry.cases, "none", registry.today()), "gap", "reason"));
  EXPECT_TRUE(refusals(id, false).empty()) << "without credit nothing is refused";
  int n = 0;
  for (const auto& rating : file.ratings) ASSERT_TRUE(registry.cases.rate(id, rating, "r" + std::to_string(++n)));
  const auto one = **registry.cases.load(id);
  const auto proposal = rca::proposal(one.sheet, one.ratings, one.decisions);
  ASSERT_EQ(registry.cases.decide(id, signer, {proposal.proposed, proposal.basis, "Plain.", "none", base::add_months(registry.today(), 6)}, "d")->outcome,
            CaseAct::Outcome::done);
  EXPECT_TRUE(gap_warnings_of(registry.cases, id, registry.today())->empty());
  EXPECT_FALSE(refusals(id).empty()) << "nobody has disclosed anything";
  ASSERT_EQ(registry.disclose(kAuthor, kBoth, {}), Saved::done);
  ASSERT_EQ(registry.disclose(kReviewer, kOthers, {}), Saved::done);
  EXPECT_TRUE(refusals(id).empty()) << rca::shown(refusals(id));
  EXPECT_TRUE(refusals("none the law asks for it").empty());
  EXPECT_TRUE(rca::has(*gap_warnings_of(registry.cases, id, base::add_months(registry.today(), 7)), "gap", "review_overdue"));
}

}  // namespace
}  // namespace preceptor::web::testing
