// What strangers wrote (a record store's answer, a file), fit for a terminal or a page.
#pragma once
#include <string>
#include <string_view>

namespace preceptor::base {

// One line in which nothing acts: blanks for line breaks and tabs; other control characters, line separators, and the marks that turn the direction of writing
// (U+202A to U+202E, U+2066 to U+2069) as \u001b. What is no UTF-8 comes with its bytes beyond ASCII as \xff. Giving the result again changes nothing.
std::string visible(std::string_view text);

}  // namespace preceptor::base
