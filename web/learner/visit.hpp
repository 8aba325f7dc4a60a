// One request's view of one attempt, recorded or preview: what pages are made from.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "core/activity/flow.hpp"
#include "core/activity/unit.hpp"
#include "core/base/url.hpp"
#include "core/ports/record_store.hpp"
#include "core/record/attempt.hpp"
#include "lti/registration.hpp"
#include "web/learner/activity_shown.hpp"
#include "web/learner/facts.hpp"
#include "web/learner/handle.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

struct PersonQuestion;

struct Visit {
  Handle handle;                 // as it came; `token` is its renewal
  std::string token;
  std::shared_ptr<const activity::Unit> unit;
  record::Attempt attempt;       // folded; in a preview never stored
  ports::AttemptRow row;         // not in a preview
  lti::Registration registration;
  Facts facts;
  const Messages* messages = nullptr;
  std::string teacher_url;       // preview of an instructor or administrator: the check of this link
  bool parent_listens = false;   // the platform's page does more for a tool than frame it
  bool past_review = false;      // begun after the unit's review-by: no credit
  bool survey_offered = false;   // an event of this attempt says so
  std::string survey_url;        // on the receipt: the form to fill in; empty when there is none
  const PersonQuestion* question = nullptr;   // on the receipt: what the person is asked once
  std::vector<ActivityShown> activities;      // current ones that carry credit and have this unit
  std::string credit_html;       // on the receipt: made by ClaimPages; empty when there is nothing to say
  bool preview() const { return handle.preview(); }
};

// Paths of the learner's pages, prefix of public_url included.
class Urls {
 public:
  explicit Urls(const std::string& public_url) {
    if (const auto url = base::parse_url(public_url)) prefix_ = url->path;
    while (!prefix_.empty() && prefix_.back() == '/') prefix_.pop_back();
  }
  const std::string& prefix() const { return prefix_; }
  std::string at(const Visit& visit, const std::string& place) const { return prefix_ + "/u/" + visit.token + "/" + place; }

 private:
  std::string prefix_;
};

// "disclosure", "page/<k>" or "receipt".
std::string place_text(const activity::Place& place);

// The interface's and the content's languages: the launch's, then the browser's.
std::vector<std::string> languages_for(const std::string& locale, const std::vector<std::string>& accepted);

// What a form page is drawn with beside the visit.
struct FormState {
  base::Fields form;             // refills the fields: a draft, or what was posted and refused
  std::int64_t sequence = 0;     // of the stored draft
  std::vector<activity::FieldError> errors;
  std::string problem;           // one sentence above the page
  bool resumed = false;          // greet a returning learner
  bool anonymous = false;        // the platform did not say who this is: told on the first page
  bool from_launch = false;      // the address bar shows the launch: tell the script the page's own address
  bool kept = false;             // the refused form lies in the store as a draft: Back and a reload may ask for the page, instead of sending it once more
  int status = 200;
};

}  // namespace preceptor::web
