// From a finished unit to a claim, on the receipt.
#include "tests/unit/claims/clinic.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

TEST(PageOne, SaysWhatItIsWorthAndWhatItAsksBeforeTheStart) {
  auto activity = credit::sample_activity();
  activity.disclosure = "The second planner has nothing to disclose.";
  Clinic clinic(activity);
  const auto page = clinic.launch(1);
  for (const char* part : {"The second planner has nothing to disclose.", "5 minutes towards at most 0.5 AMA PRA Category 1 Credit(s).", "To pass: 60% right.",
                           "The Demo provider is accredited by nobody.", "The Demo provider designates this enduring material for a maximum of 0.5 credits."})
    EXPECT_TRUE(has(page, part)) << part << page.body;
  EXPECT_LT(page.body.find("nothing to disclose"), page.body.find("A person of 82 years")) << "before the content";
  EXPECT_EQ(clinic.course.records.types(clinic.course.attempt_id()), (std::vector<string>{"attempt_opened", "disclosure_shown"}));
}

TEST(PageOne, CommercialSupportOfTheActivityIsAPageOfItsOwn) {
  auto activity = credit::sample_activity();
  activity.commercial_support = "Example Company";
  Clinic clinic(activity);
  auto page = clinic.launch(1);
  EXPECT_TRUE(has(page, "Commercial support: Example Company"));
  EXPECT_TRUE(has(page, "To pass: 60% right."));
  EXPECT_FALSE(has(page, "A person of 82 years"));
  page = clinic.course.submit(action(page), {});
  EXPECT_TRUE(has(page, "A person of 82 years"));
}

// What the people disclosed overrides what somebody wrote, in the reader's language, and decides whether it is a page of its own.
TEST(PageOne, WhatThePeopleDisclosedIsReadInPlaceOfTheWrittenText) {
  auto activity = credit::sample_activity();
  activity.disclosure = "Nobody has anything to disclose.";
  activity.people = {"B. Author"};
  Clinic clinic(activity);
  EXPECT_TRUE(has(clinic.launch(1), "Nobody has anything to disclose.")) << "as long as they have not disclosed";
  DisclosureBook disclosures(clinic.course.records, clinic.course.records.projections, clinic.course.clock);
  rca::Relationship one;
  one.company = "Example Pharma";
  one.nature = "advisory board";
  ASSERT_EQ(disclosures.disclose("person-9", "B. Author", {rca::Part::author}, {one}, 0)->outcome, DisclosureAct::Outcome::done);
  ASSERT_EQ(disclosures.rule("person-9", 0, true, "Somebody else chose the cases.", "person-8", 1)->outcome, DisclosureAct::Outcome::done);
  auto page = clinic.launch(2);
  EXPECT_TRUE(has(page, "B. Author (author): Example Pharma, advisory board. All relevant financial relationships have been mitigated.")) << page.body;
  EXPECT_FALSE(has(page, "Nobody has anything to disclose."));
  EXPECT_FALSE(has(page, "A person of 82 years")) << "a relevant relationship: a page of its own first";
  page = clinic.course.submit(action(page), {});
  EXPECT_TRUE(has(page, "A person of 82 years"));
  page = clinic.launch(3, [](auto& claims) { claims[kLti + "launch_presentation"]["locale"] = "es"; });
  EXPECT_TRUE(has(page, "Todas las relaciones financieras relevantes se han mitigado.")) << page.body;
  ASSERT_EQ(disclosures.rule("person-9", 0, false, "", "person-8", 2)->outcome, DisclosureAct::Outcome::done);
  page = clinic.launch(4);
  EXPECT_TRUE(has(page, "No relevant financial relationships with ineligible companies: B. Author.")) << page.body;
  EXPECT_TRUE(has(page, "A person of 82 years")) << "none: the block stands above the content";
}

TEST(Receipt, BanksMinutesAndWordsNoClaimUntilTheProfessionIsTold) {
  Clinic clinic;
  auto page = clinic.done(1);
  EXPECT_TRUE(has(page, "5 of 30 planned minutes done")) << page.body;
  EXPECT_TRUE(has(page, "What is your profession?"));
  EXPECT_FALSE(has(page, "Category 1"));
  EXPECT_EQ(Clinic::form_of(page, "/claim"), "");
  page = clinic.send(Clinic::form_of(page, "/profession"), {{"from", "receipt"}, {"profession", "physician"}});
  EXPECT_TRUE(has(page, "minutes done")) << "back on the receipt";
  EXPECT_TRUE(has(page, "5 of 15 minutes to the next 0.25")) << page.body;
  EXPECT_FALSE(has(page, "What is your profession?")) << "asked once";
}

