// Class completion: who opened, finished and passed. No answers, no times.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ports/record_store.hpp"
#include "web/messages.hpp"
#include "web/teacher/link_desk.hpp"

namespace preceptor::web {

struct ClassRow {
  std::string name;           // as the roster tells it; empty where it does not
  int number = 0;             // of those without a name, from 1 in the order of opening
  bool opened = false, finished = false;
  bool left = false;          // opened it, and is not on the roster any more
  base::Instant opened_at{}, finished_at{};
  std::optional<record::AttemptScored> best;
};

// One row a learner: by name, then those without one. `roster`: null when it could not be read; learners on it who have not opened the
// unit are rows too. Attempts of other units that the link once pointed to do not count, nor
// those of nobody: anonymous launches, and people who were erased.
std::vector<ClassRow> class_rows(const std::vector<ports::LinkAttempt>& attempts, const std::vector<ClassMember>* roster,
                                 const std::string& unit_id);

struct ClassCounts {
  int all = 0, opened = 0, finished = 0;   // opened: and not finished
};
ClassCounts count(const std::vector<ClassRow>& rows);

// What the cells of a row say.
struct ClassCells {
  std::string name, state, date, result;
};
// `scores`: the link's grade is the score, so "2 of 3" stands for passed or not. `dated`: how a day is written.
enum class DateStyle { words, iso };
ClassCells cells_of(const ClassRow& row, bool scores, DateStyle dates, const Messages& words);

// RFC 4180 with every cell quoted. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
std::string class_csv(const std::vector<ClassRow>& rows, bool scores, const Messages& words);

}  // namespace preceptor::web
