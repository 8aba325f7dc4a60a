#include "adapters/pars/template.hpp"

#include <array>
#include <stdexcept>

#include "core/base/json_reader.hpp"
#include "pars_files_embedded.hpp"

namespace preceptor::pars {
namespace {

constexpr std::array<std::pair<std::string_view, Cell>, 3> kCells{{{"text", Cell::text}, {"number", Cell::number}, {"date", Cell::date}}};
constexpr std::array<std::pair<std::string_view, Needed>, 5> kNeeds{{{"no", Needed::no},
                                                                     {"always", Needed::always},
                                                                     {"without board", Needed::without_board},
                                                                     {"with board", Needed::with_board},
                                                                     {"as the board asks", Needed::board_id}}};

template <class Table>
auto named(const Table& table, base::JsonReader& reader, const char* member) {
  const std::string word = reader.text(member);
  for (const auto& [name, value] : table)
    if (name == word) return value;
  reader.refuse(member, "is none of the words known");
  return table.front().second;
}

void add_pairs(base::JsonReader& reader, Template& made) {
  made.pairs_verified = reader.boolean("verified");
  reader.text("note");
  const std::string type = reader.text("type_header"), credits = reader.text("credits_header"), guidance = reader.text("guidance");
  const auto pairs = reader.integer("pairs", 0, 20);
  for (int i = 0; i < pairs; ++i) {
    made.columns.push_back({type, guidance, "type", Cell::text, Needed::no});
    made.columns.push_back({credits, guidance, "type_credits", Cell::number, Needed::no});
  }
  reader.finish();
}

}  // namespace

base::Result<Template> template_from_json(std::string_view json) {
  const auto parsed = base::parse_json(json);
  if (!parsed) return base::fail(parsed.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*parsed, "", problem);
  Template made{reader.text("name"), reader.text("version"), reader.text("source"), reader.text("sheet"), {}, 0, false};
  for (std::size_t i = 0; const auto& one : reader.array("columns")) {
    base::JsonReader column(one, "columns[" + std::to_string(i++) + "]", problem);
    Column next{column.text("header"), column.text("guidance"), column.text("field"), Cell::text, Needed::no};
    next.cell = named(kCells, column, "cell");
    next.needed = named(kNeeds, column, "required");
    column.finish();
    made.columns.push_back(std::move(next));
  }
  made.pairs_from = made.columns.size();
  base::JsonReader pairs(reader.object("additional_types"), "additional_types", problem);
  add_pairs(pairs, made);
  reader.finish();
  if (problem) return base::fail(base::Code::content_invalid, *problem);
  return made;
}

const Template& learner_template() {
  static const Template built_in = [] {
    auto made = template_from_json(pars_files::embedded("template.json"));
    if (!made) throw std::runtime_error("adapters/pars/template.json: " + base::describe(made.error()));   // built in: we are broken
    return std::move(*made);
  }();
  return built_in;
}

}  // namespace preceptor::pars
