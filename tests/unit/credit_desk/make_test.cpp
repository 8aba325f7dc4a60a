#include "core/base/digest.hpp"
#include "desk_room.hpp"

namespace preceptor::web {
namespace {

using Endings = std::map<std::string, int>;

TEST_F(DeskRoom, AFileIsMadeAndItsGrantsMoveOn) {
  learner(1);
  learner(2);
  const auto made = make(asked(), path("out.txt"));
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(made->rows, 2);
  EXPECT_EQ(made->total, credit::Amount{200});
  EXPECT_TRUE(left_out.empty());
  EXPECT_EQ(text("out.txt"), "Example College 2026-07-15T12:00:00.000Z\nadd ccid:cme.example.org:100001 100 MusterB\nadd ccid:cme.example.org:100002 100 MusterC\n");
  EXPECT_EQ(state(1), State::exported);
  EXPECT_EQ(state(2), State::exported);
  const auto list = desk->list(10);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1U);
  EXPECT_EQ(list->front().id, made->id);
  EXPECT_EQ(list->front().sha256, base::sha256_hex(text("out.txt")));
  EXPECT_EQ(list->front().who, "staff-1");
  const auto bytes = desk->bytes(made->id, "staff-2");
  ASSERT_TRUE(bytes && *bytes);
  EXPECT_EQ(**bytes, text("out.txt"));
  // Nothing in clear stays, and every look into the vault names the export.
  EXPECT_EQ(left_behind(), (Endings{{".sealed", 1}}));
  ASSERT_EQ(vault.log.size(), 2U);
  for (const auto& look : vault.log) EXPECT_EQ(look.actor.who, "export " + made->id);
  const auto history = book->history("ccid:cme.example.org:100001");
  ASSERT_TRUE(history);
  ASSERT_FALSE(history->empty());
  EXPECT_EQ(history->back().batch, made->id);
}

TEST_F(DeskRoom, WhatWasExportedIsNotExportedTwice) {
  learner(1);
  ASSERT_TRUE(make(asked(), path("one.txt")));
  const auto second = make(asked(), path("two.txt"));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->rows, 0);
  EXPECT_EQ(text("two.txt"), "Example College 2026-07-15T12:00:00.000Z\n");
}

TEST_F(DeskRoom, TheSameAskedGivesTheSameBytes) {
  learner(1);
  learner(2);
  ASSERT_TRUE(make(asked(), path("first.txt")));
  auto again = asked(true);
  again.as_of = clock.at;
  clock.pass(std::chrono::hours(48));
  learner(3);
  const auto second = make(again, path("second.txt"));
  ASSERT_TRUE(second);
  EXPECT_EQ(text("second.txt"), text("first.txt"));
  EXPECT_EQ(state(3), State::issued);
}

TEST_F(DeskRoom, ARowWhoseGrantMovedMeanwhileIsTold) {
  learner(1);
  learner(2);
  format.unsayable = "MusterC";
  std::vector<report::RowFinding> told;
  const auto made = desk->make(asked(), path("out.txt"), {}, [&](const report::RowFinding& one) {
    if (told.empty()) {
      EXPECT_TRUE(book->move("ccid:cme.example.org:100001", State::withdrawn, "", "staff-2"));   // its row is written
    }
    told.push_back(one);
  });
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(made->rows, 1);
  EXPECT_EQ(made->passed_over, 1);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].ccid + " " + told[1].key, "ccid:cme.example.org:100001 moved_meanwhile");
  EXPECT_EQ(state(1), State::withdrawn);
}

TEST_F(DeskRoom, AReportMadeAgainTellsNothingOfWhatMovedBefore) {
  learner(1);
  ASSERT_TRUE(make(asked(), ""));
  ASSERT_TRUE(book->move("ccid:cme.example.org:100001", State::pending, "", "import"));
  const auto again = make(asked(true), "");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->rows, 1);
  EXPECT_EQ(again->passed_over, 0);
  EXPECT_TRUE(left_out.empty());
  EXPECT_EQ(state(1), State::pending);
}

