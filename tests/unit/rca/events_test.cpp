#include "core/activity/rca/events.hpp"

#include <gtest/gtest.h>

#include "core/activity/rca/json.hpp"
#include "sample_case.hpp"

namespace preceptor::rca {
namespace {

CaseFile full_case() {
  CaseFile file = decided(knowledge_case());
  own(file.sheet, Row::p1);
  file.ratings[0].told = true;
  file.ratings[0].cards[static_cast<std::size_t>(Card::team)].example = "The night team does not know.";
  Decision against = signed_decision(file, "2026-12-01T08:00:00.123Z");
  against.decided = Outcome::hold_data;
  against.against_rule = Override{signature("second", "2026-12-01T08:00:00.100Z"), "The audit is old."};
  EXPECT_TRUE(file.decisions.append(against, file.sheet, file.ratings, {}).empty());
  return file;
}

TEST(CaseJson, RoundTrips) {
  for (const CaseFile& file : {full_case(), system_case(), CaseFile{}}) {
    const auto back = case_from_json(to_json(file));
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(*back, file);
    EXPECT_EQ(to_json(*back), to_json(file));
  }
  Dice dice(5);
  for (int i = 0; i < 50; ++i) {
    const Rating one = dice.rating(1, 1);
    EXPECT_EQ(*rating_from_json(to_json(one)), one);
    const Sheet sheet = dice.sheet();
    EXPECT_EQ(*sheet_from_json(to_json(sheet)), sheet);
  }
  const CaseFile full = full_case();
  for (const Decision& decision : full.decisions.all()) EXPECT_EQ(*decision_from_json(to_json(decision)), decision);
}

TEST(CaseJson, NamesTheWrongMember) {
  const std::string good = to_json(full_case());
  const std::array<std::string, 3> edits[] = {
      {R"("kind":"rca_case")", R"("kind":"rca")", "kind"},
      {R"("schema":1)", R"("schema":2)", "schema"},
      {R"("kind":"population_health")", R"("kind":"fame")", "sheet.aim.kind"},
      {R"("department":"informatics")", R"("department":"magic")", "sheet.rows.P1.owner.department"},
      {R"("evidence":3)", R"("evidence":4)", "sheet.rows.K1.evidence"},
      {R"("due":"2027-03-01")", R"("due":"2027-02-30")", "sheet.rows.P1.due"},
      {R"("degree":1)", R"("degree":2)", "ratings.cards.system.degree"},
      {R"("applies":["K1","K2"])", R"("applies":["K1","K1"])", "ratings.cards.knowledge.applies"},
      {R"("role":"nurse")", R"("role":"chef")", "ratings.role"},
      {R"("n":2)", R"("n":3)", "decisions"},
      {R"("decided":"hold_data")", R"("decided":"hold")", "decisions.decided"},
      {R"("re_review":"2027-06-01")", R"("re_review":"")", "decisions.re_review"},
      {R"("title":)", R"("titel":)", "sheet.title"},
  };
  for (const auto& [from, to, path] : edits) {
    std::string edited = good;
    const auto at = edited.find(from);
    ASSERT_NE(at, std::string::npos) << from << "\n" << good;
    edited.replace(at, from.size(), to);
    const auto read = case_from_json(edited);
    ASSERT_FALSE(read) << to;
    EXPECT_EQ(read.error().code, base::Code::json_malformed);
    EXPECT_EQ(read.error().detail.find(path), 0U) << read.error().detail;
  }
}

TEST(CaseEvents, RoundTripAndHoldNoText) {
  const CaseFile file = full_case();
  const std::vector<CasePayload> payloads = {
      RcaOpened{"gap-2026-014"},
      payload_of(file.sheet, "salt"),
      payload_of(file.ratings[0], "salt"),
      payload_of(file.decisions.all()[0], "salt"),
      payload_of(file.decisions.all()[1], "salt"),
      RcaUnitStarted{"unit-1"},
      RcaFollowedUp{"61.5", date("2027-05-04"), text_hash("salt", "ward audit")},
  };
  const char* names[] = {"rca_opened", "rca_sheet_saved", "rca_rated", "rca_decided", "rca_decided", "rca_unit_started", "rca_followed_up"};
  for (std::size_t i = 0; i < payloads.size(); ++i) {
    EXPECT_EQ(type_name(payloads[i]), names[i]);
    const std::string json = to_json(payloads[i]);
    const auto back = case_payload_from_json(names[i], json);
    ASSERT_TRUE(back) << back.error().detail;
    EXPECT_EQ(*back, payloads[i]);
    for (const char* text : {"Hands are", "night team", "causes are plain", "Dr ", "audit", "Ward", "Cause",
                             file.decisions.all()[0].basis.c_str()})
      EXPECT_EQ(json.find(text), std::string::npos) << json;
  }
  const RcaDecided first = payload_of(file.decisions.all()[0], "salt"),
                   again = payload_of(file.decisions.all()[0], "other");
  EXPECT_NE(first.reason_hash, again.reason_hash);
  EXPECT_FALSE(first.has_interest);
  EXPECT_EQ(payload_of(file.ratings[1], "salt").cards[5].example_hash, "");
}

// The rule needs no text: what the events hold gives the same values.
TEST(CaseEvents, RatingsComeBackAsValues) {
  const CaseFile file = full_case();
  std::vector<Rating> back;
  for (const Rating& one : file.ratings) back.push_back(rating_of(payload_of(one, "salt"), one.person, one.at));
  EXPECT_EQ(gather(back), gather(file.ratings));
  EXPECT_EQ(opinions(back), opinions(file.ratings));
}

TEST(CaseEvents, ARatingKeepsWhetherItsFormSaidThatItLeaves) {
  Rating one = full_case().ratings[0];
  EXPECT_EQ(to_json(payload_of(one, "salt")).find("leaves"), std::string::npos) << "as it was before there was the member";
  EXPECT_FALSE(rating_of(payload_of(one, "salt"), one.person, one.at).leaves);
  one.leaves = true;
  const auto back = case_payload_from_json("rca_rated", to_json(payload_of(one, "salt")));
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_TRUE(rating_of(std::get<RcaRated>(*back), one.person, one.at).leaves);
}

// A second person signs later than the first: both times are kept, and the decision stands from the later one.
TEST(CaseEvents, DecisionsComeBackWithBothTimes) {
  const Decision against = full_case().decisions.all()[1];
  const base::Instant at = instant("2026-12-01T08:00:00.100Z");
  const Decision back = decision_of(payload_of(against, "salt"), against.signer.person, at);
  EXPECT_EQ(back.signer.at, against.signer.at);
  EXPECT_EQ(back.against_rule->second.at, at);
  EXPECT_EQ(back.decided, against.decided);
  EXPECT_EQ(back.re_review, against.re_review);
  EXPECT_EQ(stands_from(back), against.signer.at);
}

TEST(CaseEvents, Refusals) {
  EXPECT_FALSE(case_payload_from_json("rca_guessed", "{}"));
  EXPECT_FALSE(case_payload_from_json("rca_opened", "{}"));
  EXPECT_FALSE(case_payload_from_json("rca_opened", R"({"case_id":"a","more":1})"));
  EXPECT_FALSE(
      case_payload_from_json("rca_followed_up", R"({"value":"1,5","measured_on":"2027-05-04","source_hash":""})"));
  EXPECT_FALSE(
      case_payload_from_json("rca_followed_up", R"({"value":"1.5","measured_on":"2027-05-44","source_hash":""})"));
}

}  // namespace
}  // namespace preceptor::rca
