// What launches tell of their link: which services the platform offers there, and how its grade is counted. Kept in memory for a while, so
// that a launch reads and writes nothing when nothing has changed.
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "core/ports/clock.hpp"
#include "core/ports/grade_store.hpp"
#include "lti/launch.hpp"

namespace preceptor::web {

ports::LinkFacts link_facts(const lti::VerifiedLaunch& launch);

class Links {
 public:
  Links(ports::GradeStore& store, const ports::Clock& clock) : store_(store), clock_(clock) {}
  // The launch's facts when the store has others; absent when there is nothing to write. Errors: store_*.
  base::Result<std::optional<ports::LinkFacts>> news(const lti::VerifiedLaunch& launch);
  // After they were committed.
  void keep(const std::optional<ports::LinkFacts>& written);
  // Absent when no launch of the link was seen yet. Errors: store_*.
  base::Result<std::optional<ports::LinkFacts>> of(const ports::LinkKey& link);

 private:
  using Place = std::tuple<base::RegistrationId, std::string, std::string, std::string>;
  static Place place(const ports::LinkKey& link) { return {link.registration, link.deployment_id, link.context_id, link.resource_link_id}; }
  struct Kept {
    ports::LinkFacts facts;
    base::Instant read_at{};
  };
  ports::GradeStore& store_;
  const ports::Clock& clock_;
  std::mutex mutex_;
  std::map<Place, Kept> kept_;
};

}  // namespace preceptor::web
