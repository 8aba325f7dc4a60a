// One opened site: configuration, store, protocol and pages, without threads of its own. Commands, router and workers act on it.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/store/store.hpp"
#include "adapters/vault/sealed_profiles.hpp"
#include "adapters/vault/text_key_files.hpp"
#include "adapters/vault/vault.hpp"
#include "core/activity/unit.hpp"
#include "core/credit/activity.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/log.hpp"
#include "lti/jose/sealer.hpp"
#include "lti/dynamic/registration_request.hpp"
#include "lti/launch.hpp"
#include "lti/lms_profile.hpp"
#include "lti/login.hpp"
#include "lti/platform_keys.hpp"
#include "lti/services/platform_client.hpp"
#include "lti/signing_keys.hpp"
#include "plugin/app/config.hpp"
#include "plugin/app/limits.hpp"
#include "plugin/app/request_counts.hpp"
#include "plugin/app/switchable_client.hpp"
#include "web/ask/ask_pages.hpp"
#include "web/learner/learner_pages.hpp"
#include "web/rca/rca_pages.hpp"
#include "web/onward/onward.hpp"
#include "web/teacher/picker.hpp"
#include "web/teacher/teacher_pages.hpp"
#include "web/registration/registration_pages.hpp"

namespace preceptor::export_folder {
class ExportFiles;
}
namespace preceptor::web::accreditation {
struct Deps;
}

namespace preceptor::web {
class Administrators;
class AdminPages;
class AdminSite;
class ClaimPages;
class CreditBook;
class DeliveryHistory;
struct CreditDeps;
class ExportDesk;
class Validation;
struct GateFinding;
class RecordStores;
class StaffList;
class StaffPages;
class PendingActs;
class SurveyPages;
class Watch;
}  // namespace preceptor::web

namespace preceptor::app {

class HealthBoard;
class StatementExports;
struct StaffHouse;

// Passes on what is at or above a level that a reload may change.
class LevelLog : public ports::Log {
 public:
  explicit LevelLog(std::shared_ptr<ports::Log> next) : next_(std::move(next)) {}
  void set_level(ports::Level level) { level_ = level; }
  void write(ports::Level level, std::string_view event, std::initializer_list<Field> fields) override {
    if (level >= level_.load()) next_->write(level, event, fields);
  }

 private:
  std::shared_ptr<ports::Log> next_;
  std::atomic<ports::Level> level_{ports::Level::info};
};

class Site {
 public:
  // Opens and migrates the store (a file is copied before; an older schema in PostgreSQL is refused), publishes content, upserts platforms and record stores. Errors: store_*, key_unreadable, config_*.
  static base::Result<std::unique_ptr<Site>> open(Config config, std::shared_ptr<ports::Log> log, std::shared_ptr<ports::Clock> clock);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  // Takes a configuration while running. Keys that need a restart are logged and keep their old value until then.
  base::Status apply(const Config& config);
  Config config() const;
  std::vector<std::string> needs_restart() const;   // keys that the last configuration has otherwise than what is in force

  ports::HttpResponse answer(const ports::HttpRequest& request);   // path without prefix
  std::size_t max_body_bytes(std::string_view path) const;
  // What needs neither store nor waiting; nothing: answer() does.
  std::optional<ports::HttpResponse> answer_at_once(const ports::HttpRequest& request);
  bool has_own_thread(const ports::HttpRequest& request) const;   // it is to be answered while all handlers wait for the store
  // Whether the store can be read and written; may wait for as long as the store does. What /readyz says, unless somebody who waits for less is named.
  base::Status look_at_store() const;
  void ask_ready_by(std::function<base::Status()> ask) { ask_ready_ = std::move(ask); }   // before use

  // The record stores that are switched on, with usable passwords.
  base::Result<std::vector<xapi::LrsRow>> active_lrs();
  // Before a record store is saved: where none was pseudonymised, pseudonymised renderings begin with what is recorded from now on.
  base::Status open_audience(const xapi::LrsRow& row);
  // Likewise for the kinds that are off by default and that its filter has on. `asked`: somebody sets the filter.
  base::Status open_inside(const xapi::LrsRow& row, bool asked);   // inside_maker.cpp
  xapi::LrsRow usable_lrs(xapi::LrsRow row);   // one of the store's
  // A password as the store keeps it, and back. Sealed with the site's key.
  std::string seal_password(const base::Secret& password) const;

  // Content folders are published again if an activity of theirs was refused for a rule that was off. What fails is logged.
  void try_waiting_activities();   // activity_loader.cpp

