// The Universal Activity Number of pharmacy education.
#pragma once
#include <string_view>

namespace preceptor::cpe_monitor {

// NNNN-(0000|9999)-YY-NNN[N]-(H|L)TT-(P|T): provider, joint providership, year, sequence, home or live with topic, audience (credit.md 6.3).
bool is_uan(std::string_view text);
// 'P' pharmacist, 'T' technician; of a UAN.
char uan_audience(std::string_view uan);

}  // namespace preceptor::cpe_monitor
