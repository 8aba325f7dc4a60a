#include "web/accreditation/credit_section.hpp"

#include <algorithm>
#include <map>

#include "web/credit/validation.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr std::chrono::hours kAnswerIsLate{24};          // while sending is on, a record is asked for every hour at least
constexpr std::chrono::hours kTakenBackIsNew{24 * 30};   // then it leaves the work list; its page keeps it
constexpr int kReasonsLookedAt = 1000;

}  // namespace

StaffRoute CreditSection::on_grant(const char* method, const char* path, WithGrant answer) {
  // The ccid may be longer than a place of a path, and holds ':'.
  const bool form = std::string_view(method) == "POST";
  return {method, path, kAccreditation, [this, answer, form](StaffTurn& turn) {
            const auto grant = deps_.grants.load_grant(form ? turn.value("ccid") : turn.asked("ccid"));
            if (!grant) return turn.failed(grant.error());
            return *grant ? (this->*answer)(turn, **grant) : turn.not_found();
          }};
}

std::vector<StaffRoute> CreditSection::routes() {
  const auto to = [this](Response (CreditSection::*answer)(StaffTurn&)) { return [this, answer](StaffTurn& turn) { return (this->*answer)(turn); }; };
  return {{"GET", "/credits", kAccreditationAndReaders, to(&CreditSection::list)},
          {"GET", "/credits/deadlines", kAccreditationAndReaders, to(&CreditSection::deadlines)},
          {"GET", "/credits/doubles", kAccreditation, to(&CreditSection::doubles)},
          {"GET", "/credits/taken-back", kAccreditation, to(&CreditSection::taken_back)},
          on_grant("GET", "/credits/record", &CreditSection::record),
          on_grant("POST", "/credits/record", &CreditSection::resend),
          {"GET", "/credits/held", kAccreditation, to(&CreditSection::held)},
          on_grant("POST", "/credits/validate", &CreditSection::revalidate),
          on_grant("POST", "/credits/names", &CreditSection::confirm_names),
          on_grant("POST", "/credits/found", &CreditSection::take_found),
          on_grant("POST", "/credits/removal", &CreditSection::note_removal),
          on_grant("GET", "/credits/fix", &CreditSection::fix),
          on_grant("POST", "/credits/fix", &CreditSection::save_fix),
          {"GET", "/credits/bulk", kAccreditation, to(&CreditSection::bulk)},
          {"POST", "/credits/bulk", kAccreditation, to(&CreditSection::run_bulk)}};
}

// "19 records were rejected, most often: learner not matched". Of very many the oldest say why.
base::Result<std::string> CreditSection::rejected_task(long count, const Messages& messages) {
  ports::GrantFilter rejected;
  rejected.states = {credit::GrantState::rejected};
  const auto page = deps_.grants.list_grants(rejected, std::nullopt, kReasonsLookedAt);
  if (!page) return base::fail(page.error());
  std::map<std::string, long> by;
  for (const auto& grant : *page) ++by[reason_text(grant.reason, messages)];
  const std::string what = messages.count("credits_staff.task.rejected", count);
  const auto most = std::ranges::max_element(by, {}, &std::pair<const std::string, long>::second);
  if (most == by.end() || most->first.empty()) return what;
  return messages.text(by.size() == 1 ? "credits_staff.task.rejected_for" : "credits_staff.task.rejected_most", {{"what", what}, {"reason", most->first}});
}

base::Result<std::vector<StaffTask>> CreditSection::tasks(const StaffMember& member, const Messages& messages) {
  std::vector<StaffTask> tasks;
  if (member.role != StaffRole::accreditation) return tasks;
  ports::GrantFilter rejected;
  rejected.states = {credit::GrantState::rejected};
  const auto count = deps_.grants.count_grants(rejected);
  if (!count) return base::fail(count.error());
  if (*count > 0) {
    const auto text = rejected_task(static_cast<long>(*count), messages);
    if (!text) return base::fail(text.error());
    tasks.push_back({*text, "/credits?state=rejected"});
  }
  const auto unanswered = never_answered(deps_.rows, deps_.grants, deps_.clock.now() - kAnswerIsLate);
  if (!unanswered) return base::fail(unanswered.error());
  if (*unanswered > 0) tasks.push_back({messages.count("credits_staff.task.unanswered", static_cast<long>(*unanswered)), "/credits?state=queued"});
  const auto held = held_grants(deps_.rows, deps_.grants);
  if (!held) return base::fail(held.error());
  if (!held->empty()) tasks.push_back({messages.count("credits_staff.task.held", static_cast<long>(held->size())), "/credits/held"});
  const auto near = deadlines_now();
  if (!near) return base::fail(near.error());
  if (!near->empty()) tasks.push_back({messages.count("credits_staff.task.deadlines", static_cast<long>(near->size())), "/credits/deadlines"});
  const auto taken_back = reported_and_taken_back(deps_.clock.now() - kTakenBackIsNew);
  if (!taken_back) return base::fail(taken_back.error());
  if (!taken_back->empty()) tasks.push_back({messages.count("credits_staff.task.taken_back", static_cast<long>(taken_back->size())), "/credits/taken-back"});
  return tasks;
}

}  // namespace preceptor::web::accreditation
