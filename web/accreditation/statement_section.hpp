// Exports of statements for staff without a record store: asked for, watched, cancelled, resumed, downloaded, made again.
#pragma once
#include <string>

#include "web/accreditation/deps.hpp"
#include "web/accreditation/statement_desk.hpp"

namespace preceptor::web::accreditation {

struct StatementDeps {
  StatementExportDesk& desk;
  StaffList& members;
  std::function<base::Result<std::vector<ConnectedLms>>()> connected;
};

class StatementSection : public StaffSection {
 public:
  explicit StatementSection(StatementDeps deps) : deps_(std::move(deps)) {}
  StatementSection(const StatementSection&) = delete;
  StatementSection& operator=(const StatementSection&) = delete;
  Entry entry() const override { return {"statements", "/statements", "xapi_files.nav", kAccreditation}; }
  std::vector<StaffRoute> routes() override;

 private:
  using Response = ports::HttpResponse;
  Response list(StaffTurn& turn, const std::string& problem, int status);
  Response start(StaffTurn& turn);
  Response show(StaffTurn& turn);
  Response act(StaffTurn& turn);
  Response download(StaffTurn& turn);
  Response manifest(StaffTurn& turn);
  // A message key of what is wrong with the form; empty: nothing.
  base::Result<std::string> read(StaffTurn& turn, xapi::ExportAsked& asked);
  base::Status add_form(View& view, StaffTurn& turn);
  base::Status add_like(View& view, const StaffTurn& turn, const StatementExport& one);
  View row(const StaffTurn& turn, const StatementExport& one);
  std::string who(const std::string& id);

  StatementDeps deps_;
};

}  // namespace preceptor::web::accreditation
