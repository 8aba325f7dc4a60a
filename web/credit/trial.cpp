#include "web/credit/trial.hpp"

namespace preceptor::web {

Trial::~Trial() {
  if (!writer_) return;
  writer_.reset();
  folder_.drop(id_, ports::ExportFolder::Piece::workpiece);
}

base::Status Trial::say(const GatheredRow& gathered) {
  if (!writer_) {
    auto begun = format_.begin(folder_.workpiece(id_), report_);
    if (!begun) return base::fail(begun.error());
    writer_ = std::move(*begun);
  }
  for (const auto& removal : gathered.removals)
    if (auto said = writer_->row(removal); !said) return said;
  return writer_->row(gathered.row);
}

}  // namespace preceptor::web
