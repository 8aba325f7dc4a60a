// What the application's workers do at each turn; each answers how long to wait for the next.
#include "plugin/app/application_impl.hpp"

namespace preceptor::app {

using base::Result;
using base::Status;
using std::chrono::milliseconds;

namespace {
constexpr milliseconds kSealerGather{25};   // commits of one moment are sealed together; far below the promised 100 ms
constexpr milliseconds kUpkeepTick{2000};
constexpr milliseconds kLookTick{1000};     // record stores that another node added or changed are sent to within this and a moment
constexpr milliseconds kAudienceTick{1000};
constexpr int kSealBatch = 1000;
constexpr int kCleanEvery = 15;             // ticks

struct UpkeepStep {
  const char* failed;   // how the log calls it
  Status (*run)(Site& site);
};
constexpr UpkeepStep kUpkeepSteps[] = {
    {"upkeep.keys_failed", [](Site& site) { return site.tend_keys(); }},
    {"upkeep.close_idle_failed",
     [](Site& site) {
       const auto closed = site.pages().close_idle();
       return closed ? Status() : Status(fail(closed.error()));
     }},
    {"upkeep.surveys_failed", [](Site& site) { return site.tend_surveys(); }},
    {"upkeep.validations_failed", [](Site& site) { return site.tend_validations(); }},
    {"upkeep.profiles_failed", [](Site& site) { return site.tend_profiles(); }},
    {"upkeep.audit_failed", [](Site& site) { return site.tend_audit(); }},
    {"upkeep.delivery_history_failed", [](Site& site) { return site.tend_delivery_history(); }},
    {"upkeep.texts_failed", [](Site& site) { return site.tend_texts(); }},
    {"upkeep.forget_failed", [](Site& site) { return site.store().forget_expired(site.clock().now()); }},
};
}  // namespace

// Seals what is committed; wakes those who wait for sealed rows.
milliseconds Application::Impl::seal_turn() {
  const auto unsealed = site->store().anything_unsealed();
  if (unsealed && !*unsealed) return milliseconds{1000};   // a failure is met, and told, below
  const Leases::Held held = leases->take("sealer");
  if (!held) return milliseconds{500};   // another node seals
  bool any = false;
  while (!sealer->stopping()) {
    const auto sealed = site->store().seal_events(held.lease(), kSealBatch);
    if (!sealed) {
      site->log().write(ports::Level::warning, "sealer.store_failed", {{"error", describe(sealed.error())}});
      return milliseconds{500};
    }
    any = any || *sealed > 0;
    if (*sealed < kSealBatch) break;
  }
  if (any) {
    deliveries->wake();
    subscriptions->wake();
    grades->wake();   // what was just sealed may have earned one
    credit_senders->wake();
  }
  sealer->hold_until(std::chrono::steady_clock::now() + kSealerGather);
  return milliseconds{1000};
}

// Apart from the upkeep, whose turns may take their time.
milliseconds Application::Impl::stores_turn() {
  if (Status done = deliveries->reconcile(); !done) {
    site->log().write(ports::Level::warning, "upkeep.lrs_failed", {{"error", describe(done.error())}});
  }
  return kLookTick;
}

// Apart from the upkeep as well: platforms that do not answer take five seconds each.
milliseconds Application::Impl::platform_keys_turn() {
  if (const auto registrations = site->store().list_registrations(); registrations) {
    for (const lti::Registration& registration : *registrations) {
      if (registration.enabled) site->keys().expect(registration);
    }
  } else {
    site->log().write(ports::Level::warning, "upkeep.platforms_failed", {{"error", describe(registrations.error())}});
  }
  site->keys().refresh_stale([this] { return !platform_keys->stopping(); });
  return kUpkeepTick;
}

// Each step takes the lease anew: a node that stood still while another took over begins no further one, as far as its own clock tells it to ask.
milliseconds Application::Impl::upkeep_turn() {
  if (const auto due = site->acts_due(); !due || *due) {
    const Leases::Held held = leases->take("upkeep");
    if (const Status done = !held ? Status() : due ? site->tend_acts(held.lease()) : fail(due.error()); !done)
      site->log().write(ports::Level::warning, "upkeep.acts_failed", {{"error", describe(done.error())}});
  }
  if (upkeep_ticks++ % kCleanEvery != 0) return kUpkeepTick;
  for (const UpkeepStep& step : kUpkeepSteps) {
    const Leases::Held held = leases->take("upkeep");
    if (!held) break;
    if (const Status done = step.run(*site); !done) site->log().write(ports::Level::warning, step.failed, {{"error", describe(done.error())}});
  }
  return kUpkeepTick;
}

// Pseudonymised renderings of what was sealed, where a record store gets them; and those of kinds that are off by default.
milliseconds Application::Impl::audience_turn() {
  const auto waits = pseudonymiser->anything_to_do();
  const auto inside_waits = inside_maker->anything_to_do();
  if (waits && !*waits && inside_waits && !*inside_waits) return kAudienceTick;
  const Leases::Held held = leases->take("audience");
  if (!held) return kAudienceTick;
  bool more = false;
  // One that cannot go on does not keep the other back.
  const auto turn = [&](auto& maker, const Result<bool>& waiting) {
    const auto went = waiting && !*waiting ? Result<bool>(false) : maker.step(held.lease());
    if (went) more = more || *went;
    else site->log().write(ports::Level::warning, "audience.failed", {{"error", describe(went.error())}});
  };
  turn(*pseudonymiser, waits);
  turn(*inside_maker, inside_waits);
  return more ? milliseconds{0} : kAudienceTick;
}

}  // namespace preceptor::app
