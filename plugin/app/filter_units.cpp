#include "plugin/app/filter_units.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "plugin/app/config_reader.hpp"

namespace preceptor::app {

using base::fail;
using base::Result;

namespace {

// What statements are of. Surveys come last: one is built in, so that there is always one, and it is nobody's mistyped unit.
constexpr std::array kKinds = {"unit", "activity", "survey"};
constexpr std::size_t kNamedKinds = 2;
constexpr std::size_t kMostNamed = 5;

Result<std::vector<std::string>> published_ids(store::Store& store, std::span<const char* const> kinds) {
  std::vector<std::string> ids;
  for (const char* kind : kinds) {
    const auto versions = store.list_current(kind);
    if (!versions) return fail(versions.error());
    for (const auto& version : *versions)
      if (std::ranges::find(ids, version.id) == ids.end()) ids.push_back(version.id);
  }
  return ids;
}

// What was published once has statements still.
Result<bool> was_published(store::Store& store, const std::string& id) {
  for (const char* kind : kKinds) {
    const auto once = store.was_withdrawn(kind, id);
    if (!once || *once) return once;
  }
  return false;
}

std::string hint_of(const std::string& id, const std::vector<std::string>& known) {
  if (const std::string near = nearest(id, known); !near.empty()) return "Did you mean \"" + near + "\"?";
  std::string text = "Published here:";
  for (std::size_t i = 0; i < std::min(known.size(), kMostNamed); ++i) text += (i == 0 ? " " : ", ") + known[i];
  return text + (known.size() > kMostNamed ? " and others." : ".");
}

}  // namespace

Result<std::vector<UnknownUnit>> unknown_units(store::Store& store, const xapi::LrsFilter& filter) {
  std::vector<UnknownUnit> unknown;
  if (filter.units.empty()) return unknown;
  const std::span kinds(kKinds);
  const auto known = published_ids(store, kinds.first(kNamedKinds)), surveys = published_ids(store, kinds.subspan(kNamedKinds));
  if (!known) return fail(known.error());
  if (!surveys) return fail(surveys.error());
  if (known->empty()) return unknown;
  for (const std::string& id : filter.units) {
    if (std::ranges::find(*known, id) != known->end() || std::ranges::find(*surveys, id) != surveys->end()) continue;
    const auto once = was_published(store, id);
    if (!once) return fail(once.error());
    if (!*once) unknown.push_back({id, hint_of(id, *known)});
  }
  return unknown;
}

}  // namespace preceptor::app
