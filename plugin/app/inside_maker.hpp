// Statements of the kinds that are off by default, burden and root-cause answers: made of what is sealed, once, for the record stores that have the kind on, each in
// an event of its own (record::kStatementsMade), so that their bytes are frozen, sealed and passed by cursors like any other.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/site_store.hpp"
#include "plugin/app/statement_maker.hpp"

namespace preceptor::app {

// Of a kind, for those record stores that get accounts or for those that get pseudonyms.
struct InsideAudience {
  bool pseudonymised = false;
  std::string_view kind;
  std::string name() const;
  // Whose cursors say how far its statements are made. It begins when the first record store has the kind on; a back-fill of one sets it back.
  xapi::Destination cursor() const { return {"audience", name()}; }
};
// What the store's filter has on, whether or not the store is switched on.
std::vector<InsideAudience> inside_audiences(const xapi::LrsRow& row);

class InsideMaker {
 public:
  explicit InsideMaker(Site& site);
  // Whether a record store that is switched on has such a kind on, and something waits. Cheap.
  base::Result<bool> anything_to_do();
  // The next stretch of one audience and registration. True: there may be more. What cannot be made any more is passed over. Errors: store_* (the same stretch
  // again later; what was made is not made twice), key_unreadable, statement_invalid, json_malformed (the store is damaged).
  base::Result<bool> step(const ports::Lease& lease);

 private:
  base::Result<std::optional<InsideAudience>> next();
  base::Result<std::optional<ports::NewEvent>> event_for(const std::string& event, const InsideAudience& audience, const Pseudonyms& names);

  Site& site_;
  StatementMaker maker_;
};

}  // namespace preceptor::app
