#include "core/burden/release.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <random>
#include <set>

#include "core/base/uuid.hpp"

namespace preceptor::burden {
namespace {

RandomBytes chance(unsigned seed) {
  return [generator = std::mt19937_64(seed)](std::size_t count) mutable {
    std::string out(count, '\0');
    for (char& byte : out) byte = static_cast<char>(generator() & 0xFF);
    return out;
  };
}

std::vector<PoolRow> pool(int count, std::optional<CareerStage> stage, const std::string& form = "f", const std::string& unit = "u") {
  std::vector<PoolRow> rows;
  for (int i = 0; i < count; ++i) {
    const std::string n = std::to_string(i);
    rows.push_back({form + unit + "key" + (stage ? std::string(name(*stage)) : "-") + n, form, unit, stage, "{\"n\":" + n + "}"});
  }
  return rows;
}

std::vector<PoolRow> operator+(std::vector<PoolRow> a, const std::vector<PoolRow>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

const base::Instant kNow = *base::parse_rfc3339("2026-11-25T23:59:59.999Z");

TEST(Release, NineWaitAndTenGo) {
  EXPECT_TRUE(release(pool(9, std::nullopt), kNow, chance(1)).rows.empty());
  EXPECT_TRUE(release(pool(9, std::nullopt), kNow, chance(1)).taken.empty());
  const ReleaseBatch batch = release(pool(10, std::nullopt), kNow, chance(1));
  EXPECT_EQ(batch.rows.size(), 10u);
  EXPECT_EQ(batch.taken.size(), 10u);
}

TEST(Release, CountsByFormAndUnit) {
  // 10 together, but 9 and 1; another form with 12; the same form alone (no unit) with 9.
  const ReleaseBatch batch = release(pool(9, {}, "f", "u") + pool(1, {}, "f", "w") + pool(12, {}, "g", "u") + pool(9, {}, "f", ""), kNow, chance(2));
  EXPECT_EQ(batch.rows.size(), 12u);
  for (const ReleasedRow& row : batch.rows) EXPECT_EQ(row.form_hash, "g");
}

TEST(Release, StageOnlyWhenEveryCellHasTen) {
  struct Row {
    int trainees, seniors, unknown;
    bool staged;
  };
  for (const Row& row : {Row{10, 0, 0, true}, {10, 10, 0, true}, {10, 10, 10, true}, {10, 9, 0, false}, {10, 10, 1, false}, {5, 5, 0, false}}) {
    const ReleaseBatch batch = release(pool(row.trainees, CareerStage::trainee) + pool(row.seniors, CareerStage::years_21_up) + pool(row.unknown, {}), kNow, chance(3));
    EXPECT_EQ(batch.rows.size(), static_cast<std::size_t>(row.trainees + row.seniors + row.unknown));
    const auto with = std::ranges::count_if(batch.rows, [](const ReleasedRow& r) { return r.stage.has_value(); });
    EXPECT_EQ(with, row.staged ? row.trainees + row.seniors : 0);
  }
}

TEST(Release, SaysTheDayAndNothingElseOfTheRow) {
  const auto rows = pool(30, CareerStage::trainee);
  const ReleaseBatch batch = release(rows, kNow, chance(4));
  std::set<std::string> ids, keys;
  for (const PoolRow& row : rows) keys.insert(row.key);
  for (const ReleasedRow& row : batch.rows) {
    EXPECT_EQ(row.day, "2026-11-25");
    for (const std::string& id : {row.actor, row.attempt}) {
      EXPECT_TRUE(base::is_uuid(id));
      EXPECT_EQ(id[14], '4');
      EXPECT_TRUE(ids.insert(id).second);
      EXPECT_FALSE(keys.contains(id));
    }
  }
  EXPECT_TRUE(std::ranges::is_sorted(batch.taken));
  std::multiset<std::string> in, out;
  for (const PoolRow& row : rows) in.insert(row.answers);
  for (const ReleasedRow& row : batch.rows) out.insert(row.answers);
  EXPECT_EQ(in, out);
}

TEST(Release, TheOrderOfThePoolDoesNotComeThrough) {
  auto rows = pool(12, {});
  const ReleaseBatch one = release(rows, kNow, chance(5));
  std::ranges::reverse(rows);
  EXPECT_EQ(release(rows, kNow, chance(5)).rows, one.rows);  // only the keys and chance decide
}

// Each of 10 rows in each of 10 places about equally often: chi-square with 81 degrees of freedom, 99.99 % below 137.
TEST(Release, TheShuffleIsFair) {
  const auto rows = pool(10, {});
  std::map<std::pair<std::string, std::size_t>, int> seen;
  auto random = chance(6);
  constexpr int kRounds = 5000;
  for (int round = 0; round < kRounds; ++round) {
    const ReleaseBatch batch = release(rows, kNow, random);
    for (std::size_t i = 0; i < batch.rows.size(); ++i) ++seen[{batch.rows[i].answers, i}];
  }
  double chi = 0;
  for (const auto& [where, count] : seen) chi += (count - kRounds / 10.0) * (count - kRounds / 10.0) / (kRounds / 10.0);
  EXPECT_EQ(seen.size(), 100u);
  EXPECT_LT(chi, 137);
}

}  // namespace
}  // namespace preceptor::burden
