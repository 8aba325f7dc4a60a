// Plot 10: delivery to record stores now, their queues over time, and what became of statements.
#include <chrono>

#include "web/admin/views.hpp"
#include "web/pipelines/pipeline_section.hpp"

namespace preceptor::web {
namespace {

using std::chrono::hours;

struct DeliverySpan {
  std::string_view word;
  const char *link, *in_the_last;      // message keys
  hours width, mark_every;
  int count;
};
constexpr DeliverySpan kDeliverySpans[] = {{"day", "pipeline.day", "pipeline.in_day", hours(1), hours(6), 24}, {"week", "pipeline.week", "pipeline.in_week", hours(6), hours(24), 28}};

const DeliverySpan& span_of(const StaffTurn& turn) { return kDeliverySpans[turn.asked("span") == kDeliverySpans[1].word ? 1 : 0]; }

charts::Slot delivery_slot(const char* id, const Messages& words) { return {id, 640, words.right_to_left()}; }

// The store's own page, an administrator's.
std::string store_link(const StaffTurn& turn, const std::string& name) {
  const std::string staff = turn.url(""), prefix = staff.substr(0, staff.size() - std::string_view("/staff").size());
  return base::add_query(prefix + "/admin/stores/one", "name", name);
}

// "06:00", or the day of a week, where a mark stands.
charts::QueueSpan span_words(const StaffTurn& turn, base::Instant now) {
  const DeliverySpan& span = span_of(turn);
  charts::QueueSpan out{turn.messages.text("pipeline.queue_title"), turn.messages.text(span.in_the_last), {}};
  const auto buckets = delivery_buckets({}, now, span.width, span.count);
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    if (buckets[i].from.time_since_epoch() % span.mark_every != base::Milliseconds(0)) continue;
    const std::string at = base::format_rfc3339(buckets[i].from);
    out.marks.emplace_back(static_cast<int>(i), span.mark_every < hours(24) ? at.substr(11, 5) : at.substr(5, 5));
  }
  return out;
}

}  // namespace

std::string PipelineSection::span_asked(const StaffTurn& turn) { return std::string(span_of(turn).word); }

std::string PipelineSection::span_links(const StaffTurn& turn) {
  std::string out = "<ul class=\"tabs\">";
  for (const DeliverySpan& span : kDeliverySpans) {
    const bool here = &span == &span_of(turn);
    out += "<li><a href=\"" + charts::escape(turn.url("/pipelines?span=" + std::string(span.word))) + "\"" + (here ? " aria-current=\"true\"" : "") + ">" +
           charts::escape(turn.messages.text(span.link)) + "</a></li>";
  }
  return out + "</ul>";
}

base::Result<StoreHistory> PipelineSection::history_of(const RecordStore& store) { return deps_.history ? deps_.history(store.row.store_id) : base::Result<StoreHistory>(StoreHistory()); }

base::Result<charts::Figure> PipelineSection::deliveries(const StaffTurn& turn) {
  const auto stores = deps_.stores();
  if (!stores) return base::fail(stores.error());
  std::vector<charts::StoreDelivery> rows;
  for (const RecordStore& store : *stores) {
    charts::StoreDelivery row;
    row.name = store.row.name;
    row.waiting = static_cast<long>(store.backlog.waiting);
    row.refused = static_cast<long>(store.backlog.parked);
    const xapi::ParkedGroup* newest = nullptr;
    for (const auto& group : store.parked) {
      row.again += static_cast<long>(group.again);
      if (newest == nullptr || newest->newest < group.newest) newest = &group;
    }
    row.oldest = store.backlog.waiting > 0 && store.backlog.oldest ? admin_time(*store.backlog.oldest) : std::string();
    row.last = store.backlog.last_delivered ? admin_time(*store.backlog.last_delivered) : std::string();
    row.said = newest != nullptr ? newest->code + " " + newest->begins : std::string();
    const auto history = history_of(store);
    if (!history) return base::fail(history.error());
    if (history->failed_at) {
      row.error = history->error;
      row.error_at = admin_time(*history->failed_at);
    }
    row.link = store_link(turn, store.row.name);
    rows.push_back(std::move(row));
  }
  auto figure = charts::delivery_plot(delivery_slot("delivery", turn.messages), rows, turn.messages);
  figure.remarks.push_back(turn.messages.text("pipeline.delivery_rows"));
  return figure;
}

base::Result<std::vector<charts::StoreQueue>> PipelineSection::queues(const StaffTurn& turn) {
  const auto stores = deps_.stores();
  if (!stores) return base::fail(stores.error());
  const DeliverySpan& span = span_of(turn);
  std::vector<charts::StoreQueue> queues;
  for (const RecordStore& store : *stores) {
    const auto history = history_of(store);
    if (!history) return base::fail(history.error());
    charts::StoreQueue queue{store.row.name, store_link(turn, store.row.name), {}};
    for (const DeliveryBucket& bucket : delivery_buckets(*history, deps_.clock.now(), span.width, span.count)) {
      charts::QueueStretch stretch;
      stretch.begins = admin_time(bucket.from);
      if (bucket.waiting) stretch.waiting = static_cast<long>(*bucket.waiting);
      stretch.delivered = static_cast<long>(bucket.delivered);
      stretch.again = static_cast<long>(bucket.again);
      stretch.refused = static_cast<long>(bucket.refused);
      queue.stretches.push_back(std::move(stretch));
    }
    queues.push_back(std::move(queue));
  }
  return queues;
}

base::Result<charts::Figure> PipelineSection::queue(const StaffTurn& turn) {
  const auto stores = queues(turn);
  if (!stores) return base::fail(stores.error());
  return charts::queue_plot(delivery_slot("queue", turn.messages), span_words(turn, deps_.clock.now()), *stores, turn.messages);
}

base::Result<charts::Figure> PipelineSection::settled(const StaffTurn& turn) {
  const auto stores = queues(turn);
  if (!stores) return base::fail(stores.error());
  return charts::settled_plot(delivery_slot("settled", turn.messages), span_words(turn, deps_.clock.now()), *stores, turn.messages);
}

}  // namespace preceptor::web
