// With the real programs: a question asked, answered by a unit, acted on; and a unit withdrawn under way. A stage of its own: withdrawing is for good.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/flow/statement_view.hpp"

namespace preceptor::flow {
namespace {

using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;

std::string link_before(const Page& page, const std::string& text) {
  const auto at = page.body.find(text);
  const auto from = at == std::string::npos ? at : page.body.rfind("href=\"", at);
  return from == std::string::npos ? std::string() : fakes::decode_entities(page.body.substr(from + 6, page.body.find('"', from + 6) - from - 6));
}

// The form with a control of that name and value; null when there is none.
const fakes::Form* form_with(const Page& page, const std::string& name, const std::string& value) {
  for (const auto& form : page.forms)
    for (const auto& control : form.controls)
      if (control.name == name && (value.empty() || control.type == "textarea" || control.value == value)) return &form;
  return nullptr;
}

Page tap(Browser& browser, const Page& page, const std::string& name, const std::string& value, base::Fields more = {}) {
  const auto* form = form_with(page, name, value);
  EXPECT_NE(form, nullptr) << name << "=" << value << "\n" << page.body;
  if (form == nullptr) return page;
  for (const auto& control : form->controls)
    if (control.type == "hidden") more.emplace_back(control.name, control.value);
  more.emplace_back(name, value);
  const auto origin = page.url.substr(0, page.url.find('/', 8));
  return browser.post(form->action.starts_with("/") ? origin + form->action : form->action, more);
}

bool says(const Page& page, const std::string& text) { return page.body.find(text) != std::string::npos; }

// What a command of the program prints, which has to be good.
std::string told_by(const std::vector<std::string>& words) {
  const std::string said = stage().folder() + "/told.log";
  std::vector<std::string> all{PRECEPTOR_BUILD_DIR "/preceptor"};
  all.insert(all.end(), words.begin(), words.end());
  all.insert(all.end(), {"--config", stage().folder() + "/preceptor.json"});
  fakes::Process program;
  program.start(all, said, false);
  for (int i = 0; i < 300 && program.running(); ++i) std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(program.stop(), 0) << fakes::read_file(said);
  return fakes::read_file(said);
}

TEST(Ask, QuestionUnitAnswerAction) {
  Browser browser;
  const Page receipt = finish(browser, browser.open(stage().lms(), "link-1", "learner-1", "en", "asker"));
  ASSERT_TRUE(receipt.is_receipt()) << receipt.body;
  const auto ask = link_before(receipt, "Ask a question");
  ASSERT_FALSE(ask.empty()) << receipt.body;
  const auto origin = receipt.url.substr(0, receipt.url.find('/', 8));
  Page page = browser.get(origin + ask);
  ASSERT_TRUE(says(page, "What do you need to know?")) << page.body;
  page = tap(browser, page, "question", "When must I clean my hands after touching the bed rail with gloves?");
  ASSERT_TRUE(says(page, "matched:")) << page.body;

  page = tap(browser, page, "unit", "five-moments");
  ASSERT_NE(page.form(), nullptr) << page.status << page.body;
  page = finish(browser, page);
  ASSERT_TRUE(page.is_receipt()) << page.body;
  page = tap(browser, page, "answered", "yes");
  ASSERT_TRUE(says(page, "What will you do?")) << page.body;
  page = tap(browser, page, "choice", "next");
  EXPECT_TRUE(says(page, "Recorded: Use it with the next patient like this.")) << page.body;
  EXPECT_TRUE(stage().tool_log().find("bed rail") == std::string::npos) << "a question is in no log";
  EXPECT_NE(told_by({"store", "check"}).find("every one as it was sealed. Good."), std::string::npos) << "the question is what its event holds the hash of";
}

std::string withdraw(const std::string& unit) { return told_by({"content", "withdraw", unit, "--reason", "The threshold was wrong: it is 60 kg.", "--json"}); }

TEST(Recall, StopsWhoIsInTheMiddleAndTellsWhoFinished) {
  Browser done, under_way;
  ASSERT_TRUE(finish(done, done.open(stage().lms(), "link-1", "learner-1", "en", "recall-done")).is_receipt());
  const Page open = under_way.open(stage().lms(), "link-1", "learner-1", "en", "recall-open");
  ASSERT_NE(open.form(), nullptr);
  const auto said = withdraw("apixaban-dose");
  EXPECT_NE(said.find("recall-done"), std::string::npos) << said;
  EXPECT_NE(said.find("recall-open"), std::string::npos) << said;

  const Page stopped = under_way.answer(open, fakes::first_option());
  EXPECT_EQ(stopped.status, 410);
  EXPECT_TRUE(says(stopped, "The threshold was wrong: it is 60 kg.")) << stopped.body;
  EXPECT_EQ(under_way.open(stage().lms(), "link-1", "learner-1", "en", "recall-new").status, 410);
  const Page other = done.open(stage().lms(), "link-2", "learner-1", "en", "recall-done");
  EXPECT_TRUE(says(other, "A correction")) << other.body;
  EXPECT_TRUE(says(other, "The threshold was wrong: it is 60 kg."));
  EXPECT_FALSE(says(done.open(stage().lms(), "link-2", "learner-1", "en", "recall-done"), "A correction")) << "once";
}

}  // namespace
}  // namespace preceptor::flow
