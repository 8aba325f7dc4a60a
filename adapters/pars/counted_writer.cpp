#include "adapters/pars/counted_writer.hpp"

namespace preceptor::pars {

base::Status RecordWriter::row(const report::LearnerRow& row) {
  const auto records = records_of(row, report_);
  if (!records) return base::fail(records.error());
  if (const auto done = put(*records, row); !done) return done;
  ++written_.rows;
  written_.records += static_cast<std::int64_t>(records->size());
  for (const Record& record : *records)
    if (!removes(record)) written_.total += record.credits;
  return {};
}

}  // namespace preceptor::pars
