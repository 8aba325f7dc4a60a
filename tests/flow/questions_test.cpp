// Every kind of question through the programs: what is asked, what is not, and what the record store gets to know.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "core/base/json.hpp"
#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;

class Questions : public testing::Test {
 protected:
  static fakes::Stage& own_stage() {
    static fakes::Stage one(PRECEPTOR_BUILD_DIR, {}, {"generic", true, {"every-question=Every kind of question"}});
    return one;
  }
  Page open(const std::string& sub) { return browser.open(own_stage().lms(), "link-4", "learner-1", "en", sub); }
  // Posts these answers to the page's own form, as a browser without script would.
  Page answer(const Page& page, base::Fields fields) {
    for (const auto& form : page.forms) {
      if (form.action.find("/page/") == std::string::npos) continue;
      for (const auto& control : form.controls)
        if (control.type == "hidden" && !control.disabled) fields.emplace_back(control.name, control.value);
      return browser.post(own_stage().tool() + form.action, fields);
    }
    ADD_FAILURE() << "no page to answer: " << page.status << page.body;
    return page;
  }
  static std::vector<Said> said_by(const std::string& sub, std::size_t count) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    std::vector<Said> said;
    do {
      said = of_actor(read_statements(own_stage().statements()), sub);
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
    } while (said.size() < count && std::chrono::steady_clock::now() < end);
    return said;
  }
  Browser browser;
};

const base::Fields kOrdered = {{"q.steps.a", "2"}, {"q.steps.b", "1"}, {"q.steps.c", "3"}, {"q.steps.d", "4"},
                               {"q.habits.1", "a"}, {"q.habits.2", "c"}, {"q.habits.3", "b"}};

Json statement_on(const std::vector<Said>& said, const std::string& question) {
  for (const auto& one : said)
    if (one.object.ends_with("/question/" + question)) return *base::parse_json(one.text);
  return nullptr;
}

TEST_F(Questions, AreAskedRevealedAndRecorded) {
  Page page = answer(open("every"), {{"q.known", "a"}});
  page = answer(page, kOrdered);
  ASSERT_EQ(page.status, 200) << page.body;
  page = answer(page, {{"q.barriers", "team"}, {"q.barriers", "equity"}});
  ASSERT_EQ(page.status, 422);
  EXPECT_NE(page.body.find("one more question"), std::string::npos);
  page = answer(page, {{"q.barriers", "team"}, {"q.barriers", "equity"}, {"q.lost", "An allergy"}, {"q.tool", "no-go"}, {"q.tool.words", "There is no time."}});
  EXPECT_NE(page.body.find("q.again"), std::string::npos) << page.body;
  page = answer(page, {{"q.again", "no"}, {"f.again", "1"}});
  page = answer(page, {{"q.enough", "3"}});
  page = answer(page, {{"q.change", "a"}});
  EXPECT_TRUE(page.is_receipt()) << page.body;
  const auto said = said_by("every", 10);
  const Json steps = statement_on(said, "steps"), habits = statement_on(said, "habits");
  EXPECT_EQ(steps["object"]["definition"]["interactionType"], "sequencing");
  EXPECT_EQ(steps["result"]["response"], "b[,]a[,]c[,]d");
  EXPECT_EQ(steps["result"]["success"], true);
  EXPECT_EQ(habits["object"]["definition"]["interactionType"], "matching");
  EXPECT_EQ(habits["result"]["response"], "1[.]a[,]2[.]c[,]3[.]b");
  for (const char* inside : {"barriers", "tool", "enough"}) EXPECT_TRUE(statement_on(said, inside).is_null()) << inside;
  for (const auto& one : said)
    for (const char* words : {"An allergy", "There is no time", "question_flagged"}) EXPECT_EQ(one.text.find(words), std::string::npos) << one.text;
}

TEST_F(Questions, WhoKnewItFinishesWithTwoTapsAndItCountsAsDone) {
  Page page = answer(open("knew"), {{"q.known", "b"}});
  const auto found = std::find_if(page.forms.begin(), page.forms.end(), [](const auto& form) { return form.action.ends_with("/finish"); });
  ASSERT_NE(found, page.forms.end()) << page.body;
  const fakes::Form early = *found;   // it is sent twice, the second time from a page that is gone
  page = browser.post_form(page, early);
  EXPECT_TRUE(page.is_receipt()) << page.body;
  EXPECT_TRUE(browser.post(own_stage().tool() + early.action, {}).is_receipt()) << "a double tap";
  EXPECT_TRUE(open("knew").is_receipt()) << "and at the next launch";
  auto seen = verbs(said_by("knew", 4));
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "answered"), 1);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "passed") + std::count(seen.begin(), seen.end(), "failed"), 0);
}

}  // namespace
}  // namespace preceptor::flow
