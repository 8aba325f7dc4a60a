#include "lti/invitations.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {

using base::Code;
using base::fail;
using base::Result;

Result<NewInvitation> invite(InvitationStore& store, const ports::Clock& clock, const LmsProfiles& profiles, const std::string& lms, const std::string& name,
                             int hours) {
  if (!lms.empty() && !profiles.has(lms)) return fail(Code::command_arguments, "lms must be " + profiles.listed());
  if (hours < 1 || hours > kMaxInvitationHours)
    return fail(Code::command_arguments, "hours must be from 1 to " + std::to_string(kMaxInvitationHours));
  if (name.size() > 200) return fail(Code::command_arguments, "a name has at most 200 bytes");
  if (has_control(name)) return fail(Code::command_arguments, "name must be one line, without control characters");
  NewInvitation made;
  made.code = base::base64url_encode(base::random_bytes(32));
  Invitation wanted;
  wanted.digest = base::sha256_hex(made.code);
  wanted.lms = lms;
  wanted.name = name;
  wanted.created = clock.now();
  wanted.expires = wanted.created + std::chrono::hours(hours);
  auto saved = store.save_invitation(wanted);
  if (!saved) return fail(saved.error());
  made.invitation = std::move(*saved);
  return made;
}

Result<std::optional<Invitation>> find_invitation(InvitationStore& store, std::string_view code) {
  const auto bytes = base::base64url_decode(code);
  if (!bytes || bytes->size() != 32) return fail(Code::invitation_invalid, "the code is not of our form");
  return store.find_invitation(base::sha256_hex(code));
}

Result<Invitation> open_invitation(InvitationStore& store, std::string_view code, base::Instant now) {
  auto found = find_invitation(store, code);
  if (!found) return fail(found.error());
  if (!*found) return fail(Code::invitation_invalid, "there is no such invitation");
  if ((*found)->used) return fail(Code::invitation_invalid, "it was used for registration " + (*found)->registration.str());
  if ((*found)->expires <= now) return fail(Code::invitation_invalid, "it has expired");
  return std::move(**found);
}

}  // namespace preceptor::lti
