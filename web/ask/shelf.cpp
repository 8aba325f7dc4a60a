#include "web/ask/shelf.hpp"

#include <algorithm>
#include <tuple>

#include "core/activity/rca/gate.hpp"
#include "core/activity/unit.hpp"

namespace preceptor::web {
namespace {

constexpr base::Milliseconds kShelfLife{1500};   // another node may have published: within 2 s all say the same

}  // namespace

const Stock::Entry* Stock::find(const std::string& unit_id, const std::string& language) const {
  const Entry* any = nullptr;
  for (const auto& entry : entries) {
    if (entry.unit.document.unit_id != unit_id) continue;
    if (entry.unit.document.language == language) return &entry;
    if (!any) any = &entry;
  }
  return any;
}

base::Result<std::string> Shelf::gap_of(const std::string& gap_line) const {
  const auto line = rca::read_gap_line(gap_line);
  if (!gap_text_ || line.none || line.case_id.empty()) return std::string();
  return gap_text_(line.case_id);
}

base::Result<std::shared_ptr<const Stock>> Shelf::stock_of(const std::vector<ports::ContentVersion>& versions) const {
  auto stock = std::make_shared<Stock>();
  std::vector<point_of_care::Document> documents;
  for (const auto& version : versions) {
    const auto unit = activity::unit_from_json(version.json);
    if (!unit) continue;
    const auto gap = gap_of(unit->gap);
    if (!gap) return base::fail(gap.error());
    stock->entries.push_back({{point_of_care::document_of(*unit, *gap), version.published_at, {}}, unit->gap});
    stock->current.push_back({unit->id, unit->language, version.hash.str()});
    documents.push_back(stock->entries.back().unit.document);
  }
  std::ranges::sort(stock->entries, {}, [](const Stock::Entry& one) { return std::tie(one.unit.document.unit_id, one.unit.document.language); });
  stock->index = point_of_care::Index(std::move(documents));
  return std::shared_ptr<const Stock>(std::move(stock));
}

base::Result<std::shared_ptr<const Stock>> Shelf::stock() {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  if (stock_ && now >= read_at_ && now - read_at_ < kShelfLife) return stock_;
  const auto versions = content_.list_current("unit");
  if (!versions) return base::fail(versions.error());
  std::vector<std::string> hashes;
  for (const auto& version : *versions) hashes.push_back(version.hash.str() + "\n");
  std::ranges::sort(hashes);
  std::string made_of;
  for (const auto& hash : hashes) made_of += hash;
  if (!stock_ || made_of != made_of_) {
    auto made = stock_of(*versions);
    if (!made) return base::fail(made.error());
    stock_ = std::move(*made);
  }
  made_of_ = std::move(made_of);
  read_at_ = now;
  return stock_;
}

}  // namespace preceptor::web
