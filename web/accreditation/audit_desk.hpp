// From the stores to the facts of an activity's audit file, for the pages and for the command line.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/report/audit.hpp"
#include "web/accreditation/deps.hpp"
#include "web/rca/gate_desk.hpp"

namespace preceptor::web::accreditation {

struct AuditZip {
  std::string bytes;
  std::vector<activity::Problem> missing;
};

class AuditDesk {
 public:
  explicit AuditDesk(const Deps& deps) : deps_(deps), disclosures_(deps.records, deps.rows, deps.clock) {}

  // Everybody who did something in it, and what; `who`: looks into the vault for that reader, and names are in it. Errors: store_*, json_malformed, those of the
  // vault.
  base::Result<std::vector<report::AuditLearner>> learners(const credit::Activity& activity, const std::optional<ports::VaultActor>& who = {});
  base::Result<report::AuditFacts> facts(const ActivityNow& now, const std::optional<ports::VaultActor>& who = {});
  // What refuses publishing: the gate's and the rules' findings.
  base::Result<std::vector<rca::Problem>> refusals(const ActivityNow& now);
  base::Result<std::vector<credit::Finding>> findings(const credit::Activity& activity);
  // The ZIP file. Error credit_activity_unknown.
  base::Result<AuditZip> file(const std::string& activity_id, const std::optional<ports::VaultActor>& who = {});

 private:
  base::Result<std::set<base::PersonId>> people(const credit::Activity& activity);
  base::Status add_wording(report::AuditFacts& facts);
  base::Status add_cases(report::AuditFacts& facts);
  base::Status add_burden(report::AuditFacts& facts);
  // The file states how useful learners found a unit: their answers were used (web/burden/question_life.hpp).
  base::Status note_reported(const report::AuditFacts& facts);
  base::Result<std::vector<GatedUnit>> gated(const credit::Activity& activity);

  const Deps& deps_;
  DisclosureBook disclosures_;
};

// What PARS asks for at the end of a year: everybody who completed at least a part, by year, oldest first.
std::vector<std::pair<int, report::YearCounts>> year_counts(const std::string& format, const std::vector<report::AuditLearner>& learners);

}  // namespace preceptor::web::accreditation
