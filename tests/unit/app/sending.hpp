// The grade queue's one step, over the store in memory and a scripted platform.
#pragma once
#include <gtest/gtest.h>

#include "adapters/canvas/canvas_profile.hpp"
#include "adapters/moodle/moodle_profile.hpp"
#include "lti/services/link_services.hpp"
#include "plugin/app/grade_sender.hpp"
#include "tests/fakes/memory_stores.hpp"
#include "tests/unit/app/scripted_platform.hpp"

namespace preceptor::app {

class Sender : public testing::Test {
 protected:
  Sender() {
    profiles.add(std::make_unique<moodle::MoodleProfile>());
    profiles.add(std::make_unique<canvas::CanvasProfile>());
    use_lms("moodle");
    link.registration = base::RegistrationId("r1");
    link.deployment_id = "1";
    link.context_id = "2";
    link.resource_link_id = "11";
    link.unit_id = "unit-a";
    link.lineitem = "https://lms.example/1/lineitem?type_id=1";
    link.lineitems = "https://lms.example/lineitems?type_id=1";
    link.scopes = {std::string(lti::kScopeScore), std::string(lti::kScopeLineItem)};
    tell(link);
  }
  void use_lms(const std::string& lms) {
    lti::Registration one;
    one.id = base::RegistrationId("r1");
    one.lms = lms;
    registrations.registrations = {one};
  }
  void tell(const ports::LinkFacts& facts) {
    ports::UnitOfWork work;
    work.link = facts;
    grades.write(work);
  }
  void offer(int given, int max, bool graded = true, const std::string& subject = "4") {
    ports::UnitOfWork work;
    ports::GradeOffer one;
    one.registration = link.registration;
    one.deployment_id = "1";
    one.context_id = "2";
    one.resource_link_id = "11";
    one.subject = subject;
    one.given = given;
    one.max = max;
    one.graded = graded;
    one.at = clock.now();
    work.grades = {one};
    grades.write(work);
  }
  // What is due now, one after the other; how many were taken up.
  int run(int most = 50) {
    int count = 0;
    for (; count < most; ++count) {
      const auto row = *grades.next_grade(clock.now(), {});
      if (!row) break;
      const auto done = sender.send(lease, *row);
      EXPECT_TRUE(done) << base::describe(done.error());
    }
    EXPECT_LT(count, most) << "it turns in a circle";
    return count;
  }
  ports::GradeRow row(const std::string& subject = "4") { return (*grades.load_grade({key_of(link), subject})).value(); }
  base::Instant time_of(std::size_t score) { return *base::parse_rfc3339(platform.scores.at(score)["timestamp"].get<std::string>()); }

  fakes::StillClock clock;
  fakes::MemoryLog log;
  fakes::MemoryGrades grades;
  fakes::MemoryRegistrations registrations;
  ScriptedPlatform platform;
  lti::LmsProfiles profiles;
  ports::LinkFacts link;
  ports::Lease lease{"grades", "node", 1};
  GradeSender sender{grades, registrations, platform, profiles, clock, log};
};

}  // namespace preceptor::app
