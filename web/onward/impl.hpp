// Onward's parts: past.cpp (attempts read and added to), greet.cpp (what is due at a launch), follow_up.cpp (the answers), receipt_more.cpp (what comes after a unit).
#pragma once
#include "core/activity/onward/follow_up.hpp"
#include "web/learner/diary_lines.hpp"
#include "web/learner/units.hpp"
#include "web/learner/visit.hpp"
#include "web/onward/onward.hpp"
#include "web/onward/question_watch.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// Words for "what was in the way?": message keys "follow.barrier.<id>".
inline constexpr std::string_view kBarriers[] = {"knowledge", "incentives", "system", "access", "patients", "team"};

struct FollowHandle {
  base::RegistrationId registration;
  base::AttemptId attempt;
  std::vector<std::string> questions;
  int day = 7;
  std::string next;            // path to go on to; empty: nowhere
  std::string locale;
  base::Instant issued{};
};
std::string seal_follow(const ports::Sealer& sealer, const FollowHandle& handle);
std::optional<FollowHandle> open_follow(const ports::Sealer& sealer, std::string_view token);

// An attempt with its events: what follow-ups and corrections are found from.
struct Past {
  ports::AttemptRow row;
  std::vector<record::Event> events;
  record::Attempt attempt;
};

struct Onward::Impl {
  OnwardDeps deps;
  Urls urls;
  Units units;
  DiaryLines diary;
  QuestionBook book;
  RecallBook recall;
  QuestionWatch questions;

  explicit Impl(OnwardDeps given)
      : deps(std::move(given)), urls(deps.public_url), units(deps.content), diary(deps.diary, deps.clock, deps.log),
        book(deps.records, deps.projections, deps.clock), recall(deps.records, deps.projections, deps.content, deps.clock),
        questions(deps.projections, deps.records, deps.clock) {}

  base::Result<Past> past(const ports::AttemptRow& row);
  // One more event in the attempt's stream, and its row as it now is.
  void append(ports::AttemptRow& row, record::Other payload, ports::UnitOfWork& work) const;
  base::Result<std::vector<onward::Commitment>> commitments(const Past& past);
  // What became of reported credit since it was told last, on top of the page.
  base::Status tell_credit(const lti::VerifiedLaunch& launch, const ports::Person& person, const Messages& words, ports::HttpResponse& page);
};

// The follow-ups that were put before the learner.
std::vector<onward::FollowUpAsked> asked_in(const Past& past);

}  // namespace preceptor::web
