// The nine rows of causes (credit.md 9.2) and the six cards that stakeholders see (issue 4: which rows make a card).
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace preceptor::rca {

enum class Card { knowledge, incentives, system, equity, preference, team };
inline constexpr std::size_t kCardCount = 6;
enum class Row { k1, k2, a1, i1, p1, r1, e1, pp, t1 };
inline constexpr std::size_t kRowCount = 9;

// One value for each row.
template <class T>
struct ByRow {
  std::array<T, kRowCount> values{};
  T& operator[](Row row) { return values[static_cast<std::size_t>(row)]; }
  const T& operator[](Row row) const { return values[static_cast<std::size_t>(row)]; }
  friend bool operator==(const ByRow&, const ByRow&) = default;
};

struct RowInfo {
  Row row;
  std::string_view code;  // "K1"
  Card card;
  std::string_view name;    // "knowledge, awareness"
  std::string_view prompt;  // what the row means, as a sentence about the people concerned
  int share;                // education's share `a`, percent: how much of such a cause teaching can take away
  std::string_view
      tag;  // ACCME/ABIM audit abstract: "knowledge", "competence", "performance"; empty for no need to teach
};
const RowInfo& info(Row row);
const std::array<RowInfo, kRowCount>& all_rows();
std::optional<Row> row_of(std::string_view code);

struct CardInfo {
  Card card;
  std::string_view id;    // "knowledge"
  std::string_view name;  // "Knowledge and skills"
};
const CardInfo& info(Card card);
const std::array<CardInfo, kCardCount>& all_cards();
std::vector<Row> rows_of(Card card);

enum class Role { physician, nurse, pharmacist, clinician, manager, quality, informatics, patient, other };
inline constexpr std::size_t kRoleCount = 9;
struct RoleInfo {
  Role role;
  std::string_view id, name;  // "patient", "patient or family"
};
const RoleInfo& info(Role role);
const std::array<RoleInfo, kRoleCount>& all_roles();
std::optional<Role> role_of(std::string_view id);

}  // namespace preceptor::rca
