// What the profile's page gives its script to say while something is typed: the very words that saving would use, and no other verdict.
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.hpp"
#include "tests/unit/claims/clinic.hpp"
#include "web_files_embedded.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

class ProfileDesk : public Clinic {
 public:
  ProfileDesk() {
    const auto receipt = done_units(3, "physician");
    page = follow(claim(receipt));
    place = form_of(page, "/profile");
  }
  ports::HttpResponse save(const string& name, const string& value) {
    base::Fields fields = {{"from", "credits"}, {"given_name", "Rosa"}, {"family_name", "Example"}, {"birth_day", ""}, {"npi", ""}, {"board", "ABIM"},
                           {"board_id", ""}, {"licence_state", "ME"}, {"licence_number", ""}, {"permission", "no"}};
    for (auto& [known, now] : fields)
      if (known == name) now = value;
    return post(place, fields);
  }
  ports::HttpResponse page;
  string place;
};

string unescaped(string text) {
  for (const auto& [from, to] : {std::pair<string, string>{"&quot;", "\""}, {"&#39;", "'"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}})
    for (auto at = text.find(from); at != string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

// An attribute of the element with that id; empty when it has none.
string attribute_of(const ports::HttpResponse& page, const string& id, const string& name) {
  const auto at = page.body.find(" id=\"" + id + "\"");
  if (at == string::npos) return {};
  const string tag = page.body.substr(at, page.body.find('>', at) - at), start = " " + name + "=\"";
  const auto from = tag.find(start);
  return from == string::npos ? string() : unescaped(tag.substr(from + start.size(), tag.find('"', from + start.size()) - from - start.size()));
}

// What stands in the message beside a field.
string message_of(const ports::HttpResponse& page, const string& id) {
  const auto at = page.body.find(" id=\"" + id + "-error\">");
  if (at == string::npos) return {};
  const auto from = page.body.find('>', at) + 1;
  return unescaped(page.body.substr(from, page.body.find('<', from) - from));
}

bool passes_luhn(const string& digits) {
  int sum = 0;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    const int digit = (digits[digits.size() - 1 - at] - '0') * (at % 2 == 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 == 0;
}

// What the script says of a value, by the rules on the page.
string said_while_typed(const ports::HttpResponse& page, const string& id, const string& value) {
  if (value.empty()) return attribute_of(page, id, "data-needed");
  const auto rules = base::parse_json(attribute_of(page, id, "data-rules"));
  EXPECT_TRUE(rules.has_value()) << id;
  if (!rules) return {};
  for (const auto& rule : *rules) {
    const bool good = rule.contains("prefix") ? passes_luhn(rule.at("prefix").get<string>() + value) : std::regex_match(value, std::regex(rule.at("pattern").get<string>()));
    if (!good) return rule.at("text").get<string>();
  }
  return {};
}

TEST(ProfileTyping, SaysWhatSavingWouldSay) {
  struct Case { const char *field, *id, *beside, *value; };
  ProfileDesk desk;
  const auto look = [&](const Case& one) {
    const auto saved = desk.save(one.field, one.value);
    EXPECT_EQ(said_while_typed(desk.page, one.id, one.value), saved.status == 303 ? string() : message_of(saved, one.beside)) << one.field << " " << one.value;
    return saved.status;
  };
  for (const char* value : {"1234567890", "12345", "12345678930", "123456789x", "0000000000"}) EXPECT_EQ(look({"npi", "npi", "npi", value}), 422) << value;
  for (const char* value : {"1234567893", "1000000004"}) EXPECT_EQ(look({"npi", "npi", "npi", value}), 303) << value;
  for (const char* value : {"09/01/1980", "1980", "02/30", "2/30", "04/31", "13/01", "0/1", "00/10", "9-1", "1/32", "/1", "=9/1"})
    EXPECT_EQ(look({"birth_day", "birth_day", "birth_day", value}), 422) << value;
  for (const char* value : {"09/01", "9/1", "02/29", "2/29", "12/31", "4/30", "01/9"}) EXPECT_EQ(look({"birth_day", "birth_day", "birth_day", value}), 303) << value;
  for (const char* name : {"given_name", "family_name"}) {
    for (const char* value : {"", "=HYPERLINK(1)", "@Rosa", "Ro\x07sa"}) EXPECT_EQ(look({name, name, name, value}), 422) << value;
    EXPECT_EQ(look({name, name, name, "Maria-Jose"}), 303);
  }
  for (const char* value : {"+12", "-7", "1\x01"}) EXPECT_EQ(look({"board_id", "boards-0-id", "boards-0-board", value}), 422) << value;
  EXPECT_EQ(look({"board_id", "boards-0-id", "boards-0-board", "012345"}), 303);
  EXPECT_EQ(look({"licence_number", "licences-0-number", "licences-0-state", "=1"}), 422);
}

TEST(ProfileTyping, CarriesItsWordsInEveryLanguage) {
  for (const char* language : {"en", "es", "ar"}) {
    ProfileDesk desk;
    desk.course.accept_language = language;
    const auto in = [&](auto& claims) { claims["https://purl.imsglobal.org/spec/lti/claim/launch_presentation"]["locale"] = language; };
    const auto page = desk.get(Clinic::personal(desk.done(4, in)) + "/profile");
    const auto& words = Messages::in(language);
    EXPECT_EQ(said_while_typed(page, "npi", "12345"), words.text("profile.problem.npi_digits")) << language;
    EXPECT_EQ(said_while_typed(page, "npi", "1234567890"), words.text("profile.problem.npi_check")) << language;
    EXPECT_EQ(said_while_typed(page, "birth_day", "9/1/80"), words.text("profile.problem.birth_day")) << language;
    EXPECT_EQ(attribute_of(page, "given_name", "data-needed"), words.text("profile.problem.required")) << language;
    EXPECT_EQ(attribute_of(page, "boards-0-board", "data-needed"), words.text("profile.problem.board_missing")) << language;
    EXPECT_EQ(attribute_of(page, "licences-0-state", "data-needed"), words.text("profile.problem.state_missing")) << language;
    EXPECT_EQ(attribute_of(page, "npi", "aria-describedby"), "npi-hint npi-error") << language;
  }
}

TEST(ProfileTyping, TheScriptComesWithTheProfileAlone) {
  ProfileDesk desk;
  const auto script = web_files::embedded("assets/profile.js");
  ASSERT_FALSE(script.empty());
  EXPECT_NE(desk.page.body.find(script), string::npos);
  const auto credits = desk.get(desk.place.substr(0, desk.place.size() - std::string_view("/profile").size()));
  EXPECT_EQ(credits.status, 200);
  EXPECT_EQ(credits.body.find(script), string::npos);
}

}  // namespace
}  // namespace preceptor::web::testing
