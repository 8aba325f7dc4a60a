// One learner's finished work on one link, read-only. Never shown, to nobody: free text, what the learner plans to do, and answers about the
// learner's own burden or practice (docs/decisions/0016).
#pragma once
#include <string>
#include <vector>

#include "core/ports/http.hpp"
#include "web/learner/visit.hpp"

namespace preceptor::web {

struct ReviewPage {
  lti::Registration registration;   // of the viewer's launch
  Facts facts;                      // of the viewer's launch
  bool own = false;                 // the viewer's own work
  std::string learner;              // the name, from the platform's message or class list
  std::string nameless;             // else why there is none; both are empty for one's own work
  std::vector<Visit> works;         // newest first
  int earlier = 0;                  // finished attempts that are not among them
  const Messages* messages = nullptr;
};

ports::HttpResponse review_page(const ReviewPage& page);

}  // namespace preceptor::web
