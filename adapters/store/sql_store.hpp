// The store on SQL: reads on pooled connections, every write through the one writer. Split by concept over the .cpp files here.
#pragma once
#include <map>
#include <mutex>
#include <tuple>

#include "adapters/store/engine.hpp"
#include "adapters/store/readers.hpp"
#include "adapters/store/remembered.hpp"
#include "adapters/store/store.hpp"
#include "adapters/store/writer.hpp"

namespace preceptor::store {

class CopyMarks;

// Where a store lies.
struct StorePlace {
  const Engine& engine;
  std::string place;   // as the engine's open_session has it
  std::string file;    // empty when the store is no file
  std::chrono::milliseconds longest_write;
};

class SqlStore final : public Store {
 public:
  SqlStore(StorePlace place, std::unique_ptr<Connection> writing, std::vector<std::unique_ptr<Connection>> reading, const ports::Clock& clock, ports::Log& log)
      : engine_(place.engine), place_(std::move(place.place)), path_(std::move(place.file)), clock_(clock), log_(log),
        readers_(std::move(reading), [this] { return Connection::open(engine_, place_, Connection::Use::read); }),
        writer_(std::move(writing), [this] { return Connection::open(engine_, place_, Connection::Use::write); }, log, place.longest_write) {}

  void on_commit(std::function<void()> callback) override { writer_.on_commit(std::move(callback)); }
  void hurry(bool on) override { writer_.hurry(on); }
  // Whether the database is still the one that was opened: asked before each write, and by schema_version. Set before use.
  void check_first(Writer::Check check) {
    check_ = check;
    writer_.check_first(std::move(check));
  }
  // Logged where the schema of a store with something in it was changed. Set before use.
  void migrated(Migration migration);
  const Migration& migration() const override { return migration_; }
  base::Result<int> schema_version() override;
  std::string path() const override { return path_; }

  // record_write.cpp
  base::Status commit(const ports::UnitOfWork& work) override;
  base::Status save_draft(const ports::Draft& draft) override;
  base::Status forget_expired(base::Instant now) override;
  // record_read.cpp
  base::Result<std::optional<ports::Person>> find_person(const base::PlatformId& platform, const std::string& subject) override;
  base::Result<std::optional<ports::Person>> load_person(const base::PersonId& person) override;
  base::Result<std::optional<ports::AttemptRow>> find_latest_attempt(const ports::LinkKey& link, const base::PersonId& person,
      const std::string& unit_id) override;
  base::Result<std::vector<ports::LinkAttempt>> attempts_of_link(const ports::LinkKey& link, const std::optional<base::PersonId>& person) override;
  base::Result<std::optional<ports::AttemptRow>> load_attempt(const base::RegistrationId& registration, const base::AttemptId& attempt) override;
  base::Result<std::optional<int>> minutes_since_closing_asked(const base::PersonId& person) override;
  base::Result<std::vector<record::Event>> load_events(const base::RegistrationId& registration, const std::string& stream_id) override;
  base::Result<std::vector<ports::AttemptRow>> attempts_of_unit(const std::string& unit_id, const base::AttemptId& after, int limit) override;
  base::Result<std::vector<ports::AttemptRow>> attempts_of_content(const base::ContentHash& content, const base::AttemptId& after, int limit) override;
  base::Result<std::vector<ports::AttemptRow>> attempts_of_person(const base::PersonId& person, int limit) override;
  base::Result<std::optional<std::string>> find_one_use(const std::string& kind, const std::string& key) override;
  base::Result<std::optional<std::string>> find_idempotent(const base::RegistrationId& registration, const base::AttemptId& attempt,
      const std::string& key) override;
  base::Result<std::optional<ports::Draft>> load_draft(const base::RegistrationId& registration, const base::AttemptId& attempt, int page) override;
  base::Result<std::vector<ports::AttemptRow>> idle_attempts(base::Instant before, int limit) override;

