// The state of an attempt: a fold over its events.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/record/event.hpp"

namespace preceptor::record {

struct Attempt {
  base::AttemptId id;
  AttemptOpened opened;
  base::RegistrationId registration;
  base::PersonId person;
  std::map<std::string, QuestionAnswered> answers;  // by question id; the first answer stands
  std::map<std::string, Committed> commitments;     // by question id
  std::optional<AttemptScored> score;
  bool disclosure_shown = false;
  bool completed = false;
  bool session_open = true;                         // false after attempt_closed until attempt_resumed
  std::optional<base::Milliseconds> active;         // from attempt_completed
  // Sum over the sessions closed before the open one; absent when one of them was not measured.
  std::optional<base::Milliseconds> earlier_active = base::Milliseconds(0);
  std::vector<Other> beside;                        // payloads of other folders, in order
  std::int64_t last_seq = 0;
  base::Instant opened_at{}, last_at{}, completed_at{};
};

// Folds events of one stream in seq order. Error: json_malformed when the order has a gap or does not begin with attempt_opened.
base::Result<Attempt> fold(const std::vector<Event>& events);
// Applies one more event (seq must be last_seq + 1).
base::Status apply(Attempt& attempt, const Event& event);

}  // namespace preceptor::record
