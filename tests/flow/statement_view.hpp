// What the flow tests look at in a statement, and helpers to walk through a unit.
#pragma once
#include <string>
#include <vector>

#include "tests/fakes/driver.hpp"
#include "tests/fakes/stage.hpp"

namespace preceptor::flow {

struct Said {
  std::string id, actor, home_page, verb, object, response, registration, timestamp, text;
};
Said read_statement(const std::string& json);
std::vector<Said> read_statements(const std::vector<std::string>& json);
// Of one actor (account name), in the order they arrived.
std::vector<Said> of_actor(const std::vector<Said>& all, const std::string& actor);
std::vector<std::string> verbs(const std::vector<Said>& all);   // last parts: "initialized", "answered", ...

// Answers page after page until the receipt; the last page seen when it does not come within 12 pages.
fakes::Page finish(fakes::Browser& browser, fakes::Page page, const fakes::Choose& choose = fakes::first_option());

// The stage all tests of one executable share.
fakes::Stage& stage();

}  // namespace preceptor::flow
