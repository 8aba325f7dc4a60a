// A unit as a part of activities that carry credit: what page one says of them, and the disclosure that is theirs (it overrides the unit's).
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/activity/unit.hpp"
#include "web/credit/credit_book.hpp"
#include "web/learner/activity_shown.hpp"

namespace preceptor::web {

// The same unit with the activities' disclosure in place of its own. Its hash stays: it is the same content. Kept in memory; any thread.
class CreditedUnits {
 public:
  std::shared_ptr<const activity::Unit> with(const std::shared_ptr<const activity::Unit>& unit, const std::vector<ActivityNow>& activities);

 private:
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const activity::Unit>> units_;
};

std::vector<ActivityShown> shown_activities(const std::vector<ActivityNow>& activities, const std::string& unit_id, const credit::Rulebook& rules);

}  // namespace preceptor::web
