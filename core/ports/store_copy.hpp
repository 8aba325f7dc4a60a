// A site that moves: everything in the store as it stands, into another store of any engine, in pages, compared afterwards.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/record_check.hpp"

namespace preceptor::ports {

struct CopyOrder {
  std::string url;               // of the target, as in the configuration's `store`; may hold a password, so it is never logged or shown
  std::string site_key_digest;   // noted in the target, so that a node with another key is refused there
  bool afresh = false;           // empties an unfinished copy of this site first; a finished one is never emptied
};

enum class CopyPhase { copying, comparing, checking };

struct CopiedTable {
  std::string name;
  std::int64_t rows = 0;
  std::string hash;              // SHA-256 in hexadecimal digits over its rows in key order, the same on both sides
};

struct StoreCopied {
  bool was_finished = false;     // an earlier run finished it, and this store took nothing since: nothing was done, and nothing below is set
  std::int64_t resumed = 0;      // rows that earlier runs had brought over
  std::vector<CopiedTable> tables;
  RecordChecked checked;         // the target's record against its seals
};

class StoreCopy {
 public:
  virtual ~StoreCopy() = default;
  // Copies every table while it holds the writer's lock of this store: nothing is written to it meanwhile, by no process. A run that ended early is
  // gone on with; until one ends well the target opens for nothing else (store_copy_unfinished). `progress` is told of rows (while checking, of
  // events) done and of all, and may end the run by answering false (command_cancelled). Memory does not grow with the store.
  // Errors: store_in_use (who else has it open), store_copy_target (it holds something else, or a finished copy that lacks what this store took since),
  // store_copy_changed (this store is not what the unfinished copy began with), store_copy_text (a text the target cannot hold), store_copy_differs
  // (the target is not what was copied), store_unopened, store_newer_schema, store_full, store_failed.
  virtual base::Result<StoreCopied> copy_to(const CopyOrder& order,
                                            const std::function<bool(CopyPhase, std::string_view table, std::int64_t done, std::int64_t all)>& progress) = 0;
};

}  // namespace preceptor::ports
