// What no page may do: run what a platform sent, be framed by strangers, name people, be heavy.
#include <zlib.h>

#include "tests/unit/web/course.hpp"
#include "web_files_embedded.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;


std::size_t gzip_bytes(const string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  string out(compressBound(text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  const auto bytes = stream.total_out;
  deflateEnd(&stream);
  return bytes;
}

TEST(Escaping, HostileNamesAndTitlesStayText) {
  const string hostile = "\"><script>alert(1)</script>{{x}}[[y]]";
  Course course;
  auto unit = sample_unit();
  unit.title = unit.notice = unit.author = hostile;
  unit.objectives = unit.references = {hostile};
  unit.disclosure.text = hostile;
  unit.sections[0].heading = unit.sections[0].questions[0].prompt = hostile;
  for (auto& option : unit.sections[0].questions[0].options) option.label = hostile;
  unit.closing[0].options[0].label = hostile;
  course.publish({unit});
  auto page = course.launch([&](auto& claims) {
    claims[kLti + "resource_link"]["title"] = hostile;
    claims[kLti + "context"]["title"] = hostile;
    claims[kLti + "launch_presentation"]["return_url"] = "javascript:alert(1)";
  });
  const auto safe = [&](const ports::HttpResponse& shown) {
    EXPECT_EQ(shown.body.find("<script>alert"), string::npos);
    EXPECT_EQ(shown.body.find("javascript:"), string::npos);
  };
  safe(page);
  EXPECT_TRUE(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;{{x}}[[y]]"));
  page = course.submit(action(page), {{"q.dose", "b"}});
  safe(page);
  safe(course.post(action(page), {{"q.note", hostile}, {"q.weight", hostile}}));
  page = course.submit(action(page), {{"q.weight", "60"}});
  page = course.submit(action(page), {{"q.plan", "a"}});
  EXPECT_TRUE(has(page, "minutes done"));
  safe(page);
}

TEST(Headers, OnEveryPage) {
  Course course;
  const auto page = course.launch();
  const auto policy = header(page, "Content-Security-Policy");
  for (const char* part : {"default-src 'none'", "form-action 'self'", "base-uri 'none'", "style-src 'nonce-", "script-src 'nonce-", "connect-src 'self'",
                           "frame-ancestors https://lms.example.org https://sso.example.org https://app.example.org"})
    EXPECT_NE(policy.find(part), string::npos) << part << "\n" << policy;
  EXPECT_EQ(policy.find("unsafe"), string::npos);
  for (const auto& response : {page, course.get("/u/x/y"), course.post(action(page), {{"q.dose", "a"}}), course.post(action(page), {})}) {
    EXPECT_EQ(header(response, "Cache-Control"), "no-store");
    EXPECT_EQ(header(response, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(header(response, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(header(response, "Set-Cookie"), "");
  }
  const auto nonce = [](const ports::HttpResponse& shown) { return header(shown, "Content-Security-Policy").substr(0, 70); };
  EXPECT_NE(nonce(page), nonce(course.get(action(page))));
}

TEST(Headers, MethodsThatAreNotOurs) {
  Course course;
  const auto page = course.launch();
  ports::HttpRequest request;
  request.method = "DELETE";
  request.path = action(page);
  const auto response = course.pages.attempt(request);
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(header(response, "Allow"), "GET, POST");
}

TEST(Privacy, NothingPersonalInLogsDiaryOrAddresses) {
  Course course;
  auto page = course.launch();
  course.records.next_commits = {base::Code::store_failed};
  course.post(action(page), {{"q.dose", "a"}});
  course.launch([](auto& claims) { claims["aud"] = "another"; });
  string all = page.body;
  for (const auto& line : course.log.lines) all += line;
  for (const auto& entry : course.diary.entries) all += entry.detail + entry.expected + entry.received + entry.checks;
  for (const char* personal : {"Test Person", "person@lms.example.org", "user-4", "eyJhbGciOi"}) EXPECT_EQ(all.find(personal), string::npos) << personal;
}

TEST(Budget, APageIsSmallAndSoIsTheScript) {
  EXPECT_LE(web_files::embedded("assets/learner.js").size(), 3u * 1024);
  EXPECT_LE(gzip_bytes(string(web_files::embedded("assets/learner.js")) + string(web_files::embedded("assets/profile.js"))), 3u * 1024) << "the profile's page has both";
  EXPECT_LE(gzip_bytes(string(web_files::embedded("assets/learner.css"))), 6u * 1024);
  Course course;
  auto page = course.launch();
  std::size_t largest = gzip_bytes(page.body);
  page = course.submit(action(page), {{"q.dose", "b"}});
  largest = std::max(largest, gzip_bytes(page.body));
  page = course.submit(action(page), {{"q.weight", "60"}});
  largest = std::max(largest, gzip_bytes(page.body));
  RecordProperty("gzip_bytes", static_cast<int>(largest));
  EXPECT_LE(largest, 6u * 1024);
}

}  // namespace
}  // namespace preceptor::web::testing
