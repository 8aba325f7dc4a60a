#include "tests/flow/record_check.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <thread>

#include "core/base/encoding.hpp"
#include "core/base/json.hpp"
#include "tests/fakes/program.hpp"

namespace preceptor::flow {
namespace {

std::string question_of(const Said& said) { return said.object.substr(said.object.rfind('/') + 1); }

// The answer as its statement's response: choices are joined by [,].
bool holds(const Said& said, const std::set<std::string>& values) {
  for (const auto& value : values)
    if (("[,]" + said.response + "[,]").find("[,]" + value + "[,]") == std::string::npos) return false;
  return true;
}

// Without what a record store adds by itself (xAPI Data 2.4.8 to 2.4.10).
std::string content_of(const Said& said) {
  auto statement = base::Json::parse(said.text);
  for (const char* name : {"stored", "authority", "version"}) statement.erase(name);
  return base::canonical_json(statement);
}

std::vector<std::string> ids_of(const std::vector<Said>& all) {
  std::vector<std::string> ids;
  for (const auto& said : all) ids.push_back(said.id);
  return ids;
}

const ParkedStatement* find_parked(const Ends& ends, const std::string& id) {
  for (const auto& parked : ends.parked)
    if (parked.id == id) return &parked;
  return nullptr;
}

const Said* find_said(const std::vector<Said>& all, const std::string& id) {
  for (const auto& said : all)
    if (said.id == id) return &said;
  return nullptr;
}

// Of one learner, as recorded: one attempt, times that only grow, nothing recorded twice.
void check_attempt(const std::string& learner, const std::vector<Said>& made) {
  std::string last, registration;
  std::set<std::string> answered;
  int initialized = 0, completed = 0, scored = 0;
  for (const auto& one : made) {
    EXPECT_LT(last, one.timestamp) << learner << ": " << one.verb << " is out of order";
    last = one.timestamp;
    if (registration.empty()) registration = one.registration;
    EXPECT_EQ(one.registration, registration) << learner << " has two attempts";
    initialized += one.verb == "initialized";
    completed += one.verb == "completed";
    scored += one.verb == "passed" || one.verb == "failed";
    if (one.verb == "answered" || one.verb == "responded") { EXPECT_TRUE(answered.insert(one.object).second) << learner << ": " << one.object << " was recorded twice"; }
  }
  EXPECT_EQ(initialized, 1) << learner;
  EXPECT_LE(completed, 1) << learner;
  EXPECT_LE(scored, 1) << learner;
  if (!made.empty()) { EXPECT_EQ(made.front().verb, "initialized") << learner; }
}

void check_receipt(const std::string& learner, const std::vector<Said>& made) {
  const auto seen = verbs(made);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "completed"), 1) << learner;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "terminated"), 1) << learner;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "passed") + std::count(seen.begin(), seen.end(), "failed"), 1) << learner;
}

// The record store has of this learner what was made and not parked, and in that order.
void check_arrival(const std::string& learner, const std::vector<Said>& made, const Ends& ends) {
  const auto not_parked = [&](const std::vector<Said>& all) {
    std::vector<std::string> ids = ids_of(all);
    std::erase_if(ids, [&](const std::string& id) { return find_parked(ends, id) != nullptr; });
    return ids;
  };
  EXPECT_EQ(not_parked(of_actor(ends.held, learner)), not_parked(made)) << learner << ": something is missing, too much or out of order in the record store";
}

void check_contents(const Ends& ends) {
  std::map<std::string, const Said*> made;
  for (const auto& one : ends.made) made[one.id] = &one;
  std::set<std::string> ids;
  for (const auto& one : ends.held) {
    EXPECT_TRUE(ids.insert(one.id).second) << one.id << " is in the record store twice";
    const auto* parked = find_parked(ends, one.id);
    if (parked != nullptr && parked->code == "lrs.conflict") continue;
    const auto ours = made.find(one.id);
    if (ours == made.end()) continue;   // another producer's
    EXPECT_EQ(content_of(one), content_of(*ours->second)) << one.id << " has other content in the record store";
  }
}

void check_parked(const Ends& ends) {
  for (const auto& parked : ends.parked) {
    EXPECT_NE(find_said(ends.made, parked.id), nullptr) << parked.id << " is parked and was never recorded";
    EXPECT_TRUE(parked.code.starts_with("lrs.")) << parked.code;
    EXPECT_GE(parked.reason.size(), 8u) << parked.id << ": \"" << parked.reason << "\" tells nobody anything";
    EXPECT_TRUE(base::is_utf8(parked.reason)) << parked.id;
    EXPECT_TRUE(std::all_of(parked.reason.begin(), parked.reason.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7f; })) << parked.id << ": " << parked.reason;
    if (parked.code == "lrs.refused") { EXPECT_EQ(find_said(ends.held, parked.id), nullptr) << parked.id << " was taken and is called refused"; }
  }
}

