// The inside of ExportDesk, shared by its files. Internal to this folder.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "web/credit/export_desk.hpp"
#include "web/credit/export_record.hpp"
#include "web/credit/row_gatherer.hpp"

namespace preceptor::web {

// Of a grant that the format cannot say.
report::RowFinding unsayable(const GatheredRow& gathered, const base::Error& why, std::string_view format);

struct ExportDesk::Impl {
  CreditBook& book;
  CreditDeps deps;
  std::vector<const report::Format*> formats;
  ports::ExportFolder& folder;
  DeskOptions options;

  class Making;   // export_making.cpp
  base::Result<ExportMade> make_export(const ExportAsked& asked, const std::string& path, const std::function<bool(std::int64_t)>& progress,
                                       const std::function<void(const report::RowFinding&)>& left_out);
  base::Result<const report::Format*> format_of(const std::string& code);
  // What a format is told beside the rows. Without a first day that was asked for, the report begins with its earliest credit.
  base::Result<report::Report> report_of(const ExportAsked& asked, const credit::Provider& provider, base::Instant as_of) const;
  base::Result<const credit::Provider*> provider_of(const std::string& id) const;
  // Every row that is asked for, with what is said of it and of its removals; `each` may end the walk.
  base::Status walk(const ExportAsked& asked, base::Instant as_of, const ports::VaultActor& actor, const report::Format& format,
                    const std::function<bool(const GatheredRow&, const std::vector<report::RowFinding>&)>& each);
  static bool is_waiting(credit::GrantState state) { return state == credit::GrantState::issued || state == credit::GrantState::queued; }
  base::Result<bool> leaves_so(const credit::Grant& grant, bool for_pars, bool again);
  base::Result<bool> sent_meanwhile(const credit::Grant& grant);
  base::Status stage(ExportEntry& entry, const std::string& stage);
  // `passed_over` is told of each that moved meanwhile; may be empty.
  using PassedOver = std::function<void(const std::string& ccid)>;
  base::Status move_on(ExportEntry& entry, const PassedOver& passed_over);
  base::Status move_grant(const std::string& ccid, const ExportMade& made, const PassedOver& passed_over);
  // Answers how many exports are another node's to settle, whose folder this one does not see.
  base::Result<std::size_t> settle_now();
  base::Result<std::vector<credit::Grant>> grants_of(const report::ResultLine& line);   // desk_results.cpp
};

}  // namespace preceptor::web
