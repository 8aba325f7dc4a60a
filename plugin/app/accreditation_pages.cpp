#include "plugin/app/accreditation_pages.hpp"

#include "adapters/archive/zip.hpp"
#include "core/base/uuid.hpp"
#include "plugin/app/report_formats.hpp"
#include "plugin/app/sending_board.hpp"
#include "web/accreditation/activity_section.hpp"
#include "web/accreditation/credit_section.hpp"
#include "web/accreditation/export_section.hpp"
#include "web/accreditation/roster_section.hpp"
#include "web/accreditation/rule_section.hpp"
#include "web/claims/prefill.hpp"
#include "web/credit/validation.hpp"

namespace preceptor::app {
namespace {

namespace pages = web::accreditation;

base::Result<std::vector<pages::ConnectedLms>> connected_lms(store::Store& store) {
  const auto all = store.list_registrations();
  if (!all) return base::fail(all.error());
  std::vector<pages::ConnectedLms> made;
  for (const auto& one : *all) made.push_back({one.platform.str(), one.id.str(), one.name});
  return made;
}

base::Result<std::string> name_of_launch(store::Store& store, const ports::Sealer& sealer, const base::PersonId& person) {
  const auto told = web::Prefill(store, sealer).identity(person);
  if (!told) return base::fail(told.error());
  return *told ? (*told)->full_name : std::string();
}

}  // namespace

pages::Deps accreditation_deps(Site& site, const AccreditationParts& parts) {
  auto& store = site.store();
  return {parts.book,
          parts.desk,
          parts.grants,
          store,
          store,
          store,
          parts.vault,
          parts.sealer,
          parts.cases,
          parts.burden,
          parts.members,
          site.clock(),
          parts.providers,
          [&store] { return connected_lms(store); },
          report_documents(),
          archive::make_zip,
          [&store, &sealer = parts.sealer](const base::PersonId& person) { return name_of_launch(store, sealer, person); },
          [&site] { return sending_lines(site); },
          [&site] { site.try_waiting_activities(); },
          [&site](const std::string& ccid, const std::string& by) { return site.validation().grant(ccid, by); },
          [&site](const std::string& kind, const std::string& file) {
            return site.store().note_copy_made({base::uuid_v4(), kind, file, site.clock().now(), {}, {}});
          }};
}

std::vector<std::unique_ptr<web::StaffSection>> accreditation_sections(const pages::Deps& deps) {
  std::vector<std::unique_ptr<web::StaffSection>> made;
  made.push_back(std::make_unique<pages::ActivitySection>(deps));
  made.push_back(std::make_unique<pages::CreditSection>(deps));
  made.push_back(std::make_unique<pages::ExportSection>(deps));
  made.push_back(std::make_unique<pages::RosterSection>(deps));
  made.push_back(std::make_unique<pages::RuleSection>(deps));
  return made;
}

}  // namespace preceptor::app
