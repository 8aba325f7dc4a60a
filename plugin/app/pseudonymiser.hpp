// The audience "pseudonymised": renderings with a pseudonym instead of the account, made from what is sealed, once, each in an event of its own, so that its
// bytes are frozen, sealed and passed by cursors like any other.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ports/site_store.hpp"
#include "plugin/app/statement_maker.hpp"

namespace preceptor::app {

// Whose cursors say how far that is. It begins when the first record store is pseudonymised; a back-fill of one sets it back (DeliveryStore::rewind).
inline xapi::Destination pseudonymised_audience() { return {"audience", "pseudonymised"}; }

class Pseudonymiser {
 public:
  explicit Pseudonymiser(Site& site);
  // Whether a record store that is switched on is pseudonymised, and something waits. Cheap.
  base::Result<bool> anything_to_do();
  // The next stretch of one registration. True: there may be more. What cannot be made any more is passed over. Errors: store_* (the same stretch again
  // later; what was made is not made twice), key_unreadable, statement_invalid, those of signing.
  base::Result<bool> step(const ports::Lease& lease);

 private:
  base::Result<std::optional<ports::NewEvent>> event_for(const std::string& event, const Pseudonyms& names);

  Site& site_;
  StatementMaker maker_;
};

}  // namespace preceptor::app
