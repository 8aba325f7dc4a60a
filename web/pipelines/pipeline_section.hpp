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
#include "web/charts/plots.hpp"
#include "web/pipelines/delivery_history.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

struct PipelineDeps {
  ports::CreditStore& grants;
  ports::ContentStore& content;
  const credit::Rulebook& rules;
  const ports::Clock& clock;
  std::function<base::Result<std::vector<RecordStore>>()> stores;
  std::function<base::Result<StoreHistory>(const std::string& store)> history;   // of LrsRow::store_id; empty: none is kept
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
  // delivery_figures.cpp
  base::Result<charts::Figure> deliveries(const StaffTurn& turn);
  base::Result<charts::Figure> queue(const StaffTurn& turn);
  base::Result<charts::Figure> settled(const StaffTurn& turn);
  base::Result<StoreHistory> history_of(const RecordStore& store);
  base::Result<std::vector<charts::StoreQueue>> queues(const StaffTurn& turn);
  static std::string span_asked(const StaffTurn& turn);   // "day" or "week"
  static std::string span_links(const StaffTurn& turn);   // HTML
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
