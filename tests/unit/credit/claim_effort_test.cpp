// What a claim cost, as a table: one person's events, and the seconds and taps that the first claim on each attempt took.
#include "core/credit/claim_effort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/credit/events.hpp"
#include "tests/unit/credit/sample_activity.hpp"

namespace preceptor::credit {
namespace {

const base::Instant kMorning = *base::parse_rfc3339("2026-05-01T10:00:00Z");
base::Instant second(int n) { return kMorning + std::chrono::seconds(n); }

// The person's streams: two accounts, and what she tells of herself.
enum Stream { first_account, second_account, herself };

struct Tale {
  Tale& did(Stream stream, int at, record::Other payload) {
    record::Event event;
    event.stream_kind = "person";
    event.stream_id = std::string(1, static_cast<char>('a' + stream));
    event.seq = ++seq[stream];
    event.at = event.recorded_at = second(at);
    event.payload = std::move(payload);
    events.push_back(std::move(event));
    return *this;
  }
  Tale& completes(const std::string& attempt, int at, Stream account = first_account) {
    UnitCounted fact;
    fact.activity_id = "micro-credit";
    fact.unit_id = "unit";
    fact.attempt = base::AttemptId(attempt);
    fact.minutes = 5;
    fact.opened_at = kMorning;
    fact.completed_at = second(at);
    fact.date = day("2026-05-01");
    return did(account, at, payload_of(fact));
  }
  Tale& claims(const std::vector<std::string>& attempts, int at, Stream account = first_account) {
    return did(account, at, payload_of(CreditClaimed{"micro-credit", "ama-pra-1", {25}, base::ContentHash("h"), "r", "t", {}, attempts}));
  }
  Tale& tells(int at) { return did(herself, at, payload_of(ProfessionTold{"physician"})); }
  Tale& saves(int at, const std::string& by = "learner") { return did(herself, at, payload_of(ProfileSaved{{"npi"}, by})); }

  Tale& is_given(int at, const std::string& ccid, Stream account = first_account) {
    Grant grant;
    grant.ccid = ccid;
    grant.date = day("2026-05-01");
    return did(account, at, payload_of(CreditGranted{grant}));
  }
  // The claim with its grant, as a site appends them.
  Tale& is_granted(const std::vector<std::string>& attempts, int at, const std::string& ccid, Stream account = first_account) {
    return claims(attempts, at, account).is_given(at, ccid, account);
  }
  Tale& is_asked(int at, const std::string& ccid, const std::vector<std::string>& known) {
    return did(herself, at, payload_of(IdentifiersAsked{ccid, {"given_name", "family_name", "npi", "boards"}, known}));
  }