  // content.cpp
  base::Status publish_edited(const ports::ContentVersion& version) override;
  base::Status publish_folder(const std::vector<ports::ContentVersion>& versions, bool complete) override;
  base::Result<std::vector<ports::ContentVersion>> current(const std::string& kind, const std::string& id) override;
  base::Result<std::vector<ports::ContentVersion>> list_current(const std::string& kind) override;
  base::Result<std::optional<ports::ContentVersion>> by_hash(const base::ContentHash& hash) override;
  base::Result<bool> was_withdrawn(const std::string& kind, const std::string& id) override;
  base::Result<bool> withdraw_content(const base::ContentHash& hash) override;

  // site.cpp
  base::Result<std::optional<std::string>> site_value(const std::string& key) override;
  base::Result<std::string> site_value_once(const std::string& key, const std::string& value) override;
  base::Result<std::optional<ports::Lease>> acquire_lease(const std::string& name, const std::string& holder, base::Instant now,
                                                          base::Milliseconds life) override;
  base::Status release_lease(const ports::Lease& lease) override;
  base::Result<std::vector<std::string>> lease_holders(base::Instant now) override;
  base::Status end_leases(const std::string& holder) override;
  // sealing.cpp
  base::Result<bool> anything_unsealed() override;
  base::Result<int> seal_events(const ports::Lease& lease, int limit) override;

  // diary.cpp
  base::Status write_diary(const ports::DiaryEntry& entry) override;
  base::Result<std::vector<ports::DiaryEntry>> recent_diary(int limit) override;
  base::Result<std::vector<ports::DiaryEntry>> read_diary(const ports::DiaryFilter& filter, int limit) override;
  base::Result<std::vector<ports::LastGood>> last_good_launches() override;
  base::Status watch_launches(const base::RegistrationId& registration, base::Instant now) override;
  base::Result<bool> launches_watched(const base::RegistrationId& registration, base::Instant now) override;
  // admin.cpp
  base::Status save_admin_link(const ports::AdminLink& link) override;
  base::Result<std::optional<ports::AdminLink>> find_admin_link(const std::string& digest, base::Instant now) override;
  base::Result<ports::AdminSession> begin_admin_session(const std::string& link_digest, const std::string& session_digest, base::Instant now,
                                                        base::Instant ends_at) override;
  base::Result<std::optional<ports::AdminSession>> find_admin_session(const std::string& digest) override;
  base::Status touch_admin_session(const std::string& digest, base::Instant seen_at) override;
  base::Status end_admin_session(const std::string& digest) override;

  // registrations.cpp
  base::Result<std::optional<lti::Registration>> find_registration(const std::string& issuer, const std::string& client_id) override;
  base::Result<std::vector<lti::Registration>> registrations_of_issuer(const std::string& issuer) override;
  base::Result<std::optional<lti::Registration>> load_registration(const base::RegistrationId& id) override;
  base::Result<std::vector<lti::Registration>> list_registrations() override;
  base::Result<lti::Registration> save_registration(const lti::Registration& registration) override;
  base::Status disable_configured_except(const std::vector<base::RegistrationId>& keep) override;
  base::Status remove_registration(const base::RegistrationId& id) override;
  base::Result<lti::Registration> register_invited(const lti::Registration& registration, const std::string& invitation, base::Instant now) override;
  base::Result<lti::Registration> change_registration(const base::RegistrationId& id,
                                                      const std::function<base::Status(lti::Registration&)>& change) override;
  // invitations.cpp
  base::Result<lti::Invitation> save_invitation(const lti::Invitation& invitation) override;
  base::Result<std::optional<lti::Invitation>> find_invitation(const std::string& digest) override;
  base::Status use_invitation(const lti::Invitation& invitation, base::Instant now) override;
  base::Result<std::optional<std::string>> claim_invitation(const std::string& digest, base::Instant now, base::Instant until) override;
  base::Status release_invitation(const std::string& digest, const std::string& claim) override;
  base::Result<bool> is_being_registered(const base::RegistrationId& registration, base::Instant now) override;

