// Invitations are made by the command line and the administrator's page, and looked up by the page an LMS opens.
#pragma once
#include <string>
#include <string_view>

#include "core/ports/clock.hpp"
#include "lti/invitation.hpp"
#include "lti/lms_profile.hpp"

namespace preceptor::lti {

inline constexpr int kDefaultInvitationHours = 24, kMaxInvitationHours = 24 * 14;

struct NewInvitation {
  std::string code;        // 256 random bits; shown once
  Invitation invitation;
  std::string path() const { return "/lti/register/" + code; }
};
// `lms`: a kind of `profiles`, or empty for whatever comes. Errors: command_arguments (lms, hours, or name is not acceptable), store_*.
base::Result<NewInvitation> invite(InvitationStore& store, const ports::Clock& clock, const LmsProfiles& profiles, const std::string& lms, const std::string& name,
                                   int hours);

// The invitation of that code, if it can still be used. Error invitation_invalid, whatever is wrong with it.
base::Result<Invitation> open_invitation(InvitationStore& store, std::string_view code, base::Instant now);
// The invitation of that code, used or expired as it may be, until it is forgotten.
base::Result<std::optional<Invitation>> find_invitation(InvitationStore& store, std::string_view code);
// How long one attempt to register holds its invitation, should it end without a word. The LMS has 10 s to answer each of its calls.
inline constexpr base::Milliseconds kClaimLife{60'000};

}  // namespace preceptor::lti
