// Exports of statements in a browser of staff: who may, a file that is cancelled, killed with the program and resumed, the same bytes again, one person's
// statements. Needs no LMS: the record is written into the store before the program starts.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <regex>
#include <thread>

#include "adapters/store/store.hpp"
#include "core/base/digest.hpp"
#include "core/base/json.hpp"
#include "core/base/uuid.hpp"
#include "tests/fakes/driver.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/program.hpp"
#include "tests/fakes/site_store.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Page;
using std::chrono::milliseconds;

class SilentLog final : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

class WallClock final : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Milliseconds>(std::chrono::system_clock::now()); }
};

constexpr int kStatements = 2500, kOfOnePerson = 50;

class ExportsFlow : public testing::Test {
 protected:
  void SetUp() override {
    Json config{{"public_url", url("")}, {"listen", "127.0.0.1:" + std::to_string(port_)}, {"allow_loopback", true}};
    place_.into(config);
    fakes::write_file(path("preceptor.json"), config.dump());
    ASSERT_EQ(program_.run({"lrs", "list"}), 0) << program_.said();   // makes the store
    write_record();
    serve();
  }
  void serve() { serve_.start({PRECEPTOR_BUILD_DIR "/preceptor", "serve", "--config", path("preceptor.json")}, path("log"), true); }
  // Statements of two persons, sealed.
  void write_record() {
    SilentLog log;
    WallClock clock;
    auto opened = store::Store::open({place_.url()}, clock, log);
    ASSERT_TRUE(opened) << base::describe(opened.error());
    store::Store& store = **opened;
    for (int from = 0; from < kStatements; from += 500) {
      ports::UnitOfWork work;
      for (int n = from; n < from + 500; ++n) work.events.push_back(statement(n < kOfOnePerson ? "person-1" : "person-2", clock.now()));
      const auto done = store.commit(work);
      ASSERT_TRUE(done) << base::describe(done.error());
    }
    ports::UnitOfWork known;
    known.persons.push_back({base::PlatformId("platform-1"), "user-1", base::PersonId("person-1")});
    ASSERT_TRUE(store.commit(known));
    const auto lease = store.acquire_lease("sealer", "the test", clock.now(), std::chrono::seconds(30));
    ASSERT_TRUE(lease && *lease);
    for (int sealed = 0; sealed < kStatements;) {
      const auto more = store.seal_events(**lease, 1000);
      ASSERT_TRUE(more && *more > 0);
      sealed += *more;
    }
    ASSERT_TRUE(store.release_lease(**lease));
  }
  static ports::NewEvent statement(const std::string& person, base::Instant at) {
    ports::NewEvent made;
    made.event.stream_id = base::uuid_v4();
    made.event.registration = base::RegistrationId("r1");
    made.event.person = base::PersonId(person);
    made.event.at = made.event.recorded_at = at;
    made.event.payload = record::QuestionAnswered{"q", 1, {{"a"}, "", "", false}, true};
    record::Rendering statement;
    statement.id = record::rendering_id(made.event, "t", 1, "identified");
    statement.template_name = "t";
    statement.body = Json{{"id", statement.id.str()}, {"actor", Json{{"account", Json{{"name", "=HYPERLINK(" + person + ")"}}}}}, {"result", Json{{"response", std::string(100, 'r')}}}}.dump();
    made.renderings = {statement};
    return made;
  }
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  std::string url(const std::string& place) const { return "http://127.0.0.1:" + std::to_string(port_) + place; }
  void sign_in(Browser& browser, const std::string& name, const std::string& role) {
    const Json member = Json::parse(program_.add_staff(name, role));
    const Page asked = browser.get(program_.staff_link(member["id"].get<std::string>().substr(0, 8)));
    ASSERT_EQ(asked.forms.size(), 1u) << asked.body;
    ASSERT_EQ(browser.post_form(asked, asked.forms[0]).status, 200);
  }
  static std::string token_of(const Page& page) {
    std::smatch found;
    return std::regex_search(page.body, found, std::regex("name=\"token\" value=\"([^\"]+)\"")) ? found[1].str() : "";
  }
  // Sends a form of the page of exports with what a browser would add.
  Page send(Browser& browser, const std::string& place, base::Fields fields) {
    fields.emplace_back("token", token_of(browser.get(url("/staff"))));
    return browser.post(url(place), fields);
  }
  // Starts one; its path below the site.
  std::string start(Browser& browser, base::Fields fields) {
    const Page shown = send(browser, "/staff/statements", std::move(fields));
    EXPECT_EQ(shown.status, 200) << shown.body;
    std::smatch found;
    EXPECT_TRUE(std::regex_search(shown.url, found, std::regex("(/staff/statements/[0-9a-f-]{36})"))) << shown.url;
    return found.empty() ? std::string() : found[1].str();
  }
  bool wait_for(const std::function<bool()>& there, milliseconds patience = milliseconds(60'000)) const {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!there()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(milliseconds(50));
    }
    return true;
  }
  bool wait_done(Browser& browser, const std::string& place) {
    return wait_for([&] { return browser.get(url(place)).body.find("/file/1\"") != std::string::npos; });
  }

