// Career stages: the design's code list.
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace preceptor::burden {

// Years after training.
enum class CareerStage { trainee, years_0_5, years_6_10, years_11_15, years_16_20, years_21_up };
inline constexpr std::array kStages = {CareerStage::trainee,     CareerStage::years_0_5,   CareerStage::years_6_10,
                                       CareerStage::years_11_15, CareerStage::years_16_20, CareerStage::years_21_up};
// Stable: "trainee", "0-5", "6-10", "11-15", "16-20", "21+".
std::string_view name(CareerStage stage);
std::optional<CareerStage> stage_named(std::string_view name);

}  // namespace preceptor::burden
