// A site with one activity, one learner and the book of credit.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/fakes/memory_site.hpp"
#include "tests/fakes/memory_stores.hpp"
#include "tests/fakes/memory_vault.hpp"
#include "tests/unit/credit/learner.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::web::testing {

struct BookRoom {
  fakes::StillClock clock;   // 2026-09-21
  fakes::MemoryRecords records;
  fakes::MemoryContent content;
  fakes::MemoryVault vault{clock};
  fakes::MemoryLog log;
  credit::Rulebook rules = credit::story_rules();
  CreditBook book{CreditDeps{records, records.projections, records.credit, content, vault, clock, log, rules,
                             {{"demo", "The Demo provider", "0000001", {"ama-pra-1"}, "America/Chicago"}}, "cme.example.org", "https://cme.example.org/xapi",
                             [](const base::PlatformId&) { return std::string("https://lms.example.edu"); }}};
  ports::Person person{base::PlatformId("platform-1"), "sub-1", base::PersonId("22222222-2222-4222-8222-222222222222")};
  int attempts = 0;

  BookRoom() { publish(credit::sample_activity()); }

  credit::Activity publish(credit::Activity activity) {
    const std::string json = credit::to_json(activity);
    activity = *credit::activity_from_json(json);
    content.publish_edited({"activity", activity.id, activity.language, activity.hash, json, "editor", clock.now(), activity.title});
    clock.pass(std::chrono::seconds(3));   // longer than the book keeps what it read
    return activity;
  }
  credit::UnitCounted fact(const std::string& unit) {
    credit::UnitCounted fact;
    fact.unit_id = unit;
    fact.unit = base::ContentHash("unit-hash");
    fact.attempt = base::AttemptId("attempt-" + std::to_string(++attempts));
    fact.registration = base::RegistrationId("7");
    fact.opened_at = clock.now();
    fact.disclosure_at = fact.content_at = clock.now();
    fact.disclosure = credit::disclosure_hash("None.");
    clock.pass(std::chrono::minutes(4));
    fact.completed_at = clock.now();
    fact.raw = fact.max = 3;
    fact.has_score = fact.rationale = fact.citations = true;
    fact.active = std::chrono::minutes(4);
    return fact;
  }
  base::Status count(const credit::UnitCounted& fact, const std::vector<std::string>& disclosures = {}) {
    ports::UnitOfWork work;
    const Completion completion{person.platform, person.id, fact, disclosures};
    if (auto counted = book.count(completion, work); !counted) return counted;
    return records.commit(work);
  }
  void complete(const std::vector<std::string>& units) {
    for (const auto& unit : units) ASSERT_TRUE(count(fact(unit)));
  }
  void complete_all() { complete({"unit-1", "unit-2", "unit-3", "unit-4", "unit-5", "unit-6"}); }
  credit::Ledger ledger() { return **book.ledger(person.id, "micro-credit"); }
  base::Result<ClaimResult> claim(std::int64_t hundredths, const std::string& key = {}, std::optional<std::int64_t> seen = {}) {
    return book.claim(person, "micro-credit", {"ama-pra-1", {hundredths}, {}}, "attestation-hash", seen ? *seen : ledger().last_seq, key);
  }
};

}  // namespace preceptor::web::testing