TEST(Receipt, AnUnknownProfessionIsNone) {
  Clinic clinic;
  auto page = clinic.done(1);
  page = clinic.send(Clinic::form_of(page, "/profession"), {{"from", "receipt"}, {"profession", "wizard"}});
  EXPECT_TRUE(has(page, "What is your profession?"));
}

TEST(Claim, IsOneTapUnderTheSentenceItConfirms) {
  Clinic clinic;
  auto page = clinic.done_units(3, "physician");
  EXPECT_TRUE(has(page, "You have 15 minutes: 0.25 AMA PRA Category 1 Credit(s)")) << page.body;
  EXPECT_LT(page.body.find("By claiming you confirm"), page.body.find("Claim 0.25"));
  const auto path = Clinic::form_of(page, "/claim");
  const auto fields = Clinic::claim_fields(page);
  const auto claimed = clinic.post(path, fields);
  EXPECT_EQ(claimed.status, 303);
  EXPECT_NE(header(claimed, "Location").find("/profile?first=receipt"), string::npos) << "after the first claim, never before";
  EXPECT_EQ(clinic.post(path, fields).status, 303) << "a double tap";
  ASSERT_EQ(clinic.grants().size(), 1u);
  EXPECT_EQ(clinic.grants()[0].amount.hundredths, 25);
  page = clinic.launch(3);
  EXPECT_TRUE(has(page, "0.25 AMA PRA Category 1 Credit(s)"));
  EXPECT_TRUE(has(page, "Nothing has been reported yet.")) << "never sent what was not";
  EXPECT_FALSE(has(page, "Sent."));
}

TEST(Claim, LessCanBeClaimedAndTheRestLater) {
  Clinic clinic;
  auto page = clinic.done_units(6, "physician");
  // A button for each amount, and each says what it claims: none of them changes what another means.
  EXPECT_TRUE(has(page, "<button class=\"button\">Claim 0.5</button>")) << page.body;
  EXPECT_TRUE(has(page, "<button class=\"button second\" name=\"less\" value=\"0.25\">Claim 0.25</button>")) << page.body;
  EXPECT_FALSE(has(page, "<select name=\"less\""));
  EXPECT_LT(page.body.find("By claiming you confirm"), page.body.find("name=\"less\"")) << "under the sentence it confirms";
  EXPECT_EQ(clinic.claim(page, {{"less", "0.25"}}).status, 303);
  page = clinic.launch(6);
  EXPECT_TRUE(has(page, "Claim 0.25"));
  EXPECT_FALSE(has(page, "name=\"less\"")) << "the smallest step has no less";
  EXPECT_TRUE(has(page, "You can claim 0.25 AMA PRA Category 1 Credit(s) more.")) << page.body;
  EXPECT_FALSE(has(page, "You have 30 minutes: 0.25")) << "they were worth 0.5";
  const auto second = clinic.claim(page);
  EXPECT_NE(header(second, "Location").find("/receipt"), string::npos) << "the profile was offered once";
  EXPECT_TRUE(has(clinic.follow(second), "All 0.5 AMA PRA Category 1 Credit(s) of this activity are claimed."));
  EXPECT_EQ(clinic.grants().size(), 2u);
}

TEST(Claim, CountsPointsAndMinutesAsEachLanguageDoes) {
  auto activity = credit::sample_activity();
  activity.designations = {{"ama-pra-1", {100}, {}}};
  for (auto& part : activity.bundle) part.minutes = 10;
  activity.boards = {{"ABP", {{"Part 2", {100}}}, {}, {}}};
  Clinic clinic(activity);
  auto page = clinic.done_units(6, "physician");
  EXPECT_TRUE(has(page, "Board of Pediatrics: 1 point, if you are certified there")) << page.body;
  page = clinic.launch(6, [](auto& claims) { claims[kLti + "launch_presentation"]["locale"] = "ar"; });
  EXPECT_TRUE(has(page, "Board of Pediatrics: نقطة واحدة")) << page.body;
}

