// What a monitoring system reads at /metrics (docs/operations/metrics.md): how things stand now, after the counts of requests.
#pragma once
#include <string>
#include <string_view>

#include "core/base/time.hpp"
#include "core/ports/http.hpp"
#include "plugin/app/deliveries.hpp"
#include "plugin/app/request_counts.hpp"
#include "plugin/app/site.hpp"

namespace preceptor::app {

// Prometheus text (exposition format 0.0.4). A part that cannot be read is left out and counted in preceptor_unreadable_parts.
// No name of a person, no address, no handle: labels are the names staff gave to connections, states and parts of the site.
std::string metrics_text(Site& site, const Deliveries& deliveries, base::Instant started);

// The answer to a request for /metrics: 401 unless it carries `token` as bearer; an empty token asks for none. Only GET.
ports::HttpResponse answer_metrics(const ports::HttpRequest& request, std::string_view token, Site& site, const Deliveries& deliveries, base::Instant started);

}  // namespace preceptor::app
