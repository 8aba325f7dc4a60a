// Surveys without names: launched alone and offered on the receipt, from the launch to what waits in the pool.
#include "core/base/json.hpp"
#include "core/burden/form.hpp"
#include "manifests/compile.hpp"
#include "tests/fakes/memory_pool.hpp"
#include "tests/fakes/memory_vault.hpp"
#include "tests/unit/credit/sample_activity.hpp"
#include "tests/unit/web/course.hpp"
#include "tests/unit/web/memory_values.hpp"
#include "web/credit/credit_book.hpp"
#include "web/survey/survey_pages.hpp"

namespace preceptor::web::testing {
namespace {

using base::Json;

class Lent : public LaunchTarget {
 public:
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override {
    return to->open(request, launch, work);
  }
  LaunchTarget* to = nullptr;
};

ports::ContentVersion form_version(const activity::Survey& survey) {
  ports::ContentVersion version;
  version.kind = "survey";
  version.id = survey.form.id;
  version.language = survey.form.language;
  version.json = activity::to_json(survey);
  version.hash = survey.hash;
  version.source = "folder";
  version.title = survey.form.title;
  return version;
}

class Surveyed {
 public:
  Surveyed()
      : surveys({course.records, course.records.projections, course.content, pool, values, course.registrations, course.diary, course.sealer, course.clock, course.log, kPublicUrl}) {
    lent.to = &surveys;
    std::vector<ports::ContentVersion> versions = {version_of(sample_unit())};
    for (const auto& survey : manifests::shipped_surveys()) versions.push_back(form_version(survey));
    EXPECT_TRUE(course.content.publish_folder(versions).has_value());
  }

