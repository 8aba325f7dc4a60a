#include "plugin/app/credit_senders.hpp"

#include <algorithm>

#include "plugin/app/report_formats.hpp"

namespace preceptor::app {

using std::chrono::milliseconds;
using How = web::SendingState::How;

namespace {

constexpr int kSendBatch = 20;                 // of each kind, looked at in one turn
constexpr milliseconds kSendGather{1000};      // claims of one moment go in one turn
constexpr milliseconds kSendIdle{10'000};
constexpr milliseconds kSendNotOurs{2000};

pars::ServiceSettings settings_of(const SendingConfig& config) {
  pars::ServiceSettings settings{config.url, config.user, config.secret, config.header, config.save_path, config.status_path, config.id_parameter, {}};
  if (config.date_only) settings.report["pars.completed_form"] = "date";
  if (!config.service_provider_id.empty()) settings.report["pars.provider_id"] = config.service_provider_id;
  return settings;
}

}  // namespace

CreditSenders::Line::Line(Site& site, const SendingConfig& config, const credit::Provider& owner)
    : provider(config.provider), pace(report::pace_of(std::chrono::seconds(config.ask_seconds))), client(site.http(), settings_of(config)), deps(site.credit_deps()),
      sender(site.credit(), deps, site.export_desk(), client, owner, pace) {}

CreditSenders::CreditSenders(Site& site, Leases& leases) : site_(site), leases_(leases) {
  const Config config = site.config();
  for (const SendingConfig& one : config.sending) {
    const auto owner = std::ranges::find(config.providers, one.provider, &credit::Provider::id);
    lines_.push_back(std::make_unique<Line>(site, one, *owner));
    Line* line = lines_.back().get();
    line->worker = std::make_unique<Worker>("credit", site.log(), [this, line] { return turn(*line); });
  }
}

CreditSenders::~CreditSenders() { stop(); }

void CreditSenders::start() {
  for (auto& line : lines_) line->worker->start();
}

void CreditSenders::wake() {
  for (auto& line : lines_) line->worker->wake();
}

void CreditSenders::ask_stop() {
  for (auto& line : lines_) line->worker->ask_stop();
}

void CreditSenders::stop() {
  ask_stop();
  for (auto& line : lines_) line->worker->stop();
}

base::Result<bool> CreditSenders::switched_on() {
  const auto enabled = site_.credit().enabled();
  if (!enabled) return base::fail(enabled.error());
  return format_is_on(*format_named(pars::kServiceFormat), *enabled);
}

base::Status CreditSenders::note(const Line& line, How how, const std::string& words) {
  const auto before = web::load_sending(site_.store(), line.provider);
  if (!before) return base::fail(before.error());
  if (before->how != how && (how == How::refused || how == How::unreachable))
    site_.log().write(ports::Level::warning, "credit.not_sent", {{"provider", line.provider}, {"reason", words}});
  return web::save_sending(site_.store(), line.provider, *before, how, words, site_.clock().now());
}

milliseconds CreditSenders::turn(Line& line) {
  const Leases::Held held = leases_.take("credit " + line.provider);
  if (!held) return kSendNotOurs;   // another process sends
  const milliseconds wait = send(line);
  line.worker->hold_until(std::chrono::steady_clock::now() + std::max(kSendGather, wait > kSendIdle ? wait : milliseconds{0}));
  return wait;
}

// One turn; how long to wait after it.
milliseconds CreditSenders::send(Line& line) {
  const auto failed = [&](const base::Error& error) {
    site_.log().write(ports::Level::warning, "credit.store_failed", {{"provider", line.provider}, {"error", describe(error)}});
    return kSendIdle;
  };
  const auto on = switched_on();
  if (!on) return failed(on.error());
  if (!*on) {
    if (const auto noted = note(line, How::off, {}); !noted) return failed(noted.error());
    return kSendIdle;
  }
  const auto step = line.sender.step(kSendBatch, [&line] { return line.worker->stopping(); });   // each call may take as long as the service
  if (!step) return failed(step.error());
  base::Status noted;
  milliseconds wait = std::min(kSendIdle, std::chrono::duration_cast<milliseconds>(line.pace.ask_first));
  line.failures = step->unreachable && !step->answered ? line.failures + 1 : 0;
  if (step->refused) {
    noted = note(line, How::refused, step->words);
    wait = line.pace.retry_most;
  } else if (step->unreachable) {
    noted = note(line, How::unreachable, step->words);
    wait = line.failures > 0 ? report::pause_after(line.failures, line.pace) : milliseconds{0};
  } else if (step->answered) {
    noted = note(line, How::good, {});
  }
  if (!noted) return failed(noted.error());
  const bool moved = step->queued + step->sent + step->accepted + step->rejected > 0;
  return moved && !step->refused && !step->unreachable ? milliseconds{0} : wait;
}

}  // namespace preceptor::app
