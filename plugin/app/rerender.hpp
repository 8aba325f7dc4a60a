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
#include "web/credit/credit_book.hpp"
#include "web/learner/units.hpp"
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
  struct Source {   // what a statement was made of
    record::Event event, last;   // last: the event whose rendering it is, the same unless it was superseded before
    std::string unit_id, activity_id;
  };
  base::Result<Source> source_of(const xapi::StatementInForce& statement);
  base::Result<std::optional<record::Rendering>> render(Source& source, const std::string& template_name, int version);
  base::Result<std::vector<record::Rendering>> render_attempt(Source& source, const ports::Person& person, int version, bool& known);
  base::Result<std::vector<record::Rendering>> render_account(Source& source, const ports::Person& person, int version, bool& known);
  base::Status look_at(const xapi::StatementInForce& statement, bool dry_run, RerenderTold& told);
  base::Result<ports::NewEvent> superseding(const Source& source, const xapi::StatementInForce& old, record::Rendering made);
  base::Status commit();

  Site& site_;
  web::CreditDeps credit_;
  web::Units units_;
  std::vector<ports::NewEvent> waiting_;   // for the next transaction
};

}  // namespace preceptor::app
