// Canvas's own pages. Issuer and context id lead to none of them (the issuer is shared, the id is no number); the address of a course's line items
// names both the customer's host and the course (canvas.md section 1; canvas-samples).
#include <algorithm>
#include <string_view>

#include "adapters/canvas/canvas_profile.hpp"
#include "core/base/url.hpp"

namespace preceptor::canvas {
namespace {

constexpr std::string_view kCourses = "/api/lti/courses/";

// "https://college.instructure.com/courses/1207"; empty where the address is not of that form.
std::string course_page(const std::string& lineitems) {
  const auto url = base::parse_url(lineitems);
  if (!url || !url->path.starts_with(kCourses)) return {};
  const auto rest = std::string_view(url->path).substr(kCourses.size());
  const auto course = rest.substr(0, rest.find('/'));
  const bool number = !course.empty() && std::all_of(course.begin(), course.end(), [](char c) { return c >= '0' && c <= '9'; });
  return number ? url->origin() + "/courses/" + std::string(course) : std::string();
}

}  // namespace

std::string CanvasProfile::page_of(lti::LmsPage page, const lti::LinkPlace& place) const {
  const std::string course = course_page(place.lineitems);
  if (course.empty()) return {};
  switch (page) {
    case lti::LmsPage::link:
    case lti::LmsPage::course: return course + "/modules";
    case lti::LmsPage::tools: return {};   // where an account's apps are depends on the account, which no launch names
  }
  return {};
}

}  // namespace preceptor::canvas
