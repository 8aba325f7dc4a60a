#include "plugin/app/application.hpp"

#include <atomic>
#include <mutex>

#include "core/base/json.hpp"
#include "core/base/secret.hpp"
#include "core/base/time.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/credit_senders.hpp"
#include "plugin/app/deliveries.hpp"
#include "plugin/app/export_worker.hpp"
#include "plugin/app/grades.hpp"
#include "plugin/app/inside_maker.hpp"
#include "plugin/app/leases.hpp"
#include "plugin/app/metrics.hpp"
#include "plugin/app/pseudonymiser.hpp"
#include "plugin/app/readiness.hpp"
#include "plugin/app/site.hpp"
#include "plugin/app/status.hpp"
#include "plugin/app/subscriptions.hpp"
#include "plugin/http/server.hpp"
#include "web/error_page.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;
using std::chrono::milliseconds;

namespace {
constexpr milliseconds kSealerGather{25};   // commits of one moment are sealed together; far below the promised 100 ms
constexpr milliseconds kUpkeepTick{2000};
constexpr milliseconds kLookTick{1000};     // record stores that another node added or changed are sent to within this and a moment
constexpr milliseconds kAudienceTick{1000};
constexpr int kSealBatch = 1000;
constexpr int kHandlers = 16;               // they mostly wait for a commit, and those that wait together share one
constexpr milliseconds kReadyPatience{2000};
constexpr int kCleanEvery = 15;             // ticks
constexpr std::string_view kMetricsPath = "/metrics";
}  // namespace

struct Application::Impl {
  // Before the site on purpose: the store's writer may still wake the sealer while the site is being closed.
  std::unique_ptr<Worker> sealer, upkeep, audience, stores;
  std::unique_ptr<Site> site;
  std::unique_ptr<Readiness> readiness;     // after the site, which it looks at
  std::string prefix;                       // of public_url at open: it changes with a restart only
  std::unique_ptr<Pseudonymiser> pseudonymiser;
  std::unique_ptr<InsideMaker> inside_maker;
  std::unique_ptr<Leases> leases;
  std::mutex life_mutex;                    // start, stop, reload
  std::atomic<bool> started{false};         // written under life_mutex
  std::unique_ptr<Subscriptions> subscriptions;
  std::unique_ptr<Deliveries> deliveries;
  std::unique_ptr<GradeSender> grade_sender;
  std::unique_ptr<Grades> grades;
  std::unique_ptr<CreditSenders> credit_senders;
  std::unique_ptr<ExportWorker> exports;
  std::unique_ptr<http::Server> server, metrics_server;
  base::Instant opened_at{};                // of this process
  std::atomic<int> port{0};                 // of the server while it runs; status may be asked at any time
  bool metrics_among_pages = false;
  base::Secret metrics_token;
  int upkeep_ticks = 0;

  milliseconds seal_turn();
  milliseconds upkeep_turn();
  milliseconds audience_turn();
  milliseconds stores_turn();
  Status open_server(const Config& config);
  Status open_metrics_server(const Config& config);
  ports::HttpResponse answer(const ports::HttpRequest& request);   // path without prefix
  void stop_workers();
  ports::HttpResponse answer_with_prefix(const ports::HttpRequest& request);
};

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

// Apart from the upkeep, which waits for platforms that do not answer.
milliseconds Application::Impl::stores_turn() {
  if (Status done = deliveries->reconcile(); !done) {
    site->log().write(ports::Level::warning, "upkeep.lrs_failed", {{"error", describe(done.error())}});
  }
  return kLookTick;
}

