// What both shells, /staff and /admin, do around a page's own code: note in the audit log who saw or changed what, and keep acts that wait.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/ports/audit_log.hpp"
#include "core/ports/log.hpp"
#include "web/acts/destructive.hpp"
#include "web/acts/pending_acts.hpp"

namespace preceptor::web {

// Whether opening this page is noted: all are but those that are known to show nobody's data. `path`: the route's pattern.
bool shows_persons(std::string_view path);

// A request that passed every check.
struct Watched {
  std::string area, who;                        // as in AuditEntry
  std::string method, path;                     // the route's pattern
  std::map<std::string, std::string> places;    // of the path
  const base::Fields& fields;                   // of the form, of a GET the query; ids among them are noted, nothing else
  std::string request;
};

class Watch {
 public:
  Watch(PendingActs& acts, ports::AuditLog& log, const ports::Clock& clock) : acts_(acts), log_(log), clock_(clock) {}
  PendingActs& acts() { return acts_; }
  base::Instant now() const { return clock_.now(); }

  // Before the page's own code runs: nothing is shown or changed without its row. Errors: store_*; then the page must not run.
  base::Status note(const Watched& seen);
  // After it: a change that was not made.
  base::Status note_refused(const Watched& seen);
  // Keeps a destructive act instead of doing it; `act` says all but its times.
  base::Result<PendingAct> put_off(const Watched& seen, PendingAct act);
  // False: it waits no longer.
  base::Result<bool> take_back(const PendingAct& act, const std::string& who, const std::string& request);
  // Does what is due, each once: `perform` sends the form to its handler and answers the HTTP status. An act is begun, gone on with and settled only while
  // the lease `under` (the upkeep's) is held: of a holder that stood still while another took over, at most the act it was at is done by both.
  // Of a handler that failed (5xx) the act stays begun and is tried again. Answers how many were settled.
  base::Result<int> carry_out(const std::function<base::Result<int>(const PendingAct&)>& perform, const ports::Lease& under, ports::Log& log);

 private:
  base::Status add(const Watched& seen, const std::string& kind);
  base::Status add(const PendingAct& act, const std::string& who, const std::string& kind, const std::string& request);
  PendingActs& acts_;
  ports::AuditLog& log_;
  const ports::Clock& clock_;
};

// Who, of an administrator: "administrator", with the one registration, or with the id of whom the link was made for (web/admin/administrators.hpp).
std::string administrator(const std::string& registration, const std::string& holder = {});

}  // namespace preceptor::web
