// V01 to V15 (credit.md 4.5): what is looked at before anything leaves. Pure.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/credit/rules.hpp"
#include "core/report/learner_row.hpp"

namespace preceptor::report {

enum class Weight { block, warn, route };   // route: this receiver does not take it (V13), another may
struct RowFinding {
  std::string ccid;
  std::string rule;                          // "V04"
  Weight weight = Weight::block;
  std::string field;                         // "npi", "boards[ABIM].id", ...
  std::string key;                           // end of a message key "preflight.<key>": one sentence, and what to do
};

// What a check needs to know beside the row.
struct PreflightFacts {
  const credit::Rulebook* rules = nullptr;
  std::vector<credit::Enabled> enabled;
  const credit::Activity* activity = nullptr;   // of the row
  base::Date today{};                            // in the provider's zone
  // The learner reporting window: completions of a year may be reported until this day of the next (older rule: 03-31), or of the one after that (newer).
  // Both are known, and the site says which holds; the other warns.
  bool newer_window = false;
  std::optional<std::string> same_identity;      // another person with this identity; the row is held
  std::set<std::string> accepted;                // keys of what was accepted before, see double_key
};
// (activity, learner's identity, date, system): what may be there once (V10).
std::string double_key(const LearnerRow& row);

// Looks at rows one after the other and remembers what must not come twice. Rows come by date, and a key holds the date: those of one day are remembered.
class Preflight {
 public:
  std::vector<RowFinding> check(const LearnerRow& row, const PreflightFacts& facts);
 private:
  std::set<std::string> seen_;
};
bool stops(const std::vector<RowFinding>& findings);   // a block or a route among them

}  // namespace preceptor::report
