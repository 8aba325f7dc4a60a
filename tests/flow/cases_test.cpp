// The worked example of the root-cause rule with the real program: stakeholders in three roles rate two cases by LTI launches; the rule says NO-GO to the one
// where the system is in the way and GO to the one where knowledge is missing, and whoever launches again reads so. The planner's acts go through the
// case book on the program's own store, beside the running program.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "adapters/store/store.hpp"
#include "adapters/vault/text_key_files.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "lti/jose/sealer.hpp"
#include "tests/fakes/stage.hpp"
#include "web/rca/case_book.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;
using rca::Row;

class WallClock : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Instant::duration>(std::chrono::system_clock::now()); }
};
class Silence : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

const web::CaseActor kPlanner{base::PersonId("11111111-1111-4111-8111-111111111111"), "A. Planner"};
const web::CaseActor kSigner{base::PersonId("22222222-2222-4222-8222-222222222222"), "B. Signer"};

using Answers = std::map<std::string, std::pair<int, std::vector<std::string>>>;   // by card: degree, ticked rows

// credit.md 9.2, third example, as cards say it: system and incentives are main causes.
const Answers kSystem = {{"system", {3, {"P1", "R1"}}}, {"incentives", {3, {}}}, {"equity", {1, {}}}, {"team", {1, {}}}, {"knowledge", {0, {}}}, {"preference", {0, {}}}};
// The first example: knowledge is the main cause, everything else contributes.
const Answers kKnowledge = {{"knowledge", {3, {"K1", "K2"}}}, {"system", {1, {"R1"}}}, {"equity", {1, {}}}, {"team", {1, {}}}, {"preference", {1, {}}}, {"incentives", {0, {}}}};

rca::Sheet sheet_of(const std::string& title, int evidence_elsewhere) {
  rca::Sheet sheet;
  sheet.title = title;
  sheet.gap.statement = "Hands are cleaned after 46 % of contacts; it should be 80 %.";
  sheet.gap.measure = "share of contacts followed by hand hygiene";
  sheet.gap.source = "ward audit, 212 observations";
  sheet.gap.population = "adult wards of two hospitals";
  sheet.gap.strata = {{"site", true, "41 % and 52 %"}};
  sheet.aim = {rca::AimKind::population_health, "the audit again"};
  sheet.funding.funder = "none";
  sheet.plan_changers = {"CME director"};
  for (const auto& row : rca::all_rows()) {
    auto& planned = sheet.rows[row.row];
    planned.evidence = evidence_elsewhere;
    planned.cause = "What is behind it, in words.";
    planned.whys = {"Because of the first thing.", "And that because of the second."};
  }
  return sheet;
}

struct Hospital {
  fakes::Stage stage{PRECEPTOR_BUILD_DIR};
  WallClock clock;
  Silence log;
  std::unique_ptr<vault::TextKeyFiles> keys;   // of what the raters wrote
  std::unique_ptr<store::Store> store;
  std::unique_ptr<web::CaseBook> book;

  Hospital() {
    auto opened = store::Store::open({stage.store().url()}, clock, log);
    if (!opened) throw std::runtime_error(base::describe(opened.error()));
    store = std::move(*opened);
    const std::string key_file = stage.folder() + (stage.store().url().starts_with("sqlite:") ? "/preceptor.db.key" : "/site.key");
    const auto key = jose::load_or_make_key(key_file);
    if (!key) throw std::runtime_error(base::describe(key.error()));
    keys = std::make_unique<vault::TextKeyFiles>(key_file + ".texts", *key);
    store->use_text_keys(*keys, true);
    book = std::make_unique<web::CaseBook>(*store, *store, clock);
  }
  std::string open(const rca::Sheet& sheet) {
    const auto act = book->open(kPlanner, sheet, "open " + sheet.title);
    EXPECT_TRUE(act && act->outcome == web::CaseAct::Outcome::done);
    return act ? act->id : std::string();
  }
  web::RcaCase now(const std::string& id) {
    auto one = book->load(id);
    EXPECT_TRUE(one && *one);
    return one && *one ? std::move(**one) : web::RcaCase{};
  }
  // A launch of a link that names the case.
  Page launch(Browser& browser, const std::string& id, const std::string& who, const std::string& role = {}) {
    Json custom = {{"rca", id}};
    if (!role.empty()) custom["role"] = role;
    stage.next_launch(Json{{"claims", {{"https://purl.imsglobal.org/spec/lti/claim/custom", custom}}}}.dump());
    return browser.open(stage.lms(), "link-1", "learner-1", "en", who);
  }
  // From the click to the thanks: the role where it is asked, six cards.
  Page rate(const std::string& id, const std::string& who, const std::string& role, const Answers& answers, bool role_in_link) {
    Browser browser;
    Page page = launch(browser, id, who, role_in_link ? role : "");
    EXPECT_EQ(page.status, 200) << page.body << stage.tool_log();
    if (!role_in_link) {
      if (page.forms.empty() || page.forms[0].named("role") == nullptr) {
        ADD_FAILURE() << "no role is asked: " << page.body;
        return page;
      }
      page = browser.post(stage.tool() + page.forms[0].action, {{"role", role}});
    }
    if (page.forms.empty() || page.forms[0].named("key") == nullptr) {
      ADD_FAILURE() << "no cards: " << page.body;
      return page;
    }
    base::Fields fields = {{"key", page.forms[0].named("key")->value}, {"seq", "1"}, {"active", ""}};
    for (const auto& [card, answer] : answers) {
      fields.emplace_back("degree." + card, std::to_string(answer.first));
      for (const auto& row : answer.second) fields.emplace_back("row." + card, row);
    }
    const std::string place = stage.tool() + page.forms[0].action;
    const Page thanks = browser.post(place, fields);
    EXPECT_EQ(browser.post(place, fields).status, 200) << "a double tap";
    return thanks;
  }
  void decide(const std::string& id, const std::string& reason) {
    const auto one = now(id);
    const auto proposal = rca::proposal(one.sheet, one.ratings, one.decisions);
    const auto act = book->decide(id, kSigner, {proposal.proposed, proposal.basis, reason, "none", base::add_months(base::utc_date(clock.now()), 6)}, "decide " + id);
    ASSERT_TRUE(act) << base::describe(act.error());
    std::string problems;
    for (const auto& one_problem : act->problems) problems += one_problem.field + " " + one_problem.rule + "\n";
    EXPECT_EQ(act->outcome, web::CaseAct::Outcome::done) << problems;
  }
};

