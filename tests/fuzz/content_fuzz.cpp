// Content files: no bytes crash the compiler, and what it accepts reads back as the same unit, survey or activity.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "manifests/compile.hpp"

namespace {

// `back` is what was read again; hashes cover everything.
template <class Content>
void must_be_the_same(const preceptor::base::Result<Content>& back, const Content& content) {
  if (!back || back->hash != content.hash) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace preceptor;
  const auto compiled = manifests::compile(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.md");
  for (const auto& problem : compiled.problems)
    if (manifests::format(problem).empty() || problem.line < 1) std::abort();
  const bool accepted = compiled.unit || compiled.survey || compiled.activity;
  if (!accepted && compiled.problems.empty()) std::abort();  // refused without a word
  if (compiled.unit) must_be_the_same(activity::unit_from_json(activity::to_json(*compiled.unit)), *compiled.unit);
  if (compiled.survey) must_be_the_same(activity::survey_from_json(activity::to_json(*compiled.survey)), *compiled.survey);
  if (compiled.activity) must_be_the_same(credit::activity_from_json(credit::to_json(*compiled.activity)), *compiled.activity);
  if (compiled.activity && compiled.bundle_lines.size() != compiled.activity->bundle.size()) std::abort();
  return 0;
}
