// The columns of the table, in order.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/report/format.hpp"

namespace preceptor::plain {

const std::vector<std::string_view>& csv_columns();
// One cell a column. Lists are joined by "; ".
std::vector<std::string> csv_cells(const report::LearnerRow& row, const report::Report& report);
inline constexpr std::size_t kActionColumn = 0, kAmountColumn = 20;

}  // namespace preceptor::plain
