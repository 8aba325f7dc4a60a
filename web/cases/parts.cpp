#include "web/cases/parts.hpp"

#include <algorithm>

#include "core/activity/rca/words.hpp"
#include "core/base/uuid.hpp"
#include "web/sentences.hpp"

namespace preceptor::web {
namespace {

constexpr std::size_t kLongestKey = 100;

struct Tab {
  const char* name;
  const char* below;
  bool planner_only;
};
constexpr Tab kTabs[] = {{"overview", "", false},     {"sheet", "/sheet", true},    {"invite", "/invite", false},
                         {"causes", "/causes", true}, {"decide", "/decide", false}, {"brief", "/brief", false}};

// Where a field is filled in.
std::string page_of(std::string_view field) {
  if (field.starts_with("rows")) return "/causes";
  if (field.starts_with("ratings")) return "/invite";
  return "/sheet";
}

std::string member_label(std::string_view member, const Messages& messages) {
  std::string key = "case.field." + std::string(member);
  std::replace(key.begin() + 11, key.end(), '.', '_');
  return messages.has(key) || Messages::in("en").has(key) ? messages.text(key) : std::string(member);
}

}  // namespace

std::string said(const rca::Sentence& sentence, const Messages& messages) {
  return say(sentence, messages);
}

std::string signed_time(base::Instant at) {
  std::string text = base::format_rfc3339(at).substr(0, 16);
  text[10] = ' ';
  return text + " UTC";
}

CaseActor actor(const StaffTurn& turn) {
  return {turn.member.person(), turn.member.name};
}

void add_outcome(View& view, const Messages& messages, rca::Outcome outcome) {
  const bool good = rca::is_go(outcome), stop = outcome == rca::Outcome::no_go, open = outcome == rca::Outcome::incomplete;
  view.text("state", good ? "good" : stop ? "red" : open ? "off" : "warning").text("mark", good ? "✓" : stop ? "✕" : open ? "–" : "!");
  view.text("outcome", said(rca::word(outcome), messages));
}

View line(const std::string& text) {
  View view;
  view.text("text", text);
  return view;
}

std::vector<View> lines(const std::vector<rca::Sentence>& sentences, const Messages& messages) {
  std::vector<View> views;
  for (const auto& sentence : sentences) views.push_back(line(said(sentence, messages)));
  return views;
}

std::string field_label(std::string_view field, const Messages& messages) {
  if (field.starts_with("rows.")) {
    const auto rest = field.substr(5);
    const auto row = rca::row_of(rest.substr(0, rest.find('.')));
    if (row && rest.find('.') != std::string_view::npos)
      return messages.text(
          "case.of_row", {{"field", member_label("rows." + std::string(rest.substr(rest.find('.') + 1)), messages)}, {"row", said(rca::word(*row), messages)}});
  }
  if (field.starts_with("gap.strata.")) return said(rca::stratum_word(field.substr(11)), messages);
  return member_label(field, messages);
}

std::string field_id(std::string_view field) {
  std::string id(field);
  std::replace(id.begin(), id.end(), '.', '-');
  return id;
}

std::vector<View> problem_views(const std::vector<rca::Problem>& problems, const Messages& messages, const std::string& case_url) {
  std::vector<View> views;
  for (const auto& problem : problems) {
    View view;
    view.text("url", (case_url.empty() ? "" : case_url + page_of(problem.field)) + "#" + field_id(problem.field));
    view.text("label", field_label(problem.field, messages)).text("text", said(problem.what_to_do, messages));
    views.push_back(std::move(view));
  }
  return views;
}

std::string problem_of(const std::vector<rca::Problem>& problems, std::string_view field, const Messages& messages) {
  const auto found = std::ranges::find(problems, field, &rca::Problem::field);
  return found == problems.end() ? std::string() : said(found->what_to_do, messages);
}

std::string plain_lines(std::string_view text) {
  std::string kept;
  for (const char c : text)
    if (c != '\r') kept += c;
  const auto first = kept.find_first_not_of(" \n\t");
  if (first == std::string::npos) return {};
  return kept.substr(first, kept.find_last_not_of(" \n\t") - first + 1);
}

std::string typed(const StaffTurn& turn, std::string_view name) {
  return plain_lines(turn.value(name));
}

View option(std::string_view value, const std::string& label, bool chosen) {
  View view;
  view.text("value", std::string(value)).text("label", label).flag("chosen", chosen);
  return view;
}

std::optional<base::Date> date_of(const std::string& text) {
  const auto date = base::parse_date(text);
  return date ? std::optional(*date) : std::nullopt;
}

bool wrong_date(const std::string& text) {
  return !text.empty() && !date_of(text);
}
std::string date_text(const std::optional<base::Date>& date) {
  return date ? base::format_date(*date) : std::string();
}

StaffPage case_page(const StaffTurn& turn, const RcaCase& one, const std::string& template_name, const std::string& here) {
  StaffPage page;
  page.title = one.sheet.title.empty() ? turn.messages.text("case.untitled") : one.sheet.title;
  page.template_name = template_name;
  page.wide = true;
  page.script = true;
  std::vector<View> tabs;
  for (const Tab& tab : kTabs) {
    if (tab.planner_only && !turn.is(StaffRole::planner)) continue;
    View view;
    view.text("url", turn.url(case_place(one, tab.below)))
        .text("title", turn.messages.text(std::string("case.tab_") + tab.name))
        .flag("here", here == tab.name);
    tabs.push_back(std::move(view));
  }
  View figures;   // web/gate's page
  figures.text("url", turn.url("/gate/" + one.id)).text("title", turn.messages.text("case.tab_figures"));
  tabs.push_back(std::move(figures));
  page.view.list("tabs", std::move(tabs)).text("case_url", turn.url(case_place(one))).text("banner", said(rca::banner(), turn.messages));
  page.view.text("key", form_key(turn)).flag("planner", turn.is(StaffRole::planner));
  return page;
}

std::string case_place(const RcaCase& one, const std::string& below) {
  return "/cases/" + one.id + below;
}

std::string form_key(const StaffTurn& turn) {
  const std::string sent = turn.value("key");
  return sent.empty() || sent.size() > kLongestKey ? base::uuid_v4() : sent;
}

}  // namespace preceptor::web
