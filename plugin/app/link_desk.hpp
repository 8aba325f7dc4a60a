// What the teacher's pages ask of grades, rosters and record stores: answered from the store, or by the platform with a deadline.
#pragma once
#include <mutex>
#include <optional>

#include "lti/registration.hpp"
#include "lti/services/line_items.hpp"
#include "web/teacher/link_desk.hpp"

namespace preceptor::app {

class Site;

class SiteLinkDesk : public web::LinkDesk {
 public:
  explicit SiteLinkDesk(Site& site) : site_(site) {}
  base::Result<std::optional<ports::LinkFacts>> facts(const ports::LinkKey& link) override;
  base::Result<web::GradeSummary> grades(const ports::LinkKey& link) override;
  base::Result<web::DeliverySummary> delivery() override;
  base::Result<int> stores_out_of_reach() override;
  base::Result<std::optional<web::GradeColumn>> find_column(const ports::LinkFacts& link) override;
  base::Result<web::GradeColumn> make_column(const ports::LinkFacts& link, const std::string& label) override;
  base::Result<web::GradeColumn> mend_column(const ports::LinkFacts& link, const web::ColumnChange& change) override;
  base::Result<web::ClassList> roster(const ports::LinkFacts& link) override;
  base::Status send_again(const ports::LinkKey& link) override;
  base::Result<std::string> manage_url(const base::RegistrationId& registration) override;

 private:
  base::Result<lti::Registration> registration_of(const ports::LinkFacts& link);
  base::Result<std::optional<lti::LineItem>> item_of(const ports::LinkFacts& link, const lti::Registration& registration);
  Site& site_;
  // One asks for all teachers: a record store that hangs takes one handler thread, and a class that presses "Test now" asks it once a minute.
  std::mutex stores_mutex_;
  bool asking_stores_ = false;
  std::optional<base::Instant> stores_asked_;
  int stores_out_of_reach_ = 0;
};

}  // namespace preceptor::app
