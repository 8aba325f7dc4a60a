#include "web/staff/members.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::web {

using base::Code;
using base::fail;

namespace {

constexpr std::string_view kRoles[] = {"planner", "accreditation", "reader"};
constexpr std::size_t kShortestId = 4;
constexpr int kMostMembers = 10'000;

base::Result<StaffMember> member_of(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json) return fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  StaffMember member;
  member.id = row.id;
  member.version = row.version;
  member.active = row.state == "active";
  member.name = reader.text("name");
  const auto role = staff_role_of(reader.text("role"));
  if (!role) reader.refuse("role", "is not a role");
  member.role = role.value_or(StaffRole::reader);
  const auto added = base::parse_rfc3339(reader.text("added_at"));
  if (!added) reader.refuse("added_at", "is not an instant");
  member.added_at = added.value_or(base::Instant{});
  if (reader.has("ended_at")) {
    const auto ended = base::parse_rfc3339(reader.text("ended_at"));
    if (ended) member.ended_at = *ended;
    else reader.refuse("ended_at", "is not an instant");
  }
  if (problem) return fail(Code::json_malformed, "staff_member " + row.id + ": " + *problem);
  return member;
}

}  // namespace

bool may_be_staff_name(const std::string& name) {
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  const bool blank = name.find_first_not_of(' ') == std::string::npos;
  return !blank && name.size() <= kStaffNameMost && base::is_utf8(name) && std::ranges::none_of(name, control);
}

std::string_view name(StaffRole role) { return kRoles[static_cast<std::size_t>(role)]; }

std::optional<StaffRole> staff_role_of(std::string_view text) {
  for (const StaffRole role : {StaffRole::planner, StaffRole::accreditation, StaffRole::reader})
    if (name(role) == text) return role;
  return std::nullopt;
}

base::Status StaffList::save(const StaffMember& member) {
  base::Json body = {{"name", member.name}, {"role", std::string(name(member.role))}, {"added_at", base::format_rfc3339(member.added_at)}};
  if (member.ended_at) body["ended_at"] = base::format_rfc3339(*member.ended_at);
  ports::Projection row;
  row.kind = kStaffMemberKind;
  row.id = member.id;
  row.state = member.active ? "active" : "ended";
  row.version = member.version;
  row.updated_at = clock_.now();
  row.body = base::canonical_json(body);
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  return records_.commit(work);
}

base::Result<StaffMember> StaffList::add(const std::string& name, StaffRole role, const std::string& id) {
  if (!may_be_staff_name(name)) return fail(Code::command_arguments, "a name has 1 to 100 characters and no control characters");
  if (!id.empty() && !base::is_uuid(id)) return fail(Code::command_arguments, "the id must be a UUID");
  StaffMember member;
  member.id = id.empty() ? base::uuid_v4() : id;
  member.name = name;
  member.role = role;
  member.added_at = clock_.now();
  if (const auto saved = save(member); !saved) return fail(saved.error());
  return member;
}

base::Result<std::optional<StaffMember>> StaffList::load(const std::string& id) {
  const auto row = rows_.load_projection(base::RegistrationId(ports::kNoRegistration), kStaffMemberKind, id);
  if (!row) return fail(row.error());
  if (!*row) return std::optional<StaffMember>();
  auto member = member_of(**row);
  if (!member) return fail(member.error());
  return std::optional(std::move(*member));
}

base::Result<std::optional<StaffMember>> StaffList::find(const std::string& id) {
  if (base::is_uuid(id) || id.size() < kShortestId) return load(id);
  const auto all = list();
  if (!all) return fail(all.error());
  std::optional<StaffMember> found;
  for (const StaffMember& member : *all) {
    if (!member.id.starts_with(id)) continue;
    if (found) return std::optional<StaffMember>();   // two begin like this: neither is meant for sure
    found = member;
  }
  return found;
}

base::Result<std::vector<StaffMember>> StaffList::list() {
  const auto rows = rows_.list_projections({kStaffMemberKind, {}, base::RegistrationId(ports::kNoRegistration), kMostMembers});
  if (!rows) return fail(rows.error());
  std::vector<StaffMember> members;
  for (const auto& row : *rows) {
    auto member = member_of(row);
    if (!member) return fail(member.error());
    members.push_back(std::move(*member));
  }
  std::ranges::sort(members, [](const StaffMember& a, const StaffMember& b) {
    return std::tuple(!a.active, std::string_view(a.name), std::string_view(a.id)) < std::tuple(!b.active, std::string_view(b.name), std::string_view(b.id));
  });
  return members;
}

base::Status StaffList::end(const StaffMember& member) {
  if (!member.active) return {};
  StaffMember ended = member;
  ended.active = false;
  ended.ended_at = clock_.now();
  ++ended.version;
  return save(ended);
}

}  // namespace preceptor::web
