// One grade from the queue to the platform: finds its column, gives it the next timestamp, sends it, and settles what the platform said.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <tuple>

#include "core/ports/clock.hpp"
#include "core/ports/grade_store.hpp"
#include "core/ports/log.hpp"
#include "lti/lms_profile.hpp"
#include "lti/services/service_client.hpp"

namespace preceptor::app {

class GradeSender {
 public:
  GradeSender(ports::GradeStore& grades, lti::RegistrationStore& registrations, lti::ServiceClient& client, const lti::LmsProfiles& profiles,
              const ports::Clock& clock, ports::Log& log);

  // Where an instructor sees the work behind a grade, for an LMS whose reviewers come by a submitted URL; empty: nowhere. Set before use.
  void on_review_url(std::function<std::string(const ports::GradeRow&)> make) { review_url_ = std::move(make); }

  // `row` as next_grade gave it. One at a time for each registration. Errors: store_*.
  base::Status send(const ports::Lease& lease, const ports::GradeRow& row);

 private:
  struct Trip;   // one sending, with what it needs
  base::Result<std::string> column_of(const Trip& trip);
  base::Status send_to(Trip& trip, const std::string& lineitem);
  std::string score_json(const Trip& trip, base::Instant timestamp) const;
  base::Status settle(const Trip& trip, ports::GradeOutcome outcome);
  base::Status hold(const Trip& trip, const std::string& reason, const std::string& fix);
  base::Status answered(Trip& trip, const std::string& lineitem, const ports::OutboundResponse& answer);
  ports::GradeOutcome held_there(const Trip& trip, const std::string& lineitem, ports::GradeOutcome outcome);
  base::Status failed(const Trip& trip, const base::Error& error, bool perhaps_done = false);
  base::Status leave_platform(const Trip& trip, ports::GradeOutcome outcome, std::optional<base::Milliseconds> wait);
  bool found_elsewhere(const Trip& trip, const std::string& lineitem);
  void platform_works(const base::RegistrationId& registration);

  ports::GradeStore& grades_;
  lti::RegistrationStore& registrations_;
  lti::ServiceClient& client_;
  const lti::LmsProfiles& profiles_;
  const ports::Clock& clock_;
  ports::Log& log_;
  std::function<std::string(const ports::GradeRow&)> review_url_;

  // A column that was searched for, while the launches' own word stays the same.
  struct Found { std::string claimed, lineitem; base::Instant at{}; };
  using Place = std::tuple<std::string, std::string, std::string, std::string>;
  std::mutex mutex_;
  std::map<Place, Found> found_;
  std::map<base::RegistrationId, int> troubles_;   // failures in a row of a whole platform
};

// How long after the n-th failure in a row: 5 s, doubled each time, at most an hour, a fifth more or less by chance so that not all come back
// at one moment. `chance`: 0 to 1.
base::Milliseconds back_off(int failures, double chance);

}  // namespace preceptor::app
