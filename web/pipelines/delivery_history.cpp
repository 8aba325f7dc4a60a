#include "web/pipelines/delivery_history.hpp"

#include <algorithm>
#include <functional>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"

namespace preceptor::web {

using base::Code;
using base::fail;

namespace {

constexpr const char* kHistoryKind = "delivery_history";
constexpr const char* kTriesKind = "delivery_tries";
// A receipt says when the answer came and is committed a moment later: what is this young is counted the next time, so that none is missed.
constexpr base::Milliseconds kCommitted = std::chrono::minutes(1);
constexpr base::Milliseconds kLongForOne = std::chrono::minutes(1);
constexpr std::size_t kLongestError = 300;
constexpr std::int64_t kMostTried = 1'000'000;
constexpr std::size_t kSampleNumbers = 5;
constexpr std::int64_t kMostCounted = std::int64_t{1} << 53;

std::optional<DeliverySample> sample_of(const base::Json& row) {
  if (!row.is_array() || row.size() != kSampleNumbers) return std::nullopt;
  if (!std::ranges::all_of(row, [](const base::Json& one) { return one.is_number_integer(); })) return std::nullopt;
  const auto number = [&](std::size_t at) { return row[at].get<std::int64_t>(); };
  return DeliverySample{base::from_unix_ms(number(0)), number(1), number(2), number(3), number(4)};
}

base::Json json_of(const std::vector<DeliverySample>& samples) {
  base::Json rows = base::Json::array();
  for (const DeliverySample& one : samples) rows.push_back(base::Json::array({base::to_unix_ms(one.at), one.waiting, one.delivered, one.refused, one.again}));
  return rows;
}

base::RegistrationId of_no_registration() { return base::RegistrationId(ports::kNoRegistration); }

// Reads the store's row of that kind; its version, 0 where there is none yet and nothing was read.
base::Result<std::int64_t> read_row(ports::ProjectionStore& rows, const char* kind, const std::string& store, const std::function<void(base::JsonReader&)>& read) {
  const auto row = rows.load_projection(of_no_registration(), kind, store);
  if (!row) return fail(row.error());
  if (!*row) return 0;
  const auto json = base::parse_json((*row)->body);
  if (!json) return fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  read(reader);
  if (problem) return fail(Code::json_malformed, std::string(kind) + " " + store + ": " + *problem);
  return (*row)->version;
}

}  // namespace

base::Result<DeliveryHistory::Tries> DeliveryHistory::tries(const std::string& store) {
  Tries found;
  const auto read = [&](base::JsonReader& reader) {
    found.failed = reader.integer("failed", 0, kMostCounted);
    found.at = base::from_unix_ms(reader.integer("at", 0, kMostCounted));
    found.error = reader.text_or_empty("error");
    found.tried.statement = reader.text_or_empty("statement");
    found.tried.words = reader.text_or_empty("words");
    // Absent in rows of the version before.
    if (!found.tried.statement.empty()) found.tried.count = static_cast<int>(reader.integer("statements", 0, kMostTried));
  };
  const auto version = read_row(rows_, kTriesKind, store, read);
  if (!version) return fail(version.error());
  found.version = *version;
  return found;
}

base::Result<DeliveryHistory::Kept> DeliveryHistory::kept(const std::string& store) {
  Kept found;
  const auto read = [&](base::JsonReader& reader) {
    found.failed = reader.integer("failed", 0, kMostCounted);
    for (const base::Json& one : reader.array("samples")) {
      if (const auto sample = sample_of(one)) found.samples.push_back(*sample);
      else reader.refuse("samples", "holds what is no sample");
    }
  };
  const auto version = read_row(rows_, kHistoryKind, store, read);
  if (!version) return fail(version.error());
  found.version = *version;
  return found;
}

base::Status DeliveryHistory::save(const char* kind, const std::string& store, std::int64_t version, std::string body) {
  ports::Projection row;
  row.kind = kind;
  row.id = store;
  row.version = version;
  row.updated_at = clock_.now();
  row.body = std::move(body);
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  return records_.commit(work);
}

base::Status DeliveryHistory::note_failed(const std::string& store, const base::Error& error, const std::optional<xapi::FailedTry>& tried) {
  const auto before = tries(store);
  if (!before) return fail(before.error());
  const std::string words(base::utf8_prefix(base::describe(error), kLongestError));
  base::Json row = {{"failed", before->failed + 1}, {"at", base::to_unix_ms(clock_.now())}, {"error", words}};
  if (tried) row.update({{"statement", tried->statement}, {"statements", tried->count}, {"words", std::string(base::utf8_prefix(tried->words, kLongestError))}});
  return save(kTriesKind, store, before->version + 1, base::canonical_json(row));
}

base::Status DeliveryHistory::sample(const std::string& store) {
  auto past = kept(store);
  if (!past) return fail(past.error());
  const base::Instant now = clock_.now();
  // A clock that was set back: what lies ahead of it is of no known time.
  std::erase_if(past->samples, [&](const DeliverySample& one) { return one.at > now || one.at + kHistoryKept < now; });
  const base::Instant since = past->samples.empty() ? now - kHistoryStep : past->samples.back().at;
  if (!past->samples.empty() && now - since < kHistoryStep) return {};
  const xapi::Destination destination{"lrs", store};
  const auto backlog = queues_.backlog(destination);
  if (!backlog) return fail(backlog.error());
  const auto settled = queues_.settled_between(destination, since - kCommitted, now - kCommitted);
  if (!settled) return fail(settled.error());
  const auto failed = tries(store);
  if (!failed) return fail(failed.error());
  past->samples.push_back({now, backlog->waiting, settled->delivered, settled->refused, std::max<std::int64_t>(0, failed->failed - past->failed)});
  return save(kHistoryKind, store, past->version + 1, base::canonical_json({{"failed", failed->failed}, {"samples", json_of(past->samples)}}));
}

base::Result<StoreHistory> DeliveryHistory::of(const std::string& store) {
  auto past = kept(store);
  if (!past) return fail(past.error());
  auto failed = tries(store);
  if (!failed) return fail(failed.error());
  StoreHistory history;
  history.samples = std::move(past->samples);
  if (failed->version > 0) history.failed_at = failed->at;
  history.error = std::move(failed->error);
  return history;
}

base::Result<std::optional<LastFailure>> DeliveryHistory::why_it_waits(const std::string& store, const xapi::DeliveryStore::Backlog& backlog) {
  if (backlog.waiting == 0) return std::optional<LastFailure>{};
  auto failed = tries(store);
  if (!failed) return fail(failed.error());
  const base::Instant now = clock_.now();
  // A back-fill may go on beside new statements that do not: what failed lately is why some have waited for long.
  const bool some_wait_long = backlog.oldest && now - *backlog.oldest > kLongForOne && now - failed->at <= kHistoryStep;
  const bool went_on = backlog.last_delivered && *backlog.last_delivered > failed->at && !some_wait_long;
  if (failed->version == 0 || went_on) return std::optional<LastFailure>{};
  return std::optional(LastFailure{failed->at, std::move(failed->error), std::move(failed->tried)});
}

std::vector<DeliveryBucket> delivery_buckets(const StoreHistory& history, base::Instant now, base::Milliseconds width, int count) {
  std::vector<DeliveryBucket> buckets(static_cast<std::size_t>(std::max(count, 1)));
  const base::Instant last(now.time_since_epoch() / width * width), first = last - width * static_cast<int>(buckets.size() - 1);
  for (std::size_t i = 0; i < buckets.size(); ++i) buckets[i].from = first + width * static_cast<int>(i);
  for (const DeliverySample& sample : history.samples) {
    // It counts what came before it: one at the very end of a bucket belongs to that.
    const base::Instant inside = sample.at - base::Milliseconds(1);
    if (inside < first || sample.at > now) continue;
    DeliveryBucket& bucket = buckets[static_cast<std::size_t>((inside - first) / width)];
    bucket.waiting = std::max(bucket.waiting.value_or(0), sample.waiting);
    bucket.delivered += sample.delivered;
    bucket.refused += sample.refused;
    bucket.again += sample.again;
  }
  return buckets;
}

}  // namespace preceptor::web
