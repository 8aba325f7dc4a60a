// Record stores as the administrator's pages and the command line see and change them: one set of functions behind both.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"
#include "core/base/secret.hpp"
#include "core/base/time.hpp"
#include "web/pipelines/delivery_history.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::web {

// A connection and how far delivery to it is. The password is never in it.
struct RecordStore {
  xapi::LrsRow row;
  bool has_password = false;
  xapi::DeliveryStore::Backlog backlog;
  std::optional<xapi::Backfill> backfill;
  std::vector<xapi::ParkedGroup> parked;
  std::vector<xapi::Parked> refused;     // the oldest, at most kRefusedShown
  std::vector<xapi::Receipt> answers;    // the newest, at most kAnswersShown
  std::optional<LastFailure> failed;     // why what waits was not taken the last time, whichever node sent it; absent: it goes on
  std::string trouble;                   // why the worker of this process waits before it tries again, in an error's words; empty: it does not

  bool configured() const { return row.source == "config"; }
};
constexpr int kRefusedShown = 100;
constexpr int kAnswersShown = 10;

struct StoreDraft {
  std::string name, endpoint, username, version = "auto";
  std::optional<base::Secret> password;   // absent: the one it has
  bool same_store = false;                // another address of the store that is connected under this name
  std::optional<bool> pseudonymised = {}; // absent: as it is; a new one gets accounts
};

enum class StoreProblem {
  none,
  name,        // empty, over 100 characters, or with control characters
  taken,       // another store has that name
  endpoint,    // no whole http or https address, or one with a query
  version,
  password,    // another address needs it again: a secret is not sent to a place it was not typed for
  configured,  // it comes from the configuration file
  unmoved,     // same_store, but none of that name is connected
  refused,     // the configuration does not let this server call that address
};

struct StoreSaved {
  StoreProblem problem = StoreProblem::none;   // nothing was saved
  bool goes_on = false;                        // delivery goes on where it was; else it begins now
};

struct StoreTest {
  bool good = false;
  std::string fault;     // "address", "path", "credentials", "version", "tls", "permissions", "refused", "busy" or "none"
  std::string version;   // the one that would be spoken, when known
  std::string cause, next;
};

class RecordStores {
 public:
  enum class Save { add, change, either };
  virtual ~RecordStores() = default;
  virtual base::Result<std::vector<RecordStore>> list() = 0;
  virtual base::Result<RecordStore> load(const std::string& name) = 0;   // error lrs_unknown
  // A new one is switched on; a known one stays as it is.
  virtual base::Result<StoreSaved> save(const StoreDraft& draft, Save how) = 0;
  // Errors lrs_unknown, platform_configured; admin_form_outdated: it is not `was`.
  virtual base::Status switch_to(const std::string& name, bool was, bool on) = 0;
  // Asks the store itself; up to a minute. Error lrs_unknown.
  virtual base::Result<StoreTest> test(const std::string& name) = 0;
  // Error lrs_unknown; command_arguments: an unknown kind, an id with a comma, or no kind left on.
  virtual base::Status set_filter(const std::string& name, const xapi::LrsFilter& filter) = 0;
  // `from`: a day ("2026-01-31") or an instant; empty: everything. The instant it begins at. Error command_arguments.
  virtual base::Result<base::Instant> begin_backfill(const std::string& name, const std::string& from) = 0;
  // "pause", "resume" or "stop". Error admin_form_outdated: it is not in a state for that.
  virtual base::Status turn_backfill(const std::string& name, std::string_view act) = 0;
  virtual base::Result<std::int64_t> send_again(const std::string& name, const xapi::ParkedChoice& choice) = 0;
};

}  // namespace preceptor::web
