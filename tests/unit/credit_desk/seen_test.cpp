// What a report has named already, kept in a file once it is much: it answers as memory does, and leaves nothing behind.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "adapters/export_folder/seen_file.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::export_folder {
namespace {

using report::Came;

class SeenRoom : public ::testing::Test {
 protected:
  ~SeenRoom() override { std::filesystem::remove_all(folder); }
  const std::string folder = (std::filesystem::temp_directory_path() / ("seen-" + base::uuid_v4())).string();
};

TEST_F(SeenRoom, AnswersAsMemoryDoesHoweverManyKeys) {
  constexpr int kKeys = 40'000;   // more than the first table holds
  SeenFile seen(folder, 100);
  report::SeenInMemory memory;
  for (int n = 0; n < kKeys; ++n) {
    // Every third number comes again, some of those with another value.
    const std::string key = "record " + std::to_string(n % 3 == 2 ? n / 2 : n), value = "person " + std::to_string(n % 7 == 0 ? n : n / 50'000);
    ASSERT_EQ(seen.note(key, value), memory.note(key, value)) << n;
  }
  for (int n = 0; n < kKeys; ++n) {
    const std::string key = "record " + std::to_string(n);
    ASSERT_EQ(seen.note(key, "nobody"), memory.note(key, "nobody")) << n;
  }
  EXPECT_TRUE(seen.state());
  EXPECT_TRUE(std::filesystem::is_empty(folder));   // its file has no name
}

TEST_F(SeenRoom, ForgetsAndBeginsAnew) {
  SeenFile seen(folder, 2);
  for (const int round : {1, 2}) {
    for (const char* key : {"a", "b", "c", "d"}) EXPECT_EQ(seen.note(key, "one"), Came::first) << round << key;
    EXPECT_EQ(seen.note("a", "one"), Came::again);
    EXPECT_EQ(seen.note("d", "two"), Came::with_another);
    EXPECT_EQ(seen.note("d", "one"), Came::again);   // the first value stays
    seen.forget();
  }
}

TEST_F(SeenRoom, AFewKeysNeedNoFile) {
  SeenFile seen(folder, 2);
  EXPECT_EQ(seen.note("a", "one"), Came::first);
  EXPECT_EQ(seen.note("b", "one"), Came::first);
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(SeenRoom, SaysThatItCouldNotRemember) {
  std::ofstream(folder) << "no folder";
  SeenFile seen(folder, 1);
  EXPECT_EQ(seen.note("a", "one"), Came::first);
  EXPECT_TRUE(seen.state());
  seen.note("b", "one");
  ASSERT_FALSE(seen.state());
  EXPECT_EQ(seen.state().error().code, base::Code::store_failed);
}

}  // namespace
}  // namespace preceptor::export_folder
