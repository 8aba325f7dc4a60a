// Anonymous answers leave their pool: those that are enough go into the record, shuffled, as events of nobody; those that waited in vain are deleted.
#pragma once
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ports/survey_pool.hpp"

namespace preceptor::app {

struct SurveyTurn {
  int released = 0, forgotten = 0;
};
// `days`: how long a pool may stay too small, counted from the end of the month in which it began. Two nodes at once: one wins, the other finds store_conflict.
base::Result<SurveyTurn> tend_surveys(ports::SurveyPool& pool, base::Instant now, int days);

}  // namespace preceptor::app
