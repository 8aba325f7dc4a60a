// A file's statements against the published profile: each against the templates, the statements of each registration against the patterns.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/time.hpp"
#include "xapi/profile/profile.hpp"
#include "xapi/validate.hpp"

namespace preceptor::xapi {

// Rules 120 and 121 of docs/xapi-rules.md. Takes memory for each statement (about 80 bytes) and each registration until the end.
class ProfileLines {
 public:
  // What is wrong with this one; nullopt when it matches one template, or voids another: what is voided in the same file has no place in the order.
  std::optional<Finding> statement(std::int64_t line, const nlohmann::json& statement);
  // At the end: what is wrong with the order, by registration; statements are ordered by their timestamps.
  struct OrderFinding { std::int64_t line; Finding finding; };
  std::vector<OrderFinding> orders() const;

 private:
  struct Seen { base::Instant at; std::size_t template_index; std::int64_t line; std::string id; };
  struct Registration { std::vector<Seen> seen; bool unclear = false; };   // unclear: one of its statements matched nothing
  const Profile* profile_for(const std::string& base);
  std::optional<Finding> taken(std::int64_t line, const nlohmann::json& statement, const Profile& profile);
  std::map<std::string, std::optional<Profile>> profiles_;         // by activity base
  std::map<std::string, Registration> registrations_;
  std::set<std::string> voided_;                                   // ids
};

}  // namespace preceptor::xapi
