// What the functions of this folder work on: one link of one platform, with the services its launches named.
#pragma once
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/ports/record_store.hpp"
#include "lti/services/service_client.hpp"

namespace preceptor::lti {

inline constexpr std::string_view kScopeLineItem = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem";
inline constexpr std::string_view kScopeLineItemRead = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly";
inline constexpr std::string_view kScopeResult = "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly";
inline constexpr std::string_view kScopeScore = "https://purl.imsglobal.org/spec/lti-ags/scope/score";
inline constexpr std::string_view kScopeRoster = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly";

// References: they live as long as the call.
struct LinkServices {
  ServiceClient& client;
  const Registration& registration;
  const ports::LinkFacts& link;
};

// Whether the link's launches granted the scope.
bool grants(const ports::LinkFacts& link, std::string_view scope);
// Whether a score of a learner on this link is to be sent: wanted, granted, and a line item or a place to find one.
bool takes_scores(const ports::LinkFacts& link);

// The call with a token for `scope` alone: another scope that is switched off costs it nothing. Error service_not_offered when `scope` was not granted.
CallResult call_grades(const LinkServices& at, std::string_view scope, ServiceCall call);

// The answer's own words in one line: JSON error members, or the text when it is short and no page. Never more than 200 bytes.
std::string words_of(const ports::OutboundResponse& answer);
// service_refused with status and words.
base::Error refused(const ports::OutboundResponse& answer);

}  // namespace preceptor::lti
