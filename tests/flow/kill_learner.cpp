#include "tests/flow/kill_learner.hpp"

#include <thread>

namespace preceptor::flow {

using fakes::Page;

namespace {

// What a killed or starting tool looks like from outside: no answer, or the platform's redirect that led nowhere.
bool no_answer(const Page& page) { return page.status == 0 || page.status == 503; }

}  // namespace

bool KillLearner::open() {
  if (chance(30)) browser_ = new_browser_();   // another day
  page_ = browser_.open(stage_.lms(), link(), "learner-1", "en", learner());
  if (no_answer(page_)) return false;
  if (page_.status != 200) {
    problem_ = "launch answered " + std::to_string(page_.status) + ": " + page_.body;
    return false;
  }
  accepted_.opened.insert(learner());
  take_receipt();   // finished before, but the answer that said so was lost in a kill
  return true;
}

bool KillLearner::take_receipt() {
  if (!page_.is_receipt()) return false;
  accepted_.receipts.insert(learner());
  accepted_.links[learner()] = link();
  ++unit_;
  page_ = Page();
  return true;
}

bool KillLearner::step() {
  if (!page_.form()) return open();
  base::Fields sent;
  const auto pick = std::uniform_int_distribution<std::size_t>(0, 11)(random_);
  const Page before = page_;
  const Page after = browser_.answer(before, fakes::nth_option(pick), &sent);
  note_answers(accepted_, learner(), sent, after);
  if (after.first_status == 303 && chance(15)) {
    // A double tap: the same bytes again.
    const Page again = browser_.post(after.url.substr(0, after.url.find('/', 8)) + before.form()->action, sent);
    if (!no_answer(again) && again.status >= 400) problem_ = "the same form again answered " + std::to_string(again.status);
  }
  if (no_answer(after)) return false;
  if (after.status >= 400) {
    problem_ = "an answer met " + std::to_string(after.status) + ": " + after.body;
    return false;
  }
  page_ = after;
  if (!take_receipt() && chance(10)) page_ = Page();   // walks away and comes back through the course
  return true;
}

void KillLearner::run(const std::atomic<bool>& stop, std::chrono::milliseconds pace) {
  while (!stop && problem_.empty()) {
    const bool answered = step();
    std::this_thread::sleep_for(pace);
    if (answered) continue;
    page_ = Page();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

bool KillLearner::finish_quietly() {
  const int unit = unit_;
  for (int tries = 0; tries < 40 && unit_ == unit && problem_.empty(); ++tries)
    if (!step()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  return unit_ > unit && problem_.empty();
}

}  // namespace preceptor::flow