  // keys.cpp
  base::Result<std::vector<lti::SigningKey>> list_keys(const base::RegistrationId& registration) override;
  base::Result<std::vector<lti::SigningKey>> published_keys(base::Instant now) override;
  base::Result<std::vector<lti::SigningKey>> waiting_keys(base::Instant made_by) override;
  base::Result<bool> add_key(const lti::SigningKey& key) override;
  base::Result<bool> activate_key(const base::RegistrationId& registration, const std::string& kid, base::Instant now,
                                  base::Instant old_until) override;

  // destinations.cpp
  base::Status save_lrs(const xapi::LrsRow& lrs) override;
  base::Result<std::vector<xapi::LrsRow>> list_lrs() override;
  base::Status remove_lrs(const std::string& name) override;
  base::Status open_destination(const xapi::Destination& destination, bool from_start) override;
  base::Status open_destination_behind(const xapi::Destination& destination, const std::vector<xapi::Place>& places) override;
  base::Result<std::vector<xapi::Place>> places(const xapi::Destination& destination) override;
  base::Status rewind(const xapi::Destination& destination, base::Instant from) override;
  base::Status forget_destination(const xapi::Destination& destination) override;
  base::Result<bool> has_destination(const xapi::Destination& destination) override;
  base::Status set_lrs_filter(const std::string& name, const xapi::LrsFilter& filter) override;
  // backfill.cpp
  base::Status begin_backfill(const xapi::Destination& destination, base::Instant from, base::Instant now) override;
  base::Result<std::optional<xapi::Backfill>> backfill(const xapi::Destination& destination) override;
  base::Result<bool> turn_backfill(const xapi::Destination& destination, const std::string& was, const std::string& state, base::Instant now) override;
  base::Status finish_backfill(const xapi::Destination& destination, base::Instant now) override;
  base::Result<std::optional<xapi::Batch>> next_backfill_batch(const xapi::Destination& destination, int max_statements, std::size_t max_bytes) override;
  base::Status settle_backfill(const xapi::Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration,
                               std::int64_t through, const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) override;
  // parked.cpp
  base::Result<std::vector<xapi::Parked>> list_parked(const xapi::Destination& destination, int limit) override;
  base::Result<std::vector<xapi::ParkedGroup>> parked_groups(const xapi::Destination& destination) override;
  base::Result<std::int64_t> send_again(const xapi::Destination& destination, const xapi::ParkedChoice& choice) override;
  base::Result<std::optional<xapi::Batch>> next_again(const xapi::Destination& destination, int max_statements, std::size_t max_bytes) override;
  base::Status settle_again(const xapi::Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration,
                            const std::vector<base::StatementId>& delivered, const std::vector<xapi::Parked>& parked,
                            const std::optional<xapi::Receipt>& receipt) override;
  base::Result<std::vector<xapi::Receipt>> receipts(const xapi::Destination& destination, int limit) override;
  // delivery.cpp
  base::Result<bool> anything_waiting(const xapi::Destination& destination) override;
  base::Result<std::optional<xapi::Batch>> next_batch(const xapi::Destination& destination, int max_statements, std::size_t max_bytes) override;
  base::Result<std::optional<xapi::EventBatch>> next_events(const xapi::Destination& destination, const std::vector<std::string>& types,
                                                            int max_positions) override;
  base::Status settle(const xapi::Destination& destination, const ports::Lease& lease, const base::RegistrationId& registration,
                      std::int64_t through, const std::vector<xapi::Parked>& parked, const std::optional<xapi::Receipt>& receipt) override;
  base::Result<Todo> todo(const xapi::Destination& destination) override;
  base::Result<Backlog> backlog(const xapi::Destination& destination) override;
  base::Result<Settled> settled_between(const xapi::Destination& destination, base::Instant after, base::Instant until) override;
  // grades.cpp
  base::Result<std::optional<ports::LinkFacts>> load_link(const ports::LinkKey& link) override;
  base::Result<std::vector<ports::LinkFacts>> list_links(const base::RegistrationId& registration) override;
  base::Result<std::optional<ports::GradeRow>> next_grade(base::Instant now, const std::vector<base::RegistrationId>& busy) override;
  base::Result<ports::ColumnFacts> column_facts(const ports::GradeKey& row, const std::string& lineitem) override;
  base::Status begin_grade(const ports::Lease& lease, const ports::GradeRow& row, const std::string& lineitem, base::Instant timestamp,
                           base::Instant not_before) override;
  base::Status settle_grade(const ports::Lease& lease, const ports::GradeRow& row, const ports::GradeOutcome& outcome) override;
  base::Status postpone_grades(const ports::Lease& lease, const base::RegistrationId& registration, base::Instant until) override;
  base::Result<std::vector<ports::GradeRow>> list_grades(const ports::GradeFilter& filter, int limit) override;
  base::Result<std::optional<ports::GradeRow>> load_grade(const ports::GradeKey& key) override;
  base::Result<ports::GradeCounts> count_grades(const base::RegistrationId& registration) override;
  base::Result<int> resend_grades(const ports::LinkKey& link, base::Instant now) override;
  base::Result<int> retry_grades(const base::RegistrationId& registration, const std::optional<ports::LinkKey>& link,
                                 base::Instant now) override;
  // projections.cpp
  base::Result<std::optional<ports::Projection>> load_projection(const base::RegistrationId& registration, const std::string& kind,
                                                                 const std::string& id) override;
  base::Result<std::vector<ports::Projection>> list_projections(const ports::ProjectionFilter& filter) override;
  base::Result<std::vector<ports::Projection>> projections_of_parent(const std::string& kind, const std::string& parent, int limit) override;
  base::Result<std::vector<ports::Projection>> projections_of_person(const std::string& kind, const base::PersonId& person, int limit) override;
  // credit.cpp
  base::Result<std::optional<credit::Grant>> load_grant(const std::string& ccid) override;
  base::Result<std::optional<credit::Grant>> grant_of_certificate(const std::string& code) override;
  base::Result<std::vector<credit::Grant>> list_grants(const ports::GrantFilter& filter, const std::optional<ports::GrantPlace>& after, int limit) override;
  base::Result<std::int64_t> count_grants(const ports::GrantFilter& filter) override;
  // vault.cpp
  base::Result<std::optional<ports::SealedProfile>> load_sealed(const base::PersonId& person) override;
  base::Status save_sealed(const ports::SealedProfile& profile, const ports::VaultAccess& access) override;
  base::Result<bool> forget_sealed(const base::PersonId& person, const ports::VaultAccess& access) override;
  base::Result<std::vector<base::PersonId>> persons_of_marks(const std::vector<std::string>& marks) override;
  base::Status note_access(const std::vector<ports::VaultAccess>& looks) override;
  base::Result<std::vector<ports::VaultAccess>> vault_accesses(const std::optional<base::PersonId>& person, int limit) override;
  base::Result<int> seal_anew(const std::string& key_id, const std::vector<std::string>& retiring, const ports::VaultStore::Change& change) override;
  base::Result<std::string> sealing_key() override;
  base::Result<std::vector<ports::KeyUse>> profiles_by_key() override;
  base::Result<int> forget_settled_profiles(base::Instant before, base::Instant now, int limit) override;
  // audit.cpp
  base::Status append_audit(const ports::AuditEntry& entry) override;
  base::Result<std::vector<ports::AuditEntry>> list_audit(const ports::AuditFilter& filter) override;
  base::Result<int> forget_audit(base::Instant before, int limit) override;
  // survey_pool.cpp
  base::Status add_to_pool(const burden::PoolRow& row, const std::string& token, base::Instant token_until, base::Instant month) override;
  base::Result<bool> is_token_used(const std::string& token) override;
  base::Result<std::vector<burden::PoolRow>> waiting_answers() override;
  base::Status release_answers(const std::vector<std::string>& taken, const std::vector<ports::NewEvent>& events) override;
  base::Result<int> forget_answers(base::Instant since_before, base::Instant now) override;
  base::Result<std::vector<record::Event>> released_answers(const std::string& after, int limit) override;
  // safekeeping.cpp
  base::Status note_copy(ports::Copy kind, base::Instant at) override;
  base::Result<std::optional<base::Instant>> last_copy(ports::Copy kind) override;
  base::Result<std::int64_t> back_up(const std::string& file) override;
  base::Result<ports::StoreLook> look_through(std::int64_t max_bytes) override;
  base::Result<ports::StoreLook> look_through_copy(const std::string& file) override;
  // record_check.cpp
  base::Result<ports::RecordChecked> check_record(const std::string& file, const std::function<void(const record::ChainFinding&)>& found,
                                                  const std::function<bool(std::int64_t, std::int64_t)>& progress) override;
  // copy.cpp
  base::Result<ports::StoreCopied> copy_to(const ports::CopyOrder& order,
                                           const std::function<bool(ports::CopyPhase, std::string_view, std::int64_t, std::int64_t)>& progress) override;
  // person_held.cpp
  base::Result<std::vector<ports::HeldTable>> held_of(const base::PersonId& person) override;
  base::Result<std::vector<ports::HeldStream>> streams_of(const base::PersonId& person) override;
  base::Result<std::optional<std::pair<base::Instant, base::Instant>>> span_of(const base::PersonId& person) override;
  base::Status note_copy_made(const ports::CopyMade& copy) override;
  base::Result<std::vector<ports::CopyMade>> copies_holding(base::Instant first, base::Instant last) override;
  // texts.cpp
  void use_text_keys(ports::TextKeys& keys, bool sealing) override;
  base::Result<int> seal_plain_texts(int limit) override;
  base::Result<std::int64_t> texts_without_key() override;
  base::Result<std::vector<ports::FreeText>> load_texts(const base::RegistrationId& registration, const std::string& stream_id) override;
  // person_erase.cpp
  base::Result<std::vector<ports::HeldCount>> erasable(const base::PersonId& person) override;
  base::Result<std::vector<ports::HeldCount>> erase_person(const base::PersonId& person, const std::vector<ports::NewEvent>& events) override;
  base::Result<bool> is_erased(const base::PersonId& person) override;
  base::Result<std::vector<std::pair<base::PersonId, base::Instant>>> erased_since(base::Instant since) override;
  // export.cpp
  base::Status export_statements(const xapi::ExportFilter& filter, const std::function<bool(const xapi::QueuedStatement&)>& each) override;
  // export_source.cpp
  base::Result<std::vector<xapi::ExportedRow>> export_window(const xapi::ExportFilter& filter, const std::string& registration, std::int64_t after_position,
                                                             std::int64_t after_ordinal, std::int64_t through, int limit) override;
  // in_force.cpp
  base::Status walk_in_force(const xapi::WalkFilter& filter, const std::function<bool(const xapi::StatementInForce&)>& each) override;
  // evidence.cpp
  base::Result<std::vector<xapi::RecordHead>> record_heads() override;
  base::Result<std::optional<xapi::RecordSpan>> selected_span(const xapi::ExportFilter& filter, const std::string& registration, std::int64_t through) override;
  base::Result<std::string> seal_at(const std::string& registration, std::int64_t position) override;
  base::Status walk_record(const xapi::ExportFilter& filter, const std::string& registration, const xapi::RecordSpan& span,
                           const std::function<bool(const xapi::RecordRow&)>& each) override;
  base::Status walk_deliveries(const std::string& registration, const xapi::RecordSpan& span, const std::function<bool(const xapi::Delivered&)>& each) override;
  base::Result<std::string> evidence_certificates(const std::string& kid) override;
  base::Status save_evidence_certificates(const std::string& kid, const std::string& pem) override;

