// Exports: made by hand, listed with hash, who, when and filter, downloaded again as they were; what came back, read from a CSV.
#pragma once
#include <string>

#include "core/report/results.hpp"
#include "web/accreditation/deps.hpp"
#include "web/accreditation/parts.hpp"

namespace preceptor::web::accreditation {

class ExportSection : public StaffSection {
 public:
  explicit ExportSection(Deps deps) : deps_(std::move(deps)) {}
  ExportSection(const ExportSection&) = delete;
  ExportSection& operator=(const ExportSection&) = delete;
  Entry entry() const override { return {"exports", "/exports", "exports.nav", kAccreditationAndReaders}; }
  std::vector<StaffRoute> routes() override;

 private:
  using Response = ports::HttpResponse;
  struct Shown {                       // what a page shows beside the list
    std::string problem;
    std::vector<View> left_out;        // rows that stay behind, with why
    std::string sum;                   // of a dry run
    bool tried = false;
  };
  Response list(StaffTurn& turn) { return list_page(turn, {}, 200); }
  Response list_page(StaffTurn& turn, Shown shown, int status);
  Response make(StaffTurn& turn);
  Response check(StaffTurn& turn, const ExportAsked& asked);
  Response download(StaffTurn& turn);
  base::Status add_sending(View& view, const StaffTurn& turn);
  base::Status add_form(View& view, StaffTurn& turn);
  bool may_write(const report::Format& format, const std::vector<credit::Enabled>& enabled) const;
  // results.cpp
  Response results(StaffTurn& turn);
  Response take_results(StaffTurn& turn);

  Deps deps_;
};

}  // namespace preceptor::web::accreditation
