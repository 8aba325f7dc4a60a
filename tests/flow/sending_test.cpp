// Credit on its way to a receiver's service: claimed by learners, sent by the running tool to the mock of PARS, mended by staff, seen by the learner.
#include <gtest/gtest.h>

#include <functional>
#include <regex>
#include <thread>

#include "adapters/store/store.hpp"
#include "core/base/json.hpp"
#include "plugin/http/client.hpp"
#include "tests/fakes/program.hpp"
#include "tests/fakes/stage.hpp"
#include "web/acts/pending_acts.hpp"

namespace preceptor::flow {
namespace {

using base::Json;
using fakes::Browser;
using fakes::Form;
using fakes::Page;

constexpr const char* kNpiOne = "1234567893";
constexpr const char* kNpiTwo = "1999999992";
constexpr const char* kNpiWrong = "1888888884";
constexpr const char* kServiceFormat = "format:pars-learner-json";

class SendingClock : public ports::Clock {
 public:
  base::Instant now() const override { return std::chrono::time_point_cast<base::Instant::duration>(std::chrono::system_clock::now()); }
};
class SendingSilence : public ports::Log {
 public:
  void write(ports::Level, std::string_view, std::initializer_list<Field>) override {}
};

struct Wishes {
  std::vector<std::string> mock;          // more of the mock's options
  std::string password = "open sesame";   // as the tool believes it to be
  bool switched_on = true;                // by staff, before anybody claims
};

class SendingFlow : public testing::Test {
 protected:
  void begin(Wishes wishes) {
    mock_options_ = std::move(wishes.mock);
    start_mock();
    stage_ = std::make_unique<fakes::Stage>(PRECEPTOR_BUILD_DIR);
    stage_->stop_tool();
    fakes::write_file(path("secret"), wishes.password + "\n");
    Json config = Json::parse(fakes::read_file(path("preceptor.json")));
    const Json sending{{"url", mock_url()}, {"user", "us"}, {"secret_file", path("secret")}, {"ask_seconds", 1}};
    config["provider"] = {{"name", "Demo provider"},
                          {"accreditations", {{{"provider", "demo"}, {"name", "Demo provider"}, {"systems", {"ama-pra-1"}}, {"sample", true}, {"accme_provider_id", "0000000"},
                                               {"sending", sending}}}}};
    fakes::write_file(path("preceptor.json"), config.dump());
    stage_->start_tool();
    sign_in();
    if (wishes.switched_on) switch_on();
  }
  std::string path(const std::string& name) const { return stage_->folder() + "/" + name; }
  std::string mock_url() const { return "http://127.0.0.1:" + std::to_string(mock_port_) + "/"; }
  std::string staff_url(const std::string& place) const { return stage_->tool() + "/staff" + place; }

  void start_mock() {
    std::vector<std::string> command{PRECEPTOR_BUILD_DIR "/preceptor-demo-pars", "--listen", "127.0.0.1:" + std::to_string(mock_port_), "--file",
                                     mock_folder_.path() + "/records.jsonl", "--user", "us", "--password", "open sesame", "--print-json", "--test-hooks"};
    command.insert(command.end(), mock_options_.begin(), mock_options_.end());
    mock_.start(command, mock_folder_.path() + "/mock.log", true);
  }
  std::string call_mock(const std::string& method, const std::string& place, const std::string& body = {}) {
    ports::OutboundRequest request;
    request.method = method;
    request.url = mock_url() + place;
    request.body = body;
    const auto answer = http_->send(request);
    return answer && answer->status == 200 ? answer->body : std::string();
  }
  Json mock_state() { return Json::parse(call_mock("GET", "events")); }
  std::size_t records() { return mock_state()["records"].size(); }
  void next_record(const std::string& hook) { ASSERT_EQ(call_mock("POST", "_next", hook), "ok\n"); }

  fakes::Program program() const { return {PRECEPTOR_BUILD_DIR, stage_->folder()}; }
  int run(std::vector<std::string> words) const { return program().run(std::move(words)); }
  std::string said() const { return program().said(); }
  Json report_status() {
    run({"report", "status", "--json"});
    return Json::parse(said());
  }

