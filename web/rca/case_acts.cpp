// The acts on a case that is there: what each adds, and what it refuses. One event each, written by case_book.cpp.
#include <algorithm>

#include "core/activity/decimal.hpp"
#include "web/rca/case_change.hpp"

namespace preceptor::web {
namespace {

using Outcome = CaseAct::Outcome;

std::vector<CaseText> texts_of(const rca::Rating& rating) {
  std::vector<CaseText> texts;
  for (const auto& card : rca::all_cards())
    texts.push_back({"example." + std::string(card.id), rating.cards[static_cast<std::size_t>(card.card)].example, base::PersonId(rating.person)});
  return texts;
}

std::vector<CaseText> texts_of(const rca::Decision& decision) {
  const base::PersonId signer(decision.signer.person);
  std::vector<CaseText> texts = {{"basis", decision.basis, {}},
                                {"reason", decision.reason, signer},
                                {"signer.name", decision.signer.name, signer},
                                {"signer.interest", decision.signer.interest, signer}};
  if (!decision.against_rule) return texts;
  const auto& second = decision.against_rule->second;
  const base::PersonId person(second.person);
  texts.push_back({"second.name", second.name, person});
  texts.push_back({"second.interest", second.interest, person});
  texts.push_back({"override.reason", decision.against_rule->reason, person});
  return texts;
}

}  // namespace

base::Result<CaseAct> CaseBook::save_sheet(const std::string& id, const CaseActor& by, std::int64_t seen, const std::function<void(rca::Sheet&)>& edit,
                                           const std::string& key) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    if (now.sheet_seq != seen) return {Outcome::conflict, id, {}, now};
    auto sheet = now.sheet;
    edit(sheet);
    if (sheet == now.sheet && !now.is_lost(now.sheet_seq, "sheet")) return {};   // nothing changed: nothing to record
    if (auto problems = rca::check_storable(sheet); !problems.empty()) return case_refusal(std::move(problems));
    change.add(rca::payload_of(sheet, change.salt), by.person, {{"sheet", rca::to_json(sheet), {}}});
    return {};
  });
}

base::Result<CaseAct> CaseBook::rate(const std::string& id, rca::Rating rating, const std::string& key, const std::optional<base::AttemptId>& draft) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    if (!now.takes_ratings()) return case_refusal({rca::problem("case", "closed")});
    rating.at = change.at;
    if (auto problems = rca::check_rating(rating); !problems.empty()) return case_refusal(std::move(problems));
    change.add(rca::payload_of(rating, change.salt), base::PersonId(rating.person), texts_of(rating));
    change.drop_drafts = draft;
    return {};
  });
}

base::Result<CaseAct> CaseBook::follow_up(const std::string& id, const CaseActor& by, const std::string& value, base::Date measured_on,
                                          const std::string& source, const std::string& key) {
  return act(id, key, [&](const RcaCase&, Change& change) -> CaseAct {
    const auto number = activity::canonical_decimal(value);
    std::vector<rca::Problem> problems;
    if (!number) problems.push_back(rca::problem("value", "number"));
    if (!measured_on.ok() || measured_on > base::utc_date(change.now)) problems.push_back(rca::problem("measured_on", "required"));
    rca::check_text(problems, "source", source, true);
    if (!problems.empty()) return case_refusal(std::move(problems));
    change.add(rca::RcaFollowedUp{*number, measured_on, rca::text_hash(change.salt, source)}, by.person, {{"source", source, {}}});
    return {};
  });
}

base::Result<CaseAct> CaseBook::start_unit(const std::string& id, const CaseActor& by, const std::string& unit_id, const std::string& key) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    if (auto problems = rca::gap_refusals({id, false, {}}, &now.decisions, true); !problems.empty()) return case_refusal(std::move(problems));
    const bool known = std::any_of(now.units.begin(), now.units.end(), [&](const StartedUnit& one) { return one.unit_id == unit_id; });
    if (!known) change.add(rca::RcaUnitStarted{unit_id}, by.person, {});
    return {};
  });
}

base::Result<CaseAct> CaseBook::decide(const std::string& id, const CaseActor& signer, const DecisionForm& form, const std::string& key) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    auto decision = rca::proposal(now.sheet, now.ratings, now.decisions);
    if (decision.basis != form.basis) return {Outcome::conflict, id, {}, now};
    decision.decided = form.decided;
    decision.reason = form.reason;
    decision.signer = {signer.person.str(), signer.name, change.at, form.interest};
    decision.re_review = form.re_review;
    const rca::SigningPolicy policy{now.planner.person.str(), separate_signer_};
    auto problems = now.decisions.check(decision, now.sheet, now.ratings, policy);
    if (!signer.name.empty()) check_case_name(problems, "signer.name", signer.name);
    const bool against = decision.decided != decision.proposed;
    // That a second person is missing is what waiting means.
    if (against) std::erase_if(problems, [](const rca::Problem& one) { return one.field == "override"; });
    if (!problems.empty()) return case_refusal(std::move(problems));
    if (against) {
      change.pending.emplace(PendingOverride{decision.decided, decision.reason, decision.basis, decision.signer, decision.re_review});
      return {Outcome::waiting, id, {}, std::nullopt};
    }
    change.add(rca::payload_of(decision, change.salt), signer.person, texts_of(decision));
    if (now.pending) change.pending.emplace(std::nullopt);
    return {};
  });
}

base::Result<CaseAct> CaseBook::second(const std::string& id, const CaseActor& second, const std::string& interest, const std::string& reason,
                                       const std::string& key) {
  return act(id, key, [&](const RcaCase& now, Change& change) -> CaseAct {
    auto decision = rca::proposal(now.sheet, now.ratings, now.decisions);
    if (!now.pending || now.pending->basis != decision.basis) return {Outcome::conflict, id, {}, now};
    decision.decided = now.pending->decided;
    decision.reason = now.pending->reason;
    decision.signer = now.pending->first;
    decision.re_review = now.pending->re_review;
    decision.against_rule = rca::Override{{second.person.str(), second.name, change.at, interest}, reason};
    const rca::SigningPolicy policy{now.planner.person.str(), separate_signer_};
    auto problems = now.decisions.check(decision, now.sheet, now.ratings, policy);
    if (!second.name.empty()) check_case_name(problems, "override.second.name", second.name);
    if (!problems.empty()) return case_refusal(std::move(problems));
    change.add(rca::payload_of(decision, change.salt), base::PersonId(decision.signer.person), texts_of(decision));
    change.pending.emplace(std::nullopt);
    return {};
  });
}

base::Result<CaseAct> CaseBook::withdraw(const std::string& id) {
  return act(id, "", [](const RcaCase& now, Change& change) -> CaseAct {
    if (now.pending) change.pending.emplace(std::nullopt);
    return {};
  });
}

}  // namespace preceptor::web
