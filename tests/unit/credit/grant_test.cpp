#include "core/credit/grant.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace preceptor::credit {
namespace {

using enum GrantState;
const std::vector<GrantState> kAll = {issued, queued, exported, sent, pending, accepted, rejected, correcting, withdrawn, superseded};

Grant grant() {
  Grant one;
  one.ccid = "ccid:cme.example.org:abc";
  one.platform = base::PlatformId("1");
  one.person = base::PersonId("5f0c9a3e-2b7d-4d0e-8b8a-0c5a6f1d2e3f");
  one.activity_id = "micro-credit";
  one.activity = base::ContentHash(std::string(64, 'a'));
  one.rules = std::string(64, 'b');
  one.provider = "demo";
  one.system = "ama-pra-1";
  one.amount = {50};
  one.profession = "physician";
  one.boards = {{"ABIM", {{"Medical Knowledge", {50}}}, *base::parse_date("2027-01-31"), {"02_ABAMCO:12:Airway"}}};
  one.date = *base::parse_date("2026-12-31");
  one.granted_at = *base::parse_rfc3339("2027-01-01T05:30:00Z");
  one.sequence = 2;
  one.certificate = "K7QM-2XPA";
  one.state = rejected;
  one.reason = "No match";
  one.changed_at = *base::parse_rfc3339("2027-01-02T05:30:00.250Z");
  one.version = 4;
  return one;
}

TEST(Grant, EveryStateHasAName) {
  std::set<std::string_view> names;
  for (const GrantState state : kAll) {
    EXPECT_EQ(grant_state_named(name(state)), state);
    names.insert(name(state));
  }
  EXPECT_EQ(names.size(), kAll.size());
  EXPECT_FALSE(grant_state_named("lost"));
}

// Scenario 25: what is removed at the receiver is not taken from the learner.
TEST(Grant, HoldsUnlessItIsSupersededOrWithdrawn) {
  Grant one;
  for (const GrantState state : kAll) {
    one.state = state;
    EXPECT_EQ(holds(one), state != superseded && state != withdrawn) << name(state);
  }
  one.state = withdrawn;
  one.reason = kRemovedThere;
  EXPECT_TRUE(holds(one));
  one.state = superseded;
  EXPECT_FALSE(holds(one));
}

// The whole table, as one sees it: what is not listed may not be.
TEST(Grant, MovesAlongItsTableOnly) {
  const std::map<GrantState, std::set<GrantState>> allowed = {
      {issued, {queued, exported, sent, withdrawn, superseded}},
      {queued, {issued, exported, sent, rejected, withdrawn, superseded}},
      {exported, {queued, pending, accepted, rejected, correcting}},
      {sent, {queued, pending, accepted, rejected, correcting}},
      {pending, {queued, accepted, rejected, correcting}},
      {accepted, {rejected, correcting}},
      {rejected, {queued, accepted, correcting, withdrawn, superseded}},
      {correcting, {accepted, rejected, withdrawn, superseded}},
      {withdrawn, {}},
      {superseded, {}},
  };
  for (const GrantState from : kAll)
    for (const GrantState to : kAll) EXPECT_EQ(may_move(from, to), allowed.at(from).contains(to)) << name(from) << " to " << name(to);
}

TEST(Grant, GoesThroughItsJson) {
  const Grant one = grant();
  const auto again = grant_from_json(to_json(one));
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(*again, one);
}

TEST(Grant, RefusesJsonThatIsNone) {
  const std::string json = to_json(grant());
  const std::pair<const char*, const char*> broken[] = {{"\"rejected\"", "\"lost\""}, {"\"0.5\"", "0.5"}, {"2026-12-31", "2026-13-31"}, {"\"sequence\":2", "\"sequence\":0"}};
  for (const auto& [from, to] : broken) {
    std::string text = json;
    text.replace(text.find(from), std::string(from).size(), to);
    const auto read = grant_from_json(text);
    ASSERT_FALSE(read) << to;
    EXPECT_EQ(read.error().code, base::Code::json_malformed);
  }
}

std::string id(std::string_view provider, std::string_view activity, std::string_view person, std::string_view system, const char* date, int sequence) {
  return ccid("cme.example.org", provider, activity, base::PersonId(std::string(person)), system, *base::parse_date(date), sequence);
}

TEST(Ccid, IsFixedForEverAndFitsThePattern) {
  const std::string one = id("demo", "a", "p", "ama-pra-1", "2026-12-31", 1);
  EXPECT_EQ(one, "ccid:cme.example.org:hvflp3xi34ueur2begtyu5d4lj4w5dxwf4pphs6ro6yowd63fsca");
}

TEST(Ccid, DiffersByEachOfItsParts) {
  const std::set<std::string> ids = {
      id("demo", "a", "p", "ama-pra-1", "2026-12-31", 1), id("other", "a", "p", "ama-pra-1", "2026-12-31", 1), id("demo", "b", "p", "ama-pra-1", "2026-12-31", 1),
      id("demo", "a", "q", "ama-pra-1", "2026-12-31", 1), id("demo", "a", "p", "ancc", "2026-12-31", 1),       id("demo", "a", "p", "ama-pra-1", "2026-12-30", 1),
      id("demo", "a", "p", "ama-pra-1", "2026-12-31", 2)};
  EXPECT_EQ(ids.size(), 7U);
}

TEST(Ccid, StaysWithin300BytesAndHasTwoColons) {
  const std::string one = ccid(std::string(400, 'x') + ".org", "demo", "a", base::PersonId("p"), "ama-pra-1", *base::parse_date("2026-12-31"), 1);
  EXPECT_LE(one.size(), 300U);
  const std::string with_port = ccid("cme.example.org:8480", "demo", "a", base::PersonId("p"), "ama-pra-1", *base::parse_date("2026-12-31"), 1);
  EXPECT_EQ(std::ranges::count(with_port, ':'), 2);
}

}  // namespace
}  // namespace preceptor::credit
