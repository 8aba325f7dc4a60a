#include "web/registration/registration_pages.hpp"

#include "lti/dynamic/new_registration.hpp"
#include "lti/invitations.hpp"
#include "lti/shown.hpp"
#include "web/error_page.hpp"
#include "web/registration/impl.hpp"

namespace preceptor::web {

using base::Code;
using base::fail;
using base::Result;

RegistrationPages::RegistrationPages(RegistrationDeps deps) : impl_(std::make_unique<Impl>(std::move(deps))) {}
RegistrationPages::~RegistrationPages() = default;
ports::HttpResponse RegistrationPages::answer(const ports::HttpRequest& request, const std::string& code) { return impl_->answer(request, code); }

RegistrationPages::Impl::Response RegistrationPages::Impl::answer(const ports::HttpRequest& request, const std::string& code) {
  const auto invitation = lti::open_invitation(deps.invitations, code, deps.clock.now());
  const bool posted = request.method == "POST";
  const auto fields = base::parse_form(posted ? request.body : request.query);
  const Messages& messages = choose_messages(wanted_languages(request), "en");
  if (!invitation) {
    const auto used = posted && fields ? lti::find_invitation(deps.invitations, code) : Result<std::optional<lti::Invitation>>();
    auto done = used && *used ? confirmed(**used, *fields, messages) : std::nullopt;
    return done ? std::move(*done) : refuse_stranger(request, invitation.error());
  }
  if (!fields) return refuse(request, fields.error());
  auto answered = posted ? confirm(*invitation, *fields, messages) : show(*invitation, *fields, messages);
  return answered ? std::move(*answered) : refuse(request, answered.error());
}

RegistrationPages::Impl::Response RegistrationPages::Impl::refuse(const ports::HttpRequest& request, const base::Error& error) {
  return refused_page(error, diary.refused("register", {error, std::nullopt, {}}), choose_messages(wanted_languages(request), "en"));
}

RegistrationPages::Impl::Response RegistrationPages::Impl::refuse_stranger(const ports::HttpRequest& request, const base::Error& error) {
  return error_page(error, diary.refused("register", {error, std::nullopt, {}}), wanted_languages(request));
}

Result<Prepared> RegistrationPages::Impl::prepare(const lti::Invitation& invitation, const lti::RegistrationOffer& offer) const {
  auto platform = registrar().fetch(offer);
  if (!platform) return fail(platform.error());
  auto kind = lti::kind_of(invitation, *platform);
  if (!kind) return fail(kind.error());
  Prepared prepared{invitation, std::move(*platform), std::move(*kind), std::nullopt, {}};
  const auto client = registrar().current_client(prepared.platform, offer);
  if (!client) return fail(client.error());
  if (*client) {
    auto known = deps.registrations.find_registration(prepared.platform.issuer, **client);
    if (!known) return fail(known.error());
    // The file, or an administrator, has the last word on those.
    if (*known && ((*known)->source == "config" || !(*known)->enabled))
      return fail(Code::register_exists, (*known)->name + ((*known)->enabled ? " is managed in the configuration file" : " is switched off"));
    prepared.known = std::move(*known);
  }
  prepared.tool = deps.tool(prepared.known ? prepared.known->id : invitation.registration);
  return prepared;
}

}  // namespace preceptor::web
