// Staff as a site meets them: added and let in by the program, working in a browser, gone at once when they end.
#include <gtest/gtest.h>

#include <functional>
#include <regex>

#include "core/base/json.hpp"
#include "tests/fakes/driver.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/program.hpp"
#include "tests/fakes/site_store.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;

class StaffFlow : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string url(const std::string& place) const { return "http://127.0.0.1:" + std::to_string(port_) + place; }
  void SetUp() override {
    Json config{{"public_url", url("")}, {"listen", "127.0.0.1:" + std::to_string(port_)}, {"allow_loopback", true}};
    store_.into(config);
    fakes::write_file(path("preceptor.json"), config.dump());
    serve_.start({PRECEPTOR_BUILD_DIR "/preceptor", "serve", "--config", path("preceptor.json")}, path("log"), true);
  }
  int run(std::vector<std::string> words) const { return program_.run(std::move(words)); }
  std::string said() const { return program_.said(); }
  Json add(const std::string& name, const std::string& role) { return Json::parse(program_.add_staff(name, role)); }
  // Opens the link and presses its one button.
  void sign_in(Browser& browser, const Json& member) {
    const Page asked = browser.get(program_.staff_link(member["id"].get<std::string>().substr(0, 8)));
    ASSERT_EQ(asked.forms.size(), 1u) << asked.body;
    const Page home = browser.post_form(asked, asked.forms[0]);
    ASSERT_EQ(home.status, 200) << home.body;
    EXPECT_NE(home.body.find(member["name"]), std::string::npos) << home.body;
  }
  // The page's form with that action, with changes, as a browser sends it.
  Page fill(Browser& browser, const Page& page, const std::string& action, const base::Fields& changes) {
    for (const auto& form : page.forms) {
      if (form.action != action) continue;
      base::Fields fields;
      for (const auto& control : form.controls) {
        const bool box = control.type == "radio" || control.type == "checkbox";
        const bool changed = base::field(changes, control.name) != nullptr;
        if (!control.name.empty() && control.type != "submit" && !changed && (!box || control.checked)) fields.emplace_back(control.name, control.value);
      }
      fields.insert(fields.end(), changes.begin(), changes.end());
      return browser.post(url(action), fields);
    }
    ADD_FAILURE() << "no form for " << action << " on " << page.url << "\n" << page.body;
    return {};
  }

  fakes::TemporaryFolder folder_;
  fakes::SiteStore store_{folder_.path()};
  fakes::Program program_{PRECEPTOR_BUILD_DIR, folder_.path()};
  int port_ = fakes::free_port();
  fakes::Process serve_;
};

TEST_F(StaffFlow, FromTheLinkToADecisionThatTwoPeopleSign) {
  const Json pat = add("Pat Planner", "planner"), alex = add("Alex Second", "accreditation");
  Browser planner, second;
  sign_in(planner, pat);
  sign_in(second, alex);
  const Page opened = fill(planner, planner.get(url("/staff/cases/new")), "/staff/cases", {{"title", "Hand hygiene"}, {"gap", "46 % now, 80 % wanted."}});
  ASSERT_EQ(opened.status, 200) << opened.body;
  std::smatch found;
  ASSERT_TRUE(std::regex_search(opened.url, found, std::regex("/staff/cases/([0-9a-f-]{36})/sheet"))) << opened.url;
  const std::string place = "/staff/cases/" + found[1].str();
  const Page saved = fill(planner, opened, place + "/sheet", {{"gap.measure", "share of contacts"}, {"plan_changers", "CME director"}});
  EXPECT_NE(saved.body.find("Saved."), std::string::npos) << saved.body;
  EXPECT_NE(planner.get(url(place + "/invite")).body.find("rca=" + found[1].str()), std::string::npos);

  const Page waiting = fill(planner, planner.get(url(place + "/decide")), place + "/decide",
                            {{"decided", "hold_data"}, {"reason", "Nobody was asked yet."}, {"interest", "none"}});
  EXPECT_NE(waiting.body.find("Nothing is decided until a second person signs."), std::string::npos) << waiting.body;
  EXPECT_NE(second.get(url("/staff")).body.find("waits for a second signature"), std::string::npos);
  const Page decided =
      fill(second, second.get(url(place + "/decide")), place + "/second", {{"second_reason", "The audit comes first."}, {"second_interest", "none"}});
  EXPECT_NE(decided.body.find("HOLD: collect data"), std::string::npos) << decided.body;
  const std::string brief = second.get(url(place + "/brief")).body;
  for (const char* part : {"Pat Planner", "Alex Second", "The audit comes first.", "Not for patient-safety event review"})
    EXPECT_NE(brief.find(part), std::string::npos) << part;

  ASSERT_EQ(run({"staff", "end", pat["id"]}), 0) << said();
  EXPECT_EQ(planner.get(url("/staff")).status, 403) << "ended by another process";
  EXPECT_EQ(second.get(url("/staff")).status, 200);
  EXPECT_EQ(second.get(url("/admin")).status, 403) << "staff are no administrators";
  const std::string log = fakes::read_file(path("log"));
  EXPECT_EQ(log.find("Pat Planner"), std::string::npos) << "no name in the log";
}

TEST_F(StaffFlow, CommandsAnswerWithTheDocumentedExitCodes) {
  EXPECT_EQ(run({"staff", "list"}), 0);
  EXPECT_NE(said().find("Nobody yet"), std::string::npos) << said();
  EXPECT_EQ(run({"staff", "add", "--name", "X", "--role", "owner"}), 2) << said();
  EXPECT_EQ(run({"staff", "add", "--name", "", "--role", "reader"}), 2) << said();
  EXPECT_EQ(run({"staff", "link", "nobody"}), 2) << said();
  const Json rita = add("Rita Reader", "reader");
  EXPECT_EQ(run({"staff", "link", rita["id"], "--minutes", "0"}), 2) << said();
  ASSERT_EQ(run({"staff", "list", "--json"}), 0);
  EXPECT_EQ(Json::parse(said())[0], rita);
  ASSERT_EQ(run({"staff", "end", rita["id"], "--json"}), 0);
  EXPECT_EQ(Json::parse(said())["state"], "ended");
  EXPECT_EQ(run({"staff", "link", rita["id"]}), 2) << "ended: " << said();
}

}  // namespace
}  // namespace preceptor::flow
