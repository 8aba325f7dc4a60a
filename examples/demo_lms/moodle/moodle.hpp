// Inside the Moodle character. Facts: what a Moodle 4.5 was seen to answer.
#pragma once
#include <string>
#include <vector>

#include "examples/demo_lms/site/site.hpp"

namespace preceptor::demo::moodle {

inline constexpr std::string_view kAgs = "https://purl.imsglobal.org/spec/lti-ags/scope/";
inline constexpr std::string_view kNrps = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";
inline constexpr std::string_view kToolSetting = "https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting";

ports::HttpResponse discovery(World& world);
ports::HttpResponse registration(World& world, const Call& call);
ports::HttpResponse administration(World& world, const Call& call);   // /admin...
ports::HttpResponse launch(World& world, const Call& call);           // a click on an activity; review with action=gradeReport
ports::HttpResponse review(World& world, const Call& call);           // a click on a grade
ports::HttpResponse select(World& world, const Call& call);           // opens the tool's picker
ports::HttpResponse authorize(World& world, const Call& call);
ports::HttpResponse picked(World& world, const Call& call);           // contentitem_return.php
ports::HttpResponse returned(World& world, const Call& call);         // return.php
ports::HttpResponse token(World& world, const Call& call);
ports::HttpResponse services(World& world, const Call& call);

// What the services have in common: the path's numbers, the tool whose token it is.
struct Service {
  Tool* tool = nullptr;
  int course = 0, item = 0;
};
ports::HttpResponse line_items(World& world, const Call& call, const Service& service);
ports::HttpResponse line_item(World& world, const Call& call, const Service& service);
ports::HttpResponse scores(World& world, const Call& call, const Service& service);
ports::HttpResponse results(World& world, const Call& call, const Service& service);
ports::HttpResponse members(World& world, const Call& call, const Service& service);

std::string claims(World& world, const Pending& pending, const std::string& nonce);   // JSON; the lock is held
std::string line_items_url(const World& world, const Tool& tool, int course);
std::string line_item_url(const World& world, const LineItem& item);
std::string members_url(const World& world, const Tool& tool, int course);
std::string sesskey_of(const World& world, const Person& person);
const Person* person_of_sesskey(const World& world, const std::string& sesskey);

// Moodle's own error page: HTTP 404 and a whole HTML document.
ports::HttpResponse error_page(std::string_view message, int status = 404);
// JSON as PHP writes it: slashes escaped.
std::string php_json(std::string text);
// An error of a service: the body is "[]", whatever went wrong.
ports::HttpResponse service_error(int status);
// The scopes a tool gets that asked for `asked` (any AGS scope turns grade sync on, lineitem makes it full).
std::vector<std::string> granted_scopes(const std::vector<std::string>& asked);

}  // namespace preceptor::demo::moodle
