// The audit file as a fold: what it holds, what it lacks, and that the same facts give the same bytes.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/base/digest.hpp"
#include "core/report/audit.hpp"
#include "tests/unit/rca/sample_case.hpp"

namespace preceptor::report {
namespace {

using std::string;

base::Date audit_day(const char* text) { return *base::parse_date(text); }
base::Instant at(const char* text) { return *base::parse_rfc3339(text); }

std::shared_ptr<const activity::Unit> unit(const string& id, bool rationale) {
  auto made = std::make_shared<activity::Unit>();
  made->id = id;
  made->title = "Title of " + id;
  made->language = "en";
  made->stated_minutes = 5;
  activity::Question question;
  question.id = "q";
  question.prompt = "=SUM(1)? Which, \"one\"?";
  question.scored = true;
  question.options = {{"a", "Right", true}, {"b", "Wrong"}};
  if (rationale) question.feedback_html = "<p>Because.</p>";
  made->sections = {{"Case", "<p>Text</p>", {question}}};
  made->hash = base::ContentHash(base::sha256_hex(activity::to_json(*made)));
  return made;
}

credit::UnitCounted counted(const AuditFacts& facts, std::size_t n, const char* disclosed) {
  credit::UnitCounted one;
  one.activity_id = facts.activity.id;
  one.activity = facts.activity.hash;
  one.unit_id = facts.units.at(n)->id;
  one.unit = facts.units.at(n)->hash;
  one.attempt = base::AttemptId("attempt-" + std::to_string(n));
  one.opened_at = at("2026-11-01T10:00:00Z");
  one.content_at = at("2026-11-01T10:01:00Z");
  one.completed_at = at("2026-11-01T10:05:00Z");
  one.date = audit_day("2026-11-01");
  if (disclosed) one.disclosure_at = at(disclosed);
  one.standard_at = at("2026-11-01T09:59:00Z");
  one.has_score = true;
  one.raw = one.max = 1;
  one.pass_percent = 75;
  return one;
}

AuditFacts complete() {
  AuditFacts facts;
  facts.activity.id = "hand-hygiene";
  facts.activity.title = "Hand hygiene";
  facts.activity.starts = audit_day("2026-10-01");
  facts.activity.ends = audit_day("2027-09-30");
  facts.activity.designated_on = audit_day("2026-09-01");
  facts.activity.accreditation_statement = "Accredited.";
  facts.activity.designation_statement = "Designated.";
  facts.activity.pass_percent = 75;
  facts.activity.bundle = {{"one", 5, true}};
  facts.activity.hash = base::ContentHash(base::sha256_hex(credit::to_json(facts.activity)));
  facts.accme_activity_id = "202612345";
  facts.units = {unit("one", true)};
  facts.current = {facts.units[0]->hash.str()};
  facts.versions = {credit::to_json(facts.activity)};
  facts.today = audit_day("2026-11-20");
  AuditLearner learner{base::PersonId("person-one"), "physician", {}, {}, {}};
  learner.counted = {counted(facts, 0, "2026-11-01T10:00:30Z")};
  credit::Grant grant;
  grant.ccid = "ccid:cme.example.org:ABC";
  grant.person = learner.person;
  grant.system = "ama-pra-1";
  grant.amount = {25};
  grant.profession = "physician";
  grant.date = audit_day("2026-11-01");
  grant.state = credit::GrantState::accepted;
  grant.granted_at = grant.changed_at = at("2026-11-02T08:00:00Z");
  learner.grants = {grant};
  facts.learners = {learner};
  facts.burden = {{"one", "abandonment", 0.1, 12}};
  return facts;
}

std::set<string> rules(const AuditFacts& facts) {
  std::set<string> found;
  for (const auto& one : audit_missing(facts)) found.insert(one.rule);
  return found;
}
string document(const AuditFile& file, const string& name) {
  const auto one = std::ranges::find(file.documents, name, &AuditDocument::name);
  return one == file.documents.end() ? "(absent)" : one->bytes;
}

// An empty list is also what somebody has who was never asked.
TEST(Audit, SaysOfNobodyThatThereIsNothingWhoHasNotSaidSo) {
  auto facts = complete();
  rca::Discloser silent;
  silent.name = "Sam Silent";
  silent.parts = {rca::Part::planner};
  facts.disclosures.people = {silent};
  auto made = audit_file(facts);
  EXPECT_NE(document(made, "disclosure/disclosures.txt").find("Has not disclosed."), string::npos);
  EXPECT_EQ(document(made, "disclosure/disclosures.txt").find("No relationship"), string::npos);
  EXPECT_NE(document(made, "disclosure/disclosures.json").find("\"disclosed\":false"), string::npos);
  facts.disclosures.people[0].disclosed_on = audit_day("2026-10-01");
  made = audit_file(facts);
  EXPECT_NE(document(made, "disclosure/disclosures.txt").find("No relationship with an ineligible company."), string::npos);
  EXPECT_NE(document(made, "disclosure/disclosures.json").find("\"disclosed\":true"), string::npos);
}

TEST(Audit, LacksNothingWhenAllIsThere) {
  EXPECT_EQ(rules(complete()), std::set<string>{});
  EXPECT_EQ(document(audit_file(complete()), "missing.txt"), "Nothing is missing.\n");
}

// 75 seconds are a quarter of five minutes.
TEST(Audit, WorkFarBelowThePlannedTimeIsFlagged) {
  AuditFacts facts = complete();
  const auto flagged = [&](std::optional<base::Milliseconds> active) {
    facts.learners[0].counted[0].minutes = 5;
    facts.learners[0].counted[0].active = active;
    const string table = document(audit_file(facts), "assessment/results.csv");
    const auto line = table.find("\r\n") + 2;
    const string row = table.substr(line, table.find("\r\n", line) - line);
    return row.substr(row.find(",5,") + 1);
  };
  EXPECT_EQ(flagged(base::Milliseconds(74'999)), "5,74,yes");
  EXPECT_EQ(flagged(base::Milliseconds(75'000)), "5,75,no");
  EXPECT_EQ(flagged(std::nullopt), "5,,not measured");
}

TEST(Audit, NamesEachLack) {
  struct Case {
    const char* rule;
    void (*change)(AuditFacts&);
  };
  const Case cases[] = {
      {"statement", [](AuditFacts& facts) { facts.activity.designation_statement.clear(); }},
      {"number", [](AuditFacts& facts) { facts.accme_activity_id.clear(); }},
      {"bundle", [](AuditFacts& facts) { facts.activity.bundle.clear(); }},
      {"unit_gone", [](AuditFacts& facts) { facts.current.clear(); }},
      {"rationale", [](AuditFacts& facts) {
         facts.units.push_back(unit("one", false));
         facts.current = {facts.units[1]->hash.str()};
       }},
      {"wording_lost", [](AuditFacts& facts) { facts.learners[0].counted[0].unit = base::ContentHash("lost"); }},
      {"no_learners", [](AuditFacts& facts) { facts.learners.clear(); }},
      {"disclosure_late", [](AuditFacts& facts) { facts.learners[0].counted[0].disclosure_at = at("2026-11-01T10:02:00Z"); }},
      {"disclosure_late", [](AuditFacts& facts) { facts.learners[0].counted[0].disclosure_at.reset(); }},
      {"standard_untold", [](AuditFacts& facts) { facts.learners[0].counted[0].standard_at = at("2026-11-01T10:03:00Z"); }},
      {"rejected", [](AuditFacts& facts) { facts.learners[0].grants[0].state = credit::GrantState::rejected; }},
      {"no_burden", [](AuditFacts& facts) { facts.burden[0].value.reset(); }},
      {"designation.rounding", [](AuditFacts& facts) { facts.findings = {{true, "designations[0].max", "designation.rounding", "It rounds to 0."}}; }},
  };
  for (const auto& one : cases) {
    auto facts = complete();
    one.change(facts);
    EXPECT_EQ(rules(facts), std::set<string>{one.rule});
    EXPECT_NE(document(audit_file(facts), "missing.txt"), "Nothing is missing.\n") << one.rule;
  }
  auto warned = complete();
  warned.findings = {{false, "title", "title.long", "Long."}};
  EXPECT_TRUE(rules(warned).empty()) << "a warning is no lack";
}

TEST(Audit, ACaseGivesDecisionDissentAndOutcome) {
  auto facts = complete();
  const auto file = rca::knowledge_case();
  facts.cases = {{rca::brief_of(file), {}}};
  const auto made = audit_file(facts);
  const string text = document(made, "decision/" + facts.cases[0].brief.case_id + ".txt");
  EXPECT_NE(text.find("Dissent"), string::npos) << text;
  EXPECT_NE(text.find(facts.cases[0].brief.sheet.gap.statement), string::npos) << text;
  EXPECT_TRUE(rca::brief_from_json(document(made, "decision/" + facts.cases[0].brief.case_id + ".json")));
  EXPECT_NE(document(made, "outcome/outcome.csv").find(facts.cases[0].brief.sheet.gap.measure), string::npos);
  facts.cases[0].values = {{audit_day("2027-03-01"), "61.5", "ward audit"}};
  EXPECT_NE(document(audit_file(facts), "outcome/outcome.csv").find("2027-03-01,61.5,ward audit"), string::npos);
}

TEST(Audit, WhatLearnersReadIsWhatThePeopleDisclosed) {
  auto facts = complete();
  facts.activity.disclosure = "Nobody has anything.";
  rca::Discloser who;
  who.person = "p1";
  who.name = "B. Author";
  who.parts = {rca::Part::author};
  facts.disclosures = {{who}, "none"};
  const auto text = [&] { return document(audit_file(facts), "disclosure/disclosures.txt"); };
  EXPECT_NE(text().find("What learners read\n  Nobody has anything.\n"), string::npos) << "undisclosed: " << text();
  facts.disclosures.people[0].disclosed_on = audit_day("2026-09-01");
  const string told = "No relevant financial relationships with ineligible companies: B. Author.";
  EXPECT_NE(text().find("What learners read\n  " + told + "\n  No commercial support.\n"), string::npos) << text();
  EXPECT_NE(text().find(credit::disclosure_hash(told)), string::npos) << "as the rows of who saw it";
  EXPECT_NE(text().find("not shown any more\n  Nobody has anything.\n"), string::npos) << text();
}

TEST(Audit, TheSameBytesWhateverTheOrder) {
  auto facts = complete();
  auto second = facts.learners[0];
  second.person = base::PersonId("person-two");
  second.grants.clear();
  facts.learners.push_back(second);
  const auto once = audit_file(facts);
  std::ranges::reverse(facts.learners);
  const auto again = audit_file(facts);
  ASSERT_EQ(once.documents.size(), again.documents.size());
  for (std::size_t i = 0; i < once.documents.size(); ++i) EXPECT_EQ(once.documents[i].bytes, again.documents[i].bytes) << once.documents[i].name;
  EXPECT_TRUE(std::ranges::is_sorted(once.documents, {}, &AuditDocument::name));
  for (const auto& one : once.documents) {
    if (one.name == "manifest.json") continue;
    EXPECT_NE(document(once, "manifest.json").find(base::sha256_hex(one.bytes)), string::npos) << one.name;
  }
}

TEST(Audit, IdentifiersOnlyWhereAsked) {
  auto facts = complete();
  facts.learners[0].profile = credit::Profile{};
  facts.learners[0].profile->family_name = "Sample";
  facts.learners[0].profile->npi = "1234567893";
  for (const auto& one : audit_file(facts).documents) {
    EXPECT_EQ(one.bytes.find("Sample"), string::npos) << one.name;
    EXPECT_EQ(one.bytes.find("1234567893"), string::npos) << one.name;
    EXPECT_EQ(one.bytes.find("person-one"), string::npos) << one.name;
  }
  facts.identified = true;
  EXPECT_NE(document(audit_file(facts), "credit/credits.csv").find("Sample,1234567893"), string::npos);
}

TEST(Audit, CellsAreNoFormulas) {
  EXPECT_EQ(audit_csv_line({"=HYPERLINK(1)", "+1", "-1", "@x", "a,b", "q\"q", "", "plain"}), "'=HYPERLINK(1),'+1,'-1,'@x,\"a,b\",\"q\"\"q\",,plain\r\n");
  EXPECT_NE(document(audit_file(complete()), "assessment/questions.csv").find("\"'=SUM(1)? Which, \"\"one\"\"?\",Right,<p>Because.</p>"), string::npos);
}

}  // namespace
}  // namespace preceptor::report
