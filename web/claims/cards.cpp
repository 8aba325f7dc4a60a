// An activity as it stands for one learner: what is banked, what is missing, what may be claimed, what was.
#include <algorithm>
#include <set>

#include "web/claims/impl.hpp"
#include "web/credit/finding_words.hpp"
#include "web/format.hpp"

namespace preceptor::web {
namespace {

using credit::Amount;
using credit::Truth;

constexpr int kMostSteps = 40;   // of smaller amounts that can be chosen from

int minutes_of(Amount amount) { return static_cast<int>(amount.hundredths * 60 / 100); }

std::vector<View> choices_of(const credit::Offer& offer, const credit::CreditSystem* system, const Messages& words) {
  std::vector<View> views;
  const Amount step = system && system->step.hundredths > 0 ? system->step : offer.available;
  for (Amount amount = offer.available - step; amount.hundredths > 0 && views.size() < kMostSteps; amount = amount - step) {
    if (system && amount < system->minimum) break;
    views.emplace_back();
    views.back().text("value", credit::format(amount)).text("label", words.text("credit.claim", {{"amount", number_text(amount, words)}}));
  }
  return views;
}

std::string missing_text(const credit::Check& check, const credit::Activity* activity, const Messages& words) {
  const std::string key = "credit.missing." + check.missing;
  return words.text(Messages::in("en").has(key) ? key : "credit.missing.other", {{"pass", std::to_string(activity ? activity->pass_percent : 0)}});
}

// One sentence for each thing, once, whichever rule asks for it.
std::vector<View> missing_views(const credit::Ledger& ledger, const credit::Offer& offer, const credit::Activity* activity, const Messages& words) {
  std::set<std::string> said;
  std::vector<View> views;
  const auto add = [&](const credit::Check& check, const std::string& board) {
    // How many minutes are still to go is said beside the bar, and the profession is asked for.
    if (check.truth == Truth::yes || check.missing.empty() || check.missing == "minutes" || check.missing == "profession") return;
    const std::string sentence = missing_text(check, activity, words);
    if (!said.insert(sentence).second) return;
    views.emplace_back();
    views.back().text_if("board", board).text("item", sentence);
  };
  for (const auto& check : offer.checks) add(check, {});
  for (const auto& unit : ledger.units)
    if (!unit.accrues)
      for (const auto& check : unit.checks) add(check, {});
  for (const auto& one : offer.board_checks)
    for (const auto& check : one.checks) add(check, one.board);
  return views;
}

Amount points_of(const credit::BoardRegistration& board) {
  Amount sum;
  for (const auto& one : board.points) sum += one.points;
  return sum;
}

// The number that chooses the words' plural form: a fraction takes the form of "many" in each of our languages.
long plural_of(Amount amount) { return amount.hundredths % 100 == 0 ? static_cast<long>(amount.hundredths / 100) : 100; }

std::vector<View> board_views(const credit::Offer& offer, const std::vector<credit::BoardId>& known, const credit::Rulebook& rules, const Messages& words) {
  std::vector<View> views;
  for (const auto& board : offer.boards) {
    const auto* rule = rules.board(board.board);
    views.emplace_back();
    views.back().text("code", board.board).flag("on", std::ranges::find(known, board.board, &credit::BoardId::board) != known.end());
    const Amount points = points_of(board);
    views.back().text("label", words.count("credit.board", plural_of(points), {{"board", rule ? rule->name : board.board}, {"points", number_text(points, words)}}));
  }
  return views;
}

std::vector<View> profession_views(const std::vector<std::string>& target, bool of_target, const Messages& words) {
  std::vector<View> views;
  for (const auto code : credit::professions()) {
    const bool named = std::ranges::find(target, code) != target.end();
    if (!target.empty() && named != of_target) continue;
    views.emplace_back();
    views.back().text("code", std::string(code)).text("label", words.text("profession." + std::string(code)));
  }
  return views;
}

bool still_here(const credit::Grant& grant) { return grant.state == credit::GrantState::issued || grant.state == credit::GrantState::queued; }

// What a report that has not left waits for, in one sentence; nothing where no report is due.
struct WaitsFor {
  std::string said;
  bool hers = false;   // the learner can mend it
};
WaitsFor waits_for(const credit::CreditValidated& said, const Messages& words) {
  if (said.readiness == credit::Readiness::elsewhere) return {};
  if (said.readiness == credit::Readiness::ready) return {words.text("credit.ready")};
  if (is_unwanted(said)) return {words.text("credit.held_unpermitted")};
  const auto fields = learners_fields(said, words);
  if (fields.empty()) return {words.text("credit.held_by_staff")};
  std::string items;
  for (const auto& one : fields) items = items.empty() ? one : words.text("list.next", {{"items", items}, {"next", one}});
  return {words.count("credit.held", static_cast<long>(fields.size()), {{"items", items}}), true};
}

struct ClaimForm {
  const credit::Offer& offer;
  const credit::Ledger& ledger;
  const credit::Activity* activity;
  const credit::CreditSystem* system;
  std::string name;
  bool participation = false;
};

void add_claim(View& view, const ClaimForm& form, const std::vector<credit::BoardId>& known, const credit::Rulebook& rules, const Messages& words) {
  const auto& offer = form.offer;
  const std::string amount = number_text(offer.available, words);
  view.flag("claims", true).text("system", offer.system).text("amount", credit::format(offer.available));
  // All minutes are no reason for what is left once a part of them was claimed.
  view.text("said", form.participation             ? words.text("credit.take_part")
                    : offer.granted.hundredths > 0 ? words.text("credit.more", {{"amount", amount}, {"system", form.name}})
                                                   : words.count("credit.have", form.ledger.minutes_done, {{"amount", amount}, {"system", form.name}}));
  view.text("button", form.participation ? words.text("credit.take_certificate") : words.text("credit.claim", {{"amount", amount}}));
  view.text("attestation", words.text(form.participation ? "credit.attest_part" : "credit.attest"));
  const bool less = form.activity && form.activity->partial && !form.participation;
  auto choices = less ? choices_of(offer, form.system, words) : std::vector<View>();
  view.flag("less", !choices.empty()).list("choices", std::move(choices));
  auto boards = board_views(offer, known, rules, words);
  view.flag("has_boards", !boards.empty()).list("boards", std::move(boards));
}

// Minutes of the step that is being filled: "11 of 15 minutes to the next 0.25". A whole bundle may fill it earlier (designation rounds to the nearest step).
void add_progress(View& view, const credit::Offer& offer, const Messages& words) {
  const int done = std::max(0, offer.minutes_done - minutes_of(offer.accrued)), whole = done + offer.minutes_to_next;
  const bool fills = offer.minutes_to_next > 0 && whole > 0;
  view.text_if("progress", fills ? words.count("credit.progress", whole,
                                               {{"done", std::to_string(done)}, {"whole", std::to_string(whole)}, {"amount", number_text(offer.next, words)}})
                                 : "");
  view.text("done", std::to_string(done)).text("whole", std::to_string(whole));
}

}  // namespace

std::string ClaimPages::Impl::system_name(const std::string& code, const Messages& words) const {
  const auto* system = deps.book.rules().system(code);
  return code == "participation" ? words.text("credit.participation") : system ? system->name : code;
}

std::string ClaimPages::Impl::amount_text(const credit::Grant& grant, const Messages& words) const {
  const std::string name = system_name(grant.system, words);
  return grant.system == "participation" ? name : words.text("credit.amount", {{"amount", number_text(grant.amount, words)}, {"system", name}});
}

std::string ClaimPages::Impl::state_text(const credit::Grant& grant, const Messages& words) const {
  if (grant.system == "participation" && grant.state == credit::GrantState::issued) return words.text("credit.state.unreported");
  if (grant.reason == credit::kRemovalAsked && grant.state == credit::GrantState::correcting) return words.text("credit.state.removal_asked");
  if (grant.reason == credit::kRemovedThere && grant.state == credit::GrantState::withdrawn) return words.text("credit.state.removed");
  const std::string said = words.text("credit.state." + std::string(credit::name(grant.state)));
  if (grant.state != credit::GrantState::rejected) return said;
  // By the code alone: what may follow it is for staff.
  const std::string code = grant.reason.substr(0, grant.reason.find(": "));
  return said + " " + text_or(words, "credit.rejected." + code, "credit.rejected.other");
}

// Nobody tells whether a physician is an osteopathic one, so it is said to all.
std::string ClaimPages::Impl::aoa_text(const credit::Grant& grant, const credit::Activity* activity, const Messages& words) const {
  const auto* system = deps.book.rules().system(grant.system);
  if (system == nullptr || activity == nullptr || grant.profession != "physician" || !credit::holds(grant)) return {};
  const auto* seen = system->seen_as_for(activity->format);
  return seen ? words.text("credit.seen_as." + seen->by, {{"name", seen->name}, {"minimum", seen->not_towards}}) : std::string();
}

View ClaimPages::Impl::grant_view(const ClaimGuest& guest, const credit::Grant& grant, const Validated* found) const {
  const auto& words = *guest.words;
  std::string points;
  for (const auto& board : grant.boards) {
    const std::string one = words.text("credit.points", {{"board", board.board}, {"points", number_text(points_of(board), words)}});
    points = points.empty() ? one : words.text("list.next", {{"items", points}, {"next", one}});
  }
  const auto waits = found && still_here(grant) ? waits_for(found->said, words) : WaitsFor();
  const bool mends = grant.state == credit::GrantState::rejected || waits.hers;
  View view;
  view.text("grant", amount_text(grant, words)).text("state", state_text(grant, words)).text("day", day_text(grant.date, words)).text_if("points", points);
  view.text("certificate_url", path(guest, "certificate/" + grant.certificate)).text_if("mend_url", mends ? path(guest, "profile") : "");
  view.flag("old", !credit::holds(grant)).text_if("readiness", waits.said);
  return view;
}

View ClaimPages::Impl::offer_view(const credit::Ledger& ledger, const credit::Offer& offer,
                                  const credit::Activity* activity, const std::vector<credit::BoardId>& known,
                                  const Messages& words) const {
  View one;
  const bool participation = offer.system == "participation";
  const std::string name = system_name(offer.system, words);
  const auto* system = deps.book.rules().system(offer.system);
  one.flag("claims", false).flag("less", false).flag("has_boards", false).text("system_name", name);
  if (offer.may_claim()) add_claim(one, {offer, ledger, activity, system, name, participation}, known, deps.book.rules(), words);
  add_progress(one, offer, words);
  auto missing = missing_views(ledger, offer, activity, words);
  one.flag("has_missing", !missing.empty()).list("missing", std::move(missing));
  const bool whole = offer.maximum.hundredths > 0 && offer.granted >= offer.maximum && !participation;
  one.text_if("all_claimed", whole ? words.text("credit.all_claimed", {{"amount", number_text(offer.maximum, words)}, {"system", name}}) : "");
  return one;
}

base::Result<View> ClaimPages::Impl::card(const ClaimGuest& guest, const credit::Ledger& ledger, const std::string& from, const CardNote& note) {
  const auto& words = *guest.words;
  const auto found = deps.book.activity(ledger.activity_id);
  if (!found) return base::fail(found.error());
  const auto* activity = *found ? (*found)->activity.get() : nullptr;
  std::vector<credit::BoardId> known;
  const bool asks_boards = std::ranges::any_of(ledger.offers, [](const auto& offer) { return offer.may_claim() && !offer.boards.empty(); });
  if (asks_boards) {
    const auto profile = deps.vault.load_profile(guest.person.id, {"learner", "claim"});
    if (!profile) return base::fail(profile.error());
    if (*profile) known = (*profile)->boards;
  }
  View view;
  const std::string title = activity ? activity->title : ledger.activity_id;
  view.text("activity_title", title).text("activity_lang", activity ? activity->language : words.language()).text("activity_id", ledger.activity_id);
  view.text_if("card_problem", note.activity_id == ledger.activity_id ? note.problem : "");
  view.text("banked", words.count("credit.banked", ledger.minutes_done, {{"planned", std::to_string(ledger.minutes_planned)}}));
  view.text("own_time", ledger.own_time
                            ? words.text("credit.own_time", {{"time", format_duration(*ledger.own_time, words)}})
                            : words.text("credit.own_time_unknown"));
  view.text("seen", std::to_string(ledger.last_seq)).text("key", fresh_key()).text("from", from);
  view.flag("asks_profession", !ledger.profession_known).text("profession_url", path(guest, "profession")).text("claim_url", path(guest, "claim"));
  if (!ledger.profession_known) {
    const auto target = activity ? activity->professions : std::vector<std::string>();
    auto others = target.empty() ? std::vector<View>() : profession_views(target, false, words);
    view.list("professions", profession_views(target, true, words)).flag("has_others", !others.empty()).list("others", std::move(others));
  }
  std::vector<View> offers;
  if (ledger.profession_known)   // until it is: minutes banked, no certificate
    for (const auto& offer : ledger.offers) offers.push_back(offer_view(ledger, offer, activity, known, words));
  std::vector<View> grants;
  const auto looked_at = ledger.grants.empty() ? base::Result<std::map<std::string, Validated>>() : validated_of(deps.projections, guest.person.id);
  if (!looked_at) return base::fail(looked_at.error());
  for (const auto& grant : ledger.grants) {
    const auto one = looked_at->find(grant.ccid);
    grants.push_back(grant_view(guest, grant, one == looked_at->end() ? nullptr : &one->second));
    grants.back().text_if("aoa", aoa_text(grant, activity, words));
  }
  view.list("offers", std::move(offers)).flag("has_grants", !grants.empty()).list("grants", std::move(grants));
  return view;
}

std::string ClaimPages::receipt(const Visit& visit) {
  const auto failed = [&](const base::Error& error) { return impl_->diary.failed("credit", error), std::string(); };
  if (visit.preview()) return {};
  const auto ledgers = impl_->deps.book.ledgers(visit.row.person);
  if (!ledgers) return failed(ledgers.error());
  const auto concerns = [&](const credit::Ledger& ledger) {
    return std::ranges::any_of(ledger.attempts, [&](const auto& fact) { return fact.unit_id == visit.row.unit_id; });
  };
  if (std::ranges::none_of(*ledgers, concerns)) return {};
  ClaimHandle handle{visit.row.link(), visit.row.person, visit.row.id, visit.row.launch_json, visit.handle.issued};
  const bool expired = is_expired(handle, impl_->deps.clock.now());
  View view;
  view.flag("has_credit", !expired).flag("credit_expired", expired);
  if (expired) return render("credit_receipt", *visit.messages, view);
  std::string token = seal_claim(impl_->deps.sealer, handle);
  const auto guest = impl_->guest(std::move(handle), std::move(token), {visit.messages->language()});
  if (!guest) return failed(guest.error());
  std::vector<View> cards;
  for (const auto& ledger : *ledgers) {
    if (!concerns(ledger)) continue;
    auto card = impl_->card(*guest, ledger, "receipt", {});
    if (!card) return failed(card.error());
    cards.push_back(std::move(*card));
  }
  view.list("cards", std::move(cards)).text("credits_url", impl_->path(*guest, {}));
  return render("credit_receipt", *visit.messages, view);
}

}  // namespace preceptor::web
