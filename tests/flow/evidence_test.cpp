// A learner's work as evidence: a bundle of the running site, checked by the program alone, and copies of it that were changed.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <thread>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using std::chrono::milliseconds;

const std::string kPreceptor = PRECEPTOR_BUILD_DIR "/preceptor";

std::string in_stage(const std::string& name) { return stage().folder() + "/" + name; }

// Runs the program to its end; its exit code. What it said is in `said`.
int run_to_end(std::vector<std::string> arguments, std::string& said) {
  arguments.insert(arguments.begin(), kPreceptor);
  std::filesystem::remove(in_stage("said"));
  fakes::Process process;
  process.start(arguments, in_stage("said"), false);
  const auto end = std::chrono::steady_clock::now() + milliseconds(20000);
  while (process.running() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(milliseconds(5));
  const int code = process.stop();
  said = fakes::read_file(in_stage("said"));
  return code;
}

int verify(const std::string& bytes, std::string& said) {
  fakes::write_file(in_stage("bundle-copy.zip"), bytes);
  return run_to_end({"verify", in_stage("bundle-copy.zip")}, said);
}

TEST(Evidence, ABundleOfALearnersWorkIsGoodAndAChangedCopyIsNot) {
  const std::string sub = "evidence-1";
  Browser browser;
  ASSERT_TRUE(finish(browser, browser.open(stage().lms(), "link-1", "learner-1", "en", sub)).is_receipt());
  const auto end = std::chrono::steady_clock::now() + milliseconds(20000);
  std::vector<Said> sent;
  do {
    sent = of_actor(read_statements(stage().statements()), sub);
    std::this_thread::sleep_for(milliseconds(50));
  } while ((sent.empty() || sent.back().verb != "terminated") && std::chrono::steady_clock::now() < end);
  ASSERT_FALSE(sent.empty()) << stage().tool_log();

  std::string said;
  ASSERT_EQ(run_to_end({"export", "evidence", "--config", in_stage("preceptor.json"), "--out", in_stage("bundle.zip")}, said), 0) << said;
  const std::string good = fakes::read_file(in_stage("bundle.zip"));
  ASSERT_EQ(verify(good, said), 0) << said;
  EXPECT_NE(said.find("Good: every byte is as it was signed."), std::string::npos) << said;
  for (const auto& one : sent) EXPECT_NE(good.find(one.id), std::string::npos) << one.verb << " was sent and is not in the bundle";
  EXPECT_NE(good.find("\"status\":200"), std::string::npos) << "what the record store answered goes along";

  const std::string id = sent.front().id;
  const std::pair<std::size_t, const char*> places[] = {{good.find(id), "changed: statements.jsonl line"},
                                                        {good.find("\"hash\":\"") + 10, "seal: record.jsonl line 1"},
                                                        {good.find("\"status\":200") + 9, "changed: deliveries.jsonl"},
                                                        {good.rfind("\"preceptor-evidence\"") + 3, "changed: manifest.json"},
                                                        {good.find("PK\x01\x02") - 10, "signature: manifest.jws"},
                                                        {good.size() - 1, "the directory"}};
  for (const auto& [at, says] : places) {
    std::string bad = good;
    ASSERT_LT(at, bad.size());
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_NE(verify(bad, said), 0) << says;
    EXPECT_NE(said.find(says), std::string::npos) << says << " is not in: " << said;
  }
  EXPECT_EQ(verify(good.substr(0, good.size() / 2), said), 3) << said;
}

}  // namespace
}  // namespace preceptor::flow
