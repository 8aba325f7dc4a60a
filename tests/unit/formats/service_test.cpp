// What is off until staff switch it on: the PARS service's records, CE Broker, CPE Monitor.
#include <gtest/gtest.h>

#include "adapters/cebroker/cebroker_format.hpp"
#include "adapters/cebroker/licences.hpp"
#include "adapters/cpe_monitor/cpe_format.hpp"
#include "adapters/cpe_monitor/uan.hpp"
#include "adapters/pars/credits.hpp"
#include "adapters/pars/service_formats.hpp"
#include "tests/unit/formats/sample_rows.hpp"

namespace preceptor::formats_test {
namespace {

TEST(ParsService, XmlIsAsItWasAndReadsBack) {
  const Folder folder;
  const pars::ParsLearnerXml xml;
  EXPECT_FALSE(xml.verified());
  expect_round_trip(xml, folder.file("a.xml"), everybody(), sample_report());
  same_as_golden("pars-learners.xml", content_of(folder.file("a.xml")));
}

TEST(ParsService, JsonIsAsItWasAndReadsBack) {
  const Folder folder;
  const pars::ParsLearnerJson json;
  EXPECT_FALSE(json.verified());
  expect_round_trip(json, folder.file("a.json"), everybody(), sample_report());
  same_as_golden("pars-learners.json", content_of(folder.file("a.json")));
  expect_round_trip(json, folder.file("none.json"), {}, sample_report());
}

TEST(ParsService, TheDayIsADateAloneWhereTheChannelAsksForOne) {
  auto report = sample_report();
  EXPECT_EQ(pars::service_row(physician(), report)->completed, "2026-06-30T00:00:00");
  report.settings["pars.completed_form"] = "date";
  EXPECT_EQ(pars::service_row(physician(), report)->completed, "2026-06-30");
}

TEST(ParsService, WhatIsNotReportedThereIsRefused) {
  auto row = physician();
  row.grant.system = "participation";
  EXPECT_EQ(pars::service_row(row, sample_report()).error().detail, "system: is not reported to PARS");
  row = physician();
  row.grant.amount = {30};
  EXPECT_EQ(pars::service_row(row, sample_report()).error().detail, "amount: is no multiple of 0.25");
  row = physician();
  row.profile.npi.clear();
  EXPECT_EQ(pars::service_row(row, sample_report())->credits[0].domain, "ME") << "the license stands in";
}

TEST(ParsService, CreditIdsHaveTwoParts) {
  for (const char* good : {"ccid:cme.example.org:a", "ccid:x:y.ABIM.1"}) EXPECT_TRUE(pars::is_credit_id(good)) << good;
  for (const char* bad : {"", "ccid:", "ccid:a", "ccid:a:", "ccid::b", "ccid:a:b:c", "id:a:b"}) EXPECT_FALSE(pars::is_credit_id(bad)) << bad;
  EXPECT_FALSE(pars::is_credit_id("ccid:a:" + std::string(300, 'x')));
}

TEST(ParsService, AChangedFileIsNoticed) {
  const Folder folder;
  const pars::ParsLearnerJson json;
  write_rows(json, folder.file("a"), {physician()}, sample_report());
  const std::string text = content_of(folder.file("a"));
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string, std::string>>{{"\"add\"", "\"put\""},
                                                                                           {"202612345", "2026"},
                                                                                           {"\"numberOfCredits\":0.5", "\"numberOfCredits\":0.3"},
                                                                                           {"ccid:cme.example.org:", "ccid:"},
                                                                                           {"]}}}", ""},
                                                                                           {"{\"ACCME", "{\"AC"}}) {
    auto changed = text;
    ASSERT_NE(changed.find(from), std::string::npos) << from;
    changed.replace(changed.find(from), from.size(), to);
    expect_noticed(json, folder.file("b"), changed);
  }
}

report::Report with_settings() {
  auto report = sample_report();
  report.settings = {{"cebroker.parent", "50-1"},         {"cebroker.provider", "50-2"}, {"cebroker.course:anticoagulation-2026", "20-77"},
                     {"cebroker.profession.nurse", "RN"}, {"cpe.provider", "0798"},      {"cpe.uan:anticoagulation-2026", "0798-9999-18-246-H04-P"}};
  return report;
}

report::LearnerRow nurse() {
  auto row = physician();
  row.grant.profession = "nurse";
  row.grant.system = "ancc";
  row.grant.amount = {150};
  row.profile.licences = {{"FL", "RN 12345"}};
  return row;
}

TEST(CeBroker, RosterIsAsItWasAndReadsBack) {
  const Folder folder;
  const cebroker::CeBrokerRoster roster;
  EXPECT_FALSE(roster.verified());
  auto later = nurse();
  later.grant.date = base::Date(std::chrono::year(2026) / 7 / 1);
  expect_round_trip(roster, folder.file("a.xml"), {nurse(), nurse(), later}, with_settings());
  same_as_golden("cebroker.xml", content_of(folder.file("a.xml")));
}

TEST(CeBroker, AProfessionWithoutCodeAndADeletionAreRefused) {
  const Folder folder;
  auto gone = nurse();
  gone.action = report::Action::remove;
  const auto outcome = write_rows(cebroker::CeBrokerRoster(), folder.file("a.xml"), {physician(), gone, nurse()}, with_settings());
  EXPECT_EQ(outcome.refused, (std::vector<std::string>{"0: profession: has no code in the settings", "1: action: this format has no deletion"}));
  EXPECT_EQ(outcome.written.records, 1);
}

TEST(CeBroker, ARosterWithoutItsIdsIsNotMade) {
  const Folder folder;
  auto settings = with_settings();
  settings.settings.erase("cebroker.course:anticoagulation-2026");
  EXPECT_EQ(write_rows(cebroker::CeBrokerRoster(), folder.file("a.xml"), {nurse()}, settings).refused,
            (std::vector<std::string>{"0: course: has no id in the settings: cebroker.course_code:anticoagulation-2026, or cebroker.course:anticoagulation-2026"}));
  settings = with_settings();
  settings.settings.erase("cebroker.parent");
  EXPECT_TRUE(write_rows(cebroker::CeBrokerRoster(), folder.file("b.xml"), {nurse()}, settings).refused.empty()) << "one of the two is enough";
  settings.settings.erase("cebroker.provider");
  EXPECT_EQ(write_rows(cebroker::CeBrokerRoster(), folder.file("c.xml"), {nurse()}, settings).refused,
            (std::vector<std::string>{"0: provider: has no id in the settings: cebroker.provider, or cebroker.parent"}));
}

TEST(ParsService, ALicenseIsOneWithItsNumber) {
  const Folder folder;
  auto row = physician();
  row.profile.npi.clear();
  row.profile.licences = {{"ME", ""}, {"FL", "12345"}};
  const pars::ParsLearnerJson json;
  EXPECT_TRUE(write_rows(json, folder.file("a"), {row}, sample_report()).refused.empty());
  EXPECT_NE(content_of(folder.file("a")).find("12345"), std::string::npos);
  EXPECT_EQ(content_of(folder.file("a")).find("\"value\":\"\""), std::string::npos);
  row.profile.licences.pop_back();
  EXPECT_EQ(write_rows(json, folder.file("b"), {row}, sample_report()).refused, (std::vector<std::string>{"0: npi: is missing, and so is a license with its number"}));
}

TEST(CeBroker, LicensesAreAskedAndAnswersRead) {
  const auto asked = cebroker::licence_request({{"RN", "FL", "RN 12345 & more"}});
  ASSERT_TRUE(asked);
  EXPECT_NE(asked->find("<license>RN 12345 &amp; more</license>"), std::string::npos) << *asked;
  EXPECT_FALSE(cebroker::licence_request({{"RN", "FL", ""}}));
  const auto answers = cebroker::read_licences(
      R"(<licensees><licensee valid="true" first_name="ZOE" last_name="EXAMPLE"><licensee_profession>RN</licensee_profession><cebroker_state>FL</cebroker_state><license>1</license></licensee>)"
      R"(<licensee valid="false" ErrorCode="80" Message="Invalid license number"><license>2</license></licensee></licensees>)");
  ASSERT_TRUE(answers);
  ASSERT_EQ(answers->size(), 2u);
  EXPECT_TRUE(answers->at(0).valid);
  EXPECT_EQ(answers->at(0).last_name, "EXAMPLE");
  EXPECT_EQ(answers->at(0).asked.state, "FL");
  EXPECT_FALSE(answers->at(1).valid);
  EXPECT_EQ(answers->at(1).error_code, "80");
  EXPECT_EQ(answers->at(1).asked.number, "2");
  for (const char* bad : {"", "<html/>", "<licensees><licensee>", "<!DOCTYPE l [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><licensees>&e;</licensees>"})
    EXPECT_FALSE(cebroker::read_licences(bad)) << bad;
}

TEST(CpeMonitor, UniversalActivityNumbers) {
  for (const char* good : {"0798-9999-18-246-H04-P", "0798-0000-26-0246-L01-T"}) EXPECT_TRUE(cpe_monitor::is_uan(good)) << good;
  for (const char* bad : {"", "0798-1234-18-246-H04-P", "798-9999-18-246-H04-P", "0798-9999-18-46-H04-P", "0798-9999-18-246-X04-P", "0798-9999-18-246-H04-N",
                          "0798-9999-18-246-H04-P "})
    EXPECT_FALSE(cpe_monitor::is_uan(bad)) << bad;
}

// Scenario 27.
TEST(CpeMonitor, APharmacistIsWrittenATechnicianOnHerNumberIsNot) {
  const Folder folder;
  const cpe_monitor::CpeMonitorRows cpe;
  EXPECT_FALSE(cpe.verified());
  auto pharmacist = physician();
  pharmacist.grant.profession = "pharmacist";
  pharmacist.profile.nabp_id = "1234567";
  auto technician = pharmacist;
  technician.grant.profession = "pharmacy-technician";
  auto report = with_settings();
  expect_round_trip(cpe, folder.file("a.csv"), {pharmacist}, report);
  EXPECT_EQ(content_of(folder.file("a.csv")),
            "provider_number,epid,date_of_birth,uan,date_of_participation,action\r\n0798,1234567,0910,0798-9999-18-246-H04-P,2026-06-30,I\r\n");
  report.settings["cpe.uan.technician:anticoagulation-2026"] = "0798-9999-18-246-H04-P";
  EXPECT_EQ(write_rows(cpe, folder.file("b.csv"), {technician, physician()}, report).refused,
            (std::vector<std::string>{"0: uan: is for another audience", "1: profession: is neither pharmacist nor technician"}));
  expect_noticed(cpe, folder.file("c.csv"),
                 "provider_number,epid,date_of_birth,uan,date_of_participation,action\r\n0798,1234567,1310,0798-9999-18-246-H04-P,2026-06-30,I\r\n");
}

}  // namespace
}  // namespace preceptor::formats_test
