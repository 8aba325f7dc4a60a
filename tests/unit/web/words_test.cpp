// Every word the pages use is in the English catalogue; that the others say all of it too is tested in messages_test.cpp.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "core/base/error.hpp"
#include "web/error_page.hpp"
#include "web/format.hpp"
#include "web/messages.hpp"
#include "web/templates.hpp"

namespace preceptor::web {
namespace {

namespace fs = std::filesystem;
const fs::path kWeb = fs::path(PRECEPTOR_SOURCE_DIR) / "web";

std::string read(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator one(text.begin(), text.end(), expression), end; one != end; ++one) found.insert((*one)[1]);
  return found;
}

TEST(Words, EveryKeyOfATemplateOrCallIsInEnglish) {
  std::set<std::string> keys;
  for (const auto& entry : fs::recursive_directory_iterator(kWeb)) {
    if (entry.path().extension() == ".mustache") keys.merge(matches(read(entry.path()), R"(\[\[([a-z_.]+)\]\])"));
    if (entry.path().extension() == ".cpp") keys.merge(matches(read(entry.path()), R"re((?:messages|words)\(?\)?(?:\.|->)(?:text|count)\([^"();]*"([a-z]+\.[a-z_]+)"\s*[,)])re"));
  }
  EXPECT_GT(keys.size(), 40u);
  for (const auto& key : keys) EXPECT_TRUE(Messages::in("en").has(key)) << key;
}

TEST(Words, PluralsAndArguments) {
  EXPECT_EQ(Messages::in("en").count("errors.title", 1), "One answer needs a look");
  EXPECT_EQ(Messages::in("en").count("errors.title", 3), "3 answers need a look");
  EXPECT_EQ(Messages::in("ar").count("about_minutes", 2), "نحو دقيقتين");
  EXPECT_EQ(Messages::in("ar").count("about_minutes", 4), "نحو 4 دقائق");
  const auto points = [](const char* language, long n, const char* said) { return Messages::in(language).count("credit.board", n, {{"board", "ABP"}, {"points", said}}); };
  EXPECT_EQ(points("en", 1, "1"), "ABP: 1 point, if you are certified there");
  EXPECT_EQ(points("en", 100, "0.5"), "ABP: 0.5 points, if you are certified there") << "a fraction takes the form of many";
  EXPECT_EQ(points("es", 1, "1"), "ABP: 1 punto, si está certificado allí");
  EXPECT_EQ(points("ar", 2, "2"), "ABP: نقطتان، إن كنت معتمدا لديه");
  EXPECT_EQ(points("ar", 5, "5"), "ABP: 5 نقاط، إن كنت معتمدا لديه");
  EXPECT_EQ(Messages::in("es").text("step", {{"step", "1"}, {"steps", "3"}}), "paso 1 de 3");
  EXPECT_EQ(Messages::in("fr").language(), "en");
  EXPECT_EQ(Messages::in("es-MX").language(), "es");
  EXPECT_EQ(Messages::in("es").text("no.such.key"), "no.such.key");
  // A value that looks like a place is not filled again.
  EXPECT_EQ(Messages::in("en").text("support.by", {{"who", "{who} & co"}}), "Commercial support: {who} & co");
}

TEST(Format, NumbersTimesAndDatesPerLanguage) {
  EXPECT_EQ(format_duration(base::Milliseconds(192'000), Messages::in("en")), "3 min 12 s");
  EXPECT_EQ(format_duration(base::Milliseconds(1), Messages::in("en")), "1 s");
  EXPECT_EQ(format_decimal("2.5", Messages::in("es")), "2,5");
  EXPECT_EQ(format_date(base::from_unix_ms(0), Messages::in("en")), "1 January 1970");
  EXPECT_EQ(format_date(base::from_unix_ms(0), Messages::in("es")), "1 de enero de 1970");
}

TEST(Template, ValuesAreEscapedAndOnlyNamedPlacesTakeHtml) {
  const std::set<std::string> allowed = {"css_html", "body_html", "script_html", "prompt_html", "said_html", "why_html", "section_html", "qr_html", "figure_html", "look_html", "credit_html"};
  for (const auto& entry : fs::directory_iterator(kWeb / "templates")) {
    const auto text = read(entry.path());
    for (const auto& name : matches(text, R"(\{\{\{([^}]*)\}\}\})")) EXPECT_TRUE(allowed.contains(name)) << entry.path() << name;
    EXPECT_EQ(text.find("{{&"), std::string::npos) << entry.path();
  }
  View view;
  view.text("sentence", "<script>\"'&").text_if("action", "").text_if("back_url", "").text_if("code", "");
  const auto html = render("error", Messages::in("en"), view);
  EXPECT_NE(html.find("<h1>&lt;script&gt;&quot;&#39;&amp;</h1>"), std::string::npos) << html;
  EXPECT_THROW(render("no-such", Messages::in("en"), view), std::logic_error);
}

TEST(ErrorPage, OneSentenceOneActionOneCode) {
  const auto page = error_page({base::Code::launch_expired, "secret detail", "x", "y"}, "L-7Q2K", {"es"});
  EXPECT_EQ(page.status, 401);
  EXPECT_NE(page.body.find("<h1>La apertura es demasiado antigua.</h1>"), std::string::npos) << page.body;
  EXPECT_NE(page.body.find("<p>Abra el enlace otra vez desde el curso.</p>"), std::string::npos);
  EXPECT_NE(page.body.find("L-7Q2K"), std::string::npos);
  EXPECT_EQ(page.body.find("secret detail"), std::string::npos);
  EXPECT_EQ(page.body.find("<script"), std::string::npos);
  EXPECT_NE(ports::header(error_page({base::Code::request_rate_limited, {}, {}, {}}, "", {}).headers, "retry-after"), nullptr);
}

TEST(ErrorPage, LanguagesComeFromTheBrowser) {
  ports::HttpRequest request;
  EXPECT_TRUE(wanted_languages(request).empty());
  request.headers = {{"accept-language", "fr;q=0.5, ar, en;q=0.1"}};
  EXPECT_EQ(wanted_languages(request), (std::vector<std::string>{"ar", "fr", "en"}));
}

}  // namespace
}  // namespace preceptor::web
