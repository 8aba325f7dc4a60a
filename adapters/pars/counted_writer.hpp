// What the writers of this folder share: a row becomes records, all of them or none, and what was written is counted.
#pragma once
#include <vector>

#include "adapters/pars/records.hpp"

namespace preceptor::pars {

class RecordWriter : public report::Writer {
 public:
  explicit RecordWriter(report::Report report) : report_(std::move(report)) {}
  base::Status row(const report::LearnerRow& row) final;
  report::Written written() const final { return written_; }

 protected:
  // Looks at all the records before it writes one. Error report_row: nothing was written.
  virtual base::Status put(const std::vector<Record>& records, const report::LearnerRow& row) = 0;
  const report::Report report_;

 private:
  report::Written written_;
};

}  // namespace preceptor::pars
