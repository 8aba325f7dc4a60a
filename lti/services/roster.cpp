#include "lti/services/roster.hpp"

#include <cstddef>
#include <optional>
#include <utility>

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "lti/claims.hpp"
#include "lti/services/paging.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;

constexpr std::string_view kMembersType = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
constexpr std::size_t kMostMembers = 20000;
constexpr const char* kPage = "100";   // keeps a page below the size we take; Canvas gives at most 50

// Optional members may be null or miss; another type than text is no text.
void read_text(const Json& object, const char* name, std::string& into) {
  if (const auto* text = base::string_member(object, name)) into = *text;
}

// nullopt: it does not say who it is, so that nothing can be told of it.
std::optional<Member> member_of(const Json& one) {
  if (!one.is_object()) return std::nullopt;
  Member member;
  read_text(one, "user_id", member.user_id);
  if (!is_id(member.user_id)) return std::nullopt;
  std::vector<std::string> roles;
  if (const Json* list = find_member(one, "roles"); list != nullptr && list->is_array())
    for (const Json& role : *list)
      if (role.is_string()) roles.push_back(role.get<std::string>());
  member.roles = read_roles(roles);
  read_text(one, "status", member.status);
  read_text(one, "name", member.name);
  read_text(one, "given_name", member.given_name);
  read_text(one, "family_name", member.family_name);
  read_text(one, "email", member.email);
  return member;
}

}  // namespace

base::Result<Roster> parse_roster(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json || !json->is_object()) return fail(Code::service_unreadable, "the roster is no JSON object");
  Roster roster;
  if (const Json* context = find_member(*json, "context"); context != nullptr && context->is_object()) {
    read_text(*context, "id", roster.context_id);
    read_text(*context, "label", roster.context_label);
    read_text(*context, "title", roster.context_title);
  }
  const Json* members = find_member(*json, "members");
  if (members == nullptr || !members->is_array()) return fail(Code::service_unreadable, "the roster has no list of members");
  for (const Json& one : *members) {
    if (auto member = member_of(one)) roster.members.push_back(std::move(*member));
    else ++roster.left_out;
  }
  return roster;
}

base::Result<Roster> load_roster(const LinkServices& at, bool of_link) {
  if (at.link.memberships.empty()) return fail(Code::service_not_offered, "the launch named no roster");
  std::string url = base::add_query(at.link.memberships, "limit", kPage);
  if (of_link) url = base::add_query(url, "rlid", at.link.resource_link_id);
  Roster roster;
  const auto ask = [&](const std::string& page) {
    ServiceCall call;
    call.url = page;
    call.scopes = {std::string(kScopeRoster)};
    call.accept = kMembersType;
    return at.client.call(at.registration, at.link.deployment_id, call);
  };
  const auto read = [&](const std::string& body) -> base::Status {
    auto page = parse_roster(body);
    if (!page) return fail(page.error());
    if (roster.members.empty()) {
      roster.context_id = page->context_id;
      roster.context_label = page->context_label;
      roster.context_title = page->context_title;
    }
    for (Member& member : page->members) roster.members.push_back(std::move(member));
    roster.left_out += page->left_out;
    if (roster.members.size() + static_cast<std::size_t>(roster.left_out) > kMostMembers) return fail(Code::service_unreadable, "more than " + std::to_string(kMostMembers) + " members");
    return {};
  };
  if (auto done = each_page(ask, url, read); !done) return fail(done.error());
  if (roster.members.empty() && roster.left_out > 0) return fail(Code::service_unreadable, "no member has a user_id");
  return roster;
}

std::string shown_name(const Member& member) {
  if (!member.name.empty()) return member.name;
  if (member.given_name.empty() || member.family_name.empty()) return member.given_name + member.family_name;
  return member.given_name + " " + member.family_name;
}

}  // namespace preceptor::lti
