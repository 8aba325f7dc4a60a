// What the domain needs of a store for learners' work. Absent and failed are different answers everywhere:
// Result<std::optional<T>> is absent when the optional is empty, failed when the Result holds store_failed or store_full. A write may
// also fail with store_unanswered: it may be kept, now or later, whole or not at all, so whoever has prepared something beside the record leaves it there.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/credit/grant.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/site_store.hpp"
#include "core/record/event.hpp"
#include "core/record/rendering.hpp"

namespace preceptor::ports {

struct Person {
  base::PlatformId platform;
  std::string subject;   // the platform's `sub`
  base::PersonId id;
};

// One link in one course. Resource link ids are unique within a deployment only (LTI core 5.3.5): two deployments of one registration may use
// the same course and link ids for different tenants, so nothing is ever looked up without the deployment.
struct LinkKey {
  base::RegistrationId registration;
  std::string deployment_id, context_id, resource_link_id;  // context_id may be empty
  friend bool operator==(const LinkKey&, const LinkKey&) = default;
};

// A projection of the events, for look-up. Rewritten whole with each commit that appends to the attempt.
struct AttemptRow {
  base::RegistrationId registration;
  std::string deployment_id;   // empty only in rows older than the column whose registration had several deployments
  base::AttemptId id;
  base::PersonId person;
  std::string unit_id, language;
  base::ContentHash content;
  std::string context_id, resource_link_id;  // context_id may be empty
  int n = 1;
  std::string state = "open";   // open | closed (idle) | completed
  base::Instant opened_at{}, last_at{}, completed_at{};
  std::int64_t last_seq = 0;
  int stated_minutes = 0;
  bool asked_closing = false;
  // Facts of the last launch that pages need: JSON {return_url, locale, platform_name, context_title, link_title}. Deletable.
  std::string launch_json = "{}";
  // Active time of the open session so far; -1 = not measured on some page.
  std::int64_t active_ms = 0;

  LinkKey link() const { return {registration, deployment_id, context_id, resource_link_id}; }
};

// What class completion and reviews need of an attempt: no answers.
struct LinkAttempt {
  base::AttemptId id;
  base::PersonId person;
  std::string subject;          // the platform's own `sub`; empty when the person was erased
  std::string unit_id;
  int n = 1;
  std::string state = "open";
  base::Instant opened_at{}, completed_at{};
  std::optional<record::AttemptScored> score;
};

struct OneUse {               // a token whose first use wins
  std::string kind;           // "state" or "nonce"
  std::string key;            // a digest, never the token itself
  std::string value;          // what the first use led to (for state: registration, attempt and id_token digest as JSON)
  base::Instant expires_at{}; // may be forgotten after this
};

struct NewEvent {
  record::Event event;
  std::vector<record::Rendering> renderings;
};

struct FreeText {
  base::RegistrationId registration;
  std::string stream_id;
  std::int64_t seq = 0;
  base::PersonId person;
  std::string field, salt, text;
};

struct IdempotencyKey {
  base::RegistrationId registration;
  base::AttemptId attempt;
  std::string key;
  std::string place;          // where the answer redirected to, e.g. "page/1" or "receipt"
};

struct Draft {
  base::RegistrationId registration;
  base::AttemptId attempt;
  int page = 0;
  std::int64_t sequence = 0;  // the highest wins
  std::string form;           // application/x-www-form-urlencoded
};

// What launches told of one link: written when it differs from what is stored. URLs are the platform's newest.
struct LinkFacts {
  base::RegistrationId registration;
  std::string deployment_id, context_id, resource_link_id;
  std::string unit_id, context_title, link_title;
  std::string lineitem, lineitems, memberships;   // URLs; empty when the platform offers none
  std::vector<std::string> scopes;                // AGS scopes, full URLs
  std::string grade = "completion";               // completion (1 of 1) | score (right answers) | none, as the link's custom parameter says
  friend bool operator==(const LinkFacts&, const LinkFacts&) = default;
};

// A grade to be sent. The newest of one learner on one link replaces what still waits: one row each.
struct GradeOffer {
  base::RegistrationId registration;
  std::string deployment_id, context_id, resource_link_id;   // the LinkKey
  std::string subject;          // the platform's own `sub`
  base::AttemptId attempt;
  int given = 1, max = 1;
  bool graded = true;           // FullyGraded; false: progress
  base::Instant at{};           // when it was earned
};

// Everything one request changes, in one transaction.
struct UnitOfWork {
  std::vector<OneUse> one_use;
  std::vector<Person> persons;
  std::vector<AttemptRow> attempts;
  std::vector<NewEvent> events;
  std::vector<FreeText> texts;
  std::optional<IdempotencyKey> idempotency;
  std::optional<base::AttemptId> drop_drafts;   // of this attempt
  std::optional<LinkFacts> link;
  std::vector<GradeOffer> grades;
  std::vector<Projection> projections;
  std::vector<credit::Grant> grants;   // written whole; `version` as read plus 1, as with projections
  std::optional<Lease> under;          // written only while this lease has not gone to another holder
};

class RecordStore {
 public:
  virtual ~RecordStore() = default;

