// keys rotate --evidence.
#pragma once
#include "core/base/result.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {

// Another key signs evidence bundles from now on; the one before signs no more.
base::Result<int> rotate_evidence(CommandContext& context);

}  // namespace preceptor::app
