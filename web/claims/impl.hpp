// The parts of the learner's credit: cards.cpp (an activity as it stands), claiming.cpp (profession, claim), profile.cpp, credits.cpp, transcript.cpp,
// certificate.cpp (and the public page), privacy.cpp, news.cpp.
#pragma once
#include <map>

#include "web/claims/claim_handle.hpp"
#include "web/claims/claim_pages.hpp"
#include "web/claims/prefill.hpp"
#include "web/credit/validation.hpp"
#include "web/learner/diary_lines.hpp"
#include "web/page.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// Whose page it is, of one request.
struct ClaimGuest {
  ClaimHandle handle;
  std::string token;
  ports::Person person;
  lti::Registration registration;
  Facts facts;
  const Messages* words = nullptr;
};

// A sentence above a card and the status the page has with it.
struct CardNote {
  std::string activity_id, problem;
  int status = 200;
};

// What a transcript is narrowed to; empty: everything.
struct TranscriptFilter {
  std::string year, system, board;
};

struct ClaimPages::Impl {
  using Response = ports::HttpResponse;

  ClaimDeps deps;
  Urls urls;
  DiaryLines diary;
  Prefill prefill;

  explicit Impl(ClaimDeps given)
      : deps(std::move(given)), urls(deps.public_url), diary(deps.diary, deps.clock, deps.log), prefill(deps.projections, deps.sealer) {}

  base::Result<ClaimGuest> guest(ClaimHandle handle, std::string token, const std::vector<std::string>& wanted);
  base::Result<Response> show(const ClaimGuest& guest, const ports::HttpRequest& request, std::string_view place);
  base::Result<Response> act(const ClaimGuest& guest, const ports::HttpRequest& request, std::string_view place);
  Response page(const ClaimGuest& guest, const char* name, const View& view, const std::string& title, int status = 200) const;
  std::string path(const ClaimGuest& guest, std::string_view place) const { return claim_path(urls.prefix(), guest.token, place); }
  std::string receipt_path(const ClaimGuest& guest) const;   // empty when there is none
  std::string back_path(const ClaimGuest& guest, const std::string& from) const;

  // cards.cpp
  base::Result<View> card(const ClaimGuest& guest, const credit::Ledger& ledger, const std::string& from, const CardNote& note);
  View offer_view(const credit::Ledger& ledger, const credit::Offer& offer, const credit::Activity* activity, const std::vector<credit::BoardId>& known,
                  const Messages& words) const;
  std::string system_name(const std::string& code, const Messages& words) const;
  std::string amount_text(const credit::Grant& grant, const Messages& words) const;
  std::string state_text(const credit::Grant& grant, const Messages& words) const;
  // `found`: what the pre-flight said of it last; null where it was never asked.
  View grant_view(const ClaimGuest& guest, const credit::Grant& grant, const Validated* found) const;
  // claiming.cpp
  base::Result<Response> tell_profession(const ClaimGuest& guest, const base::Fields& form);
  base::Result<Response> claim(const ClaimGuest& guest, const base::Fields& form);
  base::Result<bool> had_credit(const base::PersonId& person);   // claimed before
  // That the claim leads to the profile's page. `kept`: the profile before it; `board`: whose number it asks for, may be empty.
  base::Status note_asked(const ClaimGuest& guest, const std::string& ccid, const std::optional<credit::Profile>& kept, const std::string& board);
  // profile.cpp
  base::Result<Response> show_profile(const ClaimGuest& guest, const ports::HttpRequest& request);
  base::Result<Response> save_profile(const ClaimGuest& guest, const base::Fields& form);
  struct ProfilePage;
  base::Result<Response> profile_page(const ClaimGuest& guest, const ProfilePage& shown);
  // credits.cpp
  base::Result<Response> credits(const ClaimGuest& guest, const CardNote& note);
  // What osteopathic physicians read of a grant to a physician: how AOA is said to name it (credit.md 10.1, scenario 30). Empty where the rules do not say. cards.cpp
  std::string aoa_text(const credit::Grant& grant, const credit::Activity* activity, const Messages& words) const;
  // transcript.cpp
  struct TranscriptWork;
  base::Result<Response> transcript(const ClaimGuest& guest, const ports::HttpRequest& request, std::string_view ending);
  base::Status gather(const ClaimGuest& guest, const TranscriptFilter& filter, TranscriptWork& work);
  base::Result<std::string> transcript_xml(const TranscriptWork& work);
  Response transcript_page(const ClaimGuest& guest, const TranscriptFilter& filter, const TranscriptWork& work) const;
  base::Result<std::vector<credit::Grant>> grants_of(const base::PersonId& person);
  // certificate.cpp
  base::Result<Response> certificate(const ClaimGuest& guest, const std::string& code);
  base::Result<std::shared_ptr<const credit::Activity>> version_of(const credit::Grant& grant);
  const credit::Provider* provider(const std::string& id) const;
  std::string verify_url(const std::string& code) const { return deps.public_url + "/verify/" + code; }
  base::Result<Response> verified(const Messages& words, const std::string& code);
  // The name as it is kept; empty when it is not.
  base::Result<credit::Profile> name_of(const base::PersonId& person, const char* why);
  // privacy.cpp
  base::Result<Response> privacy(const ClaimGuest& guest);
  base::Result<Response> withdraw(const ClaimGuest& guest);
  base::Result<Response> everything(const ClaimGuest& guest);
  // news.cpp
  base::Status note_identity(const lti::VerifiedLaunch& launch, const ports::Person& person, ports::UnitOfWork& work);
};

// "2 March 2026".
std::string day_text(base::Date date, const Messages& words);
// An amount as people read it: "0.25".
std::string number_text(credit::Amount amount, const Messages& words);
// "7Q2K-OXMD-..." of a stored code, and back of what was typed: small letters without blanks and dashes.
std::string spaced_code(const std::string& code);
std::string plain_code(std::string_view typed);
// Of a form: the first value of that name, blanks at its ends taken away; empty when absent.
std::string typed(const base::Fields& form, std::string_view name);
// A form's one-time key.
std::string fresh_key();
// Message `key`, or `otherwise` where no catalogue has it.
std::string text_or(const Messages& words, const std::string& key, const char* otherwise);

}  // namespace preceptor::web