TEST(Cases, ThreeRolesRateTwoCasesAndTheRuleDecides) {
  Hospital house;
  auto system = sheet_of("Gloves: where they hang", 2), knowledge = sheet_of("Gloves: when to wash", 1);
  system.rows[Row::p1].owner = {"Ward informatics lead", rca::Department::informatics, base::utc_date(house.clock.now())};
  knowledge.rows[Row::k1].evidence = knowledge.rows[Row::k2].evidence = 3;
  const std::string no = house.open(system), go = house.open(knowledge);
  const std::vector<std::string> roles = {"physician", "nurse", "patient"};
  for (std::size_t i = 0; i < roles.size(); ++i) {
    EXPECT_NE(house.rate(no, "person-" + std::to_string(i), roles[i], kSystem, i == 0).body.find("Thank you"), std::string::npos);
    EXPECT_NE(house.rate(go, "person-" + std::to_string(i), roles[i], kKnowledge, i != 0).body.find("Thank you"), std::string::npos);
  }
  EXPECT_EQ(house.now(no).ratings.size(), 3u) << "one a person, whatever is tapped twice";
  EXPECT_TRUE(house.now(no).ratings[0].told);
  EXPECT_EQ(house.now(no).ratings[0].person, house.now(go).ratings[0].person) << "the same person on two links";

  const auto lines = house.book->list("open");
  ASSERT_TRUE(lines && lines->size() == 2u);
  for (const auto& line : *lines) EXPECT_EQ(line.proposed, line.id == no ? rca::Outcome::no_go : rca::Outcome::go_education) << line.title << " " << line.eas;
  house.decide(no, "The dispensers hang where nobody passes.");
  house.decide(go, "They asked when, not whether.");
  EXPECT_EQ(house.now(no).decisions.current()->decided, rca::Outcome::no_go);
  EXPECT_EQ(house.now(go).decisions.current()->decided, rca::Outcome::go_education);
  EXPECT_LT(house.now(no).decisions.current()->eas, 300);
  EXPECT_GE(house.now(go).decisions.current()->eas, 650);

  Browser later;
  const Page refused = house.launch(later, no, "person-1");
  EXPECT_NE(refused.body.find("wrong tool"), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find("The dispensers hang where nobody passes."), std::string::npos);
  EXPECT_NE(house.launch(later, go, "person-2").body.find("right tool"), std::string::npos);

  // Nothing of it goes to a record store, and no address of it into the log.
  EXPECT_TRUE(house.stage.statements().empty());
  const std::string log = house.stage.tool_log();
  for (std::size_t at = 0; (at = log.find("/r/", at)) != std::string::npos; ++at) EXPECT_EQ(log.substr(at, 6), "/r/***");
  // What was written is what the record holds the hashes of: sheets, reasons and names.
  std::string findings;
  const auto checked = house.store->check_record({}, [&](const record::ChainFinding& one) { findings += one.detail + "\n"; }, [](std::int64_t, std::int64_t) { return true; });
  ASSERT_TRUE(checked) << base::describe(checked.error());
  EXPECT_EQ(checked->faults, 0) << findings;
  EXPECT_EQ(checked->texts_unread, 0);

  // After a restart everything is still there.
  house.stage.kill_tool();
  house.stage.start_tool();
  Browser again;
  EXPECT_NE(house.launch(again, go, "person-2").body.find("They asked when, not whether."), std::string::npos);
}

}  // namespace
}  // namespace preceptor::flow
