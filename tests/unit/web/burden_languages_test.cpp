// A unit in two languages: planners read it in theirs, and what was committed to in either counts as one.
#include <array>
#include <chrono>
#include <string>

#include "tests/fakes/memory_pool.hpp"
#include "tests/unit/staff/staff_room.hpp"
#include "tests/unit/web/course.hpp"
#include "web/burden/section.hpp"

namespace preceptor::web::testing {
namespace {

constexpr int kReadersOfEach = 6;
const std::string kBilingualPlace = "/staff/burden/unit/apixaban-dose";

activity::Unit said_in(const std::string& language, const std::string& title, const std::string& plan) {
  auto unit = sample_unit(language);
  unit.title = title;
  unit.closing[0].options[0].label = plan;
  return unit;
}

struct BilingualSite {
  fakes::MemoryPool pool;
  Course course;   // it is 21 September
  BurdenRecords records{course.records, course.records.projections, course.content, pool, course.diary, course.clock};
  BurdenSection section{records, course.records, course.records.projections, course.registrations, course.clock};
  StaffRoom room{&section};

  // First in the folder stands what is not the reader's language.
  BilingualSite() {
    course.publish({said_in("es", "¿Qué dosis el lunes?", "Revisar el peso"), said_in("en", "Which dose on Monday?", "Check the weight")});
    for (const char* language : {"es", "en"})
      for (int i = 0; i < kReadersOfEach; ++i) read(language, i);
    course.clock.pass(std::chrono::hours(24 * 10));   // September is closed
    room.clock.at = course.clock.at;
    room.sign_in(StaffRole::planner);
  }
  void read(const std::string& language, int reader) {
    course.subject = language + std::to_string(reader);
    auto page = course.launch([&](auto& claims) { claims[kLti + "launch_presentation"]["locale"] = language; });
    for (base::Fields fields : {base::Fields{{"q.dose", "a"}}, base::Fields{{"q.weight", "60"}}, base::Fields{{"q.plan", "a"}, {"q.useful", "a"}}}) {
      course.clock.pass(base::Milliseconds(60'000));
      fields.emplace_back("active", "60000");
      page = course.submit(action(page), fields);
    }
    ASSERT_TRUE(has(page, "class=\"figure\"")) << page.body;
  }
  std::string commitments(const std::string& language) {
    room.language = language;
    return room.get(kBilingualPlace + "/csv/commitments").body;
  }
};

TEST(BurdenLanguages, AUnitIsNamedInTheReadersLanguage) {
  BilingualSite site;
  for (const auto& [language, own, other] : {std::array{"en", "Which dose on Monday?", "¿Qué dosis el lunes?"}, std::array{"es", "¿Qué dosis el lunes?", "Which dose on Monday?"},
                                             std::array{"ar", "Which dose on Monday?", "¿Qué dosis el lunes?"}}) {
    site.room.language = language;
    for (const std::string& path : {std::string("/staff/burden"), kBilingualPlace, kBilingualPlace + "/prices"}) {
      const auto page = site.room.get(path);
      EXPECT_TRUE(has(page, own)) << language << " " << path;
      EXPECT_FALSE(has(page, other)) << language << " " << path;
    }
  }
}

TEST(BurdenLanguages, ACommitmentIsOneInEveryLanguage) {
  BilingualSite site;
  const auto english = site.commitments("en"), spanish = site.commitments("es");
  EXPECT_NE(english.find("\"Check the weight\",12,"), std::string::npos) << english;
  EXPECT_EQ(english.find("Revisar"), std::string::npos);
  EXPECT_NE(spanish.find("\"Revisar el peso\",12,"), std::string::npos) << spanish;
}

// The letter of an option may come to stand for another one: who chose the old one did not choose that.
TEST(BurdenLanguages, WhatWasWordedDifferentlyThenKeepsItsWords) {
  BilingualSite site;
  site.course.publish({said_in("es", "¿Qué dosis el lunes?", "Revisar el peso"), said_in("en", "Which dose on Monday?", "Ask the pharmacist")});
  const auto english = site.commitments("en");
  EXPECT_NE(english.find("\"Check the weight\",6,"), std::string::npos) << english;
}

}  // namespace
}  // namespace preceptor::web::testing
