#include "core/activity/rca/brief.hpp"

#include <gtest/gtest.h>

#include "sample_case.hpp"

namespace preceptor::rca {
namespace {

std::string text_of(const std::vector<Sentence>& sentences) {
  std::string text;
  for (const Sentence& sentence : sentences) text += plain(sentence) + "\n";
  return text;
}

TEST(Brief, AuditAbstract) {
  const AuditAbstract abstract = audit_abstract(brief_of(knowledge_case()));
  EXPECT_EQ(abstract.gap, sample_sheet().gap.statement);
  ASSERT_EQ(abstract.needs.size(), 3U);
  EXPECT_EQ(abstract.needs[0], (Need{Row::k1, "knowledge", "Cause K1 in words."}));
  EXPECT_EQ(abstract.needs[1].tag, "competence");
  EXPECT_EQ(abstract.needs[2].tag, "performance");
  EXPECT_TRUE(abstract.problems.empty());
  const AuditAbstract system = audit_abstract(brief_of(system_case()));
  ASSERT_FALSE(system.needs.empty());
  EXPECT_EQ(system.needs[0].tag, "");
  CaseFile file = knowledge_case();
  for (RowSheet& row : file.sheet.rows.values) row.cause.clear();
  EXPECT_TRUE(has(audit_abstract(brief_of(file)).problems, "rows", "no_cause"));
}

TEST(Brief, FindingAndWarnings) {
  const CaseFile file = decided(knowledge_case());
  const Brief brief = brief_of(file);
  EXPECT_EQ(plain(finding(brief)),
            "The rule says GO: education: education can take away a share of 0.900 of the causes, the evidence for the "
            "main ones "
            "is 0.883, 9 people in 3 roles were asked.");
  EXPECT_TRUE(warnings(brief).empty()) << text_of(warnings(brief));
  CaseFile doubtful = knowledge_case();
  doubtful.sheet.funding.permits_no = false;
  doubtful.sheet.funding.permits_part = false;
  for (Rating& one : doubtful.ratings)
    if (one.role == Role::patient) one.role = Role::nurse;
  Decision decision = signed_decision(doubtful);
  decision.signer.interest = "Directs the funded programme.";
  decision.decided = Outcome::hold_data;
  decision.against_rule = Override{signature("second"), "The audit is old."};
  ASSERT_TRUE(doubtful.decisions.append(decision, doubtful.sheet, doubtful.ratings, {}).empty());
  EXPECT_EQ(text_of(warnings(brief_of(doubtful))),
            "Only 2 of at least 3 roles were asked.\n"
            "No patient or family member was asked.\n"
            "The money of Example foundation does not permit \"education is the wrong tool\".\n"
            "The money of Example foundation does not permit education as a part only.\n"
            "Dr signer, who signed, has an own interest in the activity: Directs the funded programme.\n"
            "Decided against the rule, which said GO: education: HOLD: collect data. Second signature: Dr second. "
            "Reason: The "
            "audit is old.\n");
  EXPECT_EQ(plain(banner()), "Not for patient-safety event review. No patient data.");
  CaseFile bare;
  EXPECT_NE(plain(finding(brief_of(bare))).find("Incomplete"), std::string::npos);
  EXPECT_FALSE(brief_of(bare).flip);
}

TEST(Brief, HandOverLetterOnNoGoOnly) {
  EXPECT_FALSE(hand_over_letter(brief_of(system_case())));
  EXPECT_FALSE(hand_over_letter(brief_of(decided(knowledge_case()))));
  const auto letter = hand_over_letter(brief_of(decided(system_case())));
  ASSERT_TRUE(letter);
  EXPECT_EQ(letter->to.name, "Ward informatics lead");
  EXPECT_EQ(
      text_of(letter->paragraphs),
      "We looked at this gap in practice: Hands are cleaned after 46 % of contacts with surroundings; it should be 80 "
      "%.\n"
      "It is measured as share of contacts followed by hand hygiene, now 46 %, to become 80 % (source: ward audit, 212 "
      "observations), in: adult wards of two hospitals\n"
      "9 people in 3 roles were asked why it happens. Education could take away a share of 0.080 of the causes; below "
      "0.30 we "
      "do not use it.\n"
      "Main cause, incentives: Cause I1 in words.\n"
      "Main cause, time, resources: Cause R1 in words.\n"
      "Main cause, system, process: Cause P1 in words.\n"
      "Contributing cause, team workflow: Cause T1 in words.\n"
      "On 2026-11-04 Dr signer decided that education is the wrong tool: The causes are plain. Money for education is "
      "not "
      "used for this gap.\n"
      "We ask you to take this over: Move the dispenser prompt into the round list.\n"
      "On 2027-05-04 we look at the same measure again and will ask you what was done.\n");
  // Against the rule: the letter says so, and does not claim that the share is too small.
  CaseFile file = knowledge_case();
  own(file.sheet, Row::t1);
  Decision decision = signed_decision(file);
  decision.decided = Outcome::no_go;
  decision.against_rule = Override{signature("second"), "A new order set makes it moot."};
  ASSERT_TRUE(file.decisions.append(decision, file.sheet, file.ratings, {}).empty());
  const auto other = hand_over_letter(brief_of(file));
  ASSERT_TRUE(other);
  const std::string text = text_of(other->paragraphs);
  EXPECT_NE(text.find("The rule said GO: education; Dr signer and Dr second decided otherwise"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("we do not use it"), std::string::npos);
}

TEST(Brief, AUnitStartsFromAGo) {
  EXPECT_FALSE(unit_start(brief_of(knowledge_case())));
  EXPECT_FALSE(unit_start(brief_of(decided(system_case()))));
  const auto start = unit_start(brief_of(decided(knowledge_case())));
  ASSERT_TRUE(start);
  EXPECT_EQ(start->gap, "gap-2026-014");
  EXPECT_EQ(start->audience, "nurses and physicians of adult wards");
  EXPECT_EQ(start->objectives,
            (std::vector<std::string>{"Cause K1 in words.", "Cause K2 in words.", "Cause T1 in words."}));
  EXPECT_EQ(start->aim, sample_sheet().aim);
}

TEST(Brief, JsonRoundTripsAndCannotBeAltered) {
  for (const CaseFile& file : {knowledge_case(), decided(knowledge_case()), decided(system_case()), CaseFile{}}) {
    const Brief brief = brief_of(file);
    const std::string json = to_json(brief);
    const auto back = brief_from_json(json);
    ASSERT_TRUE(back) << back.error().detail << "\n" << json;
    EXPECT_EQ(*back, brief);
    EXPECT_EQ(to_json(*back), json);
    for (const Rating& one : file.ratings) EXPECT_EQ(json.find(one.person + "\""), std::string::npos);
  }
  const std::string json = to_json(brief_of(decided(system_case())));
  const std::pair<std::string, std::string> edits[] = {
      {R"("outcome":"no_go","partners")", R"("outcome":"go_part","partners")"},
      {R"("eas":"0.080")", R"("eas":"0.680")"},
      {R"("wrong_tool":30)", R"("wrong_tool":5)"},
      {R"("rule":"9.2/1","top")", R"("rule":"9.2/2","top")"},
      {R"("validated":false)", R"("validated":true)"},
      {R"("schema":1)", R"("schema":2)"},
      {R"("spread":0)", R"("spread":9)"},
      {R"("people":9,)", R"("people":"9",)"},
  };
  for (const auto& [from, to] : edits) {
    std::string edited = json;
    const auto at = edited.find(from);
    ASSERT_NE(at, std::string::npos) << from << "\n" << json;
    edited.replace(at, from.size(), to);
    EXPECT_FALSE(brief_from_json(edited)) << from;
  }
}

}  // namespace
}  // namespace preceptor::rca
