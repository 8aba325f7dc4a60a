#include "core/burden/report.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/burden/measures.hpp"

namespace preceptor::burden {
namespace {

// The records one measure is about, each with its index in the whole.
struct Population {
  std::vector<Member> members;
  std::vector<std::size_t> index;

  void add(std::string person, const Where& where, std::size_t at) {
    members.push_back({std::move(person), where});
    index.push_back(at);
  }
};

// `value_of(indices of the records, cell)` for the cells that may be shown.
template <class Value, class ValueOf>
std::vector<Shown<Value>> shown_cells(const Population& population, const Thresholds& thresholds, ValueOf value_of) {
  std::vector<Shown<Value>> made;
  for (Cell& cell : publish(population.members, thresholds)) {
    Shown<Value>& into = made.emplace_back(Shown<Value>{cell.filter, cell.as_of, std::nullopt});
    if (!cell.as_of) continue;
    for (std::size_t& member : cell.members) member = population.index[member];
    into.shown = value_of(cell.members, cell);
  }
  return made;
}

// Attempts of a shown cell that the measure applies to and that were not measured.
template <class Measure, class Value>
int missing_in(const Cell& cell, const std::vector<AttemptObservation>& attempts, const Measure& measure, Value value) {
  int missing = 0;
  for (const AttemptObservation& attempt : attempts)
    if (attempt.where.period <= *cell.as_of && matches(cell.filter, attempt.where) && measure.applies(attempt) &&
        !value(attempt))
      ++missing;
  return missing;
}

template <class Measure, class Value>
Population measured(const std::vector<AttemptObservation>& attempts, const Measure& measure, Value value) {
  Population population;
  for (std::size_t i = 0; i < attempts.size(); ++i)
    if (measure.applies(attempts[i]) && value(attempts[i])) population.add(attempts[i].person, attempts[i].where, i);
  return population;
}

std::vector<Shown<Distribution>> quantity_cells(const std::vector<AttemptObservation>& attempts, const Quantity& quantity,
                                                const Thresholds& thresholds) {
  return shown_cells<Distribution>(measured(attempts, quantity, quantity.value), thresholds,
                                   [&](const std::vector<std::size_t>& records, const Cell& cell) {
                                     std::vector<double> values;
                                     for (const std::size_t i : records) values.push_back(*quantity.value(attempts[i]));
                                     return distribution(std::move(values),
                                                         missing_in(cell, attempts, quantity, quantity.value));
                                   });
}

std::vector<Shown<Share>> proportion_cells(const std::vector<AttemptObservation>& attempts, const Proportion& proportion,
                                           const Thresholds& thresholds) {
  return shown_cells<Share>(measured(attempts, proportion, proportion.tally), thresholds,
                            [&](const std::vector<std::size_t>& records, const Cell& cell) {
                              Tally sum;
                              for (const std::size_t i : records) {
                                const Tally tally = *proportion.tally(attempts[i]);
                                sum.k += tally.k;
                                sum.n += tally.n;
                              }
                              return share(sum.k, sum.n, missing_in(cell, attempts, proportion, proportion.tally));
                            });
}

LeftAt left_at(const std::vector<AttemptObservation>& attempts, const std::vector<std::size_t>& records, int least) {
  LeftAt made;
  for (const std::size_t i : records)
    if (attempts[i].outcome == Outcome::abandoned) ++made.places[attempts[i].left_at];
  std::erase_if(made.places, [&](const auto& place) {
    if (place.second >= least) return false;
    made.elsewhere += place.second;
    return true;
  });
  return made;
}

Minutes minutes(const std::vector<AttemptObservation>& attempts, const std::vector<std::size_t>& records) {
  Minutes made{std::vector<int>(kLastMinute + 1, 0)};
  for (const std::size_t i : records) {
    const auto whole = std::chrono::duration_cast<std::chrono::minutes>(*attempts[i].active).count();
    ++made.bins[static_cast<std::size_t>(std::clamp<std::int64_t>(whole, 0, kLastMinute))];
  }
  return made;
}

Usefulnesses usefulnesses(const std::vector<AttemptObservation>& attempts, const std::vector<std::size_t>& records) {
  Usefulnesses made;
  for (const std::size_t i : records) {
    const Usefulness useful = *attempts[i].useful;
    ++(useful == Usefulness::yes ? made.yes : useful == Usefulness::no ? made.no : made.not_now);
  }
  return made;
}

// One part of the survey, of those who answered it: suppressed on its own population, as each measure is.
std::vector<Shown<Distribution>> part_cells(const std::vector<SurveyObservation>& answers, std::optional<double> MbScore::* part, const Thresholds& thresholds) {
  Population population;
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i].score.*part) population.add(answers[i].actor, answers[i].where, i);
  return shown_cells<Distribution>(population, thresholds, [&](const std::vector<std::size_t>& records, const Cell& cell) {
    std::vector<double> values;
    for (const std::size_t i : records) values.push_back(*(answers[i].score.*part));
    const auto left = std::ranges::count_if(answers, [&](const SurveyObservation& one) {
      return one.where.period <= *cell.as_of && matches(cell.filter, one.where) && !(one.score.*part);
    });
    return distribution(std::move(values), static_cast<int>(left));
  });
}

