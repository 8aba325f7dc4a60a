// What lint says of a text, and the unit as learners see it, with the answers beside it.
#pragma once
#include <string>

#include "manifests/compile.hpp"
#include "web/messages.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// For the template "editor_look". `file`: stripped from problems' places.
View look_view(const manifests::Compiled& compiled, const Messages& messages);

}  // namespace preceptor::web
