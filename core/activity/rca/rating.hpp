// What stakeholders answer, and what their answers come to: row values, and who disagrees.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/activity/rca/sheet.hpp"
#include "core/base/time.hpp"

namespace preceptor::rca {

inline constexpr int kNotACause = 0, kContributes = 1, kMainCause = 3;
inline constexpr int kMainCausesMost = 2;  // main causes one person may name (ui.md 6.3)
inline constexpr int kPeopleToShowRole =
    3;  // a role with fewer people is shown only if they were told before answering

struct CardAnswer {
  int degree = kNotACause;   // 0, 1 or 3
  std::vector<Row> applies;  // which rows of a card with several; the others are 0. Ignored for a card with one row
  std::string example;       // optional free text
  friend bool operator==(const CardAnswer&, const CardAnswer&) = default;
};

struct Rating {
  std::string person;
  Role role = Role::other;
  bool told = false;                         // was told before answering that the role will be shown
  base::Instant at{};                        // in the case's stream, so no two are equal
  std::array<CardAnswer, kCardCount> cards;  // in the order of all_cards()
  bool leaves = false;                       // was told before answering that it goes to a record store; no part of the case's JSON
  friend bool operator==(const Rating&, const Rating&) = default;
};

// Problems name the card: "cards.system". Empty when the rating may be stored.
std::vector<Problem> check_rating(const Rating& rating);
// The nine values of one rating.
ByRow<int> row_values(const Rating& rating);
// One rating a person, the latest, ordered by person: the order they came in does not matter.
std::vector<Rating> latest_ratings(const std::vector<Rating>& ratings);

// The element at n/2 of the sorted values: of 1 and 3 it is 3. 0 for none.
int upper_median(std::vector<int> values);

// What the decision rule needs of the ratings: nothing about single persons.
struct Panel {
  ByRow<int> value;  // upper median over the roles of each role's upper median
  int people = 0, roles = 0;
  bool non_physician = false, patient = false;
  friend bool operator==(const Panel&, const Panel&) = default;
};
Panel gather(const std::vector<Rating>& ratings);

// What one role says about one row.
struct Opinion {
  std::optional<Role> role;  // absent: roles too small to be named, taken together
  int people = 0;
  int value = 0;                // upper median
  std::array<int, 3> counts{};  // how many said not a cause, contributes, main cause
  friend bool operator==(const Opinion&, const Opinion&) = default;
};
struct RowOpinions {
  Row row = Row::k1;
  int spread = 0;  // greatest minus least value of the opinions shown
  std::vector<Opinion> opinions;
  int withheld = 0;  // people whose opinion is in the row's value but not shown: too few to hide among
  friend bool operator==(const RowOpinions&, const RowOpinions&) = default;
};
// All nine rows, greatest disagreement first, then in the rows' order.
std::vector<RowOpinions> opinions(const std::vector<Rating>& ratings);

// Which causes people named, as plot 7 of ui.md 3.2 shows them. Groups are shown and withheld as in opinions().
struct CauseVotes {
  std::optional<Role> role;  // absent: roles too small to be named, taken together
  int people = 0;
  std::array<int, kCardCount> named{};  // how many said it contributes or is a main cause, in the order of all_cards()
  friend bool operator==(const CauseVotes&, const CauseVotes&) = default;
};
struct Votes {
  std::vector<CauseVotes> groups;  // in the roles' order, the small ones last
  int withheld = 0;
  friend bool operator==(const Votes&, const Votes&) = default;
};
Votes votes(const std::vector<Rating>& ratings);
// Share of votes for each cause, 0 to 1, every group with the same weight. It is made of the groups that are shown and
// of nothing else, so that no difference tells of those withheld. Absent when none is shown.
std::optional<std::array<double, kCardCount>> shares_of(const Votes& votes);

// The examples people gave, sorted by card and text so that their order tells nothing; the role only where it is shown.
struct Example {
  Card card = Card::knowledge;
  std::string text;
  std::optional<Role> role;
  friend bool operator==(const Example&, const Example&) = default;
};
std::vector<Example> examples(const std::vector<Rating>& ratings);

}  // namespace preceptor::rca
