#include "web/rca/case.hpp"

#include <algorithm>
#include <map>

#include "core/activity/rca/events.hpp"

namespace preceptor::web {
namespace {

class CaseFold {
 public:
  explicit CaseFold(const std::vector<ports::FreeText>& texts) {
    for (const auto& one : texts) texts_[{one.seq, one.field}] = &one;
  }

  base::Status apply(const record::Event& event) {
    if (event.seq != out_.last_seq + 1 || event.stream_kind != "case") return damaged(event, "does not follow the event before");
    const auto* other = std::get_if<record::Other>(&event.payload);
    if (other == nullptr) return damaged(event, "is no event of a case");
    const auto payload = rca::case_payload_from_json(other->type, other->json);
    if (!payload) return base::fail(payload.error());
    if ((event.seq == 1) != std::holds_alternative<rca::RcaOpened>(*payload)) return damaged(event, "a case is opened once, at its start");
    out_.last_seq = event.seq;
    out_.changed_at = event.at;
    return std::visit([&](const auto& one) { return take(event, one); }, *payload);
  }
  RcaCase finish() && { return std::move(out_); }

 private:
  static base::Status damaged(const record::Event& event, const std::string& what) {
    return base::fail(base::Code::json_malformed, "event " + record::event_id(event) + ": " + what);
  }
  bool holds(std::int64_t seq, const std::string& field, const std::string& hash, const std::string& salt, const std::string& text) {
    if (rca::text_hash(salt, text) == hash) return true;
    out_.lost.push_back({seq, field, true});
    return false;
  }
  // The text of that hash; or none, and it is noted as lost.
  std::string text(const record::Event& event, const std::string& field, const std::string& hash) {
    if (hash.empty()) return {};
    const auto found = texts_.find({event.seq, field});
    if (found == texts_.end()) {
      out_.lost.push_back({event.seq, field, false});
      return {};
    }
    return holds(event.seq, field, hash, found->second->salt, found->second->text) ? found->second->text : std::string();
  }

  base::Status take(const record::Event& event, const rca::RcaOpened& payload) {
    if (payload.case_id != event.stream_id) return damaged(event, "names another case");
    out_.id = payload.case_id;
    out_.opened_at = event.at;
    out_.planner = {event.person, text(event, "planner", payload.planner_hash)};
    return {};
  }
  base::Status take(const record::Event& event, const rca::RcaSheetSaved& payload) {
    out_.sheet_seq = event.seq;
    out_.sheet_by = event.person;
    std::erase_if(out_.lost, [](const LostText& one) { return one.field == "sheet"; });   // an older sheet is nobody's loss any more
    const std::string json = text(event, "sheet", payload.text_hash);
    auto sheet = json.empty() ? base::Result<rca::Sheet>() : rca::sheet_from_json(json);
    if (!sheet) return base::fail(sheet.error());
    out_.sheet = std::move(*sheet);
    if (!json.empty()) return {};
    for (const auto& row : rca::all_rows()) out_.sheet.rows[row.row].evidence = payload.evidence[row.row];
    return {};
  }
  base::Status take(const record::Event& event, const rca::RcaRated& payload) {
    auto rating = rca::rating_of(payload, event.person.str(), event.at);
    for (const auto& card : rca::all_cards()) {
      const auto at = static_cast<std::size_t>(card.card);
      rating.cards[at].example = text(event, "example." + std::string(card.id), payload.cards[at].example_hash);
    }
    out_.ratings.push_back(std::move(rating));
    return {};
  }
  base::Status take(const record::Event& event, const rca::RcaDecided& payload) {
    auto decision = rca::decision_of(payload, event.person.str(), event.at);
    decision.basis = text(event, "basis", payload.basis_hash);
    decision.reason = text(event, "reason", payload.reason_hash);
    decision.signer.name = text(event, "signer.name", payload.name_hash);
    decision.signer.interest = text(event, "signer.interest", payload.interest_hash);
    if (decision.against_rule) {
      decision.against_rule->reason = text(event, "override.reason", payload.override_reason_hash);
      read_second(event, payload, decision.against_rule->second);
    }
    if (!out_.decisions.restore(std::move(decision))) return damaged(event, "does not follow the decision before");
    return {};
  }
  // Name and interest of the second person are hashed as one.
  void read_second(const record::Event& event, const rca::RcaDecided& payload, rca::Signature& second) {
    const auto name = texts_.find({event.seq, "second.name"}), interest = texts_.find({event.seq, "second.interest"});
    if (name == texts_.end() || interest == texts_.end()) {
      out_.lost.push_back({event.seq, "second", false});
    } else if (holds(event.seq, "second", payload.second_hash, name->second->salt, name->second->text + "\n" + interest->second->text)) {
      second.name = name->second->text;
      second.interest = interest->second->text;
    }
  }
  base::Status take(const record::Event& event, const rca::RcaFollowedUp& payload) {
    out_.follow_ups.push_back({event.at, event.person, payload.value, payload.measured_on, text(event, "source", payload.source_hash)});
    return {};
  }
  base::Status take(const record::Event& event, const rca::RcaUnitStarted& payload) {
    out_.units.push_back({event.at, event.person, payload.unit_id});
    return {};
  }

  RcaCase out_;
  std::map<std::pair<std::int64_t, std::string>, const ports::FreeText*> texts_;
};

}  // namespace

rca::Verdict RcaCase::verdict() const { return rca::assess(sheet, rca::gather(ratings)); }

bool RcaCase::is_lost(std::int64_t seq, const std::string& field) const {
  return std::any_of(lost.begin(), lost.end(), [&](const LostText& one) { return one.seq == seq && one.field == field; });
}

bool RcaCase::takes_ratings() const {
  const auto* current = decisions.current();
  return current == nullptr || !(rca::is_go(current->decided) || current->decided == rca::Outcome::no_go);
}

bool RcaCase::changed_since_decision() const {
  const auto* current = decisions.current();
  return current != nullptr && !current->basis.empty() && current->basis != rca::basis_of(sheet, ratings);
}

const rca::Rating* RcaCase::rating_of(const base::PersonId& person) const {
  const auto found = std::find_if(ratings.rbegin(), ratings.rend(), [&](const rca::Rating& one) { return one.person == person.str(); });
  return found == ratings.rend() ? nullptr : &*found;
}

base::Result<RcaCase> fold_case(const std::vector<record::Event>& events, const std::vector<ports::FreeText>& texts) {
  CaseFold fold(texts);
  for (const auto& event : events)
    if (auto applied = fold.apply(event); !applied) return base::fail(applied.error());
  return std::move(fold).finish();
}

}  // namespace preceptor::web
