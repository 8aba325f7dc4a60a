// The pages about record stores: what they show, what they ask for, and that a secret is on none of them.
#include "tests/unit/web/office.hpp"

namespace preceptor::web::testing {
namespace {

using std::string;

string asked(const Office& office) {
  string all;
  for (const string& one : office.stores.asked) all += one + "\n";
  return all;
}

class AdminStores : public ::testing::Test {
 protected:
  void SetUp() override {
    office.stores.stores = {busy_store(office.clock.now())};
    office.sign_in();
  }
  ports::HttpResponse post(const string& act, base::Fields fields) {
    if (base::field(fields, "store") == nullptr) fields.emplace_back("store", "main");
    return office.post("/admin/stores" + act, std::move(fields));
  }
  ports::HttpResponse one(const string& more = {}) { return office.get("/admin/stores/one", "name=main" + more); }
  Office office;
};

TEST_F(AdminStores, AreListedWithBacklogProgressAndReason) {
  const auto page = office.get("/admin/stores");
  for (const char* text : {"https://lrs.example.org/xAPI/", "12 waiting, 2 parked.", "lrs.refused", "120 of 300 statements.", "/tool/admin/stores/one?name=main"})
    EXPECT_TRUE(shows(page, text)) << text;
  office.stores.stores.clear();
  EXPECT_TRUE(shows(office.get("/admin/stores"), "No record store is connected"));
}

TEST_F(AdminStores, OneShowsProgressRefusalsWithTheStoresWordsAndAnswers) {
  const auto page = one();
  for (const char* text : {"Under way, from 2026-", "<progress max=\"300\" value=\"120\"", "1 statement", "HTTP 400: &lt;no&gt; &quot;verb&quot;", "HTTP 413: too large",
                           "on its way again", "3 taken (HTTP 200).", "data-poll="})
    EXPECT_TRUE(shows(page, text)) << text;
  office.stores.stores[0].backfill->state = "paused";
  office.stores.stores[0].parked[1].again = 0;
  EXPECT_FALSE(shows(one(), "data-poll=")) << "nothing moves";
  EXPECT_TRUE(shows(one(), "Go on"));
  EXPECT_EQ(office.get("/admin/stores/one", "name=nobody").status, 404);
  EXPECT_FALSE(shows(one("&done=nonsense"), "role=\"status\">✓"));
}

// Of a record written before such words were escaped on their way in.
TEST_F(AdminStores, WhatAStoreSaidTurnsNoWriting) {
  const string words = "HTTP 400: \xe2\x80\xae" "dewollA\xe2\x81\xa9\xc2\x9b" "1m";
  office.stores.stores[0].refused[0].reason = office.stores.stores[0].parked[0].begins = words;
  office.stores.stores[0].failed = LastFailure{office.clock.now(), "lrs.refused", {"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11", 1, words}};
  const auto page = one();
  EXPECT_TRUE(shows(page, "HTTP 400: \\u202edewollA\\u2069\\u009b1m")) << page.body;
  for (const char* raw : {"\xe2\x80\xae", "\xe2\x81\xa9", "\xc2\x9b"}) EXPECT_FALSE(shows(page, raw));
}

TEST_F(AdminStores, OneThatTakesNothingSaysWhy) {
  EXPECT_FALSE(shows(one(), "takes nothing just now"));
  office.stores.stores[0].trouble = "lrs.credentials: HTTP 403: <no> permission to write statements";
  EXPECT_TRUE(shows(one(), "takes nothing just now"));
  EXPECT_TRUE(shows(one(), "HTTP 403: &lt;no&gt; permission to write statements"));
  // Another node sends: what it noted is shown here too, with what went out and the store's own words.
  office.stores.stores[0].trouble = "";
  office.stores.stores[0].failed = LastFailure{office.clock.now(), "lrs.unreadable: HTTP 500: the store is in trouble", {"7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11", 1, "HTTP 500: <no> dots"}};
  for (const char* text : {"takes nothing", "HTTP 500: the store is in trouble", "was one statement:", "7f3c2f64-8f0a-4f8e-9b35-0a4a0a3c5d11", "What the store said:", "HTTP 500: &lt;no&gt; dots"})
    EXPECT_TRUE(shows(one(), text)) << text;
  office.stores.stores[0].row.enabled = false;
  EXPECT_FALSE(shows(one(), "takes nothing just now")) << "it is off, and that is why";
}

TEST_F(AdminStores, AreConnectedAndChanged) {
  const base::Fields typed = {{"store", " Second "}, {"endpoint", "https://two.example/xAPI/"}, {"username", "key"}, {"password", "hush-hush"}, {"version", "2.0"}};
  const auto added = post("", typed);
  EXPECT_EQ(header_of(added, "Location"), "/tool/admin/stores/one?name=Second&done=added");
  auto kept = typed;
  kept[0].second = "main";
  kept[3].second = "";
  kept.emplace_back("same_store", "yes");
  EXPECT_EQ(header_of(post("/change", kept), "Location"), "/tool/admin/stores/one?name=main&done=changed");
  EXPECT_EQ(asked(office), "add Second https://two.example/xAPI/ key 2.0 with hush-hush\nchange main https://two.example/xAPI/ key 2.0 same\n");
  office.stores.problem = StoreProblem::endpoint;
  for (const char* act : {"", "/change"}) {
    auto wrong = typed;
    wrong[0].second = "main";
    const auto page = post(act, wrong);
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(shows(page, "Nothing was saved: write the whole address")) << page.body;
    EXPECT_TRUE(shows(page, "value=\"https://two.example/xAPI/\"")) << "what was typed is still there";
    EXPECT_FALSE(shows(page, "hush-hush")) << "but the secret is not";
  }
  for (const StoreProblem problem : {StoreProblem::name, StoreProblem::taken, StoreProblem::version, StoreProblem::password, StoreProblem::configured, StoreProblem::unmoved, StoreProblem::refused}) {
    office.stores.problem = problem;
    EXPECT_TRUE(shows(post("", typed), "role=\"alert\""));
  }
}

TEST_F(AdminStores, AConfiguredOneIsChangedInTheFile) {
  office.stores.stores[0].row.source = "config";
  const auto page = one();
  EXPECT_TRUE(shows(page, "comes from the configuration file"));
  for (const char* form : {"/admin/stores/change", "/admin/stores/switch"}) EXPECT_FALSE(shows(page, form)) << form;
  for (const char* form : {"/admin/stores/filter", "/admin/stores/backfill", "/admin/stores/test"}) EXPECT_TRUE(shows(page, form)) << form;
}

TEST_F(AdminStores, ATestSaysWhichOfThemIsWrong) {
  for (const char* fault : {"address", "tls", "path", "credentials", "version", "permissions", "refused", "busy"}) {
    office.stores.tested = {false, fault, "", "a <cause>", "an action"};
    const auto page = post("/test", {});
    EXPECT_TRUE(shows(page, "class=\"note bad\"")) << fault;
    EXPECT_TRUE(shows(page, "a &lt;cause&gt;")) << fault;
    EXPECT_TRUE(shows(page, "an action")) << fault;
    EXPECT_FALSE(shows(page, "admin.store_fault")) << fault << " has no words";
  }
  office.stores.tested = {true, "none", "2.0.0", "The store answers.", ""};
  EXPECT_TRUE(shows(post("/test", {}), "It works."));
  EXPECT_EQ(post("/test", {}).status, 200);
}

TEST_F(AdminStores, WhatStopsSomethingIsAskedAboutFirst) {
  for (const auto& [act, fields] : {std::pair<string, base::Fields>{"/switch", {{"was", "on"}, {"to", "off"}}}, {"/backfill", {{"act", "stop"}}}}) {
    const auto page = post(act, fields);
    EXPECT_EQ(page.status, 200) << act;
    EXPECT_TRUE(shows(page, "name=\"sure\" value=\"yes\"")) << page.body;
    EXPECT_TRUE(shows(page, "main?")) << act;
    EXPECT_EQ(asked(office), "") << "nothing was done";
  }
  EXPECT_EQ(post("/switch", {{"was", "on"}, {"to", "off"}, {"sure", "yes"}}).status, 303);
  EXPECT_EQ(post("/switch", {{"was", "off"}, {"to", "on"}}).status, 303) << "this stops nothing";
  EXPECT_EQ(post("/backfill", {{"act", "stop"}, {"sure", "yes"}}).status, 303);
  EXPECT_EQ(asked(office), "main: on to off\nmain: off to on\nmain: stop\n");
  office.stores.refuses = base::Code::admin_form_outdated;
  EXPECT_EQ(post("/switch", {{"was", "on"}, {"to", "off"}, {"sure", "yes"}}).status, 409);
  EXPECT_EQ(post("/backfill", {{"act", "pause"}}).status, 409);
  EXPECT_EQ(post("/switch", {{"was", "on"}, {"to", "away"}}).status, 409);
}

TEST_F(AdminStores, ABackfillIsBegunHeldAndGoesOn) {
  EXPECT_EQ(header_of(post("/backfill", {{"act", "begin"}, {"from", "2026-01-31"}}), "Location"), "/tool/admin/stores/one?name=main&done=begun");
  EXPECT_EQ(post("/backfill", {{"act", "pause"}}).status, 303);
  EXPECT_EQ(post("/backfill", {{"act", "resume"}}).status, 303);
  EXPECT_EQ(post("/backfill", {{"act", "nonsense"}}).status, 409);
  EXPECT_EQ(asked(office), "main: begin 2026-01-31\nmain: pause\nmain: resume\n");
  office.stores.refuses = base::Code::command_arguments;
  const auto wrong = post("/backfill", {{"act", "begin"}, {"from", "soon"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(shows(wrong, "Nothing was begun"));
}

TEST_F(AdminStores, TheFilterIsWhatIsChecked) {
  EXPECT_FALSE(shows(one(), "value=\"burden\" checked")) << "off until somebody switches it on";
  EXPECT_TRUE(shows(one(), "value=\"answers\" checked"));
  const base::Fields typed = {{"kind", "answers"}, {"kind", "burden"}, {"units", " unit-a \r\n\r\nunit-b"}};
  const auto sure = post("/filter", typed);
  EXPECT_EQ(sure.status, 200);
  EXPECT_TRUE(shows(sure, "Let answers about burden leave this site, to main?")) << sure.body;
  EXPECT_TRUE(shows(sure, "Never any free text."));
  EXPECT_TRUE(shows(sure, "name=\"kind\" value=\"burden\"")) << "what was typed goes along";
  EXPECT_FALSE(shows(sure, "ten minutes")) << "nothing is taken away";
  EXPECT_EQ(asked(office), "") << "nothing was done";
  EXPECT_TRUE(shows(post("/filter", {{"kind", "root-cause"}}), "Let ratings of causes leave this site"));
  EXPECT_TRUE(shows(post("/filter", {{"kind", "root-cause"}, {"kind", "burden"}}), "Let answers about burden and ratings of causes leave this site"));
  EXPECT_EQ(asked(office), "");
  auto said_yes = typed;
  said_yes.emplace_back("sure", "yes");
  EXPECT_EQ(post("/filter", said_yes).status, 303);
  EXPECT_EQ(asked(office), "main: without attempts results commitments credit root-cause only unit-a only unit-b\n");
  office.stores.refuses = base::Code::command_arguments;
  const auto wrong = post("/filter", {{"units", "a b"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(shows(wrong, "choose at least one kind"));
  EXPECT_TRUE(shows(wrong, "a b")) << "what was typed is still there";
}

TEST_F(AdminStores, RefusedStatementsAreSentAgainOneOrAllOfAReason) {
  EXPECT_EQ(post("/again", {{"statement", "some-id"}}).status, 303);
  EXPECT_EQ(header_of(post("/again", {{"code", "lrs.refused"}, {"begins", "HTTP 413"}}), "Location"), "/tool/admin/stores/one?name=main&done=again");
  EXPECT_EQ(asked(office), "main: again some-id\nmain: again lrs.refusedHTTP 413\n");
  EXPECT_EQ(post("/again", {}).status, 409) << "a form that names nothing is not ours";
  office.stores.marked = 0;
  EXPECT_EQ(post("/again", {{"statement", "gone"}}).status, 409) << "it arrived meanwhile";
}

TEST_F(AdminStores, EveryPageIsThereInEveryLanguage) {
  for (const char* language : {"en", "es", "ar"}) {
    office.language = language;
    for (const auto& page : {office.get("/admin/stores"), one("&done=begun"), post("/switch", {{"was", "on"}, {"to", "off"}})}) {
      EXPECT_EQ(page.status, 200);
      EXPECT_FALSE(shows(page, "admin.store")) << language << " lacks words: " << page.body;
      EXPECT_EQ(page.body.find("<script>"), string::npos);
    }
  }
}

}  // namespace
}  // namespace preceptor::web::testing
