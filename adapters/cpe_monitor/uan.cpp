#include "adapters/cpe_monitor/uan.hpp"

#include <array>
#include <cstddef>

#include "core/base/ascii.hpp"

namespace preceptor::cpe_monitor {
namespace {

// '9' stands for any digit, another character for itself.
bool fits_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (shape[i] == '9' ? !base::is_digit(text[i]) : text[i] != shape[i]) return false;
  return true;
}

}  // namespace

bool is_uan(std::string_view text) {
  if (text.size() < 9) return false;
  const auto joint = text.substr(5, 4);
  if (joint != "0000" && joint != "9999") return false;
  constexpr std::array<std::string_view, 2> kNumbers{"9999-9999-99-999-", "9999-9999-99-9999-"};
  for (const auto number : kNumbers)
    for (const std::string_view rest : {"H99-P", "H99-T", "L99-P", "L99-T"})
      if (text.size() == number.size() + rest.size() && fits_shape(text.substr(0, number.size()), number) && fits_shape(text.substr(number.size()), rest))
        return true;
  return false;
}

char uan_audience(std::string_view uan) { return uan.empty() ? '\0' : uan.back(); }

}  // namespace preceptor::cpe_monitor
