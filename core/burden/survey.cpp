#include "core/burden/survey.hpp"

#include <algorithm>
#include <array>

namespace preceptor::burden {
namespace {

constexpr std::array<std::string_view, 7> kFrictions = {
    "sign-in", "too-many-questions", "off-topic", "identifiers-again", "forms", "technical", "nothing"};

base::Status in_range(const std::optional<int>& value, int min, int max, const char* item) {
  if (!value || (*value >= min && *value <= max)) return {};
  return base::mismatch(base::Code::answer_invalid, std::to_string(min) + " to " + std::to_string(max),
                        std::to_string(*value), item);
}

base::Status check(const MbAnswers& answers) {
  if (auto ok = in_range(answers.worth, 1, 5, "MB1"); !ok) return ok;
  if (auto ok = in_range(answers.relevance, 0, 100, "MB2"); !ok) return ok;
  if (answers.relevance && *answers.relevance % 25 != 0)
    return base::mismatch(base::Code::answer_invalid, "0, 25, 50, 75 or 100", std::to_string(*answers.relevance), "MB2");
  if (auto ok = in_range(answers.credit_ease, 1, 7, "MB3"); !ok) return ok;
  if (auto ok = in_range(answers.point_of_need, 0, 3, "MB4"); !ok) return ok;
  if (answers.friction.contains(Friction::nothing) && answers.friction.size() > 1)
    return base::fail(base::Code::answer_invalid, "MB5: \"nothing\" stands alone");
  return {};
}

}  // namespace

std::string_view name(Friction friction) { return kFrictions[static_cast<std::size_t>(friction)]; }

std::optional<Friction> friction_named(std::string_view wanted) {
  const auto found = std::ranges::find(kFrictions, wanted);
  if (found == kFrictions.end()) return std::nullopt;
  return static_cast<Friction>(found - kFrictions.begin());
}

base::Result<MbScore> score(const MbAnswers& answers) {
  if (auto ok = check(answers); !ok) return base::fail(ok.error());
  MbScore made;
  double sum = 0;
  const auto part = [&](std::optional<double>& into, double burden) {
    into = burden * 100;
    sum += *into;
    ++made.parts;
  };
  if (answers.worth) part(made.worth, (5 - *answers.worth) / 4.0);
  if (answers.relevance) part(made.relevance, 1 - *answers.relevance / 100.0);
  if (answers.credit_ease) part(made.credit_ease, (7 - *answers.credit_ease) / 6.0);
  // 0 = had no question: nothing to help with, so no burden either way.
  if (answers.point_of_need && *answers.point_of_need > 0) part(made.point_of_need, (3 - *answers.point_of_need) / 2.0);
  if (made.parts >= kPartsNeeded) made.mbi = sum / made.parts;
  return made;
}

Offer survey_offer(const std::vector<bool>& offered_before) {
  const auto completions = static_cast<std::ptrdiff_t>(offered_before.size()) + 1;
  const std::ptrdiff_t offered = std::ranges::count(offered_before, true);
  if (3 * (offered + 1) > completions) return Offer::none;
  // Two completions must have passed without one, also when many were not offered long ago.
  const auto recent = offered_before.end() - std::min<std::ptrdiff_t>(2, completions - 1);
  return std::find(recent, offered_before.end(), true) == offered_before.end() ? Offer::optional : Offer::none;
}

}  // namespace preceptor::burden
