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
};

}  // namespace preceptor::lti
