// One tap for the profession, one tap to claim.
#include <algorithm>
#include <utility>

#include "core/base/digest.hpp"
#include "web/claims/impl.hpp"

namespace preceptor::web {
namespace {

using base::Code;

std::string origin_of(const base::Fields& form) { return typed(form, "from") == "receipt" ? "receipt" : "credits"; }

std::int64_t number_of(const std::string& text) {
  if (text.empty() || text.size() > 12 || text.find_first_not_of("0123456789") != std::string::npos) return -1;
  return std::stoll(text);
}

// The first of these boards that finds its people by their id alone, of which no id is known.
std::string board_to_ask(const std::vector<std::string>& boards, const credit::Profile& profile, const credit::Rulebook& rules) {
  for (const std::string& code : boards) {
    const auto* board = rules.board(code);
    const bool known = std::ranges::any_of(profile.boards, [&](const credit::BoardId& one) { return one.board == code && !one.id.empty(); });
    if (board && board->id_required && !known) return code;
  }
  return {};
}

}  // namespace

base::Result<ports::HttpResponse> ClaimPages::Impl::tell_profession(const ClaimGuest& guest, const base::Fields& form) {
  const std::string profession = typed(form, "profession");
  if (std::ranges::find(credit::professions(), profession) == credit::professions().end()) return see_other(back_path(guest, origin_of(form)));
  auto told = deps.book.tell_profession(guest.person.id, profession);
  if (!told && told.error().code != Code::store_conflict) return base::fail(told.error());   // a conflict: the other tap was first
  return see_other(back_path(guest, origin_of(form)));
}

base::Status ClaimPages::Impl::note_asked(const ClaimGuest& guest, const std::string& ccid, const std::optional<credit::Profile>& kept, const std::string& board) {
  const auto profession = deps.book.profession(guest.person.id);
  if (!profession) return base::fail(profession.error());
  auto shown = kept ? base::Result<credit::Profile>(*kept) : prefill.profile_for(guest.person);
  if (!shown) return base::fail(shown.error());
  // What the launch or a roster filled in is asked for the first time.
  auto known = kept ? credit::held_fields(*kept, board) : std::vector<std::string>();
  return deps.book.note_identifiers_asked(guest.person.id, {ccid, credit::form_fields(*profession, *shown), std::move(known)});
}

// A certificate of participation is reported to nobody, so it asks for nothing and is no first claim.
base::Result<bool> ClaimPages::Impl::had_credit(const base::PersonId& person) {
  const auto all = deps.grants.count_grants({.person = person});
  if (!all) return base::fail(all.error());
  const auto unreported = deps.grants.count_grants({.system = "participation", .person = person});
  if (!unreported) return base::fail(unreported.error());
  return *all > *unreported;
}

base::Result<ports::HttpResponse> ClaimPages::Impl::claim(const ClaimGuest& guest, const base::Fields& form) {
  const auto& words = *guest.words;
  const std::string activity = typed(form, "activity");
  credit::ClaimAsked asked;
  asked.system = typed(form, "system");
  asked.boards = base::field_values(form, "board");
  const std::string chosen = typed(form, "less").empty() ? typed(form, "amount") : typed(form, "less");
  const auto amount = credit::parse_amount(chosen);
  const auto again = [&](const std::string& problem, int status) { return credits(guest, {activity, problem, status}); };
  if (!amount) return again(words.text("credit.refused.step"), 422);
  asked.amount = *amount;
  const auto had = had_credit(guest.person.id);
  if (!had) return base::fail(had.error());
  const std::string attestation = base::sha256_hex(words.text(asked.system == "participation" ? "credit.attest_part" : "credit.attest"));
  const auto result = deps.book.claim(guest.person, activity, asked, attestation, number_of(typed(form, "seen")), typed(form, "key").substr(0, 64));
  if (!result) return base::fail(result.error());
  switch (result->outcome) {
    case ClaimResult::Outcome::absent: return base::fail(Code::credit_activity_unknown, "a form named it");
    case ClaimResult::Outcome::conflict: return again(words.text("credit.changed"), 409);
    case ClaimResult::Outcome::refused: {
      const std::string key = "credit.refused." + (result->refused ? result->refused->key : std::string());
      const std::string limit = number_text(result->refused ? result->refused->limit : credit::Amount(), words);
      return again(words.text(Messages::in("en").has(key) ? key : "credit.refused.other", {{"limit", limit}}), 422);
    }
    case ClaimResult::Outcome::done: break;
  }
  // After the first claim, never before: who reports should go to. Later only for a board whose id is not known: without it the points would never leave.
  if (asked.system == "participation" || (*had && asked.boards.empty())) return see_other(back_path(guest, origin_of(form)));
  const auto profile = deps.vault.load_profile(guest.person.id, {"learner", "claim"});
  if (!profile) return base::fail(profile.error());
  const std::string board = board_to_ask(asked.boards, profile->value_or(credit::Profile{}), deps.book.rules());
  if (board.empty() && (*had || *profile)) return see_other(back_path(guest, origin_of(form)));
  // It is only counted: a failure does not keep her from what she claimed.
  if (auto noted = note_asked(guest, result->grant->ccid, *profile, board); !noted) diary.failed("credit", noted.error());
  return see_other(path(guest, "profile?" + base::format_form({{"first", origin_of(form)}, {"board", board}})));
}

}  // namespace preceptor::web
