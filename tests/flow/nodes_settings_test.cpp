// What is changed on one node, or by a command, is in force on the others within two seconds of the answer that acknowledged it: keys, content, deployments,
// connections, record stores, what waits to take effect, and what a learner chose without sending it. Each look says how long it took.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "core/base/json.hpp"
#include "tests/fakes/process.hpp"
#include "tests/flow/record_check.hpp"
#include "tests/flow/several_nodes.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;

bool page_holds(const Page& page, const std::string& words) { return page.status == 200 && page.body.find(words) != std::string::npos; }
std::string on_node(const std::string& what, int node) { return what + " on node " + std::to_string(node); }

class NodesSettings : public SeveralNodes {
 protected:
  // Runs it to its good end; when that was.
  static Moment command(std::vector<std::string> words, std::string* said = nullptr) {
    const fakes::Program commands = program();
    EXPECT_EQ(commands.run(std::move(words)), 0) << commands.said();
    if (said != nullptr) *said = commands.said();
    return now();
  }
  Browser on(int node) const {
    return nodes().browser([node] { return node; });
  }
  int opens(int node, const std::string& lms, const std::string& link, const std::string& sub) const { return on(node).open(lms, link, "learner-1", "en", sub).status; }
  // By turns on all of them, to the receipt.
  static void learn(const std::string& sub) {
    Browser learner = nodes().by_turns();
    EXPECT_TRUE(finish(learner, learner.open(nodes().stage().lms(), "link-1", "learner-1", "en", sub)).is_receipt());
  }
  // In the record store of the stage, to the last statement.
  static bool has_arrived(const std::string& sub) {
    const auto said = of_actor(read_statements(nodes().stage().statements()), sub);
    return !said.empty() && said.back().verb == "terminated";
  }
  // The page of the connection of that name; "" when there is none.
  static std::string connection_page(Browser& browser, const std::string& name) {
    const std::string before = fakes::between(browser.get(site("/admin/connections")).body, "<a href=\"", "\">" + name + "</a>");
    return before.substr(before.rfind('"') == std::string::npos ? 0 : before.rfind('"') + 1);
  }
  // The form of the page with that control and value, sent with it.
  static Page press(Browser& browser, const Page& page, const std::string& action, const std::string& value) {
    for (const auto& form : page.forms)
      for (const auto& control : form.controls)
        if (form.action == action && control.type == "submit" && control.value == value) {
          base::Fields fields;
          for (const auto& hidden : form.controls)
            if (hidden.type == "hidden") fields.emplace_back(hidden.name, hidden.value);
          fields.emplace_back(control.name, value);
          return browser.post(site(action), fields);
        }
    ADD_FAILURE() << "no button " << value << " for " << action << " on " << page.url << "\n" << page.body;
    return {};
  }
};

TEST_F(NodesSettings, SigningKeys) {
  std::string said;
  command({"platform", "list", "--json"}, &said);
  std::string registration;
  const Json platforms = Json::parse(said);
  for (const Json& one : platforms)
    if (one["name"] == "Demo") registration = one["registration"].get<std::string>();
  const auto published = [&](int node) {
    std::set<std::string> kids;
    const Page page = on(node).get(site("/lti/jwks/" + registration + ".json"));
    if (page.status != 200) return kids;
    const Json set = Json::parse(page.body);
    for (const Json& key : set["keys"]) kids.insert(key["kid"].get<std::string>());
    return kids;
  };
  const auto first = published(1);
  ASSERT_EQ(first.size(), 1u);

  Moment done = command({"keys", "rotate", "--platform", "Demo", "--json"}, &said);
  const auto next = Json::parse(said).at(0)["kid"].get<std::string>();
  for (int node = 0; node < Nodes::kCount; ++node)
    EXPECT_TRUE(agreed(on_node("the next key", node), done, [&] { return published(node) == std::set<std::string>{*first.begin(), next}; }));

  done = command({"keys", "rotate", "--platform", "Demo", "--at-once", "--json"}, &said);
  const auto last = Json::parse(said).at(0)["kid"].get<std::string>();
  for (int node = 0; node < Nodes::kCount; ++node)
    EXPECT_TRUE(agreed(on_node("the key in place of all before", node), done, [&] { return published(node) == std::set<std::string>{last}; }));
}

