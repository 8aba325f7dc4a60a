#include "plugin/app/status.hpp"

#include "core/base/json.hpp"
#include "plugin/app/subscription_place.hpp"

namespace preceptor::app {

using base::Json;

namespace {

Json destination(Site& site, const xapi::Destination& which) {
  const auto backlog = site.store().backlog(which);
  if (!backlog) return {{"error", describe(backlog.error())}};
  Json row = {{"waiting", backlog->waiting}, {"parked", backlog->parked}};
  if (backlog->oldest) row["oldest"] = base::format_rfc3339(*backlog->oldest);
  if (backlog->last_delivered) row["last_delivered"] = base::format_rfc3339(*backlog->last_delivered);
  return row;
}

}  // namespace

std::string describe_status(Site& site, const Deliveries& deliveries, const Subscriptions& subscriptions, int port) {
  const Config config = site.config();
  Json status = {{"version", PRECEPTOR_VERSION}, {"public_url", config.public_url_text}, {"port", port},
                 {"needs_restart", site.needs_restart()}, {"destinations", Json::array()}, {"subscriptions", Json::array()}};
  const auto schema = site.store().schema_version();
  status["store"] = schema ? Json{{"state", "open"}, {"schema", *schema}} : Json{{"state", "failed"}, {"error", describe(schema.error())}};
  const auto stores = site.store().list_lrs();
  if (!stores) status["destinations_error"] = describe(stores.error());
  for (const xapi::LrsRow& lrs : stores.value_or(std::vector<xapi::LrsRow>{})) {
    Json row = destination(site, {"lrs", lrs.store_id});
    row["name"] = lrs.name;
    row["kind"] = "lrs";
    row["enabled"] = lrs.enabled;
    for (const Deliveries::State& state : deliveries.states()) {
      if (state.name == lrs.name && !state.last_error.empty()) row["last_error"] = state.last_error;
    }
    status["destinations"].push_back(std::move(row));
  }
  for (const xapi::Destination& which : subscriptions.destinations()) {
    Json row = {{"topic", which.kind == "subscriber" ? "statements" : which.kind}};
    // Only of statements it is known beforehand how many wait.
    if (which.kind == "subscriber") row.update(destination(site, which));
    row["name"] = which.name;
    if (const auto places = site.store().places(which)) row["place"] = place_text(*places);
    status["subscriptions"].push_back(std::move(row));
  }
  return status.dump();
}

}  // namespace preceptor::app
