// A root-cause form is placed in a course by the picker: a link that names the case, without a grade column.
#include "core/base/json.hpp"
#include "tests/unit/rca/sample_case.hpp"
#include "tests/unit/web/course.hpp"
#include "web/rca/case_book.hpp"
#include "web/teacher/picker.hpp"

namespace preceptor::web::testing {
namespace {

class Copyist : public lti::Signer {
 public:
  base::Result<std::string> sign(const base::RegistrationId&, std::string_view claims) override {
    signed_claims = std::string(claims);
    return std::string("a.b.c");
  }
  std::string signed_claims;
};
class PickerRelay : public LaunchTarget {
 public:
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override {
    return to->open(request, launch, work);
  }
  LaunchTarget* to = nullptr;
};

TEST(CasePicker, PlacesAnOpenCaseWithoutAGrade) {
  PickerRelay relay;
  Course course({&relay});
  Copyist signer;
  Picker picker({course.content, course.registrations, signer, course.profiles, course.diary, course.sealer, course.clock, course.log, kPublicUrl,
                 &course.records.projections});
  relay.to = &picker;
  CaseBook book(course.records, course.records.projections, course.clock);
  const CaseActor planner{base::PersonId("p"), "Planner"};
  const auto id = book.open(planner, rca::sample_sheet(), "open")->id;
  const auto page = course.launch([](fakes::TestJson& claims) {
    const std::string deep = "https://purl.imsglobal.org/spec/lti-dl/claim/";
    claims[kLti + "message_type"] = "LtiDeepLinkingRequest";
    claims[kLti + "roles"] = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"};
    claims.erase(kLti + "resource_link");
    claims[deep + "deep_linking_settings"] = {{"deep_link_return_url", "https://app.example.org/return"}, {"accept_types", {"ltiResourceLink"}},
                                              {"accept_presentation_document_targets", {"iframe"}}, {"accept_multiple", true}};
  });
  ASSERT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "Root-cause forms") && has(page, "Gloves and hands") && has(page, "name=\"rca\" value=\"" + id + "\"")) << page.body;
  const auto send = [&](const base::Fields& fields) {
    ports::HttpRequest request;
    request.method = "POST";
    request.path = action(page);
    request.body = base::format_form(fields);
    return picker.answer(request);
  };
  EXPECT_EQ(send({{"add", "1"}}).status, 422);
  EXPECT_EQ(send({{"add", "1"}, {"rca", "00000000-0000-4000-8000-000000000000"}}).status, 422);
  EXPECT_TRUE(has(send({{"search", "1"}, {"q", "gloves"}}), id));
  EXPECT_FALSE(has(send({{"search", "1"}, {"q", "sepsis"}}), id));
  ASSERT_EQ(send({{"add", "1"}, {"rca", id}, {"unit", "apixaban-dose"}}).status, 200);
  const auto items = base::parse_json(signer.signed_claims)->at("https://purl.imsglobal.org/spec/lti-dl/claim/content_items");
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[1]["custom"]["rca"], id);
  EXPECT_EQ(items[1]["title"], "Gloves and hands");
  EXPECT_FALSE(items[1].contains("lineItem"));
  EXPECT_EQ(items[1]["url"], std::string(kPublicUrl) + "/lti/launch?rca=" + id);
  EXPECT_TRUE(items[0].contains("lineItem"));
}

}  // namespace
}  // namespace preceptor::web::testing
