// Grants on their way to a service: sent once wherever it ends, asked for until the board answered.
#include "sending_room.hpp"

namespace preceptor::web {
namespace {

TEST_F(Sending, GoesThroughToTheBoardsAnswer) {
  receiver.no_match = "MusterC";
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::accepted);
  EXPECT_EQ(state(2), State::rejected);
  EXPECT_EQ(records.credit.rows.at("ccid:cme.example.org:100002").reason, "No match");
  for (const auto& [stream, events] : records.events) {
    for (const auto& one : events) {
      const auto* other = std::get_if<record::Other>(&one.event.payload);
      ASSERT_TRUE(other);
      EXPECT_EQ(other->json.find("check the"), std::string::npos) << "an event never holds the receiver's words: " << other->json;
    }
  }
  EXPECT_EQ(receiver.sendings, 2);
}

TEST_F(Sending, WhatIsRefusedAtOnceAndNotKeptIsSentOnce) {
  receiver.refuses_at_once = "MusterC";
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::accepted);
  EXPECT_EQ(state(2), State::rejected);
  EXPECT_EQ(records.credit.rows.at("ccid:cme.example.org:100002").reason, "No match");
  EXPECT_EQ(receiver.sendings, 2);
}

TEST_F(Sending, WhatTheFormCannotSayIsForStaffAndNeverSent) {
  receiver.unsayable = "MusterC";
  const auto first = step();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->sent, 1);
  EXPECT_EQ(first->rejected, 1);
  EXPECT_EQ(state(2), State::rejected);
  EXPECT_EQ(records.credit.rows.at("ccid:cme.example.org:100002").reason, "Missing data: licences: the state is missing");
  const auto history = book->history("ccid:cme.example.org:100002");
  ASSERT_TRUE(history);
  for (const auto& one : *history) EXPECT_NE(one.state, State::sent);
}

TEST_F(Sending, WhatTheReceiverLostIsSentAgainUnderTheSameId) {
  const std::string ccid = "ccid:cme.example.org:100001";
  ASSERT_TRUE(step());   // taken, and there when asked
  ASSERT_TRUE(step());
  ASSERT_EQ(state(1), State::pending);
  receiver.records.erase(ccid);
  for (int i = 0; i < 20 && state(1) != State::accepted; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::accepted);
  EXPECT_EQ(receiver.sendings, 3) << "the lost one twice, the other once";
  EXPECT_TRUE(receiver.records.contains(ccid));
  const auto history = book->history(ccid);
  ASSERT_TRUE(history);
  EXPECT_TRUE(std::any_of(history->begin(), history->end(), [](const auto& one) { return one.state == State::queued && one.reason == report::kLostThere; }));
}

TEST_F(Sending, WhatWaitsKeepsNoOthersFromTheirTurn) {
  vault.profiles[base::PersonId("person-1")].second.npi = "1234567890";   // the pre-flight holds it, and it is the oldest
  const CreditDeps deps{records, records.projections, grants, content, vault, clock, log, rules, {provider()}, "cme.example.org", "https://cme.example.org", {}};
  CreditSender sender(*book, deps, *desk, receiver, provider());
  for (int i = 0; i < 12; ++i) {
    ASSERT_TRUE(sender.step(1));
    clock.pass(report::SendPace().ask_later);
  }
  EXPECT_EQ(state(1), State::issued);
  EXPECT_EQ(state(2), State::accepted);
}

TEST_F(Sending, OneThatCannotBeReadKeepsNoOthersFromBeingSent) {
  const base::ContentHash damaged(std::string(64, 'd'));
  content.all[damaged] = {"activity", "sepsis", "en", damaged, "{", "editor", clock.at, "Sepsis"};
  learner(1).activity = damaged;                  // the oldest
  learner(3, State::queued).activity = damaged;   // damaged while it waits
  const auto first = step();
  ASSERT_TRUE(first) << base::describe(first.error());
  EXPECT_EQ(first->held, 2);
  EXPECT_EQ(std::count_if(log.lines.begin(), log.lines.end(), [](const auto& line) { return line.starts_with("credit.grant_held"); }), 2);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::issued);
  EXPECT_EQ(state(2), State::accepted);
  EXPECT_EQ(state(3), State::queued);
  EXPECT_EQ(receiver.sendings, 1);
}

TEST_F(Sending, WhatIsForNoReceiverIsPassedOverInTheSameStep) {
  learner(1).system = "participation";   // the oldest, and issued for good
  const CreditDeps deps{records, records.projections, grants, content, vault, clock, log, rules, {provider()}, "cme.example.org", "https://cme.example.org", {}};
  ASSERT_TRUE(CreditSender(*book, deps, *desk, receiver, provider()).step(1));
  EXPECT_EQ(state(1), State::issued);
  EXPECT_EQ(state(2), State::sent);
}

TEST_F(Sending, WhoIsAskedToEndCallsNobodyMore) {
  const CreditDeps deps{records, records.projections, grants, content, vault, clock, log, rules, {provider()}, "cme.example.org", "https://cme.example.org", {}};
  ASSERT_TRUE(CreditSender(*book, deps, *desk, receiver, provider()).step(100, [this] { return receiver.sendings > 0; }));
  EXPECT_EQ(receiver.sendings, 1);
}

TEST_F(Sending, ObeysTheSettingsOfItsProvidersReports) {
  auto owner = provider();
  owner.report_settings = {{"pars.completed_form", "date"}};
  const CreditDeps deps{records, records.projections, grants, content, vault, clock, log, rules, {owner}, "cme.example.org", "https://cme.example.org", {}};
  ASSERT_TRUE(CreditSender(*book, deps, *desk, receiver, owner).step(100));
  EXPECT_EQ(receiver.settings, owner.report_settings);
}

