// The picker's two pages: the list of units, and the form that takes the answer to the platform.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "core/ports/http.hpp"
#include "lti/lms_profile.hpp"
#include "lti/registration.hpp"
#include "web/messages.hpp"
#include "web/rca/case_book.hpp"
#include "web/teacher/catalogue.hpp"
#include "web/teacher/picker_handle.hpp"

namespace preceptor::web {

// One request's view of one question of a platform.
struct PickerVisit {
  PickerHandle handle;
  lti::Registration registration;
  const lti::LmsProfile* profile = nullptr;
  const Messages* messages = nullptr;
  std::string path;             // of the page, prefix of public_url included
  std::vector<CaseLine> cases;  // that stakeholders may answer
};

// What the list is drawn with beside the visit.
struct PickerForm {
  base::Fields fields;          // as posted: the query, what was ticked, how each is graded
  std::string problem;          // a message's key; empty when there is none
  bool from_launch = false;
  int status = 200;
};

// The custom parameters a choice can carry besides the unit; also the fields' names, followed by ".<unit>".
inline constexpr const char* kGradeField = "grade";
inline constexpr const char* kLanguageField = "language";
inline constexpr const char* kCaseField = "rca";   // of a root-cause form's box: the case's id

ports::HttpResponse picker_page(const PickerVisit& visit, const std::vector<CatalogueEntry>& entries, const PickerForm& form);
// Posts itself to the platform where scripts run; a button does where they do not.
ports::HttpResponse linking_return_page(const PickerVisit& visit, const std::string& token, std::size_t items);

}  // namespace preceptor::web
