// The pages of web/rca: choosing a role, six cards, what comes next. For this folder's .cpp files.
#pragma once
#include <string>
#include <vector>

#include "core/base/url.hpp"
#include "core/ports/http.hpp"
#include "lti/registration.hpp"
#include "web/messages.hpp"
#include "web/rca/case.hpp"
#include "web/rca/rater_handle.hpp"

namespace preceptor::web {

// One request's view of one case by one stakeholder.
struct RaterVisit {
  RaterHandle handle;
  RcaCase one;
  lti::Registration registration;
  const Messages* messages = nullptr;
  std::string path;          // "/r/<handle>", prefix of public_url included
  bool leaves = false;       // answers go to a record store too
  bool from_launch = false;  // the address bar shows the launch: the script is told the page's own address
};

// What a form is drawn with beside the visit.
struct RaterForm {
  base::Fields fields;                   // refills it: a draft, the earlier answer, or what was refused
  std::int64_t sequence = 0;             // of the stored draft
  std::vector<rca::Problem> problems;
  std::string notice;                    // one sentence above the page
  int status = 200;
};

// People of that role who answered, this person aside.
int others_of_role(const RcaCase& one, rca::Role role, const base::PersonId& person);
// Form fields <-> an answer. A card without an answer is a problem "cards.<card>: required".
base::Fields fields_of(const rca::Rating& rating);
rca::Rating rating_from(const base::Fields& fields, std::vector<rca::Problem>& problems);

ports::HttpResponse role_page(const RaterVisit& visit, const std::string& problem, int status);
ports::HttpResponse cards_page(const RaterVisit& visit, const RaterForm& form);
// After answering, and for whoever comes after the decision.
ports::HttpResponse after_page(const RaterVisit& visit);
ports::HttpResponse kept_page(const RaterVisit& visit);   // a draft was kept

}  // namespace preceptor::web
