// Where anonymous answers wait until enough of one form are together (the design's section 2, "Anonymous answers"). Nothing here knows a person, an attempt or a
// time of day.
#pragma once
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/burden/release.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::ports {

class SurveyPool {
 public:
  virtual ~SurveyPool() = default;
  // One more answer waits, and its token is used up in the same commit. `token`: a digest; it may be forgotten after `token_until`. `month`: the first instant of
  // the current month, kept once for each (form, unit) that waits. Errors: store_already_used (the token; nothing was written), store_*.
  virtual base::Status add_to_pool(const burden::PoolRow& row, const std::string& token, base::Instant token_until, base::Instant month) = 0;
  virtual base::Result<bool> is_token_used(const std::string& token) = 0;
  // Everything that waits, by key: random, so in no order of time.
  virtual base::Result<std::vector<burden::PoolRow>> waiting_answers() = 0;
  // The rows leave the pool and the events join the record, in one transaction. Error: store_conflict when one of the rows was taken by another.
  virtual base::Status release_answers(const std::vector<std::string>& taken, const std::vector<NewEvent>& events) = 0;
  // What has waited since a month before `since_before` goes, unreleased; tokens past their time are forgotten. Answers how many rows went.
  virtual base::Result<int> forget_answers(base::Instant since_before, base::Instant now) = 0;
  // survey_submitted events by stream id, those after `after`; 1 to 1,000 at a time.
  virtual base::Result<std::vector<record::Event>> released_answers(const std::string& after, int limit) = 0;
};

}  // namespace preceptor::ports
