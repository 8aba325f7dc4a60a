// What the picker's address carries, sealed under a purpose of its own: the platform's whole question. The browser can neither read nor
// change where the answer goes.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/base/id.hpp"
#include "core/base/time.hpp"
#include "core/ports/sealer.hpp"
#include "lti/launch.hpp"

namespace preceptor::web {

struct PickerHandle {
  base::RegistrationId registration;
  std::string deployment_id;
  base::Instant issued{};
  std::string locale;                  // of the launch
  std::string course;                  // its title, for the teacher to see
  lti::DeepLinkingSettings settings;   // without title and text: a unit brings its own
};

inline constexpr base::Milliseconds kPickerLife{60 * 60 * 1000};

// Error launch_deep_linking: the question is larger than an address may be.
base::Result<std::string> seal_picker(const ports::Sealer& sealer, const PickerHandle& handle);
// nullopt when it is not ours or was altered; expiry is the caller's question.
std::optional<PickerHandle> open_picker(const ports::Sealer& sealer, std::string_view token);
bool is_expired(const PickerHandle& handle, base::Instant now);

}  // namespace preceptor::web
