#include "core/ports/http.hpp"

#include <algorithm>

#include "core/base/ascii.hpp"

namespace preceptor::ports {
namespace {

using base::lower;

}  // namespace

const std::string* header(const Headers& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& one) {
    return std::equal(one.first.begin(), one.first.end(), name.begin(), name.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
  });
  return found == headers.end() ? nullptr : &found->second;
}

}  // namespace preceptor::ports
