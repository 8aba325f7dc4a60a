// Plots 9 to 11: the console's own counts as bars. What they count is the caller's; nothing is suppressed here.
#include <algorithm>

#include "web/charts/plot_parts.hpp"
#include "web/charts/plots.hpp"

namespace preceptor::web::charts {

Figure counted_plot(const Slot& slot, const CountedWords& said, const std::vector<Counted>& counts, const Messages& words) {
  Figure figure;
  figure.sentence = said.sentence;
  figure.table.head = {said.what, said.number};
  double most = 5;
  std::vector<Row> rows;
  for (const Counted& one : counts) {
    Datum number = Datum::of(static_cast<double>(one.count), 0);
    number.link = one.link;
    figure.table.rows.push_back({Datum::of(one.label), std::move(number)});
    most = std::max(most, static_cast<double>(one.count));
    Row& row = rows.emplace_back(Row{one.label, std::to_string(one.count), {}, {}, false, {}});
    row.bars.push_back({0, static_cast<double>(one.count), one.series, {}});
  }
  if (!rows.empty()) figure.svg = row_chart(slot, {said.title, said.sentence, {}}, amount_axis(most, 5, 0, said.number, words), rows);
  return figure;
}

Figure delivery_plot(const Slot& slot, const std::vector<StoreDelivery>& stores, const Messages& words) {
  Figure figure;
  long waiting = 0, refused = 0, again = 0;
  double most = 5;
  std::vector<Row> rows;
  for (const char* head : {"pipeline.store", "pipeline.waiting", "pipeline.refused", "pipeline.again", "pipeline.oldest", "pipeline.last", "pipeline.failed_at", "pipeline.error"})
    figure.table.head.push_back(words.text(head));
  for (const StoreDelivery& store : stores) {
    waiting += store.waiting;
    refused += store.refused;
    again += store.again;
    std::vector<Datum>& cells = figure.table.rows.emplace_back(std::vector<Datum>{Datum::of(store.name)});
    for (const long count : {store.waiting, store.refused, store.again}) {
      cells.push_back(Datum::of(static_cast<double>(count), 0));
      cells.back().link = store.link;
      most = std::max(most, static_cast<double>(count));
    }
    for (const std::string& text : {store.oldest, store.last, store.error_at, store.error}) cells.push_back(Datum::of(text));
    const std::pair<const char*, long> parts[] = {{"pipeline.waiting", store.waiting}, {"pipeline.refused", store.refused}, {"pipeline.again", store.again}};
    for (std::size_t i = 0; i < std::size(parts); ++i) {
      Row& row = rows.emplace_back(Row{store.name + " · " + words.text(parts[i].first), std::to_string(parts[i].second), {}, {}, false, {}});
      row.bars.push_back({0, static_cast<double>(parts[i].second), static_cast<int>(i), {}});
    }
    if (!store.error_at.empty())
      figure.remarks.push_back(words.text("pipeline.last_error", {{"name", quoted(store.name, words)}, {"time", store.error_at}, {"text", quoted(store.error, words)}}));
    if (!store.said.empty()) figure.remarks.push_back(words.text("pipeline.said", {{"name", quoted(store.name, words)}, {"text", quoted(store.said, words)}}));
  }
  figure.sentence = words.text("pipeline.delivery_finding", {{"waiting", std::to_string(waiting)}, {"refused", std::to_string(refused)}, {"again", std::to_string(again)}});
  if (!rows.empty())
    figure.svg = row_chart(slot, {words.text("pipeline.delivery_title"), figure.sentence, {}}, amount_axis(most, 5, 0, words.text("pipeline.statements"), words), rows);
  return figure;
}

}  // namespace preceptor::web::charts
