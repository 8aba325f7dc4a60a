// The report of the gate at the start, a section of /staff: causes, decisions, and burden beside outcome.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/projection_store.hpp"
#include "core/ports/record_store.hpp"
#include "web/burden/records.hpp"
#include "web/gate/figures.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

struct GateDeps {
  CaseBook& cases;
  BurdenRecords& burden;
  ports::RecordStore& records;
  ports::ProjectionStore& rows;
  ports::ContentStore& content;
  const ports::Clock& clock;
};

class GateSection : public StaffSection {
 public:
  explicit GateSection(GateDeps deps) : deps_(deps) {}
  Entry entry() const override { return {"gate", "/gate", "gate.nav", kAllStaff}; }
  std::vector<StaffRoute> routes() override;

 private:
  using Response = ports::HttpResponse;
  struct NamedGateFigure {
    const char* name;
    charts::Figure figure;
  };
  using Figures = base::Result<std::vector<NamedGateFigure>>;
  Figures of_all(const Messages& words);
  Figures of_one(const RcaCase& one, const Messages& words);
  Response page(StaffTurn& turn, const Figures& figures, const std::string& title, const std::string& place);
  Response csv(StaffTurn& turn, const Figures& figures, const std::string& stem);
  Response with_case(StaffTurn& turn, const std::function<Response(const RcaCase&)>& answer);

  base::Result<std::vector<RcaCase>> all_cases();
  base::Result<burden::Beside> beside(const RcaCase& one);
  // When each published unit was begun, with its `gap:` line.
  base::Result<std::vector<rca::UnitFacts>> unit_facts(const std::vector<RcaCase>& cases);

  GateDeps deps_;
};

}  // namespace preceptor::web
