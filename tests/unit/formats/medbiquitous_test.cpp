// The Activity Report: golden, our own structure, the published schema.
#include <gtest/gtest.h>

#include "adapters/medbiquitous/medbiquitous_format.hpp"
#include "tests/unit/formats/sample_rows.hpp"
#include "tests/unit/formats/schemas.hpp"

namespace preceptor::formats_test {
namespace {

// Without the deletion, which the standard does not know.
std::vector<report::LearnerRow> additions() {
  auto rows = everybody();
  rows.pop_back();
  auto nameless = physician();
  nameless.has_profile = false;
  nameless.profile = {};
  nameless.accme_activity_id.clear();
  nameless.time_engaged.reset();
  nameless.grant.system = "ancc";
  rows.push_back(nameless);
  return rows;
}

TEST(Medbiquitous, IsAsItWasAndReadsBack) {
  const Folder folder;
  const medbiquitous::MedbiquitousFormat format;
  expect_round_trip(format, folder.file("a.xml"), additions(), sample_report());
  same_as_golden("medbiquitous.xml", content_of(folder.file("a.xml")));
}

TEST(Medbiquitous, TheTranscriptInMemoryIsTheSameDocument) {
  const Folder folder;
  const medbiquitous::MedbiquitousFormat format;
  write_rows(format, folder.file("a.xml"), additions(), sample_report());
  EXPECT_EQ(*medbiquitous::activity_report(sample_report(), additions()), content_of(folder.file("a.xml")));
  EXPECT_EQ(medbiquitous::activity_report(sample_report(), {}).error().code, base::Code::command_arguments);
}

TEST(Medbiquitous, IsValidAfterThePublishedSchema) {
  PRECEPTOR_NEEDS_SCHEMAS();
  EXPECT_EQ(invalidity(*medbiquitous::activity_report(sample_report(), additions()), "activityreport/v2/activityreport.xsd"), "");
}

// The judge is no rubber stamp.
TEST(Medbiquitous, ThePublishedSchemaRefusesAnotherOrder) {
  PRECEPTOR_NEEDS_SCHEMAS();
  auto text = *medbiquitous::activity_report(sample_report(), additions());
  const std::string from = "<Status>Completed</Status>";
  text.replace(text.find(from), from.size(), "<Status>Finished</Status>");
  EXPECT_NE(invalidity(text, "activityreport/v2/activityreport.xsd"), "");
}

TEST(Medbiquitous, AYearOfBirthIsAPlaceholderOnALeapDayToo) {
  auto row = physician();
  row.profile.birth_day = "02/29";
  const auto text = *medbiquitous::activity_report(sample_report(), {row});
  EXPECT_NE(text.find("<m:BirthDate accuracy=\"DayMonth\">2000-02-29</m:BirthDate>"), std::string::npos) << text;
}

TEST(Medbiquitous, TimeEngagedAndPointOfCareAreKept) {
  const auto text = *medbiquitous::activity_report(sample_report(), {everybody()[4]});
  EXPECT_NE(text.find("<TimeEngaged>PT18M0.5S</TimeEngaged>"), std::string::npos) << text;
  EXPECT_NE(text.find("<ClinicalQuestionOrTopic>May I stop it? Before surgery</ClinicalQuestionOrTopic>"), std::string::npos) << text;
}

TEST(Medbiquitous, RowsThatCannotBeSaidAreNamed) {
  struct Case {
    void (*spoil)(report::LearnerRow&);
    const char* field;
  };
  const Case cases[] = {{[](auto& row) { row.action = report::Action::remove; }, "action"},
                        {[](auto& row) { row.activity_title.clear(); }, "activity_title"},
                        {[](auto& row) { row.grant.ccid.clear(); }, "ccid"},
                        {[](auto& row) { row.profile.birth_day = "30/02"; }, "birth_day"},
                        {[](auto& row) { row.profile.family_name = "a\x01"; }, "family_name"},
                        {[](auto& row) { row.point_of_care = report::LearnerRow::PointOfCare{"q", "a", {}}; }, "point_of_care.resources"},
                        {[](auto& row) { row.point_of_care = report::LearnerRow::PointOfCare{"q", "", {"r"}}; }, "point_of_care.application"}};
  for (const Case& one : cases) {
    auto row = physician();
    one.spoil(row);
    const auto text = medbiquitous::activity_report(sample_report(), {row});
    ASSERT_FALSE(text) << one.field;
    EXPECT_TRUE(text.error().detail.starts_with(std::string(one.field) + ": ")) << text.error().detail;
  }
}

TEST(Medbiquitous, OurOwnCheckNoticesOrderAndMissingMembers) {
  const Folder folder;
  const medbiquitous::MedbiquitousFormat format;
  const std::string text = *medbiquitous::activity_report(sample_report(), {everybody()[4]});
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string, std::string>>{
           {"<ReportingEndDate>2026-12-31</ReportingEndDate>", ""},
           {" accuracy=\"DayMonth\"", ""},
           {">2000-09-10<", ">1970-09-10<"},
           {"<hx:numberOfCredits>0.5<", "<hx:numberOfCredits>half<"},
           {"<CreditID>ccid:cme.example.org:asked</CreditID>", ""},
           {"<TimeEngaged>PT18M0.5S</TimeEngaged>", "<TimeEngaged>18 minutes</TimeEngaged>"},
           {"<ActivityName>", "<PointOfCareLearningData/><ActivityName>"},
           {"activityreport/v2/", "activityreport/v1/"},
           {"</ActivityReports>", ""},
           {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<!DOCTYPE ActivityReports [<!ENTITY e \"x\">]>"}}) {
    auto changed = text;
    ASSERT_NE(changed.find(from), std::string::npos) << from;
    changed.replace(changed.find(from), from.size(), to);
    expect_noticed(format, folder.file("b.xml"), changed);
  }
}

}  // namespace
}  // namespace preceptor::formats_test
