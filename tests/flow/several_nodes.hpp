// What the tests of several nodes share: the one site of three servers, and how soon they agree.
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <thread>

#include "core/base/json.hpp"
#include "tests/fakes/program.hpp"
#include "tests/flow/nodes.hpp"

namespace preceptor::flow {

class SeveralNodes : public testing::Test {
 public:
  static constexpr std::chrono::milliseconds kAgree{2000};            // what is changed on one node is the others' too
  static constexpr std::chrono::milliseconds kTakenOver{12'000};      // a lease lives for six seconds after its last renewal
  // One for all tests; it begins with the first that needs it.
  static Nodes& nodes() {
    static Nodes made;
    return made;
  }
  // A command, by a process of its own, which none of the nodes hears of.
  static fakes::Program program() { return {PRECEPTOR_BUILD_DIR, nodes().stage().folder()}; }

 protected:
  using Moment = std::chrono::steady_clock::time_point;
  static Moment now() { return std::chrono::steady_clock::now(); }

  void SetUp() override {
    if (const std::string& why = fakes::PostgresqlCluster::shared().why_not(); !why.empty()) GTEST_SKIP() << "not run: " << why;
  }
  // True as soon as `holds` is, false when `patience` is over.
  static bool await(const std::function<bool()>& holds, std::chrono::milliseconds patience) {
    const Moment end = now() + patience;
    while (!holds()) {
      if (now() >= end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return true;
  }
  // Whether `holds` is seen to be true by a look that begins within kAgree after `acknowledged`, or by the first look: nodes are asked one after the other.
  // What this process itself slept too long is added. How long it took is said either way.
  static testing::AssertionResult agreed(const std::string& what, Moment acknowledged, const std::function<bool()>& holds) {
    const auto since = [&] { return std::chrono::duration_cast<std::chrono::milliseconds>(now() - acknowledged).count(); };
    long long lost = 0;
    do {
      if (holds()) {
        std::fprintf(stderr, "[ agreed   ] %s: %lld ms after the answer\n", what.c_str(), static_cast<long long>(since()));
        return testing::AssertionSuccess() << what << ": " << since() << " ms after the answer";
      }
      const auto asleep = since();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (const auto slept = since() - asleep; slept > 50) lost += slept - 20;
    } while (since() <= kAgree.count() + lost);
    return testing::AssertionFailure() << what << ": still not " << since() << " ms after the answer";
  }
  static std::string site(const std::string& place) { return nodes().stage().tool() + place; }
  // The page's form with that action, as a browser sends it, with `changes`.
  static fakes::Page fill(fakes::Browser& browser, const fakes::Page& page, const std::string& action, const base::Fields& changes) {
    for (const auto& form : page.forms) {
      if (form.action != action) continue;
      base::Fields fields;
      for (const auto& [name, value] : browser.fill(form, fakes::first_option()))
        if (base::field(changes, name) == nullptr) fields.emplace_back(name, value);
      fields.insert(fields.end(), changes.begin(), changes.end());
      return browser.post(site(action), fields);
    }
    ADD_FAILURE() << "no form for " << action << " on " << page.url << "\n" << page.body;
    return {};
  }
  // Signs a browser in by a one-time address.
  static void enter(fakes::Browser& browser, const std::string& address) {
    const fakes::Page asked = browser.get(address);
    ASSERT_EQ(asked.forms.size(), 1u) << asked.body;
    ASSERT_EQ(browser.post_form(asked, asked.forms[0]).status, 200);
  }
  static void enter_as_administrator(fakes::Browser& browser) {
    const fakes::Program commands = program();
    ASSERT_EQ(commands.run({"admin", "link", "--json"}), 0) << commands.said();
    enter(browser, base::Json::parse(commands.said())["url"].get<std::string>());
  }
};

}  // namespace preceptor::flow
