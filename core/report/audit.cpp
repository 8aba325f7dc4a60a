#include "core/report/audit.hpp"

#include <algorithm>

#include "core/activity/rca/json.hpp"
#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/report/audit_tables.hpp"

namespace preceptor::report {
namespace {

// What the newest fact in the file was: a file of the same facts says the same, whenever it is made.
base::Instant newest_fact(const AuditFacts& facts) {
  base::Instant at{};
  for (const auto& learner : facts.learners) {
    for (const auto& one : learner.counted) at = std::max(at, one.completed_at);
    for (const auto& one : learner.grants) at = std::max({at, one.granted_at, one.changed_at});
  }
  for (const auto& one : facts.cases)
    if (const auto* decision = one.brief.decisions.current()) at = std::max(at, rca::stands_from(*decision));
  return at;
}

std::string missing_text(const std::vector<activity::Problem>& missing) {
  std::string text;
  for (const auto& one : missing) text += "- " + plain(one.what_to_do) + "\n";
  return text.empty() ? "Nothing is missing.\n" : text;
}

constexpr const char* kIndex =
    "activity/     the activity as it was published, each version learners earned credit under, the statements word for word\n"
    "decision/     the root-cause cases behind the units: decision, who signed, dissent; also as JSON\n"
    "disclosure/   relationships, rulings, mitigation; who saw the disclosure before the content\n"
    "wording/      every version of each unit that somebody saw, by its hash\n"
    "assessment/   the scored questions with their rationale, and the results against the passing standard\n"
    "credit/       every credit with its state, and the sums\n"
    "burden/       what it cost learners; figures of few persons are not shown\n"
    "outcome/      the measure of each case after the activity\n"
    "missing.txt   what is not here yet\n"
    "manifest.json each document's SHA-256\n";

std::string manifest_of(const AuditFacts& facts, const std::vector<AuditDocument>& documents) {
  base::Json files = base::Json::array();
  for (const auto& one : documents) files.push_back({{"name", one.name}, {"sha256", base::sha256_hex(one.bytes)}, {"bytes", one.bytes.size()}});
  const base::Json manifest = {{"activity", facts.activity.id},           {"activity_hash", facts.activity.hash.str()}, {"version", kAuditVersion},
                               {"as_of", base::format_rfc3339(newest_fact(facts))}, {"identifiers", facts.identified},   {"files", files}};
  return base::canonical_json(manifest) + "\n";
}

void add_sources(const AuditFacts& facts, std::vector<AuditDocument>& documents) {
  for (const auto& json : facts.versions) documents.push_back({"activity/versions/" + base::sha256_hex(json) + ".json", json + "\n"});
  for (const auto& one : facts.cases) {
    documents.push_back({"decision/" + one.brief.case_id + ".json", rca::to_json(one.brief) + "\n"});
    documents.push_back({"decision/" + one.brief.case_id + ".txt", audit_decision(one)});
  }
  for (const auto& unit : facts.units) documents.push_back({"wording/" + unit->id + "-" + unit->hash.str() + ".json", activity::to_json(*unit) + "\n"});
}

}  // namespace

AuditFile audit_file(const AuditFacts& facts) {
  AuditFile made;
  made.missing = audit_missing(facts);
  auto& documents = made.documents;
  documents = {{"index.txt", kIndex},
               {"missing.txt", missing_text(made.missing)},
               {"activity/activity.json", credit::to_json(facts.activity) + "\n"},
               {"activity/statements.txt", audit_statements(facts)},
               {"disclosure/disclosures.json", rca::told_json(facts.disclosures) + "\n"},
               {"disclosure/disclosures.txt", audit_disclosures(facts)},
               {"disclosure/seen-before-content.csv", audit_seen(facts)},
               {"assessment/questions.csv", audit_questions(facts)},
               {"assessment/results.csv", audit_results(facts)},
               {"credit/credits.csv", audit_credits(facts)},
               {"credit/summary.csv", audit_sums(facts)},
               {"burden/burden.csv", audit_burden(facts)},
               {"outcome/outcome.csv", audit_outcome(facts)}};
  add_sources(facts, documents);
  const auto by_name = [](const auto& one) -> const std::string& { return one.name; };
  std::ranges::sort(documents, {}, by_name);
  const auto doubles = std::ranges::unique(documents, {}, by_name);
  documents.erase(doubles.begin(), doubles.end());
  documents.push_back({"manifest.json", manifest_of(facts, documents)});
  std::ranges::sort(documents, {}, by_name);
  return made;
}

}  // namespace preceptor::report
