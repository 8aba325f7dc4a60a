#include "web/staff/desk.hpp"

#include <algorithm>

namespace preceptor::web {
namespace {

constexpr std::size_t kLongestPlace = 100;

std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);   // '/'
  const auto end = std::min(path.find('/'), path.size());
  const auto segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

}  // namespace

std::optional<std::map<std::string, std::string>> staff_places(std::string_view pattern, std::string_view path) {
  std::map<std::string, std::string> places;
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = next_segment(pattern), given = next_segment(path);
    if (!wanted.starts_with('{')) {
      if (wanted != given) return std::nullopt;
      continue;
    }
    if (given.empty() || given.size() > kLongestPlace) return std::nullopt;
    places[std::string(wanted.substr(1, wanted.size() - 2))] = std::string(given);
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return places;
}

}  // namespace preceptor::web
