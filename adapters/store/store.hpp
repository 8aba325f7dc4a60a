// The store: one object behind every store port, on SQLite or PostgreSQL with the same SQL.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/ports/admin_store.hpp"
#include "core/ports/audit_log.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/credit_store.hpp"
#include "core/ports/diary.hpp"
#include "core/ports/grade_store.hpp"
#include "core/ports/log.hpp"
#include "core/ports/person_keeping.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_check.hpp"
#include "core/ports/record_store.hpp"
#include "core/ports/safekeeping.hpp"
#include "core/ports/site_store.hpp"
#include "core/ports/store_copy.hpp"
#include "core/ports/survey_pool.hpp"
#include "core/ports/vault_store.hpp"
#include "lti/invitation.hpp"
#include "lti/key_store.hpp"
#include "lti/registration.hpp"
#include "xapi/delivery_store.hpp"
#include "xapi/evidence_store.hpp"
#include "xapi/export_store.hpp"
#include "xapi/statement_walk.hpp"

namespace preceptor::store {

struct StoreOptions {
  std::string url;          // "sqlite:/path/to/file.db" or "postgresql://user@host/database"; may hold a password, so it is never logged
  int readers = 4;          // read connections
  bool unfinished_copy = false;   // opens also what preceptor store copy has not finished yet, which is for that command alone
  // An older schema is changed without a copy made first: its operator has one. On PostgreSQL it is changed only then.
  bool backup_made = false;
  // How long a write waits to be begun, and then for its commit (docs/decisions/0063). Longer than what the engines wait by themselves: 10 s for a lock.
  std::chrono::milliseconds longest_write{20'000};
};

// What opening a store did to its schema. `from` is 0 where it was empty, and equals `to` where nothing was to be done.
struct Migration {
  int from = 0, to = 0;
  std::vector<std::string> applied;   // names of migrations, such as "0015_erasure"
  std::string backup;                 // the copy of what it was before; empty where none was made
  std::int64_t backup_bytes = 0;
};

class Store : public ports::RecordStore, public ports::ContentStore, public ports::SiteStore, public ports::Diary, public lti::RegistrationStore,
              public lti::InvitationStore, public lti::KeyStore, public xapi::DeliveryStore, public xapi::EvidenceStore, public xapi::ExportStore, public xapi::StatementWalk, public ports::GradeStore, public ports::AdminStore,
              public ports::Safekeeping, public ports::ProjectionStore, public ports::SurveyPool, public ports::CreditStore, public ports::VaultStore,
              public ports::AuditLog, public ports::RecordCheck, public ports::PersonKeeping, public ports::StoreCopy {
 public:
  // Opens, migrates (under a lock), checks that it can write. A store in a file is copied beside itself before its schema changes.
  // Errors: store_unopened (path, folder, permissions), store_newer_schema, store_full, store_copy_unfinished; store_backup_failed (no copy could be made) and
  // store_migration_waits (PostgreSQL with an older schema, without backup_made): nothing was changed.
  static base::Result<std::unique_ptr<Store>> open(StoreOptions options, const ports::Clock& clock, ports::Log& log);
  // Called after each commit that added events, from the writer thread; wakes the sealer. Set before use.
  virtual void on_commit(std::function<void()> callback) = 0;
  // While the site is closing: whoever waits for a write is answered within two seconds from now on, a commit under way included (store_unanswered). Any
  // thread; may be called again.
  virtual void hurry(bool on) = 0;
  // What open() did to the schema; stays the same afterwards.
  virtual const Migration& migration() const = 0;
  // For status, check and readiness. Error store_failed also while a write has been late for `longest_write`.
  virtual base::Result<int> schema_version() = 0;
  virtual std::string path() const = 0;   // of the database file, for the sealing key beside it; empty on PostgreSQL
};

}  // namespace preceptor::store
