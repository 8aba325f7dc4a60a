// kind: activity -> what an accredited provider designates for credit. Internal to this folder.
#pragma once
#include <optional>

#include "core/credit/activity.hpp"
#include "manifests/front_matter.hpp"

namespace preceptor::manifests {

struct CompiledActivity {
  credit::Activity activity;      // with its hash; of no use when there are errors
  std::vector<int> bundle_lines;  // of each unit of the bundle
};
CompiledActivity compile_activity(const std::vector<Line>& lines, const FrontMatter& front, Problems& problems);

}  // namespace preceptor::manifests
