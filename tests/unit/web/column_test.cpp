// A grade column that is not as this link needs it: what the check says, and the one click that mends it.
#include "tests/unit/web/school.hpp"
#include "web/teacher/column_check.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

ports::LinkFacts link_of(const string& grade = "completion", const string& lineitem = {}) {
  ports::LinkFacts link;
  link.unit_id = "apixaban-dose";
  link.link_title = "Dose on Monday";
  link.grade = grade;
  link.lineitem = lineitem;
  return link;
}

TEST(Column, EachFaultAndItsChange) {
  struct Case {
    const char* name;
    GradeColumn column;
    ports::LinkFacts link;
    ColumnFault fault;
    std::optional<int> maximum;
    std::optional<string> resource_id, label;
  };
  const string own = "https://lms.example.org/items/1";
  const Case cases[] = {
      {"ours", {"x", "apixaban-dose", 1}, link_of(), ColumnFault::none, {}, {}, {}},
      {"a teacher's own maximum for completion", {"x", "apixaban-dose", 10}, link_of(), ColumnFault::none, {}, {}, {}},
      {"0", {"x", "apixaban-dose", 0}, link_of(), ColumnFault::counts_nothing, 1, {}, {}},
      {"less than 0", {"x", "apixaban-dose", -1}, link_of("score"), ColumnFault::counts_nothing, 1, {}, {}},
      {"another unit's, alone", {"Old title", "five-moments", 1}, link_of(), ColumnFault::foreign, {}, "apixaban-dose", "Dose on Monday"},
      {"another unit's, of the link", {"Old title", "five-moments", 1}, link_of("completion", own), ColumnFault::foreign, {}, "apixaban-dose", {}},
      {"0 and another unit's", {"x", "five-moments", 0}, link_of("completion", own), ColumnFault::counts_nothing, 1, "apixaban-dose", {}},
      {"right answers of 10", {"x", "apixaban-dose", 10}, link_of("score"), ColumnFault::other_maximum, 1, {}, {}},
      {"no mark, alone", {"x", "", 1}, link_of(), ColumnFault::unmarked, {}, "apixaban-dose", {}},
      {"no mark, of the link", {"x", "", 1}, link_of("completion", own), ColumnFault::none, {}, {}, {}},
      {"no grades wanted", {"x", "five-moments", 0}, link_of("none"), ColumnFault::none, {}, {}, {}},
  };
  const auto unit = sample_unit();
  for (const auto& one : cases) {
    const auto found = check_column(one.column, one.link, &unit);
    EXPECT_EQ(found.fault, one.fault) << one.name;
    EXPECT_EQ(found.change.maximum, one.maximum) << one.name;
    EXPECT_EQ(found.change.resource_id, one.resource_id) << one.name;
    EXPECT_EQ(found.change.label, one.label) << one.name;
  }
}

struct Checked : School {
  Checked(GradeColumn column, const string& lineitem = {}) {
    desk.told->unit_id = "apixaban-dose";
    desk.told->lineitem = lineitem;
    desk.column = std::move(column);
    url = teacher_url(teacher());
    page = follow(post(beside(url, "test")));
  }
  ports::HttpResponse mend() { return follow(post(beside(url, "mend"))); }
  string url;
  ports::HttpResponse page;
};

TEST(Column, AMaximumOfNothingIsTroubleAndOneClickAway) {
  Checked school({"Which dose?", "apixaban-dose", 0}, "https://lms.example.org/items/1");
  EXPECT_TRUE(has(school.page, "counts to 0")) << school.page.body;
  EXPECT_TRUE(has(school.page, "check trouble"));
  EXPECT_TRUE(has(school.page, "Put the column right"));
  const auto page = school.mend();
  EXPECT_EQ(school.desk.column->maximum, 1);
  EXPECT_FALSE(has(page, "Put the column right")) << page.body;
  EXPECT_TRUE(has(page, "This link has a grade column in")) << page.body;
  school.mend();
  EXPECT_EQ(school.desk.mended, 1) << "pressed twice, changed once";
}

TEST(Column, AForeignMarkIsMended) {
  Checked school({"Old title", "five-moments", 1});
  EXPECT_TRUE(has(school.page, "carries the mark of another unit")) << school.page.body;
  const auto page = school.mend();
  EXPECT_EQ(school.desk.column->resource_id, "apixaban-dose");
  EXPECT_FALSE(has(page, "Put the column right"));
}

TEST(Column, WithoutTheScopeItIsToldAndNotOffered) {
  Checked school({"x", "apixaban-dose", 0});
  school.desk.told->scopes = {kAgs + "scope/lineitem.readonly", kAgs + "scope/score"};
  const auto page = school.get(school.url);
  EXPECT_TRUE(has(page, "counts to 0"));
  EXPECT_FALSE(has(page, "Put the column right"));
  EXPECT_TRUE(has(page, "Ask your LMS administrator"));
}

TEST(Column, NobodyIsAskedForAColumnThatMayNotBeRead) {
  School school;
  school.desk.told->lineitem = "https://lms.example.org/items/1";
  school.desk.told->memberships.clear();
  school.desk.told->scopes = {kAgs + "scope/score"};
  const auto url = School::teacher_url(school.teacher());
  const auto page = school.follow(school.post(School::beside(url, "test")));
  EXPECT_EQ(school.desk.asked, 0);
  EXPECT_TRUE(has(page, "This link has a grade column in"));
}

}  // namespace
}  // namespace preceptor::web::testing
