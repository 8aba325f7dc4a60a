#include "lti/dynamic/registration_answer.hpp"

#include <algorithm>

#include "core/base/json.hpp"
#include "lti/claims.hpp"
#include "lti/dynamic/registration_request.hpp"
#include "lti/shown.hpp"
#include "lti/words.hpp"

namespace preceptor::lti {
namespace {

using base::Code;
using base::fail;
using base::Json;
using base::Result;

const base::JsonLimits kLimits{kMaxAnswerBytes, 16, false};

// Canvas's ids are digits that do not fit a double; a platform may write them as a number all the same.
std::string id_of(const Json& object, const char* name) {
  const Json* member = find_member(object, name);
  if (member == nullptr) return {};
  if (member->is_string()) return member->get<std::string>();
  return member->is_number_integer() ? member->dump() : std::string();
}

// One entry of a list of errors: text, or an object that says it under one of the usual names.
std::string error_text(const Json& error) {
  if (error.is_string()) return error.get<std::string>();
  if (!error.is_object()) return {};
  for (const char* name : {"message", "error_description", "error", "field"})
    if (const std::string text = text_of(error, name); !text.empty()) return text;
  return {};
}

void add_words(std::string& words, const std::string& more) {
  if (more.empty()) return;
  if (!words.empty()) words += "; ";
  words += more;
}

std::string json_words(const Json& json) {
  std::string words;
  if (!json.is_object()) return words;
  add_words(words, text_of(json, "error"));
  add_words(words, text_of(json, "error_description"));
  add_words(words, text_of(json, "message"));
  const Json* errors = find_member(json, "errors");
  if (errors == nullptr) return words;
  if (errors->is_string() || errors->is_object()) add_words(words, error_text(*errors));
  if (errors->is_array())
    for (const Json& one : *errors) add_words(words, error_text(one));
  return words;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// What an error page says once its tags, scripts and styles are gone; its title comes first by itself.
std::string page_words(std::string_view page) {
  std::string words;
  for (std::size_t at = 0; at < page.size() && words.size() < 400;) {
    if (page[at] != '<') {
      words += is_blank(page[at]) ? ' ' : page[at];
      ++at;
      continue;
    }
    std::string_view ending = ">";
    for (const std::string_view hidden : {std::string_view("<script"), std::string_view("<style")})
      if (page.substr(at).starts_with(hidden)) ending = hidden == "<script" ? "</script>" : "</style>";
    const auto end = page.find(ending, at);
    if (end == std::string_view::npos) break;
    words += ' ';
    at = end + ending.size();
  }
  return words;
}

std::string one_line(const std::string& text) {
  std::string line;
  for (const char c : text) {
    if (is_blank(c) && (line.empty() || line.back() == ' ')) continue;
    line += is_blank(c) ? ' ' : c;
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

void hide(std::string& text, const std::string& secret) {
  if (secret.empty()) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) text.replace(at, secret.size(), "...");
}

std::vector<std::string> granted(const Json& json) {
  const Json* scope = find_member(json, "scope");
  if (scope == nullptr || !scope->is_string()) return {};
  return scopes_of(json);
}

}  // namespace

std::string words_of(const ports::OutboundResponse& answer, const std::string& secret) {
  std::string body = answer.body;
  hide(body, secret);   // first of all: what is cut later could leave half of it
  const auto json = base::parse_json(body, kLimits);
  const std::string words = one_line(json ? json_words(*json) : page_words(body));
  return words.empty() ? "status " + std::to_string(answer.status) + " without words" : shown(words);
}

Result<RegistrationAnswer> read_registration_answer(const ports::OutboundResponse& answer, const std::string& secret) {
  const auto json = base::parse_json(answer.body, kLimits);
  const bool good = answer.status >= 200 && answer.status < 300;
  if (!good || !json || !json->is_object())
    return base::mismatch(Code::register_refused, "a registration with a client_id", "status " + std::to_string(answer.status), words_of(answer, secret));
  RegistrationAnswer read;
  read.client_id = id_of(*json, "client_id");
  if (!is_id(read.client_id)) return base::mismatch(Code::register_refused, "a registration with a client_id", "no client_id", words_of(answer, secret));
  std::string deployment = id_of(*json, "deployment_id");
  const Json* tool = find_member(*json, kToolMember);
  if (deployment.empty() && tool != nullptr && tool->is_object()) deployment = id_of(*tool, "deployment_id");
  if (is_id(deployment)) read.deployment_id = deployment;
  read.scopes = granted(*json);
  return read;
}

}  // namespace preceptor::lti