TEST(Claim, WhatCannotBeClaimedIsSaidInASentence) {
  Clinic clinic;
  const auto page = clinic.done_units(3, "physician");
  const auto answer = [&](const string& amount) { return clinic.claim(page, {{"less", amount}}); };
  EXPECT_EQ(answer("0.3").status, 422);
  EXPECT_TRUE(has(answer("0.3"), "Credit comes in fixed steps"));
  EXPECT_TRUE(has(answer("0.5"), "You can claim at most 0.25 now."));
  EXPECT_TRUE(has(answer("many"), "Credit comes in fixed steps"));
  EXPECT_TRUE(clinic.grants().empty());
  auto fields = Clinic::claim_fields(page);
  fields[1].second = "elsewhere";
  EXPECT_EQ(clinic.post(Clinic::form_of(page, "/claim"), fields).status, 404);
}

TEST(Claim, APageThatIsOutOfDateAsksToLookAgain) {
  Clinic clinic;
  const auto old = clinic.done_units(3, "physician");
  clinic.done(4);
  const auto answer = clinic.claim(old);
  EXPECT_EQ(answer.status, 409);
  EXPECT_TRUE(has(answer, "Something changed since this page was made."));
  EXPECT_TRUE(clinic.grants().empty());
}

TEST(Claim, AProfessionWithoutThisCreditGetsACertificateOfParticipation) {
  Clinic clinic;
  auto page = clinic.done_units(6, "nurse");
  EXPECT_FALSE(has(page, "Claim 0.")) << page.body;
  EXPECT_TRUE(has(page, "Get the certificate"));
  const auto claimed = clinic.claim(page);
  EXPECT_NE(header(claimed, "Location").find("/receipt"), string::npos) << "nothing is reported: no profile is asked for";
  ASSERT_EQ(clinic.grants().size(), 1u);
  EXPECT_EQ(clinic.grants()[0].system, "participation");
  page = clinic.follow(claimed);
  EXPECT_TRUE(has(page, "It is reported to nobody."));
  page = clinic.get(Clinic::link_to(page, clinic.grants()[0].certificate));
  EXPECT_TRUE(has(page, "Certificate of participation"));
  EXPECT_TRUE(has(page, "took part in"));
}

TEST(Credit, IsOnlyForWhoIsKnownAndLearns) {
  Clinic clinic;
  const auto nobody = clinic.done(1, [](auto& claims) { claims.erase("sub"); });
  EXPECT_FALSE(has(nobody, "planned minutes")) << nobody.body;
  const auto staff = clinic.done(1, [](auto& claims) { claims[kLti + "roles"] = fakes::TestJson::array({"Instructor"}); });
  EXPECT_FALSE(has(staff, "planned minutes"));
  for (const auto& [stream, events] : clinic.course.records.events)
    for (const auto& one : events) EXPECT_NE(record::type_name(one.event.payload), "unit_counted");
}

TEST(Handles, ThePersonalOneLivesThirtyMinutesAndTheAttemptsOpensNoCredit) {
  Clinic clinic;
  const auto receipt = clinic.done_units(1, "physician");
  const string token = Clinic::personal(receipt).substr(3);
  EXPECT_EQ(clinic.get("/c/" + token).status, 200);
  EXPECT_EQ(clinic.get("/u/" + token + "/receipt").status, 404);
  const string attempt = receipt.body.substr(receipt.body.find("/u/") + 3, receipt.body.find('/', receipt.body.find("/u/") + 3) - receipt.body.find("/u/") - 3);
  EXPECT_EQ(clinic.get("/u/" + attempt + "/receipt").status, 200);
  for (const char* place : {"", "/profile", "/transcript", "/privacy", "/mine.json"}) EXPECT_EQ(clinic.get("/c/" + attempt + place).status, 404) << place;
  clinic.course.clock.pass(kPersonalLife + base::Milliseconds(1));
  EXPECT_EQ(clinic.get("/c/" + token).status, 403);
  EXPECT_EQ(clinic.post("/c/" + token + "/profile", {{"family_name", "Late"}}).status, 403);
  const auto late = clinic.get("/u/" + attempt + "/receipt");
  EXPECT_TRUE(has(late, "open the unit again from your course")) << late.body;
  EXPECT_FALSE(has(late, "/c/"));
}

}  // namespace
}  // namespace preceptor::web::testing
