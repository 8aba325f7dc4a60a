// What an export is of, from a command's arguments.
#pragma once
#include "core/base/result.hpp"
#include "plugin/app/commands/command.hpp"
#include "xapi/delivery_store.hpp"

namespace preceptor::app {

// "from", "to" (days or instants), "unit", "course". Error command_arguments.
base::Result<xapi::ExportFilter> export_filter(const CommandContext& context);

}  // namespace preceptor::app
