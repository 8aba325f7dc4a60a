// The controller's parts, one file each: sign_in.cpp, health.cpp, connections.cpp (list, one), connection_acts.cpp, connect.cpp (invitation, by hand),
// test_launch.cpp, diary.cpp, grades.cpp, keys.cpp, staff.cpp, stores.cpp (list, one), store_acts.cpp, watched.cpp (log, acts that wait).
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/base/url.hpp"
#include "web/acts/destructive.hpp"
#include "web/acts/pending_acts.hpp"
#include "web/admin/admin_pages.hpp"
#include "web/admin/frame.hpp"
#include "web/admin/session.hpp"

namespace preceptor::web {

struct Watched;

struct AdminPages::Impl {
  using Response = ports::HttpResponse;
  struct Route;
  struct Found;

  // One request on its way, with what was checked before a handler sees it.
  struct Turn {
    const ports::HttpRequest& request;
    const Messages& messages;
    SignedIn session;                                // empty where none is needed
    std::string token;                               // of the path
    std::optional<lti::Registration> registration;   // of the path; one this session may see
    base::Fields query, form;
    std::string value(std::string_view name) const;  // of the form; empty when absent
    std::string asked(std::string_view name) const;  // of the query
  };

  AdminDeps deps;
  AdminSessions sessions;
  std::string prefix;   // of public_url, without trailing slash

  explicit Impl(AdminDeps given);

  // routes.cpp
  static std::span<const Route> routes();
  static Found find(const ports::HttpRequest& request);
  // admin_pages.cpp
  Response answer(const ports::HttpRequest& request);
  Response admitted(const Route& route, Turn& turn, const Found& found);
  Response refuse(const Turn& turn, base::Code code);
  Response failed(const Turn& turn, const base::Error& error);
  Response page(const Turn& turn, AdminPage page, int status = 200);
  Response go(const std::string& place, const std::string& done = {});   // `place` below /admin, begins with '/' or is empty
  base::Result<std::vector<lti::Registration>> seen_registrations(const Turn& turn);

  // watched.cpp
  Response watched(const Route& route, Turn& turn);
  Watched watched_of(const Route& route, const Turn& turn) const;
  static std::map<std::string, std::string> places_of(const Turn& turn);
  base::Result<std::string> subject_of_act(const Turn& turn) const;
  Response ask_whether_sure(Turn& turn, const DestructiveAct& act);
  Response put_off(const Route& route, Turn& turn, const DestructiveAct& act);
  static bool may_do(const SignedIn& session, const PendingAct& act);
  base::Result<std::vector<PendingAct>> waiting_for(const SignedIn& session);
  Response show_waiting(Turn& turn);
  Response take_back(Turn& turn);
  base::Result<int> perform(const PendingAct& act);
  // sign_in.cpp
  Response show_enter(Turn& turn);
  Response enter(Turn& turn);
  Response leave(Turn& turn);
  // health.cpp
  Response home(Turn& turn);
  Response health_json(Turn& turn);
  Response check_now(Turn& turn);
  // connections.cpp
  Response connections(Turn& turn);
  Response connection(Turn& turn);
  Response connection_page(Turn& turn, const std::string& done, const std::string& name_error, const std::string& frames_error, int status);
  // connection_acts.cpp
  Response save(Turn& turn, const std::string& done, const std::function<base::Status(lti::Registration&)>& change);
  Response rename(Turn& turn);
  Response switch_connection(Turn& turn);
  Response change_deployment(Turn& turn);
  Response change_frames(Turn& turn);
  // connect.cpp
  Response connect(Turn& turn);
  Response invite(Turn& turn);
  Response invited(Turn& turn, const std::string& code, const lti::Invitation& invitation, const std::string& lms, const std::string& problem, int status);
  Response connect_by_hand(Turn& turn);
  // grades.cpp
  Response grades(Turn& turn);
  Response retry_grades(Turn& turn);
  base::Result<View> grades_of(const Turn& turn, const lti::Registration& registration);
  // keys.cpp
  Response keys(Turn& turn);
  Response rotate_key(Turn& turn);
  base::Result<View> keys_of(const Turn& turn, const lti::Registration& registration);
  // stores.cpp
  // What the page of one store says beside what is stored: of an act that was not done, or of a test.
  struct StoreNotes {
    std::optional<StoreDraft> draft;
    StoreProblem problem = StoreProblem::none;
    std::optional<xapi::LrsFilter> filter;   // one that was not taken
    bool from_wrong = false;
    std::optional<StoreTest> test;
  };
  Response stores(Turn& turn);
  Response stores_page(Turn& turn, const StoreDraft& draft, StoreProblem problem, int status);
  Response store(Turn& turn);
  Response store_page(Turn& turn, const std::string& name, const StoreNotes& notes, int status);
  std::string store_url(const std::string& name) const;
  // store_acts.cpp
  Response add_store(Turn& turn);
  Response change_store(Turn& turn);
  Response test_store(Turn& turn);
  Response ask_first(Turn& turn, const std::string& what, const std::string& place, const base::Fields& fields);
  Response switch_store(Turn& turn);
  Response filter_store(Turn& turn);
  Response backfill_store(Turn& turn);
  Response send_store_again(Turn& turn);
  void note_store(const Turn& turn, const std::string& name, const std::string& what);
  Response done_with_store(const std::string& name, const std::string& done);
  // staff.cpp
  Response staff(Turn& turn);
  Response staff_page(Turn& turn, const std::string& problem, int status);
  Response add_staff(Turn& turn);
  Response staff_link(Turn& turn);
  Response end_staff(Turn& turn);
  // test_launch.cpp
  Response test_launch(Turn& turn);
  // diary.cpp
  Response diary(Turn& turn);
};

}  // namespace preceptor::web