  // Keys that are due change over, and each registration that is switched on has one. For the upkeep thread.
  base::Status tend_keys();
  // Anonymous answers that are enough are released, pools that stayed small are deleted. For the upkeep thread.
  base::Status tend_surveys();
  // Identifiers of learners of whom nothing is on its way any more are deleted after retention. For the upkeep thread.
  base::Status tend_profiles();
  // Grants that wait to be reported are looked at by the pre-flight where something is another than when they were last. For the upkeep thread.
  base::Status tend_validations();
  // acts.cpp. Acts of staff and administrators whose ten minutes are over are done while the upkeep's lease is held.
  base::Result<bool> acts_due();
  base::Status tend_acts(const ports::Lease& upkeep);
  // Rows of the audit log go after retention. For the upkeep thread.
  base::Status tend_audit();
  // delivery_history.cpp. What record stores were sent is counted every ten minutes. For the upkeep thread.
  base::Status tend_delivery_history();
  web::DeliveryHistory& delivery_history() { return *delivery_history_; }
  web::Watch& watch() { return *watch_; }
  web::RecordStores& record_stores() { return *record_stores_; }
  // Why the record store of that name is not sent to just now; empty where nothing is wrong, or where no worker of this process knows.
  std::string delivery_trouble(const std::string& lrs) const { return trouble_of_ ? trouble_of_(lrs) : std::string(); }
  // Before the workers start; what is told must be safe to call from any thread until the site is closed.
  void tell_delivery_trouble_by(std::function<std::string(const std::string&)> told) { trouble_of_ = std::move(told); }
  // What people wrote before their words were sealed is sealed now, a slice at a time. For the upkeep thread.
  base::Status tend_texts();
  // Where an instructor sees the work behind a grade, for an LMS whose reviewers come by a submitted URL.
  std::string review_url(const ports::GradeRow& row) const;

  std::string text_key_folder() const;   // one key a person, kept apart from backups
  vault::TextKeyFiles& text_keys() { return *text_keys_; }
  std::string export_folder() const;     // files of exports and reports
  // Where several nodes share the record: whether this one's folder of exports is that of the node that looked first. Error store_failed: it cannot be used.
  base::Result<bool> exports_are_shared();
  base::Result<std::string> key_digest() const;   // what tells it from another key, and opens nothing. Errors: key_unreadable
  std::string key_file() const;   // its path: what it seals in the store cannot be read without it

  store::Store& store() { return *store_; }
  vault::SealedProfiles& identifiers() { return *identifiers_; }   // who learners are to a board
  ports::HttpClient& http() { return http_; }
  lti::PlatformKeys& keys() { return *keys_; }             // the platforms'
  lti::SigningKeys& signing_keys() { return *signing_keys_; }   // ours; also the lti::Signer
  lti::PlatformClient& services() { return *services_; }
  web::LearnerPages& pages() { return *pages_; }
  web::CreditBook& credit() { return *credit_; }
  web::CreditDeps credit_deps();   // credit_routes.cpp
  // What the gates say of a compiled activity or unit: nothing of a version that is current, which was let through before. `fresh`: as look_at_activity's.
  base::Result<std::vector<web::GateFinding>> gate_of(const credit::Activity& activity, const std::vector<activity::Unit>& fresh, const Config& config);   // activity_loader.cpp
  base::Result<std::vector<web::GateFinding>> gate_of(const activity::Unit& unit, const Config& config);   // likewise
  web::StaffList& staff();
  web::StaffPages& staff_pages();   // staff_routes.cpp
  const web::accreditation::Deps& accreditation() const;   // staff_routes.cpp
  web::ExportDesk& export_desk() { return *export_desk_; }
  web::Validation& validation() { return *validation_; }
  StatementExports& statement_exports() { return *statement_exports_; }
  const ports::Sealer& sealer() const { return *sealer_; }
  HealthBoard& health() { return *health_; }
  const RequestCounts& request_counts() const { return request_counts_; }
  const lti::LmsProfiles& profiles() const { return profiles_; }
  lti::ToolFacts tool_facts(const base::RegistrationId& registration) const;   // what an LMS is told of us
  ports::Log& log() { return log_; }
  const ports::Clock& clock() const { return *clock_; }
  const std::string& activity_base() const { return activity_base_; }

