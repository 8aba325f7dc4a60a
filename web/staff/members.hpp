// Who works here: planners, accreditation staff and readers, each a projection of kind "staff_member" that belongs to no registration.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/record_store.hpp"

namespace preceptor::web {

inline constexpr const char* kStaffMemberKind = "staff_member";
inline constexpr std::size_t kStaffNameMost = 100;   // bytes

enum class StaffRole { planner, accreditation, reader };
std::string_view name(StaffRole role);   // "planner", "accreditation", "reader"
std::optional<StaffRole> staff_role_of(std::string_view text);
// Whether somebody who acts here may be called that: 1 to kStaffNameMost bytes, no control characters.
bool may_be_staff_name(const std::string& name);

struct StaffMember {
  std::string id;                    // UUID; also the person id beside what the member does
  std::string name;                  // as it is printed under a decision
  StaffRole role = StaffRole::reader;
  bool active = true;
  base::Instant added_at{};
  std::optional<base::Instant> ended_at;
  std::int64_t version = 1;          // of the row
  base::PersonId person() const { return base::PersonId(id); }
};

class StaffList {
 public:
  StaffList(ports::RecordStore& records, ports::ProjectionStore& rows, const ports::Clock& clock) : records_(records), rows_(rows), clock_(clock) {}

  // `id`: a UUID, so that a form sent twice adds one member; empty makes one. Errors: command_arguments (the name is empty, longer than
  // kStaffNameMost or holds control characters, or the id is no UUID), store_conflict (there is a member of that id), store_*.
  base::Result<StaffMember> add(const std::string& name, StaffRole role, const std::string& id = {});
  // The member with this id, active or ended; an id may be shortened to a part of at least 4 characters that no other begins with.
  base::Result<std::optional<StaffMember>> find(const std::string& id);
  // Exactly this id, for what is asked on every page.
  base::Result<std::optional<StaffMember>> load(const std::string& id);
  // Active ones first, then by name.
  base::Result<std::vector<StaffMember>> list();
  // Rights end with the next request; what the member signed stays. Ending twice is no error. Errors: store_*.
  base::Status end(const StaffMember& member);

 private:
  base::Status save(const StaffMember& member);
  ports::RecordStore& records_;
  ports::ProjectionStore& rows_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
