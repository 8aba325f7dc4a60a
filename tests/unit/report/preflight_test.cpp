#include "core/report/preflight.hpp"

#include <gtest/gtest.h>

#include "preflight_table.hpp"

namespace preceptor::report {
namespace {

TEST(Preflight, ARowThatIsRightLeaves) {
  expect_all({{"nothing", [](auto&, auto&) {}, {}}});
}

TEST(Preflight, V01IdsOfActivityAndProvider) {
  expect_all({{"no activity id", [](auto& row, auto&) { row.accme_activity_id.clear(); }, {"V01 activity_id_missing"}},
              {"eight digits", [](auto& row, auto&) { row.accme_activity_id = "20221234"; }, {"V01 activity_id"}},
              {"a letter", [](auto& row, auto&) { row.accme_activity_id = "20221234x"; }, {"V01 activity_id"}},
              {"provider of six digits", [](auto& row, auto&) { row.accme_provider_id = "001234"; }, {"V01 provider_id"}},
              {"no provider", [](auto& row, auto&) { row.accme_provider_id.clear(); }, {"V01 provider_id"}}});
}

TEST(Preflight, V02Names) {
  expect_all({
      {"no family name", [](auto& row, auto&) { row.profile.family_name = "  "; row.launch_name.clear(); }, {"V02 name_missing"}},
      {"degree", [](auto& row, auto&) { row.profile.family_name = "Beispiel, M.D."; }, {"V02 name_degree?"}},
      {"suffix that is no degree", [](auto& row, auto&) { row.profile.family_name = "Beispiel, Jr."; }, {}},
      {"initial", [](auto& row, auto&) { row.profile.given_name = "Maria J."; }, {"V02 name_initial?"}},
      {"capitals", [](auto& row, auto&) { row.profile.family_name = "BEISPIEL"; }, {"V02 name_capitals?"}},
      {"another name than the launch's", [](auto& row, auto&) { row.launch_name = "Petra Muster"; }, {"V02 launch_name_unlike"}},
      {"another given name", [](auto& row, auto&) { row.launch_name = "Petra Beispiel"; }, {"V02 launch_name_unlike"}},
      {"order, case, comma", [](auto& row, auto&) { row.launch_name = "BEISPIEL, Maria-Luise"; }, {}},
      {"accents and apostrophes",
       [](auto& row, auto&) {
         row.profile.given_name = "José";
         row.profile.family_name = "O'Brien Núñez";
         row.launch_name = "Jose O’Brien";
       },
       {}},
      {"short form", [](auto& row, auto&) { row.launch_name = "Mar Beispiel"; }, {}},
      {"the launch's name changed since the profile was saved",
       [](auto& row, auto&) { row.profile.launch_name = "Maria Muster"; }, {"V02 launch_name_changed"}},
      {"the same in another order", [](auto& row, auto&) { row.profile.launch_name = "Beispiel, Maria"; }, {}},
      {"staff stand for it",
       [](auto& row, auto& facts) {
         row.launch_name = "Petra Muster";
         facts.name_confirmed = true;
       },
       {}},
      {"the platform gives no name", [](auto& row, auto&) { row.launch_name.clear(); }, {}},
  });
}

// Scenario 18: the day that most years do not have.
TEST(Preflight, V03BirthDay) {
  for (const char* good : {"02/29", "12/31", "01/01"}) EXPECT_EQ(told_of([&](auto& row, auto&) { row.profile.birth_day = good; }), Told{}) << good;
  for (const char* bad : {"02/30", "13/01", "9/10", "1970-09-10", "09/10/1970", "00/10"})
    EXPECT_EQ(told_of([&](auto& row, auto&) { row.profile.birth_day = bad; }), Told{"V03 birth_day"}) << bad;
  EXPECT_EQ(told_of([](auto& row, auto&) { row.profile.birth_day.clear(); }), Told{"V03 birth_day_missing"});
}

// Scenario 19.
TEST(Preflight, V04Npi) {
  expect_all({{"check digit", [](auto& row, auto&) { row.profile.npi = "1234567890"; }, {"V04 npi"}},
              {"nine digits", [](auto& row, auto&) { row.profile.npi = "123456789"; }, {"V04 npi"}},
              {"none, with a licence", [](auto& row, auto&) { row.profile.npi.clear(); }, {}}});
}

TEST(Preflight, V05WhatAReceiverCanFindSomebodyBy) {
  const auto bare = [](LearnerRow& row) {
    row.profile.npi.clear();
    row.profile.licences.clear();
    row.profile.boards.clear();
  };
  expect_all({
      {"nothing", [&](auto& row, auto&) { bare(row); }, {"V05 identifier_missing"}},
      {"state alone is not only warned of", [&](auto& row, auto&) { bare(row); row.profile.licences = {{"ME", ""}}; }, {"V05 state_alone"}},
      {"state and NPI", [&](auto& row, auto&) { bare(row); row.profile.licences = {{"ME", ""}}; row.profile.npi = "1234567893"; }, {}},
      {"NPI without a state", [&](auto& row, auto&) { bare(row); row.profile.npi = "1234567893"; }, {"V05 npi_without_state"}},
      {"board and its id", [&](auto& row, auto&) { bare(row); row.profile.boards = {{"ABIM", "1"}}; }, {}},
      {"a board without id", [&](auto& row, auto&) { bare(row); row.profile.boards = {{"ABIM", ""}}; }, {"V05 identifier_missing"}},
      {"no such state", [&](auto& row, auto&) { row.profile.licences = {{"XX", "1"}}; }, {"V05 state_unknown"}},
      {"points for a board whose id is not known",
       [&](auto& row, auto&) {
         row.profile.boards.clear();
         row.grant.boards = {points("ABIM", {{"Medical Knowledge", {100}}})};
       },
       {"V05 board_id_missing"}},
      {"a board that does without",
       [&](auto& row, auto&) {
         row.profile.boards.clear();
         row.grant.boards = {points("ABS", {{"CME", {100}}})};
       },
       {}},
      {"no profile", [](auto& row, auto&) { row.profile = {}; row.has_profile = false; }, {"V05 profile_missing"}},
  });
}

TEST(Preflight, V06Amount) {
  expect_all({{"none", [](auto& row, auto&) { row.grant.amount = {0}; }, {"V06 amount_none"}},
              {"0.30", [](auto& row, auto&) { row.grant.amount = {30}; }, {"V06 amount_step"}},
              {"above the designation", [](auto& row, auto&) { row.grant.amount = {325}; }, {"V06 amount_above"}},
              {"the whole", [](auto& row, auto&) { row.grant.amount = {300}; }, {}},
              {"not designated", [](auto&, auto& facts) {
                 static credit::Activity none = sample_activity();
                 none.designations.clear();
                 facts.activity = &none;
               },
               {"V06 system_not_designated"}},
              {"system switched off", [](auto& row, auto&) { row.grant.system = "unseen"; }, {"V06 system_off"}},
              {"and on", [](auto& row, auto& facts) {
                 row.grant.system = "unseen";
                 facts.enabled = {{"system:unseen", "A member of staff", base::PersonId("staff-1"), {}}};
               },
               {}},
              {"the store lost the activity", [](auto&, auto& facts) { facts.activity = nullptr; }, {"V06 activity_gone"}}});
}

TEST(Preflight, V07BoardsAndTheirTypes) {
  expect_all({
      {"right", [](auto& row, auto&) { row.grant.boards = {points("ABIM", {{"Medical Knowledge", {100}}})}; }, {}},
      {"unknown", [](auto& row, auto&) { row.grant.boards = {points("ABXX", {{"CME", {100}}})}; }, {"V07 board_unknown"}},
      {"not in PARS", [](auto& row, auto&) { row.grant.boards = {points("ABPN", {{"SA", {100}}})}; }, {"V07 board_unknown"}},
      {"not confirmed", [](auto& row, auto&) { row.grant.boards = {points("ABTS", {{"CME", {100}}})}; }, {"V07 board_off"}},
      {"type of another board", [](auto& row, auto&) { row.grant.boards = {points("ABIM", {{"CME", {100}}})}; }, {"V07 board_type"}},
      {"type that the activity is not registered for",
       [](auto& row, auto&) { row.grant.boards = {points("ABIM", {{"Practice Assessment", {100}}})}; }, {"V07 board_type"}},
      {"not registered",
       [](auto& row, auto& facts) {
         static credit::Activity none = sample_activity();
         none.boards.clear();
         facts.activity = &none;
         row.grant.boards = {points("ABIM", {{"Medical Knowledge", {100}}})};
       },
       {"V07 board_not_registered"}},
      {"without points", [](auto& row, auto&) { row.grant.boards = {points("ABIM", {})}; }, {"V07 board_no_points"}},
  });
}

// Scenarios 16 and 17 among them.
TEST(Preflight, V08PointsFollowTheBoardsRule) {
  const auto with = [](std::int64_t amount, credit::BoardRegistration board) {
    return [amount, board](LearnerRow& row, PreflightFacts&) {
      row.grant.amount = {amount};
      row.grant.boards = {board};
    };
  };
  expect_all({
      {"fewer than the credit where the board wants as many", with(100, points("ABIM", {{"Medical Knowledge", {50}}})), {"V08 board_equal"}},
      {"registered for fewer than the credit", with(200, points("ABIM", {{"Medical Knowledge", {100}}})), {}},
      {"more than registered", with(200, points("ABIM", {{"Medical Knowledge", {200}}})), {"V08 board_above_registered"}},
      {"no multiple of a quarter", with(100, points("ABIM", {{"Medical Knowledge", {30}}})), {"V08 board_step"}},
      {"ABA, 2.0 and 1.0 of 3.0", with(300, points("ABA", {{"MOCA Part 2", {200}}, {"Patient Safety", {100}}})), {}},
      {"ABA, 3.0 and 1.0 of 3.0", with(300, points("ABA", {{"MOCA Part 2", {300}}, {"Patient Safety", {100}}})), {"V08 board_above_credit"}},
      {"ABA, 1.0 and 1.0 of 3.0", with(300, points("ABA", {{"MOCA Part 2", {100}}, {"Patient Safety", {100}}})), {"V08 board_sum"}},
      {"ABS, CME alone", with(100, points("ABS", {{"CME", {100}}})), {}},
      {"ABS, CME and SA", with(100, points("ABS", {{"CME", {100}}, {"SA", {100}}})), {}},
  });
}

// Scenarios 22 and 23.
TEST(Preflight, V09DatesAndBothWindows) {
  const auto on = [](base::Date done, base::Date today, bool newer) {
    return [=](LearnerRow& row, PreflightFacts& facts) {
      row.grant.date = done;
      facts.today = today;
      facts.newer_window = newer;
    };
  };
  expect_all({
      {"today", on(day(2026, 7, 15), day(2026, 7, 15), false), {}},
      {"tomorrow", on(day(2026, 7, 16), day(2026, 7, 15), false), {"V09 date_future"}},
      {"before the activity", on(day(2024, 12, 31), day(2025, 1, 15), false), {"V09 date_outside"}},
      {"the last evening of a year", on(day(2026, 12, 31), day(2027, 1, 2), false), {}},
      {"found in April, older rule", on(day(2025, 5, 1), day(2026, 4, 15), false), {"V09 window_older", "V09 window_newer_open?"}},
      {"found in April, newer rule", on(day(2025, 5, 1), day(2026, 4, 15), true), {"V09 window_older_passed?"}},
      {"the older rule's last day", on(day(2025, 5, 1), day(2026, 3, 31), false), {}},
      {"the newer rule's last day", on(day(2025, 5, 1), day(2027, 3, 31), true), {"V09 window_older_passed?"}},
      {"after both", on(day(2025, 5, 1), day(2027, 4, 1), true), {"V09 window_closed"}},
  });
}

TEST(Preflight, V09SaysBothDays) {
  SampleFacts sample;
  auto row = sample_row();
  row.grant.date = day(2025, 5, 1);
  sample.facts.today = day(2026, 4, 15);
  const auto found = Preflight().check(row, sample.facts);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].value, "2026-03-31");
  EXPECT_EQ(found[1].value, "2027-03-31");
  EXPECT_EQ(found[0].ccid, row.grant.ccid);
}