  fakes::TemporaryFolder folder_;
  fakes::SiteStore place_{folder_.path()};
  fakes::Program program_{PRECEPTOR_BUILD_DIR, folder_.path()};
  int port_ = fakes::free_port();
  fakes::Process serve_;
};

TEST_F(ExportsFlow, CancelledKilledResumedItIsTheSameFile) {
  Browser browser;
  sign_in(browser, "Alex Staff", "accreditation");
  const std::string whole = start(browser, {{"form", "csv"}});
  ASSERT_TRUE(wait_done(browser, whole)) << fakes::read_file(path("log"));
  const Page file = browser.get(url(whole + "/file/1"));
  ASSERT_EQ(file.status, 200);
  ASSERT_LT(file.body.size(), 1u << 20) << "what the browser of these tests takes";
  EXPECT_EQ(std::count(file.body.begin(), file.body.end(), '\n'), kStatements + 1);
  EXPECT_EQ(file.body.find(",\"=HYPERLINK"), std::string::npos) << "no cell is a formula";
  const std::string sha256 = base::sha256_hex(file.body);
  EXPECT_NE(browser.get(url(whole)).body.find(sha256), std::string::npos);
  const Json manifest = Json::parse(browser.get(url(whole + "/manifest")).body);
  EXPECT_EQ(manifest["sha256"], sha256);
  EXPECT_EQ(manifest["statements"], kStatements);

  // The same again: cancelled at once, the program killed, resumed, killed while it runs. However far each got, the bytes are the same.
  const Page second = send(browser, whole, {{"do", "again"}});
  std::smatch found;
  ASSERT_TRUE(std::regex_search(second.url, found, std::regex("(/staff/statements/[0-9a-f-]{36})"))) << second.url;
  const std::string again = found[1].str();
  ASSERT_NE(again, whole);
  EXPECT_EQ(send(browser, again, {{"do", "cancel"}}).status, 200);
  serve_.kill_now();
  serve();
  EXPECT_EQ(send(browser, again, {{"do", "resume"}}).status, 200);
  serve_.kill_now();
  serve();
  ASSERT_TRUE(wait_done(browser, again)) << fakes::read_file(path("log"));
  EXPECT_EQ(browser.get(url(again + "/file/1")).body, file.body);
  EXPECT_NE(browser.get(url(again)).body.find("The same bytes as the export of"), std::string::npos);
  const Page list = browser.get(url("/staff/statements"));
  for (const std::string& part : {whole, again, sha256.substr(0, 12), std::string("Alex Staff")}) EXPECT_NE(list.body.find(part), std::string::npos) << part;

  // And from the command line, while the program runs.
  fakes::write_file(path("manifest.json"), manifest.dump());
  ASSERT_EQ(program_.run({"export", "xapi", "--format", "csv", "--as-of", path("manifest.json"), "--out", path("line.csv")}), 0) << program_.said();
  EXPECT_EQ(fakes::read_file(path("line.csv")), file.body);
}

