// One learner of the kill test: does random things, remembers what the tool has accepted.
#pragma once
#include <atomic>
#include <random>
#include <string>

#include "tests/fakes/stage.hpp"
#include "tests/flow/record_check.hpp"

namespace preceptor::flow {

class KillLearner {
 public:
  KillLearner(const fakes::Stage& stage, unsigned seed, int number) : stage_(stage), random_(seed), number_(number) {}
  // Goes through unit after unit until told to stop; a request without an answer is what a kill looks like: it launches anew.
  void run(const std::atomic<bool>& stop);
  // Finishes the unit it is in; false when that does not work although the tool runs.
  bool finish_quietly();
  const Accepted& accepted() const { return accepted_; }
  int units_begun() const { return unit_; }
  const std::string& problem() const { return problem_; }   // an answer that must never come, else empty

 private:
  std::string learner() const { return "kill-" + std::to_string(number_) + "-" + std::to_string(unit_); }
  std::string link() const { return "link-" + std::to_string(1 + unit_ % 3); }
  bool step();                  // one request; false when no answer came
  bool open();
  bool take_receipt();          // true when the page is one
  bool chance(int percent) { return std::uniform_int_distribution<int>(0, 99)(random_) < percent; }

  const fakes::Stage& stage_;
  std::mt19937 random_;
  int number_, unit_ = 0;
  fakes::Browser browser_;
  fakes::Page page_;
  Accepted accepted_;
  std::string problem_;
};

}  // namespace preceptor::flow
