#include "plugin/host/unknown_word.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

namespace host {
namespace {

// How many letters are to be changed, added or taken out.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (const char c : a) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replace = diagonal + (c == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replace, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

// Empty when none is near: another word altogether is no help.
std::string nearest(std::string_view word, const std::vector<std::string>& known) {
  constexpr std::size_t kLongest = 40, kBegun = 2;
  if (word.size() > kLongest) return {};
  const std::size_t letters = word.size() - std::min(word.find_first_not_of('-'), word.size());
  std::string best;
  std::size_t least = std::min<std::size_t>(3, letters / 2) + 1;
  for (const std::string& candidate : known) {
    const bool begins = letters >= kBegun && candidate.starts_with(word);
    const std::size_t far = begins ? 1 : distance(word, candidate);
    if (far < least) best = candidate, least = far;
  }
  return best;
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(command->get_name());
  return names;
}

std::string told(const CLI::App& app, const std::string& called, std::string word) {
  const bool option = word.starts_with('-');
  if (option) word.erase(std::min(word.find('='), word.size()));   // the value may be a secret
  const bool group = !app.get_subcommands([](const CLI::App*) { return true; }).empty();
  const std::string near = option || group ? nearest(word, option ? options_of(app) : commands_of(app)) : std::string();
  std::string what = option ? "there is no option " + word + " of " + called : group ? "\"" + word + "\" is no command of " + called : "\"" + word + "\" is one word too many for " + called;
  if (!near.empty()) what += ": did you mean " + near + "?";
  return "preceptor: " + what + "\n  what to do: " + called + " --help lists " + (group && !option ? "its commands" : "what it takes") + ".\n";
}

}  // namespace

std::string unknown_word(const CLI::App& program) {
  std::string called = "preceptor";
  for (const CLI::App* app = &program; app != nullptr;) {
    const auto left = app->remaining();
    if (!left.empty()) return told(*app, called, left.front());
    const auto chosen = app->get_subcommands();
    app = chosen.empty() ? nullptr : chosen.front();
    if (app != nullptr) called += " " + app->get_name();
  }
  return {};
}

}  // namespace host
