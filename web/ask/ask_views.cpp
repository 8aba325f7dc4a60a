#include "web/ask/ask_views.hpp"

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/language.hpp"
#include "web/page.hpp"
#include "web/templates.hpp"

namespace preceptor::web {
namespace {

using point_of_care::Answered;

ports::HttpResponse ask_response(const AskVisit& visit, const std::string& name, const View& view, const AskForm& form) {
  Page page;
  page.status = form.status;
  page.title = visit.messages->text("ask.title");
  page.body_html = render(name, *visit.messages, view);
  page.here = form.from_launch ? ask_path(visit.prefix, visit.token) : "";
  page.frame_ancestors = frame_ancestors(visit.registration, visit.facts.return_url);
  page.script = true;
  return respond(*visit.messages, std::move(page));
}

std::string matched_line(const std::vector<std::string>& terms, const Messages& words) {
  if (terms.empty()) return {};
  std::string list;
  for (const auto& term : terms) list = list.empty() ? term : words.text("list.next", {{"items", list}, {"next", term}});
  return words.text("ask.matched", {{"words", list}});
}

View unit_view(const ShownUnit& unit, const Messages& words) {
  View view;
  view.text("unit_id", unit.id).text("unit_title", unit.title).text("about", words.count("about_minutes", unit.minutes));
  view.text("content_lang", unit.language).text("content_dir", base::is_right_to_left(unit.language) ? "rtl" : "ltr");
  view.text_if("matched", matched_line(unit.terms, words));
  return view;
}

std::string said_of(const point_of_care::Cycle& cycle, const std::string& unit, const Messages& words) {
  const auto judged = cycle.judged.find(unit);
  if (judged == cycle.judged.end()) return {};
  constexpr const char* kSaid[] = {"ask.said.yes", "ask.said.partly", "ask.said.no"};
  return words.text(kSaid[static_cast<std::size_t>(judged->second.answered)]);
}

std::vector<View> choice_views(const Messages& words) {
  std::vector<View> views;
  for (const auto choice : kAskChoices) {
    views.emplace_back();
    views.back().text("choice", std::string(choice)).text("label", words.text("ask.do." + std::string(choice)));
  }
  return views;
}

// One unit with what can be tapped about it now.
View asked_unit(const AskVisit& visit, const AskedQuestion& question, const ShownUnit& unit) {
  const auto& cycle = question.cycle;
  const auto& words = *visit.messages;
  const auto judged = cycle.judged.find(unit.id);
  const bool opened = cycle.opened.contains(unit.id), helped = judged != cycle.judged.end() && judged->second.answered != Answered::no;
  View view = unit_view(unit, words);
  view.text("open_word", words.text(opened ? "ask.open_again" : "ask.open"));
  view.text("open_url", ask_path(visit.prefix, visit.token, "open"));
  const bool asks = opened && judged == cycle.judged.end(), acts = helped && !cycle.will_do;
  view.text_if("judge_url", asks ? ask_path(visit.prefix, visit.token, "judge") : "");
  view.text_if("do_url", acts ? ask_path(visit.prefix, visit.token, "do") : "");
  if (acts) view.list("choices", choice_views(words));
  view.text_if("said", said_of(cycle, unit.id, words));
  const bool done = cycle.will_do && cycle.will_do->unit_id == unit.id;
  view.text_if("done", done ? words.text("ask.done", {{"what", words.text("ask.do." + cycle.will_do->choice)}}) : "");
  return view;
}

void add_frame(View& view, const AskVisit& visit) {
  view.flag("preview", !visit.handle.stores()).text_if("back_url", back_url(visit.facts, ""));
}

void add_found(View& view, std::vector<View> units, const Messages& words) {
  view.text("found", words.count("ask.found", static_cast<long>(units.size())));
  view.flag("any", !units.empty()).list("units", std::move(units));
}

}  // namespace

ports::HttpResponse ask_page(const AskVisit& visit, const AskForm& form) {
  View view;
  add_frame(view, visit);
  view.text("action", ask_path(visit.prefix, visit.token, "ask")).text("typed", form.typed).text_if("error", form.problem);
  view.text("key", base::base64url_encode(base::random_bytes(12)));
  std::vector<View> earlier;
  for (const auto& [text, path] : form.earlier) {
    earlier.emplace_back();
    earlier.back().text("text", text).text("url", path);
  }
  view.flag("has_earlier", !earlier.empty()).list("earlier", std::move(earlier));
  return ask_response(visit, "ask", view, form);
}

ports::HttpResponse asked_page(const AskVisit& visit, const AskedQuestion& question, const std::vector<ShownUnit>& shown, const AskedCredit& credit) {
  View view;
  add_frame(view, visit);
  std::vector<View> units;
  for (const auto& unit : shown) units.push_back(asked_unit(visit, question, unit));
  view.text_if("question", question.text).flag("unanswered", point_of_care::is_unanswered(question.cycle));
  view.text("another_url", ask_path(visit.prefix, visit.another));
  add_found(view, std::move(units), *visit.messages);
  std::vector<View> counted;
  for (const auto& title : credit.activities) {
    counted.emplace_back();
    counted.back().text("counts", visit.messages->text("ask.counts", {{"title", title}}));
  }
  view.flag("has_credit", !counted.empty()).list("credit", std::move(counted)).text_if("credits_url", credit.credits_url);
  return ask_response(visit, "asked", view, {});
}

ports::HttpResponse found_page(const AskVisit& visit, const std::string& text, const std::vector<ShownUnit>& shown) {
  View view;
  add_frame(view, visit);
  std::vector<View> units;
  for (const auto& unit : shown) units.push_back(unit_view(unit, *visit.messages));
  view.text_if("question", text).flag("unanswered", false).flag("has_credit", false).text("another_url", ask_path(visit.prefix, visit.another));
  add_found(view, std::move(units), *visit.messages);
  return ask_response(visit, "asked", view, {});
}

}  // namespace preceptor::web