 private:
  Site(Config config, std::shared_ptr<ports::Log> log, std::shared_ptr<ports::Clock> clock);
  base::Status open_store();
  base::Status open_key();
  base::Status check_key(const base::Secret& key);
  base::Status open_text_keys(const base::Secret& key);
  base::Status open_identifiers();   // credit_routes.cpp
  base::Status open_profile();       // profile_routes.cpp
  void wire();
  void wire_admin();   // admin_routes.cpp
  void wire_acts();    // acts.cpp
  void wire_delivery_history();   // delivery_history.cpp
  void wire_staff();   // staff_routes.cpp
  void wire_ask();
  void wire_teacher();   // teacher_routes.cpp
  void wire_rca();       // rca_routes.cpp
  void wire_surveys();   // survey_routes.cpp
  // credit_routes.cpp
  void wire_credit();
  ports::HttpResponse route_claims(const ports::HttpRequest& request);
  ports::HttpResponse route_certificate(const ports::HttpRequest& request);
  base::Status publish_content(const Config& config);
  base::Result<bool> may_publish(const activity::Unit& unit, const Config& config);
  // activity_loader.cpp; `fresh`: the units that are published along with it.
  base::Result<bool> may_publish(const credit::Activity& activity, const std::vector<activity::Unit>& fresh, const Config& config);
  base::Status add_activities(const std::vector<credit::Activity>& activities, const std::vector<activity::Unit>& fresh, const Config& config,
                              std::vector<ports::ContentVersion>& versions);
  base::Status save_platforms(const Config& config);
  base::Status save_lrs(const Config& config);
  ports::HttpResponse key_set(const ports::HttpRequest& request);
  ports::HttpResponse profile(const ports::HttpRequest& request);   // profile_routes.cpp
  ports::HttpResponse early_key_set(const ports::HttpRequest& request, const base::RegistrationId& id);
  ports::HttpResponse route(const ports::HttpRequest& request);
  ports::HttpResponse route_staff(const ports::HttpRequest& request);   // staff_routes.cpp
  bool within_rates(const ports::HttpRequest& request);
  ports::HttpResponse take_frame_report(const ports::HttpRequest& request);
  // registration_routes.cpp
  void wire_registration();
  std::optional<ports::HttpResponse> route_registration(const ports::HttpRequest& request);   // nullopt: not one of its paths
  ports::HttpResponse configuration(const ports::HttpRequest& request, const lti::LmsProfile& profile, const std::string& name);

  std::mutex content_mutex_;            // folders are published one at a time
  bool activities_wait_ = false;        // under content_mutex_: one was refused for a rule that staff may switch on
  mutable std::mutex config_mutex_;
  Config config_;
  std::vector<std::string> needs_restart_;   // guarded likewise
  LevelLog log_;
  std::shared_ptr<ports::Clock> clock_;
  std::string private_folder_;      // of store "memory:", removed on close
  std::unique_ptr<vault::TextKeyFiles> text_keys_;   // before the store, which opens texts with them
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<jose::AeadSealer> sealer_;
  std::unique_ptr<vault::Vault> vault_;
  std::unique_ptr<vault::KeyRing> vault_keys_;
  std::unique_ptr<vault::SealedProfiles> identifiers_;
  std::string activity_base_;
  std::string profile_text_, profile_etag_;   // the xAPI profile as it is served
  SwitchableClient http_;
  RequestCounts request_counts_;
  std::function<base::Status()> ask_ready_;
  lti::LmsProfiles profiles_;
  RateLimit client_rate_, launch_rate_, certificate_rate_, report_rate_;
  const std::string path_prefix_;   // of public_url, which a reload does not change
  std::unique_ptr<lti::PlatformKeys> keys_;
  std::unique_ptr<lti::SigningKeys> signing_keys_;
  std::unique_ptr<lti::PlatformClient> services_;
  std::unique_ptr<lti::Login> login_;
  std::unique_ptr<lti::LaunchVerifier> verifier_;
  // Before all pages that lead to them.
  std::function<std::string(const std::string&)> trouble_of_;
  std::unique_ptr<web::CreditBook> credit_;
  std::unique_ptr<export_folder::ExportFiles> export_files_;
  std::unique_ptr<web::ExportDesk> export_desk_;
  std::unique_ptr<web::Validation> validation_;
  std::unique_ptr<StatementExports> statement_exports_;
  std::unique_ptr<web::ClaimPages> claims_;
  // Before the learner's pages, which lead to them.
  std::unique_ptr<web::Picker> picker_;
  std::unique_ptr<web::LinkDesk> desk_;
  std::unique_ptr<web::TeacherPages> teacher_;
  std::unique_ptr<web::RcaPages> rca_;
  std::unique_ptr<web::Shelf> shelf_;
  std::unique_ptr<web::Onward> onward_;
  std::unique_ptr<web::AskPages> ask_;
  std::unique_ptr<web::SurveyPages> surveys_;
  std::unique_ptr<web::LearnerPages> pages_;
  std::unique_ptr<web::DeliveryHistory> delivery_history_;
  std::unique_ptr<web::PendingActs> acts_;   // before the pages whose acts wait
  std::unique_ptr<web::Watch> watch_;
  std::unique_ptr<web::Administrators> administrators_;
  std::unique_ptr<StaffHouse> staff_;   // before the administrator's pages, which list its members
  // The administrator's pages; the board last, so that its run under way ends before what it looks at.
  std::unique_ptr<web::AdminSite> admin_site_;
  std::unique_ptr<web::RecordStores> record_stores_;
  std::unique_ptr<web::AdminPages> admin_;
  std::unique_ptr<HealthBoard> health_;
  std::unique_ptr<web::RegistrationPages> registration_pages_;
};

// The identity of the store behind an LRS row: a new endpoint is a new cursor.
std::string lrs_store_id(std::string_view name, std::string_view endpoint);

}  // namespace preceptor::app