  void sign_in() {
    const Json member = Json::parse(program().add_staff("Alex Office", "accreditation"));
    const Page asked = staff_.get(program().staff_link(member["id"].get<std::string>().substr(0, 8)));
    ASSERT_EQ(asked.forms.size(), 1u) << asked.body;
    ASSERT_EQ(staff_.post_form(asked, asked.forms[0]).status, 200);
  }
  // The form's fields as they stand but for `changes`, as a browser sends them with one button.
  Page submit(Browser& browser, const Page& page, const Form& form, const base::Fields& changes) {
    base::Fields fields;
    for (const auto& control : form.controls)
      if (!control.name.empty() && control.type != "submit" && base::field(changes, control.name) == nullptr) fields.emplace_back(control.name, control.value);
    fields.insert(fields.end(), changes.begin(), changes.end());
    return browser.post(form.action.starts_with('/') ? stage_->tool() + form.action : page.url, fields);
  }
  const Form& form_of(const Page& page, const std::function<bool(const Form&)>& is) {
    for (const auto& form : page.forms)
      if (is(form)) return form;
    ADD_FAILURE() << "no such form on " << page.url << "\n" << page.body;
    static const Form none;
    return none;
  }
  static std::function<bool(const Form&)> ends(const std::string& place) {
    return [place](const Form& form) { return form.method == "post" && form.action.ends_with(place); };
  }
  void switch_on() {
    const Page rules = staff_.get(staff_url("/rules"));
    const auto& form = form_of(rules, [](const Form& one) { return one.named("what") != nullptr && one.named("what")->value == kServiceFormat; });
    ASSERT_EQ(submit(staff_, rules, form, {{"do", "on"}}).status, 200);
  }

  // Beside the running program: what staff asked for ten minutes from now is due. How many acts that were.
  int make_acts_due() {
    SendingClock clock;
    SendingSilence log;
    const auto store = store::Store::open({stage_->store().url()}, clock, log);
    if (!store) throw std::runtime_error(base::describe(store.error()));
    const auto rows = (*store)->list_projections({web::kPendingActKind, "waiting", base::RegistrationId(ports::kNoRegistration)});
    if (!rows) throw std::runtime_error(base::describe(rows.error()));
    for (ports::Projection row : *rows) {
      Json body = Json::parse(row.body);
      body["due_at"] = body["asked_at"];
      row.body = body.dump();
      ++row.version;
      ports::UnitOfWork work;
      work.projections.push_back(std::move(row));
      if (const auto saved = (*store)->commit(work); !saved) throw std::runtime_error(base::describe(saved.error()));
    }
    return static_cast<int>(rows->size());
  }

  // What the samples say is right.
  static std::vector<std::string> right_choice(const Page& page, const std::vector<std::string>& offered) {
    for (const char* right : {"2.5 mg twice daily", "Before a clean or aseptic procedure", "Offer it today, and teach him"})
      for (const auto& value : offered)
        if (page.body.find("value=\"" + value + "\"") != std::string::npos && std::regex_search(page.body, std::regex("value=\"" + value + "\"[^>]*><span>" + right))) return {value};
    return offered.empty() ? std::vector<std::string>{"3"} : std::vector<std::string>{offered[0]};
  }
  Page do_unit(Browser& browser, const std::string& link, const std::string& user) {
    Page page = browser.open(stage_->lms(), link, user);
    for (int pages = 0; pages < 12 && page.form(); ++pages)
      page = browser.answer(page, [&page](const std::string&, const std::vector<std::string>& offered) { return right_choice(page, offered); });
    EXPECT_TRUE(page.is_receipt()) << page.status << page.body;
    return page;
  }
  // A physician does the three sample units, claims, and says who she is. Answers the page of her credits.
  Page claim(Browser& browser, const std::string& user, const std::string& family, const std::string& npi) {
    Page page = do_unit(browser, "link-1", user);
    page = submit(browser, page, form_of(page, ends("/profession")), {{"profession", "physician"}});
    do_unit(browser, "link-2", user);
    page = do_unit(browser, "link-3", user);
    page = submit(browser, page, form_of(page, ends("/claim")), {});
    const Form& profile = form_of(page, ends("/profile"));
    page = browser.post(stage_->tool() + profile.action, {{"from", "credits"}, {"key", profile.named("key")->value}, {"given_name", "Learner"}, {"family_name", family},
                                                          {"birth_day", "02/29"}, {"npi", npi}, {"licence_state", "ME"}, {"licence_number", "MD" + npi.substr(4)},
                                                          {"permission", "yes"}, {"wording", profile.named("wording") ? profile.named("wording")->value : ""}});
    EXPECT_EQ(page.status, 200) << page.body;
    return browser.get(page.url.substr(0, page.url.find("/profile")));
  }
  bool shows(Browser& browser, const Page& credits, const std::string& words) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    Page page;
    do {
      page = browser.get(credits.url);
      if (page.body.find(words) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    } while (std::chrono::steady_clock::now() < end);
    ADD_FAILURE() << page.body << "\n" << call_mock("GET", "events") << "\n" << stage_->tool_log();
    return false;
  }
  bool until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    return done();
  }

