// Rules 11 to 24: id, times, and what an LRS sets.
#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/base/uuid.hpp"
#include "xapi/rules/check.hpp"
#include "xapi/rules/formats.hpp"

namespace preceptor::xapi::checks {
using base::Json;
namespace {

constexpr std::string_view kNil = "00000000-0000-0000-0000-000000000000";

void check_id(Check& check, const Json& statement, const Path& path) {
  if (!statement.contains("id")) {
    check.add(12, path / "id", "is missing; set it before the first send, so that a retry is the same statement");
    return;
  }
  const std::string* id = formatted(check, statement, "id", path, 11, base::is_uuid, "a UUID (8-4-4-4-12 hex digits)");
  if (id == nullptr) return;
  if (*id == kNil) check.add(11, Severity::house, path / "id", "is all zeros, which some record stores refuse");
  for (const char c : *id) {
    if (c < 'A' || c > 'F') continue;
    check.add(12, path / "id", "write the UUID in lower case");
    return;
  }
}

std::string_view timestamp_message(int rule) {
  switch (rule) {
    case 16: return "is not an ISO 8601 / RFC 3339 time; write YYYY-MM-DDThh:mm:ss.sssZ";
    case 17: return "has the offset -00, which means \"unknown\"; write Z";
    case 18: return "has no offset; write Z or +hh:mm";
    case 20: return "is no time of the calendar (or a leap second)";
    default: return "is in a form that some record stores refuse; write YYYY-MM-DDThh:mm:ss.sssZ";
  }
}

void check_version(Check& check, const Json& statement, const Path& path) {
  if (!statement.contains("version")) return;
  check.add(23, Severity::house, path / "version", "is the record store's to set; leave it out");
  const auto fits = check.options().version == Version::v1_0_3
                        ? +[](std::string_view text) { return is_version_10(text); }
                        : +[](std::string_view text) { return is_version_10(text) || is_version_20(text); };
  formatted(check, statement, "version", path, 23, fits, check.options().version == Version::v1_0_3 ? "1.0.x" : "1.0.x or 2.0.x");
}

void check_authority(Check& check, const Json& statement, const Path& path) {
  const Json* authority = member(statement, "authority");
  if (authority == nullptr) return;
  const Path here = path / "authority";
  check.add(23, Severity::house, here, "is the record store's to set; leave it out");
  check_agent(check, *authority, here, AgentRole::any);
  const Json* type = member(*authority, "objectType");
  if (type == nullptr || *type != "Group") return;
  const Json* members = member(*authority, "member");
  bool identified = false;
  for (const char* name : {"mbox", "mbox_sha1sum", "openid", "account"}) identified = identified || authority->contains(name);
  if (identified || members == nullptr || !members->is_array() || members->size() != 2) {
    check.add(24, here, "as a Group must be anonymous with exactly two members (OAuth)");
  }
}

}  // namespace

void check_timestamp(Check& check, const Json& value, const Path& path, bool ours) {
  if (!value.is_string()) return check.add(7, path, "must be a string: a time");
  const auto& text = value.get_ref<const std::string&>();
  if (text.empty()) return check.add(8, path, "is empty; must be a time");
  if (const int rule = timestamp_fault(text); rule != 0) return check.add(rule, path, std::string(timestamp_message(rule)));
  if (!ours) return;
  if (!is_house_timestamp(text)) check.add(19, path, "write exactly YYYY-MM-DDThh:mm:ss.sssZ");
  const auto at = base::parse_rfc3339(text);
  if (at && check.options().now && *at > *check.options().now) {
    check.add(22, path, "lies in the future; check the clock");
  }
}

void check_identity(Check& check, const Json& statement, const Path& path) {
  check_id(check, statement, path);
  if (!statement.contains("timestamp")) {
    check.add(15, path / "timestamp", "is missing; without it a retry can become a conflict");
  }
  if (const Json* at = member(statement, "timestamp")) check_timestamp(check, *at, path / "timestamp", true);
  if (const Json* at = member(statement, "stored")) {
    check.add(23, Severity::house, path / "stored", "is the record store's to set; leave it out");
    check_timestamp(check, *at, path / "stored", false);
  }
  check_version(check, statement, path);
  check_authority(check, statement, path);
}

}  // namespace preceptor::xapi::checks
