#include "plugin/app/site.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "adapters/export_folder/export_files.hpp"
#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "plugin/app/blocked_frames.hpp"
#include "plugin/app/evidence.hpp"
#include "plugin/app/health_board.hpp"
#include "plugin/app/lms_profiles.hpp"
#include "plugin/app/outbound.hpp"
#include "plugin/app/staff_house.hpp"
#include "plugin/app/statement_exports.hpp"
#include "web/acts/watch.hpp"
#include "web/admin/admin_pages.hpp"
#include "web/admin/administrators.hpp"
#include "web/claims/claim_pages.hpp"
#include "web/credit/credit_book.hpp"
#include "web/credit/export_desk.hpp"
#include "web/credit/validation.hpp"
#include "web/pipelines/delivery_history.hpp"
#include "web/survey/survey_pages.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using base::Status;

namespace {

constexpr int kCertificatesPerMinute = 60;   // a client: somebody who checks many, not somebody who tries codes

bool is_loopback(const base::Url& url) { return url.host == "localhost" || url.host == "::1" || url.host.starts_with("127."); }

}  // namespace

std::string lrs_store_id(std::string_view name, std::string_view endpoint) {
  return std::string(name) + "#" + base::sha256_hex(endpoint).substr(0, 8);
}

Site::Site(Config config, std::shared_ptr<ports::Log> log, std::shared_ptr<ports::Clock> clock)
    : config_(std::move(config)), log_(std::move(log)), clock_(std::move(clock)), profiles_(known_profiles()), client_rate_(config_.requests_per_minute),
      launch_rate_(config_.launches_per_minute), certificate_rate_(kCertificatesPerMinute), report_rate_(kFrameReportsPerMinute), path_prefix_(config_.path_prefix) {
  log_.set_level(config_.log_level);
}

Site::~Site() {
  health_.reset();
  admin_.reset();
  admin_site_.reset();
  staff_.reset();
  registration_pages_.reset();
  pages_.reset();
  rca_.reset();
  surveys_.reset();
  teacher_.reset();
  desk_.reset();
  picker_.reset();
  claims_.reset();
  validation_.reset();
  export_desk_.reset();
  statement_exports_.reset();
  credit_.reset();
  verifier_.reset();
  login_.reset();
  services_.reset();
  signing_keys_.reset();
  keys_.reset();
  store_.reset();
  if (private_folder_.empty()) return;
  std::error_code ignored;   // a folder of ours in the temporary directory: nothing of value stays behind
  std::filesystem::remove_all(private_folder_, ignored);
}

namespace {

// Servers that share a record share its key, and a key made by one of them seals what the others cannot read: so beside PostgreSQL none is made.
Status key_is_there(const Config& config) {
  if (!config.store.starts_with("postgresql://")) return {};
  if (config.vault_key_file.empty()) return fail(Code::key_missing, "store is PostgreSQL, and vault.key_file is not set");
  std::error_code ignored;   // what cannot be looked at is not there for us either
  if (!std::filesystem::exists(config.vault_key_file, ignored)) return fail(Code::key_missing, config.vault_key_file);
  return {};
}

}  // namespace

Result<std::unique_ptr<Site>> Site::open(Config config, std::shared_ptr<ports::Log> log, std::shared_ptr<ports::Clock> clock) {
  std::unique_ptr<Site> site(new Site(std::move(config), std::move(log), std::move(clock)));
  if (Status there = key_is_there(site->config_); !there) return fail(there.error());
  if (Status opened = site->open_store(); !opened) return fail(opened.error());
  if (Status opened = site->open_key(); !opened) return fail(opened.error());
  const auto base_iri = site->store_->site_value_once("activity_base", site->config_.public_url_text);
  if (!base_iri) return fail(base_iri.error());
  site->activity_base_ = *base_iri;
  if (Status opened = site->open_profile(); !opened) return fail(opened.error());
  site->wire();
  const Config config_now = site->config_;
  if (Status applied = site->apply(config_now); !applied) return fail(applied.error());
  return site;
}