SurveyFigures survey_figures(const std::vector<SurveyObservation>& answers, const std::vector<std::size_t>& records) {
  SurveyFigures made;
  for (const std::size_t i : records)
    for (const Friction friction : answers[i].friction) ++made.friction[friction];
  return made;
}

}  // namespace

BurdenReport burden_report(const std::vector<AttemptObservation>& attempts, const Thresholds& thresholds) {
  BurdenReport report;
  for (const Quantity& quantity : quantities())
    report.quantities[quantity.name] = quantity_cells(attempts, quantity, thresholds);
  for (const Proportion& proportion : proportions())
    report.proportions[proportion.name] = proportion_cells(attempts, proportion, thresholds);
  const Quantity& active = *find_quantity("active_minutes");
  report.minutes = shown_cells<Minutes>(measured(attempts, active, active.value), thresholds,
                                        [&](const auto& records, const Cell&) { return minutes(attempts, records); });
  const Proportion& abandonment = *find_proportion("abandonment");
  report.left_at = shown_cells<LeftAt>(
      measured(attempts, abandonment, abandonment.tally), thresholds,
      [&](const auto& records, const Cell&) { return left_at(attempts, records, thresholds.cell); });
  const Proportion& useful = *find_proportion("useful");
  report.usefulness =
      shown_cells<Usefulnesses>(measured(attempts, useful, useful.tally), thresholds,
                                [&](const auto& records, const Cell&) { return usefulnesses(attempts, records); });
  return report;
}

std::vector<Shown<LaunchFigures>> launch_report(const std::vector<LaunchObservation>& launches, const Thresholds& thresholds) {
  Population population;
  for (std::size_t i = 0; i < launches.size(); ++i) {
    // A launch that was refused reached no unit, and its stage is unknown: only the course is told apart.
    Where where;
    where.course = launches[i].where.course;
    where.period = launches[i].where.period;
    population.add(launches[i].person, where, i);
  }
  auto cells = shown_cells<LaunchFigures>(population, thresholds, [&](const auto& records, const Cell&) {
    LaunchFigures made;
    int failed = 0;
    for (const std::size_t i : records) {
      if (!launches[i].failed) continue;
      ++failed;
      ++made.reasons[launches[i].reason];
    }
    made.failed = share(failed, static_cast<int>(records.size()));
    return made;
  });
  std::erase_if(cells, [](const auto& cell) { return cell.filter.version.has_value(); });
  return cells;
}

std::vector<Shown<SurveyFigures>> survey_report(const std::vector<SurveyObservation>& answers, const Thresholds& thresholds) {
  Population population;
  for (std::size_t i = 0; i < answers.size(); ++i) population.add(answers[i].actor, answers[i].where, i);
  auto cells = shown_cells<SurveyFigures>(population, thresholds, [&](const auto& records, const Cell&) {
    return survey_figures(answers, records);
  });
  // Few may have answered one part of many who answered something.
  for (const auto& [part, figure] : {std::pair{&MbScore::mbi, &MbSummary::mbi}, {&MbScore::worth, &MbSummary::worth}, {&MbScore::relevance, &MbSummary::relevance},
                                     {&MbScore::credit_ease, &MbSummary::credit_ease}, {&MbScore::point_of_need, &MbSummary::point_of_need}}) {
    const auto own = part_cells(answers, part, thresholds);
    for (auto& cell : cells)
      if (const auto* shown = find_cell(own, cell.filter); cell.shown && shown && shown->shown) cell.shown->summary.*figure = *shown->shown;
  }
  return cells;
}

}  // namespace preceptor::burden
