// Rows as the desk gathers them: names, doubles, corrections; and what receivers answered.
#include "desk_room.hpp"

namespace preceptor::web {
namespace {

using Outcome = ResultApplied::Outcome;

TEST_F(DeskRoom, ANameUnlikeTheLaunchsHoldsTheRowUntilStaffConfirmIt) {
  learner(1);
  launch_names["person-1"] = "Petra Anders";
  const auto held = make(asked(), "");
  ASSERT_TRUE(held);
  EXPECT_EQ(held->rows, 0);
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].key, "launch_name_unlike");
  const auto& profile = vault.profiles[base::PersonId("person-1")].second;
  ASSERT_TRUE(book->enable(name_confirmation(base::PersonId("person-1"), profile, "Petra Anders"), true, base::PersonId("staff-1"), "A member of staff"));
  EXPECT_EQ(make(asked(), "")->rows, 1);
}

TEST_F(DeskRoom, AConfirmationHoldsForTheVeryNames) {
  learner(1);
  const auto& profile = vault.profiles[base::PersonId("person-1")].second;
  ASSERT_TRUE(book->enable(name_confirmation(base::PersonId("person-1"), profile, "Petra Anders"), true, base::PersonId("staff-1"), "A member of staff"));
  launch_names["person-1"] = "Petra Wieder-Anders";
  EXPECT_EQ(make(asked(), "")->rows, 0);
}

TEST_F(DeskRoom, OnePersonUnderTwoAccountsIsHeld) {
  learner(1);
  learner(2);
  vault.profiles[base::PersonId("person-2")].second.npi = npi(1);
  const auto made = make(asked(), "");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->rows, 0);
  ASSERT_EQ(left_out.size(), 2U);
  for (const auto& one : left_out) EXPECT_EQ(one.rule + " " + one.key, "V10 same_identity");
}

TEST_F(DeskRoom, WhoWasReportedFirstStays) {
  learner(1, State::accepted);
  learner(2);
  vault.profiles[base::PersonId("person-2")].second.npi = npi(1);
  const auto again = make(asked(true), "");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->rows, 1);
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].ccid, "ccid:cme.example.org:100002");
  EXPECT_EQ(state(1), State::accepted);   // made again, not moved back
}

TEST_F(DeskRoom, WithoutAProfileOrPermissionNothingLeaves) {
  learner(1);
  learner(2);
  vault.profiles.erase(base::PersonId("person-1"));
  vault.profiles[base::PersonId("person-2")].second.permission->withdrawn_at = clock.at;
  EXPECT_EQ(make(asked(), "")->rows, 0);
  ASSERT_EQ(left_out.size(), 2U);
  EXPECT_EQ(left_out[0].key + left_out[1].key, "profile_missingpermission_withdrawn");
}

TEST_F(DeskRoom, CheckingWritesAndMovesNothing) {
  learner(1);
  learner(2).amount = {30};
  int rows = 0, stopped = 0;
  ASSERT_TRUE(desk->check(asked(), [&](const report::LearnerRow&, const std::vector<report::RowFinding>& found) {
    ++rows;
    stopped += report::stops(found) ? 1 : 0;
    return true;
  }));
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(stopped, 1);
  EXPECT_EQ(state(1), State::issued);
  const auto one = desk->check_grant("ccid:cme.example.org:100002", "staff-1");
  ASSERT_TRUE(one);
  EXPECT_EQ(report::told(*one), std::set<std::string>{"V06 amount_step"});
  EXPECT_FALSE(desk->check_grant("ccid:cme.example.org:1", "staff-1"));
}

