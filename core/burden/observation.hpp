// What the burden folds look at: plain facts about one attempt or launch. A member that is absent was not measured.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/burden/stage.hpp"

namespace preceptor::burden {

// Where something happened. `version` is the content hash; `course` is "<registration>/<context id>", because context ids
// are unique within a registration only. `period` counts the site's reporting periods (months): the one in which the outcome
// became final, so that a closed period never changes.
struct Where {
  std::string unit_id, version, course;
  std::optional<CareerStage> stage;
  int period = 0;
};

// Why a question is there. Only `learning` is part of what the unit teaches.
enum class Purpose { learning, commitment, relevance, burden, identifier };

struct QuestionSeen {
  std::string id;
  Purpose purpose = Purpose::learning;
  bool skipped = false;
  std::optional<base::Milliseconds> active;  // time spent on it
  std::optional<bool> irrelevant;            // the learner's tap; absent = the tap was not on offer
};

enum class Outcome { completed, abandoned, open };
enum class Usefulness { yes, not_now, no };

// What the first claim that rests on the attempt cost (core/credit/claim_effort.hpp); absent where nothing was claimed.
struct Claim {
  // From "completed" to "claim confirmed", waiting included: from when the last unit or question that the claim rests on was completed. That may be another attempt:
  // what is banked over many units can be claimed only then.
  base::Milliseconds elapsed{};
  // Those the record shows: one for the claim, and one for each time in between that the learner told the profession, or saved the profile with something changed.
  int taps = 0;
};

struct AttemptObservation {
  std::string attempt, person;
  Where where;
  std::string format;  // the unit's field; may be empty
  int stated_minutes = 0;
  base::Instant opened_at{};
  Outcome outcome = Outcome::open;
  std::string left_at;                       // abandoned: "disclosure", "page 0" .. ; empty otherwise
  std::optional<base::Milliseconds> active;  // whole attempt without idle time (60 s, the design's section 3)
  std::optional<base::Milliseconds> content, evaluation;  // parts of it
  std::optional<Claim> claim;
  // Identifier fields that claims resting on the attempt asked of someone whose profile held them already; absent when no claim led to such a form.
  std::optional<int> identifiers_again;
  std::vector<QuestionSeen> questions;       // answered or skipped, in order
  std::optional<Usefulness> useful;
};

struct LaunchObservation {
  Where where;         // unit and version may be empty: a refused launch reached none
  std::string person;  // empty when the launch was refused before anyone was known
  bool failed = false;
  std::string reason;  // stable name of the error
};

}  // namespace preceptor::burden