// Scenario 29.
TEST_F(DeskRoom, OneBadRowOfTenThousandIsListedAndLeftOut) {
  constexpr int kMany = 10'000, kBad = 4'711;
  for (int n = 0; n < kMany; ++n) learner(n).certificate.clear();   // no two to be compared
  vault.alone = true;
  vault.profiles[base::PersonId("person-" + std::to_string(kBad))].second.npi = "1234567890";
  const auto made = make(asked(), path("out.txt"));
  ASSERT_TRUE(made) << base::describe(made.error());
  EXPECT_EQ(made->rows, kMany - 1);
  EXPECT_EQ(made->left_out, 1);
  EXPECT_EQ(made->total, credit::Amount{(kMany - 1) * 100});
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].ccid, "ccid:cme.example.org:" + std::to_string(100'000 + kBad));
  EXPECT_EQ(left_out[0].rule + " " + left_out[0].field, "V04 npi");
  EXPECT_EQ(state(kBad), State::issued);
  EXPECT_EQ(state(kBad - 1), State::exported);
  const auto lines = text("out.txt");
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), kMany);
  const auto waiting = desk->waiting();
  ASSERT_TRUE(waiting);
  EXPECT_EQ(*waiting, (std::map<State, std::int64_t>{{State::issued, 1}, {State::exported, kMany - 1}}));
}

TEST_F(DeskRoom, ARowThatTheFormatCannotSayIsListed) {
  learner(1);
  learner(2);
  format.unsayable = "MusterC";
  const auto made = make(asked(), path("out.txt"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->rows, 1);
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].rule + " " + left_out[0].field, "format family_name");
  EXPECT_EQ(state(2), State::issued);
}

