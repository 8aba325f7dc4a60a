// What the administrator's pages ask of the wiring: health, and acts that reach beyond the stores.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"

namespace preceptor::web {

// One line of `preceptor check`.
struct HealthLine {
  std::string what;     // e.g. "LRS main"
  std::string state;    // "good", "warning" or "red"
  std::string cause;    // in plain words
  std::string next;     // the next action; empty when good
  std::string registration = {};   // whose line it is; empty: the site's
  std::string page = {};           // the page below /admin where it is mended: "stores", "grades", "diary"; empty: the connection's own, if it has one
};

struct Health {
  std::vector<HealthLine> lines;         // of the last finished run
  std::optional<base::Instant> at;       // when that was; absent: none finished yet
  bool running = false;                  // another is under way
};

class AdminSite {
 public:
  virtual ~AdminSite() = default;
  // `again`: starts a run even if the last one is young. Waits a moment for a run under way, never for its end.
  virtual Health health(bool again) = 0;
  // The lines as `preceptor check --json` prints them, for the registration's administrator only those of it.
  virtual std::string health_json(const Health& health) = 0;
  // False: this client asked too often for something that could be guessed.
  virtual bool may_guess(const std::string& client_address) = 0;
};

}  // namespace preceptor::web
