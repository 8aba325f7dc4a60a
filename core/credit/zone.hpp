// The calendar day of a provider's zone (credit.md 10, "Time"): the IANA data of the machine, through Hinnant's library.
#pragma once
#include <string>

#include "core/base/date.hpp"

namespace preceptor::credit {

// `zone`: an IANA name ("America/Chicago"). Error: config_value, the name is unknown to the machine's zone data; it is checked when the configuration is read.
base::Result<base::Date> date_in_zone(base::Instant at, const std::string& zone);

}  // namespace preceptor::credit
