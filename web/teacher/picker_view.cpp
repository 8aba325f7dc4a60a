#include "web/teacher/picker_view.hpp"

#include <algorithm>
#include <array>

#include "core/base/ascii.hpp"
#include "core/base/encoding.hpp"
#include "core/base/language.hpp"
#include "lti/deep_linking.hpp"
#include "web/learner/facts.hpp"
#include "web/page.hpp"
#include "web/templates.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kMostRows = 50;
constexpr std::size_t kMaxSummary = 240;

// Languages by their own names, as their readers look for them; a tag for the rest.
std::string own_name(const std::string& tag) {
  constexpr std::array<std::pair<std::string_view, const char*>, 12> names = {{{"ar", "العربية"}, {"de", "Deutsch"}, {"en", "English"}, {"es", "Español"},
      {"fr", "Français"}, {"hi", "हिन्दी"}, {"it", "Italiano"}, {"pt", "Português"}, {"ru", "Русский"}, {"tr", "Türkçe"}, {"vi", "Tiếng Việt"}, {"zh", "中文"}}};
  for (const auto& [code, name] : names)
    if (code == tag) return name;
  return tag;
}

std::string posted(const base::Fields& fields, const std::string& name) {
  const auto* value = base::field(fields, name);
  return value ? *value : std::string();
}

View option(const std::string& value, const std::string& label, const std::string& chosen) {
  View view;
  view.text("value", value).text("label", label).flag("selected", value == chosen);
  return view;
}

std::vector<View> grade_options(const activity::Unit& unit, const std::string& chosen, const Messages& messages) {
  std::vector<View> options;
  options.push_back(option("completion", messages.text("picker.grade.completion"), chosen));
  if (const int max = activity::max_score(unit); max > 0) {
    const Arguments points = {{"max", std::to_string(max)}, {"pass", std::to_string(unit.pass)}};
    options.push_back(option("score", messages.text(unit.pass > 0 ? "picker.grade.score_pass" : "picker.grade.score", points), chosen));
  }
  options.push_back(option("none", messages.text("picker.grade.none"), chosen));
  return options;
}

std::vector<View> language_options(const CatalogueEntry& entry, const std::string& chosen, const Messages& messages) {
  std::vector<View> options;
  options.push_back(option("", messages.text("picker.language.own"), chosen));
  for (const auto& tag : entry.languages) options.push_back(option(tag, own_name(tag), chosen));
  return options;
}

std::string meta_line(const CatalogueEntry& entry, const Messages& messages) {
  const auto& unit = *entry.unit;
  std::string line = messages.text("picker.kind.unit") + " · " + messages.count("about_minutes", unit.stated_minutes) + " · ";
  for (std::size_t i = 0; i < entry.languages.size(); ++i) line += (i > 0 ? ", " : "") + own_name(entry.languages[i]);
  return line;
}

View row(const CatalogueEntry& entry, const PickerVisit& visit, const base::Fields& fields, bool chosen) {
  const auto& unit = *entry.unit;
  const auto& messages = *visit.messages;
  std::string summary;
  for (const auto& objective : unit.objectives) summary += (summary.empty() ? "" : " ") + objective;
  if (summary.size() > kMaxSummary) summary = std::string(base::utf8_prefix(summary, kMaxSummary)) + "…";
  View view;
  view.text("id", unit.id).text("unit_title", unit.title).text("meta", meta_line(entry, messages)).text_if("summary", summary);
  view.text("content_lang", unit.language).text("content_dir", base::is_right_to_left(unit.language) ? "rtl" : "ltr");
  view.text("input", visit.handle.settings.accept_multiple ? "checkbox" : "radio").flag("checked", chosen);
  view.list("grades", grade_options(unit, posted(fields, std::string(kGradeField) + "." + unit.id), messages));
  view.flag("several_languages", entry.languages.size() > 1);
  view.list("languages", language_options(entry, posted(fields, std::string(kLanguageField) + "." + unit.id), messages));
  return view;
}

