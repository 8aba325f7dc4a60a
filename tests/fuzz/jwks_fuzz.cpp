// Key sets: every accepted key is of an allowed size, under a kid of its own, and verifies no nonsense.
#include <cstdint>
#include <cstdlib>
#include <set>

#include "lti/jose/public_key.hpp"

using namespace preceptor;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto set = jose::parse_jwks({reinterpret_cast<const char*>(data), size});
  if (!set) return 0;
  std::set<std::string> kids;
  for (const auto& key : set->keys) {
    require(kids.insert(key->kid()).second && !key->kid().empty());
    require(key->bits() >= 2048 && key->bits() <= 8192);
    require(!key->verify_rs256("input", std::string(static_cast<std::size_t>(key->bits() / 8), '\x5a')));
  }
  require(set->keys.size() + set->skipped.size() <= 32);
  return 0;
}