TEST_F(ExportsFlow, OnePersonAndWhatIsTypedWrong) {
  Browser browser;
  sign_in(browser, "Alex Staff", "accreditation");
  const std::string one = start(browser, {{"form", "jsonl"}, {"person", "person-1"}, {"kind", "answers"}});
  ASSERT_TRUE(wait_done(browser, one));
  const std::string lines = browser.get(url(one + "/file/1")).body;
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), kOfOnePerson);
  EXPECT_EQ(lines.find("person-2"), std::string::npos);
  const std::string none = start(browser, {{"form", "jsonl"}, {"unit", "<script>alert(1)</script>"}});
  ASSERT_TRUE(wait_done(browser, none));
  EXPECT_EQ(browser.get(url(none + "/file/1")).body, "");
  EXPECT_EQ(browser.get(url(none)).body.find("<script>alert"), std::string::npos);
  const struct { base::Fields fields; const char* says; } wrong[] = {
      {{{"form", "csv"}, {"person", "<b>nobody</b>"}}, "Nobody has that id."},
      {{{"form", "xlsx"}}, "Choose a form and kinds from the lists."},
      {{{"form", "csv"}, {"kind", "=cmd"}}, "Choose a form and kinds from the lists."},
      {{{"form", "csv"}, {"from", "2026-02-30"}}, "Those are not two days in that order."},
      {{{"form", "csv"}, {"from", "2026-11-02"}, {"to", "2026-11-01"}}, "Those are not two days in that order."}};
  for (const auto& [fields, says] : wrong) {
    const Page answer = send(browser, "/staff/statements", fields);
    EXPECT_EQ(answer.status, 422) << says;
    EXPECT_NE(answer.body.find(says), std::string::npos) << answer.body;
    EXPECT_EQ(answer.body.find("<b>nobody"), std::string::npos) << "what was typed is escaped";
  }
}

TEST_F(ExportsFlow, NobodyButAccreditationStaffComesNear) {
  Browser staff;
  sign_in(staff, "Alex Staff", "accreditation");
  const std::string place = start(staff, {{"form", "csv"}});
  ASSERT_TRUE(wait_done(staff, place));
  const std::string gets[] = {"/staff/statements", place, place + "/file/1", place + "/manifest"};
  const std::string posts[] = {"/staff/statements", place};
  for (const char* role : {"planner", "reader", "nobody"}) {
    Browser other;
    if (std::string(role) != "nobody") sign_in(other, std::string("A ") + role, role);
    for (const auto& one : gets) EXPECT_EQ(other.get(url(one)).status, 403) << role << " " << one;
    for (const auto& one : posts)
      for (const char* act : {"cancel", "resume", "again"}) EXPECT_EQ(send(other, one, {{"form", "csv"}, {"do", act}}).status, 403) << role << " " << one;
  }
  EXPECT_EQ(staff.post(url(place), {{"do", "again"}}).status, 409) << "without the form's token";
  for (const char* none : {"/file/0", "/file/2", "/file/1x", "/file/-1", "/file/99999999999999999999"}) EXPECT_EQ(staff.get(url(place + none)).status, 404) << none;
  for (const char* none : {"/staff/statements/no-such", "/staff/statements/no-such/file/1", "/staff/statements/no-such/manifest"})
    EXPECT_EQ(staff.get(url(none)).status, 404) << none;
  EXPECT_EQ(send(staff, place, {{"do", "delete"}}).status, 404);
  EXPECT_EQ(send(staff, place, {{"do", "resume"}}).status, 200) << "a done one stays done";
}

}  // namespace
}  // namespace preceptor::flow
