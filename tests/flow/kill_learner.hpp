// One learner of the tests that kill: does random things, remembers what the tool has accepted.
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/fakes/stage.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {

// What the tool has said yes to: these must be in the record store at the end.
struct Accepted {
  std::map<std::pair<std::string, std::string>, std::set<std::string>> answers;   // (learner, question) -> values sent
  std::set<std::string> receipts;                                                  // learners who saw a receipt
  std::set<std::string> opened;                                                    // learners who saw a first page
};

class KillLearner {
 public:
  using NewBrowser = std::function<fakes::Browser()>;
  KillLearner(const fakes::Stage& stage, unsigned seed, int number, NewBrowser new_browser = [] { return fakes::Browser(); })
      : stage_(stage), new_browser_(std::move(new_browser)), random_(seed), number_(number), browser_(new_browser_()) {}
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
  void note(const base::Fields& sent, const fakes::Page& after);
  bool chance(int percent) { return std::uniform_int_distribution<int>(0, 99)(random_) < percent; }

  const fakes::Stage& stage_;
  const NewBrowser new_browser_;
  std::mt19937 random_;
  int number_, unit_ = 0;
  fakes::Browser browser_;
  fakes::Page page_;
  Accepted accepted_;
  std::string problem_;
};

}  // namespace preceptor::flow
