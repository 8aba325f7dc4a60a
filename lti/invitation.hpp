// An invitation to register one platform: a one-time, expiring code in the address that an administrator pastes into the LMS. Who has it may
// make one registration, which still waits to be accepted.
#pragma once
#include <optional>
#include <string>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::lti {

struct Invitation {
  std::string digest;                // hex SHA-256 of the code; the code itself is never stored
  base::RegistrationId registration; // the id its registration will have: our login and key set addresses hold it before the LMS answers
  std::string lms;                   // moodle | canvas | generic, or empty: read off the platform
  std::string name;                  // what staff will call it, or empty: the platform's own
  base::Instant created{}, expires{};
  bool used = false;
};

class InvitationStore {
 public:
  virtual ~InvitationStore() = default;
  // The registration id is given by the store.
  virtual base::Result<Invitation> save_invitation(const Invitation& invitation) = 0;
  // Used and expired ones are found too, until they are forgotten.
  virtual base::Result<std::optional<Invitation>> find_invitation(const std::string& digest) = 0;
  // For what needs no new registration. Error invitation_invalid: used, expired or unknown by now.
  virtual base::Status use_invitation(const Invitation& invitation, base::Instant now) = 0;

  // One attempt at a time: before the LMS is asked to register us, the attempt claims the invitation until `until`. The claim's name; nullopt:
  // another attempt holds it. Error invitation_invalid: used, expired or unknown by now.
  virtual base::Result<std::optional<std::string>> claim_invitation(const std::string& digest, base::Instant now, base::Instant until) = 0;
  // The attempt failed: the invitation is free again, and keys made for a registration that did not come to be are forgotten. A claim that is not
  // held any more changes nothing.
  virtual base::Status release_invitation(const std::string& digest, const std::string& claim) = 0;
  // Whether an attempt to make this registration is under way.
  virtual base::Result<bool> is_being_registered(const base::RegistrationId& registration, base::Instant now) = 0;
};

}  // namespace preceptor::lti
