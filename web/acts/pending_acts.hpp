// Acts that were asked for and confirmed, and take effect after ten minutes unless somebody takes them back. Each is a projection of kind "pending_act":
// its versions decide who was first, whatever crashes or runs beside: of two that begin an act only the last settles it.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/base/url.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

inline constexpr const char* kPendingActKind = "pending_act";
inline constexpr base::Milliseconds kTakeBackTime = std::chrono::minutes(10);
inline constexpr base::Milliseconds kSettledShown = std::chrono::hours(24);

struct PendingAct {
  std::string id;              // UUID
  std::string area;            // "staff" or "admin"
  std::string name;            // DestructiveAct::name
  std::string path;            // of the form, without the prefix of public_url
  base::Fields form;           // what of it was kept
  std::string subject;         // what it is done to, as the page that asked said it; may be empty
  std::string page;            // where one sees what it is about, with its query
  std::string who;             // a member's id; of administrators the registration, empty for the whole site
  base::Instant asked_at{}, due_at{};
  std::string state;           // "waiting", "begun", "done", "failed", "taken_back"
  std::int64_t version = 1;
};

class PendingActs {
 public:
  PendingActs(ports::RecordStore& records, ports::ProjectionStore& rows, const ports::Clock& clock) : records_(records), rows_(rows), clock_(clock) {}

  // Keeps it. One of the same path and form that waits already is answered instead, and so is one of the same id: a form sent twice asks once.
  // `act.id`: a UUID of the page that asked; empty makes one.
  base::Result<PendingAct> ask(PendingAct act);
  base::Result<std::optional<PendingAct>> load(const std::string& id);
  // Those of an area that wait, the next one first.
  base::Result<std::vector<PendingAct>> waiting(const std::string& area);
  // Those that were settled in the last day, newest first, at most a hundred of each state.
  base::Result<std::vector<PendingAct>> settled(const std::string& area);
  // Those whose time has come, and those that were begun and not settled (the process ended in between), of both areas.
  base::Result<std::vector<PendingAct>> due();
  // The act in its new state; absent: somebody else was first, or it is not in a state for that ("waiting" to "taken_back" or "begun", "begun" to "done" or
  // "failed", or to "begun" by whoever goes on with it: then whoever began it settles nothing more). With `under` absent too where that lease has another holder.
  base::Result<std::optional<PendingAct>> move(const PendingAct& act, const std::string& to, const std::optional<ports::Lease>& under = {});

 private:
  base::Result<std::vector<PendingAct>> of_state(const std::string& state, int limit);
  base::Status save(const PendingAct& act, const std::optional<ports::Lease>& under = {});
  ports::RecordStore& records_;
  ports::ProjectionStore& rows_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
