// Inside the Canvas character. Facts: what Canvas's documentation, source and published captures say; no Canvas was run.
#pragma once
#include <string>
#include <vector>

#include "examples/demo_lms/site/site.hpp"

namespace preceptor::demo::canvas {

inline constexpr std::string_view kPrefix = "https://canvas.instructure.com/lti/";
inline constexpr std::string_view kAgs = "https://purl.imsglobal.org/spec/lti-ags/scope/";
inline constexpr std::string_view kNrps = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";
inline constexpr std::string_view kStorageFrame = "post_message_forwarding";

ports::HttpResponse discovery(World& world, const Call& call);
ports::HttpResponse registration(World& world, const Call& call);
ports::HttpResponse administration(World& world, const Call& call);
ports::HttpResponse launch(World& world, const Call& call);
ports::HttpResponse select(World& world, const Call& call);
ports::HttpResponse full_window(World& world, const Call& call);
ports::HttpResponse speed_grader(World& world, const Call& call);
ports::HttpResponse authorize(World& world, const Call& call);
ports::HttpResponse picked(World& world, const Call& call);
ports::HttpResponse token(World& world, const Call& call);
ports::HttpResponse services(World& world, const Call& call);
ports::HttpResponse forwarding_frame();

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
std::string course_url(const World& world, int course);                               // of the services
std::string line_item_url(const World& world, const LineItem& item);
std::vector<std::string> roles_of(const Person& who);
// Custom values as they are sent: a variable nobody can fill in stays as it is written.
Values expanded(World& world, const Pending& pending, const Values& values);

// {"errors":{"type":...,"message":...}}, the commonest of the three shapes.
ports::HttpResponse service_error(int status, std::string_view type, std::string_view message);
// The page of a list: rel="current", "next", "first", "last".
std::string paging_links(const std::string& url, std::size_t page, std::size_t pages);

// The names of places and scopes the platform offers.
std::vector<std::string> offered_placements(std::string_view message_type);
std::vector<std::string> offered_scopes();
std::string bare(std::string_view placement);   // without Canvas's prefix
// The registration token of a click, or nothing: signed here, not expired. JSON.
std::optional<std::string> read_permit(const World& world, const std::string& token);

}  // namespace preceptor::demo::canvas