 private:
  using CursorKey = std::tuple<std::string, std::string, std::string>;  // kind, name, registration

  // texts.cpp: the texts as they are stored, and one opened; absent when its key is gone.
  struct StoredText {
    std::string salt, text;
    bool sealed = false;
  };
  base::Result<std::vector<StoredText>> stored_texts(const std::vector<ports::FreeText>& texts);
  base::Result<bool> open_text(ports::FreeText& text, bool sealed);

  // copy.cpp
  base::Status nobody_else();
  base::Result<ports::StoreCopied> copy_into(SqlStore& target, const std::string& record, const ports::CopyOrder& order,
                                             const std::function<bool(ports::CopyPhase, std::string_view, std::int64_t, std::int64_t)>& progress);
  void finish_copy(Connection& source, Connection& target, CopyMarks& marks, const std::string& site_key_digest);

  // A write after which what is remembered of registrations is asked anew.
  base::Status write_registrations(const Writer::Work& work);
  // Events, in one transaction with what goes before them.
  base::Status commit_after(const std::function<base::Status(Connection&)>& first, const std::vector<ports::NewEvent>& events);
  void note_taken(const xapi::Destination& destination, const std::string& registration, std::int64_t position);
  std::optional<std::int64_t> taken_at(const CursorKey& key);