// Scenario 25.
TEST(Preflight, V11Permission) {
  expect_all({{"none", [](auto& row, auto&) { row.profile.permission.reset(); }, {"V11 permission_missing"}},
              {"without the wording", [](auto& row, auto&) { row.profile.permission->wording.clear(); }, {"V11 permission_missing"}},
              {"without the time", [](auto& row, auto&) { row.profile.permission->at = {}; }, {"V11 permission_missing"}},
              {"withdrawn", [](auto& row, auto&) { row.profile.permission->withdrawn_at = base::from_unix_ms(1'800'000'000'000); }, {"V11 permission_withdrawn"}},
              {"withdrawn, and taken back",
               [](auto& row, auto&) {
                 row.profile.permission->withdrawn_at = base::from_unix_ms(1'800'000'000'000);
                 row.action = Action::remove;
               },
               {}}});
}

// Scenario 14.
TEST(Preflight, V12AbpWholeAndOnce) {
  const auto abp = [](std::int64_t amount, std::int64_t given) {
    return [=](LearnerRow& row, PreflightFacts&) {
      row.grant.amount = {amount};
      row.grant.date = day(2026, 7, 1);
      row.grant.boards = {points("ABP", {{"Lifelong Learning and Self-Assessment", {given}}})};
    };
  };
  expect_all({{"as registered", abp(100, 100), {}},
              {"three of four parts", abp(75, 75), {"V12 board_whole", "V12 board_partial"}},
              {"rounded up from 0.5", abp(50, 100), {}},
              {"a second completion, a year later",
               [&](auto& row, auto& facts) {
                 abp(100, 100)(row, facts);
                 auto first = row.grant;
                 first.ccid = "ccid:cme.example.org:ZZZZ";
                 first.date = day(2025, 7, 1);
                 facts.reported = {first};
               },
               {"V12 board_ever"}}});
}

