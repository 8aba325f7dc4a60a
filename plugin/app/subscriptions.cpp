#include "plugin/app/subscriptions.hpp"

#include <algorithm>
#include <iterator>

#include "plugin/app/credit_items.hpp"
#include "plugin/app/subscription_place.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using std::chrono::milliseconds;

namespace {
constexpr milliseconds kRetry{1000};
constexpr milliseconds kIdle{1000};
constexpr int kBatch = 100;
constexpr std::size_t kBatchBytes = 1 << 20;
constexpr int kPositions = 1000;
constexpr const char* kGrades = "grades";
constexpr const char* kCredit = "credit";

struct Topic {
  const char *name, *kind;   // kind: of its destinations
};
constexpr Topic kTopics[] = {{"statements", "subscriber"}, {"grades", kGrades}, {"credit", kCredit}};
}  // namespace

struct Subscriptions::Subscription {
  xapi::Destination destination;
  Callback callback;
  std::unique_ptr<Worker> worker;
};

Subscriptions::Subscriptions(store::Store& store, Leases& leases, ports::Log& log) : store_(store), grades_(store), leases_(leases), log_(log) {}

Subscriptions::~Subscriptions() { stop(); }

base::Status Subscriptions::subscribe(const std::string& name, const std::string& topic, const std::string& from, Callback callback) {
  const auto* const asked = std::ranges::find(kTopics, topic, &Topic::name);
  if (asked == std::end(kTopics)) return fail(Code::subscribe_topic_unknown, "no topic \"" + topic + "\"");
  if (name.empty() || name.size() > 100) return fail(Code::abi_misuse, "a subscription's name has 1 to 100 characters");
  const std::lock_guard lock(mutex_);
  if (subscriptions_.contains(name)) return fail(Code::store_conflict, "\"" + name + "\" is subscribed already in this process");
  const xapi::Destination destination{asked->kind, name};
  for (const Topic& other : kTopics) {
    if (&other == asked) continue;
    const auto elsewhere = store_.has_destination({other.kind, name});
    if (!elsewhere) return fail(elsewhere.error());
    if (*elsewhere) return fail(Code::abi_misuse, "\"" + name + "\" is the name of a subscription to another topic");
  }
  const auto known = store_.has_destination(destination);
  if (!known) return fail(known.error());
  const auto place = read_place(from);
  if (!*known && from != "start" && from != "now" && !place) return fail(Code::subscribe_from, "\"" + name + "\" is new");
  const auto subscription = std::make_shared<Subscription>();
  subscription->destination = destination;
  subscription->callback = std::move(callback);
  const base::Status opened = place ? store_.open_destination_behind(destination, *place) : store_.open_destination(destination, from == "start");
  if (!opened) return opened;
  Subscription* raw = subscription.get();
  subscription->worker = std::make_unique<Worker>("subscriber:" + name, log_, [this, raw] { return turn(*raw); });
  if (running_) subscription->worker->start();
  subscriptions_.emplace(name, subscription);
  return {};
}

base::Status Subscriptions::unsubscribe(const std::string& name) {
  std::shared_ptr<Subscription> gone;
  {
    const std::lock_guard lock(mutex_);
    const auto found = subscriptions_.find(name);
    if (found == subscriptions_.end()) return fail(Code::subscribe_unknown, "\"" + name + "\"");
    gone = std::move(found->second);
    subscriptions_.erase(found);
  }
  gone->worker->stop();
  return {};
}

void Subscriptions::start() {
  const std::lock_guard lock(mutex_);
  running_ = true;
  for (auto& [name, subscription] : subscriptions_) subscription->worker->start();
}

void Subscriptions::ask_stop() {
  const std::lock_guard lock(mutex_);
  running_ = false;
  for (auto& [name, subscription] : subscriptions_) subscription->worker->ask_stop();
}

void Subscriptions::stop() {
  std::vector<std::shared_ptr<Subscription>> running;
  {
    const std::lock_guard lock(mutex_);
    running_ = false;
    for (auto& [name, subscription] : subscriptions_) running.push_back(subscription);
  }
  for (const auto& subscription : running) subscription->worker->ask_stop();
  for (const auto& subscription : running) subscription->worker->stop();
}

void Subscriptions::wake() {
  const std::lock_guard lock(mutex_);
  for (auto& [name, subscription] : subscriptions_) subscription->worker->wake();
}

std::vector<xapi::Destination> Subscriptions::destinations() const {
  const std::lock_guard lock(mutex_);
  std::vector<xapi::Destination> all;
  for (const auto& [name, subscription] : subscriptions_) all.push_back(subscription->destination);
  return all;
}

base::Result<std::optional<Subscriptions::Items>> Subscriptions::next_items(const xapi::Destination& destination) {
  if (destination.kind == kGrades) return next_made(destination, {"attempt_completed"}, [this](const std::string& json) { return grades_.item_of(json); });
  if (destination.kind == kCredit) return next_made(destination, credit_event_types(), credit_item_of);
  auto batch = store_.next_batch(destination, kBatch, kBatchBytes);
  if (!batch) return fail(batch.error());
  if (!*batch) return std::optional<Items>();
  Items next{(*batch)->registration, (*batch)->through, {}};
  for (auto& row : (*batch)->statements) next.items.push_back({row.position, std::move(row.body)});
  return std::optional(std::move(next));
}

base::Result<std::optional<Subscriptions::Items>> Subscriptions::next_made(const xapi::Destination& destination, const std::vector<std::string>& types,
                                                                            const Make& make) {
  const auto batch = store_.next_events(destination, types, kPositions);
  if (!batch) return fail(batch.error());
  if (!*batch) return std::optional<Items>();
  Items next{(*batch)->registration, (*batch)->through, {}};
  for (const auto& event : (*batch)->events) {
    auto item = make(event.json);
    if (!item) return fail(item.error());
    if (*item) next.items.push_back({event.position, std::move(**item)});
  }
  return std::optional(std::move(next));
}

// One batch. Settles through the last position whose items were all acknowledged.
milliseconds Subscriptions::turn(Subscription& subscription) {
  const auto waiting = store_.anything_waiting(subscription.destination);
  if (waiting && !*waiting) return kIdle;   // a failure is met, and told, below
  const Leases::Held held = leases_.take("subscriber:" + subscription.destination.name);
  if (!held) return kRetry;
  const auto batch = next_items(subscription.destination);
  if (!batch) {
    log_.write(ports::Level::warning, "subscriber.store_failed", {{"name", subscription.destination.name}, {"error", describe(batch.error())}});
    return kRetry;
  }
  if (!batch->has_value()) return kIdle;
  const Items& rows = **batch;
  std::int64_t through = rows.through;
  bool refused = false;
  for (const Item& row : rows.items) {
    if (!subscription.worker->stopping() && subscription.callback(row.text) == 0) continue;
    through = row.position - 1;   // this event comes again, whole
    refused = true;
    break;
  }
  // Refused at once: the cursor stays before the first item. What lies before that one has no items and is read again.
  const bool moved = !refused || through >= rows.items.front().position;
  if (moved) {
    const base::Status settled = store_.settle(subscription.destination, held.lease(), rows.registration, through, {}, std::nullopt);
    if (!settled) {
      log_.write(ports::Level::warning, "subscriber.store_failed", {{"name", subscription.destination.name}, {"error", describe(settled.error())}});
      return kRetry;
    }
  }
  if (refused) {
    subscription.worker->hold_until(std::chrono::steady_clock::now() + kRetry);
    return kRetry;
  }
  return milliseconds{0};
}

}  // namespace preceptor::app
