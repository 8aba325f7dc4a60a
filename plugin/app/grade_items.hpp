// The items of the topic "grades": one for each finished attempt of a known person, made from the sealed record in its order. What a learner got is
// read off the events; who that is to the platform comes from what can be erased, so an erased person has no item.
#pragma once
#include <optional>
#include <string>

#include "adapters/store/store.hpp"
#include "core/record/attempt.hpp"
#include "web/learner/units.hpp"

namespace preceptor::app {

class GradeItems {
 public:
  explicit GradeItems(store::Store& store) : store_(store), units_(store) {}

  // The item (JSON, docs/abi.md) of a sealed attempt_completed. nullopt: there is none, because the launch was anonymous, the person was erased, or the
  // link's grade is "none". Errors: store_*, json_malformed or content_* (the store is damaged).
  base::Result<std::optional<std::string>> item_of(const std::string& event_json);

 private:
  base::Result<record::Attempt> attempt_at(const record::Event& completed);

  store::Store& store_;
  web::Units units_;
};

}  // namespace preceptor::app
