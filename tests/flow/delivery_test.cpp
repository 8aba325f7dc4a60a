// A record store that misbehaves: nothing is lost, nothing doubled, one bad statement stops no other.
#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "tests/fakes/program.hpp"
#include "tests/flow/record_check.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;

constexpr std::chrono::seconds kPatience{18};
constexpr const char* kCompleted = "http://adlnet.gov/expapi/verbs/completed";

fakes::Page open_as(Browser& browser, const std::string& sub) { return browser.open(stage().lms(), "link-1", "learner-1", "en", sub); }

// The learner's, in the order they were parked.
std::vector<ParkedStatement> parked_of(const Ends& ends, const std::string& sub) {
  std::vector<ParkedStatement> own;
  for (const auto& parked : ends.parked)
    for (const auto& one : of_actor(ends.made, sub))
      if (one.id == parked.id) own.push_back(parked);
  return own;
}

const Said* find_verb(const std::vector<Said>& all, const std::string& verb) {
  for (const auto& one : all)
    if (one.verb == verb) return &one;
  return nullptr;
}

int conflicts() { return Json::parse(stage().lrs_state())["conflicts"].get<int>(); }

struct Fault {
  const char* name;
  const char* script;       // what the next writes meet
  const char* may_park;     // the code of the first statement, which may have gone alone; empty: nothing may be parked
};
void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class Misbehaving : public testing::TestWithParam<Fault> {};

TEST_P(Misbehaving, EverythingArrivesOnceInOrder) {
  const std::string sub = std::string("fault-") + GetParam().name;
  const int conflicts_before = conflicts();
  stage().clear_lrs_faults();
  stage().lrs_faults(std::string("{\"next\":[") + GetParam().script + "]}");
  Accepted accepted;
  Browser browser;
  ASSERT_TRUE(walk(browser, open_as(browser, sub), sub, accepted).is_receipt());
  const Ends ends = await_settled(stage(), accepted, kPatience);
  check_record(accepted, ends);
  const std::string may_park = GetParam().may_park;
  for (const auto& parked : parked_of(ends, sub)) EXPECT_EQ(parked.code, may_park) << parked.reason;
  EXPECT_LE(parked_of(ends, sub).size(), 1u);
  EXPECT_NE(stage().lrs_state().find("\"waiting\":0"), std::string::npos) << "the script was not used up: " << stage().lrs_state();
  EXPECT_EQ(conflicts(), conflicts_before) << "a statement was sent again with other content";
  stage().clear_lrs_faults();
}
// Of a batch that is refused whole each statement goes alone next, and is taken; only what went alone already is parked for it.
INSTANTIATE_TEST_SUITE_P(
    Faults, Misbehaving,
    testing::Values(Fault{"Error500", R"({"do":"status","status":500,"times":2})", ""}, Fault{"Busy503", R"({"do":"status","status":503,"retry_after":1})", ""},
                    Fault{"TooMany429", R"({"do":"status","status":429,"retry_after":1})", ""}, Fault{"TooLarge413", R"({"do":"status","status":413})", "lrs.refused"},
                    Fault{"Refused400", R"({"do":"status","status":400})", "lrs.refused"}, Fault{"Conflict409", R"({"do":"status","status":409})", "lrs.conflict"},
                    Fault{"ResetBefore", R"({"do":"reset_before","times":2})", ""}, Fault{"ResetAfter", R"({"do":"reset_after","times":2})", ""},
                    Fault{"Hang", R"({"do":"hang","ms":2000})", ""}, Fault{"Half", R"({"do":"half"})", ""}, Fault{"WrongIds", R"({"do":"wrong_ids"})", ""}),
    [](const auto& info) { return std::string(info.param.name); });

// The verb's address stands in that one statement alone: the batch is refused until it goes without.
Ends finish_with_one_refused(const std::string& sub, int status) {
  stage().clear_lrs_faults();
  stage().lrs_faults(Json{{"refuse", {{kCompleted, status}}}}.dump());
  Accepted accepted;
  Browser browser;
  EXPECT_TRUE(walk(browser, open_as(browser, sub), sub, accepted).is_receipt());
  Ends ends = await_settled(stage(), accepted, kPatience);
  check_record(accepted, ends);
  stage().clear_lrs_faults();
  return ends;
}

TEST(OneBadStatement, IsParkedWithTheStoresWordsAndSentAgainAsItWas) {
  const std::string sub = "one-refused";
  const Ends ends = finish_with_one_refused(sub, 400);
  const auto parked = parked_of(ends, sub);
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked[0].code, "lrs.refused");
  EXPECT_NE(parked[0].reason.find("HTTP 400"), std::string::npos) << parked[0].reason;
  EXPECT_NE(parked[0].reason.find("a statement of this batch is refused"), std::string::npos) << parked[0].reason;

  const fakes::Program program(PRECEPTOR_BUILD_DIR, stage().folder());
  ASSERT_EQ(program.run({"lrs", "resend", "demo", "--statement", parked[0].id}), 0) << program.said();
  const auto end = std::chrono::steady_clock::now() + kPatience;
  Ends after = look(stage());
  while (!parked_of(after, sub).empty() && std::chrono::steady_clock::now() < end) after = look(stage());
  EXPECT_TRUE(parked_of(after, sub).empty());
  after = look(stage());   // what is parked was read after what arrived
  EXPECT_EQ(of_actor(after.held, sub).size(), of_actor(after.made, sub).size());
  EXPECT_NE(find_verb(of_actor(after.held, sub), "completed"), nullptr);
}

TEST(OneBadStatement, AnsweredWithAConflictThatTheStoreCannotShowIsParked) {
  const std::string sub = "one-conflict";
  const auto parked = parked_of(finish_with_one_refused(sub, 409), sub);
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked[0].code, "lrs.conflict");
  EXPECT_NE(parked[0].reason.find("does not show the statement"), std::string::npos) << parked[0].reason;
}

// Somebody wrote another statement under the id before ours came.
TEST(OneBadStatement, WhoseIdIsTakenByAnotherIsParkedAndTheOtherStays) {
  const std::string sub = "id-taken";
  stage().clear_lrs_faults();
  stage().lrs_faults(R"({"next":[{"do":"status","status":500,"times":100000}]})");
  Accepted accepted;
  Browser browser;
  ASSERT_TRUE(walk(browser, open_as(browser, sub), sub, accepted).is_receipt());
  std::vector<Said> made;
  for (int tries = 0; tries < 20 && find_verb(made, "terminated") == nullptr; ++tries) made = of_actor(look(stage()).made, sub);
  ASSERT_NE(find_verb(made, "terminated"), nullptr) << "not sealed";
  stage().stop_tool();
  stage().clear_lrs_faults();
  Json other = Json::parse(find_verb(made, "completed")->text);
  other["timestamp"] = "2001-01-01T00:00:00.000Z";
  ASSERT_EQ(stage().post_statements(other.dump()).status, 200);
  stage().start_tool();

  const Ends ends = await_settled(stage(), accepted, kPatience);
  check_record(accepted, ends);
  const auto parked = parked_of(ends, sub);
  ASSERT_EQ(parked.size(), 1u);
  EXPECT_EQ(parked[0].code, "lrs.conflict");
  EXPECT_NE(parked[0].reason.find("holds another statement with this id"), std::string::npos) << parked[0].reason;
  const auto held = of_actor(ends.held, sub);
  const Said* completed = find_verb(held, "completed");
  ASSERT_NE(completed, nullptr);
  EXPECT_EQ(completed->timestamp, "2001-01-01T00:00:00.000Z");
}

}  // namespace
}  // namespace preceptor::flow
