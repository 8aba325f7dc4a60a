// /admin: sign-in by a one-time link, health, connections, diary, test launch (ui.md 6.5). Rights are checked here, on the server, for every path.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/ports/admin_store.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/grade_store.hpp"
#include "core/ports/http.hpp"
#include "core/ports/log.hpp"
#include "lti/invitation.hpp"
#include "lti/lms_profile.hpp"
#include "lti/registration.hpp"
#include "lti/signing_keys.hpp"
#include "web/admin/admin_site.hpp"
#include "web/admin/record_stores.hpp"
#include "web/staff/members.hpp"

namespace preceptor::web {

class Administrators;
class Watch;
struct PendingAct;

struct AdminDeps {
  ports::AdminStore& sessions;
  lti::RegistrationStore& registrations;
  ports::Diary& diary;
  ports::GradeStore& grades;
  lti::InvitationStore& invitations;
  lti::SigningKeys& keys;
  StaffList& staff;
  const lti::LmsProfiles& profiles;
  AdminSite& site;
  RecordStores& stores;
  const ports::Clock& clock;
  ports::Log& log;
  std::string public_url;   // without trailing slash
  Watch* watch = nullptr;   // of a site; without one (pages tried alone) nothing is noted and no act waits
  Administrators* administrators = nullptr;   // likewise; without one no link says whose it is
};

struct AdminRoute {
  std::string method, path;   // "{token}" and "{registration}" stand for one segment
  bool signed_in = true;
  bool whole_site = false;    // not for the administrator of one registration
};

class AdminPages {
 public:
  explicit AdminPages(AdminDeps deps);
  ~AdminPages();
  // Any path that is /admin or below it.
  ports::HttpResponse answer(const ports::HttpRequest& request);
  static std::vector<AdminRoute> routes();
  // Sends the form of an act whose time has come to its page. The HTTP status of the answer; 403 when who asked has no right to it any more.
  base::Result<int> perform(const PendingAct& act);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
