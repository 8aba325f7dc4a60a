// Projections in memory, with the port's promises.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/ports/projection_store.hpp"

namespace preceptor::fakes {

class MemoryProjections : public ports::ProjectionStore {
 public:
  base::Result<std::optional<ports::Projection>> load_projection(const base::RegistrationId& registration, const std::string& kind,
                                                                 const std::string& id) override {
    const auto found = rows.find({registration.str(), kind, id});
    return found == rows.end() ? std::optional<ports::Projection>() : std::optional(found->second);
  }
  base::Result<std::vector<ports::Projection>> list_projections(const ports::ProjectionFilter& filter) override {
    return where(filter.limit, [&](const auto& one) {
      return one.kind == filter.kind && (!filter.state || one.state == *filter.state) && (!filter.registration || one.registration == *filter.registration);
    });
  }
  base::Result<std::vector<ports::Projection>> projections_of_parent(const std::string& kind, const std::string& parent, int limit) override {
    return where(limit, [&](const auto& one) { return one.kind == kind && one.parent == parent; });
  }
  base::Result<std::vector<ports::Projection>> projections_of_person(const std::string& kind, const base::PersonId& person, int limit) override {
    return where(limit, [&](const auto& one) { return one.kind == kind && one.person == person; });
  }

  // 0 when there is none.
  std::int64_t version_of(const ports::Projection& like) const {
    const auto found = rows.find({like.registration.str(), like.kind, like.id});
    return found == rows.end() ? 0 : found->second.version;
  }
  void write(const ports::Projection& one) { rows[{one.registration.str(), one.kind, one.id}] = one; }

  std::map<std::tuple<std::string, std::string, std::string>, ports::Projection> rows;

 private:
  template <class Matches>
  std::vector<ports::Projection> where(int limit, Matches matches) const {
    std::vector<ports::Projection> found;
    for (const auto& [key, one] : rows)
      if (matches(one)) found.push_back(one);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return std::tuple(b.updated_at, a.id) < std::tuple(a.updated_at, b.id); });
    if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
    return found;
  }
};

}  // namespace preceptor::fakes
