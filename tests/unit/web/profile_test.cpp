// Attempts recorded through the pages, against the published xAPI profile.
#include "tests/fakes/on_profile.hpp"
#include "tests/unit/web/course.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

// Of every attempt of the course; empty when all are as the profile says.
string all_off_profile(Course& course) {
  string out;
  for (const auto& [key, attempt] : course.records.attempts)
    out += fakes::off_profile(course.records.events[attempt.id.str()], kPublicUrl);
  return out;
}

TEST(OnProfile, ALongWayThroughAUnitAndASecondOne) {
  Course course;
  auto page = course.launch();
  EXPECT_EQ(all_off_profile(course), "") << "only opened";
  page = course.launch();                                   // launched again while it is open
  page = course.submit(action(page), {{"q.dose", "a"}});
  course.clock.pass(base::Milliseconds(31 * 60'000));
  ASSERT_EQ(course.pages.close_idle().value(), 1);
  EXPECT_EQ(all_off_profile(course), "") << "abandoned";
  page = course.submit(action(page), {{"q.weight", "60"}});   // the page was still there
  course.clock.pass(base::Milliseconds(31 * 60'000));
  ASSERT_EQ(course.pages.close_idle().value(), 1);
  EXPECT_EQ(all_off_profile(course), "") << "abandoned after the score";
  page = course.launch();
  page = course.submit(action(page), {{"q.plan", "a"}});
  EXPECT_EQ(course.records.types(course.attempt_id()).back(), "attempt_closed");
  EXPECT_EQ(all_off_profile(course), "") << "completed";
  course.launch();
  EXPECT_EQ(all_off_profile(course), "") << "looked at again";

  const auto other_link = [](auto& claims) { claims[kLti + "resource_link"] = {{"id", "link-2"}}; };
  page = course.launch(other_link);
  page = course.submit(action(page), {{"q.dose", "b"}});
  page = course.submit(action(page), {{"q.weight", "61"}});
  course.submit(action(page), {});
  ASSERT_EQ(course.records.attempts.size(), 2u);
  EXPECT_EQ(all_off_profile(course), "");
}

}  // namespace
}  // namespace preceptor::web::testing
