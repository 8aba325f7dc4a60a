// The audit file of an activity: everything an auditor asks for as named documents, and what is still missing. Pure: facts in, bytes out; the same facts give
// the same bytes. The same fold is the live list on the activity's page from the first draft on (credit.md 9, issue "audit file").
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/activity/rca/brief.hpp"
#include "core/activity/rca/disclosures.hpp"
#include "core/activity/unit.hpp"
#include "core/credit/activity.hpp"
#include "core/credit/events.hpp"
#include "core/credit/profile.hpp"

namespace preceptor::report {

// A measured value of the case, entered at re-review.
struct AuditValue {
  base::Date measured_on{};
  std::string value, source;
};
// The root-cause case behind a unit's gap.
struct AuditCase {
  rca::Brief brief;
  std::vector<AuditValue> values;      // oldest first
};
// One learner's work in the activity.
struct AuditLearner {
  base::PersonId person;
  std::string profession;              // a code; empty = not told
  std::vector<credit::UnitCounted> counted;
  std::vector<credit::Grant> grants;
  std::optional<credit::Profile> profile;   // only where identifiers were asked for
};
// One figure of burden; absent: too few persons to show it.
struct AuditBurden {
  std::string unit_id, measure;        // "active_minutes", "abandonment", ...: names of core/burden
  std::optional<double> value;
  int n = 0;                           // 0 where nothing is shown
};
struct AuditFacts {
  credit::Activity activity;
  std::string provider_name, accme_activity_id;
  std::vector<std::string> versions;   // canonical JSON of every version that credit was counted or granted under, the current one too
  std::vector<std::string> current;    // hashes of the units' versions that are current now
  std::vector<std::shared_ptr<const activity::Unit>> units;   // every version that somebody saw, and the current ones
  std::vector<credit::Finding> findings;         // of check_activity
  std::vector<activity::Problem> refusals;       // what refuses publishing: gaps and disclosures
  std::vector<AuditCase> cases;
  rca::Disclosures disclosures;
  std::vector<AuditLearner> learners;
  std::vector<AuditBurden> burden;
  base::Date today{};                  // in the provider's zone
  bool identified = false;             // credits carry names and identifiers
};

struct AuditDocument {
  std::string name, bytes;             // "credit/credits.csv"; ASCII, relative, unique
};
struct AuditFile {
  std::vector<AuditDocument> documents;          // by name
  std::vector<activity::Problem> missing;
};

inline constexpr const char* kAuditVersion = "2";   // of the documents' shapes

// What an auditor would not find. Keys "audit.<rule>"; empty: the file is complete.
std::vector<activity::Problem> audit_missing(const AuditFacts& facts);
AuditFile audit_file(const AuditFacts& facts);

// How a learner is called where no identifiers are: stable within the activity, and of no use outside.
std::string audit_learner(const std::string& activity_id, const base::PersonId& person);
// One line of CSV with its end; a cell that a spreadsheet would run is made text by an apostrophe.
std::string audit_csv_line(const std::vector<std::string>& cells);

}  // namespace preceptor::report
