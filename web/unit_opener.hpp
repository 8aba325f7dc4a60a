// How pages that are not the learner's start a unit for a learner: a normal attempt in the course and link they came from.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

struct UnitWanted {
  ports::LinkKey link;
  base::PersonId person;               // in the store
  std::string facts;                   // of the launch (JSON, web/learner/facts.hpp)
  std::string unit_id;
  std::vector<std::string> languages;  // best first
  base::Instant issued{};              // of the launch: the pages live no longer than its own
};

struct OpenedUnit {
  base::AttemptId attempt;
  std::string path;                    // prefix of public_url included
  bool is_new = false;
};

class UnitOpener {
 public:
  virtual ~UnitOpener() = default;
  // The learner's latest attempt on that unit there, or a new one. `also`, given the attempt's id, adds what is to be committed with it.
  // Errors: launch_content_missing, launch_content_withdrawn, store_*, and those of `also`.
  using Also = std::function<base::Status(const base::AttemptId&, ports::UnitOfWork&)>;
  virtual base::Result<OpenedUnit> open_unit(const UnitWanted& wanted, const Also& also) = 0;
};

}  // namespace preceptor::web
