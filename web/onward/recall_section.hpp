// /staff/recall: what is published, and withdrawing it, on a page of its own that says what follows.
#pragma once
#include "web/ask/shelf.hpp"
#include "web/onward/recall_book.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

class RecallSection : public StaffSection {
 public:
  RecallSection(ports::RecordStore& records, ports::ProjectionStore& projections, ports::ContentStore& content, const ports::Clock& clock)
      : content_(content), book_(records, projections, content, clock) {}
  Entry entry() const override { return {"recall", "/recall", "recall.nav", kPlannersAndAccreditation}; }
  std::vector<StaffRoute> routes() override;

 private:
  ports::HttpResponse list(StaffTurn& turn);
  ports::HttpResponse ask(StaffTurn& turn, const std::string& problem, int status);
  ports::HttpResponse withdraw(StaffTurn& turn);
  ports::HttpResponse show(StaffTurn& turn);

  ports::ContentStore& content_;
  RecallBook book_;
};

}  // namespace preceptor::web