  const Engine& engine_;
  std::string place_, path_;
  ports::TextKeys* text_keys_ = nullptr;
  bool sealing_texts_ = false;
  const ports::Clock& clock_;
  ports::Log& log_;
  Writer::Check check_;
  Migration migration_;
  // Where the cursor stood when a batch was taken: settling moves it from there only, so that a back-fill begun anew in between is not undone.
  std::mutex taken_mutex_;
  std::map<CursorKey, std::int64_t> taken_;
  Remembered<std::optional<lti::Registration>> registrations_;
  Remembered<std::int64_t> watches_;                         // by registration: until when launches are watched, 0 for never
  Readers readers_;
  Writer writer_;  // last: its thread ends before anything it uses
};

// sqlite_open.cpp; `url` begins with "sqlite:".
base::Result<std::unique_ptr<Store>> open_sqlite(const StoreOptions& options, const ports::Clock& clock, ports::Log& log);

// postgresql_open.cpp; `url` begins with "postgresql:" or "postgres:".
base::Result<std::unique_ptr<Store>> open_postgresql(const StoreOptions& options, const ports::Clock& clock, ports::Log& log);

// 9 random bytes: 12 characters that stand in a URL, and more of them than anyone registers.
std::string short_id();
// Refuses (store_conflict) when another holder has taken the lease since. Inside the writer's transaction.
base::Status check_fence(Connection& connection, const ports::Lease& lease);

// grades.cpp, inside the writer's transaction of a commit: facts of a link, which let its held grades go; an offer, if it is better.
void write_link(Connection& connection, const ports::LinkFacts& link, base::Instant now);
void write_offer(Connection& connection, const ports::GradeOffer& offer, base::Instant now);
// projections.cpp, likewise. store_conflict: another has written it since it was read.
base::Status write_projection(Connection& connection, const ports::Projection& projection);

// credit.cpp, likewise.
base::Status write_grant(Connection& connection, const credit::Grant& grant);

// person_erase.cpp. Whether that person was erased: nothing new of hers is kept.
bool person_is_erased(Connection& connection, const base::PersonId& person);

// A reader's answer that is itself a Result, with one layer.
template <class T>
base::Result<T> flatten(base::Result<base::Result<T>> nested) {
  if (!nested) return base::fail(std::move(nested.error()));
  return std::move(*nested);
}

}  // namespace preceptor::store
