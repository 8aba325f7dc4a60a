#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

#include "plugin/app/health_board.hpp"

namespace preceptor::app {
namespace {

using std::chrono::milliseconds;

class WallClock : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()); }
};

class NoLog : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override { ++lines; }
  std::atomic<int> lines{0};
};

TEST(HealthBoard, ARunIsSharedWhileItIsYoung) {
  WallClock clock;
  NoLog log;
  std::atomic<int> runs{0};
  HealthBoard board([&](const HealthBoard::GoOn&) { return std::vector<web::HealthLine>{{"run", "good", std::to_string(++runs), ""}}; }, clock, log);
  EXPECT_EQ(board.look(milliseconds(60'000), milliseconds(5000)).lines.at(0).cause, "1");
  EXPECT_EQ(board.look(milliseconds(60'000), milliseconds(5000)).lines.at(0).cause, "1");
  const auto again = board.look(milliseconds(0), milliseconds(5000));
  EXPECT_EQ(again.lines.at(0).cause, "2");
  EXPECT_FALSE(again.running);
  EXPECT_TRUE(again.at);
}

// By hand.
class SetBackClock : public ports::Clock {
 public:
  base::Instant now() const override { return at; }
  base::Instant at = base::from_unix_ms(1'790'000'000'000);
};

TEST(HealthBoard, ARunOfAClockThatWasSetBackIsNotYoung) {
  SetBackClock clock;
  NoLog log;
  std::atomic<int> runs{0};
  HealthBoard board([&](const HealthBoard::GoOn&) { return std::vector<web::HealthLine>{{"run", "good", std::to_string(++runs), ""}}; }, clock, log);
  EXPECT_EQ(board.look(milliseconds(60'000), milliseconds(5000)).lines.at(0).cause, "1");
  clock.at -= std::chrono::hours(24);
  EXPECT_EQ(board.look(milliseconds(60'000), milliseconds(5000)).lines.at(0).cause, "2");
}

TEST(HealthBoard, ASlowRunHoldsNobodyUpAndEndsWithTheBoard) {
  WallClock clock;
  NoLog log;
  std::promise<void> let_go;
  auto gate = let_go.get_future();
  std::atomic<bool> told{false};
  auto board = std::make_unique<HealthBoard>(
      [&](const HealthBoard::GoOn& go_on) {
        gate.wait();
        while (go_on()) std::this_thread::sleep_for(milliseconds(1));
        told = true;
        return std::vector<web::HealthLine>{};
      },
      clock, log);
  const auto begun = std::chrono::steady_clock::now();
  const auto first = board->look(milliseconds(0), milliseconds(20));
  EXPECT_TRUE(first.running);
  EXPECT_FALSE(first.at);
  EXPECT_TRUE(board->look(milliseconds(0), milliseconds(20)).running) << "one at a time";
  EXPECT_LT(std::chrono::steady_clock::now() - begun, milliseconds(3000));
  let_go.set_value();
  board.reset();
  EXPECT_TRUE(told);
}

TEST(HealthBoard, ARunThatBreaksIsSaid) {
  WallClock clock;
  NoLog log;
  HealthBoard board([](const HealthBoard::GoOn&) -> std::vector<web::HealthLine> { throw std::runtime_error("broken"); }, clock, log);
  const auto health = board.look(milliseconds(0), milliseconds(5000));
  ASSERT_EQ(health.lines.size(), 1u);
  EXPECT_EQ(health.lines[0].state, "red");
  EXPECT_EQ(log.lines, 1);
}

}  // namespace
}  // namespace preceptor::app