  std::vector<record::Event> events;
  std::int64_t seq[3] = {0, 0, 0};
};

// "attempt seconds taps; ..."
std::string told_of(const std::vector<record::Event>& events) {
  const auto made = claim_efforts(events);
  if (!made) return base::describe(made.error());
  std::string text;
  for (const auto& [attempt, effort] : *made)
    text += attempt + " " + std::to_string(effort.spent.elapsed.count() / 1000) + " " + std::to_string(effort.spent.taps) + "; ";
  return text;
}

TEST(ClaimEffort, IsThatOfTheFirstClaimThatRestsOnTheAttempt) {
  struct Row {
    const char* what;
    Tale tale;
    const char* told;
  };
  const std::vector<Row> rows = {
      {"nothing", Tale(), ""},
      {"no claim: absent, not 0", Tale().completes("u1", 10).tells(20), ""},
      {"one tap", Tale().completes("u1", 10).claims({"u1"}, 21), "u1 11 1; "},
      {"from the last unit it rests on", Tale().completes("u1", 10).completes("u2", 500).claims({"u1", "u2"}, 512), "u1 12 1; u2 12 1; "},
      {"a unit that it does not rest on starts nothing", Tale().completes("u1", 10).completes("u2", 500).claims({"u1"}, 512), "u1 502 1; "},
      {"profession and profile in between", Tale().completes("u1", 10).tells(12).saves(15).claims({"u1"}, 20), "u1 10 3; "},
      {"told twice", Tale().completes("u1", 10).tells(12).tells(14).claims({"u1"}, 20), "u1 10 3; "},
      {"before and after", Tale().tells(5).completes("u1", 10).claims({"u1"}, 20).saves(25), "u1 10 1; "},
      {"others saved", Tale().completes("u1", 10).saves(12, "roster").saves(13, "33333333-3333-4333-8333-333333333333").claims({"u1"}, 20), "u1 10 1; "},
      {"the rest claimed later", Tale().completes("u1", 10).claims({"u1"}, 20).completes("u2", 30).tells(31).claims({"u1", "u2"}, 34), "u1 10 1; u2 4 2; "},
      {"in two activities, the earlier claim", Tale().completes("u1", 10).completes("u1", 10, second_account).claims({"u1"}, 40).claims({"u1"}, 25, second_account), "u1 15 1; "},
      {"the account does not say when it was completed", Tale().completes("u1", 10).claims({"u1", "u9"}, 20).claims({"u1"}, 30), ""},
      {"the completion of another account is none of this one", Tale().completes("u1", 10, second_account).claims({"u1"}, 20), ""},
      {"claimed before it was completed: a clock went back", Tale().completes("u1", 10).claims({"u1"}, 9), ""},
      {"a question at the point of care", Tale().did(first_account, 10, payload_of(CycleCounted{"a", base::ContentHash("h"), "q1", 2, true, second(10), day("2026-05-01")})).claims({"q1"}, 17), "q1 7 1; "},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(told_of(row.tale.events), row.told) << row.what;
    auto shuffled = row.tale.events;
    shuffled.insert(shuffled.end(), row.tale.events.begin(), row.tale.events.end());
    std::ranges::reverse(shuffled);
    EXPECT_EQ(told_of(shuffled), row.told) << row.what << ", doubled and backwards";
  }
}

// "attempt at again, at again; ..."
std::string forms_of(const std::vector<record::Event>& events) {
  const auto made = identifier_forms(events);
  if (!made) return base::describe(made.error());
  std::string text;
  for (const auto& [attempt, forms] : *made) {
    text += attempt;
    for (const IdentifierForm& form : forms) text += " " + std::to_string((form.at - kMorning).count() / 1000) + "=" + std::to_string(form.again);
    text += "; ";
  }
  return text;
}

TEST(IdentifierForms, AreThoseThatClaimsRestingOnTheAttemptLedTo) {
  struct Row {
    const char* what;
    Tale tale;
    const char* forms;
  };
  CreditMoved moved;
  moved.ccid = "c1";
  const std::vector<Row> rows = {
      {"nothing", Tale(), ""},
      {"a claim that led to no form: absent, not 0", Tale().completes("u1", 10).is_granted({"u1"}, 20, "c1"), ""},
      {"nothing was known", Tale().is_granted({"u1"}, 20, "c1").is_asked(21, "c1", {}), "u1 21=0; "},
      {"two fields were", Tale().is_granted({"u1", "u2"}, 20, "c1").is_asked(21, "c1", {"npi", "given_name"}), "u1 21=2; u2 21=2; "},
      {"two claims, the later one asks again", Tale().is_granted({"u1"}, 20, "c1").is_asked(21, "c1", {}).is_granted({"u1", "u2"}, 40, "c2").is_asked(41, "c2", {"npi"}), "u1 21=0 41=1; u2 41=1; "},
      {"claims in two activities", Tale().is_granted({"u1"}, 40, "c2").is_asked(41, "c2", {"npi"}).is_granted({"u1"}, 20, "c1", second_account).is_asked(22, "c1", {}), "u1 22=0 41=1; "},
      {"the form of a claim that is not in the record", Tale().is_granted({"u1"}, 20, "c1").is_asked(21, "c9", {"npi"}), ""},
      {"noted twice counts as it was noted first", Tale().is_granted({"u1"}, 20, "c1").is_asked(21, "c1", {}).is_asked(22, "c1", {"npi"}), "u1 21=0; "},
      {"a correction is no claim", Tale().is_granted({"u1"}, 20, "c1").did(first_account, 30, payload_of(moved)).is_given(30, "c2").is_asked(31, "c2", {"npi"}), ""},
      {"a saved profile is no form", Tale().is_granted({"u1"}, 20, "c1").saves(25), ""},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(forms_of(row.tale.events), row.forms) << row.what;
    auto shuffled = row.tale.events;
    shuffled.insert(shuffled.end(), row.tale.events.begin(), row.tale.events.end());
    std::ranges::reverse(shuffled);
    EXPECT_EQ(forms_of(shuffled), row.forms) << row.what << ", doubled and backwards";
  }
  for (const char* type : {"identifiers_asked", "credit_granted"}) {
    const auto made = identifier_forms(Tale().claims({"u1"}, 1).did(type == std::string("credit_granted") ? first_account : herself, 2, record::Other{type, "{}"}).events);
    ASSERT_FALSE(made) << type;
    EXPECT_EQ(made.error().code, base::Code::json_malformed) << type;
  }
}

TEST(ClaimEffort, SaysWhenItWasClaimed) {
  const auto made = claim_efforts(Tale().completes("u1", 10).claims({"u1"}, 21).events);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->at("u1").at, second(21));
}

TEST(ClaimEffort, RefusesAnEventThatCannotBeRead) {
  for (const char* type : {"unit_counted", "credit_claimed", "profile_saved", "cycle_counted"}) {
    const auto made = claim_efforts(Tale().did(first_account, 1, record::Other{type, "{}"}).events);
    ASSERT_FALSE(made) << type;
    EXPECT_EQ(made.error().code, base::Code::json_malformed) << type;
  }
}

}  // namespace
}  // namespace preceptor::credit
