// Which of a unit's questions nobody used any more, and that they were asked: looked up with every attempt that begins, so what was read is kept for a moment.
#pragma once
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "core/activity/unit.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

class QuestionWatch {
 public:
  QuestionWatch(ports::ProjectionStore& rows, ports::RecordStore& records, const ports::Clock& clock) : rows_(rows), records_(records), clock_(clock) {}

  // Ids of the unit's questions that are not asked any more; at most 1.5 s old. Errors: store_*.
  base::Result<std::vector<std::string>> expired(const activity::Unit& unit);
  // Notes when each was asked first; looked up once a version while this process runs. Errors: store_*.
  base::Status note_asked(const activity::Unit& unit);

 private:
  struct Kept {
    std::vector<std::string> expired;
    base::Instant read_at;
  };

  ports::ProjectionStore& rows_;
  ports::RecordStore& records_;
  const ports::Clock& clock_;
  std::mutex mutex_;
  std::map<base::ContentHash, Kept> kept_;
  std::set<base::ContentHash> noted_;
};

}  // namespace preceptor::web
