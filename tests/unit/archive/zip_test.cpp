// ZIP files of the same members are the same bytes.
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "adapters/archive/zip.hpp"

namespace preceptor::archive {
namespace {

const Members kTwo = {{"b/two.txt", "two"}, {"a.txt", std::string(5000, 'a')}};

TEST(Zip, IsReadAsItWasWritten) {
  const auto made = make_zip(kTwo);
  ASSERT_TRUE(made);
  EXPECT_LT(made->size(), 1000u) << "it is compressed";
  const auto read = read_zip(*made);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, (Members{{"a.txt", std::string(5000, 'a')}, {"b/two.txt", "two"}}));
}

TEST(Zip, TheSameBytesInAnyOrderAndZone) {
  const auto here = make_zip(kTwo);
  ASSERT_TRUE(here);
  EXPECT_EQ(*here, *make_zip({kTwo[1], kTwo[0]}));
  for (const char* zone : {"America/Anchorage", "Pacific/Kiritimati"}) {
    setenv("TZ", zone, 1);
    tzset();
    EXPECT_EQ(*here, *make_zip(kTwo)) << zone;
  }
  unsetenv("TZ");
  tzset();
}

TEST(Zip, RefusesNamesThatLeaveTheFolder) {
  for (const char* name : {"", "/etc/x", "../x", "a/../b", "a/", "a\\b", "\xC3\xA4.txt", "a\n"}) {
    const auto made = make_zip({{name, "x"}});
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().code, base::Code::command_arguments);
  }
  EXPECT_FALSE(make_zip({{"a", "1"}, {"a", "2"}}));
  EXPECT_FALSE(read_zip("no zip"));
}

}  // namespace
}  // namespace preceptor::archive
