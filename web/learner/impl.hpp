// The controller's parts, one file each: login.cpp, launch.cpp, opening.cpp (attempts made and resumed), preview.cpp, show.cpp (GET),
// answer.cpp (POST), early.cpp, grade_offer.cpp, credited.cpp, again.cpp, asides.cpp, unit_opener.cpp, draft.cpp, idle.cpp.
#pragma once
#include <optional>

#include "web/learner/credited.hpp"
#include "web/learner/diary_lines.hpp"
#include "web/learner/ladder.hpp"
#include "web/learner/learner_pages.hpp"
#include "web/learner/links.hpp"
#include "web/learner/recorder.hpp"
#include "web/learner/units.hpp"
#include "web/learner/visit.hpp"

namespace preceptor::web {

struct Withdrawn;

struct LearnerPages::Impl {
  using Response = ports::HttpResponse;

  LearnerDeps deps;
  Urls urls;
  Units units;
  DiaryLines diary;
  Links links;
  CreditedUnits credited;

  explicit Impl(LearnerDeps given)
      : deps(std::move(given)), urls(deps.public_url), units(deps.content), diary(deps.diary, deps.clock, deps.log), links(deps.grades, deps.clock) {}

  // login.cpp
  Response login(const ports::HttpRequest& request, const lti::Login& login, const std::string& path_registration);
  Response go_on(const lti::LoginAnswer& answer) const;
  Response check_cookie(const LoginAgain& again, const lti::LoginAnswer& answer) const;
  Response ladder(const ports::HttpRequest& request, const lti::LoginRequest& asked, const LoginAgain& again, const lti::LoginAnswer& answer) const;
  std::string again_url(const LoginAgain& again, const base::RegistrationId& registration) const;
  // launch.cpp
  Response launch(const ports::HttpRequest& request, lti::LaunchVerifier& verifier);
  Response refuse(const ports::HttpRequest& request, const std::string& step, const lti::Refusal& refusal);
  Response ask_browser(const ports::HttpRequest& request, const base::Fields& form, lti::LaunchVerifier& verifier, const lti::Refusal& refusal);
  void refine(lti::VerifiedLaunch& verified) const;
  std::optional<Response> seen_before(const ports::HttpRequest& request, const base::Fields& form, lti::LaunchVerifier& verifier);
  // opening.cpp
  // `newcomer`: set to whether nobody of that subject was known before.
  base::Result<Response> accept(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, bool& newcomer);
  base::Result<Response> open_target(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work);
  base::Result<Response> accept_target(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch);
  base::Result<Response> accept_learner(const lti::VerifiedLaunch& launch, const std::string& unit_id,
                                        const std::vector<std::string>& wanted, bool& newcomer);
  base::Result<Response> open_new(Visit& visit, const ports::Person& person, bool is_new, const lti::VerifiedLaunch& launch);
  void note_newcomer(const lti::VerifiedLaunch& launch, const ports::Person& person, ports::UnitOfWork& work);
  base::Result<Response> reopen(Visit& visit, const ports::Person& person, const lti::VerifiedLaunch& launch);
  base::Status begin(Visit& visit, Recorder& recorder);
  std::vector<ports::OneUse> noted(const lti::VerifiedLaunch& launch, const base::AttemptId& attempt) const;
  // preview.cpp
  base::Result<Response> accept_preview(const lti::VerifiedLaunch& launch, const std::string& unit_id,
                                        const std::vector<std::string>& wanted);
  Handle preview_handle(const lti::VerifiedLaunch& launch, const base::ContentHash& content) const;
  base::Result<Visit> preview_visit(const Handle& handle, const std::vector<std::string>& wanted);
  Response answer_preview(Visit& visit, int page, const base::Fields& form);
  // show.cpp
  Response attempt(const ports::HttpRequest& request);
  base::Result<Visit> recorded_visit(const Handle& handle, const std::vector<std::string>& wanted);
  base::Result<Visit> visit_of(ports::AttemptRow row, Handle handle, const std::vector<std::string>& wanted);
  Response show(Visit& visit, const std::string& place);
  Response show_page(Visit& visit, int page, FormState state);
  Response expired(const ports::HttpRequest& request, const Handle& handle, const std::string& place);
  Response failure(const ports::HttpRequest& request, const std::string& step, const base::Error& error);
  void renew(Visit& visit) const;
  // answer.cpp
  Response post(const ports::HttpRequest& request, Visit& visit, const std::string& place);
  Response answer(Visit& visit, int page, const base::Fields& form);
  Response leave_disclosure(Visit& visit, const base::Fields& form);
  Response ask_again(Visit& visit, int page, const base::Fields& form, const activity::PageAnswers& answers);
  Response refill(Visit& visit, int page, const base::Fields& form, const base::Error& error);
  base::Result<std::string> record_answers(Visit& visit, int page, const std::string& key, const activity::PageAnswers& answers);
  void carry_active(Visit& visit, const base::Fields& form) const;
  activity::ActiveTime add_active(Visit& visit) const;
  base::Result<std::string> subject_of(const base::PersonId& person);
  base::Status open_session(Visit& visit, Recorder& recorder);
  // early.cpp
  Response finish_early(Visit& visit, const base::Fields& form);
  base::Status record_early(Visit& visit);
  // grade_offer.cpp
  base::Status offer_grade(const Visit& visit, const std::string& subject, ports::UnitOfWork& work);
  void offer_at_launch(const Visit& visit, const std::string& subject, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) const;
  // credited.cpp
  void place_in_activities(Visit& visit);
  base::Status count_credit(const Visit& visit, const std::string& subject, ports::UnitOfWork& work);
  void add_credit(Visit& visit);
  // again.cpp
  Response again(Visit& visit, const std::string& key);
  base::Result<std::string> open_next(Visit& visit, const std::string& key);
  // unit_opener.cpp
  base::Result<OpenedUnit> open_unit(const UnitWanted& wanted, const UnitOpener::Also& also);
  base::Result<OpenedUnit> try_to_open(const UnitWanted& wanted, const UnitOpener::Also& also);
  base::Result<OpenedUnit> start_unit(Visit& visit, const UnitWanted& wanted, const UnitOpener::Also& also);
  base::Result<std::optional<Withdrawn>> stopped(const base::ContentHash& content, bool completed);
  Response receipt(Visit& visit, bool from_launch);
  Response go_next(Visit& visit);
  Response reminder(const Visit& visit);
  // asides.cpp: what stands beside the receipt; its failures are logged and cost nobody the receipt
  void add_asides(Visit& visit);
  bool offers_survey(const Visit& visit);
  Response about_person(Visit& visit, const base::Fields& form);
  // draft.cpp
  Response save_draft(const ports::HttpRequest& request, const Handle& handle, int page);
  Response shown_now(const Handle& handle, const ports::AttemptRow& row, int page, const base::Fields& form);
  base::Status keep_draft(const Handle& handle, int page, const base::Fields& form, int step);
  // idle.cpp
  base::Result<int> close_idle();
  base::Status close_one(const ports::AttemptRow& row);
};

// Where a launch, a reload or a bare address leads. The page of disclosures comes again until something is answered: nobody can know that
// the first one arrived, and it must be seen before the content.
activity::Place landing(const Visit& visit);
// Whether the launch is for a unit's pages; others have their own handler (a choice of units, a review of somebody's work).
bool opens_unit(const lti::Launch& launch);
// Why nothing of a launch counts: the end of a message key "preview.text.<why>".
std::string why_preview(const lti::Launch& launch);
// The grade of a completed attempt, or the progress of an open one; absent when the link takes none or nobody is to be graded.
std::optional<ports::GradeOffer> offer_of(const Visit& visit, const ports::LinkFacts& link, const std::string& subject, base::Instant now);
// The count of drafts that a page's form carries; 0 where it is absent or not one of ours.
std::int64_t draft_sequence(const base::Fields& form);
// Among a preview's forms: finished at once.
inline constexpr const char* kEarly = "early";
// "page/3" -> 3, "draft/3" -> 3 with that prefix; nullopt for anything else.
std::optional<int> numbered(std::string_view place, std::string_view prefix);
// As languages_for, of a launch whose link may ask for one language (custom parameter `language`).
// Under which a login's one use is noted: the login's time goes first, so that those of one moment lie together.
std::string used_key(const lti::LoginState& state, const std::string& digest);
std::vector<std::string> languages_of(const lti::Launch& launch, const std::vector<std::string>& accepted);

}  // namespace preceptor::web
