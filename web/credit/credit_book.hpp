// Credit as a service: what a finished unit counts, what may be claimed, claims, and where each grant's report stands. Rules are core/credit's; every act is its
// events and rows in one commit; who may act is the caller's question. As CaseBook is for root-cause cases.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/credit/ledger.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/credit_store.hpp"
#include "core/ports/log.hpp"
#include "core/ports/profile_vault.hpp"
#include "core/ports/record_store.hpp"
#include "web/rca/told_disclosure.hpp"
#include "xapi/signed_statement.hpp"

namespace preceptor::web {

// Projections: one row a learner's account in an activity, for look-up; `id` is the account's stream.
inline constexpr const char* kLedgerKind = "credit_ledger";
// Projections: a learner who took the permission to report back, state "withdrawn", or "given" when it was given again; `id` is the person's.
inline constexpr const char* kPermissionKind = "credit_permission";
// States of a grant that left this site and stands at its receiver: what taking the permission back does not undo.
const std::vector<credit::GrantState>& reported_states();

struct CreditDeps {
  ports::RecordStore& records;
  ports::ProjectionStore& projections;
  ports::CreditStore& grants;
  ports::ContentStore& content;
  ports::ProfileVault& vault;
  const ports::Clock& clock;
  ports::Log& log;
  const credit::Rulebook& rules;              // as shipped
  std::vector<credit::Provider> providers;    // of the configuration; their zones were looked at when it was read
  std::string provider_domain;                // of public_url: part of each ccid
  std::string activity_base;                  // of statements
  // account.homePage of a platform's persons in statements: its override or issuer. Empty, or no function: credit has no statements.
  std::function<std::string(const base::PlatformId&)> actor_home_page;
  xapi::SignStatement sign = {};              // of statements of credit; none: they carry no signature
};

// An activity with what the record says of it beside its content.
struct ActivityNow {
  std::shared_ptr<const credit::Activity> activity;
  std::string accme_activity_id;              // the file's, or pasted back later
  std::string time_zone;                      // of its provider
  base::Date today{};                         // there
  std::shared_ptr<const ToldDisclosure> told = {};   // what its people disclosed; null where its own text holds
};
// What learners read of its people, in English where it is made from what these disclosed; empty: the unit's own text.
const std::string& learners_text(const ActivityNow& now);

// What one completed attempt was worth, as facts the caller knows; the book finds the activities.
struct Completion {
  base::PlatformId platform;
  base::PersonId person;
  credit::UnitCounted fact;                   // counted_of (core/credit/completion.hpp); activity, minutes and date are filled in by the book, for each activity
  // Hashes (credit::disclosure_hash) of all texts that stood on the disclosure page: the activities' beside the unit's own, which `fact` names.
  std::vector<std::string> disclosures;
};
struct ClaimResult {
  enum class Outcome { done, refused, conflict, absent };   // conflict: something changed since the page was made; absent: no such activity
  Outcome outcome = Outcome::done;
  std::optional<credit::Grant> grant;
  std::optional<credit::ClaimRefused> refused;
};

// What else holds of a move.
struct MoveWith {
  std::function<base::Result<bool>(const credit::Grant&)> allows = {};   // asked of the row as it is moved: where another changes it meanwhile, again. False: store_conflict
  std::function<void(ports::UnitOfWork&)> also = {};                     // adds what belongs into the same commit
};

class CreditBook {
 public:
  explicit CreditBook(CreditDeps deps);
  ~CreditBook();

  // Told after each claim, correction, saved profile and permission taken back, outside any commit; `by`: "learner" or a member's person id. Set before threads start.
  void when_changed(std::function<void(const base::PersonId& person, const std::string& by)> told);

  const credit::Rulebook& rules() const;
  base::Result<std::vector<credit::Enabled>> enabled();
  base::Status enable(const std::string& what, bool on, const base::PersonId& by, const std::string& by_name);

  // Current activities, and the one with that id; cached for two seconds, with what their people disclosed.
  base::Result<std::vector<ActivityNow>> activities();
  base::Result<std::optional<ActivityNow>> activity(const std::string& id);
  // Current activities whose bundle has this unit and whose window holds today.
  base::Result<std::vector<ActivityNow>> activities_of_unit(const std::string& unit_id);
  base::Status number_activity(const std::string& id, const std::string& accme_activity_id, const base::PersonId& by);

  // Adds unit_counted to `work`, for each activity of the unit, to be committed with attempt_completed. A conflict of the commit is the caller's to retry.
  base::Status count(const Completion& completion, ports::UnitOfWork& work);
  // Likewise a completed question at the point of care, in each current activity of internet searching and learning; `cycle` without activity and date.
  base::Status count_cycle(const base::PersonId& person, const credit::CycleCounted& cycle, ports::UnitOfWork& work);

  base::Result<std::optional<credit::Ledger>> ledger(const base::PersonId& person, const std::string& activity_id);
  // Every activity this person has something in, the newest work first.
  base::Result<std::vector<credit::Ledger>> ledgers(const base::PersonId& person);
  // `key`: the form's one-time key; the same again answers as the first time. `seen`: Ledger::last_seq when the page was made.
  base::Result<ClaimResult> claim(const ports::Person& person, const std::string& activity_id, const credit::ClaimAsked& asked, const std::string& attestation,
                                  std::int64_t seen, const std::string& key);

  base::Result<std::string> profession(const base::PersonId& person);          // empty: not told
  base::Status tell_profession(const base::PersonId& person, const std::string& profession);
  // Saves to the vault and appends what changed. Errors: those of the vault.
  base::Status save_profile(const ports::Person& person, const credit::Profile& profile, const ports::VaultActor& actor);
  // That a claim led the learner to the form for identifiers; the same claim again appends nothing.
  base::Status note_identifiers_asked(const base::PersonId& person, const credit::IdentifiersAsked& asked);
  base::Status withdraw_permission(const ports::Person& person);

  // Moves a grant's report on. False: it was in that state already. Error store_conflict: may_move says no, or another was faster.
  base::Result<bool> move(const std::string& ccid, credit::GrantState to, const std::string& reason, const std::string& by, const std::string& batch = {},
                          const MoveWith& with = {});
  // A correction (V15): the old grant is superseded, a new one with the next sequence stands in its place. Answers the new one.
  base::Result<credit::Grant> correct(const std::string& ccid, const std::string& reason, const base::PersonId& by);
  // Where a provider wants one record of what was claimed in parts (kOneRecord): this grant and the other parts are superseded, one of their sum stands in their place,
  // and what was reported of them goes before it as removals (V15). Absent: there is no other part, or this one does not wait any more. `by` as in move().
  base::Result<std::optional<credit::Grant>> join(const std::string& ccid, const std::string& by);
  // Everything that happened to a grant, oldest first.
  struct Step { base::Instant at{}; credit::GrantState state = credit::GrantState::issued; std::string reason, by, batch; };
  base::Result<std::vector<Step>> history(const std::string& ccid);

 private:
  base::Status keep_profile(const ports::Person& person, const credit::Profile& profile, const ports::VaultActor& actor);
  base::Status take_permission_back(const ports::Person& person);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace preceptor::web
