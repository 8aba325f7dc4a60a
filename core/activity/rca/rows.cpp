#include "core/activity/rca/rows.hpp"

#include <algorithm>

namespace preceptor::rca {
namespace {

constexpr std::array<RowInfo, kRowCount> kRows = {{
    {Row::k1, "K1", Card::knowledge, "knowledge, awareness", "They do not know it or do not recognise the case.", 100,
     "knowledge"},
    {Row::k2, "K2", Card::knowledge, "skill, confidence", "They know but cannot yet do it.", 90, "competence"},
    {Row::a1, "A1", Card::knowledge, "agreement, expectation, habit",
     "They disagree, doubt that it works, or follow an old routine.", 60, "performance"},
    {Row::i1, "I1", Card::incentives, "incentives", "Payment, measures, liability or productivity pull the other way.",
     0, ""},
    {Row::p1, "P1", Card::system, "system, process", "The record, orders, scheduling or forms get in the way.", 10, ""},
    {Row::r1, "R1", Card::system, "time, resources", "Staff, minutes or supplies are missing.", 0, ""},
    {Row::e1, "E1", Card::equity, "equity, access", "Groups are not reached: cost, language, trust.", 20, ""},
    {Row::pp, "PP", Card::preference, "patient preference", "Reasonable patients choose otherwise.", 30, ""},
    {Row::t1, "T1", Card::team, "team workflow", "Hand-offs, roles, or who does it are unclear.", 50, "performance"},
}};

constexpr std::array<CardInfo, kCardCount> kCards = {{
    {Card::knowledge, "knowledge", "Knowledge and skills"},
    {Card::incentives, "incentives", "Incentives"},
    {Card::system, "system", "System and process"},
    {Card::equity, "equity", "Equity and access"},
    {Card::preference, "preference", "Patient preference"},
    {Card::team, "team", "Team workflow"},
}};

constexpr std::array<RoleInfo, kRoleCount> kRoles = {{
    {Role::physician, "physician", "physician"},
    {Role::nurse, "nurse", "nurse"},
    {Role::pharmacist, "pharmacist", "pharmacist"},
    {Role::clinician, "clinician", "other clinician"},
    {Role::manager, "manager", "manager"},
    {Role::quality, "quality", "quality"},
    {Role::informatics, "informatics", "informatics"},
    {Role::patient, "patient", "patient or family"},
    {Role::other, "other", "other"},
}};

}  // namespace

const RowInfo& info(Row row) {
  return kRows[static_cast<std::size_t>(row)];
}
const std::array<RowInfo, kRowCount>& all_rows() {
  return kRows;
}
std::optional<Row> row_of(std::string_view code) {
  const auto found = std::ranges::find(kRows, code, &RowInfo::code);
  return found == kRows.end() ? std::nullopt : std::optional(found->row);
}

const CardInfo& info(Card card) {
  return kCards[static_cast<std::size_t>(card)];
}
const std::array<CardInfo, kCardCount>& all_cards() {
  return kCards;
}
std::vector<Row> rows_of(Card card) {
  std::vector<Row> rows;
  for (const RowInfo& row : kRows)
    if (row.card == card) rows.push_back(row.row);
  return rows;
}

const RoleInfo& info(Role role) {
  return kRoles[static_cast<std::size_t>(role)];
}
const std::array<RoleInfo, kRoleCount>& all_roles() {
  return kRoles;
}
std::optional<Role> role_of(std::string_view id) {
  const auto found = std::ranges::find(kRoles, id, &RoleInfo::id);
  return found == kRoles.end() ? std::nullopt : std::optional(found->role);
}

}  // namespace preceptor::rca
