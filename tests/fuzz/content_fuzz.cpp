// Content files: no bytes crash the compiler, and what it accepts reads back as the same unit.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "manifests/compile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace preceptor;
  const auto compiled = manifests::compile(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.md");
  for (const auto& problem : compiled.problems)
    if (manifests::format(problem).empty() || problem.line < 1) std::abort();
  if (!compiled.unit) {
    if (compiled.problems.empty()) std::abort();  // refused without a word
    return 0;
  }
  const auto back = activity::unit_from_json(activity::to_json(*compiled.unit));
  if (!back || back->hash != compiled.unit->hash) std::abort();
  return 0;
}
