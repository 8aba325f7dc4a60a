// The planner's burden pages at /staff/burden: aggregates only.
#pragma once
#include <functional>
#include <memory>

#include <nlohmann/json_fwd.hpp>

#include "core/burden/pilot.hpp"
#include "lti/registration.hpp"
#include "web/burden/figures.hpp"
#include "web/burden/records.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

class BurdenSection : public StaffSection {
 public:
  explicit BurdenSection(BurdenRecords& records, ports::RecordStore& store, ports::ProjectionStore& projections, lti::RegistrationStore& registrations, const ports::Clock& clock)
      : records_(records), store_(store), projections_(projections), registrations_(registrations), clock_(clock) {}

  Entry entry() const override { return {"burden", "/burden", "burden.nav", kAllStaff}; }
  std::vector<StaffRoute> routes() override;

 private:
  using Response = ports::HttpResponse;
  Response list(StaffTurn& turn);
  Response unit(StaffTurn& turn);
  Response csv(StaffTurn& turn);
  Response close_period(StaffTurn& turn);
  Response preference(StaffTurn& turn);
  Response launches(StaffTurn& turn);
  // price_pages.cpp
  Response prices(StaffTurn& turn);
  Response price_page(StaffTurn& turn, const std::string& problem, int status);   // `problem`: one sentence above all; may be empty
  Response keep_question(StaffTurn& turn);
  Response note_use(StaffTurn& turn);
  base::Result<std::vector<burden::QuestionHistory>> histories(const UnitRecord& record);
  Response change_question(StaffTurn& turn, const std::function<bool(nlohmann::json&)>& change);
  // pilot_pages.cpp
  Response pilots(StaffTurn& turn);
  Response pilot(StaffTurn& turn);
  Response freeze(StaffTurn& turn);
  // What an AI-assisted unit lacks before it may be published, and before it may enter an activity with credit; sentences.
  base::Result<std::vector<std::string>> gate_lines(const activity::Unit& unit, const Messages& words);

  // The record of the path's unit with what the query chose; absent: no such unit, or a choice that names nothing.
  struct Chosen {
    std::shared_ptr<const UnitRecord> record;
    BurdenChoice choice;
  };
  base::Result<std::optional<Chosen>> chosen(const StaffTurn& turn);
  // Other published units of the same gap: the formats one gap is offered in.
  base::Result<std::vector<charts::UnitUse>> formats(const UnitRecord& record, const std::string& language);

  BurdenRecords& records_;
  ports::RecordStore& store_;
  ports::ProjectionStore& projections_;
  lti::RegistrationStore& registrations_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
