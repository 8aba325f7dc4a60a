// One learner of the tests that kill: does random things, remembers what the tool has accepted.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/stage.hpp"
#include "tests/flow/record_check.hpp"

namespace preceptor::flow {

class KillLearner {
 public:
  using NewBrowser = std::function<fakes::Browser()>;
  // `links`: as the LMS names them; unit after unit by turns. `new_browser`: for each day, and at the start.
  KillLearner(const fakes::Stage& stage, unsigned seed, int number, std::vector<std::string> links = {"link-1", "link-2", "link-3"},
              NewBrowser new_browser = [] { return fakes::Browser(); })
      : stage_(stage), new_browser_(std::move(new_browser)), random_(seed), number_(number), links_(std::move(links)), browser_(new_browser_()) {}
  // Goes through unit after unit until told to stop; a request without an answer is what a kill looks like: it launches anew.
  // `pace`: the pause between two requests.
  void run(const std::atomic<bool>& stop, std::chrono::milliseconds pace = {});
  // Finishes the unit it is in; false when that does not work although the tool runs.
  bool finish_quietly();
  const Accepted& accepted() const { return accepted_; }
  int units_begun() const { return unit_; }
  const std::string& problem() const { return problem_; }   // an answer that must never come, else empty

 private:
  std::string learner() const { return "kill-" + std::to_string(number_) + "-" + std::to_string(unit_); }
  const std::string& link() const { return links_[static_cast<std::size_t>(unit_) % links_.size()]; }
  bool step();                  // one request; false when no answer came
  bool open();
  bool take_receipt();          // true when the page is one
  bool chance(int percent) { return std::uniform_int_distribution<int>(0, 99)(random_) < percent; }

  const fakes::Stage& stage_;
  const NewBrowser new_browser_;
  std::mt19937 random_;
  int number_, unit_ = 0;
  std::vector<std::string> links_;
  fakes::Browser browser_;
  fakes::Page page_;
  Accepted accepted_;
  std::string problem_;
};

}  // namespace preceptor::flow