// Scenario 11: another receiver may take it, so nothing else is said.
TEST(Preflight, V13Receiver) {
  expect_all({{"nurse's hours are not for PARS", [](auto& row, auto&) { row.grant.system = "ancc"; row.profile = {}; }, {"V13 not_reported_here>"}},
              {"what a register says of the licence goes with it",
               [](auto& row, auto& facts) {
                 row.grant.system = "ancc";
                 facts.licence_key = "licence_invalid";
               },
               {"V05 licence_invalid?", "V13 not_reported_here>"}},
              {"but for others",
               [](auto& row, auto& facts) {
                 row.grant.system = "ancc";
                 row.grant.profession = "nurse";
                 facts.receiver.clear();
               },
               {}},
              {"participation is nobody's", [](auto& row, auto& facts) { row.grant.system = "participation"; facts.receiver.clear(); }, {"V13 not_reported_here>"}},
              {"a nurse with a physician's credit", [](auto& row, auto&) { row.grant.profession = "nurse"; }, {"V13 profession_not_eligible>"}}});
}

TEST(Preflight, V14Deadlines) {
  const auto on = [](const char* board, const char* type, base::Date done, base::Date today) {
    return [=](LearnerRow& row, PreflightFacts& facts) {
      row.grant.date = done;
      row.grant.boards = {points(board, {{type, {100}}})};
      facts.today = today;
    };
  };
  expect_all({{"time enough", on("ABS", "CME", day(2026, 7, 1), day(2026, 7, 23)), {}},
              {"a week left", on("ABS", "CME", day(2026, 7, 1), day(2026, 7, 24)), {"V14 board_deadline_near?"}},
              {"the last day", on("ABS", "CME", day(2026, 7, 1), day(2026, 7, 31)), {"V14 board_deadline_near?"}},
              {"late", on("ABS", "CME", day(2026, 7, 1), day(2026, 8, 1)), {"V14 board_deadline_passed?"}},
              {"the year ends", on("ABIM", "Medical Knowledge", day(2026, 7, 1), day(2026, 12, 24)), {"V14 year_end_near?"}},
              {"the year is over", on("ABIM", "Medical Knowledge", day(2026, 12, 31), day(2027, 1, 1)), {"V14 year_end_passed?"}}});
}

