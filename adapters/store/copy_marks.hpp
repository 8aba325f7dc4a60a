// How far a copy came, kept in the copy itself: rows "store.copy" and "store.copy.TABLE" of the table site. Rests on the transaction that is open.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/store/table_walk.hpp"
#include "core/base/result.hpp"

namespace preceptor::store {

struct CopyMark {
  std::int64_t rows = 0;   // that are there, in key order
  std::string hash;        // TableWalk::hash over the source's
};

// How far a record is: what tells whether the store that was copied took anything since.
struct RecordEnd {
  std::int64_t events = 0;
  std::string heads;   // SHA-256 over where each registration's chain ends
  bool operator==(const RecordEnd&) const = default;
};
// Throws SqlFailure.
RecordEnd record_end(Connection& connection);

class CopyMarks {
 public:
  // `record`: the site's own id, which tells a copy of this site from one of another.
  CopyMarks(Connection& target, std::string record) : target_(target), record_(std::move(record)) {}

  enum class Found { nothing, unfinished, finished };
  // Error store_copy_target: a copy of another site.
  base::Result<Found> look();
  void begin(base::Instant now) { put("unfinished", now, {}); }
  // Takes the marks of tables away: the store opens from now on. `copied`: how far the record is that was copied.
  void finish(base::Instant now, const RecordEnd& copied);
  // Of a finished copy. Error store_copy_target: the record that was copied is no longer as it was then, so that what came since would be in no copy.
  base::Status still_whole(const RecordEnd& now);
  std::optional<CopyMark> mark(const TableShape& table);
  void set_mark(const TableShape& table, const CopyMark& mark);
  void drop_marks();

 private:
  void put(const std::string& state, base::Instant now, const std::string& more);
  Connection& target_;
  std::string record_;
};

// Whether this store holds what preceptor store copy has not finished. Changes nothing. Throws SqlFailure.
bool is_unfinished_copy(Connection& connection);

}  // namespace preceptor::store