  ports::HttpResponse launch(const std::string& survey = "micro-burden", const std::function<void(fakes::TestJson&)>& change = {}) {
    return course.launch([&](fakes::TestJson& claims) {
      claims[kLti + "custom"] = {{"survey", survey}};
      if (change) change(claims);
    });
  }
  ports::HttpResponse ask(const std::string& method, const std::string& path, const base::Fields& fields = {}) {
    ports::HttpRequest one;
    one.method = method;
    one.path = path;
    one.body = base::format_form(fields);
    one.headers = {{"Accept-Language", course.accept_language}};
    return surveys.answer(one);
  }
  // The page behind a redirect.
  ports::HttpResponse send(const std::string& path, const base::Fields& fields) {
    const auto answer = ask("POST", path, fields);
    return answer.status == 303 ? ask("GET", local(header(answer, "Location"))) : answer;
  }
  // The form's own action: the last one on the page (what is asked about the person stands before it).
  static std::string form_action(const ports::HttpResponse& page) {
    const std::string start = "<form method=\"post\" action=\"";
    const auto from = page.body.find(start);
    return from == std::string::npos ? "" : local(page.body.substr(from + start.size(), page.body.find('"', from + start.size()) - from - start.size()));
  }
  // The unit carries credit from now on; without it, it is in an activity that designates none.
  void put_into_activity(bool with_credit) {
    auto activity = credit::sample_activity();
    activity.bundle = {{sample_unit().id, 30, true}};
    if (!with_credit) activity.designations.clear();
    const std::string json = credit::to_json(activity);
    EXPECT_TRUE(course.content.publish_edited({"activity", activity.id, activity.language, credit::activity_from_json(json)->hash, json, "editor", course.clock.now(), activity.title}));
  }
  // A unit from launch to receipt on a link of its own, so that each is an attempt of its own.
  ports::HttpResponse finish(const std::string& link) {
    course.clock.pass(base::Milliseconds(60'000));
    auto page = course.launch([&](auto& claims) { claims[kLti + "resource_link"] = {{"id", link}}; });
    page = course.submit(action(page), {{"q.dose", "a"}});
    page = course.submit(action(page), {{"q.weight", "60"}});
    if (!has(page, "class=\"figure\"")) page = course.submit(action(page), {{"q.plan", "a"}, {"q.useful", "b"}});
    return page;
  }

  Lent lent;
  Course course{LaunchTargets{nullptr, nullptr, &lent}, &surveys, &book};
  fakes::MemoryVault vault{course.clock};
  const credit::Rulebook rules = credit::sample_rules();
  CreditBook book{{course.records, course.records.projections, course.records.credit, course.content, vault, course.clock, course.log, rules, {}, "cme.example.org", kPublicUrl, {}}};
  fakes::MemoryPool pool;
  MemoryValues values;
  SurveyPages surveys;
};

std::string survey_link(const ports::HttpResponse& receipt) {
  const std::string start = "href=\"/tool/s/";
  const auto from = receipt.body.find(start);
  return from == std::string::npos ? "" : local(receipt.body.substr(from + 6, receipt.body.find('"', from + 6) - from - 6));
}

const base::Fields kAnswers = {{"q.mb1", "4"}, {"q.mb2", "d"}, {"q.mb4", "d"}, {"q.mb5", "b"}, {"q.mb5", "e"}};

TEST(Survey, AnAnswerLaunchedAloneWaitsInThePoolWithoutAnyone) {
  Surveyed site;
  const auto page = site.launch();
  ASSERT_EQ(page.status, 200) << page.body;
  EXPECT_TRUE(has(page, "What did this cost you?") && has(page, "Getting the credit recorded was") && has(page, "Your name is not kept"));
  const auto thanks = site.send(Surveyed::form_action(page), kAnswers);
  EXPECT_TRUE(has(thanks, "Thank you")) << thanks.body;
  ASSERT_EQ(site.pool.waiting.size(), 1u);
  const auto& row = site.pool.waiting.begin()->second;
  EXPECT_EQ(row.answers, R"({"mb1":["4"],"mb2":["d"],"mb4":["d"],"mb5":["b","e"]})");
  EXPECT_EQ(row.unit_hash, "");
  EXPECT_FALSE(row.stage);
  EXPECT_TRUE(site.course.records.attempts.empty() && site.course.records.persons.empty() && site.course.records.events.empty());
}

TEST(Survey, OnePersonAnswersOnceHoweverOftenTheyTapReloadOrLaunch) {
  Surveyed site;
  const auto action = Surveyed::form_action(site.launch());
  EXPECT_TRUE(has(site.send(action, kAnswers), "Thank you"));
  EXPECT_TRUE(has(site.send(action, kAnswers), "Thank you")) << "a double tap";
  EXPECT_TRUE(has(site.ask("GET", action), "Already answered"));
  EXPECT_TRUE(has(site.launch(), "Already answered"));
  EXPECT_EQ(site.pool.waiting.size(), 1u);
  site.course.subject = "user-5";
  EXPECT_FALSE(has(site.launch(), "Already answered"));
}

TEST(Survey, WhatIsNoAnswerIsSaidAndNothingTypedIsLost) {
  Surveyed site;
  const auto action = Surveyed::form_action(site.launch());
  const auto wrong = site.ask("POST", action, {{"q.mb1", "9"}, {"q.mb2", "b"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(has(wrong, "One answer needs a look") && has(wrong, " checked"));
  EXPECT_TRUE(has(site.send(action, {}), "Nothing was kept"));
  EXPECT_TRUE(site.pool.waiting.empty() && site.pool.tokens.empty());
  site.pool.next_failure = base::Code::store_full;
  const auto full = site.ask("POST", action, kAnswers);
  EXPECT_GE(full.status, 500);
  EXPECT_TRUE(has(full, "role=\"alert\"") && has(full, "checked"));
  EXPECT_TRUE(has(site.send(action, kAnswers), "Thank you")) << "the token was not used up by a failure";
}

TEST(Survey, WhoIsNobodyOrStaffSeesItAndNothingIsKept) {
  Surveyed site;
  site.course.registrations.registrations.front().anonymous_deployments = {platform().deployment_id};
  const auto as_teacher = [](fakes::TestJson& claims) { claims[kLti + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"}; };
  const auto nobody = [](fakes::TestJson& claims) { claims.erase("sub"); };
  for (const std::function<void(fakes::TestJson&)>& change : {std::function<void(fakes::TestJson&)>(as_teacher), std::function<void(fakes::TestJson&)>(nobody)}) {
    const auto page = site.launch("micro-burden", change);
    EXPECT_TRUE(has(page, "Preview")) << page.body;
    EXPECT_FALSE(has(page, "career_stage"));
    EXPECT_TRUE(has(site.send(Surveyed::form_action(page), kAnswers), "Nothing was kept"));
  }
  EXPECT_TRUE(site.pool.waiting.empty() && site.pool.tokens.empty());
}

TEST(Survey, AnUnknownFormAndAForgedAddressAreRefused) {
  Surveyed site;
  EXPECT_EQ(site.launch("no-such-form").status, 404);
  EXPECT_EQ(site.ask("GET", "/s/forged").status, base::info(base::Code::session_handle_invalid).status);
  const auto action = Surveyed::form_action(site.launch());
  site.course.clock.pass(std::chrono::hours(13));
  EXPECT_EQ(site.ask("POST", action, kAnswers).status, base::info(base::Code::session_handle_expired).status);
  EXPECT_TRUE(site.pool.waiting.empty());
}

TEST(Survey, CareerStageIsAskedOnceAndGoesWithTheNextAnswersOnly) {
  Surveyed site;
  const auto page = site.launch();
  ASSERT_TRUE(has(page, "How many years since you finished training?"));
  const auto start = page.body.find("person-question");
  const std::string text = page.body.substr(start);
  ports::HttpResponse cut;
  cut.body = text;
  const auto who = hidden(cut, "who");
  const auto place = Surveyed::form_action(page) + "/about";
  ASSERT_EQ(site.ask("POST", place, {{"about", "career_stage"}, {"who", who}, {"answer", "99"}}).status, base::info(base::Code::answer_invalid).status);
  const auto next = site.ask("POST", place, {{"about", "career_stage"}, {"who", who}, {"answer", "6-10"}});
  ASSERT_EQ(next.status, 303);
  EXPECT_EQ(site.ask("POST", place, {{"about", "career_stage"}, {"who", who}, {"answer", "trainee"}}).status, 303) << "a second tap changes nothing";
  ASSERT_EQ(site.course.records.projections.rows.size(), 1u);
  EXPECT_EQ(site.course.records.projections.rows.begin()->second.state, "6-10");
  const auto form = site.ask("GET", local(header(next, "Location")));
  EXPECT_FALSE(has(form, "How many years"));
  site.send(Surveyed::form_action(form), kAnswers);
  ASSERT_EQ(site.pool.waiting.size(), 1u);
  EXPECT_EQ(site.pool.waiting.begin()->second.stage, burden::CareerStage::years_6_10);
  site.course.clock.pass(std::chrono::hours(24 * 40));
  EXPECT_FALSE(has(site.launch(), "How many years"));
}

// A browser test has the script do it; here is what it works with, and what is said to those without it.
TEST(Survey, TellingTheStageFirstIsSaidWhereNoScriptKeepsTheAnswers) {
  Surveyed site;
  const auto page = site.launch();
  EXPECT_TRUE(has(page, "<noscript>") && has(page, "answer this question first")) << page.body;
  EXPECT_TRUE(has(page, "id=\"survey\"") && has(page, "data-kept=\"Thank you."));
  EXPECT_TRUE(has(page, "getElementById('told')")) << "the script is there";
  EXPECT_FALSE(has(site.ask("POST", Surveyed::form_action(page), {{"q.mb1", "9"}}), "<noscript>")) << "nothing else is asked there";
}

TEST(Survey, AfterAUnitItIsOfferedAtMostOnceInThreeAndHoldsNothingUp) {
  Surveyed site;
  std::vector<bool> offered;
  for (int i = 0; i < 6; ++i) offered.push_back(!survey_link(site.finish("link-" + std::to_string(i))).empty());
  EXPECT_EQ(offered, (std::vector<bool>{false, false, true, false, false, true}));
  int events = 0;
  for (const auto& [stream, list] : site.course.records.events)
    for (const auto& added : list) events += record::type_name(added.event.payload) == "survey_offered" ? 1 : 0;
  EXPECT_EQ(events, 2);
}

TEST(Survey, TheOfferedFormLeavesOutCreditAndNamesTheUnitOnly) {
  Surveyed site;
  site.finish("one");
  site.finish("two");
  const auto receipt = site.finish("three");
  const auto link = survey_link(receipt);
  ASSERT_FALSE(link.empty()) << receipt.body;
  const auto page = site.ask("GET", link);
  EXPECT_FALSE(has(page, "Getting the credit recorded"));
  EXPECT_TRUE(has(site.send(Surveyed::form_action(page), kAnswers), "Thank you"));
  ASSERT_EQ(site.pool.waiting.size(), 1u);
  EXPECT_EQ(site.pool.waiting.begin()->second.unit_hash, version_of(sample_unit()).hash.str());
  // Its receipt offers it no more; another address of it says so.
  const auto again = site.course.launch([&](auto& claims) { claims[kLti + "resource_link"] = {{"id", "three"}}; });
  EXPECT_TRUE(survey_link(again).empty());
  EXPECT_TRUE(has(site.ask("GET", link), "Already answered"));
}

TEST(Survey, TheOfferedFormAsksAboutCreditWhereTheUnitCarriedIt) {
  for (const bool with_credit : {false, true}) {
    Surveyed site;
    site.put_into_activity(with_credit);
    site.finish("one");
    site.finish("two");
    const auto link = survey_link(site.finish("three"));
    ASSERT_FALSE(link.empty());
    const auto page = site.ask("GET", link);
    EXPECT_EQ(has(page, "Getting the credit recorded"), with_credit) << page.body;
    auto answers = kAnswers;
    answers.emplace_back("q.mb3", "f");
    EXPECT_TRUE(has(site.send(Surveyed::form_action(page), answers), "Thank you"));
    ASSERT_EQ(site.pool.waiting.size(), 1u);
    // What was not asked is missing, whatever a browser sends.
    const auto read = burden::mb_answers(site.pool.waiting.begin()->second.answers);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->credit_ease, with_credit ? std::optional(6) : std::nullopt);
    EXPECT_EQ(burden::score(*read)->parts, with_credit ? 4 : 3);
  }
}

TEST(Survey, TheReceiptAsksTheStageOnceAndTheFormatAtALaterUnit) {
  Surveyed site;
  auto receipt = site.finish("one");
  ASSERT_TRUE(has(receipt, "How many years since you finished training?"));
  const std::string place = action(receipt).substr(0, action(receipt).rfind('/')) + "/about";
  receipt = site.course.submit(place, {{"about", "career_stage"}, {"answer", "trainee"}});
  EXPECT_FALSE(has(receipt, "person-question")) << receipt.body;
  receipt = site.finish("two");
  EXPECT_TRUE(has(receipt, "Which do you like better?"));
  const std::string second = action(receipt).substr(0, action(receipt).rfind('/')) + "/about";
  receipt = site.course.submit(second, {{"about", "preferred_format"}, {"answer", "skipped"}});
  EXPECT_FALSE(has(receipt, "person-question"));
  EXPECT_FALSE(has(site.finish("three"), "person-question"));
}

TEST(Survey, TheShippedFormIsScoredAsItReads) {
  for (const auto& survey : manifests::shipped_surveys()) {
    EXPECT_EQ(burden::micro_burden_problem(survey.form), "") << survey.form.language;
    const auto back = activity::survey_from_json(activity::to_json(survey));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->hash, survey.hash);
  }
  EXPECT_EQ(manifests::shipped_surveys().size(), 3u);
  const auto score_of = [](const char* json) { return burden::score(*burden::mb_answers(json)); };
  EXPECT_NEAR(*score_of(R"({"mb1":["4"],"mb2":["d"],"mb3":["f"],"mb4":["d"]})")->mbi, 16.67, 0.01);   // credit.md 9.1
  EXPECT_NEAR(*score_of(R"({"mb1":["2"],"mb2":["b"],"mb3":["h"],"mb4":["b"]})")->mbi, 83.33, 0.01);
  EXPECT_FALSE(score_of(R"({"mb1":["5"],"mb4":["d"]})")->mbi);
  EXPECT_FALSE(burden::mb_answers(R"({"mb2":["f"]})"));
}

}  // namespace
}  // namespace preceptor::web::testing