// Scenario 20: the board says no after PARS took it; the correction is a deletion of the old record, then the new one.
TEST_F(DeskRoom, ACorrectionDeletesAndAdds) {
  learner(1);
  ASSERT_TRUE(make(asked(), path("first.txt")));
  const std::string old = "ccid:cme.example.org:100001";
  ASSERT_TRUE(*book->move(old, State::pending, "", "import"));
  ASSERT_TRUE(*book->move(old, State::rejected, "No match", "import"));
  clock.pass(std::chrono::minutes(1));
  const auto corrected = book->correct(old, "licence number", base::PersonId("staff-1"));
  ASSERT_TRUE(corrected) << base::describe(corrected.error());
  clock.pass(std::chrono::minutes(1));
  EXPECT_EQ(corrected->certificate, "code-1");
  const auto made = make(asked(), path("second.txt"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->rows, 1);
  EXPECT_EQ(text("second.txt"), "Example College 2026-07-15T12:02:00.000Z\ndelete " + old + " 100 MusterB\nadd " + corrected->ccid + " 100 MusterB\n");
  EXPECT_EQ(records.credit.rows.at(corrected->ccid).state, State::exported);
}

// A deletion alone would take a reported credit away for good (decision 0066).
TEST_F(DeskRoom, ACorrectionThatCannotBeSaidDeletesNothing) {
  learner(1);
  ASSERT_TRUE(make(asked(), path("first.txt")));
  const std::string old = "ccid:cme.example.org:100001";
  ASSERT_TRUE(*book->move(old, State::pending, "", "import"));
  ASSERT_TRUE(*book->move(old, State::rejected, "No match", "import"));
  clock.pass(std::chrono::minutes(1));
  const auto corrected = book->correct(old, "licence number", base::PersonId("staff-1"));
  ASSERT_TRUE(corrected);
  clock.pass(std::chrono::minutes(1));
  format.unsayable_amount = 100;
  int stopped = 0;
  ASSERT_TRUE(desk->check(asked(), [&](const auto& row, const auto& findings) {
    if (row.grant.ccid == corrected->ccid && report::stops(findings)) ++stopped;
    return true;
  }));
  EXPECT_EQ(stopped, 1) << "a check says what making it would say";
  const auto made = make(asked(), path("second.txt"));
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(made->rows, 0);
  EXPECT_EQ(made->left_out, 1);
  EXPECT_EQ(text("second.txt"), "Example College 2026-07-15T12:02:00.000Z\n");
  EXPECT_EQ(records.credit.rows.at(corrected->ccid).state, State::issued);
  format.unsayable_amount = 0;
  ASSERT_TRUE(make(asked(), path("third.txt")));
  EXPECT_EQ(text("third.txt"), "Example College 2026-07-15T12:02:00.000Z\ndelete " + old + " 100 MusterB\nadd " + corrected->ccid + " 100 MusterB\n");
  for (const auto& one : std::filesystem::directory_iterator(folder_path_)) EXPECT_EQ(one.path().string().find("trial"), std::string::npos);
}

TEST_F(DeskRoom, ATableForTheOfficeItselfMovesNothing) {
  learner(1);
  format.reports_ = false;
  const auto made = make(asked(), path("table.txt"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->rows, 1);
  EXPECT_EQ(records.credit.rows.at("ccid:cme.example.org:100001").state, State::issued);
  format.reports_ = true;
  ASSERT_TRUE(make(asked(), path("report.txt")));
  EXPECT_EQ(records.credit.rows.at("ccid:cme.example.org:100001").state, State::exported);
}

TEST_F(DeskRoom, ACorrectionThatIsCorrectedBeforeItLeftDeletesTheFirst) {
  learner(1);
  ASSERT_TRUE(make(asked(), path("first.txt")));
  const std::string old = "ccid:cme.example.org:100001";
  clock.pass(std::chrono::minutes(1));
  const auto second = book->correct(old, "licence number", base::PersonId("staff-1"));
  ASSERT_TRUE(second);
  clock.pass(std::chrono::minutes(1));
  const auto third = book->correct(second->ccid, "birth day", base::PersonId("staff-1"));
  ASSERT_TRUE(third) << base::describe(third.error());
  clock.pass(std::chrono::minutes(1));
  ASSERT_TRUE(make(asked(), path("second.txt")));
  EXPECT_EQ(text("second.txt"), "Example College 2026-07-15T12:03:00.000Z\ndelete " + old + " 100 MusterB\nadd " + third->ccid + " 100 MusterB\n");
  clock.pass(std::chrono::minutes(1));
  const auto fourth = book->correct(third->ccid, "name", base::PersonId("staff-1"));
  ASSERT_TRUE(fourth);
  clock.pass(std::chrono::minutes(1));
  ASSERT_TRUE(make(asked(), path("third.txt")));
  EXPECT_EQ(text("third.txt"), "Example College 2026-07-15T12:05:00.000Z\ndelete " + third->ccid + " 100 MusterB\nadd " + fourth->ccid + " 100 MusterB\n")
      << "the first went with the file before";
}

// PARS refused it at once, so there is nothing to delete there.
TEST_F(DeskRoom, WhatWasNeverTakenIsNotDeleted) {
  learner(1);
  ASSERT_TRUE(make(asked(), path("first.txt")));
  const std::string old = "ccid:cme.example.org:100001";
  ASSERT_TRUE(*book->move(old, State::rejected, "No match", "import"));
  clock.pass(std::chrono::minutes(1));
  const auto corrected = book->correct(old, "licence number", base::PersonId("staff-1"));
  ASSERT_TRUE(corrected);
  clock.pass(std::chrono::minutes(1));
  ASSERT_TRUE(make(asked(), path("second.txt")));
  EXPECT_EQ(text("second.txt"), "Example College 2026-07-15T12:02:00.000Z\nadd " + corrected->ccid + " 100 MusterB\n");
}

class Answers : public DeskRoom {
 protected:
  std::vector<Outcome> apply(const std::string& csv, bool dry_run = false) {
    const auto table = report::read_results(csv);
    EXPECT_TRUE(table && table->problems.empty());
    std::vector<Outcome> outcomes;
    EXPECT_TRUE(desk->apply_results(*table, "staff-1", dry_run, [&](const ResultApplied& one) {
      outcomes.push_back(one.outcome);
      return true;
    }));
    return outcomes;
  }
};

TEST_F(Answers, MoveTheirGrants) {
  learner(1);
  learner(2);
  learner(3);
  ASSERT_TRUE(make(asked(), ""));
  const std::string table = "ccid,status,code,message\nccid:cme.example.org:100001,accepted,,\nccid:cme.example.org:100002.ABA.1,rejected,No match,\n"
                            "ccid:cme.example.org:999999,accepted,,\n";
  EXPECT_EQ(apply(table, true), (std::vector<Outcome>{Outcome::moved, Outcome::moved, Outcome::unknown}));
  EXPECT_EQ(state(1), State::exported);
  EXPECT_EQ(apply(table), (std::vector<Outcome>{Outcome::moved, Outcome::moved, Outcome::unknown}));
  EXPECT_EQ(state(1), State::accepted);
  EXPECT_EQ(state(2), State::rejected);
  EXPECT_EQ(records.credit.rows.at("ccid:cme.example.org:100002").reason, "No match");
  EXPECT_EQ(state(3), State::exported);
  // The same table again, and an answer that comes too early.
  EXPECT_EQ(apply(table), (std::vector<Outcome>{Outcome::already, Outcome::already, Outcome::unknown}));
  learner(4);
  EXPECT_EQ(apply("ccid,status\nccid:cme.example.org:100004,accepted\n"), std::vector<Outcome>{Outcome::refused});
  ASSERT_TRUE(*book->move("ccid:cme.example.org:100004", State::queued, "", "sending"));
  EXPECT_EQ(apply("ccid,status,code\nccid:cme.example.org:100004,rejected,No match\n"), std::vector<Outcome>{Outcome::refused}) << "nothing left yet";
}

TEST_F(Answers, FindTheirGrantByActivityDayAndName) {
  learner(1);
  learner(2);
  learner(27);   // another person with the first one's name
  ASSERT_TRUE(make(asked(), ""));
  EXPECT_EQ(apply("activity id,first name,last name,date,status\n202212345,MARIA,musterc,06/30/2026,accepted\n202212345,Maria,MusterB,06/30/2026,accepted\n"
                  "202212345,Maria,MusterZ,06/30/2026,accepted\n202299999,Maria,MusterC,06/30/2026,accepted\n"),
            (std::vector<Outcome>{Outcome::moved, Outcome::ambiguous, Outcome::unknown, Outcome::unknown}));
  EXPECT_EQ(state(2), State::accepted);
}

}  // namespace
}  // namespace preceptor::web
