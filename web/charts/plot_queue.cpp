// Plot 10 over time: the queue of each record store, and what became of statements. What was not counted is a gap, never 0.
#include <algorithm>

#include "web/charts/plot_parts.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web::charts {
namespace {

struct QueueSums {
  long most = 0, delivered = 0, again = 0, refused = 0;
  bool counted = false;
};

void add_stretches(QueueSums& sums, const StoreQueue& store) {
  for (const QueueStretch& one : store.stretches) {
    sums.counted = sums.counted || one.waiting.has_value();
    sums.most = std::max(sums.most, one.waiting.value_or(0));
    sums.delivered += one.delivered;
    sums.again += one.again;
    sums.refused += one.refused;
  }
}

QueueSums sums_of(const std::vector<StoreQueue>& stores) {
  QueueSums sums;
  for (const StoreQueue& store : stores) add_stretches(sums, store);
  return sums;
}

Datum linked_count(std::optional<long> count, const std::string& link) {
  if (!count) return Datum::of(std::string());
  Datum cell = Datum::of(static_cast<double>(*count), 0);
  cell.link = link;
  return cell;
}

// A line through each run of stretches that were counted.
void add_lines(std::vector<Line>& lines, const StoreQueue& store, int series) {
  bool open = false;
  for (std::size_t i = 0; i < store.stretches.size(); ++i) {
    if (const auto& waiting = store.stretches[i].waiting) {
      if (!open) lines.push_back({series, {}});
      lines.back().points.emplace_back(static_cast<double>(i) + 0.5, static_cast<double>(*waiting));
    }
    open = store.stretches[i].waiting.has_value();
  }
}

Axis time_axis(const QueueSpan& span, std::size_t stretches, const Messages& words) {
  Axis axis;
  axis.high = static_cast<double>(std::max<std::size_t>(stretches, 1));
  axis.title = words.text("pipeline.time_utc");
  for (const auto& [after, label] : span.marks) axis.ticks.push_back({static_cast<double>(after), label});
  return axis;
}

Axis plain_amount_axis(double most, const Messages& words) { return amount_axis(std::max(5.0, most), 5, 0, words.text("pipeline.statements"), words); }

}  // namespace

Figure queue_plot(const Slot& slot, const QueueSpan& span, const std::vector<StoreQueue>& stores, const Messages& words) {
  Figure figure;
  for (const char* head : {"pipeline.from", "pipeline.store", "pipeline.waiting_most", "pipeline.delivered", "pipeline.tried_again", "pipeline.refused"})
    figure.table.head.push_back(words.text(head));
  const QueueSums all = sums_of(stores);
  if (!all.counted) {
    figure.sentence = words.text("pipeline.queue_none", {{"span", span.in_the_last}});
    return figure;
  }
  figure.sentence = words.text("pipeline.queue_finding", {{"span", span.in_the_last}, {"most", std::to_string(all.most)}});
  Heading heading{span.title, figure.sentence, {}};
  std::vector<Line> lines;
  for (std::size_t s = 0; s < stores.size(); ++s) {
    const StoreQueue& store = stores[s];
    for (const QueueStretch& one : store.stretches) {
      std::vector<Datum>& cells = figure.table.rows.emplace_back(std::vector<Datum>{Datum::of(one.begins), Datum::of(store.name)});
      for (const auto& count : {one.waiting, one.waiting ? std::optional(one.delivered) : std::nullopt, one.waiting ? std::optional(one.again) : std::nullopt,
                                one.waiting ? std::optional(one.refused) : std::nullopt})
        cells.push_back(linked_count(count, store.link));
    }
    if (s >= static_cast<std::size_t>(kSeries)) continue;   // more would share a shape; the table has them all
    heading.legend.push_back({static_cast<int>(s), store.name});
    add_lines(lines, store, static_cast<int>(s));
  }
  if (stores.size() > static_cast<std::size_t>(kSeries)) figure.remarks.push_back(words.text("pipeline.queue_drawn", {{"n", std::to_string(kSeries)}}));
  figure.svg = line_chart(slot, heading, time_axis(span, stores.front().stretches.size(), words), plain_amount_axis(static_cast<double>(all.most), words), lines);
  return figure;
}

Figure settled_plot(const Slot& slot, const QueueSpan& span, const std::vector<StoreQueue>& stores, const Messages& words) {
  Figure figure;
  for (const char* head : {"pipeline.store", "pipeline.delivered", "pipeline.tried_again", "pipeline.refused"}) figure.table.head.push_back(words.text(head));
  const QueueSums all = sums_of(stores);
  if (!all.counted) {
    figure.sentence = words.text("pipeline.queue_none", {{"span", span.in_the_last}});
    return figure;
  }
  figure.sentence = words.text("pipeline.settled_finding", {{"span", span.in_the_last}, {"delivered", std::to_string(all.delivered)}, {"again", std::to_string(all.again)},
                                                            {"refused", std::to_string(all.refused)}});
  std::vector<Row> rows;
  double most = 0;
  for (const StoreQueue& store : stores) {
    QueueSums own;
    add_stretches(own, store);
    if (!own.counted) continue;
    std::vector<Datum>& cells = figure.table.rows.emplace_back(std::vector<Datum>{Datum::of(store.name)});
    const std::pair<const char*, long> parts[] = {{"pipeline.delivered", own.delivered}, {"pipeline.tried_again", own.again}, {"pipeline.refused", own.refused}};
    for (std::size_t i = 0; i < std::size(parts); ++i) {
      cells.push_back(linked_count(parts[i].second, store.link));
      most = std::max(most, static_cast<double>(parts[i].second));
      Row& row = rows.emplace_back(Row{store.name + " · " + words.text(parts[i].first), std::to_string(parts[i].second), {}, {}, false, {}});
      row.bars.push_back({0, static_cast<double>(parts[i].second), static_cast<int>(i), {}});
    }
  }
  figure.svg = row_chart(slot, {words.text("pipeline.settled_title"), figure.sentence, {}}, plain_amount_axis(most, words), rows);
  return figure;
}

}  // namespace preceptor::web::charts
