// What record stores were sent over time, for the console: counted by the upkeep.
#include "web/pipelines/delivery_history.hpp"

#include "plugin/app/site.hpp"

namespace preceptor::app {

void Site::wire_delivery_history() { delivery_history_ = std::make_unique<web::DeliveryHistory>(*store_, *store_, *store_, *clock_); }

base::Status Site::tend_delivery_history() {
  const auto stores = store_->list_lrs();
  if (!stores) return base::fail(stores.error());
  for (const xapi::LrsRow& one : *stores) {
    if (!one.enabled) continue;
    const auto counted = delivery_history_->sample(one.store_id);
    // Another node was first, which is as good.
    if (!counted && counted.error().code != base::Code::store_conflict) return counted;
  }
  return {};
}

}  // namespace preceptor::app