TEST_F(NodesSettings, ContentThatIsPublishedAndWithdrawn) {
  const std::string lms = nodes().stage().lms();
  for (int node = 0; node < Nodes::kCount; ++node) ASSERT_NE(opens(node, lms, "link-4", "early"), 200) << "node " << node;

  const fakes::Program commands = program();
  Browser planner = on(1);
  const Json member = Json::parse(commands.add_staff("Sam Writer", "planner"));
  enter(planner, commands.staff_link(member["id"].get<std::string>()));
  const Page begun = fill(planner, planner.get(site("/staff/editor")), "/staff/editor", {{"title", "Published later"}, {"language", "en"}});
  ASSERT_EQ(begun.status, 200) << begun.body;
  const fakes::Form* written = nullptr;
  for (const auto& form : begun.forms)
    if (form.named("text") != nullptr) written = &form;
  ASSERT_NE(written, nullptr) << begun.body;
  std::string text = written->named("text")->value;
  for (const auto& [key, value] : {std::pair{"objectives", "Choose the dose."}, {"references", "Label, section 2."}, {"disclosure", "none"}, {"commercial-support", "none"},
                                   {"ai", "none"}, {"gap", "gap-2026-014"}}) {
    const std::string empty = "\n" + std::string(key) + ":\n";
    const auto at = text.find(empty);
    if (at != std::string::npos) text.replace(at, empty.size(), "\n" + std::string(key) + ": " + value + "\n");
  }
  const Page published = fill(planner, begun, written->action, {{"text", text}, {"do", "publish"}});
  Moment done = now();
  ASSERT_NE(published.url.find("done=published"), std::string::npos) << published.status << published.body;
  for (const int node : {2, 0}) EXPECT_TRUE(agreed(on_node("a new unit", node), done, [&] { return opens(node, lms, "link-4", "reader") == 200; }));

  Browser under_way = on(2);
  const Page open = under_way.open(lms, "link-4", "learner-1", "en", "reader");
  ASSERT_NE(open.form(), nullptr) << open.body;
  done = command({"content", "withdraw", "published-later", "--reason", "The threshold was wrong: it is 60 kg."});
  EXPECT_TRUE(agreed(on_node("no new start of it", 0), done, [&] { return opens(0, lms, "link-4", "too-late") == 410; }));
  EXPECT_TRUE(agreed(on_node("who was in the middle of it is stopped", 2), done, [&] { return under_way.answer(open, fakes::first_option()).status == 410; }));
}

TEST_F(NodesSettings, ADeploymentAndAConnection) {
  fakes::Process campus;
  const std::string folder = nodes().stage().folder();
  campus.start({PRECEPTOR_BUILD_DIR "/preceptor-demo-lms", "--lms", "generic", "--listen", "127.0.0.1:0", "--state", folder + "/campus", "--print-json", "--test-hooks",
                "--tool", site("")},
               folder + "/campus.log", true);
  const Json lms = Json::parse(campus.ready_line());
  const std::string place = lms["url"].get<std::string>();
  std::vector<std::string> add{"platform", "add", "Second campus", "--lms", "generic"};
  for (const auto& [option, member] : {std::pair{"--issuer", "issuer"}, {"--client-id", "client_id"}, {"--authorization-endpoint", "authorization_endpoint"},
                                       {"--token-endpoint", "token_endpoint"}, {"--jwks-uri", "jwks_uri"}})
    add.insert(add.end(), {option, lms[member].get<std::string>()});
  command(add);
  const auto status_is = [&](int node, int status) {
    return [this, node, status, &place] { return opens(node, place, "link-1", "deployed") == status; };
  };
  EXPECT_EQ(opens(2, place, "link-1", "deployed"), 403) << "its deployment shows itself, and waits";

  Browser browser = on(1);
  enter_as_administrator(browser);
  const std::string page = connection_page(browser, "Second campus");
  ASSERT_NE(page, "");
  ASSERT_EQ(press(browser, browser.get(site(page)), page + "/deployment", "accept").status, 200);
  Moment done = now();
  for (const int node : {2, 0}) EXPECT_TRUE(agreed(on_node("an accepted deployment", node), done, status_is(node, 200)));

  add.insert(add.end(), {"--replace", "--deployment-id", "another"});   // which closes the one that was open
  done = command(add);
  for (int node = 0; node < Nodes::kCount; ++node) EXPECT_TRUE(agreed(on_node("a closed deployment", node), done, status_is(node, 403)));
  ASSERT_EQ(press(browser, browser.get(site(page)), page + "/deployment", "accept").status, 200);
  done = now();
  EXPECT_TRUE(agreed(on_node("the same deployment let in again", 2), done, status_is(2, 200)));

  done = command({"platform", "remove", "Second campus"});
  for (int node = 0; node < Nodes::kCount; ++node) EXPECT_TRUE(agreed(on_node("no connection", node), done, [&] { return opens(node, place, "link-1", "deployed") >= 400; }));
  ASSERT_EQ(press(browser, browser.get(site(page)), page + "/switch", "on").status, 200);
  done = now();
  for (const int node : {2, 0}) EXPECT_TRUE(agreed(on_node("the connection again", node), done, status_is(node, 200)));
  command({"platform", "remove", "Second campus"});   // its LMS ends here
}

