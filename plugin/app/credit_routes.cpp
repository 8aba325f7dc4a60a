// Credit: the vault of identifiers, and what is built on it.
#include "adapters/export_folder/export_files.hpp"
#include "manifests/rules.hpp"
#include "plugin/app/evidence.hpp"
#include "plugin/app/report_formats.hpp"
#include "plugin/app/site.hpp"
#include "plugin/app/statement_exports.hpp"
#include "web/claims/claim_pages.hpp"
#include "web/claims/prefill.hpp"
#include "web/credit/credit_book.hpp"
#include "web/credit/export_desk.hpp"
#include "web/credit/validation.hpp"

namespace preceptor::app {
namespace {

constexpr const char* kTranscriptFormat = "medbiquitous";
constexpr int kValidateBatch = 500;
constexpr int kForgetBatch = 200;   // at a time: the writer is everybody's

}  // namespace

base::Status Site::open_identifiers() {
  auto keys = vault::KeyRing::open(key_file());
  if (!keys) return base::fail(keys.error());
  vault_keys_ = std::move(*keys);
  identifiers_ = std::make_unique<vault::SealedProfiles>(*store_, *vault_keys_, *clock_);
  return {};
}

web::CreditDeps Site::credit_deps() {
  // Persons belong to a platform, home pages to its registrations: the first that is there speaks for all.
  const auto home_page = [this](const base::PlatformId& platform) -> std::string {
    const auto registrations = store_->list_registrations();
    if (!registrations) return {};
    for (const auto& one : *registrations)
      if (one.platform == platform) return one.actor_home_page.empty() ? one.issuer : one.actor_home_page;
    return {};
  };
  return {*store_, *store_, *store_, *store_, *identifiers_, *clock_, log_, manifests::shipped_rules(), config_.providers, config_.public_url.host,
          activity_base_, home_page, statement_signer(*this)};
}

void Site::wire_credit() {
  credit_ = std::make_unique<web::CreditBook>(credit_deps());
  claims_ = std::make_unique<web::ClaimPages>(web::ClaimDeps{
      *credit_, *store_, *store_, *store_, *store_, *identifiers_, *store_, *store_, *sealer_, *clock_, log_, config_.public_url_text, config_.providers,
      [this](const std::string& client) { return certificate_rate_.take(client_key(client), clock_->now()); }, format_named(kTranscriptFormat)});
  export_files_ = std::make_unique<export_folder::ExportFiles>(export_folder(), *vault_);
  web::DeskOptions options;
  options.launch_name = [this](const base::PersonId& person) -> base::Result<std::string> {
    const auto told = web::Prefill(*store_, *sealer_).identity(person);
    if (!told) return base::fail(told.error());
    return *told ? (*told)->full_name : std::string();
  };
  options.several_nodes = store_->path().empty();
  export_desk_ = std::make_unique<web::ExportDesk>(*credit_, credit_deps(), all_formats(), *export_files_, std::move(options));
  statement_exports_ = std::make_unique<StatementExports>(*store_, *export_files_, *clock_, log_);
  validation_ = std::make_unique<web::Validation>(*credit_, credit_deps(), *export_desk_);
  // What was claimed or saved stands; where its validation fails, upkeep does it again.
  credit_->when_changed([this](const base::PersonId& person, const std::string& by) {
    if (const auto done = validation_->person(person, by); !done)
      log_.write(ports::Level::warning, "credit.validation_failed", {{"error", base::describe(done.error())}});
  });
}

base::Status Site::tend_validations() {
  const auto looked = validation_->turn(kValidateBatch);
  if (!looked) return base::fail(looked.error());
  if (*looked > 0) log_.write(ports::Level::info, "credit.validated", {{"records", std::to_string(*looked)}});
  return {};
}

ports::HttpResponse Site::route_certificate(const ports::HttpRequest& request) { return claims_->verify(request); }

ports::HttpResponse Site::route_claims(const ports::HttpRequest& request) { return claims_->answer(request); }

base::Status Site::tend_texts() {
  constexpr int kTextsAtOnce = 500, kMostSlices = 20;
  int sealed = 0;
  for (int slice = 0; slice < kMostSlices; ++slice) {
    const auto done = store_->seal_plain_texts(kTextsAtOnce);
    if (!done) return base::fail(done.error());
    sealed += *done;
    if (*done < kTextsAtOnce) break;
  }
  if (sealed > 0) log_.write(ports::Level::info, "texts.sealed", {{"texts", std::to_string(sealed)}});
  return {};
}

base::Status Site::tend_profiles() {
  const base::Instant now = clock_->now();
  const auto gone = store_->forget_settled_profiles(now - std::chrono::hours(24) * config().profile_days, now, kForgetBatch);
  if (!gone) return base::fail(gone.error());
  if (*gone > 0) log_.write(ports::Level::info, "profiles.forgotten", {{"profiles", std::to_string(*gone)}});
  return {};
}

}  // namespace preceptor::app
