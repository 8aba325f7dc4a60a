// `xapi check` reads files of strangers: what it repeats of them is shown, not acted upon.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

TEST(XapiCheck, FindingsAreShownWithNothingThatATerminalActsOn) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / ("preceptor-xapi-check-" + std::to_string(::getpid()) + ".jsonl");
  std::ofstream(file) << R"({"id":"\u001b]0;id\u0007","a\u001b[2J\u202eb\u2066c\u009bd":1})" << "\n";
  QuietSite quiet;
  for (const bool json : {false, true}) {
    const std::string said = quiet.run("xapi check", {{"file", file.string()}, {"json", json}});
    EXPECT_EQ(quiet.code, kRed);
    for (const char* raw : {"\x1b", "\x07", "\xe2\x80\xae", "\xe2\x81\xa6", "\xc2\x9b"}) EXPECT_EQ(said.find(raw), std::string::npos) << said;
    const std::string shown = json ? "a\\\\u001b[2J\\\\u202eb\\\\u2066c\\\\u009bd" : "a\\u001b[2J\\u202eb\\u2066c\\u009bd";
    EXPECT_NE(said.find(shown), std::string::npos) << said;
  }
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace preceptor::app
