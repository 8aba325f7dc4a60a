// What the record store holds after whole, resumed and abandoned attempts, checked by the program against the profile that the tool serves.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "core/base/json.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;

Page begin(Browser& browser, const std::string& link, const std::string& sub) { return browser.open(stage().lms(), link, "learner-1", "en", sub); }

bool has_ended(const std::string& sub) {
  const auto said = of_actor(read_statements(stage().statements()), sub);
  return !said.empty() && said.back().verb == "terminated";
}

// The program's exit code for a file of these; what it said is in `said`.
int check_profile(const std::vector<Json>& statements, std::string& said) {
  const std::string file = stage().folder() + "/on_profile.jsonl", log = stage().folder() + "/on_profile.log";
  std::string lines;
  for (const Json& one : statements) lines += one.dump() + "\n";
  fakes::write_file(file, lines);
  fakes::write_file(log, "");
  fakes::Process process;
  process.start({PRECEPTOR_BUILD_DIR "/preceptor", "xapi", "check", file, "--profile"}, log, false);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (process.running() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const int code = process.stop();
  said = fakes::read_file(log);
  return code;
}

TEST(OnProfile, WhatLearnersDidMatchesAndWhatTheyDidNotDoFails) {
  Browser whole, first_day, other_day, gone;
  ASSERT_TRUE(finish(whole, begin(whole, "link-1", "whole")).is_receipt());
  first_day.answer(begin(first_day, "link-2", "resumed"), fakes::first_option());
  ASSERT_TRUE(finish(other_day, begin(other_day, "link-2", "resumed")).is_receipt());
  gone.answer(begin(gone, "link-1", "left"), fakes::nth_option(1));
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!(has_ended("whole") && has_ended("resumed") && !of_actor(read_statements(stage().statements()), "left").empty()) && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(25));

  std::vector<Json> statements;
  for (const std::string& text : stage().statements()) statements.push_back(Json::parse(text));
  std::string said;
  ASSERT_EQ(check_profile(statements, said), 0) << said;
  EXPECT_NE(said.find(" 0 error(s)"), std::string::npos) << said;

  const Page profile = whole.get(stage().tool() + "/xapi/profile/1.0.0");
  ASSERT_EQ(profile.status, 200);
  const Json served = Json::parse(profile.body);
  for (const Json& one : statements) EXPECT_EQ(one["context"]["contextActivities"]["category"][0]["id"], served["versions"][0]["id"]);

  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (statements[i]["verb"]["id"] != "http://adlnet.gov/expapi/verbs/completed") continue;
    auto changed = statements;
    changed[i]["verb"]["id"] = "http://adlnet.gov/expapi/verbs/launched";
    EXPECT_EQ(check_profile(changed, said), 1) << said;
    EXPECT_NE(said.find("rule 120 (profile)"), std::string::npos) << said;
    changed = statements;
    changed[i]["context"].erase("contextActivities");
    EXPECT_EQ(check_profile(changed, said), 1) << said;
    changed = statements;
    changed[i]["timestamp"] = "2020-01-01T00:00:00.000Z";   // before the attempt began
    EXPECT_EQ(check_profile(changed, said), 1) << said;
    EXPECT_NE(said.find("rule 121 (profile)"), std::string::npos) << said;
    return;
  }
  ADD_FAILURE() << "nothing was completed";
}

}  // namespace
}  // namespace preceptor::flow
