// /staff: its sections. A new one is one line in make_sections.
#include "plugin/app/evidence.hpp"
#include "plugin/app/persons.hpp"
#include "plugin/app/staff_house.hpp"
#include "plugin/app/statement_exports.hpp"
#include "web/accreditation/evidence_section.hpp"
#include "web/accreditation/statement_section.hpp"
#include "web/acts/audit_section.hpp"
#include "web/ask/unanswered_section.hpp"
#include "web/burden/section.hpp"
#include "web/cases/case_section.hpp"
#include "web/credit/credit_book.hpp"
#include "web/editor/editor_section.hpp"
#include "web/gate/gate_section.hpp"
#include "web/onward/recall_section.hpp"
#include "web/pipelines/pipeline_section.hpp"
#include "web/rca/disclosure_section.hpp"

namespace preceptor::app {
namespace {

constexpr int kStaffGuessesPerMinute = 40;   // as for /admin: 256 random bits are not found that way, and the log stays readable

web::accreditation::EvidenceDeps evidence_deps(Site& site) {
  const auto make = [&site](const xapi::ExportFilter& filter, const std::string& who) {
    auto bytes = bundle_bytes(site, filter);
    if (!bytes) return bytes;
    // So that an erasure can name it.
    const base::Status noted = site.store().note_copy_made({copy_id(filter, true), "evidence", "a bundle downloaded under /staff", site.clock().now(), filter.from, filter.to});
    if (!noted) return decltype(bytes)(base::fail(noted.error()));
    // For the line "exports" of preceptor check, as `export evidence` does.
    const base::Status timed = site.store().note_copy(ports::Copy::exported, site.clock().now());
    if (!timed) return decltype(bytes)(base::fail(timed.error()));
    site.log().write(ports::Level::info, "evidence.made", {{"who", who}, {"bytes", std::to_string(bytes->size())}});
    return bytes;
  };
  const auto thumbprint = [&site]() -> base::Result<std::string> {
    auto key = evidence_key(site);
    if (!key) return base::fail(key.error());
    return std::move(key->key.kid);
  };
  return {make, thumbprint};
}

}  // namespace

std::vector<std::unique_ptr<web::StaffSection>> StaffHouse::make_sections(Site& site) {
  auto& store = site.store();
  std::vector<std::unique_ptr<web::StaffSection>> made;
  made.push_back(std::make_unique<web::CaseSection>(web::CaseDeps{cases, store, store, site.clock(), store}));
  made.push_back(std::make_unique<web::EditorSection>(web::EditorDeps{store, store, store, site.clock(), site.log(), [&site] { return site.config().providers; },
                                                                     [&site] { return site.credit().enabled(); }, &burden}));
  made.push_back(std::make_unique<web::BurdenSection>(burden, store, store, store, site.clock()));
  made.push_back(std::make_unique<web::GateSection>(web::GateDeps{cases, burden, store, store, store, site.clock()}));
  made.push_back(std::make_unique<web::UnansweredSection>(store, store, site.clock()));
  made.push_back(std::make_unique<web::DisclosureSection>(web::DisclosureBook(store, store, site.clock()), members, site.clock()));
  made.push_back(std::make_unique<web::RecallSection>(store, store, store, site.clock()));
  for (auto& section : accreditation_sections(accreditation)) made.push_back(std::move(section));
  made.push_back(std::make_unique<web::accreditation::EvidenceSection>(evidence_deps(site)));
  made.push_back(std::make_unique<web::accreditation::StatementSection>(web::accreditation::StatementDeps{site.statement_exports(), members, accreditation.connected}));
  made.push_back(std::make_unique<web::PipelineSection>(web::PipelineDeps{store, store, site.credit().rules(), site.clock(),
                                                                         [&site] { return site.record_stores().list(); },
                                                                         [&site](const std::string& lrs) { return site.delivery_history().of(lrs); }}));
  made.push_back(std::make_unique<web::AuditSection>(store, members, web::Administrators(store, store, site.clock()), site.clock()));
  return made;
}

StaffHouse::StaffHouse(Site& site, const std::string& public_url)
    : members(site.store(), site.store(), site.clock()), cases(site.store(), site.store(), site.clock(), site.config().separate_signer), guesses(kStaffGuessesPerMinute),
      burden(site.store(), site.store(), site.store(), site.store(), site.store(), site.clock()),
      accreditation(accreditation_deps(site, {site.credit(), site.export_desk(), site.store(), site.identifiers(), site.sealer(), cases, burden, members,
                                              site.config().providers})),
      sections(make_sections(site)) {
  std::vector<web::StaffSection*> shown;
  for (const auto& section : sections) shown.push_back(section.get());
  pages = std::make_unique<web::StaffPages>(web::StaffDeps{
      site.store(), members, site.clock(), site.log(), public_url,
      [this, &site](const std::string& client) { return guesses.take(client_key(client), site.clock().now()); }, std::move(shown), &site.watch()});
}

void Site::wire_staff() { staff_ = std::make_unique<StaffHouse>(*this, config_.public_url_text); }

web::StaffList& Site::staff() { return staff_->members; }

web::StaffPages& Site::staff_pages() { return *staff_->pages; }

const web::accreditation::Deps& Site::accreditation() const { return staff_->accreditation; }

ports::HttpResponse Site::route_staff(const ports::HttpRequest& request) { return staff_->pages->answer(request); }

}  // namespace preceptor::app
