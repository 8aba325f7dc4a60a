// export xapi: sealed statements to a file, the reader, or a record store, without moving any cursor.
#include <algorithm>
#include <deque>
#include <thread>

#include "adapters/lrs/delivery.hpp"
#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/commands/export_file.hpp"
#include "plugin/app/persons.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kSendAtOnce = 100;
constexpr int kMostPauses = 20;

// Rows of an export on their way to one record store; positions are counted here.
class ExportQueue : public xapi::DeliveryQueue {
 public:
  void add(const xapi::QueuedStatement& row) {
    rows_.push_back(row);
    rows_.back().position = ++count_;
  }
  std::size_t size() const { return rows_.size(); }
  std::uint64_t parked() const { return parked_; }
  const std::string& first_reason() const { return first_reason_; }

  Result<std::optional<xapi::Batch>> next_batch(const xapi::Destination&, int max_statements, std::size_t max_bytes) override {
    if (rows_.empty()) return std::optional<xapi::Batch>{};
    xapi::Batch batch;
    batch.registration = base::RegistrationId("export");
    std::size_t bytes = 0;
    for (const xapi::QueuedStatement& row : rows_) {
      bytes += row.body.size() + row.signature.size();
      if (!batch.statements.empty() && (static_cast<int>(batch.statements.size()) >= max_statements || bytes > max_bytes)) break;
      batch.statements.push_back(row);
    }
    batch.through = batch.statements.back().position;
    return std::optional<xapi::Batch>(std::move(batch));
  }

  Status settle(const xapi::Destination&, const ports::Lease&, const base::RegistrationId&, std::int64_t through, const std::vector<xapi::Parked>& parked,
                const std::optional<xapi::Receipt>&) override {
    while (!rows_.empty() && rows_.front().position <= through) rows_.pop_front();
    if (parked_ == 0 && !parked.empty()) first_reason_ = parked.front().id.str() + ": " + parked.front().reason;
    parked_ += parked.size();
    return {};
  }

 private:
  std::deque<xapi::QueuedStatement> rows_;
  std::int64_t count_ = 0;
  std::uint64_t parked_ = 0;
  std::string first_reason_;
};

// Sends everything queued; waits through passing errors for a bounded time.
Status drain(ExportQueue& queue, lrs::LrsDelivery& delivery) {
  int pauses = 0;
  while (queue.size() > 0) {
    const lrs::StepResult step = delivery.step(ports::Lease{});
    if (step.what == lrs::StepResult::What::progressed) {
      pauses = 0;
      continue;
    }
    const base::Error error = step.last_error.value_or(base::Error{Code::internal, "the record store took nothing", {}, {}});
    const bool lasting = error.code == Code::lrs_credentials || error.code == Code::lrs_path || error.code == Code::lrs_version || error.code == Code::outbound_refused;
    if (lasting || ++pauses > kMostPauses) return fail(error);
    std::this_thread::sleep_for(std::min(step.wait, std::chrono::milliseconds(5000)));
  }
  return {};
}

// For the line "exports" of preceptor check.
Status note_export(CommandContext& context) {
  const Status noted = context.site.store().note_copy(ports::Copy::exported, context.site.clock().now());
  if (noted) return {};
  return fail(noted.error().code, "the export is whole, but its time could not be noted for preceptor check: " + noted.error().detail);
}

Result<int> send_to_lrs(CommandContext& context, const xapi::ExportFilter& filter, const std::string& name) {
  const auto rows = context.site.active_lrs();
  if (!rows) return fail(rows.error());
  const xapi::LrsRow* row = nullptr;
  for (const xapi::LrsRow& each : *rows) row = each.name == name ? &each : row;
  if (row == nullptr) return fail(Code::lrs_unknown, "\"" + name + "\"");
  if (row->pseudonymised())
    return fail(Code::command_arguments, "\"" + name + "\" gets pseudonyms, and an export names accounts: use preceptor lrs backfill");
  ExportQueue queue;
  lrs::LrsDelivery delivery(queue, {"export", name}, *row, context.site.http(), context.site.clock(), context.site.log());
  std::uint64_t count = 0;
  Status sent;
  const Status walked = context.site.store().export_statements(filter, [&](const xapi::QueuedStatement& statement) {
    queue.add(statement);
    ++count;
    if (queue.size() < kSendAtOnce) return true;
    sent = drain(queue, delivery);
    if (sent && context.io.progress && !context.io.progress("statements", count, 0)) sent = fail(Code::command_cancelled);
    return sent.has_value();
  });
  if (!walked) return fail(walked.error());
  if (sent) sent = drain(queue, delivery);
  if (!sent) return fail(sent.error());
  if (Status noted = note_export(context); !noted) return fail(noted.error());
  std::string text = std::to_string(count) + " statements sent to \"" + name + "\", " + std::to_string(queue.parked()) + " refused.\n";
  if (queue.parked() > 0) text += "First refusal: " + queue.first_reason() + "\n";
  if (Status told = context.tell(text); !told) return fail(told.error());
  return queue.parked() == 0 ? kGood : kRed;
}

}  // namespace

Result<int> export_xapi(CommandContext& context) {
  const auto lrs = context.text("lrs");
  if (!lrs) return fail(lrs.error());
  const auto out = context.text("out");
  if (!out) return fail(out.error());
  const auto afresh = context.flag("afresh");
  if (!afresh) return fail(afresh.error());
  if (!lrs->empty() && !out->empty()) return fail(Code::command_arguments, "give either out or lrs");
  auto asked = export_asked(context);
  if (!asked) return fail(asked.error());
  if (!lrs->empty()) {
    if (!asked->kinds.empty() || asked->form != xapi::ExportForm::json_lines || context.args.contains("as_of"))
      return fail(Code::command_arguments, "format, kind and as-of go with a file; what a record store gets is its filter's to say");
    return send_to_lrs(context, asked->filter, *lrs);
  }
  const auto from = asked->filter.from, to = asked->filter.to;
  const std::string copy = copy_id(asked->filter, asked->kinds.empty() && !context.args.contains("as_of"));
  const auto count = out->empty() ? export_to_reader(context, *asked) : export_to_file(context, std::move(*asked), *out, *afresh);
  if (!count) return fail(count.error());
  if (Status noted = note_export(context); !noted) return fail(noted.error());
  if (!out->empty()) {   // so that an erasure can name it
    if (Status noted = context.site.store().note_copy_made({copy, "xapi", *out, context.site.clock().now(), from, to}); !noted) return fail(noted.error());
  }
  if (Status told = context.tell(std::to_string(*count) + " statements exported.\n"); !told) return fail(told.error());
  return kGood;
}

}  // namespace preceptor::app
