// The clock of the server jumps both ways while a learner answers: nothing is refused for it, recorded times only grow, and each event says what the
// clock read. The application runs in this process, because the clock is its only part that can be moved from here; LMS, record store and store are real.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "plugin/app/application.hpp"
#include "tests/flow/record_check.hpp"

namespace preceptor::flow {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class JumpingClock : public ports::Clock {
 public:
  base::Instant now() const override {
    return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()) + base::Milliseconds(off_.load());
  }
  // How far it is from the true time from now on.
  void stand_off(base::Milliseconds off) { off_ = off.count(); }

 private:
  std::atomic<std::int64_t> off_{0};
};

class KeptLines : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field> fields) override {
    const std::lock_guard lock(mutex_);
    text_ += std::string(event);
    for (const auto& [name, value] : fields) text_ += " " + std::string(name) + "=" + value;
    text_ += "\n";
  }
  std::string text() const {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  mutable std::mutex mutex_;
  std::string text_;
};

class JumpingSite : public testing::Test {
 protected:
  void SetUp() override {
    stage_.stop_tool();
    auto opened = app::Application::open(fakes::read_file(stage_.folder() + "/preceptor.json"), log_, clock_);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    app_ = std::move(*opened);
    const auto started = app_->start();
    ASSERT_TRUE(started) << base::describe(started.error());
  }
  void TearDown() override {
    if (app_) { EXPECT_TRUE(app_->stop(std::chrono::milliseconds(5000))); }
  }
  // Launches at the true time, because the LMS's clock is right; then the clock stands off by `first` before the first form and by `then` before all later ones.
  void walk_with_jumps(const std::string& sub, base::Milliseconds first, base::Milliseconds then) {
    clock_->stand_off(base::Milliseconds(0));
    fakes::Browser browser;
    fakes::Page page = browser.open(stage_.lms(), "link-1", "learner-1", "en", sub);
    ASSERT_NE(page.form(), nullptr) << page.status << page.body;
    accepted_.opened.insert(sub);
    int forms = 0;
    for (; forms < 12 && page.form(); ++forms) {
      clock_->stand_off(forms == 0 ? first : then);
      base::Fields sent;
      fakes::Page after = browser.answer(page, fakes::first_option(), &sent);
      ASSERT_EQ(after.first_status, 303) << "form " << forms << ": " << after.body << "\n" << log_->text();
      note_answers(accepted_, sub, sent, after);
      page = std::move(after);
    }
    EXPECT_GE(forms, 2) << "the second jump was never met";
    ASSERT_TRUE(page.is_receipt()) << page.status << page.body;
    accepted_.receipts.insert(sub);
  }
  std::int64_t number(const std::string& query) const { return std::stoll(stage_.store().rows(query).at(0).at(0)); }

  fakes::Stage stage_{PRECEPTOR_BUILD_DIR};
  std::shared_ptr<JumpingClock> clock_ = std::make_shared<JumpingClock>();
  std::shared_ptr<KeptLines> log_ = std::make_shared<KeptLines>();
  std::unique_ptr<app::Application> app_;
  Accepted accepted_;
};

TEST_F(JumpingSite, AheadAndBackRefusesNothingAndTimesOnlyGrow) {
  walk_with_jumps("jumps", minutes(90), -hours(24));
  walk_with_jumps("falls", -hours(24), minutes(90) - hours(24));
  const Ends ends = await_settled(stage_, accepted_, std::chrono::seconds(30));
  check_record(accepted_, ends);   // times grow within an attempt; everything was delivered though leases and pauses were timed by that clock
  EXPECT_TRUE(ends.parked.empty());

  // What the clock read stands beside each time that was set ahead of it.
  EXPECT_GE(number("SELECT COUNT(*) FROM event WHERE at > recorded_at + 3600000"), 2);
  EXPECT_EQ(number("SELECT COUNT(*) FROM event a JOIN event b ON a.registration = b.registration AND a.stream_id = b.stream_id AND a.seq < b.seq AND a.at >= b.at"), 0);
  check_seals(stage_);
}

// Fresh statements while the clock stands in the past: whoever sealed and sent under later times goes on at once.
TEST_F(JumpingSite, SealingAndDeliveryGoOnAfterAJumpBack) {
  walk_with_jumps("first", base::Milliseconds(0), base::Milliseconds(0));
  check_record(accepted_, await_settled(stage_, accepted_, std::chrono::seconds(30)));
  walk_with_jumps("second", -hours(48), -hours(48));
  check_record(accepted_, await_settled(stage_, accepted_, std::chrono::seconds(30)));
  check_seals(stage_);
}

}  // namespace
}  // namespace preceptor::flow
