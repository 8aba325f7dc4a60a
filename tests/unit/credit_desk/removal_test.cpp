// Scenario 25: a reported record whose learner took the permission back leaves its receiver the way it came.
#include "sending_room.hpp"

namespace preceptor::web {
namespace {

const std::string kTakenBack = "ccid:cme.example.org:100001";

class Removing : public Sending {
 protected:
  Removing() { desk = std::make_unique<ExportDesk>(*book, deps(), std::vector<const report::Format*>{&format, &pars}, folder, DeskOptions{names()}); }
  ExportAsked for_pars(bool again = false) {
    auto all = asked(again);
    all.format = "pars-lines";
    return all;
  }
  void take_back() {
    vault.profiles[base::PersonId("person-1")].second.permission->withdrawn_at = clock.at;
    clock.pass(std::chrono::minutes(1));
    EXPECT_TRUE(book->move(kTakenBack, State::correcting, std::string(credit::kRemovalAsked), "staff-1"));
    clock.pass(std::chrono::minutes(1));
  }
  const credit::Grant& taken_back() { return records.credit.rows.at(kTakenBack); }
  LineFormat pars{"pars-lines"};
};

TEST_F(Removing, WhatLeftInAFileIsDeletedByTheNextOnce) {
  ASSERT_TRUE(make(for_pars(), path("first.txt")));
  take_back();
  ASSERT_TRUE(make(asked(), path("plain.txt")));
  EXPECT_EQ(text("plain.txt"), "Example College 2026-07-15T12:02:00.000Z\n") << "a file for nobody in particular removes nothing";
  const auto made = make(for_pars(), path("second.txt"));
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(text("second.txt"), "Example College 2026-07-15T12:02:00.000Z\ndelete " + kTakenBack + " 100 MusterB\n");
  EXPECT_EQ(made->rows, 1);
  EXPECT_EQ(made->total, credit::Amount{});
  EXPECT_EQ(taken_back().state, State::correcting) << "what came of it is for staff to say";
  ASSERT_TRUE(make(for_pars(), path("third.txt")));
  EXPECT_EQ(text("third.txt"), "Example College 2026-07-15T12:02:00.000Z\n");
  ASSERT_TRUE(make(for_pars(true), path("again.txt")));
  EXPECT_NE(text("again.txt").find("delete " + kTakenBack), std::string::npos);
  // Asked for once more, after the receiver refused it.
  ASSERT_TRUE(book->move(kTakenBack, State::accepted, std::string(credit::kRemovalRefused), "staff-1"));
  take_back();
  ASSERT_TRUE(make(for_pars(), path("fourth.txt")));
  EXPECT_NE(text("fourth.txt").find("delete " + kTakenBack), std::string::npos);
}

TEST_F(Removing, WhatTheServiceTookIsTakenAwayByIt) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  ASSERT_EQ(state(1), State::accepted);
  take_back();
  ASSERT_TRUE(make(for_pars(), path("file.txt")));
  EXPECT_EQ(text("file.txt").find("delete"), std::string::npos);
  const auto done = step();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->removed, 1);
  EXPECT_EQ(receiver.removed, std::vector<std::string>{kTakenBack});
  EXPECT_EQ(taken_back().state, State::withdrawn);
  EXPECT_EQ(taken_back().reason, credit::kRemovedThere);
  EXPECT_TRUE(credit::holds(taken_back()));
  EXPECT_EQ(state(2), State::accepted);
  ASSERT_TRUE(step());
  EXPECT_EQ(receiver.removed.size(), 1U);
  EXPECT_EQ(receiver.sendings, 2) << "nothing of it is sent again";
}

TEST_F(Removing, WhatTheServiceKeepsIsToldToStaff) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  take_back();
  receiver.removes_nothing = true;
  ASSERT_TRUE(step());
  EXPECT_EQ(taken_back().state, State::accepted);
  EXPECT_EQ(taken_back().reason, credit::kRemovalRefused);
}

// A service that never took it may say that there is none: that would be no proof.
TEST_F(Removing, WhatWasUploadedIsNotAskedOfTheService) {
  ASSERT_TRUE(make(for_pars(), path("first.txt")));
  take_back();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(step());
  EXPECT_TRUE(receiver.removed.empty());
  EXPECT_EQ(taken_back().state, State::correcting);
}

}  // namespace
}  // namespace preceptor::web
