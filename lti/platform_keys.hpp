// Platforms' key sets over HTTP with the consumption rules of lti.md 6.8: cache by max-age within [60 s, 24 h]; stale while revalidating;
// unknown kid -> one single-flight re-fetch per URL per 30 s, then a negative entry; 64 KiB, 32 keys.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/http_client.hpp"
#include "lti/key_source.hpp"

namespace preceptor::lti {

struct KeySetProbe {
  std::vector<std::string> kids;
  std::optional<base::Milliseconds> clock_ahead;  // of the platform's clock before ours, when its answer tells
};

class PlatformKeys : public KeySource {
 public:
  PlatformKeys(ports::HttpClient& http, const ports::Clock& clock);
  ~PlatformKeys() override;
  base::Result<std::shared_ptr<const jose::PublicKey>> key(const Registration& registration, std::string_view kid) override;
  // Makes refresh_stale fetch this registration's keys if they were never asked for, so that the first launches after a start need not wait
  // for one another.
  void expect(const Registration& registration);
  // Refreshes entries past their age, one set after the other, so that no request waits. Asked between them whether to `go_on`: each may take five seconds.
  void refresh_stale(const std::function<bool()>& go_on = {});
  // For preceptor check: fetches now. What was found, or why not.
  base::Result<KeySetProbe> probe(const Registration& registration);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::lti
