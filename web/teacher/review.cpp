// The work of one learner, for whom the platform sends to look at it. On Moodle any student can make a launch that names another person in
// for_user (the platform signs it all the same), and on Canvas a submitted URL can be passed on: so the viewer's own role in the very course
// decides, or that it is the viewer's own work. The decision comes before anything is read that could tell whether there is any work.
#include <algorithm>

#include "core/record/attempt.hpp"
#include "web/error_page.hpp"
#include "web/teacher/impl.hpp"
#include "web/teacher/review_reference.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr std::size_t kMostShown = 10;   // the newest finished attempts

// Whose work, on which link, and whether the viewer made it.
struct Wanted {
  base::PersonId person;
  std::string subject;   // as the platform knows the person; empty: nobody's name is behind it
  ports::LinkKey link;
  bool own = false;
};

base::Error denied(std::string detail) { return {Code::launch_review_denied, std::move(detail), {}, {}}; }

base::Result<Wanted> wanted_by_message(ports::RecordStore& records, const lti::VerifiedLaunch& verified) {
  const auto& launch = verified.launch;
  if (!launch.for_user) return base::fail(Code::launch_for_user_missing, "no for_user");
  const bool own = !is_stand_in(launch) && launch.for_user->user_id == launch.subject;
  if (!own && !teaches(launch)) return base::fail(denied("for_user is another person, and the viewer is no instructor of this context"));
  const auto person = records.find_person(verified.registration.platform, launch.for_user->user_id);
  if (!person) return base::fail(person.error());
  if (!*person) return base::fail(Code::launch_nothing_to_review, "for_user never opened a unit");
  return Wanted{(*person)->id, launch.for_user->user_id, link_of(verified), own};
}

base::Result<Wanted> wanted_by_reference(ports::RecordStore& records, const ports::Sealer& sealer, const lti::VerifiedLaunch& verified,
                                         const std::string& token) {
  const auto& launch = verified.launch;
  const auto reference = open_review(sealer, token);
  if (!reference || reference->registration != verified.registration.id) return base::fail(denied("the review URL belongs to another connection, or is not ours"));
  const auto row = records.load_attempt(reference->registration, reference->attempt);
  if (!row) return base::fail(row.error());
  const std::string context = launch.context ? launch.context->id : std::string();
  if (!*row || (*row)->deployment_id != launch.deployment_id || (*row)->context_id != context)
    return base::fail(denied("the review URL belongs to another course or deployment"));
  const auto person = records.load_person((*row)->person);
  if (!person) return base::fail(person.error());
  const bool own = !is_stand_in(launch) && *person && (*person)->subject == launch.subject;
  if (!own && !teaches(launch)) return base::fail(denied("the work is another person's, and the viewer is no instructor of this context"));
  return Wanted{(*row)->person, *person ? (*person)->subject : std::string(), (*row)->link(), own};
}

}  // namespace

base::Result<TeacherPages::Impl::Response> TeacherPages::Impl::review(const ports::HttpRequest& request, const lti::VerifiedLaunch& verified) {
  const auto token = review_token(verified.launch.target_link_uri);
  const bool by_message = verified.launch.message_type == lti::kSubmissionReviewRequest;
  const auto wanted = by_message || !token ? wanted_by_message(deps.records, verified) : wanted_by_reference(deps.records, deps.sealer, verified, *token);
  if (!wanted) return base::fail(wanted.error());
  auto attempts = deps.records.attempts_of_link(wanted->link, wanted->person);
  if (!attempts) return base::fail(attempts.error());
  std::erase_if(*attempts, [](const auto& one) { return one.state != "completed"; });
  if (attempts->empty()) return base::fail(Code::launch_nothing_to_review, "no finished attempt on this link");
  std::sort(attempts->begin(), attempts->end(), [](const auto& a, const auto& b) { return a.completed_at > b.completed_at; });
  ReviewPage page;
  page.registration = verified.registration;
  page.facts = facts_of(verified);
  page.own = wanted->own;
  page.earlier = attempts->size() > kMostShown ? static_cast<int>(attempts->size() - kMostShown) : 0;
  page.messages = &choose_messages(languages_for(page.facts.locale, wanted_languages(request)), "en");
  if (!page.own) name_learner(page, verified, wanted->link, wanted->subject);
  for (std::size_t i = 0; i < attempts->size() && i < kMostShown; ++i) {
    auto work = work_of(wanted->link.registration, (*attempts)[i].id, *page.messages);
    if (!work) return base::fail(work.error());
    page.works.push_back(std::move(*work));
  }
  return review_page(page);
}

// The viewer teaches here. The message names the learner on Moodle; a submitted URL names nobody, so there the class list does, which teachers'
// pages read anyway. Where it cannot, the page says why.
void TeacherPages::Impl::name_learner(ReviewPage& page, const lti::VerifiedLaunch& verified, const ports::LinkKey& link, const std::string& subject) {
  const auto without = [&](const char* why) { page.nameless = page.messages->text(why); };
  const auto& launch = verified.launch;
  if (deps.profiles.of(verified.registration, launch.platform).grades_without_names(launch)) return without("review.name.blind");
  if (launch.for_user && !launch.for_user->name.empty()) {
    page.learner = launch.for_user->name;
    return;
  }
  if (subject.empty()) return without("review.name.anonymous");
  const auto facts = deps.desk.facts(link);
  if (facts && (!*facts || (*facts)->memberships.empty())) return without("review.name.no_roster");
  const auto roster = facts ? cache.get(link, [&] { return deps.desk.roster(**facts); }) : base::Result<Roster>(base::fail(facts.error()));
  if (!roster) {
    diary.failed("roster", roster.error());
    return without("review.name.roster_failed");
  }
  const auto& all = (*roster)->members;
  const auto member = std::find_if(all.begin(), all.end(), [&](const ClassMember& one) { return one.user_id == subject; });
  if (member == all.end()) return without("review.name.left");
  if (member->name.empty()) return without("review.name.unshared");
  page.learner = member->name;
}

base::Result<Visit> TeacherPages::Impl::work_of(const base::RegistrationId& registration, const base::AttemptId& attempt, const Messages& messages) {
  Visit visit;
  auto row = deps.records.load_attempt(registration, attempt);
  if (!row) return base::fail(row.error());
  if (!*row) return base::fail(Code::store_failed, "an attempt of the link is gone");
  visit.row = std::move(**row);
  auto unit = units.by_hash(visit.row.content);
  if (!unit) return base::fail(unit.error());
  if (!*unit) return base::fail(Code::content_unreadable, "the attempt's content " + visit.row.content.str() + " is not in the store");
  visit.unit = *unit;
  const auto events = deps.records.load_events(registration, attempt.str());
  if (!events) return base::fail(events.error());
  auto folded = record::fold(*events);
  if (!folded) return base::fail(folded.error());
  visit.attempt = std::move(*folded);
  visit.facts = facts_from_json(visit.row.launch_json);
  visit.messages = &messages;
  return visit;
}

}  // namespace preceptor::web
