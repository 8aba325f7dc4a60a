// "You asked on 3 Nov: 4 minutes": told to an asker at the next launch when a unit that answers was published.
#pragma once
#include <string>
#include <vector>

#include "core/activity/point_of_care/cycle.hpp"
#include "core/activity/point_of_care/index.hpp"
#include "core/activity/sentence.hpp"
#include "core/base/date.hpp"

namespace preceptor::point_of_care {

struct PublishedUnit {
  Document document;
  base::Instant published_at{};
  std::vector<std::string> answers;  // ids of questions whose list started the case it came from
};
// A question with its text, which may have been deleted: then it is found by `answers` only.
struct AskedQuestion {
  Cycle cycle;
  std::string text;
};

struct Notice {
  std::string question_id;  // of the cycle
  std::string unit_id, language, title;
  base::Date asked_on{};  // UTC day
  int minutes = 0;
  friend bool operator==(const Notice&, const Notice&) = default;
};

// For one asker's questions, those still unanswered only: a unit published after the question that names it or comes
// close to it (is_close), and was not shown for it before. One notice a question, the unit that names it before the
// best match; one question a unit, the oldest. Sorted by time asked, then question id. A page shows the first and
// appends _told.
std::vector<Notice> notices(const std::vector<AskedQuestion>& questions, const std::vector<PublishedUnit>& published);

// Key point_of_care.notice; the date as YYYY-MM-DD, for the page to write in its language.
activity::Sentence sentence_of(const Notice& notice);

}  // namespace preceptor::point_of_care
