#include "adapters/store/batches.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "core/record/erasure.hpp"
#include "core/record/rendering.hpp"

namespace preceptor::store {
namespace {

constexpr std::size_t kLongestParkedReason = 2000;

// What a filter is asked about.
struct Told {
  std::string type, unit, activity;
  std::string kind;   // of statements of an audience of their own; empty: that of the type
};

std::string text_in(const base::Json& object, const char* name) {
  const std::string* found = base::string_member(object, name);
  return found ? *found : std::string();
}

// `text`: the event's, where its columns do not say it all: the activity that a claim or a grant is of, and of a superseded statement what it was made of.
Told told_by(const std::string& type, const std::string& unit, const std::string& text) {
  Told told{type, unit, {}, {}};
  const auto event = text.empty() ? base::Result<base::Json>(base::Json()) : base::parse_json(text);
  if (!event || !event->is_object()) return told;
  const auto payload = event->find("payload");
  if (payload == event->end() || !payload->is_object()) return told;
  const auto grant = payload->find("grant");
  told.activity = text_in(grant != payload->end() && grant->is_object() ? *grant : *payload, "activity_id");
  if (type == record::kStatementsMade) told.kind = text_in(*payload, "kind");
  if (type != record::kStatementsMade && type != "statement_superseded" && type != "statement_pseudonymised") return told;
  told.type = text_in(*payload, "type");
  told.unit = text_in(*payload, "unit_id");
  return told;
}

void park_one(Connection& c, const xapi::Destination& d, const xapi::Parked& p) {
  c.run("delivery/park", {{"kind", d.kind}, {"name", d.name}, {"registration", p.registration}, {"position", p.position},
                          {"statement_id", p.id}, {"code", p.code}, {"reason", base::utf8_prefix(p.reason, kLongestParkedReason)}, {"at", p.at}});
}

}  // namespace

xapi::Batch fill_batch(Connection& c, const std::string& registration, std::int64_t after, std::int64_t until, const BatchRoom& room,
                       const xapi::Destination& d) {
  const xapi::LrsFilter filter = filter_of(c, d);
  const std::string audience = audience_of(c, d);
  xapi::Batch batch{base::RegistrationId(registration), after, {}};
  const auto most = static_cast<std::size_t>(std::max(1, room.statements));
  std::size_t bytes = 0, event_bytes = 0;
  std::vector<xapi::QueuedStatement> event;
  std::int64_t position = 0;
  const auto take = [&] {  // the event at `position` is complete
    const bool fits = batch.statements.size() + event.size() <= most && bytes + event_bytes <= room.bytes;
    if (!fits && !batch.statements.empty()) return false;
    std::move(event.begin(), event.end(), std::back_inserter(batch.statements));
    bytes += event_bytes;
    batch.through = position;
    event.clear();
    event_bytes = 0;
    return true;
  };
  Rows rows = c.query("delivery/batch", "itttttt", {{"kind", d.kind}, {"name", d.name}, {"audience", audience}, {"registration", registration}, {"after_position", after}, {"until_position", until}});
  while (rows.next()) {
    if (position != 0 && rows.integer(0) != position && !take()) return batch;
    position = rows.integer(0);
    if (rows.text(2).empty()) continue;
    const Told told = told_by(rows.text(3), rows.text(4), rows.text(5));
    // Whatever the filter says today: the statement that is taken back may have been sent under another one.
    if (told.type != record::kStatementVoided && !filter.takes_kind(told.kind.empty() ? xapi::kind_of_type(told.type) : std::string_view(told.kind), told.unit, told.activity)) continue;
    event_bytes += rows.text(2).size() + rows.text(6).size();
    event.push_back({position, base::StatementId(rows.text(1)), std::move(rows.text(2)), std::move(rows.text(6))});
  }
  if (position != 0) take();
  return batch;
}

xapi::LrsFilter filter_of(Connection& c, const xapi::Destination& destination) {
  xapi::LrsFilter filter;
  filter.kinds_off.clear();
  if (destination.kind != "lrs") return filter;
  Rows rows = c.query("delivery/filter", "ttt", {{"name", destination.name}});
  if (!rows.next()) return xapi::LrsFilter{};
  filter.kinds_off = words_of(rows.text(0));
  filter.units = words_of(rows.text(1));
  return filter;
}

std::string audience_of(Connection& c, const xapi::Destination& destination) {
  if (destination.kind != "lrs") return "identified";
  Rows rows = c.query("delivery/filter", "ttt", {{"name", destination.name}});
  return rows.next() ? rows.text(2) : std::string("identified");
}

void keep_answers(Connection& c, const xapi::Destination& d, const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) {
  for (const auto& statement : parked) park_one(c, d, statement);
  if (!receipt) return;
  c.run("delivery/insert_receipt",
        {{"kind", d.kind}, {"name", d.name}, {"registration", receipt->registration}, {"from_position", receipt->from},
         {"through_position", receipt->through}, {"statements", receipt->count}, {"status", receipt->status}, {"at", receipt->at}});
}

std::string one_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ",") + word;
  return text;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace preceptor::store
