// From a grant to the row of a report: who, what activity, what left before. Internal to this folder.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "web/credit/export_desk.hpp"

namespace preceptor::web {

// One grant as its report tells it: the removals that go first (V15), and the row.
struct GatheredRow {
  std::vector<report::LearnerRow> removals;
  report::LearnerRow row;
};

class RowGatherer {
 public:
  // `actor`: who looks into the vault, and why. `with_time`: the format tells how long learners took.
  RowGatherer(CreditBook& book, const CreditDeps& deps, const DeskOptions& options, ports::VaultActor actor, std::string receiver, bool with_time);
  // Reads what staff switched on. Before the first row.
  base::Status start();
  // Looks the profiles of these grants' learners up, all at once. Before they are gathered.
  base::Status begin_page(const std::vector<credit::Grant>& grants);
  // Errors: store_*, key_unreadable, content_invalid (a stored activity is damaged).
  base::Result<GatheredRow> gather(const credit::Grant& grant);
  // What the pre-flight is told beside the row gathered last.
  const report::PreflightFacts& facts() const { return facts_; }

 private:
  struct ActivityFacts {
    std::string accme_activity_id;
    base::Date today{};
  };
  base::Result<const ActivityFacts*> activity_now(const credit::Grant& grant);
  base::Result<const credit::Activity*> version(const credit::Grant& grant);
  base::Status identity(const credit::Grant& grant, report::LearnerRow& row);
  base::Status history_of(const credit::Grant& grant, GatheredRow& gathered);
  base::Status other_people(const credit::Grant& grant, report::LearnerRow& row);
  base::Status removals_before(const credit::Grant& grant, const std::vector<credit::Grant>& all, GatheredRow& gathered);
  struct WayOut {
    bool taken = false;     // the receiver has it or may have it
    bool carried = false;   // it left with the removals that go before it, or was taken after them
  };
  base::Result<WayOut> way_out(const credit::Grant& grant);

  CreditBook& book_;
  const CreditDeps& deps_;
  const DeskOptions& options_;
  ports::VaultActor actor_;
  bool with_time_;
  report::PreflightFacts facts_;
  std::map<base::PersonId, credit::Profile> profiles_;   // of the page
  std::map<std::string, ActivityFacts> activities_;
  std::map<base::ContentHash, std::shared_ptr<const credit::Activity>> versions_;
};

}  // namespace preceptor::web
