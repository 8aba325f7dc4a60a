// What the checks of one run saw, folded into lines. Pure: the check_*.cpp files gather the facts.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/ports/http.hpp"
#include "core/ports/safekeeping.hpp"
#include "plugin/app/blocked_frames.hpp"
#include "plugin/http/certificate.hpp"
#include "web/admin/admin_site.hpp"
#include "web/pipelines/delivery_history.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::app {

using CheckLine = web::HealthLine;

// A red line with the error's own words and fix.
CheckLine red_line(std::string what, const base::Error& error);

// The certificate that browsers and LMSs meet at `host`. Yellow in the last 21 days, or in the last quarter of a shorter life.
CheckLine certificate_line(const std::string& host, const http::Certificate& found, base::Instant now);

// What came back when our own public address was asked for our key set.
struct AddressFacts {
  std::string url;                          // public_url
  std::optional<base::Error> failure;       // nothing came
  int status = 0;
  std::optional<bool> same;                 // the body is our key set; absent: cannot be compared (store memory:)
};
CheckLine address_line(const AddressFacts& facts);

// Headers of that answer, which we send without any word about frames: whatever is there was added on the way (CSP 3, HTML 7.6 X-Frame-Options).
struct AddedFraming {
  std::string frame_options;                // value of X-Frame-Options
  std::optional<std::string> ancestors;     // source list of an added frame-ancestors
};
AddedFraming added_framing(const ports::Headers& answer);
// `origins`: those that LMSs frame our pages from.
CheckLine framing_line(const AddedFraming& added, const std::vector<std::string>& origins);

// Who may frame the pages of one platform: `ancestors` is the source list we send ahead of any launch; `blocked`: what browsers said lately.
CheckLine frames_line(const std::string& name, const std::string& ancestors, const std::optional<BlockedFrames>& blocked = {});

// `ahead`: of the platform's clock before ours; absent: it did not say. Yellow beyond 10 s, red beyond 45 s.
CheckLine clock_line(const std::string& name, std::optional<base::Milliseconds> ahead);

CheckLine backup_line(std::optional<base::Instant> last, base::Instant now);   // yellow without one, and after two days
// The same where the record lies in a database server, whose copies others make: those that were noted count.
CheckLine server_backup_line(std::optional<base::Instant> last, base::Instant now);
CheckLine export_line(std::optional<base::Instant> last, base::Instant now);
// `lost`: profiles that no key in the file opens. Red from one on: says in words what that means.
CheckLine identifiers_line(std::int64_t lost, const std::string& key_file);
// One record store: what its test found (adapters/lrs/probe.hpp, as `preceptor lrs test` and /admin), and how far delivery is.
struct StoreFacts {
  bool good = false;            // it would take a statement
  std::string version, cause, next;   // the test's; next may be filled for one that is good
  xapi::DeliveryStore::Backlog backlog;
  std::optional<web::LastFailure> failed = {};   // why what waits was not taken the last time
};
// What went out, why it failed and the store's words, in one line.
std::string failure_words(const web::LastFailure& failed);
// Yellow: what was not taken for over a minute, parked statements, a store that cannot be read back, and what has waited for over an hour though the store answers.
CheckLine store_line(const std::string& name, const StoreFacts& facts, base::Instant now);

CheckLine database_line(const ports::StoreLook& look);
// The same where the record lies in a database server.
CheckLine server_line(const ports::StoreLook& look);

}  // namespace preceptor::app
