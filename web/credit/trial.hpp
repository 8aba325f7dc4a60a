// Whether a format can say a grant's rows, found out before any of them is in a file: the removals that go before a record and the record itself leave together
// or not at all. Internal to this folder.
#pragma once
#include <memory>
#include <string>

#include "core/ports/export_folder.hpp"
#include "core/report/format.hpp"
#include "web/credit/row_gatherer.hpp"

namespace preceptor::web {

class Trial {
 public:
  // `id`: of the export or check; its file lies in the folder beside theirs and is gone with this object. All of them outlive it.
  Trial(ports::ExportFolder& folder, const report::Format& format, const report::Report& report, const std::string& id)
      : folder_(folder), format_(format), report_(report), id_(id + "-trial") {}
  ~Trial();
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  // Error report_row: the format cannot say one of them (the detail names the field). Others as of report::Writer.
  base::Status say(const GatheredRow& gathered);

 private:
  ports::ExportFolder& folder_;
  const report::Format& format_;
  const report::Report& report_;
  const std::string id_;
  std::unique_ptr<report::Writer> writer_;   // made with the first
};

}  // namespace preceptor::web
