// What a learner's profile is filled in with before she confirms it: a roster given as CSV, and launch values that staff map to fields.
#pragma once
#include <string>

#include "web/accreditation/deps.hpp"
#include "web/accreditation/mending.hpp"
#include "web/accreditation/parts.hpp"

namespace preceptor::web::accreditation {

class RosterSection : public StaffSection {
 public:
  explicit RosterSection(Deps deps) : deps_(std::move(deps)) {}
  RosterSection(const RosterSection&) = delete;
  RosterSection& operator=(const RosterSection&) = delete;
  Entry entry() const override { return {"roster", "/roster", "roster.nav", kAccreditation}; }
  std::vector<StaffRoute> routes() override;

 private:
  using Response = ports::HttpResponse;
  struct Run;
  Response show(StaffTurn& turn);
  Response page_of(StaffTurn& turn, View view, int status);
  Response take(StaffTurn& turn);
  base::Status keep(const std::string& platform, const Run& run);
  Response show_map(StaffTurn& turn);
  Response save_map(StaffTurn& turn);
  base::Result<std::optional<ConnectedLms>> lms_of(const std::string& registration);

  Deps deps_;
};

}  // namespace preceptor::web::accreditation
