#include "manifests/importers/redcap_columns.hpp"

#include "core/base/ascii.hpp"
#include "manifests/importers/plain.hpp"

namespace preceptor::manifests::importers {
namespace {

struct ColumnNames {
  // As the designer exports them, known by their beginning; as the API does.
  std::string_view spoken, raw;
};
// In the order of Column.
constexpr std::array<ColumnNames, kRedcapColumns> kColumnNames = {
    {{"variable / field name", "field_name"},
     {"form name", "form_name"},
     {"section header", "section_header"},
     {"field type", "field_type"},
     {"field label", "field_label"},
     {"choices, calculations", "select_choices_or_calculations"},
     {"field note", "field_note"},
     {"text validation type", "text_validation_type_or_show_slider_number"},
     {"text validation min", "text_validation_min"},
     {"text validation max", "text_validation_max"},
     {"identifier", "identifier"},
     {"branching logic", "branching_logic"},
     {"required field", "required_field"},
     {"matrix group", "matrix_group_name"},
     {"matrix ranking", "matrix_ranking"},
     {"field annotation", "field_annotation"}}};

}  // namespace

base::Result<RedcapColumns> RedcapColumns::find(const CsvRow& header) {
  RedcapColumns columns;
  columns.at_.fill(kNowhere);
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const std::string title = base::lower(one_line(header.fields[i], 100));
    for (std::size_t c = 0; c < kRedcapColumns; ++c) {
      if (columns.at_[c] != kNowhere) continue;
      if (title != kColumnNames[c].raw && !title.starts_with(kColumnNames[c].spoken)) continue;
      columns.at_[c] = i;
      break;
    }
  }
  for (const Column needed : {Column::name, Column::type, Column::label}) {
    const auto c = static_cast<std::size_t>(needed);
    if (columns.at_[c] == kNowhere)
      return base::fail(base::Code::content_invalid, "line " + std::to_string(header.line) +
                                                         ": this is no data dictionary: the column \"" +
                                                         std::string(kColumnNames[c].spoken) + "\" is missing");
  }
  return columns;
}

std::string_view RedcapColumns::cell(const CsvRow& row, Column column) const {
  const std::size_t i = at_[static_cast<std::size_t>(column)];
  return i < row.fields.size() ? std::string_view(row.fields[i]) : std::string_view();
}

}  // namespace preceptor::manifests::importers
