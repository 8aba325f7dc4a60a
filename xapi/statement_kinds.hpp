// The kinds of statements that a record store's filter switches on and off, by the type of the event they are made of.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace preceptor::xapi {

struct StatementKind {
  std::string_view name;
  std::vector<std::string_view> types;   // one that ends in '_' stands for all that begin so
  bool on = true;                        // for a record store whose filter nobody changed
};

inline constexpr std::string_view kBurdenKind = "burden", kRootCauseKind = "root-cause";

// An event of a type that is named nowhere here is of no kind and is always sent. Statements of the kinds that are off by default are made for those
// record stores only that have them on, as an audience of their own (inside_audience); answers inside units are among them by their question.
inline const std::vector<StatementKind>& statement_kinds() {
  static const std::vector<StatementKind> kinds = {
      {"attempts", {"attempt_opened", "attempt_resumed", "attempt_completed", "attempt_closed"}},
      {"answers", {"question_answered"}},
      {"results", {"attempt_scored"}},
      {"commitments", {"committed"}},
      {"credit", {"credit_claimed", "credit_granted"}},
      {kBurdenKind, {"survey_"}, false},
      {kRootCauseKind, {"rca_"}, false},
  };
  return kinds;
}

// Empty: of no kind.
inline std::string_view kind_of_type(std::string_view type) {
  for (const StatementKind& kind : statement_kinds())
    for (const std::string_view named : kind.types)
      if (type == named || (named.ends_with('_') && type.starts_with(named))) return kind.name;
  return {};
}

// The audience of statements of such a kind: that of the record store, and the kind.
inline std::string inside_audience(std::string_view audience, std::string_view kind) { return std::string(audience) + ":" + std::string(kind); }

// What a record store gets, of what is sent from now on.
struct LrsFilter {
  std::vector<std::string> kinds_off = {"burden", "root-cause"};
  // Ids of units and of activities with credit; empty: all. What belongs to neither (a survey launched alone, a case) then is not sent.
  std::vector<std::string> units;

  bool kind_on(std::string_view kind) const { return std::find(kinds_off.begin(), kinds_off.end(), kind) == kinds_off.end(); }
  // `unit`: of the event's attempt; `activity`: that a credit is of. Either may be empty.
  bool takes(std::string_view type, std::string_view unit, std::string_view activity) const {
    return takes_kind(kind_of_type(type), unit, activity);
  }
  bool takes_kind(std::string_view kind, std::string_view unit, std::string_view activity) const {
    if (!kind.empty() && !kind_on(kind)) return false;
    const auto listed = [&](std::string_view id) { return !id.empty() && std::find(units.begin(), units.end(), id) != units.end(); };
    return units.empty() || listed(unit) || listed(activity);
  }
  friend bool operator==(const LrsFilter&, const LrsFilter&) = default;
};

}  // namespace preceptor::xapi
