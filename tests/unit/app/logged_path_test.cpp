// What of a request's path may stand in the log: by table, and as lines at debug level.
#include "plugin/app/logged_path.hpp"

#include <gtest/gtest.h>

#include <mutex>

#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

TEST(LoggedPath, OnlyOurOwnWordsStay) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"/", "/"},
      {"", "other"},
      {"nonsense", "other"},
      {"/lti/launch", "/lti/launch"},
      {"/lti/login", "/lti/login"},
      {"/lti/login/3f0c", "/lti/login/***"},
      {"/lti/register/secret-code", "/lti/register/***"},
      {"/lti/canvas/name.json", "/lti/***/***"},
      {"/lti/jwks/1.json", "/lti/jwks/***"},
      {"/.well-known/jwks.json", "/.well-known/jwks.json"},
      {"/u/handle/page/2", "/u/***/page/2"},
      {"/u/handle/draft/10", "/u/***/draft/10"},
      {"/u/handle/page/123456", "/u/***/page/***"},
      {"/u/again/receipt", "/u/***/receipt"},
      {"/c/handle/profile", "/c/***/profile"},
      {"/pick/handle", "/pick/***"},
      {"/verify/ABCD-EFGH-JKLM", "/verify/***"},
      {"/staff", "/staff"},
      {"/staff/", "/staff/"},
      {"/staff/credits/ccid:cme.example.org:ZZZZ", "/staff/credits/***"},
      {"/staff/cases/0190/unit/apixaban-dose", "/staff/cases/***/unit/***"},
      {"/staff/enter/token", "/staff/enter/***"},
      {"/admin/enter/token", "/admin/enter/***"},
      {"/admin/connections/3f0c/test", "/admin/connections/***/test"},
      {"/admin/stores/one", "/admin/stores/one"},
      {"/nope/jane.doe@example.org", "other"},
      {"/staff//credits/%2e%2e/x", "/staff//credits/***/***"},
      {"/u/a/b/c/d/e/f/g/h/i/j", "/u/***/***/***/***/***/***/***/..."},
  };
  for (const auto& [path, said] : table) EXPECT_EQ(logged_path(path), said) << path;
}

class KeptLog : public ports::Log {
 public:
  void write(ports::Level, std::string_view event, std::initializer_list<Field> fields) override {
    const std::lock_guard lock(mutex_);
    text_.append(event);
    for (const auto& [name, value] : fields) text_.append(" ").append(name).append("=").append(value);
    text_ += "\n";
  }
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::string text_;
};

TEST(LoggedPath, NothingThatAClientChoseReachesALine) {
  auto config = parse_config(QuietSite::configuration({{"log", {{"level", "debug"}}}}).dump());
  ASSERT_TRUE(config);
  const auto log = std::make_shared<KeptLog>();
  auto site = Site::open(std::move(*config), log, std::make_shared<fakes::StillClock>());
  ASSERT_TRUE(site);
  for (const char* family : {"/u/", "/t/", "/s/", "/c/", "/q/", "/f/", "/r/", "/pick/", "/verify/", "/lti/", "/lti/register/", "/staff/", "/staff/credits/", "/staff/cases/",
                             "/staff/editor/", "/admin/", "/admin/connections/", "/admin/enter/", "/xapi/profile/", "/"})
    for (const char* method : {"GET", "POST", "PUT"}) {
      ports::HttpRequest request;
      request.method = method;
      request.path = std::string(family) + "Jane.Doe@example.org/Jane.Doe";
      (*site)->answer(request);
    }
  const std::string text = log->text();
  EXPECT_NE(text.find("path=/u/***/***"), std::string::npos) << text;
  EXPECT_NE(text.find("path=other"), std::string::npos);
  EXPECT_EQ(text.find("Jane"), std::string::npos) << text;
}

}  // namespace
}  // namespace preceptor::app
