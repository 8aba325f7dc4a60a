// Whether a registration's sealed order is as it was sealed: a fold over its rows that names each difference and its place.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/record/rendering.hpp"

namespace preceptor::record {

enum class ChainFault {
  event_missing,      // no event has this position, or an event's predecessor in its stream is not there
  event_changed,      // the event's text, or the hashes of its renderings, are not what was sealed
  hash_changed,       // the stored hash alone was changed
  column_changed,     // what is stored beside the text, or of a rendering, says something else than the text
  seal_changed,       // the seal does not follow from the seal before and this event
  order,              // sealed before its predecessor in the stream, or at a position that another event has
  rendering_missing,  // one of several renderings has no row
  rendering_changed,  // bytes that do not have the hash that was sealed
  bytes_missing,      // a statement's bytes are gone, and the person was not erased
  counts,             // how many statements there are up to here
  head,               // where the chain says it ends, or what was made of it reaches, is not where it ends
  text_missing,       // words that the event holds the hash of are not there, and their writer was not erased
  text_changed,       // words that are not those the event holds the hash of
};
// "event_missing", ...
std::string_view name(ChainFault fault);

struct ChainFinding {
  ChainFault fault{};
  std::string registration;
  std::int64_t position = 0;   // 0: not sealed yet
  std::string event;           // "<stream id>/<seq>"; empty when it is not known
  std::string detail;          // what differs, in plain words and hashes; never a text of somebody's
};

struct ChainRendering {
  std::int64_t ordinal = 0;
  std::string statement_id, template_name, audience, sha256, supersedes, signature;
  std::int64_t version = 1;
  std::optional<std::string> body;   // absent: erased
};

// One event as a store holds it.
struct ChainRow {
  std::string registration, stream_id, stream_kind, person, type, body, hash, seal;
  std::int64_t seq = 1, position = 0, statements = 0, statements_through = 0;
  base::Instant at{}, recorded_at{};
  bool predecessor_there = true, predecessor_first = true;   // true for the first of a stream
  bool erased = false;                                       // its person was erased: bytes may be gone
  std::vector<ChainRendering> renderings;                    // by ordinal
};

struct ChainEnd {
  std::int64_t position = 0, statements = 0;
  std::string seal{kFirstSeal};
};

// One registration. Rows come by position, those without one last.
class ChainWalk {
 public:
  using Found = std::function<void(const ChainFinding&)>;
  ChainWalk(std::string registration, Found found) : registration_(std::move(registration)), found_(std::move(found)) {}
  void take(const ChainRow& row);
  // After the last sealed row up to `head`: what the store says the chain ends with.
  void finish(const ChainEnd& head);
  // One that waits for its seal.
  void take_unsealed(const ChainRow& row);

 private:
  void tell(ChainFault fault, const ChainRow& row, std::string detail);
  std::string content(const ChainRow& row);
  // What the event's text says of the statement that it puts in another's place; empty for an event that does not.
  struct Replacing {
    bool does = false;
    std::string template_name, old_id, new_id;
    // Of an event that holds what was made of another for one audience: that other event's place. Of one that takes a statement back: which.
    std::string of_stream, taken_back;
    std::int64_t of_seq = 0;
  };
  Replacing columns(const ChainRow& row);
  void renderings(const ChainRow& row, const Replacing& replacing);
  void identity(const ChainRow& row, const ChainRendering& one, const Replacing& replacing);
  void bytes(const ChainRow& row, const ChainRendering& one);
  void seal(const ChainRow& row, const std::string& recomputed);
  void count(const ChainRow& row);

  std::string registration_;
  Found found_;
  ChainEnd last_;             // as stored
  std::string computed_{kFirstSeal};   // what the last seal should be; differs from the stored one where that was changed
  std::int64_t counted_ = 0;           // likewise of the statements
  bool cut_ = false;          // rows are missing before the next one
};

}  // namespace preceptor::record
