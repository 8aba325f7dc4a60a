// Strong ids: a RegistrationId is not a PersonId, though both are text.
#pragma once
#include <functional>
#include <string>
#include <utility>

namespace preceptor::base {

template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}
  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  friend bool operator==(const Id&, const Id&) = default;
  friend auto operator<=>(const Id&, const Id&) = default;

 private:
  std::string text_;
};

using PlatformId = Id<struct PlatformTag>;          // a stored platform, matched at registration by (issuer, jwks_uri)
using RegistrationId = Id<struct RegistrationTag>;  // one (issuer, client_id); "0" belongs to none
using PersonId = Id<struct PersonTag>;              // random UUID; never derived from who it is
using AttemptId = Id<struct AttemptTag>;            // random UUID; is the xAPI registration
using StatementId = Id<struct StatementTag>;        // of (event, template, version, audience), by name
using ContentHash = Id<struct ContentHashTag>;      // lower-case hex SHA-256 of the compiled canonical JSON

}  // namespace preceptor::base

template <class Tag>
struct std::hash<preceptor::base::Id<Tag>> {
  std::size_t operator()(const preceptor::base::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
