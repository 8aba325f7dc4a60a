// The button was pressed: the platform is asked again who it is, told what we want, and its answer is stored, waiting. However often it is
// pressed, one attempt at a time tells the platform: each one may make a tool there.
#include "core/base/json.hpp"
#include "lti/dynamic/new_registration.hpp"
#include "lti/invitations.hpp"
#include "lti/shown.hpp"
#include "web/registration/impl.hpp"

namespace preceptor::web {

using base::Code;
using base::fail;
using base::Result;

std::optional<FormToken> RegistrationPages::Impl::opened(const base::Fields& form, const lti::Invitation& invitation) const {
  const std::string* sealed = base::field(form, "form");
  return sealed == nullptr ? std::nullopt : open_form(deps.sealer, *sealed, invitation.digest, deps.clock.now());
}

Result<RegistrationPages::Impl::Response> RegistrationPages::Impl::confirm(const lti::Invitation& invitation, const base::Fields& form,
                                                                           const Messages& messages) {
  const auto token = opened(form, invitation);
  if (!token) return fail(Code::register_form_outdated, "the form is not ours, of another invitation, or older than an hour");
  const auto prepared = prepare(invitation, token->offer);
  if (!prepared) return fail(prepared.error());
  if (prepared->platform.issuer != token->issuer || prepared->platform.registration_endpoint != token->endpoint)
    return base::mismatch(Code::register_form_outdated, token->issuer, prepared->platform.issuer, "the LMS named itself otherwise a moment ago");
  const auto& profile = deps.profiles.of(prepared->kind);
  const auto everything = lti::registration_request(prepared->tool, prepared->platform, {}, profile);
  const auto request = lti::registration_request(prepared->tool, prepared->platform, read_wishes(form, everything), profile);
  const base::Instant now = deps.clock.now();
  const auto claim = deps.invitations.claim_invitation(invitation.digest, now, now + lti::kClaimLife);
  if (!claim) {
    // Another click was done while this one asked the platform who it is.
    auto done = confirmed(invitation, form, messages);
    return done ? Result<Response>(std::move(*done)) : fail(claim.error());
  }
  if (!*claim) return busy_page(form, messages);
  const auto stored = send_and_store(*prepared, token->offer, request);
  if (!stored) {
    // Sent again, the same request could make a second tool, unless it updates one that is known.
    if (stored.error().code == Code::register_answer_lost && !prepared->known) use_up(invitation);
    else release(invitation, **claim);
    return fail(stored.error());
  }
  deps.log.write(ports::Level::info, prepared->known ? "register.updated" : "register.done",
                 {{"registration", stored->id.str()}, {"lms", stored->lms}, {"issuer", lti::shown(stored->issuer)}});
  return done_page(*stored, prepared->known.has_value(), profile, messages);
}

Result<lti::Registration> RegistrationPages::Impl::send_and_store(const Prepared& prepared, const lti::RegistrationOffer& offer,
                                                                  const nlohmann::json& request) {
  // The LMS may fetch our key set before it answers.
  if (const auto key = deps.keys.published(prepared.tool.registration); !key) return fail(key.error());
  const auto answer = registrar().send(prepared.platform, offer, request);
  if (!answer) return fail(answer.error());
  return prepared.known ? store_update(prepared, request, *answer) : store_new(prepared, request, *answer);
}

void RegistrationPages::Impl::use_up(const lti::Invitation& invitation) {
  const auto used = deps.invitations.use_invitation(invitation, deps.clock.now());
  if (used) return;
  deps.log.write(ports::Level::warning, "register.invitation_kept", {{"registration", invitation.registration.str()}, {"error", base::describe(used.error())}});
}

void RegistrationPages::Impl::release(const lti::Invitation& invitation, const std::string& claim) {
  const auto released = deps.invitations.release_invitation(invitation.digest, claim);
  if (released) return;
  // The claim ends by itself within a minute.
  deps.log.write(ports::Level::warning, "register.claim_kept", {{"registration", invitation.registration.str()}, {"error", base::describe(released.error())}});
}

std::optional<RegistrationPages::Impl::Response> RegistrationPages::Impl::confirmed(const lti::Invitation& invitation, const base::Fields& form,
                                                                                    const Messages& messages) {
  if (!opened(form, invitation)) return std::nullopt;
  const auto made = deps.registrations.load_registration(invitation.registration);
  if (!made || !*made) return std::nullopt;
  return done_page(**made, false, deps.profiles.of((*made)->lms), messages);
}

Result<lti::Registration> RegistrationPages::Impl::store_new(const Prepared& prepared, const nlohmann::json& request,
                                                             const lti::RegistrationAnswer& answer) {
  const auto taken = deps.registrations.list_registrations();
  if (!taken) return fail(taken.error());
  const auto made = lti::new_registration(prepared.invitation, prepared.platform, answer, request, prepared.kind,
                                          lti::name_for(prepared.invitation, prepared.platform, *taken));
  return deps.registrations.register_invited(made, prepared.invitation.digest, deps.clock.now());
}

// Names and scopes only: where it is called and which keys are trusted stay as they were accepted.
Result<lti::Registration> RegistrationPages::Impl::store_update(const Prepared& prepared, const nlohmann::json& request,
                                                                const lti::RegistrationAnswer& answer) {
  if (answer.client_id != prepared.known->client_id)
    return base::mismatch(Code::register_exists, prepared.known->client_id, lti::shown(answer.client_id), "the LMS answered for another registration");
  if (auto used = deps.invitations.use_invitation(prepared.invitation, deps.clock.now()); !used) return fail(used.error());
  return deps.registrations.change_registration(prepared.known->id, [&](lti::Registration& one) -> base::Status {
    one.scopes = lti::granted_scopes(request, answer);
    if (!prepared.invitation.name.empty()) one.name = prepared.invitation.name;
    return {};
  });
}

}  // namespace preceptor::web
