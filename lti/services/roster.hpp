// Names and Role Provisioning Services 2.0: who is enrolled. Names are there only when the platform shares them: never rely on them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "lti/launch.hpp"
#include "lti/services/link_services.hpp"

namespace preceptor::lti {

struct Member {
  std::string user_id;             // the launch's `sub`
  Roles roles;                     // full or short names
  std::string status = "Active";   // Active | Inactive | Deleted
  std::string name, given_name, family_name, email;   // each may be empty
};

struct Roster {
  std::string context_id, context_label, context_title;
  std::vector<Member> members;
  int left_out = 0;   // listed without a user_id: they can be nobody who launches
};

// The members of the course; `of_link`: only those who can open the link, asked by `rlid` (2.4.4). At most 20,000.
// Errors: service_not_offered (no memberships URL), service_* (service_unreadable also where nobody listed has a user_id), token_*, outbound_*.
base::Result<Roster> load_roster(const LinkServices& at, bool of_link = true);

// The name as staff pages show it: name, else given and family name, else empty.
std::string shown_name(const Member& member);

// One page.
base::Result<Roster> parse_roster(std::string_view json);

}  // namespace preceptor::lti
