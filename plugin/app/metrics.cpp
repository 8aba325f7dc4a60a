#include "plugin/app/metrics.hpp"

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/digest.hpp"
#include "core/ports/grade_store.hpp"
#include "plugin/app/sending_board.hpp"

namespace preceptor::app {
namespace {

using Label = prometheus::ClientMetric::Label;
using SendingHow = web::SendingState::How;

double seconds(base::Instant at) { return static_cast<double>(at.time_since_epoch().count()) / 1000.0; }

// The gauges of one page, each family where it was first named.
class Gauges {
 public:
  void add(const char* name, const char* help, double value, std::initializer_list<std::pair<const char*, std::string_view>> labels = {}) {
    auto family = std::ranges::find(families_, name, &prometheus::MetricFamily::name);
    if (family == families_.end()) family = families_.insert(family, {name, help, prometheus::MetricType::Gauge, {}});
    prometheus::ClientMetric metric;
    for (const auto& [label, text] : labels) metric.label.push_back({label, std::string(text)});
    metric.gauge.value = value;
    family->metric.push_back(std::move(metric));
  }
  void count(const char* name, const char* help, std::int64_t value, std::initializer_list<std::pair<const char*, std::string_view>> labels = {}) {
    add(name, help, static_cast<double>(value), labels);
  }
  void unreadable() { ++unreadable_; }
  std::string text() {
    add("preceptor_unreadable_parts", "Parts of this page that could not be read just now.", unreadable_);
    return prometheus::TextSerializer().Serialize(families_);
  }

 private:
  std::vector<prometheus::MetricFamily> families_;
  int unreadable_ = 0;
};

void add_store(Gauges& gauges, Site& site) {
  const auto schema = site.store().schema_version();
  gauges.add("preceptor_store_up", "1 while the record can be read and written.", schema ? 1 : 0);
  const auto unsealed = site.store().anything_unsealed();
  if (!unsealed) return gauges.unreadable();
  gauges.add("preceptor_record_unsealed", "1 while events wait for their seal; they leave for record stores only after it.", *unsealed ? 1 : 0);
}

void add_record_stores(Gauges& gauges, Site& site, const Deliveries& deliveries) {
  const auto stores = site.store().list_lrs();
  if (!stores) return gauges.unreadable();
  const auto states = deliveries.states();
  for (const xapi::LrsRow& lrs : *stores) {
    if (!lrs.enabled) continue;
    const auto backlog = site.store().backlog({"lrs", lrs.store_id});
    if (!backlog) {
      gauges.unreadable();
      continue;
    }
    gauges.count("preceptor_lrs_waiting_statements", "Statements a record store has not been sent yet.", backlog->waiting, {{"lrs", lrs.name}});
    gauges.count("preceptor_lrs_parked_statements", "Statements a record store refused; staff decide.", backlog->parked, {{"lrs", lrs.name}});
    if (backlog->oldest)
      gauges.add("preceptor_lrs_oldest_waiting_timestamp_seconds", "When the oldest waiting statement was made.", seconds(*backlog->oldest), {{"lrs", lrs.name}});
    if (backlog->last_delivered)
      gauges.add("preceptor_lrs_last_delivered_timestamp_seconds", "When a record store last took statements.", seconds(*backlog->last_delivered), {{"lrs", lrs.name}});
    const auto state = std::ranges::find(states, lrs.name, &Deliveries::State::name);
    gauges.add("preceptor_lrs_failing", "1 while the last try to reach a record store failed.", state != states.end() && !state->last_error.empty() ? 1 : 0,
               {{"lrs", lrs.name}});
  }
}

void add_grades(Gauges& gauges, Site& site) {
  const auto registrations = site.store().list_registrations();
  if (!registrations) return gauges.unreadable();
  for (const lti::Registration& one : *registrations) {
    if (!one.enabled) continue;
    const auto counts = site.store().count_grades(one.id);
    if (!counts) {
      gauges.unreadable();
      continue;
    }
    const std::pair<const char*, std::int64_t> states[] = {{"waiting", counts->waiting}, {"sent", counts->sent}, {"refused", counts->refused}, {"held", counts->held}};
    for (const auto& [state, value] : states)
      gauges.count("preceptor_grades", "Grades by what became of them.", value, {{"platform", one.name}, {"registration", one.id.str()}, {"state", state}});
    if (counts->oldest_waiting)
      gauges.add("preceptor_grades_oldest_waiting_timestamp_seconds", "When the grade that waits longest was earned.", seconds(*counts->oldest_waiting),
                 {{"platform", one.name}, {"registration", one.id.str()}});
  }
}

void add_credit(Gauges& gauges, Site& site) {
  const auto lines = sending_lines(site);
  if (!lines) return gauges.unreadable();
  for (const web::SendingLine& line : *lines) {
    if (line.state.how == SendingHow::off) continue;
    gauges.count("preceptor_credit_queued", "Records of credit that wait to be sent.", line.queued, {{"provider", line.provider}});
    gauges.count("preceptor_credit_with_receiver", "Records of credit that wait for the receiver's answer.", line.with_receiver, {{"provider", line.provider}});
    gauges.add("preceptor_credit_sending_failing", "1 while the receiver cannot be reached or refuses us.",
               line.state.how == SendingHow::unreachable || line.state.how == SendingHow::refused ? 1 : 0, {{"provider", line.provider}});
  }
}

ports::HttpResponse answer_with(int status, std::string type, std::string body) {
  ports::HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", std::move(type)}, {"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "no-store"}};
  response.body = std::move(body);
  return response;
}

bool carries(const ports::HttpRequest& request, std::string_view token) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string* given = ports::header(request.headers, "Authorization");
  return given != nullptr && given->starts_with(scheme) && base::equal_constant_time(std::string_view(*given).substr(scheme.size()), token);
}

}  // namespace

std::string metrics_text(Site& site, const Deliveries& deliveries, base::Instant started) {
  Gauges gauges;
  gauges.add("preceptor_info", "Always 1; the version is its label.", 1, {{"version", PRECEPTOR_VERSION}});
  gauges.add("preceptor_start_timestamp_seconds", "When this process started to serve.", seconds(started));
  add_store(gauges, site);
  add_record_stores(gauges, site, deliveries);
  add_grades(gauges, site);
  add_credit(gauges, site);
  return site.request_counts().text() + gauges.text();
}

ports::HttpResponse answer_metrics(const ports::HttpRequest& request, std::string_view token, Site& site, const Deliveries& deliveries, base::Instant started) {
  constexpr const char* plain = "text/plain; charset=utf-8";
  if (request.method != "GET" && request.method != "HEAD") {
    ports::HttpResponse refused = answer_with(405, plain, "Only GET is answered here.\n");
    refused.headers.emplace_back("Allow", "GET");
    return refused;
  }
  if (!token.empty() && !carries(request, token)) {
    ports::HttpResponse refused = answer_with(401, plain, "This page asks for the token in the file that metrics.token_file names: send it as \"Authorization: Bearer ...\".\n");
    refused.headers.emplace_back("WWW-Authenticate", "Bearer");
    return refused;
  }
  return answer_with(200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(site, deliveries, started));
}

}  // namespace preceptor::app
