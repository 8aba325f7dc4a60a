// The store's disk is full, or its file is gone, while learners answer: they are told kindly, what they typed is kept, nothing is half written, and
// once the cause is mended the same form is taken, without a restart.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

#include "tests/fakes/program.hpp"
#include "tests/flow/record_check.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;

constexpr std::chrono::seconds kPatience{15};
constexpr const char* kKindWords = "Nothing you entered is lost: try again.";

// For the tool's process: every write past the first page of any file fails, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(pid_t tool) : tool_(tool) { change(4096); }
  ~FullDisk() { end(); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  void end() {
    if (tool_ > 0) change(RLIM_INFINITY);
    tool_ = -1;
  }

 private:
  // The soft limit only: the hard one could not be raised again.
  void change(rlim_t bytes) {
    rlimit limit{};
    ASSERT_EQ(::prlimit(tool_, RLIMIT_FSIZE, nullptr, &limit), 0);
    limit.rlim_cur = std::min(bytes, limit.rlim_max);
    ASSERT_EQ(::prlimit(tool_, RLIMIT_FSIZE, &limit, nullptr), 0);
  }
  pid_t tool_;
};

// Whether the page's form holds each choice that was sent.
bool is_filled(const Page& page, const base::Fields& sent) {
  const auto holds = [&](const std::string& name, const std::string& value) {
    for (const auto& form : page.forms)
      for (const auto& control : form.controls)
        if (control.name == name && control.value == value && control.checked) return true;
    return false;
  };
  return std::all_of(sent.begin(), sent.end(), [&](const auto& field) { return !field.first.starts_with("q.") || holds(field.first, field.second); });
}

class StoreFaults : public testing::Test {
 protected:
  Page open_as(Browser& browser, const std::string& sub) { return browser.open(stage_->lms(), "link-1", "learner-1", "en", sub); }
  int ready() { return outside_.get(stage_->tool() + "/readyz").status; }
  bool ready_soon(int status) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (ready() != status && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    return ready() == status;
  }
  std::string path(const std::string& name) const { return stage_->folder() + "/" + name; }

  // One learner is in the middle of a unit when the fault begins, another comes while it lasts, and both end well after it.
  void survive(const std::function<void()>& begin, const std::function<void()>& end) {
    Browser browser;
    Page page = open_as(browser, "before");
    accepted_.opened.insert("before");
    ASSERT_NE(page.form(), nullptr) << page.body;
    const std::string action = stage_->tool() + page.form()->action;

    begin();
    base::Fields sent;
    const Page refused = browser.answer(page, fakes::first_option(), &sent);
    EXPECT_EQ(refused.first_status, 503) << refused.body;
    EXPECT_NE(refused.body.find(kKindWords), std::string::npos) << refused.body;
    EXPECT_TRUE(is_filled(refused, sent)) << "the page again, with what was chosen\n" << refused.body;
    Browser other;
    const Page kept_out = open_as(other, "meanwhile");
    EXPECT_EQ(kept_out.status, 503) << kept_out.body;
    EXPECT_NE(kept_out.body.find(kKindWords), std::string::npos) << kept_out.body;

    end();
    Page taken = browser.post(action, sent);
    EXPECT_EQ(taken.first_status, 303) << taken.body;
    note_answers(accepted_, "before", sent, taken);
    EXPECT_TRUE(walk(browser, std::move(taken), "before", accepted_).is_receipt());
    EXPECT_TRUE(walk(other, open_as(other, "meanwhile"), "meanwhile", accepted_).is_receipt());
    check_record(accepted_, await_settled(*stage_, accepted_, kPatience));
    check_seals(*stage_);
    const fakes::Program program(PRECEPTOR_BUILD_DIR, stage_->folder());
    program.run({"check"});   // its code tells of other lines too
    EXPECT_NE(program.said().find("good    store"), std::string::npos) << program.said();
    EXPECT_EQ(program.said().find("red     database"), std::string::npos) << program.said();
  }

  std::unique_ptr<fakes::Stage> stage_ = std::make_unique<fakes::Stage>(PRECEPTOR_BUILD_DIR);
  Browser outside_;
  Accepted accepted_;
};

TEST_F(StoreFaults, AFullDisk) {
  std::unique_ptr<FullDisk> full;
  survive([&] { full = std::make_unique<FullDisk>(stage_->tool_pid()); }, [&] { full->end(); });
  EXPECT_EQ(ready(), 200);
}

TEST_F(StoreFaults, AFileThatIsMovedAwayAndPutBack) {
  namespace fs = std::filesystem;
  const std::vector<std::string> files{"preceptor.db", "preceptor.db-wal", "preceptor.db-shm"};
  fs::create_directory(path("away"));
  survive(
      [&] {
        for (const auto& name : files) fs::rename(path(name), path("away/" + name));
        EXPECT_EQ(ready(), 503);
      },
      [&] {
        EXPECT_FALSE(fs::exists(path("preceptor.db"))) << "no other store was begun in its place";
        // Another file there is not the record either.
        fs::copy_file(path("away/preceptor.db"), path("preceptor.db"));
        EXPECT_EQ(ready(), 503);
        fs::remove(path("preceptor.db"));
        for (const auto& name : files) fs::rename(path("away/" + name), path(name));
        EXPECT_TRUE(ready_soon(200)) << stage_->tool_log();
      });
  EXPECT_NE(stage_->tool_log().find("is no longer there"), std::string::npos) << "the operator is told why";
}

}  // namespace
}  // namespace preceptor::flow
