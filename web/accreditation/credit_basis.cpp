// What a credit rests on: each unit of the learner's account in the activity, under which wording and in what time; what was suspiciously fast stands out.
#include <algorithm>

#include "web/accreditation/credit_section.hpp"
#include "web/format.hpp"

namespace preceptor::web::accreditation {
namespace {

View basis_row(const credit::CountedUnit& unit, const Messages& words) {
  const auto& fact = unit.fact;
  View row;
  row.text("unit", fact.unit_id).text("completed", moment(fact.completed_at)).text("wording", fact.unit.str().substr(0, 12)).text("planned", number(fact.minutes));
  row.text("own", fact.active ? format_duration(*fact.active, words) : words.text("credits_staff.basis_unmeasured"));
  row.text("right", fact.has_score ? number(fact.raw) + " / " + number(fact.max) : "").flag("fast", unit.too_fast);
  return row;
}

bool counts_fast(const credit::CountedUnit& unit) { return unit.accrues && unit.too_fast; }

}  // namespace

base::Status CreditSection::add_basis(View& view, const credit::Grant& grant, const Messages& words) {
  const auto ledger = deps_.book.ledger(grant.person, grant.activity_id);
  if (!ledger) return base::fail(ledger.error());
  std::vector<View> rows;
  if (*ledger)
    for (const auto& unit : (*ledger)->units)
      if (unit.accrues) rows.push_back(basis_row(unit, words));
  view.flag("has_basis", !rows.empty()).list("basis", std::move(rows));
  return {};
}

base::Result<bool> CreditSection::rests_on_fast(const credit::Grant& grant) {
  const auto ledger = deps_.book.ledger(grant.person, grant.activity_id);
  if (!ledger) return base::fail(ledger.error());
  return *ledger && std::ranges::any_of((*ledger)->units, counts_fast);
}

}  // namespace preceptor::web::accreditation