// Scenario 21.
TEST_F(Sending, ASilentReceiverGetsEachRecordOnce) {
  receiver.silent = true;
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(receiver.sendings, 2);
  EXPECT_EQ(state(1), State::accepted);
}

TEST_F(Sending, WhatMayBeWithTheReceiverIsInNoFile) {
  receiver.silent = true;
  ASSERT_TRUE(step());   // the first is begun, its answer unknown; the second waits
  const auto made = make(asked(), path("out.txt"));
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(made->rows, 1);
  EXPECT_EQ(made->left_out, 1);
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].ccid + " " + left_out[0].key, "ccid:cme.example.org:100001 sending_begun");
  EXPECT_EQ(text("out.txt").find("100001"), std::string::npos);
  EXPECT_EQ(state(1), State::queued);
  EXPECT_EQ(state(2), State::exported);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::accepted);
  EXPECT_EQ(receiver.sendings, 1);
}

TEST_F(Sending, WhatAFileTookMeanwhileIsNotSent) {
  const CreditDeps deps{records, records.projections, grants, content, vault, clock, log, rules, {provider()}, "cme.example.org", "https://cme.example.org", {}};
  bool taken = false;
  const auto done = CreditSender(*book, deps, *desk, receiver, provider()).step(100, [&] {
    if (!std::exchange(taken, true)) {
      EXPECT_TRUE(book->move("ccid:cme.example.org:100001", State::exported, {}, "staff-1"));
    }
    return false;
  });
  ASSERT_TRUE(done) << base::describe(done.error());
  EXPECT_EQ(state(1), State::exported);
  EXPECT_EQ(receiver.sendings, 1);
  EXPECT_FALSE(receiver.records.contains("ccid:cme.example.org:100001"));
}

TEST_F(Sending, WhatAFileTakesInTheVeryMomentIsNotSent) {
  learner(1, State::queued);
  learner(2, State::accepted);
  records.before_commit = [&] { EXPECT_TRUE(book->move("ccid:cme.example.org:100001", State::exported, {}, "staff-1")); };   // before "begun" is noted
  ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::exported);
  EXPECT_EQ(receiver.sendings, 0);
  EXPECT_FALSE(*sending_begun(records.projections, "ccid:cme.example.org:100001"));
}

TEST_F(Sending, WhatTheServiceTakesInTheVeryMomentIsNotMovedByAFile) {
  learner(1, State::queued);
  learner(2, State::accepted);
  receiver.silent = true;
  // The export's own commit first; then the move of its grant, which has looked and found nothing begun.
  records.before_commit = [&] { records.before_commit = [&] { EXPECT_TRUE(step()); }; };
  const auto made = make(asked(), path("out.txt"));
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(receiver.sendings, 1);
  EXPECT_EQ(state(1), State::queued);
  EXPECT_EQ(made->passed_over, 1);
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].ccid + " " + left_out[0].key, "ccid:cme.example.org:100001 moved_meanwhile");
}

TEST_F(Sending, AnEndBetweenSendingAndSavingIsAskedFirst) {
  // Two moves to queued, "begun" of the first; then the answer cannot be saved.
  records.next_commits = {base::Code::internal, base::Code::internal, base::Code::internal, base::Code::store_failed};
  const CreditDeps deps{records, records.projections, grants, content, vault, clock, log, rules, {provider()}, "cme.example.org", "https://cme.example.org", {}};
  const auto at_once = [&] { return CreditSender(*book, deps, *desk, receiver, provider()).step(100); };
  ASSERT_FALSE(at_once());
  EXPECT_EQ(state(1), State::queued);
  EXPECT_EQ(receiver.sendings, 1);
  // Who takes over at once does not ask yet: the request may be on its way still, and "not there" would have it sent twice.
  const auto taken_over = at_once();
  ASSERT_TRUE(taken_over);
  EXPECT_EQ(taken_over->asked, 0);
  EXPECT_EQ(receiver.sendings, 2) << "the other one";
  clock.pass(report::SendPace().ask_first);
  const auto later = at_once();
  ASSERT_TRUE(later);
  EXPECT_GE(later->asked, 1);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(receiver.sendings, 2);
  EXPECT_EQ(state(1), State::accepted);
  EXPECT_EQ(state(2), State::accepted);
}

TEST_F(Sending, WhatThePreflightStopsStaysHere) {
  vault.profiles[base::PersonId("person-1")].second.npi = "1234567890";
  auto first = step();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->held, 1);
  EXPECT_EQ(state(1), State::issued);
  vault.profiles[base::PersonId("person-1")].second.npi = npi(1);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::accepted);
}

TEST_F(Sending, APermissionWithdrawnWhileItWaitsStopsIt) {
  receiver.refuses = true;
  ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::queued);
  receiver.refuses = false;
  vault.profiles[base::PersonId("person-1")].second.permission->withdrawn_at = clock.at;
  ASSERT_TRUE(step());
  EXPECT_EQ(state(1), State::issued);
  EXPECT_FALSE(receiver.records.contains("ccid:cme.example.org:100001"));
}

TEST_F(Sending, AReceiverThatRefusesUsIsLeftAlone) {
  receiver.refuses = true;
  const auto done = step();
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->refused);
  EXPECT_FALSE(done->answered);
  EXPECT_EQ(done->sent, 1) << "the second was not tried";
  EXPECT_TRUE(receiver.records.empty());
}

}  // namespace
}  // namespace preceptor::web