Status Site::open_store() {
  std::string url = config_.store;
  if (url == "memory:") {
    std::string pattern = (std::filesystem::temp_directory_path() / "preceptor-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) return fail(Code::store_unopened, "no private folder could be made in the temporary directory");
    private_folder_ = pattern;
    url = "sqlite:" + private_folder_ + "/store.db";
  }
  store::StoreOptions options;
  options.url = url;
  Result<std::unique_ptr<store::Store>> opened = store::Store::open(options, *clock_, log_);
  if (!opened) return fail(opened.error());
  store_ = std::move(*opened);
  return {};
}

void Site::wire() {
  http_.set(http::make_client(client_options(config_)));
  lti::ToolUrls urls;
  urls.public_url = config_.public_url_text;
  keys_ = std::make_unique<lti::PlatformKeys>(http_, *clock_);
  signing_keys_ = std::make_unique<lti::SigningKeys>(*store_, *vault_, *clock_);
  services_ = std::make_unique<lti::PlatformClient>(http_, *signing_keys_, *clock_);
  login_ = std::make_unique<lti::Login>(*store_, *sealer_, *clock_, urls);
  verifier_ = std::make_unique<lti::LaunchVerifier>(*store_, *keys_, *sealer_, *clock_, urls);
  const bool secure = config_.public_url.scheme == "https" || is_loopback(config_.public_url);
  wire_credit();
  wire_teacher();
  wire_rca();
  wire_surveys();
  web::LearnerDeps deps{*store_, *store_, *store_, *store_, profiles_, *store_, *sealer_, *clock_, log_, config_.public_url_text, activity_base_, secure};
  wire_ask();
  deps.targets = {picker_.get(), teacher_.get()};
  deps.targets.rca = rca_.get();
  deps.targets.ask = ask_.get();
  deps.onward = onward_.get();
  deps.targets.survey = surveys_.get();
  deps.surveys = surveys_.get();
  deps.credit = credit_.get();
  deps.claims = claims_.get();
  deps.sign = statement_signer(*this);
  pages_ = std::make_unique<web::LearnerPages>(std::move(deps));
  wire_delivery_history();
  wire_acts();
  wire_staff();
  ask_->lead_to(*pages_);
  wire_admin();
  wire_registration();
}

void Site::wire_ask() {
  shelf_ = std::make_unique<web::Shelf>(*store_, *clock_, [this](const std::string& id) -> base::Result<std::string> {
    const auto one = web::CaseBook(*store_, *store_, *clock_).load(id);
    if (!one) return base::fail(one.error());
    return *one ? (*one)->sheet.gap.statement : std::string();
  });
  onward_ = std::make_unique<web::Onward>(
      web::OnwardDeps{*store_, *store_, *store_, *store_, *shelf_, *store_, *sealer_, *clock_, log_, config_.public_url_text, claims_.get()});
  ask_ = std::make_unique<web::AskPages>(web::AskDeps{*store_, *store_, *store_, *shelf_, *store_, *sealer_, *clock_, log_, config_.public_url_text, credit_.get()});
}

Status Site::apply(const Config& config) {
  std::vector<std::string> waiting = restart_needed(this->config(), config);
  for (const std::string& key : waiting) log_.write(ports::Level::warning, "config.needs_restart", {{"key", key}});
  if (Status done = publish_content(config); !done) return done;
  if (Status done = save_platforms(config); !done) return done;
  if (Status done = save_lrs(config); !done) return done;
  http_.set(http::make_client(client_options(config)));
  client_rate_.set(config.requests_per_minute);
  launch_rate_.set(config.launches_per_minute);
  log_.set_level(config.log_level);
  const std::lock_guard lock(config_mutex_);
  config_ = keeping_restart_keys(config_, config);
  needs_restart_ = std::move(waiting);
  return {};
}

std::vector<std::string> Site::needs_restart() const {
  const std::lock_guard lock(config_mutex_);
  return needs_restart_;
}

Config Site::config() const {
  const std::lock_guard lock(config_mutex_);
  return config_;
}

Status Site::save_platforms(const Config& config) {
  std::vector<base::RegistrationId> keep;
  for (const PlatformConfig& platform : config.platforms) {
    lti::Registration registration;
    registration.name = platform.name;
    registration.lms = platform.lms;
    registration.issuer = platform.issuer;
    registration.client_id = platform.client_id;
    registration.authorization_endpoint = platform.authorization_endpoint;
    registration.token_endpoint = platform.token_endpoint;
    registration.jwks_uri = platform.jwks_uri;
    registration.deployment_ids = platform.deployment_ids;
    registration.actor_home_page = platform.actor_home_page;
    registration.frame_ancestors = platform.frame_ancestors;
    registration.authorization_server = platform.authorization_server;
    registration.anonymous_deployments = platform.anonymous_deployment_ids;
    registration.source = "config";
    const Result<lti::Registration> saved = store_->save_registration(registration);
    if (!saved) return fail(saved.error());
    keep.push_back(saved->id);
  }
  return store_->disable_configured_except(keep);
}

Status Site::save_lrs(const Config& config) {
  const auto known = store_->list_lrs();
  if (!known) return fail(known.error());
  for (xapi::LrsRow row : *known) {
    const bool still = std::any_of(config.lrs.begin(), config.lrs.end(), [&](const LrsConfig& lrs) { return lrs.name == row.name; });
    if (row.source != "config" || still || !row.enabled) continue;
    row.enabled = false;
    if (Status saved = store_->save_lrs(row); !saved) return saved;
  }
  for (const LrsConfig& lrs : config.lrs) {
    xapi::LrsRow row;
    row.name = lrs.name;
    row.endpoint = lrs.endpoint;
    row.username = lrs.username;
    row.version = lrs.version;
    row.source = "config";
    row.store_id = lrs_store_id(lrs.name, lrs.same_store_as.empty() ? lrs.endpoint : lrs.same_store_as);
    if (lrs.pseudonymised) row.audience = "pseudonymised";
    if (Status ready = open_audience(row); !ready) return ready;
    if (const auto stored = std::ranges::find(*known, row.name, &xapi::LrsRow::name); stored != known->end()) row.filter = stored->filter;
    if (Status ready = open_inside(row, false); !ready) return ready;
    if (Status saved = store_->save_lrs(row); !saved) return saved;
    if (Status opened = store_->open_destination({"lrs", row.store_id}, false); !opened) return opened;
  }
  return {};
}

std::string Site::seal_password(const base::Secret& password) const { return sealer_->seal("lrs.password", password.reveal()); }

Result<std::vector<xapi::LrsRow>> Site::active_lrs() {
  auto rows = store_->list_lrs();
  if (!rows) return rows;
  std::erase_if(*rows, [](const xapi::LrsRow& row) { return !row.enabled; });
  for (xapi::LrsRow& row : *rows) row = usable_lrs(std::move(row));
  return rows;
}

xapi::LrsRow Site::usable_lrs(xapi::LrsRow row) {
  if (row.source == "config") {
    for (const LrsConfig& lrs : config().lrs) {
      if (lrs.name == row.name) row.password = lrs.password.reveal();
    }
  } else if (!row.password.empty()) {
    const auto opened = sealer_->open("lrs.password", row.password);
    if (!opened) log_.write(ports::Level::error, "lrs.password_unreadable", {{"name", row.name}, {"fix", "add the record store again"}});
    row.password = opened.value_or("");
  }
  return row;
}

}  // namespace preceptor::app
