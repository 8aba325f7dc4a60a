// Several nodes behind any load balancer are one site: a launch goes through all of them, what is changed on one is seen by the others within two
// seconds, and when one is killed and another cut off the database under load, nothing accepted is lost or doubled.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/json.hpp"
#include "tests/flow/kill_checks.hpp"
#include "tests/flow/several_nodes.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kLearners = 4;
constexpr int kGoodAnswers = 54;                // of the record store, to six faults: it is sent to most of the time, and stumbles
constexpr milliseconds kLoad{4000};             // of undisturbed work, between two troubles

TEST_F(SeveralNodes, ALaunchGoesThroughAllOfThem) {
  int node = 0;
  Browser browser = nodes().browser([&node] { return node; });
  const Page authorized = browser.authorize(browser.log_in(browser.click(nodes().stage().lms(), "link-1", "learner-1", "en", "across")));
  node = 1;
  Page page = browser.launch(authorized);
  ASSERT_NE(page.form(), nullptr) << page.status << page.body;
  for (int pages = 0; pages < 12 && page.form() != nullptr; ++pages) {
    node = pages % Nodes::kCount;
    page = browser.answer(page, fakes::first_option());
  }
  ASSERT_TRUE(page.is_receipt()) << page.status << page.body;
  for (node = 0; node < Nodes::kCount; ++node) EXPECT_TRUE(browser.get(page.url).is_receipt()) << "node " << node;
  const auto arrived = [] {
    const auto said = of_actor(read_statements(nodes().stage().statements()), "across");
    return !said.empty() && said.back().verb == "terminated";
  };
  EXPECT_TRUE(await(arrived, milliseconds(20'000))) << "the receipt's statements are not in the record store";
}

TEST_F(SeveralNodes, AStateAndATokenAreUsedOnceOverAllOfThem) {
  int node = 0;
  Browser mine = nodes().browser([&node] { return node; });
  const Page logged_in = mine.log_in(mine.click(nodes().stage().lms(), "link-1", "learner-1", "en", "used-once"));
  const Page authorized = mine.authorize(logged_in);
  node = 1;
  ASSERT_NE(mine.launch(authorized).form(), nullptr);
  node = 2;
  std::this_thread::sleep_for(milliseconds(1100));   // another iat, so another token for the same state and nonce
  const Page again = mine.launch(mine.authorize(logged_in));
  EXPECT_EQ(again.status, 401) << again.body;
  Browser stranger = nodes().browser([] { return 0; });
  EXPECT_EQ(stranger.launch(authorized).status, 401) << "the same launch from another browser";
}

TEST_F(SeveralNodes, AFormSentToTwoAtOnceIsOneAnswer) {
  int node = 0;
  Browser browser = nodes().browser([&node] { return node; });
  Page page = browser.open(nodes().stage().lms(), "link-1", "learner-1", "en", "double");
  int doubled = 0;
  for (int pages = 0; pages < 12 && page.form() != nullptr; ++pages) {
    const base::Fields sent = browser.fill(*page.form(), fakes::first_option());
    const std::string address = nodes().stage().tool() + page.form()->action;
    Page one, two;
    std::thread first([&] { one = nodes().browser([] { return 1; }).post_once(address, sent); });
    std::thread second([&] { two = nodes().browser([] { return 2; }).post_once(address, sent); });
    first.join();
    second.join();
    if (one.status == 422 && two.status == 422) {   // the answers call for a question that was not shown yet
      page = one;
      continue;
    }
    EXPECT_EQ(one.status, 303) << one.body;
    EXPECT_EQ(two.status, 303) << two.body;
    const auto* next = ports::header(one.headers, "Location");
    ASSERT_NE(next, nullptr);
    page = browser.get(next->starts_with("/") ? nodes().stage().tool() + *next : *next);
    ++doubled;
  }
  ASSERT_TRUE(page.is_receipt()) << page.status << page.body;
  EXPECT_GE(doubled, 2);
  const auto terminated = [] {
    const auto said = of_actor(read_statements(nodes().stage().statements()), "double");
    return !said.empty() && said.back().verb == "terminated";
  };
  ASSERT_TRUE(await(terminated, milliseconds(20'000)));
  std::vector<std::string> questions;
  const auto said = of_actor(read_statements(nodes().stage().statements()), "double");
  for (const Said& each : said)
    if (each.verb == "answered" || each.verb == "responded") questions.push_back(each.object);
  EXPECT_FALSE(questions.empty());
  std::sort(questions.begin(), questions.end());
  EXPECT_EQ(std::adjacent_find(questions.begin(), questions.end()), questions.end()) << "one question was recorded twice";
}

TEST_F(SeveralNodes, WhatIsChangedOnOneIsSeenByTheOthers) {
  fakes::Stage& stage = nodes().stage();
  int node = 1;
  Browser browser = nodes().browser([&node] { return node; });
  enter_as_administrator(browser);
  node = 2;
  const auto page_says = [&](const std::string& place, const std::string& words) {
    const Page page = browser.get(stage.tool() + place);
    return page.status == 200 && page.body.find(words) != std::string::npos;
  };
  EXPECT_TRUE(page_says("/admin/stores", "demo")) << "the session of node 1";

  fakes::Process second;
  second.start({PRECEPTOR_BUILD_DIR "/preceptor-demo-lrs", "--listen", "127.0.0.1:0", "--file", stage.folder() + "/second.jsonl", "--print-json"},
               stage.folder() + "/second.log", true);
  const Json lrs = Json::parse(second.ready_line());
  node = 1;
  const Page added = fill(browser, browser.get(stage.tool() + "/admin/stores"), "/admin/stores",
                          {{"store", "A second one"}, {"version", "auto"}, {"endpoint", lrs["endpoint"]}, {"username", lrs["username"]}, {"password", lrs["password"]}});
  ASSERT_EQ(added.status, 200) << added.body;
  ASSERT_EQ(fill(browser, browser.get(stage.tool() + "/admin/staff"), "/admin/staff", {{"name", "Pat Planner"}, {"role", "planner"}}).status, 200);
  const Moment answered = now();
  for (const int other : {0, 2}) {
    node = other;
    EXPECT_TRUE(agreed("a record store and somebody of the staff on node " + std::to_string(other), answered,
                       [&] { return page_says("/admin/stores", "A second one") && page_says("/admin/staff", "Pat Planner"); }));
  }
  // And what it is for happens, whichever node took the lease.
  std::this_thread::sleep_for(kAgree);
  Browser learner = nodes().by_turns();
  ASSERT_TRUE(finish(learner, learner.open(stage.lms(), "link-1", "learner-1", "en", "second-store")).is_receipt());
  EXPECT_TRUE(await([&] { return fakes::read_file(stage.folder() + "/second.jsonl").find("second-store") != std::string::npos; }, milliseconds(20'000)));
}

TEST_F(SeveralNodes, AFileThatOneOfThemMadeIsTheSameFromAllOfThem) {
  fakes::Stage& stage = nodes().stage();
  Browser learner = nodes().by_turns();
  ASSERT_TRUE(finish(learner, learner.open(stage.lms(), "link-1", "learner-1", "en", "in-a-file")).is_receipt());
  const auto sent = [] { return !of_actor(read_statements(nodes().stage().statements()), "in-a-file").empty(); };
  ASSERT_TRUE(await(sent, milliseconds(20'000)));
  const fakes::Program program(PRECEPTOR_BUILD_DIR, stage.folder());
  int node = 1;
  Browser browser = nodes().browser([&node] { return node; });
  const Json member = Json::parse(program.add_staff("Alex Staff", "accreditation"));
  const Page asked = browser.get(program.staff_link(member["id"].get<std::string>().substr(0, 8)));
  ASSERT_EQ(asked.forms.size(), 1u) << asked.body;
  ASSERT_EQ(browser.post_form(asked, asked.forms[0]).status, 200);
  std::smatch found;
  const Page staff = browser.get(stage.tool() + "/staff");
  ASSERT_TRUE(std::regex_search(staff.body, found, std::regex("name=\"token\" value=\"([^\"]+)\""))) << staff.body;
  const Page begun = browser.post(stage.tool() + "/staff/statements", {{"form", "jsonl"}, {"token", found[1].str()}});
  ASSERT_TRUE(std::regex_search(begun.url, found, std::regex("(/staff/statements/[0-9a-f-]{36})"))) << begun.url << begun.body;
  const std::string place = stage.tool() + found[1].str();
  const auto made = [&] { return browser.get(place).body.find("/file/1\"") != std::string::npos; };
  ASSERT_TRUE(await(made, milliseconds(30'000))) << browser.get(place).body;
  const Page first = browser.get(place + "/file/1");
  ASSERT_EQ(first.status, 200) << first.body;
  EXPECT_NE(first.body.find("\"id\""), std::string::npos);
  for (node = 0; node < Nodes::kCount; ++node) {
    const Page file = browser.get(place + "/file/1");
    EXPECT_EQ(file.status, 200) << "node " << node;
    EXPECT_EQ(file.body, first.body) << "node " << node;
  }
}

// By a process of its own, which none of the nodes hears of.
TEST_F(SeveralNodes, AConnectionIsThereOnAllOfThemAndGoneFromAllOfThem) {
  const fakes::Program commands = program();
  int node = 0;
  Browser browser = nodes().browser([&node] { return node; });
  const base::Fields login{{"iss", "https://moodle.example.org"}, {"client_id", "c1"}, {"login_hint", "7"}, {"target_link_uri", nodes().stage().tool() + "/lti/launch"}};
  const auto lets_in = [&] { return browser.post_once(nodes().stage().tool() + "/lti/login", login).status < 400; };
  for (node = 0; node < Nodes::kCount; ++node) EXPECT_FALSE(lets_in()) << "node " << node;
  ASSERT_EQ(commands.run({"platform", "add", "Campus", "--lms", "moodle", "--issuer", "https://moodle.example.org", "--client-id", "c1", "--deployment-id", "7"}), 0)
      << commands.said();
  Moment done = now();
  for (node = 0; node < Nodes::kCount; ++node) EXPECT_TRUE(agreed("a connection on node " + std::to_string(node), done, lets_in));
  ASSERT_EQ(commands.run({"platform", "remove", "Campus"}), 0) << commands.said();
  done = now();
  for (node = 0; node < Nodes::kCount; ++node) EXPECT_TRUE(agreed("no connection on node " + std::to_string(node), done, [&] { return !lets_in(); }));
}

// Whoever sends is killed under load; another goes on, and the record store has everything once.
TEST_F(SeveralNodes, AKilledSenderIsTakenOverFrom) {
  Nodes& all = nodes();
  std::mt19937 random(7);
  all.stage().lrs_faults(random_lrs_faults(random, 5000, kGoodAnswers));
  KillLearner learner(all.stage(), 7, 70, {"link-1", "link-2", "link-3"}, [&all] { return all.by_turns(); });
  std::atomic<bool> stop{false};
  std::thread walking([&] { learner.run(stop); });
  Nodes::Held sender, next;
  const bool sent = await([&] { return (sender = all.sender("demo")).node >= 0; }, kTakenOver);
  if (sent) {
    all.kill(sender.node);
    all.in_rotation(sender.node, false);
    next = all.await_other(all.sender_lease("demo"), sender, kTakenOver);
  }
  stop = true;
  walking.join();
  all.stage().clear_lrs_faults();
  ASSERT_TRUE(sent) << "nobody sent under load";
  EXPECT_GE(next.node, 0) << "nobody took over";
  EXPECT_NE(next.node, sender.node);
  EXPECT_GT(next.fence, sender.fence);
  all.start(sender.node);
  EXPECT_TRUE(await([&] { return all.ready(sender.node); }, kTakenOver)) << all.log(sender.node);
  all.in_rotation(sender.node, true);
  EXPECT_EQ(learner.problem(), "");
  EXPECT_TRUE(learner.finish_quietly()) << learner.problem();
  const Ends ends = await_settled(all.stage(), learner.accepted(), std::chrono::seconds(40));
  check_record(learner.accepted(), ends);
  EXPECT_TRUE(ends.parked.empty()) << ends.parked.front().reason;
  check_seals(all.stage());
}

// What the test below does to two nodes while learners work on all of them. The first is killed; the second, which took over from it, loses the database.
struct Troubles {
  Nodes::Held first, second, third;
  bool second_noticed = false;
};

Troubles trouble(Nodes& nodes) {
  Troubles met;
  std::this_thread::sleep_for(kLoad);
  met.first = nodes.lease("sealer");
  if (met.first.node < 0) return met;
  nodes.kill(met.first.node);
  nodes.in_rotation(met.first.node, false);
  met.second = nodes.await_other("sealer", met.first, SeveralNodes::kTakenOver);
  if (met.second.node < 0 || met.second.node == met.first.node) return met;
  std::this_thread::sleep_for(kLoad);
  met.second = nodes.lease("sealer");
  if (met.second.node < 0) return met;
  nodes.cut(met.second.node);
  // Still in the rotation until it says itself that it is not ready, as with any balancer.
  const auto end = steady_clock::now() + SeveralNodes::kTakenOver;
  while (!met.second_noticed && steady_clock::now() < end) {
    met.second_noticed = !nodes.ready(met.second.node);
    std::this_thread::sleep_for(milliseconds(100));
  }
  nodes.in_rotation(met.second.node, false);
  met.third = nodes.await_other("sealer", met.second, SeveralNodes::kTakenOver);
  std::this_thread::sleep_for(kLoad);
  return met;
}

TEST_F(SeveralNodes, OneKilledAndOneCutOffLoseNothing) {
  const unsigned seed = static_cast<unsigned>(steady_clock::now().time_since_epoch().count());
  std::fprintf(stderr, "[ seed     ] %u\n", seed);
  std::mt19937 random(seed);
  Nodes& all = nodes();
  all.stage().lrs_faults(random_lrs_faults(random, 5000, kGoodAnswers));
  Learners learners;
  std::vector<std::thread> threads;
  std::atomic<bool> stop{false};
  for (int i = 0; i < kLearners; ++i)
    learners.push_back(std::make_unique<KillLearner>(all.stage(), seed + 1 + static_cast<unsigned>(i), i,
                                                     std::vector<std::string>{"link-1", "link-2", "link-3"}, [&all] { return all.by_turns(); }));
  for (auto& learner : learners) threads.emplace_back([&] { learner->run(stop); });
  const Troubles met = trouble(all);
  stop = true;
  for (auto& thread : threads) thread.join();
  const Json state = Json::parse(all.stage().lrs_state());
  all.stage().clear_lrs_faults();
  ASSERT_GE(met.first.node, 0) << "nobody sealed under load";
  ASSERT_GE(met.second.node, 0) << "nobody took over from the killed node";
  EXPECT_GT(met.second.fence, met.first.fence);
  EXPECT_TRUE(met.second_noticed) << "a node without its database says that it is ready";
  EXPECT_NE(met.third.node, met.first.node);
  EXPECT_NE(met.third.node, met.second.node);
  EXPECT_GT(met.third.fence, met.second.fence) << "nobody took over from the node that was cut off";
  for (auto& learner : learners) {
    EXPECT_EQ(learner->problem(), "");
    EXPECT_TRUE(learner->finish_quietly()) << learner->problem();
  }
  await_receipts(all.stage(), learners, std::chrono::seconds(100));
  // What was accepted is there without the two. The rest looks by commands, which take the line of node 0.
  all.mend(met.second.node);
  const Kept checked = check_kept(all.stage(), learners);
  std::fprintf(stderr, "[ result   ] sealed by node %d, killed; by node %d, cut off; by node %d. %zu accepted answers, %zu receipts, %zu statements; record store: %s\n",
               met.first.node, met.second.node, met.third.node, checked.answers, checked.receipts, checked.statements, state.dump().c_str());
  EXPECT_EQ(checked.parked, 0u) << "one write of ten fails, which is no reason to park anything";
  EXPECT_GE(checked.answers, 20u) << "too little happened to prove anything";
  EXPECT_GE(state["used"].value("pass", 0), 3) << "the record store was hardly sent to meanwhile";
  EXPECT_EQ(state["conflicts"].get<int>(), 0) << "a statement was sent again with other content";
  // Both come back to what they were.
  EXPECT_TRUE(await([&] { return all.ready(met.second.node); }, kTakenOver)) << all.log(met.second.node);
  all.start(met.first.node);
  EXPECT_TRUE(await([&] { return all.ready(met.first.node); }, kTakenOver)) << all.log(met.first.node);
  for (const int back : {met.first.node, met.second.node}) all.in_rotation(back, true);
}

}  // namespace
}  // namespace preceptor::flow