TEST_F(NodesSettings, ARecordStoreThatIsSwitchedOffAndOn) {
  fakes::Process store;
  const std::string folder = nodes().stage().folder(), file = folder + "/third.jsonl";
  store.start({PRECEPTOR_BUILD_DIR "/preceptor-demo-lrs", "--listen", "127.0.0.1:0", "--file", file, "--print-json"}, folder + "/third.log", true);
  const Json lrs = Json::parse(store.ready_line());
  const auto there = [&](const std::string& sub) {
    return [sub, &file] { return fakes::read_file(file).find(sub) != std::string::npos; };
  };
  Browser browser = on(1), other = on(2);
  enter_as_administrator(browser);
  enter_as_administrator(other);
  const std::string one = "/admin/stores/one?name=Third";
  ASSERT_EQ(fill(browser, browser.get(site("/admin/stores")), "/admin/stores",
                 {{"store", "Third"}, {"version", "auto"}, {"endpoint", lrs["endpoint"]}, {"username", lrs["username"]}, {"password", lrs["password"]}})
                .status,
            200);
  Moment done = now();
  EXPECT_TRUE(agreed(on_node("a record store", 2), done, [&] { return page_holds(other.get(site(one)), "name=\"to\" value=\"off\""); }));
  learn("third-on");
  EXPECT_TRUE(await(there("third-on"), milliseconds(20'000))) << "sent by whichever node took the lease";

  done = command({"lrs", "off", "Third"});
  EXPECT_TRUE(agreed(on_node("a record store that is off", 2), done, [&] { return page_holds(other.get(site(one)), "name=\"to\" value=\"on\""); }));
  std::this_thread::sleep_until(done + kAgree);   // what whoever sends may take to notice
  learn("third-off");
  ASSERT_TRUE(await([] { return has_arrived("third-off"); }, milliseconds(20'000))) << "the other record store";
  EXPECT_FALSE(there("third-off")()) << "sent although it is off";

  ASSERT_EQ(press(browser, browser.get(site(one)), "/admin/stores/switch", "on").status, 200);
  done = now();
  EXPECT_TRUE(agreed(on_node("a record store that is on again", 2), done, [&] { return page_holds(other.get(site(one)), "name=\"to\" value=\"off\""); }));
  EXPECT_TRUE(await(there("third-off"), milliseconds(20'000))) << "what waited is sent";
  command({"lrs", "remove", "Third"});   // it ends here
}

// Asked for on one node, seen and taken back on another.
TEST_F(NodesSettings, WhatWaitsToTakeEffect) {
  int node = 1;
  Browser browser = nodes().browser([&node] { return node; });
  enter_as_administrator(browser);
  const std::string page = connection_page(browser, "Demo");
  ASSERT_NE(page, "");
  const Page asked = fill(browser, browser.get(site("/admin/keys")), page + "/key", {});
  ASSERT_EQ(asked.status, 200) << asked.body;
  ASSERT_EQ(fill(browser, asked, page + "/key", {}).status, 200);
  Moment done = now();
  const auto waiting = [&] {
    const Page shown = browser.get(site("/admin/waiting"));
    const auto found = std::find_if(shown.forms.begin(), shown.forms.end(), [](const fakes::Form& form) { return form.action.starts_with("/admin/waiting/"); });
    return found == shown.forms.end() ? std::string() : found->action;
  };
  node = 2;
  EXPECT_TRUE(agreed(on_node("what waits", 2), done, [&] { return !waiting().empty(); }));
  ASSERT_EQ(fill(browser, browser.get(site("/admin/waiting")), waiting(), {}).status, 200);
  done = now();
  for (const int other : {0, 1}) {
    node = other;
    EXPECT_TRUE(agreed(on_node("what was taken back", other), done, [&] { return waiting().empty(); }));
  }
}

TEST_F(NodesSettings, WhatALearnerChoseWithoutSendingIt) {
  Browser first = on(0);
  const Page page = first.open(nodes().stage().lms(), "link-1", "learner-1", "en", "drafted");
  ASSERT_NE(page.form(), nullptr) << page.body;
  const base::Fields chosen = first.fill(*page.form(), fakes::nth_option(1));
  std::string place = page.form()->action;
  ASSERT_NE(place.find("/page/"), std::string::npos) << place;
  place.replace(place.find("/page/"), 6, "/draft/");
  Browser second = on(1);
  const int kept = second.post_once(site(place), chosen).status;
  ASSERT_TRUE(kept == 204 || kept == 200) << kept;   // 200 where questions come and go with others
  const auto done = now();
  EXPECT_TRUE(agreed(on_node("a draft", 2), done, [&] {
    const Page again = on(2).open(nodes().stage().lms(), "link-1", "learner-1", "en", "drafted");
    const auto shows = [&](const std::string& name, const std::string& value) {
      for (const auto& form : again.forms)
        for (const auto& control : form.controls) {
          const bool box = control.type == "radio" || control.type == "checkbox";
          if (control.name == name && control.value == value && (control.checked || !box)) return true;
        }
      return false;
    };
    return std::all_of(chosen.begin(), chosen.end(), [&](const auto& field) { return !field.first.starts_with("q.") || shows(field.first, field.second); });
  }));
}

}  // namespace
}  // namespace preceptor::flow
