#include "core/base/visible.hpp"

#include <gtest/gtest.h>

#include <string>

namespace preceptor::base {
namespace {

TEST(Visible, NothingOfItActsOnATerminalOrAPage) {
  struct Row { std::string text, shown; };
  const Row rows[] = {
      {"", ""},
      {"plain, é, جرعة", "plain, é, جرعة"},
      {"a\nb\tc\r\n", "a b c  "},
      {"\x1b[31m", "\\u001b[31m"},
      {std::string("a\0b", 3), "a\\u0000b"},
      {"\x7f", "\\u007f"},
      {"\xc2\x80 \xc2\x9b" "1m \xc2\x9f", "\\u0080 \\u009b1m \\u009f"},
      {"\xc2\xa0\xc2\xa9", "\xc2\xa0\xc2\xa9"},
      {"\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae\xe2\x80\xaf", "\\u202a\\u202b\\u202c\\u202d\\u202e\xe2\x80\xaf"},
      {"\xe2\x81\xa5\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9\xe2\x81\xaa", "\xe2\x81\xa5\\u2066\\u2067\\u2068\\u2069\xe2\x81\xaa"},
      {"a\xe2\x80\xa8" "b\xe2\x80\xa9", "a\\u2028b\\u2029"},
      {"\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c", "\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"},   // right-to-left texts need them
      {"\x9b" "1m \xe2\x80", "\\x9b1m \\xe2\\x80"},                               // no UTF-8: a terminal may read single bytes
  };
  for (const Row& row : rows) {
    EXPECT_EQ(visible(row.text), row.shown);
    EXPECT_EQ(visible(row.shown), row.shown) << "once more changes nothing";
  }
}

}  // namespace
}  // namespace preceptor::base
