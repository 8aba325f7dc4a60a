// The two pages of a question: where it is typed, and what answers it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/activity/point_of_care/index.hpp"
#include "core/ports/http.hpp"
#include "lti/registration.hpp"
#include "web/ask/ask_handle.hpp"
#include "web/ask/question_book.hpp"
#include "web/learner/facts.hpp"
#include "web/messages.hpp"

namespace preceptor::web {

// What "What will you do?" offers, in the order of the page. Message keys "ask.do.<choice>".
inline constexpr std::string_view kAskChoices[] = {"now", "next", "share", "check", "keep"};

struct AskVisit {
  AskHandle handle;
  std::string token;                 // its renewal
  std::string prefix;                // of public_url
  lti::Registration registration;
  Facts facts;
  const Messages* messages = nullptr;
  std::string another;               // token of the page where the next question is typed
};

// What is published of one unit that was shown.
struct ShownUnit {
  std::string id, title, language;
  int minutes = 0;
  std::vector<std::string> terms;    // that matched; empty when the question's text was deleted
};

struct AskForm {
  std::string typed, problem;        // problem: a sentence beside the field
  bool from_launch = false;
  int status = 200;
  std::vector<std::pair<std::string, std::string>> earlier;   // own questions, the newest first: text, path
};

// What a completed question counts for (ask_credit.hpp).
struct AskedCredit {
  std::vector<std::string> activities;   // titles
  std::string credits_url;               // empty: not offered
};

ports::HttpResponse ask_page(const AskVisit& visit, const AskForm& form);
ports::HttpResponse asked_page(const AskVisit& visit, const AskedQuestion& question, const std::vector<ShownUnit>& shown, const AskedCredit& credit);
// Where nothing is stored: the same list without anything to tap.
ports::HttpResponse found_page(const AskVisit& visit, const std::string& text, const std::vector<ShownUnit>& shown);

}  // namespace preceptor::web
