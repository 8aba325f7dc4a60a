// The administrator's page about staff.
#include "tests/unit/web/office.hpp"

namespace preceptor::web::testing {
namespace {

std::string hidden_field(const std::string& page, const std::string& name) {
  const std::string begin = "name=\"" + name + "\" value=\"";
  const auto at = page.find(begin);
  return at == std::string::npos ? std::string() : page.substr(at + begin.size(), page.find('"', at + begin.size()) - at - begin.size());
}

TEST(AdminStaff, AddsOnceLinksAndEnds) {
  Office office;
  office.sign_in();
  const auto form = office.get("/admin/staff");
  EXPECT_TRUE(shows(form, "Nobody yet."));
  const std::string key = hidden_field(form.body, "key");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(office.post("/admin/staff", {{"key", key}, {"name", " Pat Planner "}, {"role", "planner"}}).status, 303);
  ASSERT_EQ(office.staff.list()->size(), 1u) << "a form sent twice";
  EXPECT_EQ(office.staff.list()->front().name, "Pat Planner");
  for (const base::Fields& bad : {base::Fields{{"key", key}, {"name", ""}, {"role", "planner"}}, {{"key", "0c7d5a8e-9b1f-4f7e-8a53-2f6f1f3f7d10"}, {"name", "X"}, {"role", "owner"}}, {{"key", "x"}, {"name", "X"}, {"role", "reader"}}}) {
    const auto refused = office.post("/admin/staff", bad);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(shows(refused, "Nobody was added")) << refused.body;
    EXPECT_EQ(office.staff.list()->size(), 1u) << "what is said is true";
  }
  const auto link = office.post("/admin/staff/" + key + "/link");
  EXPECT_EQ(link.status, 200);
  EXPECT_TRUE(shows(link, "https://cme.example.org/tool/staff/enter/"));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(office.post("/admin/staff/" + key + "/end").status, 303);
  EXPECT_TRUE(shows(office.get("/admin/staff", "done=ended"), "ended"));
  EXPECT_EQ(office.post("/admin/staff/" + key + "/link").status, 409);
  EXPECT_EQ(office.post("/admin/staff/no-such/end").status, 409);
}

}  // namespace
}  // namespace preceptor::web::testing
