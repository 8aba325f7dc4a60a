#include "web/ask/shelf.hpp"

#include <algorithm>
#include <tuple>

#include "core/activity/unit.hpp"

namespace preceptor::web {
namespace {

constexpr base::Milliseconds kShelfLife{10'000};

std::shared_ptr<const Stock> stock_of(const std::vector<ports::ContentVersion>& versions) {
  auto stock = std::make_shared<Stock>();
  std::vector<point_of_care::Document> documents;
  for (const auto& version : versions) {
    const auto unit = activity::unit_from_json(version.json);
    if (!unit) continue;
    stock->entries.push_back({{point_of_care::document_of(*unit, {}), version.published_at, {}}, unit->gap});
    stock->current.push_back({unit->id, unit->language, version.hash.str()});
    documents.push_back(stock->entries.back().unit.document);
  }
  std::ranges::sort(stock->entries, {}, [](const Stock::Entry& one) { return std::tie(one.unit.document.unit_id, one.unit.document.language); });
  stock->index = point_of_care::Index(std::move(documents));
  return stock;
}

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
  if (!stock_ || made_of != made_of_) stock_ = stock_of(*versions);
  made_of_ = std::move(made_of);
  read_at_ = now;
  return stock_;
}

}  // namespace preceptor::web
