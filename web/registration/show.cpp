// The page before anything happens: who asks, what for, and why.
#include "core/base/json.hpp"
#include "web/registration/impl.hpp"

namespace preceptor::web {

base::Result<RegistrationPages::Impl::Response> RegistrationPages::Impl::show(const lti::Invitation& invitation, const base::Fields& query,
                                                                              const Messages& messages) const {
  const auto offer = lti::read_offer(query);
  if (!offer) return base::fail(offer.error());
  const auto prepared = prepare(invitation, *offer);
  if (!prepared) return base::fail(prepared.error());
  const auto& profile = deps.profiles.of(prepared->kind);
  const auto request = lti::registration_request(prepared->tool, prepared->platform, {}, profile);
  const FormToken form{invitation.digest, *offer, prepared->platform.issuer, prepared->platform.registration_endpoint, deps.clock.now()};
  return confirmation_page(*prepared, request, deps.profiles, seal_form(deps.sealer, form), messages);
}

}  // namespace preceptor::web
