// The root-cause cases of a site: opened, filled in by the planner, answered by stakeholders, decided. Every act is one event with its texts
// and the case's row for look-up, in one commit. Rules are core/activity/rca's; who may act is the caller's question.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "web/rca/case.hpp"

namespace preceptor::web {

inline constexpr const char* kCaseKind = "case";   // of the projection and of the stream

// One row of the list of cases.
struct CaseLine {
  std::string id, title, gap;                // the gap's first 160 characters
  std::string state;                         // "open" | "decided" (a GO or NO-GO stands)
  rca::Outcome proposed = rca::Outcome::incomplete;   // what the rule says now
  std::optional<rca::Outcome> decided;       // the current decision
  int eas = 0, eq = 0;                       // thousandths, now
  int people = 0, roles = 0;                 // who answered
  base::PersonId planner;
  base::Instant opened_at{}, changed_at{};
  std::optional<base::Date> re_review;
  bool takes_ratings() const { return state == "open"; }
};

// Newest change first. `state`: "open" or "decided"; empty for all. Errors: store_*, json_malformed.
base::Result<std::vector<CaseLine>> list_cases(ports::ProjectionStore& projections, const std::string& state = {});

// What became of an act.
struct CaseAct {
  enum class Outcome {
    done,       // stored; or it was stored before (the same key again)
    waiting,    // signed against the rule: a second person is needed
    refused,    // `problems` say why, field by field
    conflict,   // the case changed since it was read: `now` is what is there
    absent,     // there is no such case
  };
  Outcome outcome = Outcome::done;
  std::string id;                        // of the case
  std::vector<rca::Problem> problems;
  std::optional<RcaCase> now;
};

// A decision as its signer fills it in. `basis` is Decision::basis of rca::proposal as it was shown: of a case that changed since, the answer is `conflict`.
struct DecisionForm {
  rca::Outcome decided = rca::Outcome::incomplete;
  std::string basis, reason, interest;
  base::Date re_review{};
};

class CaseBook {
 public:
  // `separate_signer`: the planner does not sign the own case.
  CaseBook(ports::RecordStore& records, ports::ProjectionStore& projections, const ports::Clock& clock, bool separate_signer = false);

  // In all acts `key` is the form's own one-time key: the same key again changes nothing and answers as the first time. Errors of all: store_failed,
  // store_full, json_malformed (the store is damaged), store_conflict only after several tries.

  // A new case with what is known of it already (a title, perhaps a gap); CaseAct::id is its id.
  base::Result<CaseAct> open(const CaseActor& planner, const rca::Sheet& start, const std::string& key);
  base::Result<std::optional<RcaCase>> load(const std::string& id);
  base::Result<std::vector<CaseLine>> list(const std::string& state = {}) { return list_cases(projections_, state); }

  // Changes the sheet as `edit` says (the whole, one row, one section) and stores it. A sheet may be incomplete; what may never be stored (an identifier,
  // control characters) is refused. `seen`: sheet_seq when the form was made; when another saved since, the answer is `conflict`.
  base::Result<CaseAct> save_sheet(const std::string& id, const CaseActor& by, std::int64_t seen, const std::function<void(rca::Sheet&)>& edit,
                                   const std::string& key);
  // A stakeholder's answer; replaces an earlier one by the same person. `rating.at` is set here. Refused once decided. `draft`: forgotten in the same commit.
  base::Result<CaseAct> rate(const std::string& id, rca::Rating rating, const std::string& key, const std::optional<base::AttemptId>& draft = {});
  // Signs. As the rule proposes: done. Against it: waiting for a second person; a newer signature replaces the one that waits.
  base::Result<CaseAct> decide(const std::string& id, const CaseActor& signer, const DecisionForm& form, const std::string& key);
  // The second person's signature under what waits.
  base::Result<CaseAct> second(const std::string& id, const CaseActor& second, const std::string& interest, const std::string& reason, const std::string& key);
  base::Result<CaseAct> withdraw(const std::string& id);   // what waits for a second signature
  // A value of the case's measure, entered at re-review. `value` as typed.
  base::Result<CaseAct> follow_up(const std::string& id, const CaseActor& by, const std::string& value, base::Date measured_on, const std::string& source,
                                  const std::string& key);
  // Notes that a unit was started from the case. Refused without a GO; the same unit again is done already.
  base::Result<CaseAct> start_unit(const std::string& id, const CaseActor& by, const std::string& unit_id, const std::string& key);

  // For the gate (core/activity/rca/gate.hpp). Absent when there is no such case.
  base::Result<std::optional<rca::DecisionLog>> decisions(const std::string& id);
  base::Result<std::vector<rca::CaseFacts>> facts();

 private:
  struct Loaded;
  struct Change;
  using Make = std::function<CaseAct(const RcaCase& now, Change& change)>;
  base::Result<CaseAct> act(const std::string& id, const std::string& key, const Make& make);
  base::Result<CaseAct> try_act(const std::string& id, const std::string& key, const Make& make);
  base::Result<Loaded> read(const std::string& id);
  base::Status write(Loaded loaded, const Change& change, const std::string& key, const std::string& place);

  ports::RecordStore& records_;
  ports::ProjectionStore& projections_;
  const ports::Clock& clock_;
  bool separate_signer_;
};

}  // namespace preceptor::web
