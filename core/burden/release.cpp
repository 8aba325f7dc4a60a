#include "core/burden/release.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace preceptor::burden {
namespace {

using Group = std::vector<const PoolRow*>;

// Uniform in [0, bound): values of the last, incomplete round of 2^64 are drawn again.
std::size_t below(std::size_t bound, const RandomBytes& random) {
  const std::uint64_t n = bound, rest = (UINT64_MAX % n + 1) % n;
  while (true) {
    std::uint64_t drawn = 0;
    for (const char byte : random(8)) drawn = drawn << 8 | static_cast<unsigned char>(byte);
    if (drawn <= UINT64_MAX - rest) return static_cast<std::size_t>(drawn % n);
  }
}

// Fisher and Yates. The keys' order comes first, so that the order in which the store lists rows has no say.
void shuffle(Group& group, const RandomBytes& random) {
  std::ranges::sort(group, {}, &PoolRow::key);
  for (std::size_t i = group.size(); i > 1; --i) std::swap(group[i - 1], group[below(i, random)]);
}

std::string fresh_uuid(const RandomBytes& random) {
  std::string bytes = random(16);
  bytes.resize(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    const auto byte = static_cast<unsigned char>(bytes[i]);
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 0x0F];
  }
  return text;
}

bool stages_may_go(const Group& group) {
  std::map<std::optional<CareerStage>, std::size_t> cells;
  for (const PoolRow* row : group) ++cells[row->stage];
  return std::ranges::all_of(cells, [](const auto& cell) { return cell.second >= kReleaseNeeds; });
}

}  // namespace

ReleaseBatch release(const std::vector<PoolRow>& pool, base::Instant now, const RandomBytes& random) {
  std::map<std::pair<std::string, std::string>, Group> groups;
  for (const PoolRow& row : pool) groups[{row.form_hash, row.unit_hash}].push_back(&row);
  const std::string day = base::format_rfc3339(now).substr(0, 10);
  ReleaseBatch batch;
  for (auto& [hashes, group] : groups) {
    if (group.size() < kReleaseNeeds) continue;
    const bool staged = stages_may_go(group);
    shuffle(group, random);
    for (const PoolRow* row : group) {
      batch.rows.push_back({row->form_hash, row->unit_hash, staged ? row->stage : std::nullopt, row->answers, day,
                            fresh_uuid(random), fresh_uuid(random)});
      batch.taken.push_back(row->key);
    }
  }
  std::ranges::sort(batch.taken);
  return batch;
}

}  // namespace preceptor::burden
