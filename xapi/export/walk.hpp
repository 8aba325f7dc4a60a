// An export in small steps, each of which reads a bounded stretch of the record.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "xapi/export/asked.hpp"
#include "xapi/export_store.hpp"

namespace preceptor::xapi {

class ExportWalk {
 public:
  // Goes on from `progress`. `asked.template_version` must be kExportTemplate.
  ExportWalk(ExportStore& source, ExportAsked asked, ExportProgress progress) : source_(source), asked_(std::move(asked)), progress_(std::move(progress)) {}

  // One stretch: at most 200 statements and 5,000 positions. `write` gets whole rows, with their line ends and without a heading. When it fails the
  // progress is as it was before the stretch. Errors: store_*, those of `write`.
  base::Status step(const std::function<base::Status(std::string_view)>& write);
  const ExportProgress& progress() const { return progress_; }
  const ExportAsked& asked() const { return asked_; }

 private:
  void note_erased(ExportProgress& now, const std::string& person) const;

  ExportStore& source_;
  ExportAsked asked_;
  ExportProgress progress_;
};

// What stands before the first row of a file.
std::string export_heading(ExportForm form);

}  // namespace preceptor::xapi
