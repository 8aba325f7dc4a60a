// A word of the command line that is no command and no option: which it is, what is nearest, and where the list stands.
#pragma once
#include <CLI/App.hpp>

#include <string>

namespace host {

// What to tell of the first word that the parse left over; empty when it left none.
std::string unknown_word(const CLI::App& program);

}  // namespace host
