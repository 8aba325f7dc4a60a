// Line items, results and rosters over a scripted client: what is asked, and what becomes of odd answers.
#include <gtest/gtest.h>

#include <deque>

#include "core/base/json.hpp"
#include "lti/services/line_items.hpp"
#include "lti/services/paging.hpp"
#include "lti/services/results.hpp"
#include "lti/services/roster.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::Json;

class Script : public ServiceClient {
 public:
  CallResult call(const Registration&, const std::string& deployment_id, const ServiceCall& call) override {
    calls.push_back(call);
    deployments.push_back(deployment_id);
    if (answers.empty()) return base::fail(Code::outbound_connect, "nothing more in the script");
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  void answer(int status, std::string body, ports::Headers headers = {}) { answers.push_back({status, std::move(headers), std::move(body)}); }
  std::deque<ports::OutboundResponse> answers;
  std::vector<ServiceCall> calls;
  std::vector<std::string> deployments;
};

class Services : public testing::Test {
 protected:
  Services() {
    link.deployment_id = "7";
    link.context_id = "2";
    link.resource_link_id = "11";
    link.unit_id = "hand-hygiene";
    link.lineitems = "https://lms.example/services.php/2/lineitems?type_id=1";
    link.memberships = "https://lms.example/members";
    for (const auto scope : {kScopeLineItem, kScopeLineItemRead, kScopeResult, kScopeScore}) link.scopes.emplace_back(scope);
  }
  LinkServices at() { return {client, registration, link}; }
  static Json item(const std::string& id, const std::string& resource_link, const std::string& resource) {
    return {{"id", "https://lms.example/services.php/2/lineitems/" + id + "/lineitem?type_id=1"}, {"label", "Label " + id}, {"scoreMaximum", 1},
            {"resourceLinkId", resource_link}, {"resourceId", resource}, {"tag", ""}};
  }
  Script client;
  Registration registration;
  ports::LinkFacts link;
};

ports::Headers next_to(const std::string& value) { return {{"Link", value}}; }

TEST(Paging, ReadsEveryKnownSpellingOfTheNextPage) {
  const std::string here = "https://lms.example/items?type_id=1";
  const char* same[] = {
      R"(<https://lms.example/items?type_id=1&from=2>; rel="next")",
      "<https://lms.example/items?type_id=1&amp;from=2>; rel=\xE2\x80\x9Cnext\xE2\x80\x9D",
      R"(<https://lms.example/items?p=0>; rel="prev", <https://lms.example/items?type_id=1&from=2>;rel=next)",
      R"(<https://lms.example/a,b>; rel="first"; title="a, <b>", <https://lms.example/items?type_id=1&from=2>; title="x"; REL="last Next")",
  };
  for (const char* value : same) {
    const auto next = next_page(next_to(value), here);
    ASSERT_TRUE(next && *next) << value;
    EXPECT_EQ(**next, "https://lms.example/items?type_id=1&from=2") << value;
  }
  const ports::Headers two = {{"link", R"(<https://lms.example/x>; rel="current")"}, {"LINK", R"(<https://lms.example/y>; rel="next")"}};
  EXPECT_EQ(**next_page(two, here), "https://lms.example/y");
  for (const char* none : {"", "<https://lms.example/x>; rel=\"prev\"", "<https://lms.example/x", "https://lms.example/x; rel=next", "<https://lms.example/x>; rel=\"nextish\""}) {
    const auto next = next_page(next_to(none), here);
    ASSERT_TRUE(next) << none;
    EXPECT_FALSE(*next) << none;
  }
  EXPECT_FALSE(*next_page({}, here));
}

// RFC 8288 3.1: the target is a reference, read from the page it stands on.
TEST(Paging, ANextPageMayBeRelative) {
  const std::string here = "https://lms.example/api/items?type_id=1";
  for (const auto& [target, url] : {std::pair<std::string, std::string>{"/members?p=2", "https://lms.example/members?p=2"}, {"?p=2", "https://lms.example/api/items?p=2"}}) {
    const auto next = next_page(next_to("<" + target + ">; rel=\"next\""), here);
    ASSERT_TRUE(next && *next) << target;
    EXPECT_EQ(**next, url);
  }
  for (const char* elsewhere : {"//other.example/members", "../members"}) EXPECT_FALSE(next_page(next_to("<" + std::string(elsewhere) + ">; rel=\"next\""), here)) << elsewhere;
}

TEST(Paging, TheTokenNeverLeavesThePlatform) {
  for (const char* elsewhere : {"<https://evil.example/items>; rel=next", "<http://lms.example/items>; rel=next", "<https://lms.example:444/items>; rel=next",
                                "<https://lms.example@evil.example/>; rel=next", "<null>; rel=next", "<>; rel=next"}) {
    const auto next = next_page(next_to(elsewhere), "https://lms.example/items");
    ASSERT_FALSE(next) << elsewhere;
    EXPECT_EQ(next.error().code, Code::service_unreadable);
  }
}

TEST(LineItemUrls, TheSuffixGoesBeforeTheQuery) {
  EXPECT_EQ(with_path("https://l.example/2/lineitem?type_id=1", "/scores"), "https://l.example/2/lineitem/scores?type_id=1");
  EXPECT_EQ(with_path("https://l.example/api/line_items/3", "/results"), "https://l.example/api/line_items/3/results");
  EXPECT_EQ(with_path("https://l.example/3/?a=/b", "/scores"), "https://l.example/3/scores?a=/b");
}

TEST_F(Services, ListsAskForExactlyTheContainerTypeAndFollowPages) {
  client.answer(200, Json::array({item("1", "11", "a")}).dump(), next_to("<https://lms.example/services.php/2/lineitems?type_id=1&amp;from=1>; rel=\xE2\x80\x9Cnext\xE2\x80\x9D"));
  client.answer(200, Json::array({item("2", "11", "b"), item("3", "12", "b")}).dump());
  const auto items = list_line_items(at(), {"11", "", ""});
  ASSERT_TRUE(items) << base::describe(items.error());
  EXPECT_EQ(items->size(), 2u) << "one that is not filtered as asked is left out";
  EXPECT_EQ(client.calls[0].url, "https://lms.example/services.php/2/lineitems?type_id=1&resource_link_id=11");
  EXPECT_EQ(client.calls[0].accept, "application/vnd.ims.lis.v2.lineitemcontainer+json");
  EXPECT_EQ(client.calls[0].scopes, (std::vector<std::string>{std::string(kScopeLineItemRead)})) << "another scope that is off costs it nothing";
  EXPECT_EQ(client.calls[1].url, "https://lms.example/services.php/2/lineitems?type_id=1&from=1");
  EXPECT_EQ(client.deployments[0], "7");
}

TEST_F(Services, PagesEndWhenTheyLeadInACircleAndItemsElsewhereAreRefused) {
  client.answer(200, "[]", next_to("<https://lms.example/services.php/2/lineitems?type_id=1>; rel=next"));
  EXPECT_EQ(list_line_items(at(), {}).error().code, Code::service_unreadable);
  Json foreign = item("1", "11", "a");
  foreign["id"] = "https://evil.example/1";
  client.answer(200, Json::array({foreign}).dump());
  EXPECT_EQ(list_line_items(at(), {}).error().code, Code::service_unreadable);
  for (int i = 0; i < 201; ++i) client.answer(200, "[]", next_to("<https://lms.example/p" + std::to_string(i) + ">; rel=next"));
  EXPECT_EQ(list_line_items(at(), {}).error().code, Code::service_unreadable);
  EXPECT_EQ(client.answers.size(), 1u) << "200 pages and no more";
}

TEST_F(Services, TheColumnOfALinkIsFoundAndNeverAnothers) {
  client.answer(200, Json::array({item("1", "11", "other")}).dump());
  EXPECT_EQ((*find_line_item(at()))->id, item("1", "", "")["id"]) << "the only one on the link, whatever its resource id";
  client.answer(200, Json::array({item("1", "11", "other"), item("2", "11", "hand-hygiene")}).dump());
  EXPECT_EQ((*find_line_item(at()))->label, "Label 2");
  client.answer(200, Json::array({item("1", "11", "x"), item("2", "11", "y")}).dump());
  EXPECT_FALSE(*find_line_item(at())) << "which one is nobody's guess";
  client.answer(200, "[]");
  client.answer(200, Json::array({item("4", "12", "hand-hygiene"), item("5", "", "hand-hygiene")}).dump());
  EXPECT_EQ((*find_line_item(at()))->label, "Label 5") << "another link's column is not ours, though the unit is the same";
  EXPECT_EQ(client.calls.back().url, "https://lms.example/services.php/2/lineitems?type_id=1&resource_id=hand-hygiene");
  client.answer(200, "[]");
  client.answer(200, Json::array({item("4", "12", "hand-hygiene")}).dump());
  EXPECT_FALSE(*find_line_item(at())) << "a copied course: the original link keeps its column";
}

TEST_F(Services, AColumnIsFoundBeforeOneIsMade) {
  client.answer(200, Json::array({item("1", "11", "hand-hygiene")}).dump());
  EXPECT_EQ(create_line_item(at(), {"Label", "", "", 1})->label, "Label 1");
  EXPECT_EQ(client.calls.size(), 1u);
  client.answer(200, "[]");
  client.answer(200, "[]");
  client.answer(201, item("9", "11", "hand-hygiene").dump());
  ASSERT_TRUE(create_line_item(at(), {std::string(300, 'x'), "", "cme", 1}));
  const auto& made = client.calls.back();
  EXPECT_EQ(made.method, "POST");
  EXPECT_EQ(made.content_type, "application/vnd.ims.lis.v2.lineitem+json");
  const auto body = *base::parse_json(made.body);
  EXPECT_EQ(body["label"].get<std::string>().size(), 255u);
  EXPECT_EQ(body["resourceId"], "hand-hygiene");
  EXPECT_EQ(body["resourceLinkId"], "11");
  EXPECT_EQ(body["tag"], "cme");
  client.answer(200, "[]");
  client.answer(200, "[]");
  client.answer(403, R"({"errors":{"message":"no"}})");
  const auto refused = create_line_item(at(), {"Label", "", "", 1});
  EXPECT_EQ(refused.error().code, Code::service_refused);
  EXPECT_EQ(refused.error().detail, "status 403: no");
  link.scopes = {std::string(kScopeLineItemRead)};
  client.answer(200, "[]");
  client.answer(200, "[]");
  EXPECT_EQ(create_line_item(at(), {"Label", "", "", 1}).error().code, Code::service_not_offered);
}

TEST_F(Services, AnUpdateSendsBackWhatItDoesNotKnow) {
  Json whole = item("1", "11", "hand-hygiene");
  whole["https://canvas.instructure.com/lti/submission_type"] = {{"type", "external_tool"}};
  client.answer(200, whole.dump());
  client.answer(200, "");
  const std::string url = whole["id"];
  ASSERT_TRUE(update_line_item(at(), url, [](Json& one) { one["label"] = "New"; }));
  whole["label"] = "New";
  EXPECT_EQ(*base::parse_json(client.calls[1].body), whole);
  EXPECT_EQ(client.calls[1].method, "PUT");
  EXPECT_EQ(client.calls[0].accept, "application/vnd.ims.lis.v2.lineitem+json");
}

TEST_F(Services, AScoreGoesToThePathBeforeTheQuery) {
  client.answer(200, "");
  ASSERT_TRUE(post_score(at(), "https://lms.example/2/lineitems/1/lineitem?type_id=1", "{}"));
  EXPECT_EQ(client.calls[0].url, "https://lms.example/2/lineitems/1/lineitem/scores?type_id=1");
  EXPECT_EQ(client.calls[0].content_type, "application/vnd.ims.lis.v1.score+json");
  EXPECT_EQ(client.calls[0].scopes, (std::vector<std::string>{std::string(kScopeScore)}));
  link.scopes.pop_back();
  EXPECT_EQ(post_score(at(), "https://lms.example/x", "{}").error().code, Code::service_not_offered);
  EXPECT_FALSE(takes_scores(link));
}

TEST_F(Services, ResultsAreReadWithoutLimit) {
  client.answer(200, R"([{"id":"https:\/\/lms.example\/r","userId":"4","resultScore":80,"resultMaximum":100},{"userId":"5"},{"userId":"6","resultScore":null}])");
  const auto results = read_results(at(), "https://lms.example/lineitem?type_id=1");
  ASSERT_TRUE(results);
  ASSERT_EQ(results->size(), 3u);
  EXPECT_EQ((*results)[0].score, 80);
  EXPECT_EQ((*results)[0].maximum, 100);
  EXPECT_FALSE((*results)[1].score) << "a cleared grade";
  EXPECT_FALSE((*results)[2].score);
  EXPECT_EQ(client.calls[0].url, "https://lms.example/lineitem/results?type_id=1");
  client.answer(200, R"([{"userId":"9","resultScore":1}])");
  EXPECT_TRUE(read_results(at(), "https://lms.example/lineitem", "4")->empty()) << "of others than asked for nothing is told";
}

TEST_F(Services, RostersComeInPagesWithShortAndLongRolesAndWithoutNames) {
  client.answer(200, R"({"id":"x","context":{"id":"2","label":"MCME1","title":"Pilot"},"members":[
    {"status":"Active","roles":["Learner"],"user_id":"6","name":"Zo\u00eb Late","email":null}]})",
                next_to(R"(<https://lms.example/members?limit=100&from=1>; rel="next")"));
  client.answer(200, R"({"context":{"id":"2"},"members":[
    {"user_id":"7c9d","roles":["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"],"given_name":"Ines","family_name":"Okafor"},
    {"user_id":"8","roles":[]}]})");
  const auto roster = load_roster(at());
  ASSERT_TRUE(roster) << base::describe(roster.error());
  ASSERT_EQ(roster->members.size(), 3u);
  EXPECT_EQ(roster->context_title, "Pilot");
  EXPECT_TRUE(roster->members[0].roles.learner);
  EXPECT_EQ(shown_name(roster->members[0]), "Zo\xC3\xAB Late");
  EXPECT_TRUE(roster->members[1].roles.instructor);
  EXPECT_EQ(shown_name(roster->members[1]), "Ines Okafor");
  EXPECT_EQ(roster->members[1].status, "Active");
  EXPECT_EQ(shown_name(roster->members[2]), "");
  EXPECT_EQ(client.calls[0].url, "https://lms.example/members?limit=100&rlid=11");
  EXPECT_EQ(client.calls[0].scopes, (std::vector<std::string>{std::string(kScopeRoster)}));
  client.answer(200, R"({"members":[{"roles":["Learner"]}]})");
  EXPECT_EQ(load_roster(at(), false).error().code, Code::service_unreadable);
  EXPECT_EQ(client.calls.back().url, "https://lms.example/members?limit=100");
  client.answer(404, "<html>");
  EXPECT_EQ(load_roster(at()).error().detail, "status 404");
  link.memberships.clear();
  EXPECT_EQ(load_roster(at()).error().code, Code::service_not_offered);
}

TEST_F(Services, ARosterKeepsWhoHasAnIdAndCountsWhoHasNone) {
  client.answer(200, R"({"members":[{"user_id":"6","name":"Ada"},{"name":"Nobody","roles":["Learner"]},{"user_id":"","name":"Empty"}]})",
                next_to(R"(<https://lms.example/members?limit=100&from=1>; rel="next")"));
  client.answer(200, R"({"members":[{"user_id":7},"who",{"user_id":"8","name":"Zoe"}]})");
  const auto roster = load_roster(at());
  ASSERT_TRUE(roster) << base::describe(roster.error());
  ASSERT_EQ(roster->members.size(), 2u);
  EXPECT_EQ(roster->members[0].name, "Ada");
  EXPECT_EQ(roster->members[1].name, "Zoe");
  EXPECT_EQ(roster->left_out, 4);
}

}  // namespace
}  // namespace preceptor::lti
