// Events: what happened, appended once and never changed. Everything else is a pure function of them.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::record {

// What a learner gave to one question, by its type:
// single, multi, yesno ("yes"/"no"), barrier, decision -> choices, in the unit's order; scale -> choices, the step as text; rank -> choices,
// in the order given; matrix -> choices, each "row:option", in the rows' order; number -> number; text -> text_hash. Where a choice may come
// with words (an option for others, barrier, decision) choices and text_hash stand together.
struct Response {
  std::vector<std::string> choices;  // option ids
  std::string number;                // canonical decimal text, e.g. "2.5"
  std::string text_hash;             // hex SHA-256 of salt + text; the text itself lies in a deletable table
  bool skipped = false;              // an optional question was left empty
  friend bool operator==(const Response&, const Response&) = default;
};

struct AttemptOpened {
  std::string unit_id, language, content_hash, context_id, resource_link_id;
  int n = 1;                  // 1 for the first attempt of this (person, unit, deployment, context, link)
  int stated_minutes = 0;
  bool asks_closing = true;   // whether commitment and relevance are asked in this attempt
  std::string deployment_id = {};  // of the launch; empty in events older than the member
  bool offers_flag = false;   // one tap says that a question does not concern one; false in events older than the member
  friend bool operator==(const AttemptOpened&, const AttemptOpened&) = default;
};
struct DisclosureShown {
  std::string form;           // "page" or "block"
  friend bool operator==(const DisclosureShown&, const DisclosureShown&) = default;
};
struct QuestionAnswered {
  std::string question_id;
  int page = 0;
  Response response;
  std::optional<bool> correct;  // absent where nothing is right or wrong
  // Active time since the commit before, of the whole page: the same in each answer of one page. Absent = not measured.
  std::optional<base::Milliseconds> page_active = {};
  friend bool operator==(const QuestionAnswered&, const QuestionAnswered&) = default;
};
struct AttemptScored {
  int raw = 0, max = 0;       // scored questions right, and how many there were
  bool passed = false;
  friend bool operator==(const AttemptScored&, const AttemptScored&) = default;
};
struct Committed {
  std::string question_id;
  std::vector<std::string> choices;
  std::optional<base::Milliseconds> page_active = {};  // as in QuestionAnswered
  friend bool operator==(const Committed&, const Committed&) = default;
};
struct AttemptCompleted {
  // Active time over all pages; absent = not measured (no script), never 0.
  std::optional<base::Milliseconds> active;
  friend bool operator==(const AttemptCompleted&, const AttemptCompleted&) = default;
};
struct AttemptResumed {
  std::string reason;         // "relaunch" or "after_idle"
  friend bool operator==(const AttemptResumed&, const AttemptResumed&) = default;
};
struct AttemptClosed {
  std::string reason;         // "receipt" or "idle"
  std::optional<base::Milliseconds> active;  // of this session; absent = not measured
  friend bool operator==(const AttemptClosed&, const AttemptClosed&) = default;
};

// A payload whose shape belongs to the folder that makes it (core/activity/rca, core/activity/point_of_care, core/burden, ...): that folder
// writes and reads the JSON, the record keeps it. Folds over attempts pass over it; `type` is one of other_types().
struct Other {
  std::string type;
  std::string json = "{}";    // one canonical JSON object
  friend bool operator==(const Other&, const Other&) = default;
};

using Payload = std::variant<AttemptOpened, DisclosureShown, QuestionAnswered, AttemptScored, Committed, AttemptCompleted,
                             AttemptResumed, AttemptClosed, Other>;

// Stable name of the payload's type: "attempt_opened", ... The view lives as long as the payload.
std::string_view type_name(const Payload& payload);
// The types that `Other` may have. A new kind of event is one line in payload.cpp.
std::span<const std::string_view> other_types();

struct Event {
  std::string stream_kind = "attempt";  // attempt | case | person | activity | site
  std::string stream_id;                // UUID; for kind attempt the attempt id
  std::int64_t seq = 1;                 // from 1, gap-free within the stream; (stream_id, seq) is the event's id
  base::RegistrationId registration;    // "0" for what belongs to none
  base::PersonId person;                // may be empty
  base::Instant at;                     // max(now, last + 1 ms) within the stream
  base::Instant recorded_at;            // the clock's own reading
  int version = 1;                      // of the payload's shape
  Payload payload;
  friend bool operator==(const Event&, const Event&) = default;
};

// "<stream_id>/<seq>"
std::string event_id(const Event& event);
// The one text that is stored and hashed: members sorted, no white space; absent optionals are left out.
std::string canonical_json(const Event& event);
// Reads what canonical_json wrote, of this and every earlier version. Error: json_malformed (the store is damaged).
base::Result<Event> event_from_json(std::string_view text);

// Those events by stream and seq, each once: what a fold reads, however often and in whatever order they came. Points into `events`.
std::vector<const Event*> in_order(const std::vector<Event>& events);

// time rule of a stream: max(now, last + 1 ms).
base::Instant next_time(base::Instant now, std::optional<base::Instant> last);

}  // namespace preceptor::record
