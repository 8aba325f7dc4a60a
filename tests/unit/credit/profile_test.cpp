#include "core/credit/profile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace preceptor::credit {
namespace {

Profile whole() {
  Profile profile;
  profile.given_name = "Alex";
  profile.family_name = "Rivera";
  profile.launch_name = "Alex Rivera";
  profile.birth_day = "02/29";
  profile.npi = "1234567893";
  profile.licences = {{"ME", "MD0012"}, {"PR", "000417"}};
  profile.boards = {{"ABIM", "009999"}};
  profile.nabp_id = "123456";
  profile.permission = Permission{"report", std::string(64, 'c'), *base::parse_rfc3339("2026-11-01T10:00:00Z"), *base::parse_rfc3339("2026-11-02T10:00:00Z")};
  profile.changed_at = *base::parse_rfc3339("2026-11-02T10:00:00Z");
  return profile;
}

// Scenario 19, and V04's own examples.
TEST(Npi, HasTenDigitsAndACheckDigit) {
  for (const char* text : {"1234567893", "1000000004", "2000000002"}) EXPECT_TRUE(is_npi(text)) << text;
  for (const char* text : {"1234567890", "123456789", "12345678930", "123456789x", "", "1234567839", " 234567893"}) EXPECT_FALSE(is_npi(text)) << text;
}

// Scenario 18.
TEST(BirthDay, IsAMonthAndADay) {
  for (const char* text : {"02/29", "09/10", "12/31", "01/01"}) EXPECT_TRUE(is_birth_day(text)) << text;
  for (const char* text : {"", "02/30", "13/01", "00/10", "9/10", "09-10", "09/10/1970", "0a/10", "31/12"}) EXPECT_FALSE(is_birth_day(text)) << text;
}

TEST(States, AreTheFiftyTheDistrictAndFiveTerritories) {
  EXPECT_EQ(state_codes().size(), 56U);
  for (const auto code : state_codes()) EXPECT_FALSE(state_name(code).empty());
  EXPECT_EQ(state_name("ME"), "Maine");
  EXPECT_EQ(state_name("PR"), "Puerto Rico");
  EXPECT_EQ(state_name("me"), "");
  EXPECT_EQ(state_name("XX"), "");
}

TEST(Profile, GoesThroughItsJson) {
  for (const bool with_permission : {true, false}) {
    Profile profile = whole();
    if (!with_permission) profile.permission.reset();
    const auto again = profile_from_json(to_json(profile));
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(*again, profile);
  }
}

TEST(Profile, ErrorsNameTheMemberAndNeverWhatItHolds) {
  const std::string json = to_json(whole());
  const std::pair<std::string, std::string> broken[] = {
      {"\"1234567893\"", "1234567893"}, {"\"MD0012\"", "[\"MD0012\"]"}, {"\"npi\"", "\"Rivera\""}, {"\"009999\"", "009999"}, {"Alex\"", "Alex"}};
  for (const auto& [from, to] : broken) {
    std::string text = json;
    text.replace(text.find(from), from.size(), to);
    const auto read = profile_from_json(text);
    ASSERT_FALSE(read) << to;
    EXPECT_EQ(read.error().code, base::Code::json_malformed);
    const std::string said = base::describe(read.error());
    for (const char* secret : {"1234567893", "MD0012", "009999"}) EXPECT_EQ(said.find(secret), std::string::npos) << said;
  }
}

struct Typed {
  const char* what;
  void (*change)(Profile&);
  bool refuses;
  const char *field, *rule, *key;
};

TEST(Profile, IsCheckedAsTyped) {
  const Typed cases[] = {
      {"degree after a comma", [](Profile& p) { p.family_name = "Rivera, M.D."; }, false, "family_name", "V02", "degree"},
      {"degree in small letters", [](Profile& p) { p.family_name = "Rivera, md"; }, false, "family_name", "V02", "degree"},
      {"degree after a space", [](Profile& p) { p.family_name = "Rivera MD"; }, false, "family_name", "V02", "degree"},
      {"capitals", [](Profile& p) { p.given_name = "ALEX"; }, false, "given_name", "V02", "capitals"},
      {"initial", [](Profile& p) { p.given_name = "Alex Q."; }, false, "given_name", "V02", "initial"},
      {"blank", [](Profile& p) { p.family_name = "  "; }, true, "family_name", "V02", "blank"},
      {"formula", [](Profile& p) { p.family_name = "=HYPERLINK(1)"; }, true, "family_name", "", "formula"},
      {"control", [](Profile& p) { p.family_name = "Riv\nera"; }, true, "family_name", "", "control"},
      {"long", [](Profile& p) { p.family_name = std::string(101, 'a'); }, true, "family_name", "", "long"},
      {"birthday", [](Profile& p) { p.birth_day = "02/30"; }, true, "birth_day", "V03", "birth_day"},
      {"npi digits", [](Profile& p) { p.npi = "12345"; }, true, "npi", "V04", "npi_digits"},
      {"npi check digit", [](Profile& p) { p.npi = "1234567890"; }, true, "npi", "V04", "npi_check"},
      {"state", [](Profile& p) { p.licences[1].state = "ZZ"; }, true, "licences[1].state", "V05", "state"},
      {"no state", [](Profile& p) { p.licences[0].state = ""; }, true, "licences[0].state", "V05", "state_missing"},
      {"licence formula", [](Profile& p) { p.licences[0].number = "+1"; }, true, "licences[0].number", "", "formula"},
      {"no board", [](Profile& p) { p.boards[0].board = ""; }, true, "boards[0].board", "V05", "board_missing"},
      {"board twice", [](Profile& p) { p.boards.push_back({"ABIM", "1"}); }, true, "boards[1].board", "V05", "board_twice"},
  };
  for (const Typed& one : cases) {
    Profile profile = whole();
    one.change(profile);
    const auto problems = check_profile(profile);
    ASSERT_EQ(problems.size(), 1U) << one.what;
    EXPECT_EQ(problems[0].refuses, one.refuses) << one.what;
    EXPECT_EQ(problems[0].field, one.field) << one.what;
    EXPECT_EQ(problems[0].rule, one.rule) << one.what;
    EXPECT_EQ(problems[0].key, one.key) << one.what;
  }
}

TEST(Profile, HasNothingToSayOfGoodOrEmptyFields) {
  EXPECT_TRUE(check_profile(whole()).empty());
  EXPECT_TRUE(check_profile({}).empty());
  for (const char* name : {"Do", "Van Do", "Ma", "García Márquez", "O'Neill-Smith", "الرازي", "de la Cruz", "Li J"}) {
    Profile profile = whole();
    profile.family_name = name;
    EXPECT_TRUE(check_profile(profile).empty()) << name;
  }
  Profile state_alone = whole();
  state_alone.licences = {{"CA", ""}};
  EXPECT_TRUE(check_profile(state_alone).empty()) << "whether state alone is enough is the pre-flight's question";
}

TEST(ProfileForm, AsksOnlySomeProfessionsForTheirOwnNumber) {
  const auto asks = [](const char* profession, const Profile& profile, const char* field) {
    const auto fields = form_fields(profession, profile);
    return std::ranges::find(fields, field) != fields.end();
  };
  const Profile empty;
  EXPECT_EQ(form_fields("physician", empty).size(), 6U);
  EXPECT_TRUE(asks("pharmacist", empty, "nabp_id"));
  EXPECT_TRUE(asks("pharmacy-technician", empty, "nabp_id"));
  EXPECT_FALSE(asks("pharmacist", empty, "nccpa_id"));
  EXPECT_TRUE(asks("physician-assistant", empty, "nccpa_id"));
  EXPECT_TRUE(asks("physician", whole(), "nabp_id")) << "one is kept: it can be mended";
}

TEST(ProfileForm, HoldsWhatIsThereAndNotTheNumberItIsFor) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(held_fields({}, ""), Names());
  EXPECT_EQ(held_fields(whole(), ""), (Names{"given_name", "family_name", "birth_day", "boards", "licences", "npi", "nabp_id"}));
  EXPECT_EQ(held_fields(whole(), "ABP"), (Names{"given_name", "family_name", "birth_day", "licences", "npi", "nabp_id"}));
  Profile line = whole();
  line.boards = {{"ABIM", ""}};
  EXPECT_EQ(held_fields(line, "").size(), 6U) << "a board without a number is none";
}

}  // namespace
}  // namespace preceptor::credit
