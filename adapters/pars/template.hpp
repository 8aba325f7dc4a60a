// The learner template as data: what changes when ACCME changes it is template.json, not code (credit.md 3).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.hpp"

namespace preceptor::pars {

enum class Cell { text, number, date };
enum class Needed { no, always, without_board, with_board, board_id };

struct Column {
  std::string header, guidance, field;
  Cell cell = Cell::text;
  Needed needed = Needed::no;
};

struct Template {
  std::string name, version, source, sheet;
  std::vector<Column> columns;            // the first `pairs_from` stand in every file
  std::size_t pairs_from = 0;             // further credit types begin here, two columns each
  bool pairs_verified = false;            // false: such columns are written only where staff switched them on
};

// Error: content_invalid with the member's path.
base::Result<Template> template_from_json(std::string_view json);
// The one that is built in.
const Template& learner_template();

}  // namespace preceptor::pars
