// Statements to a file, so that what is interrupted goes on where it was, or to the reader.
#pragma once
#include <string>

#include "plugin/app/commands/command.hpp"
#include "xapi/export/asked.hpp"

namespace preceptor::app {

// "from", "to", "unit", "course", "lms", "person", "kinds", "format", and "as_of" (the manifest of an earlier export); as of now without it.
// Errors: command_arguments, store_*.
base::Result<xapi::ExportAsked> export_asked(const CommandContext& context);

// Writes `out` (it appears there when it is whole) and `out`.manifest.json; how many statements. While it is made, `out`.part grows and `out`.part.json tells how
// far it is: asked for the same again, it goes on from there as of the same positions. `afresh`: what is there is thrown away. Errors: command_arguments (the
// path, or another export lies there unfinished), command_cancelled, store_*.
base::Result<std::int64_t> export_to_file(CommandContext& context, xapi::ExportAsked asked, const std::string& out, bool afresh);
// Rows to the reader; how many statements. Errors: command_cancelled, store_*.
base::Result<std::int64_t> export_to_reader(CommandContext& context, const xapi::ExportAsked& asked);

}  // namespace preceptor::app
