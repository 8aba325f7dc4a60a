// A small record store that can be told to fail, a queue in memory, a clock that is moved by hand.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/lrs/delivery.hpp"

namespace preceptor::lrs::testing {

class FakeClock : public ports::Clock {
 public:
  base::Instant now() const override { return now_; }
  void advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  base::Instant now_ = base::from_unix_ms(1'790'000'000'000);
};

class QuietLog : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field>) override { events.emplace_back(event); }
  std::vector<std::string> events;
};

using Answer = base::Result<ports::OutboundResponse>;
inline Answer status(int code, std::string body = {}, ports::Headers headers = {}) { return ports::OutboundResponse{code, std::move(headers), std::move(body)}; }
inline Answer lost(base::Code code) { return base::fail(code, "scripted"); }

// Behaves as the two real stores of xapi.md 7: all or nothing, 409 when a known id differs, identical statements accepted again.
class FakeStore : public ports::HttpClient {
 public:
  Answer send(const ports::OutboundRequest& request) override;

  // Asked before a POST is handled: an answer instead of it, or nullopt. `after` likewise once it was stored (the answer is lost).
  std::function<std::optional<Answer>(const std::vector<std::string>& ids, const std::string& body)> before, after;
  std::function<std::optional<Answer>(const std::string& url)> on_get;
  std::set<std::string> refuses;   // ids answered 400
  bool takes_multipart = true;     // else 415 to every multipart request
  std::string about = R"({"version":["1.0.3","2.0.0"]})";

  std::map<std::string, std::string> held;   // id -> bytes, in canonical JSON
  std::vector<std::string> order;            // ids in the order they were first stored
  std::map<std::string, std::set<std::string>> bytes_seen;   // id -> every text it was sent as
  std::vector<std::size_t> batch_sizes;
  std::vector<ports::OutboundRequest> requests;

 private:
  Answer post(const ports::OutboundRequest& request);
  Answer get(const std::string& url) const;
};

class MemoryQueue : public xapi::DeliveryQueue {
 public:
  void add(int registration, const std::string& id, const std::string& body, std::int64_t position);
  base::Result<std::optional<xapi::Batch>> next_batch(const xapi::Destination&, int max_statements, std::size_t max_bytes) override;
  base::Status settle(const xapi::Destination&, const ports::Lease& lease, const base::RegistrationId& registration, std::int64_t through,
                      const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) override;

  std::map<std::string, std::vector<xapi::QueuedStatement>> rows;   // by registration
  std::map<std::string, std::int64_t> cursors;
  std::vector<xapi::Parked> parked;
  std::vector<xapi::Receipt> receipts;
  std::int64_t fence = 1;
  int fail_settles = 0;   // so many settles fail first
};

// A queue, a store and a delivery between them.
struct Bench {
  FakeClock clock;
  QuietLog log;
  FakeStore store;
  MemoryQueue queue;
  ports::Lease lease{"lrs:main", "here", 1};
  LrsDelivery delivery;

  explicit Bench(const std::string& version = "1.0.3");
  void fill(int count, int registration = 1);
  // Steps until idle, moving the clock over waits. Answers the number of steps; gives up (fails the test) after `most`.
  int run(int most = 5000);
};

std::string id_of(int number);                  // a UUID
// Every sixteenth statement is of the same attempt; which, is told by the id.
std::string attempt_of(const std::string& id);
std::string statement(int number, std::string_view verb = "answered");
std::vector<std::string> ids_in(const std::string& array_text);
// The JSON of a POST, whether it came alone or as the first part of a multipart request.
std::string json_sent(const ports::OutboundRequest& request);
std::vector<std::string> ids_sent(const ports::OutboundRequest& request);

}  // namespace preceptor::lrs::testing
