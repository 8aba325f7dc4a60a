// Launches that open no unit: handed to the handler of their kind, used once, and recorded nowhere else.
#include "tests/unit/web/course.hpp"
#include "web/page.hpp"

namespace preceptor::web::testing {
namespace {

class Handler : public LaunchTarget {
 public:
  base::Result<ports::HttpResponse> open(const ports::HttpRequest&, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override {
    seen.push_back(launch.launch.message_type);
    work.persons.insert(work.persons.end(), brings.begin(), brings.end());
    if (refuses) return base::fail(base::Code::launch_role_needed);
    return bare(204);
  }
  std::vector<std::string> seen;
  std::vector<ports::Person> brings;
  bool refuses = false;
};

void to_deep_linking(fakes::TestJson& claims) {
  claims[kLti + "message_type"] = "LtiDeepLinkingRequest";
  claims["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] = {{"deep_link_return_url", "https://lms.example.org/return"},
                                                                                 {"accept_types", {"ltiResourceLink"}}};
}
void to_review(fakes::TestJson& claims) {
  claims[kLti + "message_type"] = "LtiSubmissionReviewRequest";
  claims[kLti + "for_user"] = {{"user_id", "user-9"}};
}

TEST(Targets, EachKindHasItsHandlerAndOpensNoUnit) {
  Handler linking, review;
  Course course({&linking, &review});
  EXPECT_EQ(course.launch(to_deep_linking).status, 204);
  EXPECT_EQ(course.launch(to_review).status, 204);
  EXPECT_EQ(linking.seen, std::vector<std::string>{"LtiDeepLinkingRequest"});
  EXPECT_EQ(review.seen, std::vector<std::string>{"LtiSubmissionReviewRequest"});
  EXPECT_EQ(course.records.one_use.size(), 4u);
  EXPECT_TRUE(course.records.attempts.empty() && course.records.persons.empty() && course.records.events.empty());
}

TEST(Targets, ALinkNamesItsHandlerByACustomParameterOrItsAddress) {
  Handler survey, rca, ask;
  Course course({nullptr, nullptr, &survey, &rca, &ask});
  const auto named = [](const std::string& kind, const std::string& id) {
    return [=](fakes::TestJson& claims) { claims[kLti + "custom"] = {{kind, id}}; };
  };
  EXPECT_EQ(course.launch(named("survey", "burden")).status, 204);
  EXPECT_EQ(course.launch(named("rca", "case-1")).status, 204);
  EXPECT_EQ(course.launch(named("ask", "1")).status, 204);
  course.target = course.target.substr(0, course.target.find('?')) + "?rca=case-1";
  EXPECT_EQ(course.launch([](fakes::TestJson& claims) { claims.erase(kLti + "custom"); }).status, 204);
  EXPECT_EQ(survey.seen.size(), 1u);
  EXPECT_EQ(rca.seen.size(), 2u);
  EXPECT_EQ(ask.seen.size(), 1u);
  EXPECT_TRUE(course.records.attempts.empty());
}

TEST(Targets, WhatAHandlerBringsIsStoredWithTheOneUseAndNotOnAReload) {
  Handler rca;
  rca.brings = {{base::PlatformId("p"), "subject-7", base::PersonId("person-7")}};
  Course course({nullptr, nullptr, nullptr, &rca});
  course.login();
  const auto body = course.launch_body([](fakes::TestJson& claims) { claims[kLti + "custom"] = {{"rca", "case-1"}}; });
  EXPECT_EQ(course.post_launch(body).status, 204);
  ASSERT_EQ(course.records.persons.size(), 1u);
  EXPECT_EQ(course.records.one_use.size(), 2u);
  rca.brings.clear();   // found the second time
  EXPECT_EQ(course.post_launch(body).status, 204);
  EXPECT_EQ(course.records.persons.size(), 1u);
}

TEST(Targets, AHandlerIsAskedAgainAfterAConflict) {
  Handler rca;
  Course course({nullptr, nullptr, nullptr, &rca});
  course.records.next_commits = {base::Code::store_conflict};
  EXPECT_EQ(course.launch([](fakes::TestJson& claims) { claims[kLti + "custom"] = {{"rca", "case-1"}}; }).status, 204);
  EXPECT_EQ(rca.seen.size(), 2u);
}

TEST(Targets, AKindWithoutHandlerIsRefused) {
  Course course;
  EXPECT_EQ(course.launch(to_deep_linking).status, 400);
  EXPECT_EQ(course.launch(to_review).status, 400);
  EXPECT_EQ(course.launch([](fakes::TestJson& claims) { claims[kLti + "custom"] = {{"survey", "burden"}}; }).status, 400);
  ASSERT_EQ(course.diary.entries.size(), 3u);
  EXPECT_EQ(course.diary.entries[0].reason, "launch.message_type");
  EXPECT_TRUE(course.records.one_use.empty());
}

TEST(Targets, AHandlersRefusalIsInTheDiaryAndUsesNothingUp) {
  Handler linking;
  linking.refuses = true;
  Course course({&linking, nullptr});
  EXPECT_EQ(course.launch(to_deep_linking).status, 403);
  ASSERT_EQ(course.diary.entries.size(), 1u);
  EXPECT_EQ(course.diary.entries[0].reason, "launch.role_needed");
  EXPECT_TRUE(course.records.one_use.empty());
}

TEST(Targets, AReloadComesToTheHandlerAgainAndOtherBytesDoNot) {
  Handler linking;
  Course course({&linking, nullptr});
  course.login();
  const auto body = course.launch_body(to_deep_linking);
  EXPECT_EQ(course.post_launch(body).status, 204);
  EXPECT_EQ(course.post_launch(body).status, 204);
  EXPECT_EQ(course.post_launch(course.launch_body([](auto& claims) {
    to_deep_linking(claims);
    claims["name"] = "Another";
  })).status, 401);
  const auto cookie = std::exchange(course.cookie, "");
  EXPECT_EQ(course.post_launch(body).status, 401);
  EXPECT_EQ(linking.seen.size(), 4u);  // a page is made before the commit decides whether it is shown: once, twice for the reload, once for other bytes
}

}  // namespace
}  // namespace preceptor::web::testing
