// What is known of a learner before she fills in a profile: a row of a roster that staff gave, values of the launch that staff mapped, and the launch's name.
// All of it is sealed under the site's key where it waits, goes with the person, and is never asked again.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/credit/profile.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/sealer.hpp"
#include "lti/launch.hpp"

namespace preceptor::web {

// Projections, all of registration "0". launch_identity: id and person are the person's. roster_row: id "<platform>/<subject>", nobody's until it is used.
// launch_map: id is the registration's; body {"<custom parameter>": "<field>"}, fields as in kMappedFields.
inline constexpr const char* kLaunchIdentity = "launch_identity";
inline constexpr const char* kRosterRow = "roster_row";
inline constexpr const char* kLaunchMap = "launch_map";
inline constexpr std::string_view kMappedFields[] = {"given_name",     "family_name", "birth_day", "npi",     "licence_state",
                                                     "licence_number", "board",       "board_id",  "nabp_id", "nccpa_id"};

// What the newest launch told of who somebody is.
struct LaunchIdentity {
  std::string given_name, family_name;
  std::string full_name;                     // as one text: what a later name is compared with
  std::map<std::string, std::string> fields; // mapped ones, by field
  friend bool operator==(const LaunchIdentity&, const LaunchIdentity&) = default;
};

// The body of a projection that holds identifiers: {"sealed": "<token>"}. Reading also takes plain JSON of credit::Profile.
std::string seal_profile_body(const ports::Sealer& sealer, const credit::Profile& profile);
std::optional<credit::Profile> open_profile_body(const ports::Sealer& sealer, std::string_view body);

class Prefill {
 public:
  Prefill(ports::ProjectionStore& projections, const ports::Sealer& sealer) : projections_(projections), sealer_(sealer) {}

  base::Result<std::map<std::string, std::string>> map_of(const base::RegistrationId& registration);
  // What the launch tells, through the registration's map.
  base::Result<LaunchIdentity> told_by(const lti::VerifiedLaunch& launch);
  base::Result<std::optional<LaunchIdentity>> identity(const base::PersonId& person);
  // The row that keeps `told`; absent when the store has it so already.
  base::Result<std::optional<ports::Projection>> news(const base::PersonId& person, const LaunchIdentity& told, base::Instant now);
  // A profile to be confirmed: the roster's row first, then mapped values, then the launch's name. Empty members where nothing is known.
  base::Result<credit::Profile> profile_for(const ports::Person& person);

 private:
  ports::ProjectionStore& projections_;
  const ports::Sealer& sealer_;
};

}  // namespace preceptor::web
