// Which figures may be shown, so that no small group can be worked out, from one figure or from several.
//
// The rule. Only the predefined views below are ever answered. The records are kept in *blocks*; a cell is shown only if it
// is a union of blocks after splitting them, and a split is made only if every piece still holds enough distinct persons
// (5; 10 from the first split by career stage on). Whatever anyone computes from shown cells, by subtracting, adding or
// intersecting them, is a union of blocks, so it holds enough people too; the complementary suppression (a second small cell
// beside a suppressed one) follows by itself. Time is treated alike: what a period adds is a block of its own only once it
// holds enough persons; until then the figures stay those of the period before. Views are tried in a fixed order that does
// not depend on the data, coarse ones first.
//
// So every group that can be worked out holds 5 persons or more, and 10 or more if it lies within a career stage.
//
// Not covered: what a reader knows from elsewhere, and that one person's many attempts may weigh most in a figure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/burden/observation.hpp"

namespace preceptor::burden {

// What one record contributes to a figure. Records without a person count as one person all together.
struct Member {
  std::string person;
  Where where;
};

// A cell: each part that is set must be equal. `until`: records of that period and before.
struct Filter {
  std::optional<std::string> version;
  std::optional<CareerStage> stage;
  std::optional<std::string> course;
  friend auto operator<=>(const Filter&, const Filter&) = default;
};
bool matches(const Filter& filter, const Where& where);
// Which parts a view fixes.
struct View {
  bool version = false, stage = false, course = false;
};
// All, version, stage, version x stage, course, version x course, stage x course, all three.
const std::vector<View>& views();

struct Thresholds {
  int cell = 5;
  int segment = 10;  // from a split by career stage on; at least `cell`
};

// One cell that records exist for. `as_of` absent = suppressed. Otherwise `members` are the indices of the records it is
// made of: those of period `as_of` and before.
struct Cell {
  Filter filter;
  std::optional<int> as_of;
  std::vector<std::size_t> members;
};
// Every cell of every view that has at least one record, in the order of the views, then of the filters. Cells that need a
// stage leave out records without one. The same records always give the same answer, and records of later periods never
// change the cells of an earlier `as_of`.
std::vector<Cell> publish(const std::vector<Member>& members, const Thresholds& thresholds = {});

// The same rule of time for a figure that no view splits: the indices of the records that may be in it, block by block. What periods add is a block once it holds
// `least` persons; what waits is left out.
std::vector<std::vector<std::size_t>> blocks(const std::vector<Member>& members, int least);
std::vector<std::size_t> admitted(const std::vector<Member>& members, int least);
inline Member member(const std::string& person, int period) {
  Member made{person, {}};
  made.where.period = period;
  return made;
}

}  // namespace preceptor::burden
