// /staff: sign-in by a one-time link, the work list, and the sections other folders bring. Rights are checked here, for every path.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/ports/admin_store.hpp"
#include "core/ports/log.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

class Watch;
struct PendingAct;

struct StaffDeps {
  ports::AdminStore& sessions;
  StaffList& members;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;                                       // without trailing slash
  std::function<bool(const std::string& client_address)> may_guess;   // false: this client tried too many links
  std::vector<StaffSection*> sections;                          // in the order of the navigation; they outlive the pages
  Watch* watch = nullptr;                                       // of a site; without one (pages tried alone) nothing is noted and no act waits
};

// What a test walks: every path there is, with who may.
struct StaffPath {
  std::string method, path;    // whole, e.g. "/staff/cases/{case}"
  bool signed_in = true;
  StaffRoles roles;            // of those signed in
};

class StaffPages {
 public:
  explicit StaffPages(StaffDeps deps);
  ~StaffPages();
  // Any path that is /staff or below it.
  ports::HttpResponse answer(const ports::HttpRequest& request);
  std::vector<StaffPath> paths() const;
  // Sends the form of an act whose time has come to its page. The HTTP status of the answer; 403 when who asked has no right to it any more.
  base::Result<int> perform(const PendingAct& act);

 private:
  std::unique_ptr<StaffDesk> desk_;
};

}  // namespace preceptor::web
