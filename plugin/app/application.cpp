#include "plugin/app/application.hpp"

#include "core/base/json.hpp"
#include "plugin/app/application_impl.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/listeners.hpp"
#include "plugin/app/metrics.hpp"
#include "plugin/app/status.hpp"
#include "web/error_page.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;
using std::chrono::milliseconds;

namespace {
constexpr int kHandlers = 16;               // they mostly wait for a commit, and those that wait together share one
constexpr milliseconds kReadyPatience{2000};
constexpr std::string_view kMetricsPath = "/metrics";

// Those in force were opened already; a look at them again could only fail for what passes, such as a name that is not resolved just now.
Status changed_listener(const Config& before, const Config& now, const std::string& listen) {
  const bool same = before.tls_cert_file == now.tls_cert_file && before.tls_key_file == now.tls_key_file && before.trusted_proxies == now.trusted_proxies &&
                    (listen == before.listen || listen == before.metrics_listen);
  return same ? Status{} : check_listener(now, listen);
}
}  // namespace

Status Application::Impl::open_server(const Config& config) {
  if (config.listen.empty()) return {};
  http::ServerOptions options = listener_options(config, config.listen);
  options.handler_threads = kHandlers;
  options.path_prefix = config.path_prefix;
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
  http::ServerOptions options = listener_options(config, config.metrics_listen);
  options.handler_threads = 1;
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

// All of them before any is waited for: what each has under way may take tens of seconds, and those add up where one is asked after the other ended.
void Application::Impl::ask_workers_to_stop() {
  if (sealer) sealer->ask_stop();
  if (upkeep) upkeep->ask_stop();
  if (platform_keys) platform_keys->ask_stop();
  if (exports) exports->ask_stop();
  if (audience) audience->ask_stop();
  if (stores) stores->ask_stop();
  if (subscriptions) subscriptions->ask_stop();
  if (deliveries) deliveries->ask_stop();
  if (grades) grades->ask_stop();
  if (credit_senders) credit_senders->ask_stop();
}

void Application::Impl::stop_workers() {
  ask_workers_to_stop();
  if (subscriptions) subscriptions->stop();
  if (deliveries) deliveries->stop();
  if (grades) grades->stop();
  if (credit_senders) credit_senders->stop();
  if (exports) exports->stop();
  if (stores) stores->stop();
  if (upkeep) upkeep->stop();
  if (platform_keys) platform_keys->stop();
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
  impl->platform_keys = std::make_unique<Worker>("platform_keys", opened.log(), [raw] { return raw->platform_keys_turn(); });
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
  impl_->platform_keys->start();
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
  Result<bool> json = context.flag("json");
  if (const Status known = check_argument_names(name, *args); !known) json = fail(known.error());
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
  // First, because they can fail: then nothing else has changed either. What waits for a restart must not fail only there.
  if (impl_->started) {
    for (const std::string& listen : {config->listen, config->metrics_listen})
      if (Status good = changed_listener(impl_->site->config(), *config, listen); !good) return good;
  }
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
  impl_->ask_workers_to_stop();   // they come to their ends while requests do
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
