// What several pages show alike.
#include <algorithm>

#include "core/base/digest.hpp"
#include "core/base/encoding.hpp"
#include "core/base/language.hpp"
#include "web/format.hpp"
#include "web/learner/views.hpp"
#include "web/page.hpp"
#include "web/sentences.hpp"

namespace preceptor::web {
namespace {

std::string direction(std::string_view language) { return base::is_right_to_left(language) ? "rtl" : "ltr"; }

// Whole minutes still to go, at least 1.
int minutes_left(const activity::Unit& unit, int pages, int step) {
  const int left = std::clamp(pages - step + 1, 1, pages);
  return std::max(1, (unit.stated_minutes * left + pages - 1) / pages);
}

// A source with its address, where it has one, as a link.
View source_view(const std::string& text) {
  View view;
  const auto from = text.find("https://");
  if (from == std::string::npos) return std::move(view.text("before", text).flag("url", false).text("after", ""));
  auto to = text.find_first_of(" \t<>\"", from);
  if (to == std::string::npos) to = text.size();
  while (to > from && std::string_view(".,;)").find(text[to - 1]) != std::string_view::npos) --to;
  return std::move(view.text("before", text.substr(0, from)).text("url", text.substr(from, to - from)).text("after", text.substr(to)));
}

}  // namespace

int reachable_page(const Visit& visit) {
  const auto sections = static_cast<int>(visit.unit->sections.size());
  if (visit.attempt.completed) return sections;
  return activity::next_place(*visit.unit, visit.attempt, sections).page;
}

bool is_answered(const Visit& visit, int page) {
  const auto questions = activity::questions_on(*visit.unit, visit.attempt, page);
  if (visit.attempt.completed) return true;
  if (page >= static_cast<int>(visit.unit->sections.size())) return false;
  const auto has_answer = [&](const auto* question) {
    return visit.attempt.answers.contains(question->id) || visit.attempt.commitments.contains(question->id);
  };
  // The answers of a page are committed together: one is all.
  return std::any_of(questions.begin(), questions.end(), has_answer);
}

void add_sources(View& view, const activity::Unit& unit) {
  std::vector<View> references;
  for (const auto& text : unit.references) references.push_back(source_view(text));
  view.flag("has_references", !references.empty()).list("references", std::move(references));
}

// What finishing is worth and what it asks for, before the start (credit.md 6.1: a standard that was not told counts nothing).
void add_worth(View& view, const Visit& visit) {
  const auto& words = *visit.messages;
  std::vector<View> activities;
  for (const auto& one : visit.activities) {
    View shown;
    shown.text("activity_title", one.title).text("activity_lang", one.language);
    shown.text("worth_text", one.system.empty() ? "" : words.count("worth.text", one.minutes, {{"amount", format_decimal(credit::format(one.worth), words)}, {"system", one.system}}));
    shown.text_if("standard", one.pass_percent > 0 ? words.text("worth.standard", {{"pass", std::to_string(one.pass_percent)}}) : "");
    shown.flag("has_statements", !one.accreditation.empty() || !one.designation.empty());
    shown.text_if("accreditation", one.accreditation).text_if("designation", one.designation);
    activities.push_back(std::move(shown));
  }
  view.flag("worth", !activities.empty()).list("activities", std::move(activities));
}

// Each activity's text once, else the unit's own. What people disclosed is said in the reader's language, what somebody wrote as it is.
std::vector<View> disclosure_views(const Visit& visit) {
  const auto& words = *visit.messages;
  std::vector<View> views;
  std::vector<std::string> seen;
  const auto add = [&](const std::string& text, const std::string& language) {
    if (text.empty() || std::ranges::find(seen, text) != seen.end()) return;
    seen.push_back(text);
    views.emplace_back();
    views.back().text("disclosure", text).text("disclosure_lang", language).text("disclosure_dir", direction(language));
  };
  for (const auto& one : visit.activities) {
    std::string told;
    for (const auto& sentence : one.told) told += (told.empty() ? "" : " ") + say(sentence, words);
    add(told.empty() ? one.disclosure : told, told.empty() ? one.language : words.language());
  }
  if (!views.empty()) return views;
  const auto& own = visit.unit->disclosure;
  const bool plain = own.none && (own.text.empty() || own.text == "none");
  add(plain ? words.text("disclosure.none") : own.text, plain ? words.language() : visit.unit->language);
  return views;
}

void add_about(View& view, const Visit& visit) {
  const auto& unit = *visit.unit;
  const auto& words = *visit.messages;
  view.list("disclosures", disclosure_views(visit));
  add_worth(view, visit);
  view.text("who_sees", words.text(visit.facts.graded ? "who_sees.graded" : "who_sees"));
  const auto& support = unit.disclosure.commercial_support;
  const bool supported = !support.empty() && support != "none";
  view.text("support", supported ? words.text("support.by", {{"who", support}}) : words.text("support.none"));
  view.text("support_lang", words.language()).text("support_dir", direction(words.language()));
  std::vector<View> objectives;
  for (const auto& objective : unit.objectives) {
    objectives.emplace_back();
    objectives.back().text("item", objective);
  }
  view.flag("has_details", !objectives.empty() || !unit.references.empty() || !unit.author.empty() || !unit.ai.empty());
  view.flag("has_objectives", !objectives.empty()).list("objectives", std::move(objectives));
  view.text_if("past_review", visit.past_review ? words.text("past_review", {{"date", unit.review_by}}) : "");
  view.text_if("author", unit.author).text_if("ai", unit.ai).text_if("notice", unit.notice);
  add_sources(view, unit);
}

void add_preview(View& view, const Visit& visit) {
  view.flag("preview", visit.preview()).text_if("teacher_url", visit.teacher_url);
  // For a frame too narrow to work in: the platform may launch the same link in the whole window (parent.js). A preview has no link to come back to.
  view.text_if("whole_link", visit.preview() ? "" : visit.row.resource_link_id).text("whole_unit", visit.unit->id);
  if (visit.preview()) view.text("preview_text", visit.messages->text("preview.text." + (visit.handle.why.empty() ? std::string("staff") : visit.handle.why)));
}

void add_head(View& view, const Visit& visit, const FormState& state, int step) {
  const auto& unit = *visit.unit;
  const auto& words = *visit.messages;
  view.text("lang", words.language()).text("dir", direction(words.language()));
  view.text("content_lang", unit.language).text("content_dir", direction(unit.language)).text("unit_title", unit.title);
  view.text("about", words.count("about_minutes", unit.stated_minutes));
  const int pages = activity::page_count(unit, visit.attempt);
  view.text("step", words.text("step", {{"step", std::to_string(step)}, {"steps", std::to_string(pages + 1)}}));
  view.flag("anonymous", state.anonymous).text_if("problem", state.problem);
  add_preview(view, visit);
  view.text_if("welcome", state.resumed ? words.count("resume.left", minutes_left(unit, pages, step)) : "");
}

void add_form(View& view, const FormState& state) {
  view.text("key", base::base64url_encode(base::random_bytes(12))).text("seq", std::to_string(state.sequence));
}

ports::HttpResponse learner_page(const Visit& visit, const std::string& name, const View& view, const std::string& here, int status,
                                 const char* added_script) {
  Page page;
  page.status = status;
  page.title = visit.unit->title;
  page.body_html = render(name, *visit.messages, view);
  page.here = here;
  page.frame_ancestors = frame_ancestors(visit.registration, visit.facts.return_url);
  page.script = true;
  page.talks_to_parent = visit.parent_listens;
  page.added_script = added_script;
  if (!visit.credit_html.empty()) page.style_asset = "assets/credit.css";
  return respond(*visit.messages, std::move(page));
}

ports::HttpResponse disclosure_page(const Visit& visit, const Urls& urls, const FormState& state) {
  View view;
  add_head(view, visit, state, 1);
  add_about(view, visit);
  add_form(view, state);
  const std::string here = urls.at(visit, "disclosure");
  view.text("action", here);
  return learner_page(visit, "disclosure", view, state.from_launch ? here : "", state.status);
}

ports::HttpResponse saved_page(const Visit& visit, const Urls& urls, const activity::Place& place) {
  View view;
  add_preview(view, visit);
  view.flag("anonymous", false).flag("welcome", false).flag("problem", false);
  view.text_if("back_url", back_url(visit.facts, "")).text("current_url", urls.at(visit, place_text(place)));
  return learner_page(visit, "saved", view, "", 200);
}

}  // namespace preceptor::web
