// Small parts of these pages. For this folder's .cpp files.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/credit/activity.hpp"
#include "core/credit/events.hpp"
#include "core/credit/grant.hpp"
#include "core/ports/credit_store.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web::accreditation {

// A view with one text, "text".
View text_view(const std::string& text);
// One option of a select.
View choice(const std::string& value, const std::string& label, bool chosen);
std::string state_text(credit::GrantState state, const Messages& words);
// Whether a record that has not left may leave: "Ready to be reported".
std::string readiness_text(credit::Readiness readiness, const Messages& words);
// A grant's reason with our sentence for it, where it is a receiver's code or another that is known: "No match · ...".
std::string reason_text(const std::string& reason, const Messages& words);
// "0.5 AMA PRA Category 1 Credit(s)"; the code where the rulebook does not know it.
std::string amount_text(credit::Amount amount, const std::string& system, const credit::Rulebook& rules, const Messages& words);
std::string profession_text(const std::string& profession, const Messages& words);
// "2026-11-25 16:03 UTC": one time whoever reads.
std::string moment(base::Instant at);
std::optional<base::Date> day_of(const std::string& text);   // absent when empty or no date
std::string number(std::int64_t value);
// Trimmed, without control characters, at most `most` bytes.
std::string one_line(const std::string& text, std::size_t most = 200);
// "****4567": the last four signs of an identifier of at least six, nothing of a shorter one.
std::string masked(const std::string& identifier);
// A member's name; "" where the id is nobody's, so that the page can say what acted instead ("upkeep", "import").
std::string member_name(StaffList& members, const std::string& id);

// A filter of grants as the query has it, and back. `wrong`: a value was no date or no state.
struct GrantQuery {
  ports::GrantFilter filter;
  bool wrong = false;
};
GrantQuery grant_query(const base::Fields& fields);
base::Fields fields_of(const ports::GrantFilter& filter);
// The filter's fields of a form, with the choices there are.
void add_filter(View& view, const ports::GrantFilter& filter, const std::vector<std::pair<std::string, std::string>>& activities, const credit::Rulebook& rules,
                const Messages& words);

}  // namespace preceptor::web::accreditation
