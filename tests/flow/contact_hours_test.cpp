// What a nurse gets where an activity designates contact hours and staff stand for their rule, and where it designates none: through the pages of the built programs.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <regex>
#include <thread>

#include "core/base/json.hpp"
#include "tests/fakes/html.hpp"
#include "tests/fakes/program.hpp"
#include "tests/fakes/stage.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Form;
using fakes::Page;

constexpr const char* kContactHours = "system:ancc";
constexpr const char* kHours = "Nursing contact hours (ANCC)";

std::string activity_file(const std::string& id, const std::string& title, const std::string& designations) {
  return "---\nid: " + id + "\nkind: activity\ntitle: " + title +
         "\nlanguage: en\nprovider: demo\nprovider-activity-id: " + id +
         "\naccme-activity-id: 000000009\nformat: enduring\nstarts: 2026-01-01\nends: 2028-12-31\ndesignated-on: 2025-12-15\npass-percent: 60\nrationale: yes\n"
         "citations: yes\nevaluation: no\ntest-out: no\ncommercial-support: none\npeople: Planner of the demo\nprofessions: physician, nurse\noutcomes: Learner Competence\n---\n"
         "## description\nSample. Not accredited. Three sample units of five minutes.\n\n"
         "## accreditation statement\nSample. Not accredited. The statement of an accredited provider stands here.\n\n"
         "## designation statement\nSample. Not accredited. A provider would say here what it designates this enduring material for.\n\n"
         "## disclosure\nSample. Nobody who made this has a relationship to disclose.\n\n"
         "## credit\n" + designations + "\n## bundle\n- apixaban-dose: 5 minutes\n- five-moments: 5 minutes\n- naloxone-with-opioids: 5 minutes\n";
}

class ContactHours : public testing::Test {
 protected:
  ContactHours() : stage_(PRECEPTOR_BUILD_DIR) {
    stage_.stop_tool();
    const std::string folder = stage_.folder() + "/activities";
    std::filesystem::create_directory(folder);
    fakes::write_file(folder + "/hours.md", activity_file("hours", "Sample: hours for nurses", "- ama-pra-1: 0.25\n- ancc: 0.25\n"));
    fakes::write_file(folder + "/none.md", activity_file("none", "Sample: nothing for nurses", "- ama-pra-1: 0.25\n"));
    Json config = Json::parse(fakes::read_file(stage_.folder() + "/preceptor.json"));
    config["content"].push_back(folder);
    config["provider"] = {{"name", "Demo provider"},
                          {"accreditations", {{{"provider", "demo"}, {"name", "Demo provider"}, {"systems", {"ama-pra-1", "ancc"}}, {"sample", true}, {"accme_provider_id", "0000000"}}}}};
    fakes::write_file(stage_.folder() + "/preceptor.json", config.dump());
    stage_.start_tool();
    const Json member = Json::parse(program().add_staff("Alex Office", "accreditation"));
    const Page asked = staff_.get(program().staff_link(member["id"].get<std::string>().substr(0, 8)));
    EXPECT_EQ(asked.forms.size(), 1u) << asked.body;
    if (!asked.forms.empty()) staff_.post_form(asked, asked.forms[0]);
  }
  fakes::Program program() const { return {PRECEPTOR_BUILD_DIR, stage_.folder()}; }
  std::string staff_url(const std::string& place) const { return stage_.tool() + "/staff" + place; }
  Page submit(Browser& browser, const Page& page, const Form& form, const base::Fields& changes) {
    base::Fields fields;
    for (const auto& control : form.controls)
      if (!control.name.empty() && control.type != "submit" && base::field(changes, control.name) == nullptr) fields.emplace_back(control.name, control.value);
    fields.insert(fields.end(), changes.begin(), changes.end());
    return browser.post(form.action.starts_with('/') ? stage_.tool() + form.action : page.url, fields);
  }
  static const Form* form_where(const Page& page, const std::string& name, const std::string& value) {
    for (const auto& form : page.forms)
      if (form.method == "post" && form.named(name) != nullptr && form.named(name)->value == value) return &form;
    return nullptr;
  }
  static const Form* claim_form(const Page& page, const std::string& activity, const std::string& system) {
    for (const auto& form : page.forms) {
      const auto *of = form.named("activity"), *what = form.named("system");
      if (form.action.ends_with("/claim") && of != nullptr && what != nullptr && of->value == activity && what->value == system) return &form;
    }
    return nullptr;
  }
  static const Form* form_to(const Page& page, const std::string& place) {
    for (const auto& form : page.forms)
      if (form.method == "post" && form.action.ends_with(place)) return &form;
    return nullptr;
  }
  static std::vector<std::string> right_choice(const Page& page, const std::vector<std::string>& offered) {
    for (const char* right : {"2.5 mg twice daily", "Before a clean or aseptic procedure", "Offer it today, and teach him"})
      for (const auto& value : offered)
        if (std::regex_search(page.body, std::regex("value=\"" + value + "\"[^>]*><span>" + right))) return {value};
    return offered.empty() ? std::vector<std::string>{"3"} : std::vector<std::string>{offered[0]};
  }
  Page do_unit(Browser& browser, const std::string& link) {
    Page page = browser.open(stage_.lms(), link, "learner-1");
    for (int pages = 0; pages < 12 && page.form(); ++pages)
      page = browser.answer(page, [&page](const std::string&, const std::vector<std::string>& offered) { return right_choice(page, offered); });
    EXPECT_TRUE(page.is_receipt()) << page.status << page.body;
    return page;
  }
  bool staff_see(const std::string& place, const std::string& words) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(15);
    do {
      if (staff_.get(staff_url(place)).body.find(words) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    } while (std::chrono::steady_clock::now() < end);
    return false;
  }

