#include "core/credit/claim_effort.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "core/credit/events.hpp"

namespace preceptor::credit {
namespace {

struct Claimed {
  std::string account;
  base::Instant at{};
  std::vector<std::string> rests_on;
};
// What the events say of claiming.
struct Efforts {
  std::map<std::pair<std::string, std::string>, base::Instant> completed;   // by account and attempt, or question
  std::vector<Claimed> claims;
  std::vector<base::Instant> taps;   // beside the claims themselves
};

base::Status note_completion(Efforts& made, const record::Event& event, const record::Other& payload) {
  // What is noted twice counts as it was noted first, as in the ledger.
  if (payload.type == UnitCounted::kType) {
    const auto unit = payload_from_json<UnitCounted>(payload.json);
    if (!unit) return base::fail(unit.error());
    made.completed.emplace(std::pair(event.stream_id, unit->attempt.str()), unit->completed_at);
  } else if (payload.type == CycleCounted::kType) {
    const auto cycle = payload_from_json<CycleCounted>(payload.json);
    if (!cycle) return base::fail(cycle.error());
    made.completed.emplace(std::pair(event.stream_id, cycle->question_id), cycle->at);
  }
  return {};
}

base::Status note_act(Efforts& made, const record::Event& event, const record::Other& payload) {
  if (payload.type == CreditClaimed::kType) {
    auto claimed = payload_from_json<CreditClaimed>(payload.json);
    if (!claimed) return base::fail(claimed.error());
    made.claims.push_back({event.stream_id, event.at, std::move(claimed->attempts)});
  } else if (payload.type == ProfessionTold::kType) {
    made.taps.push_back(event.at);
  } else if (payload.type == ProfileSaved::kType) {
    const auto saved = payload_from_json<ProfileSaved>(payload.json);
    if (!saved) return base::fail(saved.error());
    if (saved->by == "learner") made.taps.push_back(event.at);
  }
  return {};
}

base::Result<Efforts> efforts_in(const std::vector<record::Event>& events) {
  Efforts made;
  for (const auto* event : record::in_order(events)) {
    const auto* payload = std::get_if<record::Other>(&event->payload);
    if (!payload) continue;
    if (auto noted = note_completion(made, *event, *payload); !noted) return base::fail(noted.error());
    if (auto noted = note_act(made, *event, *payload); !noted) return base::fail(noted.error());
  }
  return made;
}

std::optional<ClaimEffort> effort_of(const Claimed& claim, const Efforts& efforts) {
  base::Instant ready{};
  for (const std::string& part : claim.rests_on) {
    const auto done = efforts.completed.find(std::pair(claim.account, part));
    if (done == efforts.completed.end()) return std::nullopt;
    ready = std::max(ready, done->second);
  }
  if (claim.at < ready) return std::nullopt;
  const auto before = std::ranges::count_if(efforts.taps, [&](base::Instant at) { return ready <= at && at <= claim.at; });
  return ClaimEffort{claim.at, {claim.at - ready, 1 + static_cast<int>(before)}};
}

// What the events say of forms.
struct Asking {
  std::map<std::string, std::vector<std::string>> rests_on;   // by the ccid of a claim's grant
  std::map<std::string, IdentifierForm> forms;                // likewise
};

// A claim's grant is the event after it.
base::Status note_form(Asking& made, const record::Event& event, const record::Event* before, const record::Other& payload) {
  if (payload.type == IdentifiersAsked::kType) {
    const auto asked = payload_from_json<IdentifiersAsked>(payload.json);
    if (!asked) return base::fail(asked.error());
    made.forms.emplace(asked->ccid, IdentifierForm{event.at, static_cast<int>(asked->known.size())});
  } else if (payload.type == CreditGranted::kType && before && before->stream_id == event.stream_id && record::type_name(before->payload) == CreditClaimed::kType) {
    const auto granted = payload_from_json<CreditGranted>(payload.json);
    if (!granted) return base::fail(granted.error());
    auto claimed = payload_from_json<CreditClaimed>(std::get<record::Other>(before->payload).json);
    if (!claimed) return base::fail(claimed.error());
    made.rests_on.emplace(granted->grant.ccid, std::move(claimed->attempts));
  }
  return {};
}

}  // namespace

base::Result<std::map<std::string, ClaimEffort>> claim_efforts(const std::vector<record::Event>& events) {
  const auto efforts = efforts_in(events);
  if (!efforts) return base::fail(efforts.error());
  std::map<std::string, const Claimed*> first;
  for (const Claimed& claim : efforts->claims)
    for (const std::string& part : claim.rests_on) {
      const auto [known, added] = first.emplace(part, &claim);
      if (!added && claim.at < known->second->at) known->second = &claim;
    }
  std::map<std::string, ClaimEffort> made;
  for (const auto& [part, claim] : first)
    if (const auto effort = effort_of(*claim, *efforts)) made.emplace(part, *effort);
  return made;
}

base::Result<std::map<std::string, std::vector<IdentifierForm>>> identifier_forms(const std::vector<record::Event>& events) {
  Asking asking;
  const record::Event* before = nullptr;
  for (const auto* event : in_order(events)) {
    if (const auto* payload = std::get_if<record::Other>(&event->payload))
      if (auto noted = note_form(asking, *event, before, *payload); !noted) return base::fail(noted.error());
    before = event;
  }
  std::map<std::string, std::vector<IdentifierForm>> made;
  for (const auto& [ccid, form] : asking.forms)
    if (const auto claim = asking.rests_on.find(ccid); claim != asking.rests_on.end())
      for (const std::string& part : claim->second) made[part].push_back(form);
  for (auto& [part, forms] : made) std::ranges::sort(forms, {}, &IdentifierForm::at);
  return made;
}

}  // namespace preceptor::credit
