// What really happens in an attempt, made by the same functions that pages use, against the published profile; and what must not happen.
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "core/activity/flow.hpp"
#include "core/base/date.hpp"
#include "core/base/json.hpp"
#include "core/credit/events.hpp"
#include "tests/fakes/on_profile.hpp"
#include "xapi/credit_statement.hpp"
#include "xapi/render.hpp"

namespace preceptor::xapi {
namespace {

using base::Json;
using Fit = PatternMatch::Fit;

constexpr const char* kHome = "https://cme.example.org/a";

activity::Question asked(const std::string& id, activity::QuestionType type, bool scored = false) {
  activity::Question out;
  out.id = id;
  out.type = type;
  out.prompt = "Prompt " + id;
  out.scored = scored;
  if (type == activity::QuestionType::single || type == activity::QuestionType::multi) out.options = {{"a", "First", scored}, {"b", "Second", false}};
  return out;
}

// Two pages and the closing one.
activity::Unit two_pages(int pass) {
  activity::Unit out;
  out.id = "two-pages";
  out.title = "Two pages";
  out.language = "en";
  out.pass = pass;
  out.hash = base::ContentHash(std::string(64, 'a'));
  activity::Section first, second;
  first.questions = {asked("one", activity::QuestionType::single, true), asked("why", activity::QuestionType::text)};
  second.questions = {asked("two", activity::QuestionType::single, true), asked("rate", activity::QuestionType::scale)};
  out.sections = {first, second};
  auto change = asked("change", activity::QuestionType::multi);
  change.commitment = true;
  auto useful = asked("useful", activity::QuestionType::scale);
  useful.relevance = true;
  out.closing = {useful, change};
  return out;
}

// An attempt as it is recorded: events by core/activity, statements by render.
struct Walk {
  explicit Walk(int pass = 2) : unit(two_pages(pass)) {
    context.activity_base = kHome;
    context.actor_home_page = "https://lms.example.org";
    context.actor_name = "u-1";
    context.context_id = "42";
    context.registration_id = "reg-1";
    context.platform = "moodle";
    context.unit = &unit;
    add(record::AttemptOpened{unit.id, unit.language, unit.hash.str(), "42", "link-1"});
    add(record::DisclosureShown{"block"});
  }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;
  void add(record::Payload payload) {
    record::Event event;
    event.stream_id = "1d4c7d1e-9c0a-4e6f-8f39-9a9f0b7d2c10";
    event.seq = attempt.last_seq + 1;
    event.registration = base::RegistrationId("reg-1");
    event.at = event.recorded_at = base::from_unix_ms(1'790'000'000'000 + event.seq);
    event.payload = std::move(payload);
    const auto made = render(event, context);
    ASSERT_TRUE(made) << base::describe(made.error());
    for (const auto& rendering : *made) bodies.push_back(rendering.body);
    ASSERT_TRUE(record::apply(attempt, event));
  }
  void page(int number, const base::Fields& form) {
    const auto answers = activity::read_answers(unit, attempt, number, form);
    ASSERT_TRUE(answers.accepted()) << number;
    for (auto& payload : activity::answer_page(unit, attempt, number, answers, {base::Milliseconds(60000), base::Milliseconds(20000)})) add(std::move(payload));
  }
  void first() { page(0, {{"q.one", "a"}, {"q.why", "Because."}}); }
  void second(const char* two = "a") { page(1, {{"q.two", two}, {"q.rate", "4"}}); }
  void closing() { page(2, {{"q.useful", "5"}, {"q.change", "a"}}); }
  void away() { add(record::AttemptClosed{"idle", {}}); }
  void back(const char* reason = "after_idle") { add(record::AttemptResumed{reason}); }
  void early() {
    add(record::Other{"tested_out", "{}"});
    for (auto& payload : activity::finish_early(attempt, {})) add(std::move(payload));
  }

