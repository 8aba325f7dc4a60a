// Exports, results, rules and the roster as staff work them.
#include "tests/unit/accreditation/accreditation_room.hpp"
#include "web/accreditation/mending.hpp"
#include "web/claims/prefill.hpp"

namespace preceptor::web::testing {
namespace {

using credit::GrantState;

class ExportPages : public Accreditation {
 protected:
  ExportPages() {
    good = learner(1);
    held = learner(2, true);
    EXPECT_TRUE(house->book->number_activity(id, "202212345", base::PersonId("00000000-0000-4000-8000-000000000099")));
    room.clock.pass(base::Milliseconds(3000));
    room.sign_in(StaffRole::accreditation, "Alex Staff");
  }
  std::string good, held;
};

TEST_F(ExportPages, ACheckMovesNothingAnExportMovesWhatIsInIt) {
  const auto checked = room.post("/staff/exports", {{"format", "lines"}, {"do", "check"}});
  ASSERT_EQ(checked.status, 200);
  EXPECT_TRUE(shows(checked, "Checked only. Rows that would go: 1, with 1 credit. Rows that stay: 1.")) << checked.body;
  EXPECT_EQ(grant(good).state, GrantState::issued);
  const auto made = room.post("/staff/exports", {{"format", "lines"}, {"do", "make"}});
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_TRUE(shows(made, "The file is made. Rows in it: 1. Left behind until they are mended: 1."));
  EXPECT_EQ(grant(good).state, GrantState::exported);
  EXPECT_EQ(grant(held).state, GrantState::issued);
  const auto list = house->desk->list(10);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 1u);
  const auto page = room.get("/staff/exports");
  EXPECT_TRUE(shows(page, "Alex Staff") && shows(page, list->front().sha256.substr(0, 12)));
  const auto file = room.get("/staff/exports/" + list->front().id);
  EXPECT_EQ(base::sha256_hex(file.body), list->front().sha256);
  EXPECT_EQ(header_of(file, "Content-Type"), "text/plain");
  EXPECT_EQ(room.get("/staff/exports/00000000-0000-4000-8000-000000000000").status, 404);
}

TEST(FieldLabel, ShowsNoMachineNameToPeople) {
  for (const char* field : {"given_name", "family_name", "launch_name", "birth_day", "npi", "nabp_id", "nccpa_id", "licences", "licences[0].state", "boards[1].id", "boards[ABP]",
                            "boards[ABP].board", "boards[ABP].id", "boards[ABP].points", "boards[ABP].type", "boards[ABP].deadline", "profile", "permission", "person", "ccid",
                            "state", "activity", "activity_title", "provider_name", "accme_activity_id", "accme_provider_id", "system", "amount", "profession", "date"})
    for (const auto& language : Messages::languages()) {
      const auto label = accreditation::field_label(field, Messages::in(language));
      EXPECT_NE(label, field) << language;
      EXPECT_EQ(label.find_first_of("[]_."), std::string::npos) << language << ": " << label;
    }
  const auto rules = report::sample_rules();
  report::RowFinding one{"c", "V05", report::Weight::block, "boards[ABP].id", "board_id_missing", "ABP"};
  EXPECT_EQ(accreditation::finding_text(one, rules, Messages::in("en")), "V05 · Board's id (ABP): The id at ABP is missing. Fill it in, or claim without this board.");
  one = {"c", "format", report::Weight::block, "licences: names no state", "format", "pars-xlsx"};
  EXPECT_EQ(accreditation::finding_text(one, rules, Messages::in("en")),
            "format · Licence (names no state): This row cannot be written as pars-xlsx. Mend the field or use another format.");
  one = {"c", "V13", report::Weight::route, "profession", "profession_not_eligible", "physician-assistant"};
  EXPECT_EQ(accreditation::finding_text(one, rules, Messages::in("en")), "V13 · Profession: This credit is not for the profession " + Messages::in("en").text("profession.physician-assistant") + ".");
  one = {"c", "V06", report::Weight::block, "system", "system_not_designated", "ama-pra-1"};
  for (const auto& language : Messages::languages()) {
    const auto text = accreditation::finding_text(one, rules, Messages::in(language));
    EXPECT_NE(text.find("AMA PRA Category 1 Credit(s)"), std::string::npos) << text;
    EXPECT_EQ(text.find("ama-pra-1"), std::string::npos) << text;
  }
  one.value = "gone-1";
  EXPECT_EQ(accreditation::finding_text(one, rules, Messages::in("en")), "V06 · Kind of credit: The activity is not designated for gone-1.") << "no book names it";
}

TEST_F(ExportPages, FindingsCallASystemByItsName) {
  auto other = grant(good);
  other.system = "ancc";
  room.records.credit.write(other);
  const std::string said = "V13 · Kind of credit: AMA PRA Category 1 Credit(s) is not reported to this receiver.";
  for (const char* page : {"record", "fix"}) {
    const auto shown = show(good, page);
    EXPECT_TRUE(shows(shown, said)) << shown.body;
    EXPECT_FALSE(shows(shown, "ancc is not reported"));
  }
}

TEST_F(ExportPages, AFormatThatIsOffMakesNothing) {
  EXPECT_FALSE(shows(room.get("/staff/exports"), "value=\"unseen\">Lines"));
  EXPECT_EQ(room.post("/staff/exports", {{"format", "unseen"}, {"do", "make"}}).status, 422);
  EXPECT_EQ(room.post("/staff/exports", {{"format", "no-such"}, {"do", "make"}}).status, 422);
  EXPECT_EQ(room.post("/staff/exports", {{"format", "lines"}, {"from", "soon"}, {"do", "make"}}).status, 422);
  ASSERT_EQ(room.post("/staff/rules", {{"what", "format:unseen"}, {"by_name", "Alex Staff"}, {"do", "on"}}).status, 303);
  EXPECT_TRUE(shows(room.get("/staff/exports"), "value=\"unseen\">Lines"));
}

TEST_F(ExportPages, ResultsAreReadAfterADryRun) {
  ASSERT_EQ(room.post("/staff/exports", {{"format", "lines"}, {"do", "make"}}).status, 200);
  const std::string csv = "ccid,status,message\n" + good + ",accepted,\nccid:cme.example.org:999,accepted,\n";
  const auto tried = room.post("/staff/exports/results", {{"csv", csv}, {"do", "try"}});
  EXPECT_TRUE(shows(tried, "Noted: 1. Known already: 0. Not taken: 1.")) << tried.body;
  EXPECT_EQ(grant(good).state, GrantState::exported);
  room.post("/staff/exports/results", {{"csv", csv}, {"do", "apply"}});
  EXPECT_EQ(grant(good).state, GrantState::accepted);
  EXPECT_TRUE(shows(room.post("/staff/exports/results", {{"csv", csv}, {"do", "apply"}}), "Noted: 0. Known already: 1."));
  EXPECT_EQ(room.post("/staff/exports/results", {{"csv", "nothing"}, {"do", "try"}}).status, 422);
}

TEST_F(ExportPages, ARuleIsSwitchedOnWithNameAndDateAndOnce) {
  const auto page = room.get("/staff/rules");
  EXPECT_TRUE(shows(page, "ABTS") && shows(page, "Off: recalled, conflicting or not seen at its source."));
  EXPECT_EQ(room.post("/staff/rules", {{"what", "board:ABTS"}, {"by_name", ""}, {"do", "on"}}).status, 422);
  EXPECT_EQ(room.post("/staff/rules", {{"what", "board:ABIM"}, {"by_name", "Alex"}, {"do", "on"}}).status, 404) << "confirmed rules are no switch";
  EXPECT_EQ(room.post("/staff/rules", {{"what", "board:NONE"}, {"by_name", "Alex"}, {"do", "on"}}).status, 404);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(room.post("/staff/rules", {{"what", "board:ABTS"}, {"by_name", "Alex Staff"}, {"do", "on"}}).status, 303);
  ASSERT_EQ(house->book->enabled()->size(), 1u);
  EXPECT_TRUE(shows(room.get("/staff/rules"), "Switched on by Alex Staff, 2026-07-15"));
  EXPECT_EQ(room.post("/staff/rules", {{"what", "board:ABTS"}, {"by_name", "Alex Staff"}, {"do", "off"}}).status, 303);
  EXPECT_TRUE(house->book->enabled()->empty());
}

TEST_F(ExportPages, ARosterWaitsSealedForItsLearners) {
  const std::string csv = "User ID,First Name,Last Name,NPI,Licensing State,License Number\nu1,Ann,\"O'Sample\",1234567893,Maine,0012\nu2,Bo,Bad,123,,\n,No,User,,,\n";
  EXPECT_EQ(room.post("/staff/roster", {{"platform", "elsewhere"}, {"csv", csv}}).status, 422);
  const auto tried = room.post("/staff/roster", {{"platform", "plat-1"}, {"csv", csv}, {"do", "try"}});
  EXPECT_TRUE(shows(tried, "Good rows: 1. Refused: 2.")) << tried.body;
  EXPECT_FALSE(*room.records.projections.load_projection(base::RegistrationId("0"), kRosterRow, "plat-1/u1"));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(room.post("/staff/roster", {{"platform", "plat-1"}, {"csv", csv}, {"do", "apply"}}).status, 200);
  const auto row = room.records.projections.load_projection(base::RegistrationId("0"), kRosterRow, "plat-1/u1");
  ASSERT_TRUE(row && *row);
  EXPECT_EQ((*row)->body.find("Sample"), std::string::npos) << "nothing in clear";
  const auto profile = Prefill(room.records.projections, house->sealer).profile_for({base::PlatformId("plat-1"), "u1", base::PersonId("p")});
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->family_name, "O'Sample");
  ASSERT_EQ(profile->licences.size(), 1u);
  EXPECT_EQ(profile->licences[0], (credit::Licence{"ME", "0012"}));
}

TEST_F(ExportPages, LaunchValuesAreMapped) {
  const auto form = room.get("/staff/roster/map", "lms=reg-1");
  ASSERT_EQ(form.status, 200);
  ASSERT_EQ(send(form, "/staff/roster/map", {{"npi", "custom_npi"}}).status, 303);
  const auto map = Prefill(room.records.projections, house->sealer).map_of(base::RegistrationId("reg-1"));
  ASSERT_TRUE(map);
  EXPECT_EQ(*map, (std::map<std::string, std::string>{{"custom_npi", "npi"}}));
  EXPECT_TRUE(shows(room.get("/staff/roster/map", "lms=reg-1"), "value=\"custom_npi\""));
  EXPECT_EQ(room.get("/staff/roster/map", "lms=other").status, 404);
}

}  // namespace
}  // namespace preceptor::web::testing