milliseconds Application::Impl::upkeep_turn() {
  if (const auto registrations = site->store().list_registrations(); registrations) {
    for (const lti::Registration& registration : *registrations) {
      if (registration.enabled) site->keys().expect(registration);
    }
  } else {
    site->log().write(ports::Level::warning, "upkeep.platforms_failed", {{"error", describe(registrations.error())}});
  }
  site->keys().refresh_stale();
  if (const auto due = site->acts_due(); !due || *due) {
    const Leases::Held held = leases->take("upkeep");
    if (const Status done = !held ? Status() : due ? site->tend_acts() : fail(due.error()); !done)
      site->log().write(ports::Level::warning, "upkeep.acts_failed", {{"error", describe(done.error())}});
  }
  if (upkeep_ticks++ % kCleanEvery != 0) return kUpkeepTick;
  const Leases::Held held = leases->take("upkeep");
  if (!held) return kUpkeepTick;
  if (const Status done = site->tend_keys(); !done) {
    site->log().write(ports::Level::warning, "upkeep.keys_failed", {{"error", describe(done.error())}});
  }
  if (const auto closed = site->pages().close_idle(); !closed) {
    site->log().write(ports::Level::warning, "upkeep.close_idle_failed", {{"error", describe(closed.error())}});
  }
  if (const Status done = site->tend_surveys(); !done) {
    site->log().write(ports::Level::warning, "upkeep.surveys_failed", {{"error", describe(done.error())}});
  }
  if (const Status done = site->tend_validations(); !done) {
    site->log().write(ports::Level::warning, "upkeep.validations_failed", {{"error", describe(done.error())}});
  }
  if (const Status done = site->tend_profiles(); !done) {
    site->log().write(ports::Level::warning, "upkeep.profiles_failed", {{"error", describe(done.error())}});
  }
  if (const Status done = site->tend_audit(); !done) {
    site->log().write(ports::Level::warning, "upkeep.audit_failed", {{"error", describe(done.error())}});
  }
  if (const Status done = site->tend_delivery_history(); !done) {
    site->log().write(ports::Level::warning, "upkeep.delivery_history_failed", {{"error", describe(done.error())}});
  }
  if (const Status done = site->tend_texts(); !done) {
    site->log().write(ports::Level::warning, "upkeep.texts_failed", {{"error", describe(done.error())}});
  }
  if (const Status done = site->store().forget_expired(site->clock().now()); !done) {
    site->log().write(ports::Level::warning, "upkeep.forget_failed", {{"error", describe(done.error())}});
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

Status Application::Impl::open_server(const Config& config) {
  if (config.listen.empty()) return {};
  http::ServerOptions options;
  options.listen = config.listen;
  options.handler_threads = kHandlers;
  options.path_prefix = config.path_prefix;
  options.trusted_proxies = config.trusted_proxies;
  options.tls_cert_file = config.tls_cert_file;
  options.tls_key_file = config.tls_key_file;
  options.max_body_bytes = [raw = site.get()](std::string_view, std::string_view path) { return raw->max_body_bytes(path); };
  options.answer_at_once = [raw = site.get()](const ports::HttpRequest& request) { return raw->answer_at_once(request); };
  options.has_own_thread = [raw = site.get()](const ports::HttpRequest& request) { return raw->has_own_thread(request); };
  options.stop_is_late = [raw = site.get()] { raw->store().hurry(true); };
  options.error_page = [](const base::Error& error, const ports::HttpRequest& request) {
    return web::error_page(error, "", web::wanted_languages(request));
  };
  auto opened = http::Server::open(std::move(options), [this](const ports::HttpRequest& request) { return answer(request); }, site->log());
  if (!opened) return fail(opened.error());
  server = std::move(*opened);
  return {};
}

// Beside the pages, so that neither a flood of launches nor a proxy's rules keep monitoring out.
Status Application::Impl::open_metrics_server(const Config& config) {
  if (config.metrics_listen.empty()) return {};
  http::ServerOptions options;
  options.listen = config.metrics_listen;
  options.handler_threads = 1;
  options.trusted_proxies = config.trusted_proxies;
  options.tls_cert_file = config.tls_cert_file;
  options.tls_key_file = config.tls_key_file;
  const auto answer_here = [this](const ports::HttpRequest& request) {
    if (request.path == kMetricsPath) return answer_metrics(request, metrics_token.reveal(), *site, *deliveries, opened_at);
    return web::error_page(base::Error{Code::request_not_found, {}, {}, {}}, "", web::wanted_languages(request));
  };
  auto opened = http::Server::open(std::move(options), answer_here, site->log());
  if (!opened) return fail(opened.error());
  metrics_server = std::move(*opened);
  return {};
}

// Without a listener of its own the page of metrics lies among the others, and only who has the token sees it.
ports::HttpResponse Application::Impl::answer(const ports::HttpRequest& request) {
  if (request.path != kMetricsPath || !metrics_among_pages) return site->answer(request);
  return answer_metrics(request, metrics_token.reveal(), *site, *deliveries, opened_at);
}

void Application::Impl::stop_workers() {
  if (sealer) sealer->ask_stop();
  if (upkeep) upkeep->ask_stop();
  if (exports) exports->ask_stop();
  if (audience) audience->ask_stop();
  if (stores) stores->ask_stop();
  if (subscriptions) subscriptions->stop();
  if (deliveries) deliveries->stop();
  if (grades) grades->stop();
  if (credit_senders) credit_senders->stop();
  if (exports) exports->stop();
  if (stores) stores->stop();
  if (upkeep) upkeep->stop();
  if (audience) audience->stop();
  if (sealer) sealer->stop();
  leases->stop();   // last: the others worked under it
}

ports::HttpResponse Application::Impl::answer_with_prefix(const ports::HttpRequest& request) {
  ports::HttpRequest inner = request;
  if (!prefix.empty()) {
    if (!inner.path.starts_with(prefix) || (inner.path.size() > prefix.size() && inner.path[prefix.size()] != '/')) {
      return web::error_page(base::Error{Code::request_not_found, {}, {}, {}}, "", web::wanted_languages(request));
    }
    inner.path = inner.path.substr(prefix.size());
    if (inner.path.empty()) inner.path = "/";
  }
  // As the built-in server does before it reads on.
  if (inner.body.size() > site->max_body_bytes(inner.path)) {
    return web::error_page(base::Error{Code::request_too_large, {}, {}, {}}, "", web::wanted_languages(request));
  }
  return answer(inner);
}

Application::Application(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Application::~Application() {
  // The error, if any, was logged by stop; nothing more can be done while going away.
  if (impl_) static_cast<void>(stop(milliseconds{5000}));
}

Result<std::unique_ptr<Application>> Application::open(std::string_view config_json, std::shared_ptr<ports::Log> log, std::shared_ptr<ports::Clock> clock) {
  Result<Config> config = parse_config(config_json);
  if (!config) return fail(config.error());
  Result<std::unique_ptr<Site>> site = Site::open(std::move(*config), std::move(log), std::move(clock));
  if (!site) return fail(site.error());
  auto impl = std::make_unique<Impl>();
  impl->site = std::move(*site);
  Site& opened = *impl->site;
  const Config first = opened.config();
  impl->prefix = first.path_prefix;
  impl->metrics_token = first.metrics_token;
  impl->metrics_among_pages = first.metrics_listen.empty() && !first.metrics_token.empty();
  impl->opened_at = opened.clock().now();
  impl->readiness = std::make_unique<Readiness>([&opened] { return opened.look_at_store(); }, kReadyPatience);
  opened.ask_ready_by([asked = impl->readiness.get()] { return asked->ask(); });
  impl->leases = std::make_unique<Leases>(opened.store(), opened.clock(), opened.log());
  impl->subscriptions = std::make_unique<Subscriptions>(opened.store(), *impl->leases, opened.log());
  impl->deliveries = std::make_unique<Deliveries>(opened, *impl->leases);
  opened.tell_delivery_trouble_by([own = impl->deliveries.get()](const std::string& lrs) {
    for (const Deliveries::State& state : own->states())
      if (state.name == lrs) return state.last_error;
    return std::string();
  });
  impl->grade_sender = std::make_unique<GradeSender>(opened.store(), opened.store(), opened.services(), opened.profiles(), opened.clock(), opened.log());
  impl->grade_sender->on_review_url([&opened](const ports::GradeRow& row) { return opened.review_url(row); });
  impl->grades = std::make_unique<Grades>(opened.store(), *impl->grade_sender, *impl->leases, opened.clock(), opened.log());
  impl->credit_senders = std::make_unique<CreditSenders>(opened, *impl->leases);
  impl->exports = std::make_unique<ExportWorker>(opened.statement_exports(), *impl->leases, opened.clock(), opened.log());
  Impl* raw = impl.get();
  impl->sealer = std::make_unique<Worker>("sealer", opened.log(), [raw] { return raw->seal_turn(); });
  impl->upkeep = std::make_unique<Worker>("upkeep", opened.log(), [raw] { return raw->upkeep_turn(); });
  impl->pseudonymiser = std::make_unique<Pseudonymiser>(opened);
  impl->inside_maker = std::make_unique<InsideMaker>(opened);
  impl->audience = std::make_unique<Worker>("audience", opened.log(), [raw] { return raw->audience_turn(); });
  impl->stores = std::make_unique<Worker>("stores", opened.log(), [raw] { return raw->stores_turn(); });
  Worker* sealer = impl->sealer.get();
  opened.store().on_commit([sealer] { sealer->wake(); });
  return std::unique_ptr<Application>(new Application(std::move(impl)));
}

Status Application::start() {
  const std::lock_guard lock(impl_->life_mutex);
  if (impl_->started) return fail(Code::abi_misuse, "already started");
  const Config config = impl_->site->config();
  if (Status opened = impl_->open_server(config); !opened) return opened;
  Status ready = impl_->open_metrics_server(config);
  if (ready) ready = impl_->deliveries->reconcile();
  if (!ready) {
    impl_->server.reset();
    impl_->metrics_server.reset();
    return ready;
  }
  impl_->started = true;
  impl_->readiness->start();
  impl_->leases->start();
  impl_->sealer->start();
  impl_->upkeep->start();
  impl_->audience->start();
  impl_->stores->start();
  impl_->subscriptions->start();
  impl_->grades->start();
  impl_->credit_senders->start();
  impl_->exports->start();
  if (impl_->server) {
    impl_->server->start();
    impl_->port = impl_->server->port();
  }
  if (impl_->metrics_server) impl_->metrics_server->start();
  const auto port_of = [](const std::unique_ptr<http::Server>& server) { return server ? std::to_string(server->port()) : "none"; };
  impl_->site->log().write(ports::Level::info, "started",
                           {{"public_url", config.public_url_text}, {"port", port_of(impl_->server)}, {"metrics_port", port_of(impl_->metrics_server)}});
  return {};
}

ports::HttpResponse Application::handle(const ports::HttpRequest& request) { return impl_->answer_with_prefix(request); }

Status Application::subscribe(const std::string& name, const std::string& topic, const std::string& from, std::function<int(const std::string&)> callback) {
  return impl_->subscriptions->subscribe(name, topic, from, std::move(callback));
}

Status Application::unsubscribe(const std::string& name) { return impl_->subscriptions->unsubscribe(name); }

Result<int> Application::command(const std::string& name, std::string_view args_json, const CommandIo& io) {
  const Command run = find_command(name);
  if (run == nullptr) return fail(Code::command_unknown, "\"" + name + "\"");
  const Result<Json> args = base::parse_json(args_json.empty() ? std::string_view("{}") : args_json);
  if (!args) return fail(Code::command_arguments, args.error().detail);
  if (!args->is_object()) return fail(Code::command_arguments, "the arguments must be one JSON object");
  CommandContext context{*impl_->site, *args, io, false, impl_->started};
  const Result<bool> json = context.flag("json");
  context.json = json.value_or(false);
  if (json) {
    if (Status noted = note_run(context, name); !noted) return fail(noted.error());
  }
  Result<int> done = json ? run(context) : fail(json.error());
  if (!done && done.error().code == Code::command_arguments) {
    static_cast<void>(context.tell(describe(done.error()) + "\n"));   // a reader that is gone cannot be told
    return kWrongArguments;
  }
  return done;
}

std::string Application::status_json() {
  return describe_status(*impl_->site, *impl_->deliveries, *impl_->subscriptions, impl_->port);
}

Status Application::reload(std::string_view config_json) {
  const std::lock_guard lock(impl_->life_mutex);
  Result<Config> config = parse_config(config_json);
  if (!config) return fail(config.error());
  // First, because it can fail: then nothing else has changed either.
  if (impl_->server && !impl_->site->config().tls_cert_file.empty()) {
    if (Status renewed = impl_->server->reload_tls(); !renewed) return renewed;
    if (impl_->metrics_server) {
      if (Status renewed = impl_->metrics_server->reload_tls(); !renewed) return renewed;
    }
  }
  if (Status applied = impl_->site->apply(*config); !applied) return applied;
  if (impl_->started) return impl_->deliveries->reconcile();
  return {};
}

Status Application::stop(milliseconds deadline) {
  const std::lock_guard lock(impl_->life_mutex);
  if (!impl_->started) return {};
  if (impl_->server) impl_->server->stop(deadline);
  impl_->server.reset();
  if (impl_->metrics_server) impl_->metrics_server->stop(milliseconds{1000});
  impl_->metrics_server.reset();
  impl_->port = 0;
  impl_->site->store().hurry(true);
  impl_->stop_workers();
  impl_->readiness->stop();
  impl_->site->store().hurry(false);   // pages and commands are still answered
  impl_->started = false;
  impl_->site->log().write(ports::Level::info, "stopped", {});
  return {};
}

}  // namespace preceptor::app
