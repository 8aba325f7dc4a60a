#include "core/report/results.hpp"

#include <gtest/gtest.h>

#include "sample_row.hpp"

namespace preceptor::report {
namespace {

ResultTable read(std::string_view text) {
  auto table = read_results(text);
  EXPECT_TRUE(table) << base::describe(table.error());
  return table ? *table : ResultTable{};
}

TEST(Results, ByCcid) {
  const auto table = read("\xEF\xBB\xBF" "CCID,Status,Code,Message\r\nccid:a:1,Accepted,,\r\nccid:a:2,rejected,no match,\"check \"\"state\"\"\"\r\n\r\nccid:a:3,Pending\r\n");
  ASSERT_EQ(table.lines.size(), 3U);
  EXPECT_TRUE(table.problems.empty());
  EXPECT_EQ(state_of(table.lines[0]), credit::GrantState::accepted);
  EXPECT_EQ(state_of(table.lines[1]), credit::GrantState::rejected);
  EXPECT_EQ(table.lines[1].code, ResultCode::no_match);
  EXPECT_EQ(reason_of(table.lines[1]), "No match") << "a receiver's own words may name somebody's numbers";
  EXPECT_EQ(reason_of(table.lines[0]), "");
  EXPECT_EQ(state_of(table.lines[2]), credit::GrantState::pending);
  EXPECT_EQ(table.lines[2].line, 5);
}

TEST(Results, ByActivityDateAndWho) {
  const auto table = read("ACCME Activity ID\tFirst Name\tLast Name\tCompletion Date\tResult\n202212345\tMaria\tBeispiel\t06/30/2026\tSuccess\n");
  ASSERT_EQ(table.lines.size(), 1U);
  EXPECT_EQ(table.lines[0].date, day(2026, 6, 30));
  EXPECT_EQ(table.lines[0].family_name, "Beispiel");
  const auto by_board = read("activity id;board id;board;date;status\n202212345;099999;ABIM;2026-06-30;failure\n");
  ASSERT_EQ(by_board.lines.size(), 1U);
  EXPECT_EQ(by_board.lines[0].board_id, "099999");
}

TEST(Results, CodesAreMedBiquitous) {
  for (const char* word : {"Missing data", "Invalid data", "No match", "Multiple matches", "Operation not supported", "Unspecified failure", "Report already exists"})
    EXPECT_EQ(name(result_code_named(word)), word);
  EXPECT_EQ(result_code_named("their own words"), ResultCode::unspecified);
  EXPECT_EQ(result_code_named(""), ResultCode::none);
  // Refused because it is there: it waits for its board like the one that was taken.
  EXPECT_EQ(state_of(read("ccid,status,code\nccid:a:1,failure,report already exists\n").lines.at(0)), credit::GrantState::pending);
}

TEST(Results, ABadRowIsListedAndTheOthersStay) {
  const auto table = read("ccid,date,status\nccid:a:1,2026-06-30,accepted\n,2026-06-30,accepted\nccid:a:2,30.6.2026,accepted\nccid:a:3,,perhaps\n"
                          "x,,accepted\nccid:a:4,,accepted\n\xFF\xFE,,accepted\n");
  EXPECT_EQ(table.lines.size(), 2U);
  ASSERT_EQ(table.problems.size(), 5U);
  EXPECT_EQ(table.problems[0].key, "whose");
  EXPECT_EQ(table.problems[1].key, "date");
  EXPECT_EQ(table.problems[2].key, "status");
  EXPECT_EQ(table.problems[3].key, "ccid");
  EXPECT_EQ(table.problems[4].key, "letters");
  EXPECT_EQ(table.problems[2].line, 5);
}

TEST(Results, WhatIsNoSuchTableIsRefusedWhole) {
  for (const char* bad : {"", "\n\n", "ccid,code\nccid:a:1,x\n", "status\naccepted\n", "activity id,status\n1,accepted\n", "ccid,status,Status\n", "ccid,status\n\"open",
                          "ccid,status\n\"a\"b,accepted\n", "ccid,status\na\"b,accepted\n"}) {
    const auto table = read_results(bad);
    ASSERT_FALSE(table) << bad;
    EXPECT_EQ(table.error().code, base::Code::content_invalid);
  }
  EXPECT_FALSE(read_results("ccid,status\n" + std::string(5000, 'x') + ",accepted\n"));
  EXPECT_FALSE(read_results("ccid,status\nccid:a:1" + std::string(100, ',') + "\n"));
}

TEST(Results, ARecordNamesItsGrant) {
  EXPECT_EQ(grant_ccid("ccid:cme.example.org:AAAA"), "ccid:cme.example.org:AAAA");
  EXPECT_EQ(grant_ccid("ccid:cme.example.org:AAAA.ABA.2"), "ccid:cme.example.org:AAAA");
  EXPECT_EQ(grant_ccid(""), "");
}

}  // namespace
}  // namespace preceptor::report
