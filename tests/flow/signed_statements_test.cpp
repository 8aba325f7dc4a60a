// A site that signs: a learner's completion reaches the record store with its signature as a multipart request, and is in the bundle with it. The demo record
// store checks hashes and payload by its own reading of the specification.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using std::chrono::milliseconds;

class SigningSite : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(stage_.stop_tool(), 0);
    Json config = Json::parse(fakes::read_file(path("preceptor.json")));
    config["statements"]["sign"] = true;
    std::filesystem::remove(path("preceptor.json"));
    fakes::write_file(path("preceptor.json"), config.dump(2));
    stage_.start_tool();
  }
  std::string path(const std::string& name) const { return stage_.folder() + "/" + name; }
  int run(std::vector<std::string> words, std::string& said) {
    words.insert(words.begin(), PRECEPTOR_BUILD_DIR "/preceptor");
    std::filesystem::remove(path("said"));
    fakes::Process process;
    process.start(words, path("said"), false);
    for (int i = 0; i < 2000 && process.running(); ++i) std::this_thread::sleep_for(milliseconds(10));
    const int code = process.stop();
    said = fakes::read_file(path("said"));
    return code;
  }
  // Walks a learner through the first unit.
  void learn(const std::string& sub) {
    fakes::Browser browser;
    EXPECT_TRUE(finish(browser, browser.open(stage_.lms(), "link-1", "learner-1", "en", sub)).is_receipt());
  }
  // What the record store has of them once the session's last statement is there.
  std::vector<Said> arrived(const std::string& sub) {
    const auto end = std::chrono::steady_clock::now() + milliseconds(30000);
    std::vector<Said> sent;
    do {
      sent = of_actor(read_statements(stage_.statements()), sub);
      std::this_thread::sleep_for(milliseconds(50));
    } while ((sent.empty() || sent.back().verb != "terminated") && std::chrono::steady_clock::now() < end);
    return sent;
  }
  fakes::Stage stage_{PRECEPTOR_BUILD_DIR};
};

TEST_F(SigningSite, ACompletionArrivesSignedAndTheBundleHoldsTheSignature) {
  learn("signed-1");
  const auto sent = arrived("signed-1");
  ASSERT_FALSE(sent.empty()) << stage_.tool_log();
  std::string hash, id;
  for (const Said& one : sent) {
    const Json statement = Json::parse(one.text);
    ASSERT_EQ(statement.contains("attachments"), one.verb == "completed") << one.text;
    if (one.verb != "completed") continue;
    ASSERT_EQ(statement["attachments"].size(), 1u);
    EXPECT_EQ(statement["attachments"][0]["usageType"], "http://adlnet.gov/expapi/attachments/signature");
    hash = statement["attachments"][0]["sha2"].get<std::string>();
    id = one.id;
  }
  ASSERT_FALSE(id.empty()) << "no completed";

  std::string said;
  ASSERT_EQ(run({"export", "evidence", "--config", path("preceptor.json"), "--out", path("bundle.zip")}, said), 0) << said;
  ASSERT_EQ(run({"verify", path("bundle.zip")}, said), 0) << said;
  const std::string bundle = fakes::read_file(path("bundle.zip"));
  const std::string begins = "\"signature\":\"";
  const auto at = bundle.find(begins);
  ASSERT_NE(at, std::string::npos);
  const std::string signature = bundle.substr(at + begins.size(), bundle.find('"', at + begins.size()) - at - begins.size());
  EXPECT_EQ(base::sha256_hex(signature), hash);
  const auto header = base::base64url_decode(signature.substr(0, signature.find('.')));
  ASSERT_TRUE(header);
  EXPECT_EQ(Json::parse(*header)["alg"], "RS256");
  ASSERT_EQ(run({"keys", "evidence", "--config", path("preceptor.json"), "--json"}, said), 0) << said;
  EXPECT_EQ(Json::parse(*header)["kid"], Json::parse(said)["kid"]) << "the key that signs bundles";

  ASSERT_EQ(run({"export", "xapi", "--config", path("preceptor.json"), "--out", path("statements-out.jsonl")}, said), 0) << said;
  EXPECT_EQ(run({"xapi", "check", path("statements-out.jsonl"), "--house", "--profile"}, said), 0) << said;
}

TEST_F(SigningSite, ALostAnswerIsFollowedByTheSameBytes) {
  stage_.lrs_faults(R"({"next":[{"do":"status","status":503,"times":100}]})");
  learn("signed-2");
  stage_.clear_lrs_faults();
  stage_.lrs_faults(R"({"next":[{"do":"reset_after"}]})");   // of the request that carries all of it
  const auto sent = arrived("signed-2");
  ASSERT_FALSE(sent.empty()) << stage_.tool_log();
  const Json state = Json::parse(stage_.lrs_state());
  EXPECT_EQ(state["used"]["reset_after"], 1) << state.dump();
  EXPECT_EQ(state["conflicts"], 0) << "what came twice came with the same bytes and the same signature";
  std::string said;
  ASSERT_EQ(run({"lrs", "list", "--config", path("preceptor.json"), "--json"}, said), 0) << said;
  EXPECT_EQ(Json::parse(said).at(0)["parked"], 0) << said;
}

}  // namespace
}  // namespace preceptor::flow
