// The search over single changes. Only the changed row's value is worked out again.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "core/activity/rca/verdict.hpp"
#include "core/activity/rca/words.hpp"

namespace preceptor::rca {
namespace {

constexpr int kDegrees[] = {kNotACause, kContributes, kMainCause};

class Search {
 public:
  Search(const Sheet& sheet, const std::vector<Rating>& ratings)
      : ratings_(latest_ratings(ratings)),
        value_(gather(ratings).value),
        evidence_(evidence_of(sheet)),
        accepted_(accepted_of(sheet)),
        now_(outcome_of(score(value_, evidence_), accepted_)) {
    for (const Rating& rating : ratings_) values_.push_back(row_values(rating));
  }

  std::vector<Flip> run() {
    if (now_ == Outcome::incomplete) return {};
    for (const RowInfo& row : all_rows()) {
      try_owner(row.row);
      try_evidence(row.row);
      try_ratings(row.row);
    }
    if (found_.empty())
      for (const RowInfo& row : all_rows())
        for (const int degree : kDegrees) try_row(Flip::Kind::row, row.row, value_[row.row], degree, degree);
    std::ranges::stable_sort(
        found_, {}, [](const Flip& f) { return std::tuple(std::abs(f.to - f.from), f.kind, f.row, f.to, f.outcome); });
    // One answer of different roles may come to the same.
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return found_;
  }

 private:
  void add(Flip flip) {
    if (flip.outcome != now_ && flip.outcome != Outcome::incomplete && flip.from != flip.to) found_.push_back(flip);
  }

  void try_owner(Row row) {
    ByRow<bool> accepted = accepted_;
    accepted[row] = !accepted[row];
    add({Flip::Kind::owner, row, accepted_[row], accepted[row], outcome_of(score(value_, evidence_), accepted)});
  }

  void try_evidence(Row row) {
    for (int e = 0; e <= kEvidenceMost && value_[row] > 0; ++e) {
      ByRow<int> evidence = evidence_;
      evidence[row] = e;
      add({Flip::Kind::evidence, row, evidence_[row], e, outcome_of(score(value_, evidence), accepted_)});
    }
  }

  // The row's value becomes `value` because an answer went from `from` to `to`.
  void try_row(Flip::Kind kind, Row row, int from, int to, int value) {
    if (value == value_[row]) return;
    ByRow<int> changed = value_;
    changed[row] = value;
    add({kind, row, from, to, outcome_of(score(changed, evidence_), accepted_)});
  }

  // Answers alike in role and degree have the same effect: each kind is tried once.
  void try_ratings(Row row) {
    std::set<std::pair<Role, int>> tried;
    std::set<std::tuple<int, int, int>> same;
    for (std::size_t i = 0; i < ratings_.size(); ++i) {
      const int from = values_[i][row];
      if (!tried.emplace(ratings_[i].role, from).second) continue;
      for (const int to : kDegrees) {
        const int value = value_with(row, i, to);
        if (same.emplace(from, to, value).second) try_row(Flip::Kind::rating, row, from, to, value);
      }
    }
  }

  int value_with(Row row, std::size_t changed, int to) const {
    std::map<Role, std::vector<int>> roles;
    for (std::size_t i = 0; i < ratings_.size(); ++i)
      roles[ratings_[i].role].push_back(i == changed ? to : values_[i][row]);
    std::vector<int> medians;
    for (auto& [role, values] : roles) medians.push_back(upper_median(std::move(values)));
    return upper_median(std::move(medians));
  }

  std::vector<Rating> ratings_;
  std::vector<ByRow<int>> values_;  // of each rating
  ByRow<int> value_, evidence_;
  ByRow<bool> accepted_;
  Outcome now_;
  std::vector<Flip> found_;
};

}  // namespace

std::string_view name(Flip::Kind kind) {
  static constexpr std::string_view kNames[] = {"owner", "evidence", "rating", "row"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Flip> flips(const Sheet& sheet, const std::vector<Rating>& ratings) {
  return Search(sheet, ratings).run();
}

Sentence sentence_of(const Flip& flip) {
  const auto word_for = [&](int value) {
    return flip.kind == Flip::Kind::evidence ? evidence_word(value) : degree_word(value);
  };
  Sentence sentence{"rca.flip." + std::string(name(flip.kind)), "", {}};
  activity::put(sentence, "row", {word(flip.row)});
  activity::put(sentence, "outcome", {word(flip.outcome)});
  if (flip.kind == Flip::Kind::owner) {
    sentence.key += flip.to ? ".accepts" : ".withdraws";
    sentence.english = flip.to ? "If an owner outside education accepted \"{row}\", the rule would say {outcome}."
                               : "Without the owner who accepted \"{row}\", the rule would say {outcome}.";
    return sentence;
  }
  activity::put(sentence, "from", {word_for(flip.from)});
  activity::put(sentence, "to", {word_for(flip.to)});
  sentence.english =
      flip.kind == Flip::Kind::evidence
          ? "If \"{row}\" rested on \"{to}\" instead of \"{from}\", the rule would say {outcome}."
      : flip.kind == Flip::Kind::rating
          ? "If one person answered \"{to}\" instead of \"{from}\" on \"{row}\", the rule would say {outcome}."
          : "No single answer changes this. If \"{row}\" as a whole were \"{to}\" instead of \"{from}\", the "
            "rule would say {outcome}.";
  return sentence;
}

}  // namespace preceptor::rca
