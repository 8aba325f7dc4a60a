#include "tests/unit/lrs/fakes.hpp"

#include <gtest/gtest.h>

#include <cstdio>

#include "core/base/json.hpp"

namespace preceptor::lrs::testing {
using base::Json;

std::string id_of(int number) {
  char text[40];
  std::snprintf(text, sizeof text, "00000000-0000-5000-8000-%012d", number);
  return text;
}

std::string attempt_of(const std::string& id) { return "00000000-0000-4000-8000-0000000000" + std::to_string(10 + std::stoi(id.substr(id.size() - 5)) % 16); }

std::string statement(int number, std::string_view verb) {
  return R"({"actor":{"account":{"homePage":"https://lms.example.org","name":"u"}},"id":")" + id_of(number) +
         R"(","context":{"registration":")" + attempt_of(id_of(number)) + R"("},"object":{"id":"https://cme.example.org/unit/x"},"timestamp":"2026-11-22T07:00:00.000Z","verb":{"id":"http://adlnet.gov/expapi/verbs/)" +
         std::string(verb) + "\"}}";
}

std::vector<std::string> ids_in(const std::string& array_text) {
  std::vector<std::string> out;
  for (const Json& one : Json::parse(array_text)) out.push_back(one.at("id"));
  return out;
}

std::string json_sent(const ports::OutboundRequest& request) {
  const std::string* type = ports::header(request.headers, "Content-Type");
  if (type == nullptr || !type->starts_with("multipart/mixed")) return request.body;
  const auto begin = request.body.find("\r\n\r\n") + 4;
  return request.body.substr(begin, request.body.find("\r\n", begin) - begin);
}

std::vector<std::string> ids_sent(const ports::OutboundRequest& request) { return ids_in(json_sent(request)); }

Answer FakeStore::send(const ports::OutboundRequest& request) {
  requests.push_back(request);
  if (request.url.ends_with("/about")) return on_get && on_get(request.url) ? *on_get(request.url) : status(200, about);
  if (request.method == "GET") {
    if (on_get) {
      if (auto instead = on_get(request.url)) return *instead;
    }
    return get(request.url);
  }
  return post(request);
}

Answer FakeStore::get(const std::string& url) const {
  const auto at = url.find("?statementId=");
  if (at == std::string::npos) return status(url.find("limit=1") != std::string::npos ? 200 : 404, R"({"statements":[],"more":""})");
  const auto found = held.find(url.substr(at + 13));
  if (found == held.end()) return status(404);
  Json shown = Json::parse(found->second);   // what stores add
  shown["stored"] = "2026-11-22T07:00:01.000Z";
  shown["version"] = "1.0.0";
  shown["authority"] = Json{{"mbox", "mailto:lrs@example.org"}};
  shown["timestamp"] = "2026-11-22T07:00:00Z";
  return status(200, shown.dump());
}

Answer FakeStore::post(const ports::OutboundRequest& request) {
  const std::string text = json_sent(request);
  if (text.size() != request.body.size() && !takes_multipart) return status(415, "JSON only");
  const Json sent = Json::parse(text);
  const auto ids = ids_in(text);
  batch_sizes.push_back(ids.size());
  for (const Json& one : sent) bytes_seen[one.at("id")].insert(one.dump());
  if (before) {
    if (auto instead = before(ids, text)) return *instead;
  }
  for (const auto& id : ids) {
    if (refuses.contains(id)) return status(400, R"({"error":"verb is not wanted here"})");
  }
  for (const Json& one : sent) {
    const auto known = held.find(one.at("id"));
    if (known != held.end() && known->second != one.dump()) return status(409, "conflict");
  }
  for (const Json& one : sent) {
    if (held.emplace(one.at("id"), one.dump()).second) order.push_back(one.at("id"));
  }
  if (after) {
    if (auto instead = after(ids, text)) return *instead;
  }
  return status(200, Json(ids).dump());
}

void MemoryQueue::add(int registration, const std::string& id, const std::string& body, std::int64_t position) {
  rows[std::to_string(registration)].push_back({position, base::StatementId(id), body});
}

base::Result<std::optional<xapi::Batch>> MemoryQueue::next_batch(const xapi::Destination&, int max_statements, std::size_t max_bytes) {
  for (const auto& [registration, all] : rows) {
    xapi::Batch batch;
    batch.registration = base::RegistrationId(registration);
    std::size_t bytes = 0;
    for (const auto& row : all) {
      if (row.position <= cursors[registration]) continue;
      // Rows of one position stay together, as the store keeps them.
      const bool same = !batch.statements.empty() && batch.statements.back().position == row.position;
      if (!same && !batch.statements.empty() && (static_cast<int>(batch.statements.size()) >= max_statements || bytes + row.body.size() > max_bytes)) break;
      bytes += row.body.size();
      batch.through = row.position;
      batch.statements.push_back(row);
    }
    if (!batch.statements.empty()) return std::optional(std::move(batch));
  }
  return std::optional<xapi::Batch>{};
}

base::Status MemoryQueue::settle(const xapi::Destination&, const ports::Lease& lease, const base::RegistrationId& registration, std::int64_t through,
                                 const std::vector<xapi::Parked>& more, const std::optional<xapi::Receipt>& receipt) {
  if (lease.fence != fence) return base::fail(base::Code::store_conflict, "the fence is old");
  if (fail_settles > 0 && fail_settles-- > 0) return base::fail(base::Code::store_failed, "scripted");
  EXPECT_GE(through, cursors[registration.str()]) << "the cursor went back";
  cursors[registration.str()] = through;
  parked.insert(parked.end(), more.begin(), more.end());
  if (receipt) receipts.push_back(*receipt);
  return {};
}

Bench::Bench(const std::string& version)
    : delivery(queue, {"lrs", "main"}, xapi::LrsRow{"main", "https://lrs.example.org/xAPI/", "user", "secret-word", version, "config", true, "main"}, store, clock, log) {}

void Bench::fill(int count, int registration) {
  for (int i = 1; i <= count; ++i) queue.add(registration, id_of(registration * 100000 + i), statement(registration * 100000 + i), i);
}

int Bench::run(int most) {
  for (int steps = 0; steps < most; ++steps) {
    const StepResult result = delivery.step(lease);
    if (result.what == StepResult::What::idle) return steps;
    if (result.what == StepResult::What::wait) {
      EXPECT_GT(result.wait.count(), 0);
      EXPECT_TRUE(result.last_error.has_value());
      clock.advance(result.wait);
    }
  }
  ADD_FAILURE() << "not idle after " << most << " steps";
  return most;
}

}  // namespace preceptor::lrs::testing
