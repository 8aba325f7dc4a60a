#include <gtest/gtest.h>

#include "xapi/rules/pattern.hpp"

namespace preceptor::xapi::checks {
namespace {

struct Row {
  std::string_view type, text;
  bool response;
  int rule;   // 0 = fits
};

TEST(Pattern, GrammarOfEachInteraction) {
  const Lists lists{{{"a", "b"}}, {{"1", "2"}}, {{"s", "t"}}, {{"x", "y"}}, {{"p", "q"}}};
  const Row rows[] = {
      {"true-false", "true", false, 0}, {"true-false", "yes", false, 53},
      {"choice", "a[,]b", false, 0}, {"choice", "a", true, 0}, {"choice", "", true, 53}, {"choice", "z", true, 54}, {"choice", "a[,]a", true, 53},
      {"choice", "{order_matters=false}a", false, 0}, {"choice", "{order_matters=false}a", true, 54},
      {"sequencing", "b[,]a", true, 0}, {"sequencing", "b[,]c", true, 54},
      {"likert", "2", true, 0}, {"likert", "1[,]2", true, 53}, {"likert", "3", true, 54},
      {"matching", "s[.]x[,]t[.]y", false, 0}, {"matching", "s[,]x", false, 53}, {"matching", "s[.]q", false, 54},
      {"performance", "p[.]fast[,]q[.]1[:]2", false, 0}, {"performance", "z[.]1", false, 54},
      {"numeric", "4[:]", false, 0}, {"numeric", "[:]", false, 53}, {"numeric", "1[:]2", true, 53}, {"numeric", "2.5", true, 0}, {"numeric", "two", true, 53},
      {"fill-in", "anything [,] at all", true, 0}, {"long-fill-in", "", true, 0}, {"other", "{", false, 0},
  };
  for (const Row& row : rows) {
    const auto fault = pattern_fault(row.type, row.text, lists, row.response);
    EXPECT_EQ(fault ? fault->rule : 0, row.rule) << row.type << " " << row.text;
  }
}

TEST(Pattern, WithoutListsNothingIsMissing) {
  EXPECT_FALSE(pattern_fault("choice", "z", {}, true));
}

}  // namespace
}  // namespace preceptor::xapi::checks
