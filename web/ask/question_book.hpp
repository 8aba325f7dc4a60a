// Questions from the point of care as they are kept: a stream of events each (kind "person"; its id is the question's), the text beside them
// where it can be deleted, and a projection "question" for look-up. Its state: asked, shown, opened, unanswered, answered or done; its parent:
// the root-cause case that was started from it.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/activity/point_of_care/cycle.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

inline constexpr const char* kQuestionKind = "question";

struct AskedQuestion {
  ports::Projection row;
  point_of_care::Cycle cycle;
  std::string text;                              // empty when it was deleted
  std::int64_t last_seq = 0;
  std::map<std::string, std::string> attempts;   // unit id -> the attempt opened from here
};

struct NewQuestion {
  base::RegistrationId registration;
  std::string id;                                // UUID
  base::PersonId person;
  std::string text, language, from;              // from: "course" or "receipt"
};

class QuestionBook {
 public:
  QuestionBook(ports::RecordStore& records, ports::ProjectionStore& projections, const ports::Clock& clock)
      : records_(records), projections_(projections), clock_(clock) {}

  // Absent when there is none. Errors: store_*, json_malformed (the store is damaged).
  base::Result<std::optional<AskedQuestion>> load(const base::RegistrationId& registration, const std::string& id);
  // The newest first; with `state`, of that state only.
  base::Result<std::vector<AskedQuestion>> of_person(const base::PersonId& person, const std::string& state, int most);
  // Everybody's that nothing answered yet, the newest first.
  base::Result<std::vector<AskedQuestion>> unanswered(int most);

  // Asked, with its text; then `add` and `save`.
  AskedQuestion begin(const NewQuestion& asked, ports::UnitOfWork& work);
  // One more event. Error json_malformed for what cannot follow: then nothing was added.
  base::Status add(AskedQuestion& question, point_of_care::CyclePayload payload, ports::UnitOfWork& work);
  // Its row as it now is, once a work.
  void save(AskedQuestion& question, ports::UnitOfWork& work) const;

 private:
  base::Result<AskedQuestion> read(ports::Projection row);
  base::Result<std::vector<AskedQuestion>> read_all(std::vector<ports::Projection> rows, const std::string& state);

  ports::RecordStore& records_;
  ports::ProjectionStore& projections_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
