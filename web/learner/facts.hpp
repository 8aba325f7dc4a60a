// What pages need to know of the launch that opened them. Stored beside the attempt, deletable; never part of an event.
#pragma once
#include <string>
#include <string_view>

#include "core/ports/record_store.hpp"
#include "lti/launch.hpp"

namespace preceptor::web {

struct Facts {
  std::string return_url, locale, platform, platform_name, context_title, link_title;
  bool graded = false;   // the platform takes a grade for this link, and may show instructors the work behind it
};

Facts facts_of(const lti::VerifiedLaunch& launch);
// The link a launch came from. An absent context is the empty one.
ports::LinkKey link_of(const lti::VerifiedLaunch& launch);
std::string to_json(const Facts& facts);
// Members that are not there stay empty: what was deleted is not missed.
Facts facts_from_json(std::string_view json);

// CSP source list: who may frame this registration's pages. The issuer, the authorization endpoint, the origins the operator listed and
// that of the return URL; 'none' when none of them is a URL.
std::string frame_ancestors(const lti::Registration& registration, const std::string& return_url);
// The way back to the course with a line for the platform to show (LTI core 5.4.4); empty when the launch gave none.
std::string back_url(const Facts& facts, const std::string& message);

}  // namespace preceptor::web
