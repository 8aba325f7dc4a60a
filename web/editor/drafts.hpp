// Texts under way, kept as projections of kind "draft" (parent: the case it was begun from, body {"id","title","text","case","by","hash","started"}; web/cases makes
// the first row of one that is started from a case): nobody's attempt depends on them, and they are rewritten whole.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

struct UnitDraft {
  std::string id;
  std::string text;              // as typed, lines end in \n; at most kLongestDraft bytes
  std::string title, unit_id;    // as the text says; empty while it does not
  std::string by;                // who saved it last, as staff are shown to each other
  std::string gap;               // the case it was begun from; empty: none
  std::string state = "open";    // open | published (as it stands) | changed (since it was published) | discarded
  std::string hash;              // published last; empty: never
  base::Instant started{}, changed{};
  std::int64_t version = 0;      // as read; 0: not stored yet
};

inline constexpr std::size_t kLongestDraft = 256 * 1024;   // what a content file may have

class Drafts {
 public:
  Drafts(ports::ProjectionStore& rows, ports::RecordStore& records, const ports::Clock& clock) : rows_(rows), records_(records), clock_(clock) {}
  // Newest change first, discarded ones left out. Errors: store_*.
  base::Result<std::vector<UnitDraft>> list();
  base::Result<std::optional<UnitDraft>> load(const std::string& id);
  // Stores it as the version after the one that was read; answers it as stored. Errors: store_conflict (another saved since), store_*.
  base::Result<UnitDraft> save(UnitDraft draft);

 private:
  ports::ProjectionStore& rows_;
  ports::RecordStore& records_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
