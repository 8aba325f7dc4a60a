// The columns of a data dictionary. Internal to this folder.
#pragma once
#include <array>

#include "manifests/importers/csv.hpp"

namespace preceptor::manifests::importers {

// Those that are read, of 18.
enum class Column {
  name,
  form,
  header,
  type,
  label,
  choices,
  note,
  validation,
  min,
  max,
  identifier,
  branching,
  required,
  matrix,
  ranking,
  annotation
};
inline constexpr std::size_t kRedcapColumns = static_cast<std::size_t>(Column::annotation) + 1;

class RedcapColumns {
 public:
  // By the names in the first row, in any order. Error content_invalid: name, type or label is missing.
  static base::Result<RedcapColumns> find(const CsvRow& header);
  // Empty where the row or the file has no such column.
  std::string_view cell(const CsvRow& row, Column column) const;

 private:
  static constexpr std::size_t kNowhere = ~std::size_t{0};
  std::array<std::size_t, kRedcapColumns> at_{};
};

}  // namespace preceptor::manifests::importers
