#include "plugin/app/credit_items.hpp"

#include "core/base/json.hpp"
#include "core/credit/events.hpp"

namespace preceptor::app {

using base::fail;
using base::Json;
using base::Result;

namespace {

Json boards_json(const std::vector<credit::BoardRegistration>& boards) {
  Json list = Json::array();
  for (const auto& board : boards) {
    Json points = Json::array();
    for (const auto& one : board.points) points.push_back({{"type", one.type}, {"points", credit::format(one.points)}});
    list.push_back({{"board", board.board}, {"points", points}});
  }
  return list;
}

Json item_members(const credit::CreditClaimed& p) {
  return {{"activity", p.activity_id}, {"activity_version", p.activity.str()}, {"system", p.system}, {"amount", credit::format(p.amount)}, {"rules", p.rules}};
}
Json item_members(const credit::CreditGranted& p) {
  const credit::Grant& grant = p.grant;
  return {{"ccid", grant.ccid},         {"activity", grant.activity_id},         {"activity_version", grant.activity.str()},
          {"provider", grant.provider}, {"system", grant.system},                {"amount", credit::format(grant.amount)},
          {"date", base::format_date(grant.date)}, {"profession", grant.profession}, {"boards", boards_json(grant.boards)}};
}
// Without the reason, which may be a sentence of the receiver's about somebody, and without who did it.
Json item_members(const credit::CreditMoved& p) {
  Json item = {{"ccid", p.ccid}, {"from", std::string(credit::name(p.from))}, {"to", std::string(credit::name(p.to))}};
  if (!p.batch.empty()) item["batch"] = p.batch;
  return item;
}

template <class Payload>
Result<Json> read_item(const std::string& json) {
  const auto payload = credit::payload_from_json<Payload>(json);
  if (!payload) return fail(payload.error());
  return item_members(*payload);
}

}  // namespace

const std::vector<std::string>& credit_event_types() {
  static const std::vector<std::string> types = {credit::CreditClaimed::kType, credit::CreditGranted::kType, credit::CreditMoved::kType};
  return types;
}

Result<std::optional<std::string>> credit_item_of(const std::string& event_json) {
  const auto event = record::event_from_json(event_json);
  if (!event) return fail(event.error());
  const auto* payload = std::get_if<record::Other>(&event->payload);
  if (payload == nullptr) return std::optional<std::string>();
  Result<Json> item = payload->type == credit::CreditClaimed::kType   ? read_item<credit::CreditClaimed>(payload->json)
                      : payload->type == credit::CreditGranted::kType ? read_item<credit::CreditGranted>(payload->json)
                                                                      : read_item<credit::CreditMoved>(payload->json);
  if (!item) return fail(item.error());
  (*item)["id"] = record::event_id(*event);
  (*item)["event"] = payload->type;
  (*item)["person"] = event->person.str();
  (*item)["timestamp"] = base::format_rfc3339(event->at);
  return std::optional(base::canonical_json(*item));
}

}  // namespace preceptor::app