  fakes::Stage stage_;
  Browser staff_;
};

TEST_F(ContactHours, ANurseGetsWhatIsDesignatedOnceStaffStandForItAndElseACertificateOfParticipation) {
  const std::string before = staff_.get(staff_url("/activities")).body;
  EXPECT_NE(before.find("Sample: nothing for nurses"), std::string::npos) << before;
  EXPECT_EQ(before.find("Sample: hours for nurses"), std::string::npos) << "it waits for the rule";
  const Page rules = staff_.get(staff_url("/rules"));
  const Form* rule = form_where(rules, "what", kContactHours);
  ASSERT_NE(rule, nullptr) << rules.body;
  const Page switched = submit(staff_, rules, *rule, {{"do", "on"}});
  ASSERT_EQ(switched.status, 200);
  EXPECT_NE(switched.body.find("Switched on by Alex Office, 20"), std::string::npos) << "with name and date: " << switched.body;
  ASSERT_TRUE(staff_see("/activities", "Sample: hours for nurses"));

  Browser nurse;
  Page page = do_unit(nurse, "link-1");
  const Form* profession = form_to(page, "/profession");
  ASSERT_NE(profession, nullptr) << page.body;
  submit(nurse, page, *profession, {{"profession", "nurse"}});
  do_unit(nurse, "link-2");
  page = do_unit(nurse, "link-3");
  for (const char* activity : {"hours", "none"}) EXPECT_EQ(claim_form(page, activity, "ama-pra-1"), nullptr) << "a nurse gets no credit for physicians";
  EXPECT_EQ(claim_form(page, "none", "ancc"), nullptr);
  const Form* part = claim_form(page, "none", "participation");
  ASSERT_NE(part, nullptr) << page.body;
  const Page took = submit(nurse, page, *part, {});
  EXPECT_NE(took.body.find("Certificate of participation"), std::string::npos) << took.body;
  EXPECT_EQ(form_to(took, "/profile"), nullptr) << "nothing is reported of it, so nothing is asked";
  const Form* hours = claim_form(took, "hours", "ancc");
  ASSERT_NE(hours, nullptr) << took.body;
  const Page asks = submit(nurse, took, *hours, {});
  EXPECT_NE(form_to(asks, "/profile"), nullptr) << "hours are reported, so she is asked who she is: " << asks.body;
  const Page credits = nurse.get(took.url.find("/c/") == std::string::npos ? stage_.tool() + hours->action.substr(0, hours->action.rfind("/claim")) : took.url);
  EXPECT_NE(credits.body.find(std::string("0.25 ") + kHours), std::string::npos) << credits.body;
  EXPECT_NE(staff_.get(staff_url("/credits")).body.find(std::string("0.25 ") + kHours), std::string::npos);

  std::smatch certificate;
  std::string all = credits.body;
  bool told = false;
  while (std::regex_search(all, certificate, std::regex("href=\"([^\"]*/certificate/[A-Za-z0-9]+)\""))) {
    const Page shown = nurse.get(stage_.tool() + fakes::decode_entities(certificate[1].str()));
    told = told || shown.body.find(kHours) != std::string::npos;
    all = certificate.suffix();
  }
  EXPECT_TRUE(told) << "a certificate names the hours";
}

}  // namespace
}  // namespace preceptor::flow
