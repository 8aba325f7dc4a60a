// /staff/pipelines: plots 9 and 10 (ui.md 3.2), and their lines of the work list. Numbers lead to their rows; rows of record stores are an administrator's.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/base/date.hpp"
#include "core/credit/rules.hpp"
#include "core/ports/clock.hpp"
#include "core/ports/content_store.hpp"
#include "core/ports/credit_store.hpp"
#include "web/admin/record_stores.hpp"
#include "web/charts/figure.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

struct PipelineDeps {
  ports::CreditStore& grants;
  ports::ContentStore& content;
  const credit::Rulebook& rules;
  const ports::Clock& clock;
  std::function<base::Result<std::vector<RecordStore>>()> stores;
};

class PipelineSection : public StaffSection {
 public:
  explicit PipelineSection(PipelineDeps deps) : deps_(std::move(deps)) {}
  Entry entry() const override { return {"pipelines", "/pipelines", "pipeline.nav", {StaffRole::accreditation, StaffRole::reader}}; }
  std::vector<StaffRoute> routes() override;
  base::Result<std::vector<StaffTask>> tasks(const StaffMember& member, const Messages& messages) override;

 private:
  struct NamedPipeline {
    const char* name;
    charts::Figure figure;
  };
  base::Result<std::vector<NamedPipeline>> figures(const StaffTurn& turn);
  base::Result<charts::Figure> credits(const StaffTurn& turn);
  base::Result<charts::Figure> reasons(const StaffTurn& turn);
  base::Result<charts::Figure> boards(const StaffTurn& turn);
  base::Result<charts::Figure> deliveries(const StaffTurn& turn);
  ports::HttpResponse show(StaffTurn& turn);
  ports::HttpResponse csv(StaffTurn& turn);
  struct EndingUnit {
    std::string title, id;
    base::Date by;
  };
  // To be reviewed within thirty days, or past it; the first first.
  base::Result<std::vector<EndingUnit>> ending_units();
  ports::HttpResponse reviews(StaffTurn& turn);

  PipelineDeps deps_;
};

}  // namespace preceptor::web