// What was ticked stays on the page whatever is looked for; then what fits, and how much did not find room.
std::vector<View> rows(const PickerVisit& visit, const std::vector<CatalogueEntry>& entries, const PickerForm& form, std::size_t& found, std::size_t& left) {
  const auto ticked = base::field_values(form.fields, "unit");
  const std::set<std::string> chosen(ticked.begin(), ticked.end());
  const std::string query = posted(form.fields, "q");
  std::vector<View> views;
  for (const auto& entry : entries)
    if (chosen.contains(entry.unit->id)) views.push_back(row(entry, visit, form.fields, true));
  for (const auto& entry : entries) {
    if (!fits(entry, query)) continue;
    ++found;
    if (chosen.contains(entry.unit->id)) continue;
    if (views.size() < kMostRows)
      views.push_back(row(entry, visit, form.fields, false));
    else
      ++left;
  }
  return views;
}

// Root-cause forms: what was ticked, and what fits.
std::vector<View> case_rows(const PickerVisit& visit, const PickerForm& form) {
  const auto ticked = base::field_values(form.fields, kCaseField);
  CatalogueEntry entry;   // its words are all that a search looks at
  std::vector<View> views;
  for (const auto& one : visit.cases) {
    const bool chosen = std::find(ticked.begin(), ticked.end(), one.id) != ticked.end();
    entry.words = base::lower(one.title + " " + one.gap) + " ";
    if (views.size() >= kMostRows || (!chosen && !fits(entry, posted(form.fields, "q")))) continue;
    View view;
    view.text("id", one.id).text("case_title", one.title).text_if("gap", one.gap).flag("checked", chosen);
    view.text("input", visit.handle.settings.accept_multiple ? "checkbox" : "radio");
    views.push_back(std::move(view));
  }
  return views;
}

// What a teacher must do in the platform for the grade to count.
std::string hint(const PickerVisit& visit) {
  const std::string key = "picker.hint." + std::string(visit.profile->kind());
  return visit.messages->has(key) || Messages::in("en").has(key) ? visit.messages->text(key) : std::string();
}

Page page_of(const PickerVisit& visit, const std::string& title) {
  Page page;
  page.title = title;
  page.frame_ancestors = frame_ancestors(visit.registration, visit.handle.settings.return_url);
  page.style_asset = "assets/picker.css";
  page.script = true;
  return page;
}

}  // namespace

ports::HttpResponse picker_page(const PickerVisit& visit, const std::vector<CatalogueEntry>& entries, const PickerForm& form) {
  const auto& messages = *visit.messages;
  const auto& settings = visit.handle.settings;
  std::size_t found = 0, left = 0;
  auto list = rows(visit, entries, form, found, left);
  auto cases = case_rows(visit, form);
  View view;
  view.text("action", visit.path).text("q", posted(form.fields, "q")).text_if("course", visit.handle.course);
  view.text_if("problem", form.problem.empty() ? "" : messages.text(form.problem));
  view.flag("usable", lti::accepts_links(settings)).flag("any", !list.empty() || !cases.empty()).flag("any_unit", !list.empty()).flag("any_case", !cases.empty());
  view.text("legend", messages.text(settings.accept_multiple ? "picker.choose_several" : "picker.choose_one"));
  view.text("found", messages.count("picker.found", static_cast<long>(found)));
  view.text_if("left", left == 0 ? "" : messages.count("picker.left", static_cast<long>(left))).text_if("hint", hint(visit));
  view.list("units", std::move(list)).list("cases", std::move(cases));
  Page page = page_of(visit, messages.text("picker.title"));
  page.status = form.status;
  page.here = form.from_launch ? visit.path : "";
  page.body_html = render("picker", messages, view);
  return respond(messages, std::move(page));
}

ports::HttpResponse linking_return_page(const PickerVisit& visit, const std::string& token, std::size_t items) {
  const auto& messages = *visit.messages;
  const auto back = base::parse_url(visit.handle.settings.return_url);
  View view;
  view.text("return_url", visit.handle.settings.return_url).text("token", token);
  view.text("sentence", items == 0 ? messages.text("picker.nothing_chosen") : messages.count("picker.added", static_cast<long>(items)));
  Page page = page_of(visit, messages.text("picker.title"));
  page.form_action = back ? back->origin() : "'none'";
  page.script_asset = "assets/submit.js";
  page.body_html = render("linking_return", messages, view);
  return respond(messages, std::move(page));
}

}  // namespace preceptor::web
