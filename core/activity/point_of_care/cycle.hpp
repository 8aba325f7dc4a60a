// One internet-point-of-care cycle: asked -> shown -> opened -> did it answer -> what I will do. A fold over its
// events; what a credit later counts (AMA: the clinical question, the sources used, the application to practice;
// PointOfCareLearningData in credit.md).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::point_of_care {

// As everywhere, an event holds ids and salted hashes; the question's text lies in a table that can be deleted from.
struct PointOfCareAsked {
  std::string question_hash;  // hex SHA-256 of salt + text
  std::string language;       // of the page it was asked on
  std::string from;           // "course" or "receipt"
  friend bool operator==(const PointOfCareAsked&, const PointOfCareAsked&) = default;
};
struct PointOfCareShown {
  std::vector<std::string> unit_ids;  // best first; none when nothing matched
  friend bool operator==(const PointOfCareShown&, const PointOfCareShown&) = default;
};
struct PointOfCareOpened {
  std::string unit_id;
  friend bool operator==(const PointOfCareOpened&, const PointOfCareOpened&) = default;
};
enum class Answered { yes, partly, no };
struct PointOfCareJudged {
  std::string unit_id;
  Answered answered = Answered::no;
  friend bool operator==(const PointOfCareJudged&, const PointOfCareJudged&) = default;
};
struct PointOfCareWillDo {
  std::string unit_id;
  std::string choice;  // id of the tapped answer, e.g. "next_patient"
  friend bool operator==(const PointOfCareWillDo&, const PointOfCareWillDo&) = default;
};
// The asker was told of a unit published later (notice.hpp).
struct PointOfCareTold {
  std::string unit_id;
  friend bool operator==(const PointOfCareTold&, const PointOfCareTold&) = default;
};

using CyclePayload = std::variant<PointOfCareAsked, PointOfCareShown, PointOfCareOpened, PointOfCareJudged,
                                  PointOfCareWillDo, PointOfCareTold>;
// "point_of_care_asked", "_shown", "_opened", "_judged", "_will_do", "_told".
std::string_view type_name(const CyclePayload& payload);
// Canonical JSON of one payload, and back by its type. Error: json_malformed with the member's path, or the unknown
// type.
std::string to_json(const CyclePayload& payload);
base::Result<CyclePayload> cycle_payload_from_json(std::string_view type, std::string_view json);

struct CycleEvent {
  base::Instant at{};
  CyclePayload payload;
};

enum class Standing { asked, nothing_found, shown, opened, not_answered, answered, completed };
std::string_view name(Standing standing);

struct Cycle {
  std::string id;         // of the stream
  base::PersonId person;  // the asker
  PointOfCareAsked asked;
  base::Instant asked_at{}, last_at{};
  std::optional<base::Instant> shown_at;
  std::vector<std::string> shown;               // and those told of later
  std::map<std::string, base::Instant> opened;  // by unit id; the first time
  struct Judgement {
    Answered answered = Answered::no;
    base::Instant at{};
  };
  std::map<std::string, Judgement> judged;  // by unit id; the last one stands
  std::optional<PointOfCareWillDo> will_do;
  base::Instant will_do_at{};
};

// Begins a cycle, and applies one more event. Error: json_malformed, and nothing changes, for what cannot follow: a
// unit opened that was not shown, judged that was not opened, an action from a unit that did not answer, a second
// action or a time before the last.
Cycle begin_cycle(std::string id, base::PersonId person, PointOfCareAsked asked, base::Instant at);
base::Status apply(Cycle& cycle, const CycleEvent& event);

Standing standing_of(const Cycle& cycle);
// Nobody helped yet: nothing matched, or everything judged so far did not answer. What was shown and never opened says
// nothing.
bool is_unanswered(const Cycle& cycle);

// The times of a completed cycle, of the unit that was acted on.
struct CycleTimes {
  base::Milliseconds to_shown{}, to_opened{}, to_judged{},
      total{};  // each from the step before; total from asked to will do
  friend bool operator==(const CycleTimes&, const CycleTimes&) = default;
};
// nullopt unless completed.
std::optional<CycleTimes> times_of(const Cycle& cycle);

}  // namespace preceptor::point_of_care