  // Durable when it returns (group commit: callers share one sync). Any thread; blocks.
  // Errors: store_already_used (a one_use key exists; nothing was written), store_conflict (an event's (stream, seq), a person's
  // (platform, sub) or an idempotency key exists, or a projection
  // or grant was written by another since it was read, or the lease `under` has another holder; nothing was written), store_failed, store_full.
  virtual base::Status commit(const UnitOfWork& work) = 0;

  virtual base::Result<std::optional<Person>> find_person(const base::PlatformId& platform, const std::string& subject) = 0;
  virtual base::Result<std::optional<Person>> load_person(const base::PersonId& person) = 0;
  // The attempt with the highest n.
  virtual base::Result<std::optional<AttemptRow>> find_latest_attempt(const LinkKey& link, const base::PersonId& person,
      const std::string& unit_id) = 0;
  // Every attempt on this link by person, unit and n; with `person`, of that person only.
  virtual base::Result<std::vector<LinkAttempt>> attempts_of_link(const LinkKey& link, const std::optional<base::PersonId>& person) = 0;
  virtual base::Result<std::optional<AttemptRow>> load_attempt(const base::RegistrationId& registration, const base::AttemptId& attempt) = 0;
  // Stated minutes of attempts completed since commitment and relevance were last asked of this person, over all attempts;
  // absent when they never were.
  virtual base::Result<std::optional<int>> minutes_since_closing_asked(const base::PersonId& person) = 0;
  virtual base::Result<std::vector<record::Event>> load_events(const base::RegistrationId& registration, const std::string& stream_id) = 0;
  // The free texts beside the events of a stream, by seq and field; those of erased persons are gone.
  virtual base::Result<std::vector<FreeText>> load_texts(const base::RegistrationId& registration, const std::string& stream_id) = 0;
  virtual base::Result<std::optional<std::string>> find_one_use(const std::string& kind, const std::string& key) = 0;
  virtual base::Result<std::optional<std::string>> find_idempotent(const base::RegistrationId& registration, const base::AttemptId& attempt,
      const std::string& key) = 0;
  virtual base::Status save_draft(const Draft& draft) = 0;
  virtual base::Result<std::optional<Draft>> load_draft(const base::RegistrationId& registration, const base::AttemptId& attempt, int page) = 0;
  // For folds over everybody's work: the attempts on a unit, of every version, or on one version, by id, those after `after`; 1 to 1,000 at a time.
  virtual base::Result<std::vector<AttemptRow>> attempts_of_unit(const std::string& unit_id, const base::AttemptId& after, int limit) = 0;
  virtual base::Result<std::vector<AttemptRow>> attempts_of_content(const base::ContentHash& content, const base::AttemptId& after, int limit) = 0;
  // The newest first.
  virtual base::Result<std::vector<AttemptRow>> attempts_of_person(const base::PersonId& person, int limit) = 0;
  // Open attempts without an event since `before`, oldest first.
  virtual base::Result<std::vector<AttemptRow>> idle_attempts(base::Instant before, int limit) = 0;
  // Forgets one-use keys, idempotency keys and drafts that are past keeping.
  virtual base::Status forget_expired(base::Instant now) = 0;
};

}  // namespace preceptor::ports
