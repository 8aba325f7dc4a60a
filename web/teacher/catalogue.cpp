#include "web/teacher/catalogue.hpp"

#include <algorithm>
#include <map>

#include "core/base/language.hpp"

namespace preceptor::web {
namespace {

// ASCII letters small; other scripts are compared as they are written.
std::string folded(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : static_cast<char>(c); });
  return text;
}

std::string words_of(const activity::Unit& unit) {
  std::string words = unit.id + " " + unit.title + " " + unit.author;
  for (const auto& objective : unit.objectives) words += " " + objective;
  return folded(std::move(words)) + " ";
}

using Versions = std::vector<std::shared_ptr<const activity::Unit>>;

CatalogueEntry entry_of(const Versions& versions, const std::vector<std::string>& wanted) {
  CatalogueEntry entry;
  for (const auto& unit : versions) {
    entry.languages.push_back(unit->language);
    entry.words += words_of(*unit);
  }
  std::sort(entry.languages.begin(), entry.languages.end());
  auto best = base::choose_language(wanted, entry.languages);
  if (!best) best = base::choose_language({"en"}, entry.languages);
  const auto found = std::find_if(versions.begin(), versions.end(), [&](const auto& unit) { return best && unit->language == *best; });
  entry.unit = found == versions.end() ? versions.front() : *found;
  return entry;
}

}  // namespace

base::Result<std::vector<CatalogueEntry>> read_catalogue(Units& units, const std::vector<std::string>& wanted) {
  const auto all = units.all_current();
  if (!all) return base::fail(all.error());
  std::map<std::string, Versions> by_id;
  for (const auto& unit : *all) by_id[unit->id].push_back(unit);
  std::vector<CatalogueEntry> entries;
  for (const auto& [id, versions] : by_id) entries.push_back(entry_of(versions, wanted));
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return folded(a.unit->title) < folded(b.unit->title); });
  return entries;
}

bool fits(const CatalogueEntry& entry, const std::string& query) {
  const std::string wanted = folded(query);
  std::string_view rest = wanted;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    if (end > 0 && entry.words.find(rest.substr(0, end)) == std::string::npos) return false;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return true;
}

const CatalogueEntry* find_entry(const std::vector<CatalogueEntry>& entries, const std::string& unit_id) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.unit->id == unit_id; });
  return found == entries.end() ? nullptr : &*found;
}

}  // namespace preceptor::web
