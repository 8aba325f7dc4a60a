#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <string>

#include "core/base/digest.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::base {
namespace {

TEST(RandomBytes, ComeInEveryLengthAndNeverTwice) {
  EXPECT_EQ(random_bytes(0), "");
  std::set<std::string> seen;
  for (int i = 0; i < 3000; ++i) EXPECT_TRUE(seen.insert(random_bytes(16)).second);
  for (const std::size_t length : {1U, 127U, 128U, 129U, 1024U, 5000U}) EXPECT_EQ(random_bytes(length).size(), length);
  EXPECT_EQ(random_bytes(5000).find(std::string(64, '\0')), std::string::npos);
}

// A host may fork: the bytes that its parent has at hand are not the child's.
TEST(RandomBytes, OfAForkedProcessAreItsOwn) {
  random_bytes(16);   // some are at hand now
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const std::string mine = random_bytes(16);
    ::_exit(::write(ends[1], mine.data(), mine.size()) == 16 ? 0 : 1);
  }
  char theirs[16];
  ASSERT_EQ(::read(ends[0], theirs, sizeof theirs), 16);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_NE(std::string(theirs, sizeof theirs), random_bytes(16));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(UuidInOrder, SortsByItsMomentAndReadsAsVersionFour) {
  const Instant first = from_unix_ms(1'764'000'000'000);
  std::string before;
  std::set<std::string> seen;
  for (int ms = 0; ms < 300; ++ms) {
    const std::string one = uuid_in_order(first + Milliseconds(ms));
    EXPECT_TRUE(is_uuid(one)) << one;
    EXPECT_LT(before, one);
    EXPECT_EQ(one[14], '4') << one;
    EXPECT_NE(std::string("89ab").find(one[19]), std::string::npos) << one;
    before = one;
    seen.insert(uuid_in_order(first));
  }
  EXPECT_EQ(seen.size(), 300U) << "those of one moment differ";
  EXPECT_EQ(uuid_in_order(first).substr(0, 13), "019ab697-e800") << "the milliseconds, as hexadecimal digits";
}

}  // namespace
}  // namespace preceptor::base
