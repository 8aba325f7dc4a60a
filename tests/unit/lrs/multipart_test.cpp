// Statements that carry a signature: multipart/mixed as xAPI Communication 1.5.2 has it, the same bytes every time, and stores that take none of it.
#include "adapters/lrs/multipart.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/digest.hpp"
#include "tests/unit/lrs/fakes.hpp"

namespace preceptor::lrs::testing {
namespace {

std::string signature_of(int number) { return "eyJhIjoxfQ.e30." + std::to_string(number); }

// Every third statement carries a signature.
void fill_signed(Bench& bench, int count) {
  bench.fill(count);
  auto& rows = bench.queue.rows["1"];
  for (std::size_t i = 2; i < rows.size(); i += 3) rows[i].signature = signature_of(static_cast<int>(i));
}

const std::string& type_of(const ports::OutboundRequest& request) { return *ports::header(request.headers, "Content-Type"); }

TEST(Multipart, IsTheStatementsAndThenEachSignatureUnderItsHash) {
  const std::vector<xapi::QueuedStatement> statements = {{1, base::StatementId(id_of(1)), statement(1)}, {2, base::StatementId(id_of(2)), statement(2), signature_of(2)},
                                                         {3, base::StatementId(id_of(3)), statement(3), signature_of(3)}};
  const std::string json = json_array(statements);
  EXPECT_EQ(json, "[" + statement(1) + "," + statement(2) + "," + statement(3) + "]");
  const Multipart made = multipart(json, statements);
  ASSERT_TRUE(made.content_type.starts_with("multipart/mixed; boundary=")) << made.content_type;
  const std::string line = "--" + made.content_type.substr(26);
  const auto part = [&](int number) {
    return "\r\n" + line + "\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " + base::sha256_hex(signature_of(number)) +
           "\r\n\r\n" + signature_of(number);
  };
  EXPECT_EQ(made.body, line + "\r\nContent-Type: application/json\r\n\r\n" + json + part(2) + part(3) + "\r\n" + line + "--\r\n");
  EXPECT_EQ(json.find(line), std::string::npos);
  EXPECT_EQ(multipart(json, statements).body, made.body);
  EXPECT_TRUE(any_signed(statements));
  EXPECT_FALSE(any_signed(std::span(statements).first(1)));
}

TEST(Multipart, ABatchWithOneGoesOutSoAndOneWithoutAsJson) {
  Bench bench;
  fill_signed(bench, 3);
  bench.run();
  ASSERT_EQ(bench.store.requests.size(), 1u);
  EXPECT_TRUE(type_of(bench.store.requests[0]).starts_with("multipart/mixed; boundary=preceptor-"));
  EXPECT_NE(bench.store.requests[0].body.find(signature_of(2)), std::string::npos);
  EXPECT_EQ(bench.store.order.size(), 3u);
  Bench plain;
  plain.fill(3);
  plain.run();
  EXPECT_EQ(type_of(plain.store.requests[0]), "application/json");
}

TEST(Multipart, ALostAnswerIsFollowedByTheSameBytes) {
  Bench bench;
  fill_signed(bench, 3);
  int answers = 0;
  bench.store.after = [&](const auto&, const auto&) { return ++answers == 1 ? std::optional<Answer>(lost(base::Code::outbound_reset)) : std::nullopt; };
  bench.run();
  ASSERT_EQ(bench.store.requests.size(), 2u);
  EXPECT_EQ(bench.store.requests[0].body, bench.store.requests[1].body);
  EXPECT_EQ(type_of(bench.store.requests[0]), type_of(bench.store.requests[1]));
  EXPECT_EQ(bench.queue.cursors["1"], 3);
}

TEST(Multipart, TooLargeIsSplitAndEachPartCarriesItsOwnSignatures) {
  Bench bench;
  fill_signed(bench, 12);
  bench.store.before = [](const std::vector<std::string>& ids, const std::string&) { return ids.size() > 3 ? std::optional<Answer>(status(413)) : std::nullopt; };
  bench.run();
  EXPECT_EQ(bench.store.held.size(), 12u);
  for (const auto& request : bench.store.requests) {
    const auto ids = ids_sent(request);
    for (int i = 2; i < 12; i += 3) {
      const bool sent = std::ranges::count(ids, id_of(100000 + i + 1)) > 0;
      EXPECT_EQ(request.body.find("\r\n\r\n" + signature_of(i) + "\r\n") != std::string::npos, sent) << i;
    }
  }
}

TEST(Multipart, AStoreThatTakesNoneGetsTheRestAndTheReasonSaysWhatWasSpecial) {
  Bench bench;
  fill_signed(bench, 9);
  bench.store.takes_multipart = false;
  bench.run();
  EXPECT_EQ(bench.store.held.size(), 6u) << "what carries no signature is delivered";
  ASSERT_EQ(bench.queue.parked.size(), 3u);
  for (const auto& parked : bench.queue.parked) {
    EXPECT_EQ(parked.code, "lrs.refused");
    EXPECT_EQ(parked.reason, "HTTP 415 (sent as multipart/mixed, with a signature attachment: does the store take attachments?): JSON only");
  }
  EXPECT_EQ(bench.queue.cursors["1"], 9);
}

}  // namespace
}  // namespace preceptor::lrs::testing
