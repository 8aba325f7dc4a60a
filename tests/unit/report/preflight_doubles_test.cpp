// V10 of the pre-flight: the same learner twice, in one file and with what left before.
#include "preflight_table.hpp"

namespace preceptor::report {
namespace {

LearnerRow other_row(const LearnerRow& row, const char* ccid, const char* person) {
  auto other = row;
  other.grant.ccid = ccid;
  other.grant.person = base::PersonId(person);
  return other;
}

// Scenarios 9, 15, 21.
TEST(Preflight, V10DoublesInOneFile) {
  SampleFacts sample;
  Preflight check;
  const auto row = sample_row();
  EXPECT_EQ(told(check.check(row, sample.facts)), Told{});
  EXPECT_EQ(told(check.check(row, sample.facts)), Told{"V10 double_in_file"});
  // The second part of a claim is a record of its own.
  EXPECT_EQ(told(check.check(other_row(row, "ccid:cme.example.org:BBBB", "person-1"), sample.facts)), Told{});
  // The same NPI under another name of the platform's.
  EXPECT_EQ(told(check.check(other_row(row, "ccid:cme.example.org:CCCC", "person-2"), sample.facts)), Told{"V10 same_identity"});
  // Somebody else.
  auto stranger = other_row(row, "ccid:cme.example.org:DDDD", "person-3");
  stranger.profile.npi = "1245319599";
  EXPECT_EQ(told(check.check(stranger, sample.facts)), Told{});
  // Another day is no double.
  auto next_day = other_row(row, "ccid:cme.example.org:EEEE", "person-2");
  next_day.grant.date = day(2026, 7, 1);
  EXPECT_EQ(told(check.check(next_day, sample.facts)), Told{});
}

TEST(Preflight, V10WhatLeftBefore) {
  const auto earlier = [](const char* person, base::Date date) {
    auto grant = sample_row().grant;
    grant.ccid = "ccid:cme.example.org:ZZZZ";
    grant.person = base::PersonId(person);
    grant.date = date;
    return grant;
  };
  expect_all({
      {"held beside another person", [](auto&, auto& facts) { facts.same_identity = "person-2"; }, {"V10 same_identity"}},
      {"reported for another registration of the same learner",
       [&](auto&, auto& facts) { facts.reported = {earlier("person-2", day(2026, 6, 30))}; }, {"V10 reported_before"}},
      {"another day", [&](auto&, auto& facts) { facts.reported = {earlier("person-2", day(2026, 6, 29))}; }, {}},
      {"her own first part", [&](auto&, auto& facts) { facts.reported = {earlier("person-1", day(2026, 6, 30))}; }, {}},
      {"where the provider wants one record",
       [&](auto&, auto& facts) {
         facts.reported = {earlier("person-1", day(2026, 6, 30))};
         facts.two_records = false;
       },
       {"V10 claimed_in_parts"}},
      {"where the provider wants one record, and her first part was on another day",
       [&](auto&, auto& facts) {
         facts.reported = {earlier("person-1", day(2026, 6, 29))};
         facts.two_records = false;
       },
       {"V10 claimed_in_parts"}},
      {"where the provider wants one record, and the first part is being taken back",
       [&](auto&, auto& facts) {
         facts.reported = {earlier("person-1", day(2026, 6, 30))};
         facts.reported.front().state = credit::GrantState::correcting;
         facts.two_records = false;
       },
       {}},
  });
}

TEST(Preflight, V10AbaOncePerDay) {
  SampleFacts sample;
  Preflight check;
  auto row = sample_row();
  row.grant.boards = {points("ABA", {{"MOCA Part 2", {100}}})};
  EXPECT_EQ(told(check.check(row, sample.facts)), Told{});
  auto second = other_row(row, "ccid:cme.example.org:BBBB", "person-1");
  EXPECT_EQ(told(check.check(second, sample.facts)), Told{"V10 board_day"});
  second.grant.date = day(2026, 7, 1);
  EXPECT_EQ(told(check.check(second, sample.facts)), Told{});
  sample.facts.reported = {row.grant};
  second.grant.date = row.grant.date;
  EXPECT_EQ(told(Preflight().check(second, sample.facts)), Told{"V10 board_day"});
}

}  // namespace
}  // namespace preceptor::report
