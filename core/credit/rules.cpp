#include "core/credit/rules.hpp"

#include <algorithm>
#include <utility>

namespace preceptor::credit {
namespace {

template <class E>
using Named = std::pair<E, std::string_view>;

template <class E, std::size_t N>
std::string_view name_in(const Named<E> (&names)[N], E value) {
  return std::ranges::find(names, value, &Named<E>::first)->second;
}
template <class E, std::size_t N>
std::optional<E> value_in(const Named<E> (&names)[N], std::string_view name) {
  const auto found = std::ranges::find(names, name, &Named<E>::second);
  return found == std::end(names) ? std::nullopt : std::optional(found->first);
}

constexpr Named<Repeat> kRepeats[] = {{Repeat::once_per_activity, "once_per_activity"},
                                      {Repeat::once_per_day, "once_per_day"},
                                      {Repeat::per_session, "per_session"},
                                      {Repeat::per_cycle, "per_cycle"},
                                      {Repeat::once_ever, "once_ever"}};
constexpr Named<BoardAmount> kBoardAmounts[] = {
    {BoardAmount::equal, "equal"}, {BoardAmount::at_most, "at_most"}, {BoardAmount::round_whole, "round_whole"}};
constexpr Named<Split> kSplits[] = {{Split::none, "none"}, {Split::sum_equals_total, "sum_equals_total"}, {Split::two_records, "two_records"}};

// credit.md 2.3: the thirteen professions of PARS, and ours for everybody else.
constexpr std::pair<std::string_view, std::string_view> kProfessions[] = {
    {"physician", "Physician"},
    {"nurse", "Nurse"},
    {"pharmacist", "Pharmacist"},
    {"pharmacy-technician", "Pharmacy Technician"},
    {"physician-assistant", "Physician Assistant"},
    {"psychologist", "Psychologist"},
    {"optometrist", "Optometrist"},
    {"social-worker", "Social Worker"},
    {"dentist", "Dentist"},
    {"dental-staff", "Allied Dental Staff"},
    {"dietitian", "Registered Dietitian"},
    {"dietetic-technician", "Dietetic Technician Registered"},
    {"athletic-trainer", "Athletic Trainer"},
    {"other", ""}};

}  // namespace

std::string_view name(Repeat repeat) {
  return name_in(kRepeats, repeat);
}
std::optional<Repeat> repeat_named(std::string_view name) {
  return value_in(kRepeats, name);
}
std::string_view name(BoardAmount rule) {
  return name_in(kBoardAmounts, rule);
}
std::optional<BoardAmount> board_amount_named(std::string_view name) {
  return value_in(kBoardAmounts, name);
}
std::string_view name(Split split) {
  return name_in(kSplits, split);
}
std::optional<Split> split_named(std::string_view name) {
  return value_in(kSplits, name);
}

const SeenAs* CreditSystem::seen_as_for(std::string_view format) const {
  const auto found = std::ranges::find_if(seen_as, [&](const SeenAs& one) { return std::ranges::find(one.formats, format) != one.formats.end(); });
  return found == seen_as.end() ? nullptr : &*found;
}

const CreditSystem* Rulebook::system(std::string_view code) const {
  const auto found = std::ranges::find(systems, code, &CreditSystem::code);
  return found == systems.end() ? nullptr : &*found;
}
const Board* Rulebook::board(std::string_view code) const {
  const auto found = std::ranges::find(boards, code, &Board::code);
  return found == boards.end() ? nullptr : &*found;
}

const std::vector<std::string_view>& professions() {
  static const std::vector<std::string_view> codes = [] {
    std::vector<std::string_view> all;
    for (const auto& [code, name] : kProfessions) all.push_back(code);
    return all;
  }();
  return codes;
}

std::string_view pars_profession(std::string_view code) {
  const auto found = std::ranges::find(kProfessions, code, [](const auto& entry) { return entry.first; });
  return found == std::end(kProfessions) ? std::string_view() : found->second;
}

}  // namespace preceptor::credit
