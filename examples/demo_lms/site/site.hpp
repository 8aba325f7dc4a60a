// A demo site with a character: routes each request to its character's handlers and to the pages both share.
#pragma once
#include "examples/demo_lms/site/call.hpp"

namespace preceptor::demo {

class Site {
 public:
  explicit Site(SiteSettings settings, SigningKey key);
  ports::HttpResponse handle(const ports::HttpRequest& request);
  // What a running site tells the program that started it, as one line of JSON.
  std::string ready_line();

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request);
  std::optional<ports::HttpResponse> test_hook(const ports::HttpRequest& request);
  World world_;
};

// Pages both characters share. Each takes the lock itself.
ports::HttpResponse home_page(World& world, const Call& call);
ports::HttpResponse course_page(World& world, const Call& call);
ports::HttpResponse link_settings(World& world, const Call& call);      // POST: pass grade, published, attempts
ports::HttpResponse copy_course(World& world, const Call& call);        // POST
ports::HttpResponse activity_page(World& world, const Call& call);      // the tool in a frame
ports::HttpResponse picker_page(World& world, const Call& call);        // the tool's picker in a frame
ports::HttpResponse grades_page(World& world, const Call& call);
ports::HttpResponse set_points(World& world, const Call& call);         // POST: what a column counts to
ports::HttpResponse override_grade(World& world, const Call& call);     // POST: the teacher's own mark
ports::HttpResponse add_page(World& world, const Call& call);           // what the picker gave, to be saved; POST saves
ports::HttpResponse register_page(World& world, const Call& call);      // the tool's registration page in a frame
// A page that posts `fields` to `action` by itself.
ports::HttpResponse posting(const std::string& action, const base::Fields& fields);
// Where the picker's frame goes once the items are kept.
ports::HttpResponse leave_picker(const std::string& address, std::string_view note);
ports::HttpResponse key_set(World& world);
// What the platform signs: `claims` changed as the next launch hook says.
std::string signed_launch(World& world, const std::string& claims, const std::string& hook, std::vector<std::string>* omit);

namespace moodle {
ports::HttpResponse handle(World& world, const Call& call);
std::string registration_address(World& world, const std::string& tool_url, int update);   // what the frame opens; the lock is held
std::string completion(World& world, const Activity& link, const Person& person);              // "done", "failed", "to do"
void add_given_tool(World& world);
}  // namespace moodle
namespace canvas {
ports::HttpResponse handle(World& world, const Call& call);
std::string registration_address(World& world, const std::string& tool_url);
std::string course_script(const World& world, int course);   // answers the tool's window messages
void add_given_tool(World& world);
}  // namespace canvas

}  // namespace preceptor::demo
