#include "lti/target_link.hpp"

#include <algorithm>

#include "core/base/url.hpp"

namespace preceptor::lti {
namespace {

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const auto segment = base::percent_decode(path.substr(1, end - 1));
    if (!segment || *segment == "." || *segment == "..") return true;
    path.remove_prefix(end);
  }
  return false;
}

}  // namespace

bool is_below(std::string_view public_url, std::string_view target) {
  const auto ours = base::parse_url(public_url);
  const auto theirs = base::parse_url(target);
  if (!ours || !theirs || ours->origin() != theirs->origin() || has_dot_segment(theirs->path)) return false;
  std::string_view prefix = ours->path;
  if (prefix.ends_with('/')) prefix.remove_suffix(1);
  if (!theirs->path.starts_with(prefix)) return false;
  return theirs->path.size() == prefix.size() || theirs->path[prefix.size()] == '/';
}

}  // namespace preceptor::lti
