#include "core/ports/grade_store.hpp"

#include <array>
#include <utility>

namespace preceptor::ports {
namespace {

constexpr std::array kNames = {std::pair{GradeState::waiting, std::string_view("waiting")}, std::pair{GradeState::sent, std::string_view("sent")},
                               std::pair{GradeState::superseded, std::string_view("superseded")},
                               std::pair{GradeState::refused, std::string_view("refused")}, std::pair{GradeState::held, std::string_view("held")}};

}  // namespace

std::string_view name_of(GradeState state) {
  for (const auto& [one, name] : kNames)
    if (one == state) return name;
  return {};
}

std::optional<GradeState> grade_state(std::string_view name) {
  for (const auto& [state, one] : kNames)
    if (one == name) return state;
  return std::nullopt;
}

GradeKey key_of(const GradeRow& row) {
  const GradeOffer& offer = row.offer;
  return {{offer.registration, offer.deployment_id, offer.context_id, offer.resource_link_id}, offer.subject};
}

LinkKey key_of(const LinkFacts& link) { return {link.registration, link.deployment_id, link.context_id, link.resource_link_id}; }

bool is_better(int given, int max, int than_given, int than_max) {
  if (max <= 0) return false;
  if (than_max <= 0) return true;
  return std::int64_t{given} * than_max > std::int64_t{than_given} * max;
}

}  // namespace preceptor::ports
