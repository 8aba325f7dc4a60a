// Which forms of /staff and /admin end or destroy something. Recall is not among them: it is at once (and undone by publishing anew).
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "core/base/url.hpp"

namespace preceptor::web {

struct DestructiveAct {
  std::string_view name;          // message keys "act.<name>" (said of it, with {name}) and "act.<name>_yes" (the button)
  std::string_view path;          // the route's pattern; the method is POST
  std::string_view field;         // the form's field that decides whether it destroys
  std::string_view words;         // the words of it that do, separated by spaces; both empty: every such form
  std::string_view keeps;         // what is kept of the form, separated by spaces; nothing else is stored
  std::string_view page;          // where one sees what it is about; places as in `path`
  std::string_view asked = {};    // this of its query parameters is filled ...
  std::string_view from = {};     // ... from this field
  bool asks_itself = false;       // its own page asks first, and sends sure=yes
  bool of_configured = false;     // also of a connection that the configuration file names; its page refuses the others there
};

std::span<const DestructiveAct> destructive_acts();
// nullptr: this form destroys nothing.
const DestructiveAct* destructive_act(std::string_view path, const base::Fields& form);
base::Fields kept_of(const DestructiveAct& act, const base::Fields& form);

}  // namespace preceptor::web
