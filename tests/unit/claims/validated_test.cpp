// What a learner reads of a claim before it leaves: ready, what she can mend, or that it waits for others; never that it was sent.
#include "core/base/json.hpp"
#include "tests/unit/claims/clinic.hpp"
#include "web/credit/validation.hpp"

namespace preceptor::web::testing {
namespace {

class ValidatedClaims : public ::testing::Test {
 protected:
  ValidatedClaims() {
    receipt = clinic.done_units(3, "physician");
    clinic.claim(receipt);
    root = Clinic::personal(receipt);
  }
  // As Validation keeps it.
  void say(credit::Readiness readiness, std::vector<credit::CreditValidated::Finding> findings) {
    const auto grant = clinic.grants().at(0);
    ports::Projection row;
    row.kind = kValidationKind;
    row.id = grant.ccid;
    row.person = grant.person;
    row.state = std::string(credit::name(readiness));
    row.version = ++version;
    row.updated_at = clinic.course.clock.now();
    const auto said = base::parse_json(credit::payload_of(credit::CreditValidated{grant.ccid, readiness, std::move(findings), "upkeep"}).json);
    ASSERT_TRUE(said);
    row.body = base::canonical_json({{"said", *said}, {"since", base::format_rfc3339(row.updated_at)}, {"rules", "r"}, {"period", ""}});
    ports::UnitOfWork work;
    work.projections.push_back(std::move(row));
    ASSERT_TRUE(clinic.course.records.commit(work));
  }
  void everywhere(const std::string& words, bool there) {
    for (const char* place : {"", "/transcript"}) EXPECT_EQ(has(clinic.get(root + place), words), there) << place << " " << words;
  }
  Clinic clinic;
  ports::HttpResponse receipt;
  std::string root;
  std::int64_t version = 0;
};

TEST_F(ValidatedClaims, SayWhatTheyWaitFor) {
  ASSERT_EQ(clinic.grants().size(), 1u);
  everywhere("It is ready to be reported.", false);
  say(credit::Readiness::ready, {});
  everywhere("It is ready to be reported.", true);
  everywhere("Nothing has been reported yet.", true);
  say(credit::Readiness::held, {{"V03", "birth_day", "birth_day_missing", ""}});
  everywhere("One thing is missing before it can be reported: Birth month and day (MM/DD).", true);
  EXPECT_TRUE(has(clinic.get(root), "Look at your profile"));
  say(credit::Readiness::held, {{"V03", "birth_day", "birth_day_missing", ""}, {"V05", "licences", "identifier_missing", ""}, {"V01", "accme_activity_id", "activity_id_missing", "a"}});
  everywhere("2 things are missing before it can be reported: Birth month and day (MM/DD), Licence.", true);
  say(credit::Readiness::held, {{"V01", "accme_activity_id", "activity_id_missing", "a"}});
  everywhere("Your education office has something to settle before it can be reported.", true);
  EXPECT_FALSE(has(clinic.get(root), "Look at your profile"));
  say(credit::Readiness::held, {{"V11", "permission", "permission_withdrawn", ""}});
  everywhere("It is not reported: you took your permission back.", true);
  EXPECT_FALSE(has(clinic.get(root), "Look at your profile")) << "she is not asked to take it back once more";
  say(credit::Readiness::elsewhere, {{"V13", "system", "not_reported_here", "participation"}});
  everywhere("before it can be reported", false);
}

TEST_F(ValidatedClaims, SayNothingOfItOnceTheyLeft) {
  say(credit::Readiness::ready, {});
  ASSERT_TRUE(clinic.book.move(clinic.grants().at(0).ccid, credit::GrantState::exported, "", "staff"));
  everywhere("It is ready to be reported.", false);
}

}  // namespace
}  // namespace preceptor::web::testing