  activity::Unit unit;
  RenderContext context;
  record::Attempt attempt;
  std::vector<std::string> bodies;
};

struct Story { const char* name; int pass; std::function<void(Walk&)> tell; };
const Story kStories[] = {
    {"straight", 2, [](Walk& w) { w.first(); w.second(); w.closing(); }},
    {"failed", 2, [](Walk& w) { w.first(); w.second("b"); w.closing(); }},
    {"no pass mark", 0, [](Walk& w) { w.first(); w.second(); w.closing(); }},
    {"optional questions left empty", 2, [](Walk& w) { w.page(0, {{"q.one", "a"}}); w.page(1, {{"q.two", "a"}}); w.page(2, {}); }},
    {"everything left empty", 0, [](Walk& w) { w.page(0, {}); w.page(1, {}); w.page(2, {}); }},
    {"launched again while open", 2, [](Walk& w) { w.back("relaunch"); w.first(); w.back("relaunch"); w.back("relaunch"); w.second(); w.back("relaunch"); w.closing(); }},
    {"idle and back", 2, [](Walk& w) { w.first(); w.away(); w.back(); w.second(); w.away(); w.back(); w.closing(); }},
    {"idle, launched, idle, back", 2, [](Walk& w) { w.away(); w.back("relaunch"); w.away(); w.back("relaunch"); w.first(); w.back("relaunch"); w.second(); w.closing(); }},
    {"only looked at", 2, [](Walk&) {}},
    {"abandoned on the first page", 2, [](Walk& w) { w.away(); }},
    {"abandoned on the second page", 2, [](Walk& w) { w.first(); w.away(); }},
    {"abandoned after the score", 2, [](Walk& w) { w.first(); w.second(); w.away(); }},
    {"abandoned twice", 0, [](Walk& w) { w.first(); w.away(); w.back(); w.away(); }},
    {"tested out", 2, [](Walk& w) { w.first(); w.early(); }},
    {"tested out after a pause", 2, [](Walk& w) { w.first(); w.away(); w.back(); w.early(); }},
    {"offered a survey, then asked about it", 2, [](Walk& w) { w.first(); w.second(); w.closing(); w.add(record::Other{"survey_offered", "{}"}); }},
};

TEST(ProfileAttempts, EveryWayThroughAnAttemptMatches) {
  for (const Story& story : kStories) {
    Walk walk(story.pass);
    story.tell(walk);
    EXPECT_EQ(fakes::off_profile(walk.bodies, kHome), "") << story.name;
  }
}

class Straight : public ::testing::Test {
 protected:
  void SetUp() override {
    kStories[0].tell(walk_);
    for (const std::string& body : walk_.bodies) statements_.push_back(Json::parse(body));
    for (const Json& one : statements_) order_.push_back(*profile_.match(one).index);
    ASSERT_EQ(order_.size(), 10u);
  }
  std::string name(std::size_t at) const {
    const std::string& id = profile_.template_ids()[order_[at]];
    return id.substr(id.rfind('/') + 1);
  }
  Walk walk_;
  Profile profile_ = Profile::read(profile_document(kHome)).value();
  std::vector<Json> statements_;
  std::vector<std::size_t> order_;
};

TEST_F(Straight, AChangedVerbFails) {
  std::set<std::string> verbs;
  for (const Json& one : statements_) verbs.insert(one["verb"]["id"].get<std::string>());
  verbs.insert("http://adlnet.gov/expapi/verbs/experienced");
  for (std::size_t i = 0; i < statements_.size(); ++i)
    for (const std::string& verb : verbs) {
      Json changed = statements_[i];
      if (changed["verb"]["id"] == verb) continue;
      changed["verb"]["id"] = verb;
      const auto match = profile_.match(changed);
      auto order = order_;
      if (match) order[i] = *match.index;
      if (name(i) == "responded" && verb.ends_with("/answered")) continue;   // a question like others: only the verb makes it a commitment
      EXPECT_TRUE(!match || profile_.order(order).fit != Fit::whole) << name(i) << " as " << verb;
    }
}

TEST_F(Straight, AMissingContextFails) {
  for (std::size_t i = 0; i < statements_.size(); ++i)
    for (const char* where : {"/context", "/context/registration", "/context/revision", "/context/language", "/context/contextActivities",
                              "/context/contextActivities/category", "/context/contextActivities/category/0/id", "/object/definition/type", "/verb"}) {
      Json without = statements_[i];
      const Json::json_pointer place{std::string(where)};
      without.at(place.parent_pointer()).erase(place.back());
      const auto match = profile_.match(without);
      EXPECT_FALSE(match) << name(i) << " without " << where;
      EXPECT_FALSE(match.problem.empty()) << where;
    }
}

TEST_F(Straight, AMissingOrForeignResultFails) {
  struct Row { const char* of; const char* patch; };
  for (const Row& row : {Row{"passed", R"({"result":{"success":false}})"}, Row{"passed", R"({"result":{"score":null}})"}, Row{"completed", R"({"result":{"completion":null}})"},
                         Row{"completed", R"({"result":{"success":true}})"}, Row{"initialized", R"({"result":{"completion":true}})"},
                         Row{"answered-assessed", R"({"result":{"success":null}})"}, Row{"answered-assessed", R"({"object":{"definition":{"interactionType":"likert"}}})"},
                         Row{"responded", R"({"result":null})"}, Row{"terminated", R"({"result":{"completion":true}})"}}) {
    bool met = false;
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (name(i) != row.of) continue;
      Json changed = statements_[i];
      changed.merge_patch(Json::parse(row.patch));
      EXPECT_FALSE(profile_.match(changed)) << row.of << row.patch;
      met = true;
    }
    EXPECT_TRUE(met) << row.of;
  }
}

TEST_F(Straight, ASwappedOrderFails) {
  const std::set<std::string> free{"answered-assessed", "answered", "responded"};   // these may stand in any order among themselves
  for (std::size_t i = 0; i + 1 < order_.size(); ++i) {
    auto swapped = order_;
    std::swap(swapped[i], swapped[i + 1]);
    const bool either = free.contains(name(i)) && free.contains(name(i + 1));
    // An answer that counts toward nothing may come before the score or after it.
    const bool beside_score = (name(i) == "passed" && free.contains(name(i + 1))) || (name(i + 1) == "passed" && name(i) == "answered");
    EXPECT_EQ(profile_.order(swapped).fit, either || beside_score ? Fit::whole : Fit::broken) << name(i) << " and " << name(i + 1);
  }
  const auto at = [&](const std::string& wanted) {
    for (std::size_t i = 0; i < order_.size(); ++i)
      if (name(i) == wanted) return order_[i];
    return order_.size();
  };
  const std::size_t open = at("initialized"), item = at("answered-assessed"), pass = at("passed"), done = at("completed"), end = at("terminated");
  EXPECT_EQ(profile_.order(std::vector{open, pass, item}).fit, Fit::broken) << "scored before it was answered";
  EXPECT_EQ(profile_.order(std::vector{open, item, done, end, pass}).fit, Fit::broken);
  EXPECT_EQ(profile_.order(std::vector{open, item, pass, pass, done, end}).fit, Fit::broken) << "scored once";
  EXPECT_EQ(profile_.order(std::vector{open, end, item}).fit, Fit::broken) << "nobody answers in a closed session";
  EXPECT_EQ(profile_.order(std::vector{open, item, done, end, done, end}).fit, Fit::broken) << "completed once";
  EXPECT_EQ(profile_.order(std::vector{item, open}).fit, Fit::broken);
}

TEST_F(Straight, APieceIsAPieceAndNotWhole) {
  for (std::size_t from = 0; from < order_.size(); ++from) {
    const std::vector<std::size_t> rest(order_.begin() + static_cast<std::ptrdiff_t>(from), order_.end());
    EXPECT_EQ(profile_.order(rest).fit, from == 0 ? Fit::whole : Fit::fragment) << from;
  }
}

TEST(ProfileAttempts, CreditIsClaimedThenAwarded) {
  CreditContext context;
  context.activity_base = kHome;
  context.actor_home_page = "https://lms.example.org";
  context.actor_name = "u-1";
  context.activity_title = "An activity";
  context.language = "en";
  std::vector<std::string> bodies;
  std::int64_t seq = 0;
  const auto add = [&](record::Other payload) {
    record::Event event;
    event.stream_kind = "person";
    event.stream_id = "7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11";
    event.seq = ++seq;
    event.at = base::from_unix_ms(1'790'000'000'000 + seq);
    event.payload = std::move(payload);
    const auto made = render_credit(event, context);
    ASSERT_TRUE(made) << base::describe(made.error());
    for (const auto& rendering : *made) bodies.push_back(rendering.body);
  };
  credit::CreditClaimed claimed;
  claimed.activity_id = "micro-credit";
  claimed.system = "ama-pra-1";
  credit::CreditGranted granted;
  granted.grant.activity_id = claimed.activity_id;
  granted.grant.system = claimed.system;
  granted.grant.date = base::parse_date("2026-11-22").value();
  for (int time = 0; time < 2; ++time) {
    add(credit::payload_of(claimed));
    add(credit::payload_of(granted));
    EXPECT_EQ(fakes::off_profile(bodies, kHome), "") << "claimed " << time + 1 << " times";
  }
  ASSERT_EQ(bodies.size(), 4u);
  EXPECT_NE(fakes::off_profile({bodies[1], bodies[0]}, kHome), "") << "awarded before it was claimed";
  EXPECT_NE(fakes::off_profile({bodies[0], bodies[0], bodies[1]}, kHome), "");
  EXPECT_NE(fakes::off_profile({bodies[0], bodies[1]}, "https://another.example.org"), "") << "another site's profile";
  Json without = Json::parse(bodies[0]);
  without["result"]["extensions"].erase(std::string(kHome) + "/extension/credit-amount");
  EXPECT_NE(fakes::off_profile({without.dump(), bodies[1]}, kHome), "");
}

}  // namespace
}  // namespace preceptor::xapi
