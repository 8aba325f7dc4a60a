#include "plugin/app/sending_board.hpp"

#include <algorithm>

#include "adapters/pars/service_client.hpp"
#include "plugin/app/report_formats.hpp"
#include "web/credit/credit_book.hpp"

namespace preceptor::app {
namespace {

base::Result<std::int64_t> grants_in(Site& site, const std::string& provider, std::vector<credit::GrantState> states) {
  ports::GrantFilter filter;
  filter.provider = provider;
  filter.states = std::move(states);
  return site.store().count_grants(filter);
}

}  // namespace

base::Result<std::vector<web::SendingLine>> sending_lines(Site& site) {
  const Config config = site.config();
  std::vector<web::SendingLine> lines;
  if (config.sending.empty()) return lines;
  const auto enabled = site.credit().enabled();
  if (!enabled) return base::fail(enabled.error());
  const bool on = format_is_on(*format_named(pars::kServiceFormat), *enabled);
  for (const SendingConfig& one : config.sending) {
    web::SendingLine line;
    line.provider = one.provider;
    line.name = std::ranges::find(config.providers, one.provider, &credit::Provider::id)->name;
    line.format = pars::kServiceFormat;
    auto state = web::load_sending(site.store(), one.provider);
    if (!state) return base::fail(state.error());
    line.state = std::move(*state);
    // The worker notes it a moment later, or not at all where none runs.
    if (!on) line.state.how = web::SendingState::How::off;
    else if (line.state.how == web::SendingState::How::off) line.state.how = web::SendingState::How::never;
    const auto queued = grants_in(site, one.provider, {credit::GrantState::queued});
    if (!queued) return base::fail(queued.error());
    const auto waiting = grants_in(site, one.provider, {credit::GrantState::sent, credit::GrantState::pending});
    if (!waiting) return base::fail(waiting.error());
    line.queued = *queued;
    line.with_receiver = *waiting;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace preceptor::app