// Scenario 20.
TEST(Preflight, V15RemovalGoesFirst) {
  SampleFacts sample;
  auto row = sample_row();
  row.replaces = "ccid:cme.example.org:OLD";
  EXPECT_EQ(told(Preflight().check(row, sample.facts)), Told{"V15 removal_first"});
  auto removal = sample_row();
  removal.action = Action::remove;
  removal.grant.ccid = row.replaces;
  Preflight check;
  EXPECT_EQ(told(check.check(removal, sample.facts)), Told{});
  EXPECT_EQ(told(check.check(row, sample.facts)), Told{});
  Preflight refused;
  removal.profile.npi = "1";
  EXPECT_EQ(told(refused.check(removal, sample.facts)), Told{"V04 npi"});
  EXPECT_EQ(told(refused.check(row, sample.facts)), Told{"V15 removal_first"});
}

// Scenario 28.
TEST(Preflight, FormulasAreRefusedNotMended) {
  for (const char* evil : {"=HYPERLINK(\"http://example.org\")", "+1", "-1", "@Sum(A1)", "a\tb", "a\rb", "a\nb"}) {
    const auto expected = Told{"formula formula"};
    EXPECT_EQ(told_of([&](auto& row, auto&) { row.profile.family_name = evil; row.launch_name.clear(); }), expected) << evil;
    EXPECT_EQ(told_of([&](auto& row, auto&) { row.profile.licences[0].number = evil; }), expected) << evil;
    EXPECT_EQ(told_of([&](auto& row, auto&) { row.profile.boards[0].id = evil; }), expected) << evil;
    EXPECT_EQ(told_of([&](auto& row, auto&) { row.activity_title = evil; }), expected) << evil;
  }
  EXPECT_EQ(told_of([](auto& row, auto&) { row.profile.family_name = "Beispiel-Muster"; }), Told{});
}

// Nothing that a finding says is somebody's identifier.
TEST(Preflight, FindingsTellNoIdentifier) {
  SampleFacts sample;
  auto row = sample_row();
  row.profile.npi = "9999999991";
  row.profile.birth_day = "99/99";
  row.profile.licences = {{"ME", "=8888888"}};
  row.profile.boards = {{"ABIM", "=7777777"}};
  row.launch_name = "Secret Name";
  for (const auto& one : Preflight().check(row, sample.facts)) {
    const auto text = one.field + one.key + one.value;
    for (const char* secret : {"9999999991", "99/99", "8888888", "7777777", "Secret", "Maria"}) EXPECT_EQ(text.find(secret), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace preceptor::report
