// The names of commands' arguments: what the library knows, what the program says, what docs/abi.md tells, and what is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "plugin/app/commands/command.hpp"
#include "plugin/host/commands.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;
using Names = std::map<std::string, std::set<std::string>>;

Names known_to_the_library() {
  Names all;
  for (const std::string_view name : command_names()) {
    const auto names = argument_names(name);
    all[std::string(name)] = {names.begin(), names.end()};
    EXPECT_EQ(all[std::string(name)].size(), names.size()) << name << " has a name twice";
  }
  return all;
}

// What only hosts give: the program asks for a password, and reads a configuration from its file; the demo adds the same members each time it starts.
TEST(CommandArguments, AreThoseOfTheProgram) {
  Names program;
  for (const auto& command : host::commands())
    for (auto& names = program[command.full_name()]; const auto& argument : command.arguments) names.insert(argument.member);
  program["lrs add"].insert("password");
  program["store migrate"].insert("config_json");
  program["staff add"].insert({"id", "minutes"});
  EXPECT_EQ(known_to_the_library(), program);
}

TEST(CommandArguments, AreThoseOfTheTableForHosts) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/docs/abi.md");
  ASSERT_TRUE(in);
  Names documented;
  bool inside = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) inside = line == "## Commands and their arguments";
    if (!inside || !line.starts_with("| `")) continue;
    std::vector<std::string> words;
    for (std::size_t at = 0; (at = line.find('`', at)) != std::string::npos;) {
      const std::size_t end = line.find('`', at + 1);
      words.push_back(line.substr(at + 1, end - at - 1));
      at = end + 1;
    }
    documented[words.front()] = {words.begin() + 1, words.end()};
  }
  EXPECT_EQ(documented, known_to_the_library());
}

TEST(CommandArguments, ANameThatIsNoneIsRefusedWithTheNearest) {
  struct Case {
    const char *command, *argument, *told;
  };
  for (const Case& c : {Case{"person erase", "dry-run", "dry-run: did you mean dry_run?"}, Case{"lrs add", "pseudonymized", "did you mean pseudonymised?"},
                        Case{"export xapi", "kind", "did you mean kinds?"}, Case{"platform add", "deployment_id", "did you mean deployment_ids?"},
                        Case{"check", "zzzzzz", "zzzzzz: there is no such argument (check takes json)"}}) {
    const auto done = check_argument_names(c.command, {{c.argument, true}});
    ASSERT_FALSE(done) << c.command;
    EXPECT_EQ(done.error().code, base::Code::command_arguments);
    EXPECT_NE(done.error().detail.find(c.told), std::string::npos) << done.error().detail;
  }
  EXPECT_TRUE(check_argument_names("person erase", {{"dry_run", true}, {"json", true}}));
}

TEST(CommandArguments, AMemberOfStaffIsAddedOnceHoweverOftenAHostAsks) {
  QuietSite quiet;
  const Json member{{"id", "6f1f0f52-6a38-4a57-9d5e-0b7f3a0d9c11"}, {"name", "Planner"}, {"role", "planner"}, {"minutes", "1440"}, {"link", true}};
  for (int times = 0; times < 2; ++times) {
    const std::string said = quiet.run("staff add", member);
    EXPECT_EQ(quiet.code, 0) << said;
    EXPECT_NE(said.find("/staff/enter/"), std::string::npos) << said;
  }
  EXPECT_EQ(Json::parse(quiet.run("staff list", {{"json", true}})).size(), 1u);
}

}  // namespace
}  // namespace preceptor::app
