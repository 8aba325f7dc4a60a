#include "core/activity/rca/rating.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace preceptor::rca {
namespace {

const CardAnswer& answer_of(const Rating& rating, Card card) {
  return rating.cards[static_cast<std::size_t>(card)];
}

void check_card(const CardInfo& card, const CardAnswer& answer, std::vector<Problem>& problems) {
  const std::string field = "cards." + std::string(card.id);
  const auto rows = rows_of(card.card);
  const bool known = answer.degree == kNotACause || answer.degree == kContributes || answer.degree == kMainCause;
  const bool foreign =
      std::ranges::any_of(answer.applies, [&](Row row) { return std::ranges::find(rows, row) == rows.end(); });
  if (!known || foreign) problems.push_back(problem(field, "choice"));
  if (known && answer.degree != kNotACause && rows.size() > 1 && answer.applies.empty())
    problems.push_back(problem(field, "which_rows"));
  check_text(problems, field + ".example", answer.example, false);
}

using ByRole = std::map<Role, std::vector<Rating>>;
ByRole by_role(const std::vector<Rating>& ratings) {
  ByRole roles;
  for (Rating& rating : latest_ratings(ratings)) roles[rating.role].push_back(std::move(rating));
  return roles;
}

bool is_shown(const std::vector<Rating>& of_one_role) {
  return of_one_role.size() >= static_cast<std::size_t>(kPeopleToShowRole) ||
         std::ranges::all_of(of_one_role, &Rating::told);
}

// The groups whose answers may be shown: roles by name, then those too small taken together when they are enough.
struct Groups {
  std::vector<std::pair<std::optional<Role>, std::vector<Rating>>> shown;
  int withheld = 0;
};
Groups groups_of(const std::vector<Rating>& ratings) {
  Groups groups;
  std::vector<Rating> hidden;
  for (auto& [role, people] : by_role(ratings)) {
    if (is_shown(people))
      groups.shown.emplace_back(role, people);
    else
      hidden.insert(hidden.end(), people.begin(), people.end());
  }
  if (hidden.size() >= static_cast<std::size_t>(kPeopleToShowRole))
    groups.shown.emplace_back(std::nullopt, std::move(hidden));
  else
    groups.withheld = static_cast<int>(hidden.size());
  return groups;
}

int value_of(const std::vector<Rating>& ratings, Row row) {
  std::vector<int> values;
  for (const Rating& rating : ratings) values.push_back(row_values(rating)[row]);
  return upper_median(std::move(values));
}

Opinion opinion_of(std::optional<Role> role, const std::vector<Rating>& ratings, Row row) {
  Opinion opinion{role, static_cast<int>(ratings.size()), value_of(ratings, row), {}};
  for (const Rating& rating : ratings) {
    const int value = row_values(rating)[row];
    ++opinion.counts[value == kNotACause ? 0 : value == kContributes ? 1 : 2];
  }
  return opinion;
}

}  // namespace

std::vector<Problem> check_rating(const Rating& rating) {
  std::vector<Problem> problems;
  if (rating.person.empty()) problems.push_back(problem("person", "required"));
  for (const CardInfo& card : all_cards()) check_card(card, answer_of(rating, card.card), problems);
  if (std::ranges::count(rating.cards, kMainCause, &CardAnswer::degree) > kMainCausesMost)
    problems.push_back(problem("cards", "main_causes", {{"max", std::to_string(kMainCausesMost)}}));
  return problems;
}

ByRow<int> row_values(const Rating& rating) {
  ByRow<int> values;
  for (const RowInfo& row : all_rows()) {
    const CardAnswer& answer = answer_of(rating, row.card);
    const bool alone = std::ranges::count(all_rows(), row.card, &RowInfo::card) == 1;
    if (alone || std::ranges::find(answer.applies, row.row) != answer.applies.end()) values[row.row] = answer.degree;
  }
  return values;
}

std::vector<Rating> latest_ratings(const std::vector<Rating>& ratings) {
  std::map<std::string, const Rating*> latest;
  for (const Rating& rating : ratings) {
    const Rating*& kept = latest[rating.person];
    if (!kept || rating.at >= kept->at) kept = &rating;
  }
  std::vector<Rating> result;
  for (const auto& [person, rating] : latest) result.push_back(*rating);
  return result;
}

int upper_median(std::vector<int> values) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

Panel gather(const std::vector<Rating>& ratings) {
  Panel panel;
  const ByRole roles = by_role(ratings);
  for (const auto& [role, people] : roles) {
    panel.people += static_cast<int>(people.size());
    panel.non_physician = panel.non_physician || role != Role::physician;
    panel.patient = panel.patient || role == Role::patient;
  }
  panel.roles = static_cast<int>(roles.size());
  for (const RowInfo& row : all_rows()) {
    std::vector<int> values;
    for (const auto& [role, people] : roles) values.push_back(value_of(people, row.row));
    panel.value[row.row] = upper_median(std::move(values));
  }
  return panel;
}

std::vector<RowOpinions> opinions(const std::vector<Rating>& ratings) {
  const Groups groups = groups_of(ratings);
  std::vector<RowOpinions> rows;
  for (const RowInfo& info : all_rows()) {
    RowOpinions row{info.row, 0, {}, groups.withheld};
    for (const auto& [role, people] : groups.shown) row.opinions.push_back(opinion_of(role, people, info.row));
    const auto [least, greatest] = std::ranges::minmax_element(row.opinions, {}, &Opinion::value);
    if (!row.opinions.empty()) row.spread = greatest->value - least->value;
    rows.push_back(std::move(row));
  }
  std::ranges::stable_sort(rows, std::greater{}, &RowOpinions::spread);
  return rows;
}

Votes votes(const std::vector<Rating>& ratings) {
  const Groups groups = groups_of(ratings);
  Votes result{{}, groups.withheld};
  for (const auto& [role, people] : groups.shown) {
    CauseVotes& group = result.groups.emplace_back(CauseVotes{role, static_cast<int>(people.size()), {}});
    for (const CardInfo& card : all_cards())
      group.named[static_cast<std::size_t>(card.card)] = static_cast<int>(std::ranges::count_if(
          people, [&](const Rating& rating) { return answer_of(rating, card.card).degree != kNotACause; }));
  }
  return result;
}

std::optional<std::array<double, kCardCount>> shares_of(const Votes& votes) {
  if (votes.groups.empty()) return std::nullopt;
  std::array<double, kCardCount> shares{};
  for (const CauseVotes& group : votes.groups)
    for (std::size_t card = 0; card < kCardCount; ++card)
      shares[card] += static_cast<double>(group.named[card]) / group.people / static_cast<double>(votes.groups.size());
  return shares;
}

std::vector<Example> examples(const std::vector<Rating>& ratings) {
  std::vector<Example> result;
  for (const auto& [role, people] : by_role(ratings)) {
    for (const Rating& rating : people)
      for (const CardInfo& card : all_cards())
        if (const std::string& text = answer_of(rating, card.card).example; !text.empty())
          result.push_back({card.card, text, is_shown(people) ? std::optional(role) : std::nullopt});
  }
  std::ranges::sort(result, {}, [](const Example& e) { return std::tuple(e.card, e.text, e.role); });
  return result;
}

}  // namespace preceptor::rca
