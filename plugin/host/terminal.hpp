// Questions and answers on a terminal.
#pragma once
#include <functional>
#include <optional>
#include <string>

namespace host {

// Whether a person can be asked: standard input and standard error are a terminal.
bool can_ask();

// Answers what is wrong with an answer, as a sentence; empty when nothing is.
using Check = std::function<std::string(const std::string&)>;

// Asks until `check` is content; an empty answer takes `proposal`. nullopt: the input ended.
std::optional<std::string> ask(const std::string& question, const std::string& proposal, const Check& check);
std::optional<bool> ask_yes_no(const std::string& question, bool proposal);
// One line, not shown while typed; from a pipe when there is no terminal. nullopt: the input ended.
std::optional<std::string> ask_secret(const std::string& question);

}  // namespace host
