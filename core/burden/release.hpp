// Anonymous answers leave their pool: which, when, and with what (the design's section 2, "Anonymous answers").
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/burden/stage.hpp"

namespace preceptor::burden {

// A row as it waits: a random key, no time, no order.
struct PoolRow {
  std::string key;
  std::string form_hash, unit_hash;  // unit_hash is empty where the form was launched alone
  std::optional<CareerStage> stage;
  std::string answers;               // canonical JSON; must itself say nothing about who or when
};

struct ReleasedRow {
  std::string form_hash, unit_hash;
  std::optional<CareerStage> stage;  // only if every cell of the batch has kReleaseNeeds rows
  std::string answers;
  std::string day;                   // of release, UTC, "2026-11-25": all there is of time
  std::string actor, attempt;        // fresh version 4 UUIDs that stand for nobody
  friend bool operator==(const ReleasedRow&, const ReleasedRow&) = default;
};
struct ReleaseBatch {
  std::vector<ReleasedRow> rows;   // groups by (form hash, unit hash), within a group shuffled
  std::vector<std::string> taken;  // keys to delete from the pool in the same transaction, sorted: not in the rows' order
};

inline constexpr std::size_t kReleaseNeeds = 10;
// `count` bytes of a cryptographic generator.
using RandomBytes = std::function<std::string(std::size_t count)>;

// Everything that may go: of each (form hash, unit hash) all waiting rows once there are kReleaseNeeds, none before. Career stage
// goes along only if each stage of the group, and "none given" if it occurs, has kReleaseNeeds rows; otherwise no row of the group
// carries one.
ReleaseBatch release(const std::vector<PoolRow>& pool, base::Instant now, const RandomBytes& random);

}  // namespace preceptor::burden
