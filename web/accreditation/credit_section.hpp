// Credits: the list with its filters, one record with its whole history and what the pre-flight says of it, the page that mends it, and the same for many by CSV.
// Who somebody is comes from the vault, is for accreditation staff, and each look is logged.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/report/deadlines.hpp"
#include "web/accreditation/deps.hpp"
#include "web/accreditation/parts.hpp"

namespace preceptor::web::accreditation {

class CreditSection : public StaffSection {
 public:
  explicit CreditSection(Deps deps) : deps_(std::move(deps)) {}
  CreditSection(const CreditSection&) = delete;
  CreditSection& operator=(const CreditSection&) = delete;
  Entry entry() const override { return {"credits", "/credits", "credits_staff.nav", kAccreditationAndReaders}; }
  std::vector<StaffRoute> routes() override;
  // Rejected records, those whose sending was never answered, deadlines that are near, and what stays reported of learners who took the permission back in the last 30 days.
  base::Result<std::vector<StaffTask>> tasks(const StaffMember& member, const Messages& messages) override;

 private:
  using Response = ports::HttpResponse;
  using WithGrant = Response (CreditSection::*)(StaffTurn&, const credit::Grant&);
  base::Result<std::string> rejected_task(long count, const Messages& messages);
  StaffRoute on_grant(const char* method, const char* path, WithGrant answer);   // by ?ccid= or the form's
  // credit_list.cpp
  Response list(StaffTurn& turn);
  Response deadlines(StaffTurn& turn);
  Response doubles(StaffTurn& turn);
  Response taken_back(StaffTurn& turn);
  Response held(StaffTurn& turn);   // that wait to be reported and for something beside it
  // Reported records of learners who took the permission back at `since` or later, the last to do so first.
  base::Result<std::vector<credit::Grant>> reported_and_taken_back(base::Instant since);
  // A deadline with the days that are left of it where its provider is; below zero when it has passed.
  struct NearDeadline {
    report::Deadline what;
    int left = 0;
  };
  base::Result<std::vector<NearDeadline>> deadlines_now();   // without those of learners who took the permission back: nothing of theirs may be reported
  base::Result<std::set<base::PersonId>> without_permission();   // who took it back; the newest 10,000
  base::Result<base::Date> today_of(const std::string& provider) const;   // in its zone, as the dates of its credit are; UTC for one that is configured no more
  base::Result<std::vector<std::pair<std::string, std::string>>> titles();   // id and title of each current activity
  base::Result<View> row_of(const StaffTurn& turn, const credit::Grant& grant, bool named);
  // credit_record.cpp
  Response record(StaffTurn& turn, const credit::Grant& grant) { return record_page(turn, grant, "", 200); }
  Response record_page(StaffTurn& turn, const credit::Grant& grant, const std::string& problem, int status);
  base::Status add_checks(View& view, const StaffTurn& turn, const credit::Grant& grant);
  base::Status add_names(View& view, const StaffTurn& turn, const credit::Grant& grant, const std::vector<report::RowFinding>& found);
  Response resend(StaffTurn& turn, const credit::Grant& grant);
  Response revalidate(StaffTurn& turn, const credit::Grant& grant);
  base::Status validate_again(const StaffTurn& turn, const credit::Grant& grant);   // and keeps what is said
  Response confirm_names(StaffTurn& turn, const credit::Grant& grant);
  Response take_found(StaffTurn& turn, const credit::Grant& grant);   // what they found at the receiver, of a record whose sending was never answered
  // credit_removal.cpp: a reported record whose learner took the permission back (credit.md 10.1, scenario 25).
  base::Status add_removal(View& view, const StaffTurn& turn, const credit::Grant& grant);
  Response note_removal(StaffTurn& turn, const credit::Grant& grant);
  // What it rests on: the units of the account, each under which wording and in what time.
  base::Status add_basis(View& view, const credit::Grant& grant, const Messages& words);
  // Whether a unit it rests on was done in under a quarter of the planned time.
  base::Result<bool> rests_on_fast(const credit::Grant& grant);
  // credit_fix.cpp
  Response fix(StaffTurn& turn, const credit::Grant& grant);
  Response save_fix(StaffTurn& turn, const credit::Grant& grant);
  struct FixForm {
    credit::Profile shown;
    std::string seen;                                  // the profile's changed_at when the form was made
    std::vector<credit::ProfileProblem> problems;
  };
  Response fix_page(StaffTurn& turn, const credit::Grant& grant, const FixForm& form, int status);
  // credit_bulk.cpp
  Response bulk(StaffTurn& turn);
  Response run_bulk(StaffTurn& turn);

  Deps deps_;
};

}  // namespace preceptor::web::accreditation
