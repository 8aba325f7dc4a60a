// Every field of a page that words can be typed into is named here with what keeps a patient out of it: a new field fails until somebody has decided that.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace preceptor::web {
namespace {

namespace fs = std::filesystem;
const fs::path kRoot = PRECEPTOR_SOURCE_DIR;

struct TypedField {
  const char* page;      // the template
  const char* name;      // of the field; of a name the program fills in, the beginning
  const char* proof;     // of free text: the test that sends a patient's number in it. Of all else: why it is none
};
constexpr const char *kNothing = "not stored", *kSetting = "a setting: checked for its own form", *kOwn = "the learner's own identifiers, sealed in the vault", *kReceiver = "a table of a receiver or a roster, read by column";
constexpr const char *kCases = "tests/unit/staff/identifying_pages_test.cpp", *kDisclosures = kCases, *kEditor = kCases, *kCredits = "tests/unit/accreditation/identifying_test.cpp", *kRules = kCredits;
const TypedField kFields[] = {
    {"activity", "number", kSetting}, {"admin_connect", "name", kSetting}, {"admin_connection", "name", kSetting}, {"admin_connection", "frames", kSetting}, {"admin_diary", "code", kNothing},
    {"admin_invited", "name", kSetting}, {"admin_invited", "issuer", kSetting}, {"admin_invited", "client_id", kSetting}, {"admin_invited", "deployment", kSetting},
    {"admin_invited", "authorization_endpoint", kSetting}, {"admin_invited", "token_endpoint", kSetting}, {"admin_invited", "jwks_uri", kSetting}, {"admin_staff", "name", kSetting},
    {"admin_store", "units", kSetting}, {"admin_store_fields", "endpoint", kSetting}, {"admin_store_fields", "username", kSetting}, {"admin_stores", "store", kSetting},
    {"ask", "question", "tests/unit/web/ask_test.cpp"}, {"burden_pilots", "file", "tests/unit/web/burden_pages_test.cpp"}, {"burden_prices", "what", "tests/unit/web/burden_pages_test.cpp"},
    {"case", "value", kSetting}, {"case", "source", kCases}, {"case_decide", "second_reason", kCases}, {"case_decide", "second_interest", kCases}, {"case_decide", "reason", kCases},
    {"case_decide", "interest", kCases}, {"case_new", "title", kCases}, {"case_new", "gap", kCases}, {"case_row", "rows.", kCases}, {"case_sheet", "title", kCases},
    {"case_sheet", "gap.statement", kCases}, {"case_sheet", "gap.measure", kCases}, {"case_sheet", "gap.baseline", kCases}, {"case_sheet", "gap.target", kCases}, {"case_sheet", "gap.source", kCases},
    {"case_sheet", "gap.population", kCases}, {"case_sheet", "finding.", kCases}, {"case_sheet", "aim.measure", kCases}, {"case_sheet", "funding.funder", kCases}, {"case_sheet", "plan_changers", kCases},
    {"case_sheet", "audience", kCases}, {"case_unit", "", kNothing}, {"credit_fix", "", kOwn}, {"credit_fix", "state-", kOwn}, {"credit_fix", "licence-", kOwn}, {"credit_fix", "board-", kOwn},
    {"credit_fix", "id-", kOwn}, {"credit_record", "by_name", kCredits}, {"credit_record", "reason", kCredits}, {"csv_text", "csv", kReceiver}, {"disclosure_other", "mitigation", kDisclosures},
    {"disclosure_own", "company.", kDisclosures}, {"disclosure_own", "nature.", kDisclosures}, {"editor_draft", "text", kEditor}, {"editor_list", "title", kEditor}, {"editor_list", "id", kSetting},
    {"evidence", "unit", kNothing}, {"picker", "q", kNothing}, {"profile", "given_name", kOwn}, {"profile", "family_name", kOwn}, {"profile", "birth_day", kOwn}, {"profile", "board_id", kOwn},
    {"profile", "licence_number", kOwn}, {"profile", "npi", kOwn}, {"profile", "nabp_id", kOwn}, {"profile", "nccpa_id", kOwn}, {"question", "q.", "tests/unit/activity/types_test.cpp"},
    {"rca_cards", "example.", "tests/unit/cases/rater_pages_test.cpp"}, {"roster_map", "", kSetting}, {"rules", "by_name", kRules}, {"statement_exports", "course", kSetting}, {"statement_exports", "unit", kSetting}, {"statement_exports", "person", kSetting}, {"staff_withdraw", "reason", "tests/unit/staff/questions_and_recall_test.cpp"},
    {"staff_withdraw", "replacement", kSetting}, {"verify", "code", kNothing}};

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// "page name" of every field for words, the name up to what the program fills in.
std::set<std::string> fields_of_templates() {
  const std::regex field(R"(<(textarea|input)\b([^>]*)>)"), type(R"re(\stype="([^"]*))re"), name(R"re(\sname="([^"{]*))re");
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(kRoot / "web/templates")) {
    if (entry.path().extension() != ".mustache") continue;
    const std::string text = text_of(entry.path());
    for (std::sregex_iterator one(text.begin(), text.end(), field), end; one != end; ++one) {
      const std::string rest = (*one)[2];
      std::smatch kind, called;
      if ((*one)[1] == "input" && std::regex_search(rest, kind, type) && kind[1] != "text") continue;
      found.insert(entry.path().stem().string() + " " + (std::regex_search(rest, called, name) ? called[1].str() : std::string()));
    }
  }
  return found;
}

TEST(FreeText, EveryFieldForWordsIsLookedThroughForPatientsOrIsNoFreeText) {
  std::set<std::string> known;
  for (const auto& one : kFields) known.insert(std::string(one.page) + " " + one.name);
  EXPECT_EQ(fields_of_templates(), known);
}

TEST(FreeText, WhatIsLookedThroughIsProvedByATestThatSendsAPatientsNumber) {
  std::map<std::string, std::string> proofs;
  for (const auto& one : kFields) {
    const std::string proof = one.proof;
    if (!proof.starts_with("tests/")) continue;
    const auto [at, is_new] = proofs.try_emplace(proof);
    if (is_new) at->second = text_of(kRoot / proof);
    for (const char* part : {"MRN", one.name}) EXPECT_NE(at->second.find(part), std::string::npos) << proof << " for " << one.page << " " << one.name;
  }
}

}  // namespace
}  // namespace preceptor::web
