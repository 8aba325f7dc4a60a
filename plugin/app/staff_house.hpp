// What stands behind /staff: who works here, and the sections of pages that other folders bring.
#pragma once
#include <memory>
#include <vector>

#include "plugin/app/accreditation_pages.hpp"
#include "plugin/app/limits.hpp"
#include "plugin/app/site.hpp"
#include "web/burden/records.hpp"
#include "web/rca/case_book.hpp"
#include "web/staff/staff_pages.hpp"

namespace preceptor::app {

struct StaffHouse {
  explicit StaffHouse(Site& site, const std::string& public_url);
  web::StaffList members;
  web::CaseBook cases;
  RateLimit guesses;
  web::BurdenRecords burden;
  web::accreditation::Deps accreditation;
  std::vector<std::unique_ptr<web::StaffSection>> sections;   // in the order of the navigation
  std::unique_ptr<web::StaffPages> pages;

 private:
  std::vector<std::unique_ptr<web::StaffSection>> make_sections(Site& site);
};

}  // namespace preceptor::app
