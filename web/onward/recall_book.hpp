// What was withdrawn and why: an event content_withdrawn in a stream of kind "site" for each hash, and a projection "withdrawal" (id: the hash,
// parent: the unit's id) that every page of an open attempt looks at.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/activity/onward/recall.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

inline constexpr const char* kWithdrawalKind = "withdrawal";

struct Withdrawn {
  onward::Withdrawal withdrawal;
  std::string title;             // of the version
  std::string replacement;       // unit id to be read instead; may be empty
  std::string by;                // who withdrew it, as the program or page knows; may be empty
};

struct SeenBy {
  onward::Seen seen;
  std::string subject;           // the platform's own `sub`; empty when the person was erased
};

inline constexpr std::size_t kReasonBytes = 1000;

class RecallBook {
 public:
  RecallBook(ports::RecordStore& records, ports::ProjectionStore& projections, ports::ContentStore& content, const ports::Clock& clock)
      : records_(records), projections_(projections), content_(content), clock_(clock) {}

  base::Result<std::optional<Withdrawn>> of(const std::string& content_hash);
  // The newest first.
  base::Result<std::vector<Withdrawn>> all();
  // The published versions a hash or a unit id names: of an id every language. Empty when there is none.
  base::Result<std::vector<ports::ContentVersion>> named(const std::string& id_or_hash);
  // Stops the version at once. Again with another reason: the text of the latest is shown. Errors: content_invalid (no reason, too long, or the
  // replacement is not published), store_*.
  base::Result<Withdrawn> withdraw(const ports::ContentVersion& version, const std::string& reason, const std::string& replacement, const std::string& by);
  // By person. Errors: store_*.
  base::Result<std::vector<SeenBy>> who_saw(const Withdrawn& withdrawn);

 private:
  ports::RecordStore& records_;
  ports::ProjectionStore& projections_;
  ports::ContentStore& content_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
