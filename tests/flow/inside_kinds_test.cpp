// Burden and root-cause answers leave the site only to the record store that was told to get them: from then on, from a day on by a back-fill, under a pseudonym
// where the store gets those; and what an erased person answered is taken back there.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/base/json.hpp"
#include "plugin/http/server.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using std::chrono::milliseconds;

class SilentLog final : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

// Takes every statement and keeps it by its id.
class TakingLrs {
 public:
  TakingLrs() {
    auto opened = http::Server::open({}, [this](const ports::HttpRequest& request) { return answer(request); }, log_);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    server_ = std::move(*opened);
    server_->start();
  }
  ~TakingLrs() { server_->stop(milliseconds(2000)); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/xAPI/"; }
  std::vector<std::string> held() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> out;
    for (const auto& [id, text] : held_) out.push_back(text);
    return out;
  }

 private:
  ports::HttpResponse answer(const ports::HttpRequest& request) {
    const ports::Headers json = {{"Content-Type", "application/json"}};
    if (request.path.ends_with("/about")) return {200, json, R"({"version":["1.0.3"]})"};
    if (request.method == "GET") return {200, json, R"({"statements":[],"more":""})"};
    const std::lock_guard lock(mutex_);
    Json ids = Json::array();
    const Json sent = Json::parse(request.body);
    for (const Json& one : sent) {
      held_.emplace(one["id"].get<std::string>(), one.dump());
      ids.push_back(one["id"]);
    }
    return {200, json, ids.dump()};
  }
  SilentLog log_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> held_;
  std::unique_ptr<http::Server> server_;
};

class InsideKinds : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return stage_.folder() + "/" + name; }
  int run(std::vector<std::string> words) {
    words.insert(words.begin(), PRECEPTOR_BUILD_DIR "/preceptor");
    if (words[1] != "verify" && words[1] != "xapi") words.insert(words.end(), {"--config", path("preceptor.json")});
    std::filesystem::remove(path("said"));
    fakes::Process process;
    process.start(words, path("said"), false);
    for (int i = 0; i < 2000 && process.running(); ++i) std::this_thread::sleep_for(milliseconds(10));
    const int code = process.stop();
    said_ = fakes::read_file(path("said"));
    return code;
  }
  void connect(const std::string& name, const TakingLrs& to, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"lrs", "add", name, "--endpoint", to.url(), "--username", "u", "--password-file", path("secret")};
    words.insert(words.end(), more.begin(), more.end());
    ASSERT_EQ(run(words), 0) << said_;
  }
  fakes::Page answer(fakes::Browser& browser, const fakes::Page& page, base::Fields fields) {
    for (const auto& form : page.forms) {
      if (form.action.find("/page/") == std::string::npos) continue;
      for (const auto& control : form.controls)
        if (control.type == "hidden" && !control.disabled) fields.emplace_back(control.name, control.value);
      return browser.post(stage_.tool() + form.action, fields);
    }
    ADD_FAILURE() << "no page to answer: " << page.status << page.body;
    return page;
  }
  // Causes, a decision with its reason, and how heavy it was: three answers that stay inside, in one attempt.
  void learn(const std::string& sub) {
    fakes::Browser browser;
    auto page = answer(browser, browser.open(stage_.lms(), "link-4", "learner-1", "en", sub), {{"q.known", "a"}});
    page = answer(browser, page, {{"q.steps.a", "2"}, {"q.steps.b", "1"}, {"q.steps.c", "3"}, {"q.steps.d", "4"}, {"q.habits.1", "a"}, {"q.habits.2", "c"}, {"q.habits.3", "b"}});
    page = answer(browser, page, {{"q.barriers", "team"}, {"q.barriers", "equity"}, {"q.lost", "An allergy"}, {"q.tool", "no-go"}, {"q.tool.words", "There is no time."}});
    if (page.status == 422 || page.body.find("q.again") == std::string::npos)   // a question came up by what was answered
      page = answer(browser, page, {{"q.barriers", "team"}, {"q.barriers", "equity"}, {"q.lost", "An allergy"}, {"q.tool", "no-go"}, {"q.tool.words", "There is no time."}});
    page = answer(browser, page, {{"q.again", "no"}});
    page = answer(browser, page, {{"q.enough", "3"}});
    page = answer(browser, page, {{"q.change", "a"}});
    EXPECT_TRUE(page.is_receipt()) << page.body;
  }
  static bool wait_for(const std::function<bool()>& there) {
    const auto end = std::chrono::steady_clock::now() + milliseconds(60000);
    while (!there()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(milliseconds(50));
    }
    return true;
  }
  // "account question" of each answer that it holds.
  static std::set<std::string> answers_at(const TakingLrs& lrs) {
    std::set<std::string> out;
    for (const Said& one : read_statements(lrs.held()))
      if (one.verb == "answered") out.insert(one.actor + " " + one.object.substr(one.object.rfind('/') + 1));
    return out;
  }
  static std::set<std::string> voided_at(const TakingLrs& lrs) {
    std::set<std::string> out;
    for (const auto& text : lrs.held()) {
      const Json one = Json::parse(text);
      if (one["object"].value("objectType", std::string()) == "StatementRef") out.insert(one["object"]["id"].get<std::string>());
    }
    return out;
  }

  fakes::Stage stage_{PRECEPTOR_BUILD_DIR, {}, {"generic", true, {"every-question=Every kind of question"}}};
  std::string said_;
};

