// What the pre-flight says of each grant before it leaves, kept: claimed -> validated (ready to be reported, or held and for what) -> exported or sent. An event a
// change and a row to look it up; the grant itself, its amount and its certificate stay as they are.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/credit/events.hpp"
#include "web/credit/export_desk.hpp"

namespace preceptor::web {

// Projections: what was said of a grant last; `id` is its ccid, `state` "ready", "held" or "elsewhere".
inline constexpr const char* kValidationKind = "credit_validation";

struct Validated {
  credit::CreditValidated said;
  base::Instant since{};          // when it was said first
};
// Whether a grant in this state is still to leave, so that it is told whether it may. One that was rejected is to be mended first, whatever we find.
bool is_validated_in(credit::GrantState state);
// Absent: the grant was never looked at. Errors: store_*, json_malformed.
base::Result<std::optional<Validated>> validated(ports::ProjectionStore& rows, const std::string& ccid);
// Of all grants of one learner, by ccid. Errors: store_*, json_malformed.
base::Result<std::map<std::string, Validated>> validated_of(ports::ProjectionStore& rows, const base::PersonId& person);
// Those that wait to leave and are held for something that can be mended, of the newest 1,000 that were found held, newest first. Errors: store_*.
base::Result<std::vector<credit::Grant>> held_grants(ports::ProjectionStore& rows, ports::CreditStore& grants);
// Everything that was said of a grant, oldest first. Errors: store_*, json_malformed.
base::Result<std::vector<Validated>> validations(ports::RecordStore& records, const std::string& ccid);

class Validation {
 public:
  // `book` and `desk` outlive this.
  Validation(CreditBook& book, CreditDeps deps, ExportDesk& desk) : book_(book), deps_(std::move(deps)), desk_(desk) {}

  // Looks at one grant, whatever its state, and notes what is new. `by`: "learner", "upkeep" or a member's person id. Errors: report_unknown, store_*, key_unreadable.
  base::Status grant(const std::string& ccid, const std::string& by);
  // Every grant of this learner that is still to leave, and of others with the same identity: after a claim, and where the profile changed. Any thread. Errors: as above.
  base::Status person(const base::PersonId& person, const std::string& by);
  // Goes on over all grants that are still to leave: those never looked at, those where a rule or the
  // activity's id is another since, what is ready once a month and what is held once a week. One thread. Answers
  // how many were looked at. A grant that cannot be gathered is passed over and logged by its code. Errors: store_*, key_unreadable.
  base::Result<int> turn(int most);

 private:
  base::Status look(const std::vector<credit::Grant>& grants, const std::string& by);
  base::Status settle(const credit::Grant& grant, const CheckedRow& checked, const std::string& by);
  base::Status note(const credit::Grant& grant, const credit::CreditValidated& said);
  base::Result<std::string> rules_now(const credit::Grant& grant);
  base::Result<std::string> period_now(const credit::Grant& grant, credit::Readiness readiness);
  base::Result<bool> is_stale(const credit::Grant& grant);

  CreditBook& book_;
  CreditDeps deps_;
  ExportDesk& desk_;
  std::optional<ports::GrantPlace> place_;   // of turn()
};

}  // namespace preceptor::web
