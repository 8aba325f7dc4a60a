// My credits: every activity with something in it, and where each grant's report stands.
#include "web/claims/impl.hpp"

namespace preceptor::web {

base::Result<ports::HttpResponse> ClaimPages::Impl::credits(const ClaimGuest& guest, const CardNote& note) {
  const auto& words = *guest.words;
  const auto ledgers = deps.book.ledgers(guest.person.id);
  if (!ledgers) return base::fail(ledgers.error());
  std::vector<View> cards;
  bool told = false;
  for (const auto& ledger : *ledgers) {
    auto one = card(guest, ledger, "credits", note);
    if (!one) return base::fail(one.error());
    told = told || ledger.activity_id == note.activity_id;
    cards.push_back(std::move(*one));
  }
  View view;
  view.text_if("problem", told ? "" : note.problem).flag("none", cards.empty()).list("cards", std::move(cards));
  view.text("transcript_url", path(guest, "transcript")).text("profile_url", path(guest, "profile")).text("privacy_url", path(guest, "privacy"));
  view.text_if("receipt_url", receipt_path(guest)).text_if("back_url", back_url(guest.facts, ""));
  return page(guest, "credits", view, words.text("credits.title"), note.status);
}

}  // namespace preceptor::web