TEST_F(InsideKinds, GoToTheStoreThatIsToldToGetThemAndToNoOther) {
  fakes::write_file(path("secret"), "hush");
  TakingLrs second, quiet;
  learn("before");
  connect("second", second);
  ASSERT_EQ(run({"lrs", "filter", "second", "--kind", "burden", "--kind", "root-cause"}), 0) << said_;
  EXPECT_NE(said_.find("leave this site from now on"), std::string::npos) << said_;
  learn("after");
  const std::set<std::string> of_after = {"after barriers", "after tool", "after enough"};
  ASSERT_TRUE(wait_for([&] { return answers_at(second) == of_after; })) << stage_.tool_log();
  ASSERT_EQ(run({"lrs", "backfill", "second"}), 0) << said_;
  ASSERT_TRUE(wait_for([&] { return answers_at(second).size() == 6u; })) << "with what came before\n" << stage_.tool_log();
  EXPECT_EQ(second.held().size(), 6u) << "and nothing else";
  for (const auto& text : second.held())
    for (const char* words : {"An allergy", "There is no time"}) EXPECT_EQ(text.find(words), std::string::npos) << text;

  connect("quiet", quiet, {"--pseudonymised"});
  ASSERT_EQ(run({"lrs", "filter", "quiet", "--kind", "burden"}), 0) << said_;
  ASSERT_EQ(run({"lrs", "backfill", "quiet"}), 0) << said_;
  ASSERT_TRUE(wait_for([&] { return quiet.held().size() == 2u; })) << stage_.tool_log();
  for (const auto& text : quiet.held()) {
    EXPECT_NE(text.find("/question/enough"), std::string::npos) << text;
    for (const char* named : {"\"before\"", "\"after\"", "/course/"}) EXPECT_EQ(text.find(named), std::string::npos) << text;
  }

  std::set<std::string> of_before;
  for (const Said& one : read_statements(second.held()))
    if (one.actor == "before") of_before.insert(one.id);
  ASSERT_EQ(of_before.size(), 3u);
  ASSERT_EQ(run({"person", "erase", "--platform", "Demo", "--sub", "before", "--void"}), 0) << said_;
  ASSERT_TRUE(wait_for([&] { return std::ranges::includes(voided_at(second), of_before); })) << stage_.tool_log();
  ASSERT_TRUE(wait_for([&] { return !voided_at(quiet).empty(); })) << stage_.tool_log();

  for (const auto& text : stage_.statements())
    for (const char* inside : {"/question/barriers", "/question/tool", "/question/enough"}) EXPECT_EQ(text.find(inside), std::string::npos) << "the first store: " << text;
  EXPECT_EQ(run({"store", "check"}), 0) << said_;
  ASSERT_EQ(run({"export", "xapi", "--out", path("all.jsonl")}), 0) << said_;
  EXPECT_EQ(fakes::read_file(path("all.jsonl")).find("/question/enough"), std::string::npos) << "no export holds them";
  ASSERT_EQ(run({"export", "evidence", "--out", path("bundle.zip")}), 0) << said_;
  EXPECT_EQ(run({"verify", path("bundle.zip")}), 0) << said_;
  std::string lines;
  for (const auto& text : second.held()) lines += text + "\n";
  fakes::write_file(path("second.jsonl"), lines);
  EXPECT_EQ(run({"xapi", "check", path("second.jsonl"), "--profile"}), 0) << said_;
}

}  // namespace
}  // namespace preceptor::flow
