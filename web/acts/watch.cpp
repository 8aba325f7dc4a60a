#include "web/acts/watch.hpp"

#include <algorithm>

#include "web/acts/noted.hpp"

namespace preceptor::web {

std::string administrator(const std::string& registration, const std::string& holder) {
  std::string who = "administrator";
  for (const std::string& one : {registration, holder})
    if (!one.empty()) who += ":" + one;
  return who;
}

base::Status Watch::add(const Watched& seen, const std::string& kind) {
  return log_.append_audit({clock_.now(), seen.area, seen.who, kind, seen.method + " " + seen.path, subject_of(seen.places, seen.fields), seen.request});
}

base::Status Watch::add(const PendingAct& act, const std::string& who, const std::string& kind, const std::string& request) {
  return log_.append_audit({clock_.now(), act.area, who, kind, act.name, subject_of({{"act", act.id}}, act.form), request});
}

base::Status Watch::note(const Watched& seen) {
  if (seen.method != "GET") return add(seen, "changed");
  return shows_persons(seen.path) ? add(seen, "saw") : base::Status();
}

base::Status Watch::note_refused(const Watched& seen) { return add(seen, "refused"); }

base::Result<PendingAct> Watch::put_off(const Watched& seen, PendingAct act) {
  if (const auto noted = add(seen, "asked"); !noted) return base::fail(noted.error());
  return acts_.ask(std::move(act));
}

base::Result<bool> Watch::take_back(const PendingAct& act, const std::string& who, const std::string& request) {
  if (act.due_at <= clock_.now()) return false;
  if (const auto noted = add(act, who, "taken_back", request); !noted) return base::fail(noted.error());
  const auto moved = acts_.move(act, "taken_back");
  if (!moved) return base::fail(moved.error());
  return moved->has_value();
}

base::Result<int> Watch::carry_out(const std::function<base::Result<int>(const PendingAct&)>& perform, const ports::Lease& under, ports::Log& log) {
  const auto due = acts_.due();
  if (!due) return base::fail(due.error());
  int settled = 0;
  for (const PendingAct& one : *due) {
    const auto begun = acts_.move(one, "begun", under);
    if (!begun) return base::fail(begun.error());
    if (!*begun) continue;   // taken back at the last moment, or another holds the lease now
    const PendingAct& act = **begun;
    const auto status = perform(act);
    if (!status) return base::fail(status.error());
    if (*status >= 500) continue;
    const bool done = *status < 400;
    log.write(ports::Level::info, done ? "act.carried_out" : "act.failed", {{"act", act.name}, {"id", act.id}, {"status", std::to_string(*status)}});
    if (const auto noted = add(act, "upkeep", done ? "carried_out" : "failed", {}); !noted) return base::fail(noted.error());
    const auto moved = acts_.move(act, done ? "done" : "failed", under);
    if (!moved) return base::fail(moved.error());
    settled += *moved ? 1 : 0;   // else whoever holds the lease now goes on with it
  }
  return settled;
}

}  // namespace preceptor::web
