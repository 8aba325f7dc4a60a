// Stakeholders' pages through launches, GET and POST, over stores in memory.
#include <gtest/gtest.h>

#include "core/activity/rca/json.hpp"
#include "tests/unit/rca/sample_case.hpp"
#include "tests/unit/web/course.hpp"
#include "web/rca/rca_pages.hpp"

namespace preceptor::web::testing {
namespace {

const CaseActor kOwner{base::PersonId("planner-1"), "Planner One"};

// Hands the launch on to pages that need the course's own stores, so are made after it.
class Late : public LaunchTarget {
 public:
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override {
    return pages->open(request, launch, work);
  }
  std::unique_ptr<RcaPages> pages;
};

struct Ward {
  Late late;
  Course course{{nullptr, nullptr, nullptr, &late}};
  CaseBook book{course.records, course.records.projections, course.clock};
  std::string id;
  int keys = 0;

  explicit Ward(const rca::CaseFile& file = rca::knowledge_case()) {
    late.pages = std::make_unique<RcaPages>(RcaDeps{course.records, course.records.projections, course.registrations, course.diary, course.sealer, course.clock,
                                                    course.log, kPublicUrl});
    id = book.open(kOwner, file.sheet, key())->id;
  }
  std::string key() { return "ward-" + std::to_string(++keys); }
  ports::HttpResponse launch(const std::string& subject, const std::string& role = {}, const std::function<void(fakes::TestJson&)>& change = {}) {
    course.subject = subject;
    return course.launch([&](fakes::TestJson& claims) {
      claims[kLti + "custom"] = {{"rca", id}};
      if (!role.empty()) claims[kLti + "custom"]["role"] = role;
      if (change) change(claims);
    });
  }
  ports::HttpResponse request(const std::string& method, const std::string& path, const std::string& body = {}) {
    ports::HttpRequest one;
    one.method = method;
    one.path = local(path);
    one.body = body;
    one.headers.emplace_back("Accept-Language", course.accept_language);
    return late.pages->answer(one);
  }
  ports::HttpResponse get(const std::string& path) { return request("GET", path); }
  ports::HttpResponse post(const std::string& path, const base::Fields& fields) { return request("POST", path, base::format_form(fields)); }
  ports::HttpResponse submit(const std::string& path, const base::Fields& fields) {
    const auto answer = post(path, fields);
    return answer.status == 303 ? get(header(answer, "Location")) : answer;
  }
  RcaCase now() { return **book.load(id); }
};

// Everything answered: knowledge is the main cause.
base::Fields answers(const std::string& key, const std::string& knowledge = "3") {
  return {{"key", key}, {"seq", "1"}, {"active", ""}, {"degree.knowledge", knowledge}, {"row.knowledge", "K1"}, {"example.knowledge", "They never saw one."},
          {"degree.incentives", "0"}, {"degree.system", "1"}, {"row.system", "R1"}, {"degree.equity", "0"}, {"degree.preference", "0"}, {"degree.team", "1"}};
}

TEST(Raters, FirstTheRoleThenSixCardsThenThanks) {
  Ward ward;
  const auto first = ward.launch("nurse-1");
  EXPECT_EQ(first.status, 200);
  for (const char* text : {"Gloves and hands", "Hands are cleaned", "never your name", "name=\"role\" value=\"patient\"", "patient-safety"}) EXPECT_TRUE(has(first, text)) << text << first.body;
  EXPECT_FALSE(has(first, "degree."));
  EXPECT_EQ(ward.post(action(first), {}).status, 422);
  const auto cards = ward.submit(action(first), {{"role", "nurse"}});
  EXPECT_EQ(cards.status, 200);
  for (const auto& card : rca::all_cards()) EXPECT_TRUE(has(cards, "name=\"degree." + std::string(card.id) + "\" value=\"3\"")) << card.id;
  for (const char* code : {"K1", "K2", "A1", "P1", "R1"}) EXPECT_TRUE(has(cards, "value=\"" + std::string(code) + "\"")) << code;
  for (const char* code : {"I1", "E1", "PP", "T1"}) EXPECT_FALSE(has(cards, "value=\"" + std::string(code) + "\"")) << code << ": alone on its card";
  EXPECT_TRUE(has(cards, "fewer than three people")) << "told before answering";
  const auto thanks = ward.submit(action(cards), answers(hidden(cards, "key")));
  EXPECT_TRUE(has(thanks, "Thank you")) << thanks.body;
  EXPECT_TRUE(has(thanks, "What happens next"));
  const auto one = ward.now();
  ASSERT_EQ(one.ratings.size(), 1u);
  const auto& rating = one.ratings[0];
  EXPECT_EQ(rating.role, rca::Role::nurse);
  EXPECT_TRUE(rating.told);
  EXPECT_EQ(rca::row_values(rating)[rca::Row::k1], 3);
  EXPECT_EQ(rca::row_values(rating)[rca::Row::k2], 0);
  EXPECT_EQ(rca::row_values(rating)[rca::Row::r1], 1);
  EXPECT_EQ(rating.cards[0].example, "They never saw one.");
  ASSERT_EQ(ward.course.records.persons.size(), 1u);
  EXPECT_EQ(rating.person, ward.course.records.persons[0].id.str());
  EXPECT_TRUE(ward.course.records.attempts.empty());
  for (const auto& added : ward.course.records.events[ward.id]) EXPECT_TRUE(added.renderings.empty()) << "nothing for record stores";
}

TEST(Raters, TheFormSaysWhetherItGoesToARecordStoreAndTheAnswerKeepsIt) {
  Ward ward;
  bool leaves = true;
  auto& course = ward.course;
  ward.late.pages = std::make_unique<RcaPages>(RcaDeps{course.records, course.records.projections, course.registrations, course.diary, course.sealer, course.clock, course.log,
                                                       kPublicUrl, [&] { return leaves; }});
  const auto told = ward.launch("nurse-1", "nurse");
  EXPECT_TRUE(has(told, "a name that stands for you in this case alone")) << told.body;
  leaves = false;   // switched off while the form was open: it is kept to what it said
  auto fields = answers(hidden(told, "key"));
  fields.emplace_back("leaves", hidden(told, "leaves"));
  ward.post(action(told), fields);
  ASSERT_EQ(ward.now().ratings.size(), 1u);
  EXPECT_TRUE(ward.now().ratings[0].leaves);
  const auto other = ward.launch("nurse-2", "nurse");
  EXPECT_TRUE(has(other, "Nothing goes into a grade or a learning record store.")) << other.body;
  EXPECT_FALSE(has(other, "name=\"leaves\""));
  leaves = true;
  ward.post(action(other), answers(hidden(other, "key")));
  ASSERT_EQ(ward.now().ratings.size(), 2u);
  EXPECT_FALSE(ward.now().ratings[1].leaves);
}

TEST(Raters, ALinkMaySayTheRole) {
  Ward ward;
  const auto cards = ward.launch("patient-1", "patient");
  EXPECT_TRUE(has(cards, "degree.knowledge"));
  EXPECT_FALSE(has(cards, "/role")) << "nothing to choose";
  EXPECT_TRUE(has(ward.launch("patient-2", "emperor"), "name=\"role\"")) << "an unknown role is asked for";
}

TEST(Raters, TheThirdOfARoleIsNotTold) {
  Ward ward;
  for (const char* who : {"nurse-1", "nurse-2"}) {
    const auto cards = ward.launch(who, "nurse");
    EXPECT_TRUE(has(cards, "fewer than three people"));
    ward.post(action(cards), answers(hidden(cards, "key")));
  }
  const auto third = ward.launch("nurse-3", "nurse");
  EXPECT_FALSE(has(third, "fewer than three people"));
  ward.post(action(third), answers(hidden(third, "key")));
  EXPECT_FALSE(ward.now().ratings.at(2).told);
}

TEST(Raters, WhatIsMissingIsListedAndNothingTypedIsLost) {
  Ward ward;
  const auto cards = ward.launch("nurse-1", "nurse");
  auto fields = answers("k");
  std::erase_if(fields, [](const auto& field) { return field.first == "degree.team" || field.first == "row.system"; });
  auto refused = ward.post(action(cards), fields);
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(has(refused, "id=\"errors\"") && has(refused, "href=\"#f-team\"") && has(refused, "They never saw one.")) << refused.body;
  fields.emplace_back("degree.team", "1");
  refused = ward.post(action(cards), fields);
  EXPECT_TRUE(has(refused, "href=\"#f-system\"")) << "which rows";
  fields = answers("k");
  for (auto& [name, value] : fields) {
    if (name == "degree.system" || name == "degree.team") value = "3";
  }
  EXPECT_TRUE(has(ward.post(action(cards), fields), "at most 2 main causes"));
  fields = answers("k");
  for (auto& [name, value] : fields)
    if (name == "example.knowledge") value = "Mail jane@example.org";
  refused = ward.post(action(cards), fields);
  EXPECT_TRUE(has(refused, "href=\"#x-knowledge\"") && has(refused, "aria-invalid"));
  EXPECT_TRUE(ward.now().ratings.empty());
  EXPECT_EQ(ward.course.records.texts.size(), 2u) << "planner and sheet";
}

TEST(Raters, ADoubleTapIsOneAnswerAndALaterOneReplacesIt) {
  Ward ward;
  const auto cards = ward.launch("nurse-1", "nurse");
  EXPECT_EQ(ward.post(action(cards), answers("k")).status, 303);
  EXPECT_EQ(ward.post(action(cards), answers("k")).status, 303);
  EXPECT_EQ(ward.now().ratings.size(), 1u);
  const auto again = ward.launch("nurse-1", "nurse");
  EXPECT_TRUE(has(again, "Thank you") && has(again, "Change my answers"));
  EXPECT_EQ(ward.course.records.persons.size(), 1u);
  const auto change = ward.get(attribute(again, "class=\"button second\" href"));
  EXPECT_TRUE(has(change, "You answered before") && has(change, "value=\"3\" checked"));
  ward.post(action(change), answers("k2", "1"));
  const auto one = ward.now();
  EXPECT_EQ(one.ratings.size(), 2u) << "both events stay";
  EXPECT_EQ(rca::gather(one.ratings).value[rca::Row::k1], 1);
  EXPECT_EQ(rca::gather(one.ratings).people, 1);
}

TEST(Raters, AfterTheDecisionItsOutcomeAndReasonsAreTold) {
  Ward ward;
  const auto cards = ward.launch("nurse-1", "nurse");
  for (const auto& rating : rca::knowledge_case().ratings) ASSERT_TRUE(ward.book.rate(ward.id, rating, ward.key()));
  auto one = ward.now();
  const auto proposal = rca::proposal(one.sheet, one.ratings, one.decisions);
  const auto done = ward.book.decide(ward.id, kOwner, {proposal.proposed, proposal.basis, "The wards asked for <it>.", "none", base::add_months(base::utc_date(ward.course.clock.now()), 6)}, ward.key());
  ASSERT_EQ(done->outcome, CaseAct::Outcome::done) << rca::shown(done->problems);
  const auto late = ward.submit(action(cards), answers("late"));
  EXPECT_TRUE(has(late, "What was decided") && has(late, "The wards asked for &lt;it&gt;.") && has(late, "right tool")) << late.body;
  EXPECT_EQ(ward.now().ratings.size(), 9u);
  const auto next = ward.launch("nurse-2", "nurse");
  EXPECT_TRUE(has(next, "What was decided") && !has(next, "Thank you") && !has(next, "/cards"));
}

TEST(Raters, DraftsWaitOnTheServerWithoutIdentifiers) {
  Ward ward;
  const auto cards = ward.launch("nurse-1", "nurse");
  const auto place = attribute(cards, "data-draft");
  EXPECT_EQ(ward.post(place, {{"seq", "4"}, {"degree.team", "3"}, {"example.team", "Handover"}, {"example.system", "MRN 1234567"}}).status, 204);
  const auto again = ward.launch("nurse-1", "nurse");
  EXPECT_TRUE(has(again, "Handover") && !has(again, "1234567"));
  for (const auto& [key, draft] : ward.course.records.drafts) EXPECT_EQ(draft.form.find("1234567"), std::string::npos);
  EXPECT_TRUE(has(ward.submit(action(again), {{"seq", "5"}, {"later", "1"}, {"example.team", "Night handover"}}), "href"));
  const auto third = ward.launch("nurse-1", "nurse");
  EXPECT_TRUE(has(third, "Night handover"));
  EXPECT_FALSE(has(ward.launch("nurse-2", "nurse"), "handover")) << "a person's own";
  ward.post(action(third), answers("k"));
  EXPECT_FALSE(has(ward.get(local(action(third))), "Night handover")) << "what was sent stands";
}

TEST(Raters, WhoOnlyLooksIsToldAndStoresNothing) {
  Ward ward;
  const auto staff = [](fakes::TestJson& claims) { claims[kLti + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"}; };
  const auto cards = ward.launch("teacher", "nurse", staff);
  EXPECT_TRUE(has(cards, "Preview."));
  EXPECT_FALSE(has(cards, "data-draft=\"/"));
  EXPECT_TRUE(has(ward.submit(action(cards), answers("k")), "Preview."));
  const auto test_user = ward.launch("test", "nurse", [](fakes::TestJson& claims) {
    claims[kLti + "roles"] = {"http://purl.imsglobal.org/vocab/lti/system/person#TestUser", "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"};
  });
  EXPECT_TRUE(has(test_user, "test student"));
  ward.post(action(test_user), answers("k3"));
  EXPECT_TRUE(ward.now().ratings.empty() && ward.course.records.persons.empty() && ward.course.records.drafts.empty());
}

TEST(Raters, AnAddressIsOfOnePersonAndOneCaseAndGrowsOld) {
  Ward ward;
  const auto cards = ward.launch("nurse-1", "nurse");
  const auto path = action(cards);
  auto altered = path;
  altered[10] = altered[10] == 'A' ? 'B' : 'A';
  EXPECT_EQ(ward.get(altered).status, 404);
  EXPECT_EQ(ward.get(path + "x").status, 404);
  EXPECT_EQ(ward.request("PUT", path).status, 405);
  EXPECT_EQ(path.find("nurse-1"), std::string::npos);
  ward.course.clock.pass(base::Milliseconds(3 * 60 * 60 * 1000));
  EXPECT_EQ(ward.post(path, answers("k")).status, 403);
  EXPECT_TRUE(ward.now().ratings.empty());
  EXPECT_TRUE(has(ward.launch("nurse-1", "nurse"), "They never saw one.")) << "what was typed waited";
}

TEST(Raters, ACaseThatIsNotThereIsRefusedAndAFullDiskLosesNothing) {
  Ward ward;
  const auto cards = ward.launch("nurse-1", "nurse");
  ward.course.records.next_commits = {base::Code::store_full};
  const auto full = ward.post(action(cards), answers("k"));
  EXPECT_EQ(full.status, 503);
  EXPECT_TRUE(has(full, "They never saw one."));
  EXPECT_EQ(ward.post(action(full), answers(hidden(full, "key"))).status, 303);
  ward.id = "00000000-0000-4000-8000-000000000000";
  EXPECT_EQ(ward.launch("nurse-2").status, 404);
}

TEST(Raters, OtherLanguages) {
  Ward ward;
  ward.course.accept_language = "ar";
  const auto page = ward.launch("nurse-1", "nurse", [](fakes::TestJson& claims) { claims.erase("locale"); claims[kLti + "launch_presentation"].erase("locale"); });
  EXPECT_TRUE(has(page, "dir=\"rtl\""));
  EXPECT_TRUE(has(page, "لماذا يحدث هذا؟"));
}

}  // namespace
}  // namespace preceptor::web::testing
