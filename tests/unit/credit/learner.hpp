// One learner's account in one activity, written as a story: what was done, what was claimed.
#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/uuid.hpp"
#include "core/credit/ledger.hpp"
#include "tests/unit/credit/sample_activity.hpp"

namespace preceptor::credit {

inline Source sourced() { return {"example.org/rules", day("2026-11-01"), true}; }

// The rules these tests are told under; shipped rules are tested where they ship.
inline Rulebook story_rules() {
  Rulebook rules;
  rules.hash = std::string(64, 'a');
  CreditSystem ama{"ama-pra-1", "AMA PRA Category 1 Credit(s)", "credit"};
  ama.professions = {"physician"};
  ama.needs_assessment = true;
  ama.source = sourced();
  CreditSystem contact{"ancc", "contact hours", "contact hour"};
  contact.professions = {"nurse"};
  contact.source = sourced();
  CreditSystem unverified{"doubtful", "Doubtful credit", "credit"};
  unverified.source = {"recalled", std::nullopt, false};
  rules.systems = {ama, contact, unverified};
  Board abim{"ABIM", "American Board of Internal Medicine", true, {"Medical Knowledge"}};
  abim.gates = {"evaluation", "pass", "feedback_rationale", "feedback_citation"};
  Board abp{"ABP", "American Board of Pediatrics", true, {"Lifelong Learning"}};
  abp.amount = BoardAmount::round_whole;
  abp.partial = abp.variable = false;
  abp.repeat = Repeat::once_ever;
  Board aba{"ABA", "American Board of Anesthesiology", true, {"MOCA Part 2", "Patient Safety"}};
  aba.repeat = Repeat::once_per_day;
  aba.split = Split::two_records;
  aba.gates = {"content_area"};
  Board abs{"ABS", "American Board of Surgery", true, {"CME", "SA"}};
  abs.pass_percent = 75;
  abs.pass_type = "SA";
  rules.boards = {abim, abp, aba, abs};
  for (auto& board : rules.boards) board.source = sourced();
  return rules;
}

class Learner {
 public:
  explicit Learner(Activity activity = sample_activity(), std::string profession = "physician") : rules_(story_rules()) {
    facts.profession = std::move(profession);
    facts.today = day("2026-06-01");
    facts.version = [this](const base::ContentHash& hash) {
      const auto found = versions_.find(hash);
      return found == versions_.end() ? nullptr : found->second.get();
    };
    facts.rules = &rules_;
    publish(std::move(activity));
  }
  Learner(const Learner&) = delete;

  // A new version; what follows is counted under it.
  void publish(Activity activity) {
    activity.hash = base::ContentHash("version-" + std::to_string(versions_.size() + 1));
    published_at = now;
    facts.current = versions_.emplace(activity.hash, std::make_unique<const Activity>(activity)).first->second.get();
  }

  // A completion as it should be: everything shown in its order, all right; `change` makes it another.
  UnitCounted done(const std::string& unit, const std::function<void(UnitCounted&)>& change = {}) {
    UnitCounted fact;
    fact.activity_id = facts.current->id;
    fact.activity = facts.current->hash;
    fact.activity_at = published_at;
    fact.unit_id = unit;
    fact.attempt = base::AttemptId("attempt-" + std::to_string(++attempts_));
    fact.minutes = facts.current->unit(unit) ? facts.current->unit(unit)->minutes : 0;
    fact.opened_at = fact.disclosure_at.emplace(now);
    fact.content_at = now;
    fact.disclosure = disclosure_hash(facts.current->disclosure.empty() ? "None." : facts.current->disclosure);
    fact.completed_at = now + std::chrono::minutes(4);
    fact.date = base::utc_date(fact.completed_at);
    fact.raw = fact.max = 4;
    fact.has_score = fact.rationale = fact.citations = fact.evaluated = true;
    fact.pass_percent = facts.current->pass_percent;
    if (fact.pass_percent > 0) fact.standard_at = now;
    fact.active = std::chrono::minutes(4);
    if (change) change(fact);
    now = std::max(now, fact.completed_at) + std::chrono::minutes(1);
    append(payload_of(fact));
    return fact;
  }
  void done_all(const std::function<void(UnitCounted&)>& change = {}) {
    for (const auto& unit : facts.current->bundle) done(unit.unit_id, change);
  }
  void append(record::Other payload) {
    record::Event event;
    event.stream_kind = "person";
    event.stream_id = "11111111-1111-4111-8111-111111111111";
    event.seq = static_cast<std::int64_t>(events.size()) + 1;
    event.at = event.recorded_at = now;
    event.payload = std::move(payload);
    events.push_back(std::move(event));
  }

  Ledger ledger() const { return *fold_ledger(events, facts); }
  Offer offer(const std::string& system = "ama-pra-1") const {
    for (auto& one : ledger().offers)
      if (one.system == system) return one;
    return {};
  }
  ClaimAnswer ask(std::int64_t hundredths, std::vector<std::string> boards = {}, const std::string& system = "ama-pra-1") const {
    return credit::claim(ledger(), facts, {system, {hundredths}, std::move(boards)}, base::PlatformId("p"), base::PersonId("person-1"),
                         "cme.example.org", "CODE", "attestation", now);
  }
  // Empty: granted. Otherwise why not.
  std::string claim(std::int64_t hundredths, std::vector<std::string> boards = {}, const std::string& system = "ama-pra-1") {
    const auto answer = ask(hundredths, std::move(boards), system);
    if (answer.refused) return answer.refused->key;
    append(payload_of(answer.made->claimed));
    append(payload_of(answer.made->granted));
    return {};
  }

  LedgerFacts facts;
  std::vector<record::Event> events;
  base::Instant now = *base::parse_rfc3339("2026-05-01T10:00:00Z"), published_at{};

 private:
  Rulebook rules_;
  std::map<base::ContentHash, std::unique_ptr<const Activity>> versions_;
  int attempts_ = 0;
};

// The check of that rule; unknown with the missing "none" when it was not made.
inline Check check_named(const std::vector<Check>& checks, const std::string& rule) {
  for (const auto& check : checks)
    if (check.rule == rule) return check;
  return {rule, Truth::unknown, {}, "none"};
}

}  // namespace preceptor::credit
