// May an activity be published? Everything that is asked before: the rules of its systems and boards, the provider's accreditation, the units of its bundle with
// their decisions, and the disclosures of whoever controls the content. And may a unit? The same for a content folder and for the editor.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/activity/sentence.hpp"
#include "core/activity/unit.hpp"
#include "core/credit/activity.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

class BurdenRecords;

struct ActivityGateDeps {
  ports::ContentStore& content;
  ports::RecordStore& records;
  ports::ProjectionStore& projections;
  const ports::Clock& clock;
  std::function<std::vector<credit::Provider>()> providers;                       // of the installation
  std::function<base::Result<std::vector<credit::Enabled>>()> enabled = {};       // what staff switched on; without it nothing is
  BurdenRecords* figures = nullptr;   // for the verdicts of pilots; without them no unit made with a model enters
};

struct GateFinding {
  credit::Finding finding;                     // message: English
  std::optional<activity::Sentence> sentence;  // the same with its key, where the catalogues have it
};
bool any_refuses(const std::vector<GateFinding>& findings);

// `fresh`: units that are published along with it and are not in the store yet. Refusals and warnings. Errors: store_*, json_malformed.
base::Result<std::vector<GateFinding>> look_at_activity(const ActivityGateDeps& deps, const credit::Activity& activity, const std::vector<activity::Unit>& fresh = {});

// May this version of a unit be published? Of one made with a model: what publishing asks (web/burden/pilot_desk), and while a current activity with credit has the
// unit in its bundle, which takes every version of it, what entering credit asks; the latter is a warning when only samples have it. Errors: store_*, json_malformed.
base::Result<std::vector<GateFinding>> look_at_unit(const ActivityGateDeps& deps, const activity::Unit& unit);

}  // namespace preceptor::web
