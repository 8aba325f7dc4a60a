// What a page's address carries: a JSON value of ours, sealed for one purpose.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/ports/sealer.hpp"

namespace preceptor::web {

inline constexpr std::size_t kMaxSealedBytes = 12 * 1024;  // a request line must hold it

// Gives the value inside `token` to `read`, which takes it apart with at() and get(). False when the token is empty, too long, not sealed here for `purpose`, or of another
// version's shape; what `read` has filled in by then is to be thrown away.
bool open_sealed(const ports::Sealer& sealer, std::string_view purpose, std::string_view token, const std::function<void(const nlohmann::json&)>& read);

}  // namespace preceptor::web
