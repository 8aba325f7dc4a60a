// What is sent again in another's place, and what staff say of records that were never answered.
#include "sending_room.hpp"

namespace preceptor::web {
namespace {

TEST_F(Sending, ACorrectedRecordIsDeletedAndSentAnew) {
  receiver.no_match = "MusterC";
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  const auto corrected = book->correct("ccid:cme.example.org:100002", "birth day", base::PersonId("staff-1"));
  ASSERT_TRUE(corrected) << base::describe(corrected.error());
  vault.profiles[base::PersonId("person-2")].second.family_name = "MusterD";
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(records.credit.rows.at(corrected->ccid).state, State::accepted);
  EXPECT_EQ(receiver.removed, std::vector<std::string>{"ccid:cme.example.org:100002"});
}

TEST_F(Sending, ARefusedRemovalGoesWithTheNextCorrection) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  const std::string first = "ccid:cme.example.org:100001";
  ASSERT_EQ(state(1), State::accepted);
  receiver.removes_nothing = true;
  const auto second = book->correct(first, "birth day", base::PersonId("staff-1"));
  ASSERT_TRUE(second);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(step());
  ASSERT_EQ(records.credit.rows.at(second->ccid).state, State::rejected);
  ASSERT_TRUE(receiver.records.contains(first)) << "and so the new one was not sent";
  receiver.removes_nothing = false;
  const auto third = book->correct(second->ccid, "once more", base::PersonId("staff-1"));
  ASSERT_TRUE(third);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(records.credit.rows.at(third->ccid).state, State::accepted);
  EXPECT_EQ(receiver.removed, std::vector<std::string>{first}) << "what the receiver holds, and nothing else";
  EXPECT_FALSE(receiver.records.contains(first));
}

TEST_F(Sending, WhatWasRemovedIsNotRemovedAgain) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  const std::string first = "ccid:cme.example.org:100001";
  receiver.refuses_at_once = "MusterB";
  const auto second = book->correct(first, "birth day", base::PersonId("staff-1"));
  ASSERT_TRUE(second);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(step());
  ASSERT_EQ(records.credit.rows.at(second->ccid).state, State::rejected);
  receiver.refuses_at_once = "nobody";
  const auto third = book->correct(second->ccid, "once more", base::PersonId("staff-1"));
  ASSERT_TRUE(third);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(records.credit.rows.at(third->ccid).state, State::accepted);
  EXPECT_EQ(receiver.removed, std::vector<std::string>{first});
}

TEST_F(Sending, WhatStaffDidNotFindThereMayLeaveAgain) {
  receiver.silent = true;
  ASSERT_TRUE(step());
  const std::string ccid = "ccid:cme.example.org:100001";
  ASSERT_TRUE(*sending_begun(records.projections, ccid));
  ASSERT_TRUE(note_found(*book, records.projections, clock, ccid, FoundThere::absent, "staff-1"));
  EXPECT_EQ(state(1), State::issued);
  const auto history = book->history(ccid);
  ASSERT_TRUE(history);
  EXPECT_EQ(history->back().by + " " + history->back().reason, std::string("staff-1 ") + kFoundAbsent);
  const auto made = make(asked(), path("out.txt"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->rows, 2);
  EXPECT_EQ(state(1), State::exported);
  const auto once_more = note_found(*book, records.projections, clock, ccid, FoundThere::absent, "staff-1");
  ASSERT_FALSE(once_more);
  EXPECT_EQ(once_more.error().code, base::Code::store_conflict);
  EXPECT_EQ(state(1), State::exported);
}

TEST_F(Sending, WhatStaffFoundThereWaitsForItsBoardOrIsAccepted) {
  for (const auto& [n, found, to] : {std::tuple(1, FoundThere::there, State::sent), std::tuple(2, FoundThere::accepted, State::accepted)}) {
    receiver.silent = true;
    for (int i = 0; i < 5; ++i) {
      if (*sending_begun(records.projections, "ccid:cme.example.org:" + std::to_string(100'000 + n))) break;
      ASSERT_TRUE(step());
    }
    ASSERT_TRUE(note_found(*book, records.projections, clock, "ccid:cme.example.org:" + std::to_string(100'000 + n), found, "staff-1")) << n;
    EXPECT_EQ(state(n), to);
  }
  const auto made = make(asked(), path("out.txt"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->rows, 0);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::accepted) << "asked for, as one that was sent";
  EXPECT_EQ(receiver.sendings, 2);
}

TEST_F(Sending, WhatStaffSaidWhileTheServiceWasAskedStands) {
  receiver.silent = true;
  ASSERT_TRUE(step());
  const std::string ccid = "ccid:cme.example.org:100001";
  receiver.on_ask = [&] { EXPECT_TRUE(note_found(*book, records.projections, clock, ccid, FoundThere::accepted, "staff-1")); };
  const auto done = step();
  ASSERT_TRUE(done) << base::describe(done.error());
  EXPECT_EQ(state(1), State::accepted);
}

}  // namespace
}  // namespace preceptor::web
