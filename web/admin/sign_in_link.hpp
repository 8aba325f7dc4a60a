// One-time links to /admin. Whoever holds one signs in, so it is for the eyes of one administrator: a terminal, or the page of a verified
// launch of an LMS administrator.
#pragma once
#include <string>

#include "core/ports/admin_store.hpp"
#include "core/ports/clock.hpp"

namespace preceptor::web {

inline constexpr base::Milliseconds kAdminLinkLife{15LL * 60 * 1000};

// The URL. `registration` empty: rights for the whole site; otherwise for that registration alone. `holder`: of Administrators, whose
// acts these are in the audit log; empty: nobody's in particular. Errors: store_*.
base::Result<std::string> make_sign_in_link(ports::AdminStore& store, const ports::Clock& clock, const std::string& public_url,
                                            const base::RegistrationId& registration, base::Milliseconds life = kAdminLinkLife, const std::string& holder = {});

// For a member of staff: opens /staff, and nothing of /admin. `member`: the id of one who is active.
base::Result<std::string> make_staff_link(ports::AdminStore& store, const ports::Clock& clock, const std::string& public_url,
                                          const std::string& member, base::Milliseconds life = kAdminLinkLife);

}  // namespace preceptor::web
