// Items of the topic "credit": what happened, and nothing that says to whom.
#include "plugin/app/credit_items.hpp"

#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "core/credit/events.hpp"

namespace preceptor::app {
namespace {

using base::Json;

std::string event_json(record::Payload payload) {
  record::Event event;
  event.stream_id = base::uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "ledger");
  event.stream_kind = "person";
  event.seq = 3;
  event.registration = base::RegistrationId("0");
  event.person = base::PersonId("random-person");
  event.at = event.recorded_at = base::from_unix_ms(1'800'000'000'000);
  event.payload = std::move(payload);
  return record::canonical_json(event);
}
Json item_of(record::Payload payload) {
  const auto item = credit_item_of(event_json(std::move(payload)));
  if (!item || !*item) return {};
  return Json::parse(**item);
}

TEST(CreditItems, AClaimSaysWhatWasClaimedAndUnderWhichRules) {
  credit::CreditClaimed claimed;
  claimed.activity_id = "opioids";
  claimed.system = "ama-pra-1";
  claimed.amount = {50};
  claimed.activity = base::ContentHash(std::string(64, 'a'));
  claimed.rules = std::string(64, 'b');
  const Json item = item_of(credit::payload_of(claimed));
  EXPECT_EQ(item["event"], "credit_claimed");
  EXPECT_EQ(item["amount"], "0.5");
  EXPECT_EQ(item["activity"], "opioids");
  EXPECT_EQ(item["person"], "random-person");
  EXPECT_TRUE(item["id"].get<std::string>().ends_with("/3"));
}

TEST(CreditItems, AGrantComesWithoutItsCertificateAndAMoveWithoutItsReason) {
  credit::CreditGranted granted;
  auto& grant = granted.grant;
  grant.ccid = "ccid:cme.example.org:abc";
  grant.platform = base::PlatformId("pl");
  grant.person = base::PersonId("random-person");
  grant.activity_id = "opioids";
  grant.activity = base::ContentHash(std::string(64, 'a'));
  grant.rules = std::string(64, 'b');
  grant.provider = "main";
  grant.system = "ama-pra-1";
  grant.amount = {75};
  grant.profession = "physician";
  grant.boards.push_back({"ABIM", {{"MOC", {75}}}, std::nullopt, {}});
  grant.date = base::parse_date("2026-05-04").value();
  grant.certificate = "SECRETCODE";
  const Json item = item_of(credit::payload_of(granted));
  EXPECT_EQ(item["date"], "2026-05-04");
  EXPECT_EQ(item["boards"][0]["points"][0]["points"], "0.75");
  EXPECT_EQ(item.dump().find("SECRETCODE"), std::string::npos);

  credit::CreditMoved moved;
  moved.ccid = grant.ccid;
  moved.from = credit::GrantState::pending;
  moved.to = credit::GrantState::rejected;
  moved.reason = "no match for Somebody";
  moved.by = "staff-person";
  const Json step = item_of(credit::payload_of(moved));
  EXPECT_EQ(step["to"], "rejected");
  EXPECT_EQ(step["ccid"], grant.ccid);
  for (const char* word : {"Somebody", "staff-person"}) EXPECT_EQ(step.dump().find(word), std::string::npos) << word;
}

TEST(CreditItems, ADamagedPayloadIsAnErrorNotAnItem) {
  EXPECT_FALSE(credit_item_of(event_json(record::Other{credit::CreditMoved::kType, "{}"})));
}

}  // namespace
}  // namespace preceptor::app
