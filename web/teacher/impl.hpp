// The controller's parts, one file each: teacher_pages.cpp (which page, and whether), link_page.cpp (the check and its buttons),
// class_page.cpp, review.cpp.
#pragma once
#include "web/learner/diary_lines.hpp"
#include "web/learner/facts.hpp"
#include "web/learner/units.hpp"
#include "web/learner/visit.hpp"
#include "web/teacher/class_list.hpp"
#include "web/teacher/column_check.hpp"
#include "web/teacher/handle.hpp"
#include "web/teacher/review_page.hpp"
#include "web/teacher/roster_cache.hpp"
#include "web/teacher/teacher_pages.hpp"
#include "web/templates.hpp"

namespace preceptor::web {

// One request of a teacher, its rights checked.
struct TeacherVisit {
  TeacherHandle handle;
  std::string token;              // its renewal
  lti::Registration registration;
  Facts facts;
  const Messages* messages = nullptr;
};

struct TeacherPages::Impl {
  using Response = ports::HttpResponse;

  TeacherDeps deps;
  Urls urls;
  Units units;
  DiaryLines diary;
  RosterCache cache;

  explicit Impl(TeacherDeps given)
      : deps(std::move(given)), urls(deps.public_url), units(deps.content), diary(deps.diary, deps.clock, deps.log), cache(deps.clock) {}

  // teacher_pages.cpp
  Response page(const ports::HttpRequest& request);
  base::Result<TeacherVisit> visit_of(const TeacherHandle& handle, const std::vector<std::string>& wanted);
  Response get(const TeacherVisit& visit, std::string_view place);
  Response post(const TeacherVisit& visit, std::string_view place);
  Response refuse(const TeacherVisit& visit, const std::string& step, const base::Error& error);
  Response answer(const TeacherVisit& visit, const std::string& name, View& view, const std::string& title) const;
  std::string at(const TeacherVisit& visit, std::string_view place) const { return teacher_path(urls.prefix(), visit.token, place); }
  // link_page.cpp
  Response link_page(const TeacherVisit& visit, const std::optional<base::Error>& problem);
  base::Result<LinkState> link_state(const TeacherVisit& visit);
  base::Status test(const TeacherVisit& visit);
  base::Status make_column(const TeacherVisit& visit);
  base::Status mend_column(const TeacherVisit& visit);
  Response manage(const TeacherVisit& visit);
  // class_page.cpp
  struct Class {
    std::vector<ClassRow> rows;
    bool scores = false;
    int left_out = 0;   // on the platform's list without an id
    std::optional<base::Error> roster_error;   // why there are no names
  };
  base::Result<Class> class_of(const TeacherVisit& visit);
  Response class_page(const TeacherVisit& visit);
  Response class_file(const TeacherVisit& visit);
  // review.cpp
  base::Result<Response> review(const ports::HttpRequest& request, const lti::VerifiedLaunch& launch);
  void name_learner(ReviewPage& page, const lti::VerifiedLaunch& verified, const ports::LinkKey& link, const std::string& subject);
  base::Result<Visit> work_of(const base::RegistrationId& registration, const base::AttemptId& attempt, const Messages& messages);
};

}  // namespace preceptor::web
