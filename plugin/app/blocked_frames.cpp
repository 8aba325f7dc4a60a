#include "plugin/app/blocked_frames.hpp"

#include <algorithm>
#include <sstream>

#include "core/base/json.hpp"
#include "core/base/url.hpp"
#include "web/learner/facts.hpp"

namespace preceptor::app {
namespace {

constexpr const char* kBlockedKind = "blocked_frames";
constexpr const char* kOnlyRow = "count";
constexpr std::size_t kMostFrom = 5, kLongestOrigin = 200;
constexpr std::string_view kDirective = "frame-ancestors ";

// The origins of a policy's frame-ancestors; none when it names nobody or everybody.
std::vector<std::string> origins_in(std::string_view policy) {
  std::vector<std::string> origins;
  const auto at = policy.find(kDirective);
  if (at == std::string_view::npos) return origins;
  const auto list = policy.substr(at + kDirective.size());
  std::istringstream words(std::string(list.substr(0, list.find(';'))));
  for (std::string word; words >> word;)
    if (word.starts_with("http")) origins.push_back(word);
  return origins;
}

std::string origin_of(const std::string& address) {
  const auto url = base::parse_url(address);
  return url && url->origin().size() <= kLongestOrigin ? url->origin() : std::string();
}

const std::string& text_in(const base::Json& json, const char* name) {
  static const std::string none;
  const auto* text = base::string_member(json, name);
  return text ? *text : none;
}

base::Result<BlockedFrames> counted(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json || !json->is_object()) return base::fail(base::Code::json_malformed, "the count of blocked frames of " + row.registration.str());
  BlockedFrames seen{json->value("n", 0), base::from_unix_ms(json->value("first", std::int64_t{0})), row.updated_at, {}};
  if (const auto from = json->find("from"); from != json->end() && from->is_array())
    for (const auto& origin : *from)
      if (origin.is_string()) seen.from.push_back(origin.get<std::string>());
  return seen;
}

bool holds_all(const std::vector<std::string>& all, const std::vector<std::string>& some) {
  return std::ranges::all_of(some, [&](const std::string& one) { return std::ranges::find(all, one) != all.end(); });
}

}  // namespace

void ask_for_reports(ports::HttpResponse& response, const std::string& prefix) {
  for (auto& [name, value] : response.headers)
    if (name == "Content-Security-Policy" && !origins_in(value).empty()) value += "; report-uri " + prefix + "/csp";
}

std::optional<FrameReport> read_frame_report(std::string_view body) {
  if (body.size() > kLongestReport) return std::nullopt;
  const auto json = base::parse_json(body);
  if (!json || !json->is_object() || !json->contains("csp-report")) return std::nullopt;
  const auto& report = json->at("csp-report");
  if (!report.is_object()) return std::nullopt;
  const auto& effective = text_in(report, "effective-directive");
  const auto& directive = effective.empty() ? text_in(report, "violated-directive") : effective;
  if (!directive.starts_with("frame-ancestors")) return std::nullopt;
  FrameReport read{origins_in(text_in(report, "original-policy")), origin_of(text_in(report, "referrer"))};
  if (read.expected.empty()) return std::nullopt;
  if (std::ranges::find(read.expected, read.from) != read.expected.end()) read.from.clear();   // a page further up was in the way
  return read;
}

std::vector<const lti::Registration*> reported(const FrameReport& report, const std::vector<lti::Registration>& registrations) {
  std::vector<const lti::Registration*> found;
  std::size_t most = 1;
  for (const auto& registration : registrations) {
    const auto own = origins_in(std::string(kDirective) + web::frame_ancestors(registration, ""));
    if (!registration.enabled || own.size() < most || !holds_all(report.expected, own)) continue;
    if (own.size() > most) found.clear();
    most = own.size();
    found.push_back(&registration);
  }
  return found;
}

base::Result<std::optional<BlockedFrames>> blocked_frames(ports::ProjectionStore& rows, const base::RegistrationId& registration, base::Instant now) {
  const auto row = rows.load_projection(registration, kBlockedKind, kOnlyRow);
  if (!row) return base::fail(row.error());
  if (!*row || now - (*row)->updated_at > kReportsCount) return std::optional<BlockedFrames>();
  auto seen = counted(**row);
  if (!seen) return base::fail(seen.error());
  return std::optional(std::move(*seen));
}

base::Status count_blocked(ports::RecordStore& records, ports::ProjectionStore& rows, const base::RegistrationId& registration, const FrameReport& report, base::Instant now) {
  const auto before = rows.load_projection(registration, kBlockedKind, kOnlyRow);
  if (!before) return base::fail(before.error());
  const auto standing = blocked_frames(rows, registration, now);
  if (!standing) return base::fail(standing.error());
  BlockedFrames next = *standing ? **standing : BlockedFrames{0, now, now, {}};
  ++next.n;
  if (!report.from.empty() && next.from.size() < kMostFrom && std::ranges::find(next.from, report.from) == next.from.end()) next.from.push_back(report.from);
  ports::Projection row;
  row.kind = kBlockedKind;
  row.registration = registration;
  row.id = kOnlyRow;
  row.version = *before ? (*before)->version + 1 : 1;
  row.updated_at = now;
  row.body = base::canonical_json({{"n", next.n}, {"first", base::to_unix_ms(next.first)}, {"from", next.from}});
  ports::UnitOfWork work;
  work.projections = {std::move(row)};
  const auto done = records.commit(work);
  return done || done.error().code == base::Code::store_conflict ? base::Status() : done;
}

}  // namespace preceptor::app
