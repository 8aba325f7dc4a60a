// Projections: rows that pages look up, made of events (a root-cause case, a question asked, a pilot, a member of staff). They are rewritten
// whole in the commit of the events they follow from, through UnitOfWork::projections, and can be made again from those.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/id.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace preceptor::ports {

// The registration of what belongs to none.
inline constexpr const char* kNoRegistration = "0";

struct Projection {
  std::string kind;                  // "case", "staff_member", ...: what `body` means is said by the folder that owns the kind
  base::RegistrationId registration{kNoRegistration};
  std::string id;                    // unique within (registration, kind)
  std::string parent;                // what it belongs to, for look-up: a unit id, a case id; may be empty
  base::PersonId person;             // whose it is: deleted with the person; empty for nobody's
  std::string state;                 // a word of the kind, for look-up: "open", "decided", ...
  std::int64_t version = 1;          // as read plus 1; 1 when it is new. Of two writers of one version one wins.
  base::Instant updated_at{};
  std::string body = "{}";           // JSON
};

struct ProjectionFilter {
  std::string kind;
  std::optional<std::string> state;
  std::optional<base::RegistrationId> registration;
  int limit = 500;                   // 1 to 10,000
};

class ProjectionStore {
 public:
  virtual ~ProjectionStore() = default;
  virtual base::Result<std::optional<Projection>> load_projection(const base::RegistrationId& registration, const std::string& kind,
                                                                  const std::string& id) = 0;
  // Newest change first, then by id.
  virtual base::Result<std::vector<Projection>> list_projections(const ProjectionFilter& filter) = 0;
  virtual base::Result<std::vector<Projection>> projections_of_parent(const std::string& kind, const std::string& parent, int limit) = 0;
  virtual base::Result<std::vector<Projection>> projections_of_person(const std::string& kind, const base::PersonId& person, int limit) = 0;
};

}  // namespace preceptor::ports
