#include "core/burden/stage.hpp"

namespace preceptor::burden {

std::string_view name(CareerStage stage) {
  constexpr std::array<std::string_view, kStages.size()> names = {"trainee", "0-5", "6-10", "11-15", "16-20", "21+"};
  return names[static_cast<std::size_t>(stage)];
}

std::optional<CareerStage> stage_named(std::string_view wanted) {
  for (const CareerStage stage : kStages)
    if (name(stage) == wanted) return stage;
  return std::nullopt;
}

}  // namespace preceptor::burden
