// Rules: credit systems, boards and report formats with where each comes from and how old that is; what is off and why; switched on with name and date.
#pragma once
#include "web/accreditation/deps.hpp"
#include "web/accreditation/parts.hpp"

namespace preceptor::web::accreditation {

class RuleSection : public StaffSection {
 public:
  explicit RuleSection(Deps deps) : deps_(std::move(deps)) {}
  RuleSection(const RuleSection&) = delete;
  RuleSection& operator=(const RuleSection&) = delete;
  Entry entry() const override { return {"rules", "/rules", "rules.nav", kAllStaff}; }
  std::vector<StaffRoute> routes() override;

 private:
  using Response = ports::HttpResponse;
  Response show(StaffTurn& turn) { return show_page(turn, "", 200); }
  Response show_page(StaffTurn& turn, const std::string& problem, int status);
  Response turn_switch(StaffTurn& turn);
  // A rule as a row: its source, its age, whether it counts, and who stands for it.
  View row_of(const StaffTurn& turn, const std::string& what, const std::string& name, const credit::Source& source, const std::vector<credit::Enabled>& enabled) const;
  bool is_rule(const std::string& what) const;   // and one that is switched by hand

  Deps deps_;
};

}  // namespace preceptor::web::accreditation
