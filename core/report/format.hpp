// What every report format is: a folder under adapters/ that turns rows into bytes, and reads them back to check what was written.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/report/learner_row.hpp"

namespace preceptor::report {

// What a written file says when it is read again.
struct ReadBack {
  std::int64_t rows = 0;                  // records in the file
  credit::Amount total;                   // of credit that is added (not board points, not deletions)
  std::vector<std::string> problems;      // what is not as the format asks: cell types, order, missing members; empty = good

  static constexpr std::size_t kMostProblems = 100;   // a file may be wrong in every line
  void note(std::string what) {
    if (problems.size() < kMostProblems) problems.push_back(std::move(what));
  }
};

// What a writer put into its file. A format may need two records for one row (a board that takes patient safety apart), so both are counted.
struct Written {
  std::int64_t rows = 0;                  // taken
  std::int64_t records = 0;               // what ReadBack::rows must say
  credit::Amount total;                   // what ReadBack::total must say
};
// The problems that the reader found, and where it counts otherwise than the writer; empty = the file holds what was written.
std::vector<std::string> differences(const Written& written, const ReadBack& read);

// Writes one file; rows are given one at a time, so that memory does not grow with them.
class Writer {
 public:
  virtual ~Writer() = default;
  // Error report_row: this format cannot say this row (the detail names the field, never its value); the file stays good, the row is left out.
  virtual base::Status row(const LearnerRow& row) = 0;
  // Closes the file; nothing may follow. Errors: command_arguments (the file cannot be written), store_full.
  virtual base::Status finish() = 0;
  // So far.
  virtual Written written() const = 0;
};

// What a format asks of the installation beside the rows (Report::settings).
struct Setting {
  std::string_view name;                      // "pars.completed_form"; one that ends in <...> is a family: "cpe.uan:<activity>"
  std::vector<std::string_view> values;       // what it may be; empty = any text
};
// The setting that `name` is, itself or as one of a family; null when it is none of them.
const Setting* setting_named(const std::vector<Setting>& known, std::string_view name);

class Format {
 public:
  virtual ~Format() = default;
  virtual std::string_view code() const = 0;        // "pars-excel", "pars-tsv", "medbiquitous", "csv", "json", ...
  virtual std::string_view title() const = 0;       // as staff read it
  virtual std::string_view extension() const = 0;   // "xlsx"
  virtual std::string_view media_type() const = 0;
  virtual std::string version() const = 0;          // of its template: part of what makes an export the same again
  virtual bool verified() const = 0;                // false: off until staff switch it on (credit.md, confidence)
  virtual bool identified() const = 0;              // holds vault data: stored, never recomputed
  virtual bool reports() const { return true; }     // goes to a receiver of credit: what is in it counts as exported. False: a table for the office itself
  virtual std::vector<Setting> settings() const { return {}; }   // those it reads of Report::settings; no secrets
  virtual base::Result<std::unique_ptr<Writer>> begin(const std::string& path, const Report& report) const = 0;
  virtual base::Result<ReadBack> read_back(const std::string& path) const = 0;
};

}  // namespace preceptor::report
