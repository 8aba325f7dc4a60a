// One request as the character's handlers see it, and the parts of answers they share.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/base/url.hpp"
#include "core/ports/http.hpp"
#include "examples/demo_lms/site/world.hpp"

namespace preceptor::demo {

struct Call {
  const ports::HttpRequest& request;
  const std::string& path;
  base::Fields query, form;        // `form`: only of a POST with form content
  const Person* who = nullptr;     // who looks (`as=`); the first learner when not given
  std::string language = "en";     // `lang=`, for the launch

  bool get() const { return request.method == "GET" || request.method == "HEAD"; }
  bool post() const { return request.method == "POST"; }
  std::string of(std::string_view name) const;      // from the address, then the form; empty when absent
  int number(std::string_view name) const;          // the same as a number; 0 when it is none
  std::string header(std::string_view name) const;
  std::string bearer() const;                       // of "Authorization: Bearer ..."; case sensitive
  std::string media_type() const;                   // Content-Type without parameters, lower case
  // "as=...&lang=...": carried in every address of the demo's own pages.
  std::string as() const;
};

// Empty optional: the address or form cannot be read, or names nobody.
std::optional<Call> read_call(const World& world, const ports::HttpRequest& request);

std::string esc(std::string_view text);                        // for HTML text and attributes
std::string hidden(std::string_view name, std::string_view value);
// A page of the site: header, title, content. `script`: an inline script at the end, without its tags.
ports::HttpResponse page(const World& world, const Call& call, std::string_view title, const std::string& content, const std::string& script = {},
                         int status = 200);
// A page inside a frame: no header.
ports::HttpResponse bare_page(std::string_view title, const std::string& content, const std::string& script = {}, int status = 200);
ports::HttpResponse go_to(const std::string& address);         // 303
ports::HttpResponse not_found();
ports::HttpResponse forbidden(std::string_view why);
// "<name>=value" rows as a description list, for values an administrator copies.
std::string facts(const base::Fields& rows);
// A form of one button that posts to `address`.
std::string button_form(const std::string& address, std::string_view label, const base::Fields& fields = {});

std::vector<std::string> words_of(std::string_view text, char between = ' ');   // without empty ones
std::string joined(const std::vector<std::string>& words, std::string_view between);
std::string host_of(const std::string& url);       // "host" or "host:port" when the port is not the default; empty when it is no address
// The form as text: "1", "0.5", at most three decimals.
std::string number_text(double value);
// A member of a JSON object that is text; empty when it is missing or something else.
std::string text_of(const nlohmann::json& object, const char* name);

}  // namespace preceptor::demo
