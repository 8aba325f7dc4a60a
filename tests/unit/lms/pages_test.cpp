// Addresses of an LMS's own pages, made of what a launch tells: right where the form is known, none where it is not.
#include <gtest/gtest.h>

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"

namespace preceptor {
namespace {

using lti::LinkPlace;
using lti::LmsPage;

TEST(LmsPages, AreKnownOrNotGuessed) {
  const moodle::MoodleProfile moodle;
  const canvas::CanvasProfile canvas;
  const lti::LmsProfile generic;
  const LinkPlace campus{"https://m.example/campus/", "2", "41", "https://m.example/campus/mod/lti/services.php/2/lineitems?type_id=1"};
  const LinkPlace odd{"https://m.example", "2&x=1", "../41", ""};
  const LinkPlace hosted{"https://canvas.instructure.com", "4dde05e8ca1973bcca9bffc13e1548820eee93a3", "c1", "https://medcollege.instructure.example/api/lti/courses/1207/line_items"};
  const auto canvas_with = [](const char* lineitems) { return LinkPlace{"https://canvas.instructure.com", "c", "l", lineitems}; };
  struct Case { const lti::LmsProfile& profile; LmsPage page; LinkPlace place; const char* address; };
  const Case cases[] = {
      {moodle, LmsPage::link, campus, "https://m.example/campus/mod/lti/view.php?l=41&forceview=1"},
      {moodle, LmsPage::course, campus, "https://m.example/campus/course/view.php?id=2"},
      {moodle, LmsPage::tools, campus, "https://m.example/campus/mod/lti/toolconfigure.php"},
      {moodle, LmsPage::link, odd, ""},
      {moodle, LmsPage::course, odd, ""},
      {canvas, LmsPage::link, hosted, "https://medcollege.instructure.example/courses/1207/modules"},
      {canvas, LmsPage::course, hosted, "https://medcollege.instructure.example/courses/1207/modules"},
      {canvas, LmsPage::tools, hosted, ""},
      {canvas, LmsPage::link, canvas_with(""), ""},
      {canvas, LmsPage::link, canvas_with("https://c.example/api/lti/courses/12x/line_items"), ""},
      {canvas, LmsPage::link, canvas_with("https://c.example/api/lti/courses/"), ""},
      {canvas, LmsPage::link, canvas_with("javascript:alert(1)"), ""},
      {generic, LmsPage::link, campus, ""},
      {generic, LmsPage::tools, campus, ""},
  };
  for (const Case& one : cases) EXPECT_EQ(one.profile.page_of(one.page, one.place), one.address) << one.profile.kind() << " " << one.place.lineitems;
}

}  // namespace
}  // namespace preceptor
