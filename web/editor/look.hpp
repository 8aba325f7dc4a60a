// What lint says of a text, and the unit as learners see it, with the answers beside it.
#pragma once
#include <cstddef>
#include <string>

#include "manifests/compile.hpp"
#include "web/messages.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// The line, from 1, of the first text that looks as if it could identify a patient (core/activity/answers.hpp) and is not in `kept`, what is stored already;
// two lines together count as the first, since words break anywhere. 0: none.
std::size_t newly_identifying(const std::string& text, const std::string& kept);

// For the template "editor_look". `file`: stripped from problems' places.
View look_view(const manifests::Compiled& compiled, const Messages& messages);

}  // namespace preceptor::web
