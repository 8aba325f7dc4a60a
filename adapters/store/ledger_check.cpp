#include "adapters/store/ledger_check.hpp"

#include <optional>

#include "core/base/date.hpp"
#include "core/credit/events.hpp"

namespace preceptor::store {
namespace {

struct LedgerRow {
  std::string platform, person, activity_id, activity, rules, provider, system, hundredths, profession, date, certificate, state;
  base::Instant changed_at{};
};

std::optional<LedgerRow> ledger_row(Connection& c, const std::string& ccid) {
  Rows rows = c.query("check/grant", "tttttttitttti", {{"ccid", ccid}});
  if (!rows.next()) return std::nullopt;
  return LedgerRow{rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5), rows.text(6), std::to_string(rows.integer(7)),
                   rows.text(8), rows.text(9), rows.text(10), rows.text(11), rows.instant(12)};
}

template <class Payload>
std::optional<Payload> payload_of_row(const record::ChainRow& row) {
  const auto event = record::event_from_json(row.body);
  const auto* other = event ? std::get_if<record::Other>(&event->payload) : nullptr;
  if (other == nullptr || other->type != Payload::kType) return std::nullopt;
  auto payload = credit::payload_from_json<Payload>(other->json);
  return payload ? std::optional(std::move(*payload)) : std::nullopt;
}

// What no later move changes.
std::vector<std::string> grant_differences(const credit::Grant& granted, const LedgerRow& row) {
  const struct {
    const char* column;
    std::string expected;
    const std::string& found;
  } columns[] = {{"platform", granted.platform.str(), row.platform},
                 {"person", granted.person.str(), row.person},
                 {"activity_id", granted.activity_id, row.activity_id},
                 {"activity", granted.activity.str(), row.activity},
                 {"rules", granted.rules, row.rules},
                 {"provider", granted.provider, row.provider},
                 {"system", granted.system, row.system},
                 {"hundredths", std::to_string(granted.amount.hundredths), row.hundredths},
                 {"profession", granted.profession, row.profession},
                 {"credit_date", base::format_date(granted.date), row.date},
                 {"certificate", granted.certificate, row.certificate}};
  std::vector<std::string> found;
  for (const auto& one : columns)
    if (one.expected != one.found)
      found.push_back("the ledger's row of grant " + granted.ccid + ", column " + one.column + ": expected " + one.expected + ", found " + one.found);
  return found;
}

// The newest move's time is the row's.
std::vector<std::string> move_differences(const credit::CreditMoved& moved, base::Instant at, const LedgerRow& row) {
  const std::string to(name(moved.to));
  if (row.changed_at > at || (row.changed_at == at && row.state == to)) return {};
  return {"the ledger's row of grant " + moved.ccid + ", column state: expected " + to + ", found " + row.state};
}

}  // namespace

bool is_of_credit(const record::ChainRow& row) { return row.type == credit::CreditGranted::kType || row.type == credit::CreditMoved::kType; }

std::vector<std::string> ledger_differences(Connection& connection, const record::ChainRow& row) {
  if (const auto granted = payload_of_row<credit::CreditGranted>(row)) {
    const auto there = ledger_row(connection, granted->grant.ccid);
    if (!there) return {"the ledger has no row of grant " + granted->grant.ccid};
    return grant_differences(granted->grant, *there);
  }
  if (const auto moved = payload_of_row<credit::CreditMoved>(row))
    if (const auto there = ledger_row(connection, moved->ccid)) return move_differences(*moved, row.at, *there);
  return {};
}

}  // namespace preceptor::store
