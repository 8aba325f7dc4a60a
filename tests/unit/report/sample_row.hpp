// A row that nothing is wrong with, and what the check is told beside it. Codes and dates are made up for the tests.
#pragma once
#include <set>
#include <string>

#include "core/report/preflight.hpp"

namespace preceptor::report {

inline base::Date day(int year, unsigned month, unsigned day_of_month) {
  return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day_of_month);
}

inline credit::Rulebook sample_rules() {
  credit::Rulebook rules;
  rules.hash = "rules";
  credit::CreditSystem ama;
  ama.code = "ama-pra-1";
  ama.name = "AMA PRA Category 1 Credit(s)";
  ama.professions = {"physician"};
  ama.pars_certification = "AMA PRA Category 1";
  ama.source.verified = true;
  credit::CreditSystem hours = ama;
  hours.code = "ancc";
  hours.professions = {"nurse"};
  hours.pars_certification.clear();
  credit::CreditSystem off = ama;
  off.code = "unseen";
  off.source.verified = false;
  rules.systems = {ama, hours, off};

  const auto board = [](const char* code, std::vector<std::string> types) {
    credit::Board made;
    made.code = made.name = code;
    made.in_pars = true;
    made.types = std::move(types);
    made.source.verified = true;
    return made;
  };
  auto abim = board("ABIM", {"Medical Knowledge", "Practice Assessment"});
  abim.year_end_alert = true;
  auto abp = board("ABP", {"Lifelong Learning and Self-Assessment"});
  abp.amount = credit::BoardAmount::round_whole;
  abp.partial = abp.variable = false;
  abp.repeat = credit::Repeat::once_ever;
  abp.report_within_days = 30;
  auto aba = board("ABA", {"MOCA Part 2", "Patient Safety"});
  aba.repeat = credit::Repeat::once_per_day;
  aba.split = credit::Split::two_records;
  auto abs = board("ABS", {"CME", "SA"});
  abs.id_required = false;
  abs.report_within_days = 30;
  auto abts = board("ABTS", {"CME"});
  abts.source.verified = false;
  auto abpn = board("ABPN", {"SA"});
  abpn.in_pars = false;
  rules.boards = {abim, abp, aba, abs, abts, abpn};
  return rules;
}

inline credit::Activity sample_activity() {
  credit::Activity activity;
  activity.id = "sepsis";
  activity.title = "Sepsis in five minutes";
  activity.provider = "college";
  activity.format = "enduring";
  activity.starts = day(2025, 1, 1);
  activity.ends = day(2027, 12, 31);
  activity.designated_on = day(2024, 12, 1);
  activity.designations = {{"ama-pra-1", {300}, {}}, {"ancc", {300}, {}}, {"unseen", {300}, {}}};
  activity.boards = {{"ABIM", {{"Medical Knowledge", {100}}}, {}, {}},
                     {"ABP", {{"Lifelong Learning and Self-Assessment", {100}}}, {}, {}},
                     {"ABA", {{"MOCA Part 2", {300}}, {"Patient Safety", {300}}}, {}, {}},
                     {"ABS", {{"CME", {300}}, {"SA", {300}}}, {}, {}},
                     {"ABTS", {{"CME", {300}}}, {}, {}},
                     {"ABPN", {{"SA", {300}}}, {}, {}}};
  return activity;
}

inline LearnerRow sample_row() {
  LearnerRow row;
  row.grant.ccid = "ccid:cme.example.org:AAAA";
  row.grant.person = base::PersonId("person-1");
  row.grant.platform = base::PlatformId("platform-1");
  row.grant.activity_id = "sepsis";
  row.grant.provider = "college";
  row.grant.system = "ama-pra-1";
  row.grant.profession = "physician";
  row.grant.amount = {100};
  row.grant.date = day(2026, 6, 30);
  row.has_profile = true;
  row.profile.given_name = "Maria";
  row.profile.family_name = "Beispiel";
  row.profile.birth_day = "09/10";
  row.profile.npi = "1234567893";
  row.profile.licences = {{"ME", "0012345"}};
  row.profile.boards = {{"ABIM", "099999"}, {"ABP", "12"}, {"ABA", "13"}, {"ABTS", "14"}, {"ABPN", "15"}};
  row.profile.permission = credit::Permission{"report", "wording-1", base::from_unix_ms(1'700'000'000'000), std::nullopt};
  row.launch_name = "Maria Beispiel";
  row.accme_activity_id = "202212345";
  row.accme_provider_id = "0001234";
  row.provider_name = "Example College";
  row.activity_title = "Sepsis in five minutes";
  row.activity_format = "enduring";
  return row;
}

struct SampleFacts {
  credit::Rulebook rules = sample_rules();
  credit::Activity activity = sample_activity();
  PreflightFacts facts;
  SampleFacts() {
    facts.rules = &rules;
    facts.activity = &activity;
    facts.today = day(2026, 7, 15);
  }
  SampleFacts(const SampleFacts&) = delete;
  SampleFacts& operator=(const SampleFacts&) = delete;
};

// "V04 npi", and a '?' after what only warns, a '>' after what is routed.
inline std::set<std::string> told(const std::vector<RowFinding>& findings) {
  std::set<std::string> all;
  for (const auto& one : findings) all.insert(one.rule + " " + one.key + (one.weight == Weight::warn ? "?" : one.weight == Weight::route ? ">" : ""));
  return all;
}

}  // namespace preceptor::report