TEST_F(DeskRoom, AFileThatDoesNotReconcileIsNotMade) {
  learner(1);
  format.lies = true;
  const auto made = make(asked(), path("out.txt"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, base::Code::report_unreconciled);
  EXPECT_EQ(state(1), State::issued);
  EXPECT_FALSE(std::filesystem::exists(path("out.txt")));
  EXPECT_TRUE(left_behind().empty());
  EXPECT_TRUE(desk->list(10)->empty());
}

TEST_F(DeskRoom, CancellingLeavesNothing) {
  for (int n = 0; n < 1'000; ++n) learner(n);
  vault.alone = true;
  const auto made = desk->make(asked(), path("out.txt"), [](std::int64_t) { return false; }, {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, base::Code::command_cancelled);
  EXPECT_EQ(state(1), State::issued);
  EXPECT_TRUE(left_behind().empty());
}

// Scenario 21: the file is whole and recorded, then the program ends.
TEST_F(DeskRoom, WhatACrashLeftIsMovedOnBeforeAnythingElse) {
  for (int n = 1; n <= 3; ++n) learner(n);
  records.next_commits = {base::Code::internal, base::Code::internal, base::Code::store_failed};   // the record, one grant, and the end
  const auto made = make(asked(), path("out.txt"));
  ASSERT_FALSE(made);
  EXPECT_EQ(state(1), State::exported);
  EXPECT_EQ(state(2), State::issued);
  open();
  const auto next = make(asked(), path("next.txt"));
  ASSERT_TRUE(next) << base::describe(next.error());
  EXPECT_EQ(next->rows, 0);
  for (int n = 1; n <= 3; ++n) {
    EXPECT_EQ(state(n), State::exported);
    const auto history = book->history("ccid:cme.example.org:" + std::to_string(100'000 + n));
    ASSERT_TRUE(history);
    EXPECT_EQ(history->size(), 1U) << "moved once";
  }
  EXPECT_EQ(desk->list(10)->size(), 2U);
  EXPECT_EQ(left_behind(), (Endings{{".sealed", 2}}));
}

// Where nodes share the record and not the folder: the other one can neither end it nor make a second file of the same grants, and its page of exports works.
TEST_F(DeskRoom, WhatACrashLeftOnAnotherNodeIsThatNodesToEnd) {
  for (int n = 1; n <= 3; ++n) learner(n);
  records.next_commits = {base::Code::internal, base::Code::internal, base::Code::store_failed};
  ASSERT_FALSE(make(asked(), ""));
  export_folder::ExportFiles own(path("other"), sealer);
  DeskOptions options;
  options.several_nodes = true;
  ExportDesk other(*book, deps(), {&format, &off}, own, options);
  ExportDesk shared(*book, deps(), {&format, &off}, folder, options);
  const auto listed = other.list(10);
  ASSERT_TRUE(listed) << base::describe(listed.error());
  EXPECT_TRUE(listed->empty()) << "it is not done";
  const auto refused = other.make(asked(), "", {}, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::Code::store_conflict);
  EXPECT_EQ(state(2), State::issued);
  const auto done = shared.list(10);
  ASSERT_TRUE(done) << base::describe(done.error());
  ASSERT_EQ(done->size(), 1u);
  for (int n = 1; n <= 3; ++n) EXPECT_EQ(state(n), State::exported);
  EXPECT_TRUE(*shared.bytes(done->front().id, "staff-1"));
  const auto elsewhere = other.bytes(done->front().id, "staff-1");
  ASSERT_FALSE(elsewhere) << "made there, and not made anew";
  EXPECT_EQ(elsewhere.error().code, base::Code::export_elsewhere);
}

TEST_F(DeskRoom, ACrashBeforeTheRecordLeavesEverythingAsItWas) {
  learner(1);
  records.next_commits = {base::Code::store_failed};
  ASSERT_FALSE(make(asked(), path("out.txt")));
  EXPECT_EQ(state(1), State::issued);
  EXPECT_FALSE(std::filesystem::exists(path("out.txt")));
  EXPECT_FALSE(std::filesystem::exists(path("out.txt.part")));
  EXPECT_TRUE(left_behind().empty());
}

TEST_F(DeskRoom, APathThatCannotBeWrittenMovesNothing) {
  learner(1);
  const auto made = make(asked(), path("no/such/folder.txt"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, base::Code::command_arguments);
  EXPECT_EQ(state(1), State::issued);
  EXPECT_TRUE(left_behind().empty());
}

TEST_F(DeskRoom, OneExportAtATime) {
  learner(1);
  const auto turn = folder.take_turn();
  ASSERT_TRUE(turn);
  const auto made = make(asked(), path("out.txt"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, base::Code::store_conflict);
}

TEST_F(DeskRoom, FormatsThatAreUnknownOrOffAreRefused) {
  auto other = asked();
  other.format = "nonesuch";
  EXPECT_EQ(make(other, "").error().code, base::Code::report_format_unknown);
  off.verified_ = false;
  other.format = "unseen";
  EXPECT_EQ(make(other, "").error().code, base::Code::report_format_off);
  ASSERT_TRUE(book->enable("format:unseen", true, base::PersonId("staff-1"), "A member of staff"));
  EXPECT_TRUE(make(other, ""));
}

TEST_F(DeskRoom, ADamagedCopyIsNotHandedOut) {
  learner(1);
  const auto made = make(asked(), "");
  ASSERT_TRUE(made);
  EXPECT_FALSE(desk->bytes("../" + made->id, "staff-1")->has_value());
  EXPECT_FALSE(desk->bytes(base::uuid_v4(), "staff-1")->has_value());
  std::ofstream(path("exports/" + made->id + ".sealed"), std::ios::app) << "more\n";
  EXPECT_TRUE(desk->bytes(made->id, "staff-1")->has_value());   // what follows the last piece is no part of it
  std::ofstream(path("exports/" + made->id + ".sealed")) << "";
  const auto damaged = desk->bytes(made->id, "staff-1");
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, base::Code::store_failed);
}

}  // namespace
}  // namespace preceptor::web