  int mock_port_ = fakes::free_port();
  fakes::TemporaryFolder mock_folder_;
  fakes::Process mock_;
  std::vector<std::string> mock_options_;
  std::unique_ptr<fakes::Stage> stage_;
  std::unique_ptr<ports::HttpClient> http_ = [] {
    http::ClientOptions options;
    options.allow_loopback = true;
    return http::make_client(options);
  }();
  Browser staff_;
};

TEST_F(SendingFlow, AllAreAcceptedButTheMismatchWhichIsMendedFromTheWorkList) {
  begin({{"--known", std::string("Two=") + kNpiTwo}, "open sesame", false});
  Browser one, two;
  const Page first = claim(one, "learner-1", "One", kNpiOne);
  const Page second = claim(two, "learner-2", "Two", kNpiWrong);
  ASSERT_TRUE(until([&] { return run({"report", "status"}), said().find("format:pars-learner-json") != std::string::npos; })) << said();
  run({"check"});
  EXPECT_NE(said().find("sending of demo"), std::string::npos) << said();
  EXPECT_NE(staff_.get(staff_url("/exports")).body.find("pars-learner-json"), std::string::npos) << "the page of exports says so as well";
  EXPECT_EQ(records(), 0u) << "nothing leaves before staff switch it on";

  switch_on();
  ASSERT_TRUE(shows(one, first, "Accepted."));
  ASSERT_TRUE(shows(two, second, "Not accepted."));
  EXPECT_EQ(records(), 1u);
  EXPECT_NE(call_mock("GET", "").find("This is a mock"), std::string::npos);

  const Page list = staff_.get(staff_url("/credits?state=rejected"));
  std::smatch found;
  ASSERT_TRUE(std::regex_search(list.body, found, std::regex("/credits/record\\?ccid=([^\"&]+)"))) << list.body;
  const Page fix = staff_.get(staff_url("/credits/fix?ccid=" + found[1].str()));
  EXPECT_NE(fix.body.find("No match"), std::string::npos) << fix.body;
  EXPECT_EQ(fix.body.find("nobody of this name has this number"), std::string::npos) << "the receiver's words are not kept";
  const Page mended = submit(staff_, fix, form_of(fix, ends("/credits/fix")), {{"npi", kNpiTwo}, {"do", "resend"}});
  ASSERT_EQ(mended.status, 200) << mended.body;
  ASSERT_TRUE(shows(two, second, "Accepted."));
  EXPECT_EQ(records(), 2u);
  const Page again = two.open(stage_->lms(), "link-1", "learner-2");
  EXPECT_NE(again.body.find("Accepted."), std::string::npos) << "told at the next launch\n" << again.body;
}

TEST_F(SendingFlow, ALateBoardIsPendingThenAccepted) {
  begin({{"--late", "One", "--late-seconds", "4"}});
  Browser one;
  const Page credits = claim(one, "learner-1", "One", kNpiOne);
  ASSERT_TRUE(shows(one, credits, "Received. The board has not answered yet."));
  EXPECT_EQ(mock_state()["records"][0]["state"], "Pending");
  ASSERT_TRUE(shows(one, credits, "Accepted."));
  EXPECT_EQ(mock_state()["saved"], 1);
}

TEST_F(SendingFlow, AReceiverThatDiedAfterKeepingTheRecordIsAskedFirst) {
  begin({});
  next_record("die");
  Browser one;
  const Page credits = claim(one, "learner-1", "One", kNpiOne);
  ASSERT_TRUE(until([&] { return !mock_.running(); }));
  ASSERT_TRUE(until([&] { return run({"report", "status"}), said().find("not reached") != std::string::npos; })) << said();
  start_mock();
  ASSERT_TRUE(shows(one, credits, "Accepted."));
  EXPECT_EQ(records(), 1u);
  EXPECT_EQ(mock_state()["saved"], 0) << "it was asked for, not sent again";
}

TEST_F(SendingFlow, AnAnswerNobodyUnderstandsIsAskedFirst) {
  begin({});
  next_record("garble");
  Browser one;
  const Page credits = claim(one, "learner-1", "One", kNpiOne);
  ASSERT_TRUE(shows(one, credits, "Accepted."));
  EXPECT_EQ(records(), 1u);
  EXPECT_EQ(mock_state()["saved"], 1);
}

// Scenario 21.
TEST_F(SendingFlow, AToolThatDiedBetweenSendingAndSavingAsksFirst) {
  begin({});
  next_record("hang");
  Browser one;
  const Page credits = claim(one, "learner-1", "One", kNpiOne);
  ASSERT_TRUE(until([&] { return records() == 1; }));
  stage_->kill_tool();
  stage_->start_tool();
  ASSERT_TRUE(shows(one, credits, "Accepted."));
  EXPECT_EQ(records(), 1u);
  EXPECT_EQ(mock_state()["saved"], 1);
}

TEST_F(SendingFlow, WhatWasNeverAnsweredIsFreedByStaffWhenSendingIsOffForGood) {
  begin({});
  next_record("die");
  Browser one;
  claim(one, "learner-1", "One", kNpiOne);
  ASSERT_TRUE(until([&] { return !mock_.running(); }));
  ASSERT_TRUE(until([&] { return run({"report", "status"}), said().find("not reached") != std::string::npos; })) << said();
  stage_->stop_tool();
  Json config = Json::parse(fakes::read_file(path("preceptor.json")));
  config["provider"]["accreditations"][0].erase("sending");
  fakes::write_file(path("preceptor.json"), config.dump());
  stage_->start_tool();
  EXPECT_EQ(run({"export", "credit", "--format", "pars-tsv", "--out", path("first.tsv")}), 1) << said();
  EXPECT_NE(said().find("look it up at the receiver"), std::string::npos) << said();

  const Page list = staff_.get(staff_url("/credits?state=queued"));
  std::smatch found;
  ASSERT_TRUE(std::regex_search(list.body, found, std::regex("/credits/record\\?ccid=([^\"&]+)"))) << list.body;
  const Page record = staff_.get(staff_url("/credits/record?ccid=" + found[1].str()));
  const Page noted = submit(staff_, record, form_of(record, ends("/credits/found")), {{"found", "absent"}, {"looked", "yes"}});
  EXPECT_NE(noted.body.find("it is not there"), std::string::npos) << noted.body;
  EXPECT_NE(noted.body.find("Alex Office"), std::string::npos) << "its history says who looked";
  EXPECT_EQ(run({"export", "credit", "--format", "pars-tsv", "--out", path("second.tsv")}), 0) << said();
  EXPECT_NE(said().find("Rows: 1."), std::string::npos) << said();
  EXPECT_NE(fakes::read_file(path("second.tsv")).find("One"), std::string::npos) << "the row of the learner who was freed";
}

// Scenario 25.
TEST_F(SendingFlow, WhatALearnerTakesBackIsRemovedThereOnceStaffAskForIt) {
  begin({});
  Browser one;
  const Page credits = claim(one, "learner-1", "One", kNpiOne);
  ASSERT_TRUE(shows(one, credits, "Accepted."));
  const Page privacy = one.get(credits.url + "/privacy");
  submit(one, privacy, form_of(privacy, ends("/privacy")), {});
  const Page list = staff_.get(staff_url("/credits/taken-back"));
  std::smatch found;
  ASSERT_TRUE(std::regex_search(list.body, found, std::regex("/credits/record\\?ccid=([^\"&]+)"))) << list.body;
  EXPECT_EQ(records(), 1u) << "no removal goes by itself";
  const Page record = staff_.get(staff_url("/credits/record?ccid=" + found[1].str()));
  const Page waits = submit(staff_, record, form_of(record, ends("/credits/removal")), {{"sure", "yes"}});
  EXPECT_NE(waits.body.find("Ask that a receiver removes a credit record"), std::string::npos) << waits.body;
  EXPECT_EQ(records(), 1u) << "it can be taken back for ten minutes";
  ASSERT_EQ(make_acts_due(), 1);
  ASSERT_TRUE(shows(one, credits, "This report was removed at its receiver; your certificate stands."));
  EXPECT_EQ(records(), 0u);
}

TEST_F(SendingFlow, WrongCredentialsStopItAndAreSaid) {
  begin({{}, "wrong"});
  Browser one;
  claim(one, "learner-1", "One", kNpiOne);
  ASSERT_TRUE(until([&] { return report_status()["sending"][0]["state"] == "refused"; })) << said();
  EXPECT_EQ(report_status()["grants"], (Json{{"queued", 1}})) << said();
  EXPECT_NE(report_status()["sending"][0]["words"].get<std::string>().find("401"), std::string::npos);
  EXPECT_EQ(run({"check"}), 1) << said();
  EXPECT_EQ(records(), 0u);
  EXPECT_EQ(stage_->tool_log().find("wrong"), std::string::npos) << "no secret in the log";
}

}  // namespace
}  // namespace preceptor::flow
