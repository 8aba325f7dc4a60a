// Plot 10 over time: sums, gaps that are no zeros, and a table that has every store.
#include <gtest/gtest.h>

#include <algorithm>

#include "web/charts/chart.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web::charts {
namespace {

const QueueSpan kSpan{"Statements that wait, over time", "In the last 24 hours", {{0, "00:00"}, {2, "12:00"}}};
const Slot kQueueSlot{"queue"};

StoreQueue queue_of(const std::string& name) {
  return {name, "/stores?name=" + name, {{"a", 5, 10, 1, 0}, {"b", 40, 0, 2, 3}, {"c", std::nullopt, 0, 0, 0}, {"d", 0, 45, 0, 0}}};
}

long count_of(const std::string& text, const std::string& what) {
  long found = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(QueuePlot, SaysTheMostAndBreaksTheLineWhereNothingWasCounted) {
  const Figure made = queue_plot(kQueueSlot, kSpan, {queue_of("main")}, Messages::in("en"));
  EXPECT_EQ(made.sentence, "In the last 24 hours, at most 40 statements waited for a record store at once.");
  EXPECT_EQ(count_of(made.svg, "<polyline"), 2) << "a gap";
  ASSERT_EQ(made.table.rows.size(), 4u);
  EXPECT_EQ(made.table.rows[1][2].number, 40.0);
  EXPECT_EQ(made.table.rows[1][2].link, "/stores?name=main");
  for (std::size_t column = 2; column < 6; ++column) EXPECT_FALSE(made.table.rows[2][column].number) << "not counted is not 0";
  EXPECT_EQ(made.table.rows[3][2].number, 0.0);
  EXPECT_EQ(count_of(csv(made.table), "\r\n"), 5);
}

TEST(QueuePlot, DrawsFourStoresAndTabulatesAll) {
  std::vector<StoreQueue> stores;
  for (const char* name : {"one", "two", "three", "four", "five"}) stores.push_back(queue_of(name));
  for (const char* language : {"en", "es", "ar"}) {
    const Figure made = queue_plot(kQueueSlot, kSpan, stores, Messages::in(language));
    EXPECT_EQ(count_of(made.svg, "<polyline"), 8) << language;
    EXPECT_EQ(made.table.rows.size(), 20u);
    EXPECT_EQ(made.remarks.size(), 1u);
  }
}

TEST(QueuePlot, WithoutCountsThereIsASentenceAndNoChart) {
  for (const auto& stores : {std::vector<StoreQueue>{}, std::vector<StoreQueue>{{"main", "", {{"a", std::nullopt, 0, 0, 0}}}}}) {
    for (const Figure& made : {queue_plot(kQueueSlot, kSpan, stores, Messages::in("en")), settled_plot(kQueueSlot, kSpan, stores, Messages::in("en"))}) {
      EXPECT_TRUE(made.svg.empty() && made.table.rows.empty());
      EXPECT_EQ(made.sentence, "In the last 24 hours, nothing was counted yet. It is counted every ten minutes while a record store is switched on.");
    }
  }
}

TEST(SettledPlot, SumsEachStore) {
  const Figure made = settled_plot(kQueueSlot, kSpan, {queue_of("main"), queue_of("second")}, Messages::in("en"));
  EXPECT_EQ(made.sentence, "In the last 24 hours, 110 statements were delivered, 6 tries failed and were made again, and 6 statements were refused.");
  ASSERT_EQ(made.table.rows.size(), 2u);
  EXPECT_EQ(made.table.rows[0][1].number, 55.0);
  EXPECT_EQ(made.table.rows[0][2].number, 3.0);
  EXPECT_EQ(made.table.rows[0][3].number, 3.0);
  EXPECT_EQ(made.table.rows[0][3].link, "/stores?name=main");
}

}  // namespace
}  // namespace preceptor::web::charts
