// Times and durations: what is accepted has one text of ours, which is read as the same value.
#include <cstdint>
#include <cstdlib>

#include "core/base/time.hpp"

using namespace preceptor::base;

namespace {
void require(bool kept) {
  if (!kept) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto at = parse_rfc3339(text)) {
    const std::string ours = format_rfc3339(*at);
    require(ours.size() == 24 && parse_rfc3339(ours) == *at);
    require(from_unix_ms(to_unix_ms(*at)) == *at);
  }
  if (const auto duration = parse_iso_duration(text)) {
    require(duration->count() >= 0);
    const auto again = parse_iso_duration(format_iso_duration(*duration));
    require(again && duration->count() - again->count() < 10 && again->count() <= duration->count());
  }
  return 0;
}
