// How other folders put pages into /staff without touching the shell: a section names its routes, the roles each is for, and their code.
#pragma once
#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/url.hpp"
#include "core/ports/http.hpp"
#include "web/messages.hpp"
#include "web/staff/members.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// Which roles a page is for.
class StaffRoles {
 public:
  constexpr StaffRoles() = default;
  constexpr StaffRoles(std::initializer_list<StaffRole> roles) {
    for (const StaffRole role : roles) bits_ |= 1U << static_cast<unsigned>(role);
  }
  constexpr bool has(StaffRole role) const { return (bits_ >> static_cast<unsigned>(role) & 1U) != 0; }

 private:
  unsigned bits_ = 0;
};
inline constexpr StaffRoles kAllStaff{StaffRole::planner, StaffRole::accreditation, StaffRole::reader};
inline constexpr StaffRoles kPlanners{StaffRole::planner};
inline constexpr StaffRoles kPlannersAndAccreditation{StaffRole::planner, StaffRole::accreditation};

// One page, to be wrapped in the shell.
struct StaffPage {
  std::string title;           // unescaped; the h1 too
  std::string template_name;   // may use {{staff}} (the address of /staff), {{title}}, {{form_token}} and {{> admin_token}} in every form
  View view;
  std::string body_html;       // instead of a template: HTML of our own making (charts::figure_html)
  std::string section;         // which entry of the navigation is marked; the route's own section when empty
  std::string done;            // message key of what was just done; empty when nothing
  bool script = false;         // copy buttons (data-copy), focus on what is wrong; the page must work without
  bool wide = false;           // tables and charts: to 64rem instead of 52rem
};

class StaffDesk;

// One request that may be answered: signed in, active, in a role the route is for, the form's token checked.
struct StaffTurn {
  StaffDesk& desk;
  const ports::HttpRequest& request;
  const Messages& messages;
  StaffMember member;
  std::string section;                               // of the route
  std::map<std::string, std::string> places;         // of the path: "{case}" -> places["case"]; 1 to 100 bytes, not checked further
  base::Fields query, form;
  std::string form_token;

  std::string place(const std::string& name) const;  // of the path
  std::string value(std::string_view name) const;    // of the form; empty when absent
  std::string asked(std::string_view name) const;    // of the query; empty when absent
  bool is(StaffRole role) const { return member.role == role; }
  std::string url(std::string_view below) const;     // the address of a path below /staff: url("/cases") with the site's prefix

  ports::HttpResponse page(StaffPage page, int status = 200) const;
  // After a POST: 303 to a place below /staff. `done`: a word the page looks up in ?done=.
  ports::HttpResponse go(const std::string& place, const std::string& done = {}) const;
  // A page that says in one sentence what is wrong. Of an error: logged, in its own words and status.
  ports::HttpResponse failed(const base::Error& error) const;
  ports::HttpResponse not_found() const;
  // Another changed it meanwhile (409), or the form is older than what it changes.
  ports::HttpResponse outdated() const;
  // A file to keep. `type`: e.g. "text/csv; charset=utf-8"; `name`: ASCII letters, digits, '.', '-' and '_'.
  ports::HttpResponse file(const std::string& name, const std::string& type, std::string bytes) const;
};

struct StaffRoute {
  std::string method, path;    // below /staff: "GET", "/cases/{case}"; a {place} stands for one segment
  StaffRoles roles;            // who may; everybody else is refused before `answer` runs
  std::function<ports::HttpResponse(StaffTurn&)> answer;
};

// A line of the work list on the first page: "2 cases wait for a decision".
struct StaffTask {
  std::string text;            // in the reader's language
  std::string place;           // below /staff
};

class StaffSection {
 public:
  virtual ~StaffSection() = default;
  // Of the navigation: a word of its own ("cases"), where it leads below /staff, the message key of its title, and who sees it.
  struct Entry {
    std::string name, place, title;
    StaffRoles roles;
  };
  virtual Entry entry() const = 0;
  // Asked once, when the site is wired. Paths of different sections never meet.
  virtual std::vector<StaffRoute> routes() = 0;
  // What waits for this member. Errors are shown as a failed page, so leave out what cannot be known.
  virtual base::Result<std::vector<StaffTask>> tasks(const StaffMember&, const Messages&) { return std::vector<StaffTask>(); }
};

}  // namespace preceptor::web
