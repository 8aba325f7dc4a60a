// What the record store holds after whole, resumed and abandoned attempts, checked by the program against the profile that the tool serves.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

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

// Three learners; every statement the record store then holds.
std::vector<Json> statements_of_three() {
  Browser whole, first_day, other_day, gone;
  EXPECT_TRUE(finish(whole, begin(whole, "link-1", "whole")).is_receipt());
  first_day.answer(begin(first_day, "link-2", "resumed"), fakes::first_option());
  EXPECT_TRUE(finish(other_day, begin(other_day, "link-2", "resumed")).is_receipt());
  gone.answer(begin(gone, "link-1", "left"), fakes::nth_option(1));
  const auto all_there = [] {
    return has_ended("whole") && has_ended("resumed") && !of_actor(read_statements(stage().statements()), "left").empty();
  };
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!all_there() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(25));
  std::vector<Json> statements;
  for (const std::string& text : stage().statements()) {
    Json one = Json::parse(text);
    for (const char* of_the_store : {"stored", "authority", "version"}) one.erase(of_the_store);   // as they were sent
    statements.push_back(std::move(one));
  }
  return statements;
}

TEST(OnProfile, WhatLearnersDidMatchesAndWhatTheyDidNotDoFails) {
  const auto statements = statements_of_three();
  std::string said;
  ASSERT_EQ(check_profile(statements, said), 0) << said;
  EXPECT_NE(said.find(" 0 error(s)"), std::string::npos) << said;
  Browser reader;
  const Page profile = reader.get(stage().tool() + "/xapi/profile/1.0.0");
  ASSERT_EQ(profile.status, 200);
  const Json served = Json::parse(profile.body);
  for (const Json& one : statements) EXPECT_EQ(one["context"]["contextActivities"]["category"][0]["id"], served["versions"][0]["id"]);

  const auto done = std::find_if(statements.begin(), statements.end(), [](const Json& one) { return one["verb"]["id"] == "http://adlnet.gov/expapi/verbs/completed"; });
  ASSERT_NE(done, statements.end());
  struct Mutant { const char* patch; const char* says; };
  for (const Mutant& mutant : {Mutant{R"({"verb":{"id":"http://adlnet.gov/expapi/verbs/launched"}})", "rule 120 (profile)"}, Mutant{R"({"context":{"contextActivities":null}})", "rule 120 (profile)"},
                               Mutant{R"({"timestamp":"2020-01-01T00:00:00.000Z"})", "rule 121 (profile)"}}) {   // the last: before the attempt began
    auto changed = statements;
    changed[static_cast<std::size_t>(done - statements.begin())].merge_patch(Json::parse(mutant.patch));
    EXPECT_EQ(check_profile(changed, said), 1) << said;
    EXPECT_NE(said.find(mutant.says), std::string::npos) << said;
  }
}

}  // namespace
}  // namespace preceptor::flow
