// What pages of accreditation staff and `export audit` are made of, from the parts of a site.
#pragma once
#include <memory>
#include <vector>

#include "plugin/app/site.hpp"
#include "web/accreditation/deps.hpp"

namespace preceptor::app {

struct AccreditationParts {
  web::CreditBook& book;
  web::ExportDesk& desk;
  ports::CreditStore& grants;
  ports::ProfileVault& vault;
  const ports::Sealer& sealer;
  web::CaseBook& cases;
  web::BurdenRecords& burden;
  web::StaffList& members;
  std::vector<credit::Provider> providers;
};
web::accreditation::Deps accreditation_deps(Site& site, const AccreditationParts& parts);
// In the order of the navigation.
std::vector<std::unique_ptr<web::StaffSection>> accreditation_sections(const web::accreditation::Deps& deps);

}  // namespace preceptor::app
