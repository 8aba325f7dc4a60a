// /staff/questions: what clinicians asked and nothing published answers, grouped by the words they share. One click starts a root-cause case.
#pragma once
#include "web/ask/question_book.hpp"
#include "web/rca/case_book.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

class UnansweredSection : public StaffSection {
 public:
  UnansweredSection(ports::RecordStore& records, ports::ProjectionStore& projections, const ports::Clock& clock)
      : records_(records), questions_(records, projections, clock), cases_(records, projections, clock) {}
  Entry entry() const override { return {"questions", "/questions", "questions.nav", kPlanners}; }
  std::vector<StaffRoute> routes() override;
  base::Result<std::vector<StaffTask>> tasks(const StaffMember& member, const Messages& messages) override;

 private:
  ports::HttpResponse list(StaffTurn& turn);
  ports::HttpResponse start(StaffTurn& turn);
  // Those that no case was started from.
  base::Result<std::vector<AskedQuestion>> waiting();

  ports::RecordStore& records_;
  QuestionBook questions_;
  CaseBook cases_;
};

}  // namespace preceptor::web
