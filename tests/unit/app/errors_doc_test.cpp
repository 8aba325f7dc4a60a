#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "core/base/error.hpp"

namespace preceptor::base {
namespace {

// docs/errors.md must say of every code what the code itself says, and list no other.
TEST(ErrorsDoc, MatchesTheCode) {
  std::ifstream in(std::string(PRECEPTOR_SOURCE_DIR) + "/docs/errors.md");
  ASSERT_TRUE(in);
  std::set<std::string> documented, known;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("| `")) documented.insert(line);
  }
  for (const Code code : {
#define PRECEPTOR_ERROR(id, name, status, user, fix) Code::id,
#include "core/base/error_codes.def"
#undef PRECEPTOR_ERROR
       }) {
    const CodeInfo& what = info(code);
    known.insert("| `" + std::string(what.name) + "` | " + std::to_string(what.status) + " | " + std::string(what.user) + " | " + std::string(what.fix) + " |");
  }
  EXPECT_EQ(documented, known) << "run scripts/write_errors_doc";
}

}  // namespace
}  // namespace preceptor::base
