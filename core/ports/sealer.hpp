// Sealed tokens: text only this site can read or make (state, handles). Authenticated encryption; a purpose is bound in.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace preceptor::ports {

class Sealer {
 public:
  virtual ~Sealer() = default;
  // base64url text of `plain`; different each time. Any thread.
  virtual std::string seal(std::string_view purpose, std::string_view plain) const = 0;
  // nullopt when the token is not ours, was altered, or was sealed for another purpose.
  virtual std::optional<std::string> open(std::string_view purpose, std::string_view token) const = 0;
};

}  // namespace preceptor::ports