bool is_settled(const Ends& ends, const Accepted& accepted) {
  for (const auto& learner : accepted.receipts) {
    const auto own = of_actor(ends.made, learner);
    if (own.empty() || own.back().verb != "terminated") return false;
  }
  std::set<std::string> arrived;
  for (const auto& one : ends.held) arrived.insert(one.id);
  for (const auto& one : ends.parked) arrived.insert(one.id);
  return std::all_of(ends.made.begin(), ends.made.end(), [&](const Said& one) { return arrived.count(one.id) != 0; });
}

}  // namespace

void note_answers(Accepted& accepted, const std::string& learner, const base::Fields& sent, const fakes::Page& after) {
  if (after.first_status != 303) return;
  for (const auto& [name, value] : sent)
    if (name.rfind("q.", 0) == 0) accepted.answers[{learner, name.substr(2)}].insert(value);
}

fakes::Page walk(fakes::Browser& browser, fakes::Page page, const std::string& learner, Accepted& accepted, const fakes::Choose& choose) {
  if (page.status == 200) accepted.opened.insert(learner);
  for (int pages = 0; pages < 12 && page.form(); ++pages) {
    base::Fields sent;
    fakes::Page after = browser.answer(page, choose, &sent);
    note_answers(accepted, learner, sent, after);
    page = std::move(after);
  }
  if (page.is_receipt()) accepted.receipts.insert(learner);
  return page;
}

Ends look(fakes::Stage& stage) {
  const fakes::Program program(PRECEPTOR_BUILD_DIR, stage.folder());
  Ends ends;
  const std::string file = stage.folder() + "/made.jsonl";
  std::filesystem::remove(file);
  // In this order: what arrives meanwhile counts as missing, and the next look finds it. What was parked is settled before its followers are sent.
  EXPECT_EQ(program.run({"export", "xapi", "--out", file}), 0) << program.said();
  std::istringstream lines(fakes::read_file(file));
  for (std::string line; std::getline(lines, line);) ends.made.push_back(read_statement(line));
  ends.held = read_statements(stage.statements());
  EXPECT_EQ(program.run({"lrs", "list", "--json"}), 0) << program.said();
  const auto listed = base::parse_json(program.said());
  if (!listed) {
    ADD_FAILURE() << program.said();
    return ends;
  }
  for (const auto& store : *listed)
    for (const auto& one : store["parked_statements"])
      ends.parked.push_back({one["statement"].get<std::string>(), one["code"].get<std::string>(), one["reason"].get<std::string>()});
  return ends;
}

Ends await_settled(fakes::Stage& stage, const Accepted& accepted, std::chrono::seconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  Ends ends = look(stage);
  while (!is_settled(ends, accepted) && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    ends = look(stage);
  }
  EXPECT_TRUE(is_settled(ends, accepted)) << ends.made.size() << " made, " << ends.held.size() << " held, " << ends.parked.size() << " parked\n" << stage.tool_log();
  return ends;
}

void check_record(const Accepted& accepted, const Ends& ends) {
  for (const auto& [key, values] : accepted.answers) {
    const auto own = of_actor(ends.made, key.first);
    const auto found = std::find_if(own.begin(), own.end(), [&](const Said& one) { return question_of(one) == key.second; });
    if (found == own.end()) {
      ADD_FAILURE() << key.first << " answered " << key.second << "; it is not in the record";
      continue;
    }
    EXPECT_TRUE(holds(*found, values)) << key.first << " " << key.second << " says " << found->response;
  }
  for (const auto& learner : accepted.receipts) check_receipt(learner, of_actor(ends.made, learner));
  for (const auto& learner : accepted.opened) {
    const auto made = of_actor(ends.made, learner);
    check_attempt(learner, made);
    check_arrival(learner, made, ends);
  }
  check_contents(ends);
  check_parked(ends);
}

void check_seals(fakes::Stage& stage) {
  const fakes::Program program(PRECEPTOR_BUILD_DIR, stage.folder());
  EXPECT_EQ(program.run({"store", "check"}, std::chrono::seconds(300)), 0) << program.said();
}

}  // namespace preceptor::flow
