// A course with teachers: the teacher's pages beside the learner's, and the platform's services as the test wants them.
#pragma once
#include <algorithm>

#include "tests/unit/web/course.hpp"
#include "web/teacher/handle.hpp"
#include "web/teacher/review_reference.hpp"
#include "web/teacher/teacher_pages.hpp"

namespace preceptor::web::testing {

inline const std::string kMembership = "http://purl.imsglobal.org/vocab/lis/v2/membership";
inline const std::string kAgs = "https://purl.imsglobal.org/spec/lti-ags/";

// What the platform and the stores answer; `asked` counts what called out.
class FakeDesk : public LinkDesk {
 public:
  base::Result<std::optional<ports::LinkFacts>> facts(const ports::LinkKey& link) override {
    looked_at.push_back(link);
    return told;
  }
  base::Result<GradeSummary> grades(const ports::LinkKey&) override { return grade; }
  base::Result<DeliverySummary> delivery() override { return delivered; }
  base::Result<int> stores_out_of_reach() override { return stores_down; }
  base::Result<std::optional<GradeColumn>> find_column(const ports::LinkFacts&) override {
    ++asked;
    return column;
  }
  base::Result<GradeColumn> make_column(const ports::LinkFacts&, const std::string& label) override {
    ++asked;
    column = GradeColumn{label, "apixaban-dose", 1};
    return *column;
  }
  base::Result<GradeColumn> mend_column(const ports::LinkFacts&, const ColumnChange& change) override {
    ++mended;
    if (change.label) column->label = *change.label;
    if (change.resource_id) column->resource_id = *change.resource_id;
    if (change.maximum) column->maximum = *change.maximum;
    return *column;
  }
  base::Result<ClassList> roster(const ports::LinkFacts&) override {
    ++asked;
    if (roster_error) return base::fail(*roster_error);
    return ClassList{members, left_out};
  }
  base::Status send_again(const ports::LinkKey&) override {
    ++sent_again;
    return {};
  }
  base::Result<std::string> manage_url(const base::RegistrationId& registration) override { return "https://cme.example.org/tool/admin/sign-in/" + registration.str(); }

  std::optional<ports::LinkFacts> told;
  GradeSummary grade;
  DeliverySummary delivered;
  std::optional<GradeColumn> column;
  std::vector<ClassMember> members;
  std::optional<base::Error> roster_error;
  std::vector<ports::LinkKey> looked_at;
  int left_out = 0;
  int asked = 0, mended = 0, sent_again = 0, stores_down = 0;
};

class Forward : public LaunchTarget {
 public:
  base::Result<ports::HttpResponse> open(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch, ports::UnitOfWork& work) override {
    return to->open(request, launch, work);
  }
  LaunchTarget* to = nullptr;
};

class School {
 public:
  School()
      : pages({course.records, course.content, course.registrations, course.diary, course.sealer, course.clock, course.log, profiles, desk, kPublicUrl}) {
    forward.to = &pages;
    ports::LinkFacts facts;
    facts.lineitems = "https://lms.example.org/lineitems?type_id=1";
    facts.memberships = "https://lms.example.org/members";
    facts.scopes = {kAgs + "scope/lineitem", kAgs + "scope/score"};
    desk.told = facts;
  }

  // A launch by somebody with these roles; `change` edits the claims further.
  ports::HttpResponse launch_as(const std::string& subject, const std::vector<std::string>& roles,
                                const std::function<void(fakes::TestJson&)>& change = {}) {
    course.subject = subject;
    course.clock.pass(base::Milliseconds(1000));
    return course.launch([&](auto& claims) {
      claims[kLti + "roles"] = roles;
      if (change) change(claims);
    });
  }
  ports::HttpResponse teacher(const std::function<void(fakes::TestJson&)>& change = {}) { return launch_as("teacher-1", {kMembership + "#Instructor"}, change); }
  // A learner from launch to receipt on a graded link; the first answer is right when `right`.
  void finish_as(const std::string& subject, bool right, const std::function<void(fakes::TestJson&)>& change = {}) {
    auto page = launch_as(subject, {kMembership + "#Learner"}, [&](auto& claims) {
      claims[kAgs + "claim/endpoint"] = {{"scope", {kAgs + "scope/score"}}, {"lineitem", "https://lms.example.org/items/1"}};
      if (change) change(claims);
    });
    page = course.submit(action(page), {{"q.dose", right ? "a" : "b"}});
    page = course.submit(action(page), {{"q.note", "my secret note"}, {"q.weight", "60"}});
    page = course.submit(action(page), {{"q.plan", "a"}, {"q.useful", "b"}});
    ASSERT_NE(page.body.find("class=\"figure\""), std::string::npos) << page.body;
  }
  // The address of the teacher's pages that a preview shows; empty when it shows none.
  static std::string teacher_url(const ports::HttpResponse& preview) {
    const std::string start = "href=\"/tool/t/";
    const auto from = preview.body.find(start);
    if (from == std::string::npos) return {};
    return local(preview.body.substr(from + 6, preview.body.find('"', from + 6) - from - 6));
  }
  static std::string beside(const std::string& url, const std::string& place) { return url.substr(0, url.rfind('/') + 1) + place; }
  ports::HttpResponse get(const std::string& path) { return request("GET", path); }
  ports::HttpResponse post(const std::string& path) { return request("POST", path); }
  // The page behind a redirect.
  ports::HttpResponse follow(const ports::HttpResponse& response) { return response.status == 303 ? get(local(header(response, "Location"))) : response; }
  // The learner's finished attempt.
  std::string attempt_of(const std::string& subject) {
    for (const auto& person : course.records.persons)
      for (const auto& [id, row] : course.records.attempts)
        if (person.subject == subject && row.person == person.id) return id.str();
    return {};
  }

  Forward forward;
  Course course{LaunchTargets{nullptr, &forward}};
  FakeDesk desk;
  lti::LmsProfiles profiles;
  TeacherPages pages;

 private:
  ports::HttpResponse request(const std::string& method, const std::string& path) {
    ports::HttpRequest one;
    one.method = method;
    one.path = path;
    one.headers = {{"Accept-Language", course.accept_language}};
    return pages.page(one);
  }
};


}  // namespace preceptor::web::testing
