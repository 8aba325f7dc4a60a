// A learner's browser over plain HTTP: cookies, redirects, the forms of the launch, and answers to a unit's pages.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/url.hpp"
#include "core/ports/http_client.hpp"
#include "tests/fakes/html.hpp"

namespace preceptor::fakes {

struct Page {
  int status = 0;          // 0: no answer came (reset, refused, time-out)
  std::string url;         // where it came from, after redirects
  std::string body;
  ports::Headers headers;
  std::string first_location;   // of the first redirect that was followed
  int first_status = 0;         // of the first answer, before redirects were followed

  bool is_receipt() const;
  // The form that moves on: the POST form with the page's key; nullptr on a receipt or an error page.
  const Form* form() const;
  std::string short_code() const;   // "L-7Q2K" of an error page; empty when there is none
  std::vector<Form> forms;
};

// What to give to one question: the values to send, from the values on offer (empty offer: a text or number).
using Choose = std::function<std::vector<std::string>(const std::string& question, const std::vector<std::string>& offered)>;
Choose first_option();
// Chooses by the position `n`, counted modulo what is offered.
Choose nth_option(std::size_t n);

class Browser {
 public:
  Browser();
  // With another way to the servers than sockets.
  explicit Browser(std::shared_ptr<ports::HttpClient> http) : http_(std::move(http)) {}
  Page get(const std::string& url);
  Page post(const std::string& url, const base::Fields& fields);
  // Follows no redirect.
  Page post_once(const std::string& url, const base::Fields& fields);
  // The form's fields as a browser sends them, with `choose` for the questions and the first submit button.
  base::Fields fill(const Form& form, const Choose& choose) const;
  // Fills and posts the page's form. `again` keeps what was sent, so that it can be sent twice.
  Page answer(const Page& page, const Choose& choose, base::Fields* sent = nullptr);
  // Steps of a launch, each from the answer before: the LMS's click, the tool's login, the LMS's authorization.
  // `sub`: the learner's id that the LMS states, when not empty (a test hook).
  Page click(const std::string& lms_url, const std::string& link, const std::string& user, const std::string& language, const std::string& sub = {});
  Page log_in(const Page& clicked);
  Page authorize(const Page& logged_in);      // the page with the form that posts the id_token
  Page launch(const Page& authorized);        // posts it
  Page open(const std::string& lms_url, const std::string& link, const std::string& user = "learner-1", const std::string& language = "en",
            const std::string& sub = {});
  // Sends one form of a page as it stands.
  Page post_form(const Page& page, const Form& form);

 private:
  Page send(const std::string& method, const std::string& url, const std::string& body);
  Page follow(Page page);
  void keep_cookies(const std::string& host, const ports::Headers& headers);
  std::string absolute(const std::string& base, const std::string& target) const;

  std::shared_ptr<ports::HttpClient> http_;
  std::map<std::string, std::map<std::string, std::string>> cookies_;   // by host (cookies do not know ports)
};

}  // namespace preceptor::fakes
