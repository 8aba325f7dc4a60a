// Rules 25 to 36: Agents and Groups, wherever they stand.
#include "core/base/json.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"

namespace preceptor::xapi::checks {
using base::Json;
namespace {

constexpr const char* kIdentifiers[] = {"mbox", "mbox_sha1sum", "openid", "account"};

void check_account(Check& check, const Json& agent, const Path& path) {
  const Json* account = member(agent, "account");
  if (account == nullptr) return;
  const Path here = path / "account";
  if (!is_object(check, *account, here, 33)) return;
  only_members(check, *account, here, {"homePage", "name"});
  if (!account->contains("homePage")) check.add(33, here / "homePage", "is missing: an account has homePage and name");
  if (!account->contains("name")) check.add(33, here / "name", "is missing: an account has homePage and name");
  formatted(check, *account, "homePage", here, 33, is_irl, "an absolute IRL");
  const Json* name = member(*account, "name");
  if (name == nullptr) return;
  if (!name->is_string()) return check.add(33, here / "name", "must be a string");
  if (name->get_ref<const std::string&>().empty()) check.add(34, here / "name", "is empty: everybody would be the same person");
}

void check_members(Check& check, const Json& group, const Path& path) {
  const Json* members = member(group, "member");
  if (members == nullptr) return;
  if (!members->is_array()) return check.add(7, path / "member", "must be an array of Agents");
  int index = 0;
  for (const Json& one : *members) {
    const Path list = path / "member";
    check_agent(check, one, list[index++], AgentRole::member);
  }
}

// The type, or nullopt-like empty text when it is wrong (reported).
std::string read_agent_type(Check& check, const Json& agent, const Path& path) {
  const Json* type = member(agent, "objectType");
  if (type == nullptr) return "Agent";
  if (!type->is_string()) {
    check.add(7, path / "objectType", "must be the string \"Agent\" or \"Group\"");
    return {};
  }
  const auto& text = type->get_ref<const std::string&>();
  if (text == "Agent" || text == "Group") return text;
  const bool case_only = equal_ignoring_case(text, "Agent") || equal_ignoring_case(text, "Group");
  check.add(case_only ? 6 : 25, path / "objectType", "must be \"Agent\" or \"Group\", in exactly this case");
  return {};
}

void check_role(Check& check, bool group, const Path& path, AgentRole role) {
  if (role == AgentRole::member && group) check.add(29, path, "is a Group inside a Group; members are Agents");
  if (role == AgentRole::team && !group) check.add(73, path, "must be a Group (objectType \"Group\")");
  if (role == AgentRole::context_agent && group) check.add(81, path, "must be an Agent");
  if (role == AgentRole::context_group && !group) check.add(82, path, "must be a Group (objectType \"Group\")");
}

}  // namespace

void check_agent(Check& check, const Json& value, const Path& path, AgentRole role) {
  if (!is_object(check, value, path, role == AgentRole::team ? 73 : 7)) return;
  const std::string type = read_agent_type(check, value, path);
  if (type.empty()) return;
  const bool group = type == "Group";
  check_role(check, group, path, role);
  if (group) {
    only_members(check, value, path, {"objectType", "name", "member", "mbox", "mbox_sha1sum", "openid", "account"});
  } else {
    only_members(check, value, path, {"objectType", "name", "mbox", "mbox_sha1sum", "openid", "account"});
  }
  int identifiers = 0;
  for (const char* name : kIdentifiers) identifiers += value.contains(name) ? 1 : 0;
  if (!group && identifiers != 1) check.add(26, path, "must have exactly one of mbox, mbox_sha1sum, openid, account");
  if (group && identifiers > 1) check.add(27, path, "must have only one of mbox, mbox_sha1sum, openid, account");
  if (group && identifiers == 0 && !value.contains("member")) check.add(28, path / "member", "is missing: an anonymous Group names its members");
  if (const Json* name = member(value, "name"); name != nullptr && !name->is_string()) {
    check.add(35, path / "name", "must be a string");
  }
  formatted(check, value, "mbox", path, 30, is_mailto, "mailto: and one plain address");
  formatted(check, value, "mbox_sha1sum", path, 31, is_sha1, "40 hex digits");
  formatted(check, value, "openid", path, 32, is_iri, "an absolute URI");
  check_account(check, value, path);
  if (group) check_members(check, value, path);
}

void check_default_identity(Check& check, const Json& actor, const Path& path) {
  if (!actor.is_object()) return;
  if (!actor.contains("account")) check.add(36, path, "has no account; identify by account, not by address");
  if (actor.contains("name")) check.add(36, path / "name", "names a person; leave it out");
}

}  // namespace preceptor::xapi::checks
