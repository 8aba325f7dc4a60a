#include "core/burden/suppression.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace preceptor::burden {
namespace {

struct Candidate {
  Filter filter;
  bool by_stage = false;
  std::vector<std::size_t> members;  // of all periods
};

std::optional<Filter> filter_of(const View& view, const Where& where) {
  if (view.stage && !where.stage) return std::nullopt;
  Filter filter;
  if (view.version) filter.version = where.version;
  if (view.stage) filter.stage = where.stage;
  if (view.course) filter.course = where.course;
  return filter;
}

std::vector<Candidate> candidates(const std::vector<Member>& members) {
  std::vector<Candidate> made;
  for (const View& view : views()) {
    std::map<Filter, std::vector<std::size_t>> cells;
    for (std::size_t i = 0; i < members.size(); ++i)
      if (const auto filter = filter_of(view, members[i].where)) cells[*filter].push_back(i);
    for (auto& [filter, inside] : cells) made.push_back({filter, view.stage, std::move(inside)});
  }
  return made;
}

// The blocks, and the only way to split them.
class Blocks {
 public:
  Blocks(const std::vector<Member>& members, const Thresholds& thresholds)
      : members_(members), thresholds_(thresholds), block_of_(members.size(), kPending) {}

  // Records that wait become one block if they are enough persons. False: they go on waiting.
  bool admit(const std::vector<std::size_t>& waiting) {
    if (persons(waiting) < thresholds_.cell) return false;
    for (const std::size_t i : waiting) block_of_[i] = static_cast<int>(by_stage_.size());
    by_stage_.push_back(false);
    return true;
  }

  // Makes the cell a union of blocks if every piece stays large enough; changes nothing otherwise.
  bool split(const std::vector<std::size_t>& inside, bool by_stage) {
    std::map<int, Pieces> touched;
    for (const std::size_t i : inside) touched[block_of_[i]].in.push_back(i);
    touched.erase(kPending);
    if (touched.empty()) return false;
    for (std::size_t i = 0; i < block_of_.size(); ++i)
      if (const auto at = touched.find(block_of_[i]); at != touched.end()) at->second.all.push_back(i);
    for (const auto& [block, pieces] : touched)
      if (!allowed(block, pieces, by_stage)) return false;
    for (const auto& [block, pieces] : touched) cut(block, pieces, by_stage);
    return true;
  }

  bool admitted(std::size_t i) const { return block_of_[i] != kPending; }

 private:
  static constexpr int kPending = -1;
  struct Pieces {
    std::vector<std::size_t> in, all;
  };

  int persons(const std::vector<std::size_t>& records) const {
    std::set<std::string_view> seen;
    for (const std::size_t i : records) seen.insert(members_[i].person);
    return static_cast<int>(seen.size());
  }

  static std::vector<std::size_t> rest(const Pieces& pieces) {
    std::vector<std::size_t> out;
    std::ranges::set_difference(pieces.all, pieces.in, std::back_inserter(out));
    return out;
  }

  bool allowed(int block, const Pieces& pieces, bool by_stage) const {
    const bool segmented = by_stage || by_stage_[static_cast<std::size_t>(block)];
    const int least = segmented ? std::max(thresholds_.segment, thresholds_.cell) : thresholds_.cell;
    if (persons(pieces.in) < least) return false;
    return pieces.in.size() == pieces.all.size() || persons(rest(pieces)) >= least;
  }

  void cut(int block, const Pieces& pieces, bool by_stage) {
    const bool segmented = by_stage || by_stage_[static_cast<std::size_t>(block)];
    by_stage_[static_cast<std::size_t>(block)] = segmented;
    if (pieces.in.size() == pieces.all.size()) return;
    for (const std::size_t i : pieces.in) block_of_[i] = static_cast<int>(by_stage_.size());
    by_stage_.push_back(segmented);
  }

  const std::vector<Member>& members_;
  Thresholds thresholds_;
  std::vector<int> block_of_;   // by record
  std::vector<bool> by_stage_;  // by block: cut by career stage, or a piece of one that was
};

// One period: its records join those that wait; if they become a block, every cell is tried anew.
void add_period(int period, const std::vector<Member>& members, const std::vector<Candidate>& wanted, Blocks& blocks,
                std::vector<Cell>& cells) {
  std::vector<std::size_t> waiting;
  for (std::size_t i = 0; i < members.size(); ++i)
    if (members[i].where.period <= period && !blocks.admitted(i)) waiting.push_back(i);
  if (waiting.empty() || !blocks.admit(waiting)) return;
  for (std::size_t c = 0; c < wanted.size(); ++c) {
    std::vector<std::size_t> inside;
    std::ranges::copy_if(wanted[c].members, std::back_inserter(inside), [&](std::size_t i) { return blocks.admitted(i); });
    // Nothing new in it: what was shown before stands.
    if (inside.empty() || inside == cells[c].members || !blocks.split(inside, wanted[c].by_stage)) continue;
    cells[c].as_of = period;
    cells[c].members = std::move(inside);
  }
}

}  // namespace

bool matches(const Filter& filter, const Where& where) {
  return (!filter.version || *filter.version == where.version) && (!filter.stage || filter.stage == where.stage) &&
         (!filter.course || *filter.course == where.course);
}

const std::vector<View>& views() {
  static const std::vector<View> all = {{},
                                        {true, false, false},
                                        {false, true, false},
                                        {true, true, false},
                                        {false, false, true},
                                        {true, false, true},
                                        {false, true, true},
                                        {true, true, true}};
  return all;
}

std::vector<Cell> publish(const std::vector<Member>& members, const Thresholds& thresholds) {
  const std::vector<Candidate> wanted = candidates(members);
  std::vector<Cell> cells;
  for (const Candidate& candidate : wanted) cells.push_back({candidate.filter, std::nullopt, {}});
  std::set<int> periods;
  for (const Member& member : members) periods.insert(member.where.period);
  Blocks blocks(members, thresholds);
  for (const int period : periods) add_period(period, members, wanted, blocks, cells);
  return cells;
}

std::vector<std::vector<std::size_t>> blocks(const std::vector<Member>& members, int least) {
  std::map<int, std::vector<std::size_t>> periods;
  for (std::size_t i = 0; i < members.size(); ++i) periods[members[i].where.period].push_back(i);
  std::vector<std::vector<std::size_t>> made;
  std::vector<std::size_t> waiting;
  std::set<std::string_view> persons;
  for (const auto& [period, inside] : periods) {
    for (const std::size_t i : inside) persons.insert(members[i].person);
    waiting.insert(waiting.end(), inside.begin(), inside.end());
    if (static_cast<int>(persons.size()) < least) continue;
    made.push_back(std::exchange(waiting, {}));
    persons.clear();
  }
  return made;
}

std::vector<std::size_t> admitted(const std::vector<Member>& members, int least) {
  std::vector<std::size_t> made;
  for (const auto& block : blocks(members, least)) made.insert(made.end(), block.begin(), block.end());
  return made;
}

}  // namespace preceptor::burden
