// One batch on its way: what is settled, what is suspected, what is being read back. Internal to adapters/lrs.
#pragma once
#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "xapi/delivery_store.hpp"

namespace preceptor::lrs {

// Why statements are read back one by one.
enum class Reading {
  no,
  conflict,    // 409 for one statement
  wrong_ids,   // accepted with ids that are not ours
  no_ids,      // accepted again and again with an answer we cannot read
  failed,      // the store fails on it alone: it may hold it all the same
};

// The statement that the store fails on time and again, or refuses as it refused those before it. It outlives its batch.
struct Trouble {
  std::string id, words;    // what the store said last
  base::Error error;
  int times = 0, alone = 0;
  std::size_t others = 0;   // how many behind it were tried since
};

struct Work {
  xapi::Batch batch;
  std::int64_t fence = 0;        // of the lease it was taken under
  std::size_t next = 0;          // statements before it are delivered or parked
  std::int64_t settled = 0;      // the cursor in the store, once we moved it
  std::size_t suspect = 0;       // among this many from `next` one is refused or in conflict
  std::size_t singly = 0;        // this many from `next` go out alone
  Reading reading = Reading::no;
  std::size_t to_read = 0;       // this many from `next` are to be read back
  int reads = 0;                 // fruitless reads of the next statement
  int unreadable = 0;            // answers in a row without ids
  int fruitless = 0;             // readings of the next statement that brought none, though the store answered what was sent
  std::size_t other = 0;         // the one to send ahead of `next`, alone: whether the store takes that; 0: none
  bool just_taken = false;       // it did: `next` goes out once more, alone
  std::map<std::size_t, int> ahead;        // taken ahead of their turn, with the answer's status
  std::vector<xapi::Parked> parked;        // not in the store yet
  std::optional<xapi::Receipt> receipt;    // not in the store yet

  bool done() const { return next == batch.statements.size(); }
  const xapi::QueuedStatement& front() const { return batch.statements[next]; }
  // Through which position everything is settled. Statements of one position are settled together.
  std::int64_t through() const { return done() ? batch.through : front().position - 1; }
  // What to send now: in order, at most `limit`, and half of what is suspected.
  std::span<const xapi::QueuedStatement> chunk(std::size_t limit) const {
    std::size_t count = std::min(batch.statements.size() - next, std::max<std::size_t>(limit, 1));
    if (suspect > 0) count = std::min(count, std::max<std::size_t>(suspect / 2, 1));
    if (singly > 0) count = 1;
    if (const auto taken = ahead.upper_bound(next); taken != ahead.end()) count = std::min(count, taken->first - next);
    return {batch.statements.data() + next, count};
  }
  // One behind `next` that may go ahead of it, with each `turn` another, because the one behind a bad one may be as bad: of another attempt, and the first of
  // its own that waits, so that the order within an attempt holds.
  std::optional<std::size_t> one_behind(std::size_t turn) const;
  void stop_reading() {
    reading = Reading::no;
    to_read = 0;
  }
  void advance(std::size_t count) {
    next += count;
    suspect -= std::min(suspect, count);
    singly -= std::min(singly, count);
    to_read -= std::min(to_read, count);
    if (to_read == 0) reading = Reading::no;
    reads = unreadable = fruitless = 0;
  }
};

}  // namespace preceptor::lrs
