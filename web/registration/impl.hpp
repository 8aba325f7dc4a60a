// The controller's parts: registration_pages.cpp (what both share), show.cpp, confirm.cpp, views.cpp.
#pragma once
#include <optional>

#include "core/base/url.hpp"
#include "lti/dynamic/registrar.hpp"
#include "web/learner/diary_lines.hpp"
#include "web/messages.hpp"
#include "web/registration/form_token.hpp"
#include "web/registration/registration_pages.hpp"

namespace preceptor::web {

// A platform that was asked who it is, and what we would register there.
struct Prepared {
  lti::Invitation invitation;
  lti::PlatformConfiguration platform;
  std::string kind;                         // LmsProfile::kind
  std::optional<lti::Registration> known;   // the LMS updates this one
  lti::ToolFacts tool;
};

struct RegistrationPages::Impl {
  using Response = ports::HttpResponse;

  RegistrationDeps deps;
  DiaryLines diary;

  explicit Impl(RegistrationDeps given) : deps(std::move(given)), diary(deps.diary, deps.clock, deps.log) {}

  Response answer(const ports::HttpRequest& request, const std::string& code);
  lti::Registrar registrar() const { return lti::Registrar(deps.http, deps.profiles, deps.allow_loopback()); }
  base::Result<Prepared> prepare(const lti::Invitation& invitation, const lti::RegistrationOffer& offer) const;
  // To an administrator who holds an invitation: with the reason and the fix. To anybody else: the sentence.
  Response refuse(const ports::HttpRequest& request, const base::Error& error);
  Response refuse_stranger(const ports::HttpRequest& request, const base::Error& error);
  // show.cpp
  base::Result<Response> show(const lti::Invitation& invitation, const base::Fields& query, const Messages& messages) const;
  // confirm.cpp
  base::Result<Response> confirm(const lti::Invitation& invitation, const base::Fields& form, const Messages& messages);
  // The same form once more, after its invitation was used: what became of it. nullopt: it is not that form, or no registration came of it.
  std::optional<Response> confirmed(const lti::Invitation& invitation, const base::Fields& form, const Messages& messages);
  std::optional<FormToken> opened(const base::Fields& form, const lti::Invitation& invitation) const;
  base::Result<lti::Registration> send_and_store(const Prepared& prepared, const lti::RegistrationOffer& offer, const nlohmann::json& request);
  void use_up(const lti::Invitation& invitation);
  void release(const lti::Invitation& invitation, const std::string& claim);
  base::Result<lti::Registration> store_new(const Prepared& prepared, const nlohmann::json& request, const lti::RegistrationAnswer& answer);
  base::Result<lti::Registration> store_update(const Prepared& prepared, const nlohmann::json& request, const lti::RegistrationAnswer& answer);
};

// views.cpp
ports::HttpResponse confirmation_page(const Prepared& prepared, const nlohmann::json& request, const lti::LmsProfiles& profiles, const std::string& form_token,
                                      const Messages& messages);
ports::HttpResponse done_page(const lti::Registration& registration, bool updated, const lti::LmsProfile& profile, const Messages& messages);
// Another click is at it. The page's button sends the same form again.
ports::HttpResponse busy_page(const base::Fields& form, const Messages& messages);
ports::HttpResponse refused_page(const base::Error& error, const std::string& code, const Messages& messages);
// What was left on in the form the confirmation page makes. `request`: the one with everything on.
lti::RegistrationWishes read_wishes(const base::Fields& form, const nlohmann::json& request);

}  // namespace preceptor::web
