// Statements that come out otherwise today than they were stored are rendered anew, under new ids, and the old ones voided.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/record_store.hpp"
#include "plugin/app/site.hpp"
#include "plugin/app/statement_maker.hpp"
#include "xapi/statement_walk.hpp"

namespace preceptor::app {

struct RerenderTold {
  std::int64_t looked_at = 0;      // statements in force
  std::int64_t unmakeable = 0;     // of erased persons, or of content that is not in the store any more: left as they are
  std::map<std::string, std::int64_t> changed;   // by template, those that were superseded, or would be
  std::map<std::string, std::int64_t> parts;     // of those, by the member of the statement that differs ("context", "signature")
  std::int64_t superseded() const;
};

class Rerender {
 public:
  explicit Rerender(Site& site);
  // Looks at each statement in force and supersedes those that differ, some dozens a transaction; `dry_run`: only counts. Run again it goes on where it
  // was: what was superseded comes out as it is stored. `progress` gets how many were looked at and answers false to stop. Errors: store_* (store_conflict:
  // two run at one time; run it again), statement_invalid, those of signing, command_cancelled.
  base::Result<RerenderTold> run(const xapi::WalkFilter& filter, bool dry_run, const std::function<bool(std::int64_t)>& progress = {});

 private:
  // The statement as it comes out today, unsigned; none where it cannot be made any more.
  base::Result<std::optional<record::Rendering>> render(StatementMaker::Source& source, const std::string& template_name, int version);
  base::Status look_at(const xapi::StatementInForce& statement, bool dry_run, RerenderTold& told);
  base::Result<ports::NewEvent> superseding(const StatementMaker::Source& source, const xapi::StatementInForce& old, record::Rendering made);
  base::Status commit();

  Site& site_;
  StatementMaker maker_;
  std::vector<ports::NewEvent> waiting_;   // for the next transaction
};

}  // namespace preceptor::app
