#include "web/credit/sending_state.hpp"

#include <algorithm>
#include <iterator>

#include "core/base/json_reader.hpp"

namespace preceptor::web {
namespace {

constexpr const char* kReceiverKind = "credit_receiver";   // of the projection: one row a provider
const base::RegistrationId kReceiverSite{ports::kNoRegistration};
constexpr const char* kHowWords[] = {"never", "off", "good", "unreachable", "refused"};   // in the order of How

}  // namespace

base::Result<bool> sending_begun(ports::ProjectionStore& rows, const std::string& ccid) {
  const auto row = rows.load_projection(kReceiverSite, kSendingKind, ccid);
  if (!row) return base::fail(row.error());
  return *row && (*row)->state == "begun";
}

base::Result<SendingState> load_sending(ports::ProjectionStore& rows, const std::string& provider) {
  const auto row = rows.load_projection(kReceiverSite, kReceiverKind, provider);
  if (!row) return base::fail(row.error());
  SendingState state;
  if (!*row) return state;
  const auto json = base::parse_json((*row)->body);
  if (!json) return base::fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  state.words = reader.text_or_empty("words");
  state.since = base::from_unix_ms(reader.integer("since", 0, std::int64_t{1} << 60));
  reader.finish();
  const auto found = std::ranges::find_if(kHowWords, [&](const char* word) { return (*row)->state == word; });
  if (problem || found == std::end(kHowWords)) return base::fail(base::Code::json_malformed, "the row of a receiver: " + problem.value_or((*row)->state));
  state.how = static_cast<SendingState::How>(found - std::begin(kHowWords));
  state.version = (*row)->version;
  return state;
}

base::Status save_sending(ports::RecordStore& records, const std::string& provider, const SendingState& before, SendingState::How how, const std::string& words,
                          base::Instant now) {
  if (before.version > 0 && before.how == how && before.words == words) return {};
  ports::Projection row;
  row.kind = kReceiverKind;
  row.id = provider;
  row.state = kHowWords[static_cast<std::size_t>(how)];
  row.version = before.version + 1;
  row.updated_at = now;
  const auto since = before.version > 0 && before.how == how ? before.since : now;
  row.body = base::canonical_json({{"words", words}, {"since", base::to_unix_ms(since)}});
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  return records.commit(work);
}

}  // namespace preceptor::web
