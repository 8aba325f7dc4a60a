#include "web/error_page.hpp"

#include "core/base/language.hpp"
#include "web/messages.hpp"
#include "web/page.hpp"
#include "web/refusal_page.hpp"
#include "web/templates.hpp"

namespace preceptor::web {
namespace {

// The sentence for people, in their language; English where a catalogue lacks it.
std::string sentence_for(base::Code code, const Messages& messages) {
  const auto& info = base::info(code);
  const std::string key = "error." + std::string(info.name);
  return messages.has(key) ? messages.text(key) : std::string(info.user);
}

}  // namespace

ports::HttpResponse refusal_page(const RefusalPage& refusal, const Messages& messages) {
  const std::string whole = refusal.sentence_key.empty() ? sentence_for(refusal.code, messages) : messages.text(refusal.sentence_key);
  // What happened is the heading; what to do, where the text says it, is the line below.
  const auto stop = whole.find(". ");
  const std::string sentence = stop == std::string::npos ? whole : whole.substr(0, stop + 1);
  std::string action = stop == std::string::npos ? std::string() : whole.substr(stop + 2);
  if (action.empty()) action = messages.text(refusal.short_code.empty() ? "error.action.reopen" : "error.action.tell");
  View view;
  view.text("sentence", sentence).text("action", action);
  view.text_if("back_url", refusal.back_url).text_if("code", refusal.short_code);
  Page page;
  page.status = base::info(refusal.code).status;
  page.title = sentence;
  page.body_html = render("error", messages, view);
  page.frame_ancestors = refusal.frame_ancestors;
  auto response = respond(messages, std::move(page));
  if (refusal.code == base::Code::request_rate_limited) response.headers.emplace_back("Retry-After", "60");
  return response;
}

ports::HttpResponse error_page(const base::Error& error, std::string_view short_code, const std::vector<std::string>& languages) {
  return refusal_page({error.code, std::string(short_code), {}}, choose_messages(languages, "en"));
}

std::vector<std::string> wanted_languages(const ports::HttpRequest& request) {
  const std::string* accepted = ports::header(request.headers, "Accept-Language");
  return accepted ? base::parse_accept_language(*accepted) : std::vector<std::string>{};
}

}  // namespace preceptor::web
