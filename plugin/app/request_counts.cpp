#include "plugin/app/request_counts.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace preceptor::app {
namespace {

struct Area {
  std::string_view start;   // of the path; a path equal to it without the last slash belongs to it too
  const char* name;
};

// The first that fits. Names are documented in docs/operations/metrics.md.
constexpr std::array<Area, 17> kAreas{{
    {"/lti/login/", "login"},
    {"/lti/launch/", "launch"},
    {"/lti/jwks/", "keys"},
    {"/.well-known/jwks.json/", "keys"},
    {"/lti/", "registration"},
    {"/u/", "unit"},
    {"/t/", "teacher"},
    {"/s/", "survey"},
    {"/c/", "credit"},
    {"/verify/", "credit"},
    {"/q/", "question"},
    {"/f/", "follow_up"},
    {"/r/", "root_cause"},
    {"/pick/", "picker"},
    {"/staff/", "staff"},
    {"/admin/", "admin"},
    {"", "other"},
}};
constexpr std::array<const char*, 5> kStatuses{"1xx", "2xx", "3xx", "4xx", "5xx"};

std::size_t area_of(std::string_view path) {
  const auto fits = [path](const Area& area) { return path.starts_with(area.start) || (!area.start.empty() && path == area.start.substr(0, area.start.size() - 1)); };
  return static_cast<std::size_t>(std::ranges::find_if(kAreas, fits) - kAreas.begin());
}

// Seconds. Pages are a matter of milliseconds; a launch that must fetch a platform's keys may wait for ten seconds.
prometheus::Histogram::BucketBoundaries durations() { return {0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10}; }

}  // namespace

struct RequestCounts::Impl {
  prometheus::Registry registry;
  // Made beforehand: two areas of one name share theirs.
  std::array<std::array<prometheus::Counter*, kStatuses.size()>, kAreas.size()> counters{};
  std::array<prometheus::Histogram*, kAreas.size()> times{};
};

RequestCounts::RequestCounts() : impl_(std::make_unique<Impl>()) {
  auto& counts = prometheus::BuildCounter().Name("preceptor_requests_total").Help("Requests that were answered.").Register(impl_->registry);
  auto& times = prometheus::BuildHistogram().Name("preceptor_request_seconds").Help("Time from a whole request to its answer.").Register(impl_->registry);
  for (std::size_t area = 0; area < kAreas.size(); ++area) {
    impl_->times[area] = &times.Add({{"area", kAreas[area].name}}, durations());
    for (std::size_t status = 0; status < kStatuses.size(); ++status)
      impl_->counters[area][status] = &counts.Add({{"area", kAreas[area].name}, {"status", kStatuses[status]}});
  }
}

RequestCounts::~RequestCounts() = default;

void RequestCounts::answered(std::string_view path, int status, std::chrono::duration<double> took) {
  const std::size_t area = area_of(path);
  const auto hundreds = static_cast<std::size_t>(std::clamp(status / 100, 1, 5) - 1);
  impl_->counters[area][hundreds]->Increment();
  impl_->times[area]->Observe(took.count());
}

std::string RequestCounts::text() const { return prometheus::TextSerializer().Serialize(impl_->registry.Collect()); }

}  // namespace preceptor::app
