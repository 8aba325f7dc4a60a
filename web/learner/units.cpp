#include "web/learner/units.hpp"

#include <algorithm>
#include <cstddef>

#include "core/base/language.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kMaxKept = 512;  // versions; beyond it we begin anew rather than grow

// Which of the languages that there are.
std::size_t best_of(const std::vector<std::string>& offered, const std::vector<std::string>& wanted) {
  auto language = base::choose_language(wanted, offered);
  if (!language) language = base::choose_language({"en"}, offered);
  const auto found = language ? std::find(offered.begin(), offered.end(), *language) : offered.end();
  return found == offered.end() ? 0 : static_cast<std::size_t>(found - offered.begin());
}

const ports::ContentVersion& best(const std::vector<ports::ContentVersion>& versions, const std::vector<std::string>& wanted) {
  std::vector<std::string> offered;
  for (const auto& version : versions) offered.push_back(version.language);
  return versions[best_of(offered, wanted)];
}

}  // namespace

std::shared_ptr<const activity::Unit> Units::kept(const base::ContentHash& hash) {
  const std::lock_guard lock(mutex_);
  const auto found = units_.find(hash);
  return found == units_.end() ? nullptr : found->second;
}

base::Result<std::shared_ptr<const activity::Unit>> Units::keep(const ports::ContentVersion& version) {
  if (auto unit = kept(version.hash)) return unit;
  auto read = activity::unit_from_json(version.json);
  if (!read) return base::fail(read.error());
  auto unit = std::make_shared<const activity::Unit>(std::move(*read));
  const std::lock_guard lock(mutex_);
  if (units_.size() >= kMaxKept) units_.clear();
  units_[version.hash] = unit;
  return unit;
}

base::Result<std::shared_ptr<const activity::Unit>> Units::by_hash(const base::ContentHash& hash) {
  if (auto unit = kept(hash)) return unit;
  auto version = content_.by_hash(hash);
  if (!version) return base::fail(version.error());
  if (!*version) return std::shared_ptr<const activity::Unit>();
  return keep(**version);
}

base::Result<std::shared_ptr<const activity::Unit>> Units::current(const std::string& id, const std::vector<std::string>& wanted) {
  const auto versions = content_.current("unit", id);
  if (!versions) return base::fail(versions.error());
  if (!versions->empty()) return keep(best(*versions, wanted));
  const auto withdrawn = content_.was_withdrawn("unit", id);
  if (!withdrawn) return base::fail(withdrawn.error());
  const auto code = *withdrawn ? base::Code::launch_content_withdrawn : base::Code::launch_content_missing;
  return base::mismatch(code, "custom parameter unit names published content", id);
}

base::Result<std::vector<std::shared_ptr<const activity::Unit>>> Units::current_of_each(const std::vector<std::string>& wanted) {
  auto all = all_current();
  if (!all) return base::fail(all.error());
  std::map<std::string, std::vector<std::shared_ptr<const activity::Unit>>> by_id;
  for (auto& unit : *all) by_id[unit->id].push_back(std::move(unit));
  std::vector<std::shared_ptr<const activity::Unit>> chosen;
  for (const auto& [id, languages] : by_id) {
    std::vector<std::string> offered;
    for (const auto& unit : languages) offered.push_back(unit->language);
    chosen.push_back(languages[best_of(offered, wanted)]);
  }
  return chosen;
}

base::Result<std::vector<std::shared_ptr<const activity::Unit>>> Units::all_current() {
  const auto versions = content_.list_current("unit");
  if (!versions) return base::fail(versions.error());
  std::vector<std::shared_ptr<const activity::Unit>> all;
  for (const auto& version : *versions)
    if (auto unit = keep(version)) all.push_back(*unit);
  return all;
}

}  // namespace preceptor::web
