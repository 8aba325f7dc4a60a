// What browsers say of frames they refused: the address that pages name in `report-uri` of their policy, the count kept of it, and the pages' header.
//
// Who says so. CSP 3 reports a violation of frame-ancestors like any other, to the page that would not be framed, and hides the embedding page from it. The Web
// Platform Tests ask it of report-uri (frame-ancestors/report-blocked-frame, reporting/report-frame-ancestors), and Chromium, Firefox and Safari send it;
// report-to is left out because they do not send these reports there reliably (w3c/reporting issue 203). Firefox and Safari may name the embedding page as
// referrer, Chromium leaves it empty (w3c/webappsec-csp issue 460). Extensions and proxies may keep a report back, and anybody may send one: a count is a hint,
// and no count is no proof.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ports/http.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "lti/registration.hpp"

namespace preceptor::app {

inline constexpr std::size_t kLongestReport = 8 * 1024;   // bytes; ours are about 1 KiB
inline constexpr std::chrono::days kReportsCount{7};       // after that long without one the count begins anew

inline constexpr int kFrameReportsPerMinute = 20;           // that are stored, of one registration

// Adds the report address to a page that names who may frame it; other answers stay as they are. `prefix`: the path of public_url.
void ask_for_reports(ports::HttpResponse& response, const std::string& prefix);

struct FrameReport {
  std::vector<std::string> expected;   // the origins of our policy that the browser obeyed
  std::string from;                    // origin of the page that wanted to show ours; empty when the browser does not say
};
// Absent: no report of frame-ancestors, or not one of a page of ours. Nothing else of a report is looked at; its addresses may hold handles.
std::optional<FrameReport> read_frame_report(std::string_view body);

struct BlockedFrames {
  int n = 0;
  base::Instant first{}, last{};
  std::vector<std::string> from;       // origins named, at most five
};
// Absent: none within kReportsCount. Errors: store_*, json_malformed.
base::Result<std::optional<BlockedFrames>> blocked_frames(ports::ProjectionStore& rows, const base::RegistrationId& registration, base::Instant now);

// The registrations whose origins the report expects: those that name the most of them, so that one is not taken for another that shares its issuer.
std::vector<const lti::Registration*> reported(const FrameReport& report, const std::vector<lti::Registration>& registrations);
// Counts it for one registration. Of two at one instant one may be lost.
base::Status count_blocked(ports::RecordStore& records, ports::ProjectionStore& rows, const base::RegistrationId& registration, const FrameReport& report, base::Instant now);

}  // namespace preceptor::app
