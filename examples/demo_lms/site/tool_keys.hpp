// The tool's published keys and the signatures made with them: read from RFC 7515, 7517 and 7518 anew.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "examples/demo_lms/site/world.hpp"

namespace preceptor::demo {

struct Jws {
  std::string header, payload;            // JSON texts, both objects
  std::string signed_part, signature;
  std::string kid, alg;
};
std::optional<Jws> read_jws(std::string_view compact);

enum class KeyCheck { good, no_keys, unknown_kid, bad_signature };
// Checks with the tool's PEM key if it has one, else with its key set: the one fetched before, and when that fails, a fresh one. `no_keys`: the
// set could not be fetched or is none. Takes the lock itself, never while it fetches. `strict`: every key must carry use and alg, as Canvas asks.
KeyCheck check_signature(World& world, const Tool& tool, const Jws& jws, bool strict);

}  // namespace preceptor::demo
