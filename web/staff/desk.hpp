// The shell's own parts. For this folder's .cpp files; sections see StaffTurn.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.hpp"
#include "web/acts/destructive.hpp"
#include "web/acts/pending_acts.hpp"
#include "web/admin/session.hpp"
#include "web/staff/staff_pages.hpp"

namespace preceptor::web {

class StaffDesk {
 public:
  explicit StaffDesk(StaffDeps deps);
  ports::HttpResponse answer(const ports::HttpRequest& request);
  std::vector<StaffPath> paths() const;
  base::Result<int> perform(const PendingAct& act);   // watched.cpp

  // For StaffTurn.
  ports::HttpResponse page(const StaffTurn& turn, StaffPage page, int status);
  ports::HttpResponse refuse(const StaffTurn& turn, int status, const std::string& sentence);
  ports::HttpResponse refuse(const StaffTurn& turn, base::Code code);
  ports::HttpResponse failed(const StaffTurn& turn, const base::Error& error);
  const std::string& prefix() const { return prefix_; }

 private:
  struct Own {               // a route, with whose it is
    StaffRoute route;
    bool signed_in = true;
    std::string section;
  };
  struct Found {
    const Own* own = nullptr;
    bool path_known = false;
    std::string allowed;     // its methods
    std::map<std::string, std::string> places;
  };
  void add(std::string method, std::string path, StaffRoles roles, bool signed_in, ports::HttpResponse (StaffDesk::*answer)(StaffTurn&));
  Found find(const ports::HttpRequest& request) const;
  ports::HttpResponse admitted(const Own& own, StaffTurn& turn);
  // watched.cpp
  ports::HttpResponse watched(const Own& own, StaffTurn& turn);
  ports::HttpResponse ask_whether_sure(const StaffTurn& turn, const DestructiveAct& act);
  ports::HttpResponse put_off(const Own& own, const StaffTurn& turn, const DestructiveAct& act);
  std::string subject_of_act(const StaffTurn& turn) const;
  bool may_do(const StaffMember& member, const PendingAct& act) const;
  base::Result<std::vector<PendingAct>> waiting_for(const StaffMember& member);
  ports::HttpResponse show_waiting(StaffTurn& turn);
  ports::HttpResponse take_back(StaffTurn& turn);
  // sign_in.cpp
  ports::HttpResponse show_enter(StaffTurn& turn);
  ports::HttpResponse enter(StaffTurn& turn);
  ports::HttpResponse leave(StaffTurn& turn);
  // The member a link is for, while it may be used; absent: none such.
  base::Result<std::optional<StaffMember>> expected(const std::string& token);
  // home.cpp
  ports::HttpResponse home(StaffTurn& turn);
  // frame.cpp
  std::vector<View> navigation(const StaffTurn& turn, const std::string& here) const;

  StaffDeps deps_;
  AdminSessions sessions_;
  std::string prefix_;       // of public_url, without trailing slash
  std::vector<Own> routes_;
};

// The places of a path that fits the pattern; absent: it does not.
std::optional<std::map<std::string, std::string>> staff_places(std::string_view pattern, std::string_view path);

}  // namespace preceptor::web
