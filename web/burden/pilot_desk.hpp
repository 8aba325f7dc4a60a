// Frozen pilots as they are stored, and the gate of AI-assisted units asked with them: for pages, the editor and content folders.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "core/burden/pilot.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

class BurdenRecords;

inline constexpr const char* kPilotKind = "pilot";   // of the projection; body {"file","hash","at","by"}
inline constexpr int kMostPilots = 500;

struct FrozenPilot {
  burden::Pilot pilot;
  burden::Frozen frozen;
  std::string file, by;
};
// Absent when the row cannot be read.
std::optional<FrozenPilot> pilot_of(const ports::Projection& row);
// When a learner first launched one of the pilot's units. With a baseline they were launched before, on purpose: then since the pilot's first day.
base::Result<std::optional<base::Instant>> first_launch(ports::RecordStore& store, const burden::Pilot& pilot);

// The pilots that name the unit, newest first, without a verdict.
base::Result<std::vector<burden::PilotFacts>> pilots_naming(ports::ProjectionStore& rows, ports::RecordStore& store, const std::string& unit_id);
// Why the unit may not be published; empty when it may. One good pilot is enough; of none, what the newest lacks. Errors: store_*.
base::Result<std::vector<burden::GateProblem>> publish_problems_of(ports::ProjectionStore& rows, ports::RecordStore& store, const activity::Unit& unit);

// What came of a pilot so far.
struct PilotOutcome {
  burden::PilotVerdict verdict;
  burden::FrozenState frozen = burden::FrozenState::not_frozen;
  bool over = false;       // its last day has passed
  bool improved = false;   // the verdict that counts: over, frozen in time, and both arms of every metric large enough to be shown
};
// From attempts of closed periods. Errors: store_*.
base::Result<PilotOutcome> pilot_outcome(BurdenRecords& figures, const burden::PilotFacts& facts, base::Instant now);
inline constexpr int kLeastOfArm = 5;   // persons
// Why the unit may not enter an activity with credit; empty when it may. As publish_problems_of, and the pilot must have improved something. Without `figures`
// no pilot has.
base::Result<std::vector<burden::GateProblem>> credit_problems_of(ports::ProjectionStore& rows, ports::RecordStore& store, BurdenRecords* figures,
                                                                  const activity::Unit& unit, base::Instant now);
// Each as a sentence that says what to do.
std::vector<std::string> gate_sentences(const std::vector<burden::GateProblem>& problems, const Messages& words);

}  // namespace preceptor::web
