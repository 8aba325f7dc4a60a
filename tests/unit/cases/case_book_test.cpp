// Cases through their book, over stores in memory: what is written is found again, nobody overwrites another, a lost text is known to be lost.
#include "web/rca/case_book.hpp"

#include <gtest/gtest.h>

#include "core/activity/rca/json.hpp"
#include "tests/fakes/memory_stores.hpp"
#include "tests/fakes/test_platform.hpp"
#include "tests/unit/rca/sample_case.hpp"

namespace preceptor::web::testing {
namespace {

using Outcome = CaseAct::Outcome;

const CaseActor kPlanner{base::PersonId("planner-1"), "Planner One"};
const CaseActor kSigner{base::PersonId("signer-1"), "Signer One"};
const CaseActor kSecond{base::PersonId("signer-2"), "Signer Two"};

struct CaseOffice {
  fakes::StillClock clock;
  fakes::MemoryRecords records;
  CaseBook book{records, records.projections, clock};
  std::string id;
  int keys = 0;

  std::string key() { return "key-" + std::to_string(++keys); }
  // A case filled in as this file says, its ratings given by their persons.
  explicit CaseOffice(const rca::CaseFile& file = {}) {
    if (file.sheet.title.empty()) return;
    rca::Sheet start;
    start.title = file.sheet.title;
    id = book.open(kPlanner, start, key())->id;
    EXPECT_EQ(book.save_sheet(id, kPlanner, now().sheet_seq, [&](rca::Sheet& sheet) { sheet = file.sheet; }, key())->outcome, Outcome::done);
    for (const auto& rating : file.ratings) EXPECT_EQ(book.rate(id, rating, key())->outcome, Outcome::done);
  }
  RcaCase now() {
    const auto loaded = book.load(id);
    EXPECT_TRUE(loaded && *loaded) << (loaded ? "absent" : loaded.error().detail);
    return loaded && *loaded ? **loaded : RcaCase{};
  }
  CaseLine line() {
    const auto lines = book.list();
    EXPECT_TRUE(lines && lines->size() == 1u);
    return lines && !lines->empty() ? lines->front() : CaseLine{};
  }
  DecisionForm form(std::optional<rca::Outcome> decided = {}) {
    const auto one = now();
    const auto proposal = rca::proposal(one.sheet, one.ratings, one.decisions);
    return {decided.value_or(proposal.proposed), proposal.basis, "The causes are plain.", "none", base::add_months(base::utc_date(clock.now()), 6)};
  }
  std::size_t events() { return records.events[id].size(); }
};

TEST(CaseBook, ASheetComesBackAndTheRecordHoldsNoneOfItsWords) {
  CaseOffice office(rca::system_case());
  const auto one = office.now();
  EXPECT_EQ(one.sheet, rca::system_case().sheet);
  EXPECT_EQ(one.planner, kPlanner);
  EXPECT_EQ(one.ratings.size(), 9u);
  EXPECT_TRUE(one.lost.empty());
  for (const auto& added : office.records.events[office.id]) {
    const auto json = record::canonical_json(added.event);
    EXPECT_EQ(added.event.registration.str(), "0");
    EXPECT_EQ(added.event.stream_kind, "case");
    for (const char* word : {"Hands", "Ward", "Planner", "Cause P1"}) EXPECT_EQ(json.find(word), std::string::npos) << json;
    EXPECT_TRUE(record::event_from_json(json));
  }
}

TEST(CaseBook, TheListTellsTitleRuleAndPeople) {
  CaseOffice office(rca::system_case());
  const auto line = office.line();
  EXPECT_EQ(line.id, office.id);
  EXPECT_EQ(line.title, "Gloves and hands");
  EXPECT_EQ(line.state, "open");
  EXPECT_EQ(line.proposed, rca::Outcome::no_go);
  EXPECT_LT(line.eas, 300);
  EXPECT_EQ(line.people, 9);
  EXPECT_EQ(line.roles, 3);
  EXPECT_FALSE(line.decided);
  EXPECT_EQ(office.records.projections.rows.begin()->second.body.find("Planner"), std::string::npos) << "no names in the row";
}

TEST(CaseBook, TwoPlannersDoNotOverwriteEachOther) {
  CaseOffice office(rca::knowledge_case());
  const auto seen = office.now().sheet_seq;
  const auto set = [](const char* title) { return [title](rca::Sheet& sheet) { sheet.title = title; }; };
  EXPECT_EQ(office.book.save_sheet(office.id, kPlanner, seen, set("First"), office.key())->outcome, Outcome::done);
  const auto late = office.book.save_sheet(office.id, kSigner, seen, set("Second"), office.key());
  ASSERT_EQ(late->outcome, Outcome::conflict);
  EXPECT_EQ(late->now->sheet.title, "First");
  EXPECT_EQ(late->now->sheet_by, kPlanner.person);
  EXPECT_EQ(office.now().sheet.title, "First");
}

TEST(CaseBook, TheSameFormAgainChangesNothing) {
  CaseOffice office(rca::knowledge_case());
  const auto before = office.events();
  const auto rating = rca::rating("late", rca::Role::pharmacist, {{rca::Row::k1, 3}});
  EXPECT_EQ(office.book.rate(office.id, rating, "once")->outcome, Outcome::done);
  EXPECT_EQ(office.book.rate(office.id, rating, "once")->outcome, Outcome::done);
  EXPECT_EQ(office.events(), before + 1);
  rca::Sheet start;
  start.title = "Another";
  const auto first = office.book.open(kPlanner, start, "open-1"), again = office.book.open(kPlanner, start, "open-1");
  EXPECT_EQ(first->id, again->id);
  EXPECT_EQ(office.book.list()->size(), 2u);
}

TEST(CaseBook, AWriterWhoMeetsAnotherTriesAgain) {
  CaseOffice office(rca::knowledge_case());
  office.records.next_commits = {base::Code::store_conflict, base::Code::store_conflict};
  EXPECT_EQ(office.book.rate(office.id, rca::rating("late", rca::Role::manager, {{rca::Row::p1, 1}}), office.key())->outcome, Outcome::done);
  office.records.next_commits = {base::Code::store_full};
  const auto full = office.book.rate(office.id, rca::rating("later", rca::Role::manager, {{rca::Row::p1, 1}}), office.key());
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().code, base::Code::store_full);
  EXPECT_EQ(office.now().ratings.size(), 10u);
}

TEST(CaseBook, IdentifiersAreRefusedBeforeTheyAreStored) {
  CaseOffice office(rca::knowledge_case());
  const auto before = office.events();
  const auto texts = office.records.texts.size();
  const std::string words = [] { std::string text; for (int i = 0; i < 120; ++i) text += "word "; return text; }();
  for (const std::string& gap : {std::string("MRN 1234567 was missed"), words + "MRN 1234567"}) {
    const auto saved = office.book.save_sheet(office.id, kPlanner, office.now().sheet_seq, [&](rca::Sheet& sheet) { sheet.gap.statement = gap; }, office.key());
    EXPECT_EQ(saved->outcome, Outcome::refused) << gap;
    EXPECT_TRUE(rca::has(saved->problems, "gap.statement", "identifier")) << rca::shown(saved->problems);
  }
  auto rating = rca::rating("late", rca::Role::nurse, {{rca::Row::k1, 3}});
  rating.cards[0].example = "Mail to jane@example.org";
  EXPECT_TRUE(rca::has(office.book.rate(office.id, rating, office.key())->problems, "cards.knowledge.example", "identifier"));
  EXPECT_TRUE(rca::has(office.book.follow_up(office.id, kPlanner, "61", rca::date("2020-01-01"), "MRN 1234567", office.key())->problems, "source", "identifier"));
  EXPECT_EQ(office.events(), before);
  EXPECT_EQ(office.records.texts.size(), texts);
  EXPECT_EQ(office.book.save_sheet(office.id, kPlanner, office.now().sheet_seq, [&](rca::Sheet& sheet) { sheet.gap.statement = words; }, office.key())->outcome,
            Outcome::done) << "too long a gap may be shortened later";
  EXPECT_EQ(office.now().verdict().outcome, rca::Outcome::incomplete);
}

TEST(CaseBook, TheRulesOwnOutcomeNeedsOneSignature) {
  CaseOffice office(rca::system_case());
  const auto done = office.book.decide(office.id, kSigner, office.form(), office.key());
  ASSERT_EQ(done->outcome, Outcome::done) << rca::shown(done->problems);
  const auto one = office.now();
  ASSERT_NE(one.decisions.current(), nullptr);
  EXPECT_EQ(one.decisions.current()->decided, rca::Outcome::no_go);
  EXPECT_EQ(one.decisions.current()->signer.name, "Signer One");
  EXPECT_EQ(one.decisions.current()->reason, "The causes are plain.");
  EXPECT_FALSE(one.changed_since_decision());
  EXPECT_FALSE(one.takes_ratings());
  EXPECT_EQ(office.line().state, "decided");
  EXPECT_EQ(office.line().decided, rca::Outcome::no_go);
  EXPECT_TRUE(rca::has(office.book.rate(office.id, rca::rating("late", rca::Role::nurse, {{rca::Row::k1, 3}}), office.key())->problems, "case", "closed"));
  EXPECT_TRUE(rca::has(office.book.start_unit(office.id, kPlanner, "unit-1", office.key())->problems, "gap", "decision_no_go"));
  EXPECT_EQ(**office.book.decisions(office.id), one.decisions);
  EXPECT_EQ(office.book.facts()->front().decisions, one.decisions);
}

TEST(CaseBook, AgainstTheRuleASecondPersonSigns) {
  CaseOffice office(rca::system_case());
  const auto waiting = office.book.decide(office.id, kSigner, office.form(rca::Outcome::go_part), office.key());
  ASSERT_EQ(waiting->outcome, Outcome::waiting) << rca::shown(waiting->problems);
  EXPECT_EQ(office.now().decisions.current(), nullptr);
  EXPECT_EQ(office.now().pending->first.name, "Signer One");
  EXPECT_TRUE(rca::has(office.book.second(office.id, kSigner, "none", "Because.", office.key())->problems, "override.second.person", "second_person"));
  office.clock.pass(base::Milliseconds(60'000));
  const auto done = office.book.second(office.id, kSecond, "none", "The audit is old.", office.key());
  ASSERT_EQ(done->outcome, Outcome::done) << rca::shown(done->problems);
  const auto one = office.now();
  const auto& decision = *one.decisions.current();
  EXPECT_EQ(decision.decided, rca::Outcome::go_part);
  EXPECT_EQ(decision.against_rule->second.name, "Signer Two");
  EXPECT_EQ(decision.against_rule->reason, "The audit is old.");
  EXPECT_LT(decision.signer.at, decision.against_rule->second.at);
  EXPECT_EQ(rca::stands_from(decision), decision.against_rule->second.at);
  EXPECT_FALSE(one.pending);
  EXPECT_TRUE(one.lost.empty());
  EXPECT_EQ(office.book.start_unit(office.id, kPlanner, "unit-1", office.key())->outcome, Outcome::done);
  EXPECT_EQ(office.book.start_unit(office.id, kPlanner, "unit-1", office.key())->outcome, Outcome::done);
  EXPECT_EQ(office.now().units.size(), 1u);
}

TEST(CaseBook, ADecisionIsMadeOnWhatWasShown) {
  CaseOffice office(rca::knowledge_case());
  const auto form = office.form(), other = office.form(rca::Outcome::hold_data);
  EXPECT_EQ(office.book.decide(office.id, kSigner, other, office.key())->outcome, Outcome::waiting);
  ASSERT_TRUE(office.book.rate(office.id, rca::rating("late", rca::Role::nurse, {{rca::Row::p1, 3}}), office.key()));
  const auto stale = office.book.decide(office.id, kSigner, form, office.key());
  EXPECT_EQ(stale->outcome, Outcome::conflict);
  EXPECT_EQ(stale->now->ratings.size(), 10u);
  EXPECT_EQ(office.book.second(office.id, kSecond, "none", "Because.", office.key())->outcome, Outcome::conflict);
  EXPECT_EQ(office.book.withdraw(office.id)->outcome, Outcome::done);
  EXPECT_FALSE(office.now().pending);
}

TEST(CaseBook, WhatIsMissingIsSaidFieldByField) {
  CaseOffice office(rca::knowledge_case());
  auto form = office.form();
  form.reason.clear();
  form.interest.clear();
  form.re_review = {};
  const auto refused = office.book.decide(office.id, {base::PersonId("signer-1"), ""}, form, office.key());
  for (const auto& [field, rule] : {std::pair("reason", "reason"), std::pair("signer.interest", "interest"), std::pair("signer.name", "required"), std::pair("re_review", "date")})
    EXPECT_TRUE(rca::has(refused->problems, field, rule)) << rca::shown(refused->problems);
  EXPECT_TRUE(rca::has(office.book.follow_up(office.id, kPlanner, "much", rca::date("2020-01-01"), "audit", office.key())->problems, "value", "number"));
}

TEST(CaseBook, AnErasedTextIsLostAndADamagedOneToo) {
  CaseOffice office(rca::system_case());
  auto rating = rca::rating("person-0", rca::Role::nurse, {{rca::Row::k1, 1}});
  rating.cards[0].example = "They never saw one.";
  ASSERT_TRUE(office.book.rate(office.id, rating, office.key()));
  ASSERT_EQ(office.book.decide(office.id, kSigner, office.form(), office.key())->outcome, Outcome::done);
  const auto whole = office.now();
  std::erase_if(office.records.texts, [](const auto& one) { return one.person == kSigner.person || one.person.str() == "person-0"; });
  const auto less = office.now();
  const auto n = whole.last_seq;
  for (const char* field : {"reason", "signer.name", "signer.interest"}) EXPECT_TRUE(less.is_lost(n, field)) << field;
  EXPECT_TRUE(less.is_lost(n - 1, "example.knowledge"));
  EXPECT_EQ(less.decisions.current()->decided, rca::Outcome::no_go);
  EXPECT_EQ(less.sheet, whole.sheet) << "the organisation's own words stay";
  EXPECT_EQ(rca::gather(less.ratings), rca::gather(whole.ratings));
  for (auto& one : office.records.texts)
    if (one.field == "sheet") one.text.replace(one.text.find("Gloves"), 6, "Gloved");
  const auto damaged = office.now();
  EXPECT_TRUE(damaged.is_lost(damaged.sheet_seq, "sheet"));
  EXPECT_TRUE(damaged.sheet.title.empty());
  EXPECT_EQ(damaged.sheet.rows[rca::Row::p1].evidence, 2);
  EXPECT_TRUE(std::any_of(damaged.lost.begin(), damaged.lost.end(), [](const auto& one) { return one.damaged; }));
}

TEST(CaseBook, NoCaseIsAbsentAndABrokenOneIsAnError) {
  CaseOffice office(rca::knowledge_case());
  EXPECT_FALSE(*office.book.load("no-case"));
  EXPECT_FALSE(*office.book.load("00000000-0000-4000-8000-000000000000"));
  EXPECT_EQ(office.book.withdraw("00000000-0000-4000-8000-000000000000")->outcome, Outcome::absent);
  office.records.events[office.id].erase(office.records.events[office.id].begin() + 1);
  const auto broken = office.book.load(office.id);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, base::Code::json_malformed);
}

TEST(CaseBook, FollowUpsAreKept) {
  CaseOffice office(rca::knowledge_case());
  ASSERT_EQ(office.book.follow_up(office.id, kPlanner, "061.50", rca::date("2020-01-01"), "ward audit", office.key())->outcome, Outcome::done);
  const auto one = office.now();
  ASSERT_EQ(one.follow_ups.size(), 1u);
  EXPECT_EQ(one.follow_ups[0].value, "61.5");
  EXPECT_EQ(one.follow_ups[0].source, "ward audit");
}

}  // namespace
}  // namespace preceptor::web::testing
