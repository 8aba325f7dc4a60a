#include "core/activity/rca/json_parts.hpp"

#include <algorithm>

#include "core/base/json_reader.hpp"

namespace preceptor::rca {

using base::Json;
using base::JsonReader;

void put_date(Json& json, const char* name, const std::optional<base::Date>& date) {
  if (date) json[name] = base::format_date(*date);
}

std::optional<base::Date> get_date(JsonReader& in, const char* name) {
  const std::string text = in.text_or_empty(name);
  if (text.empty()) return std::nullopt;
  const auto date = base::parse_date(text);
  if (!date) in.refuse(name, date.error().detail);
  return date ? std::optional(*date) : std::nullopt;
}

base::Instant get_instant(JsonReader& in, const char* name) {
  const auto at = base::parse_rfc3339(in.text(name));
  if (!at) in.refuse(name, at.error().detail);
  return at.value_or(base::Instant{});
}

Outcome get_outcome(JsonReader& in, const char* name) {
  const std::string text = in.text(name);
  for (const Outcome outcome : {Outcome::incomplete, Outcome::hold_data, Outcome::hold_partner, Outcome::go_education,
                                Outcome::go_part, Outcome::no_go})
    if (rca::name(outcome) == text) return outcome;
  in.refuse(name, "not a known outcome");
  return Outcome::incomplete;
}

Role get_role(JsonReader& in, const char* name) {
  const auto role = role_of(in.text(name));
  if (!role) in.refuse(name, "not a known role");
  return role.value_or(Role::other);
}

Json row_codes(const std::vector<Row>& rows) {
  Json codes = Json::array();
  for (const Row row : rows) codes.push_back(std::string(info(row).code));
  return codes;
}

std::vector<Row> get_rows(JsonReader& in, const char* name) {
  std::vector<Row> rows;
  for (const std::string& code : in.texts(name)) {
    const auto row = row_of(code);
    if (!row || std::ranges::find(rows, *row) != rows.end())
      in.refuse(name, "a row that is not known or comes twice");
    else
      rows.push_back(*row);
  }
  return rows;
}

}  // namespace preceptor::rca
