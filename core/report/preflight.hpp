// V01 to V15 (credit.md 4.5): what is looked at before anything leaves. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/credit/rules.hpp"
#include "core/report/learner_row.hpp"
#include "core/report/seen.hpp"

namespace preceptor::report {

enum class Weight { block, warn, route };   // route: this receiver does not take it (V13), another may
struct RowFinding {
  std::string ccid;
  std::string rule;                          // "V04"; "formula" for text that a table program would run
  Weight weight = Weight::block;
  std::string field;                         // "npi", "boards[ABIM].id", ...
  std::string key;                           // end of a message key "preflight.<key>": one sentence, and what to do
  std::string value;                         // for the sentence's {value}: a day, an amount, a code; never an identifier of a person
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
  // Whose report it is: "pars", or empty for a file that goes to nobody in particular; PARS' own list of credits is asked for "pars" only.
  std::string receiver = "pars";
  // Claims in parts are records of their own (credit.md 10.1, scenario 9: the provider's option); false: the later one is held until both are joined into one. Parts
  // are those of one day, and of any day where the system is had once an activity.
  bool two_records = true;
  std::string licence_key, licence_state;        // what a check of licences found wrong: end of a message key, and of which state; empty for most
  bool name_confirmed = false;                   // staff compared the names and stand for it that they are one person's
  std::optional<std::string> same_identity;      // another person with this identity and a grant for the same; the row is held
  // Grants of the same learner, and of others with the same identity, in the same activity, that left before this one or go before it in the same file.
  std::vector<credit::Grant> reported;
};
// (activity, learner's identity, date, system): what may be there once (V10).
std::string double_key(const LearnerRow& row);

// Looks at rows one after the other and remembers what must not come twice. Rows come by (date, ccid), and a key holds the date: those of one day are remembered.
class Preflight {
 public:
  Preflight() : seen_(few_) {}                      // remembers in memory, for a few rows
  explicit Preflight(Seen& seen) : seen_(seen) {}   // which outlives this; who uses what was found asks it for its state
  Preflight(const Preflight&) = delete;
  Preflight& operator=(const Preflight&) = delete;
  std::vector<RowFinding> check(const LearnerRow& row, const PreflightFacts& facts);

 private:
  SeenInMemory few_;
  Seen& seen_;
  base::Date date_{};
  std::string ccid_;      // of the row that was good and went last
  std::string removed_;   // ccid of the removal that went last
  void v10_doubles(const LearnerRow& row, const PreflightFacts& facts, std::vector<RowFinding>& found);
  void v15_removal_first(const LearnerRow& row, std::vector<RowFinding>& found);
};
bool stops(const std::vector<RowFinding>& findings);   // a block or a route among them
bool routed(const std::vector<RowFinding>& findings);  // a route: nothing else is looked at then

// The last day on which a completion of that day may be reported, by the older and by the newer rule (credit.md 1: the sources disagree).
base::Date window_end(base::Date completed, bool newer);

// Whether the family name and a given name are in `launch_name`, whatever case, accents and order; true when there is nothing to compare with.
bool names_alike(const std::string& given, const std::string& family, const std::string& launch_name);
// Whether two launches called somebody the same.
bool same_name(const std::string& one, const std::string& other);

}  // namespace preceptor::report
