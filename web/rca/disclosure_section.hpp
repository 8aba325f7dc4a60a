// /staff/disclosures: every member states relationships with companies, somebody else rules on them.
#pragma once
#include "web/rca/disclosure_book.hpp"
#include "web/staff/section.hpp"

namespace preceptor::web {

class DisclosureSection : public StaffSection {
 public:
  DisclosureSection(DisclosureBook book, StaffList& members, const ports::Clock& clock) : book_(book), members_(members), clock_(clock) {}

  Entry entry() const override { return {"disclosures", "/disclosures", "disclosures.nav", kAllStaff}; }
  std::vector<StaffRoute> routes() override;
  // One's own that is missing or too old, and others' that wait for a ruling.
  base::Result<std::vector<StaffTask>> tasks(const StaffMember& member, const Messages& messages) override;

 private:
  struct Form {
    base::Fields fields;
    std::vector<rca::Problem> problems;
  };
  ports::HttpResponse list(StaffTurn& turn);
  ports::HttpResponse show(StaffTurn& turn);
  ports::HttpResponse save(StaffTurn& turn);
  ports::HttpResponse rule(StaffTurn& turn);
  ports::HttpResponse own(StaffTurn& turn, const StoredDisclosure& one, const Form& form);
  ports::HttpResponse other(StaffTurn& turn, const StaffMember& member, const StoredDisclosure& one, const Form& form);
  ports::HttpResponse after(StaffTurn& turn, const base::Result<DisclosureAct>& act, const StaffMember& member);
  // What is missing of one person's disclosure today.
  std::vector<rca::Problem> missing(const StoredDisclosure& one) const;

  DisclosureBook book_;
  StaffList& members_;
  const ports::Clock& clock_;
};

}  // namespace preceptor::web
