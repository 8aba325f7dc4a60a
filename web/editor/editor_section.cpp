#include "web/editor/editor_section.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/activity/answers.hpp"
#include "core/activity/rca/gate.hpp"
#include "manifests/write_unit.hpp"
#include "web/editor/beginning.hpp"
#include "web/editor/compiled.hpp"
#include "web/editor/look.hpp"
#include "web/format.hpp"
#include "web/page.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr const char* kFile = "unit.md";   // lint's name for a text that is no file; nobody sees it
// What a new text may begin in, by its own name; any other language is a matter of the text's line.
constexpr std::array<std::pair<const char*, const char*>, 3> kLanguages = {{{"en", "English"}, {"es", "Español"}, {"ar", "العربية"}}};
constexpr std::array kStates = {"open", "published", "changed"};

// A form's lines end in CRLF.
std::string typed(const std::string& text) {
  std::string lines;
  lines.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r') lines += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n') lines += '\n';
  return lines;
}

std::int64_t number_of(const std::string& text) {
  std::int64_t number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string state_text(const UnitDraft& draft, const Messages& words) {
  const bool known = std::find(kStates.begin(), kStates.end(), draft.state) != kStates.end();
  return words.text("editor.state_" + (known ? draft.state : std::string("open")));
}

// The draft with another text; what the text says of itself is read off it.
UnitDraft with_text(UnitDraft draft, std::string text, const manifests::Compiled& compiled, const std::string& by) {
  draft.text = std::move(text);
  draft.by = by;
  const auto made = version_of(compiled, {});
  if (made) {
    draft.title = made->title;
    draft.unit_id = made->id;
  }
  if (draft.state == "published" && (!made || made->hash.str() != draft.hash)) draft.state = "changed";
  return draft;
}

std::vector<View> copy_choices(const std::vector<ports::ContentVersion>& published, const std::string& chosen) {
  std::vector<View> choices;
  for (const auto& version : published) {
    View one;
    one.text("hash", version.hash.str()).text("label", version.title + " (" + version.id + ", " + version.language + ")").flag("chosen", version.hash.str() == chosen);
    choices.push_back(std::move(one));
  }
  return choices;
}

}  // namespace

EditorSection::EditorSection(EditorDeps deps) : deps_(deps), drafts_(deps.projections, deps.records, deps.clock) {}

std::vector<StaffRoute> EditorSection::routes() {
  const auto to = [this](ports::HttpResponse (EditorSection::*act)(StaffTurn&)) { return [this, act](StaffTurn& turn) { return (this->*act)(turn); }; };
  return {{"GET", "/editor", kPlanners, to(&EditorSection::list)},
          {"POST", "/editor", kPlanners, to(&EditorSection::begin)},
          {"POST", "/editor/copy", kPlanners, to(&EditorSection::copy)},
          {"GET", "/editor/{draft}", kPlanners, to(&EditorSection::show)},
          {"POST", "/editor/{draft}", kPlanners, to(&EditorSection::change)},
          {"POST", "/editor/{draft}/look", kPlanners, to(&EditorSection::look)},
          {"GET", "/editor/{draft}/file", kPlanners, to(&EditorSection::file)}};
}

base::Result<std::vector<StaffTask>> EditorSection::tasks(const StaffMember&, const Messages& words) {
  const auto drafts = drafts_.list();
  if (!drafts) return base::fail(drafts.error());
  const auto waiting = std::count_if(drafts->begin(), drafts->end(), [](const UnitDraft& one) { return one.state != "published"; });
  if (waiting == 0) return std::vector<StaffTask>();
  return std::vector<StaffTask>{{words.count("editor.task", static_cast<long>(waiting)), "/editor"}};
}

ports::HttpResponse EditorSection::list(StaffTurn& turn) { return list_page(turn, {}, 200); }

ports::HttpResponse EditorSection::list_page(StaffTurn& turn, const std::string& problem, int status) {
  const auto drafts = drafts_.list();
  if (!drafts) return turn.failed(drafts.error());
  const auto published = deps_.content.list_current("unit");
  if (!published) return turn.failed(published.error());
  std::vector<View> rows, languages;
  for (const auto& draft : *drafts) {
    View row;
    row.text("title", draft.title.empty() ? turn.messages.text("editor.untitled") : draft.title).text("url", turn.url("/editor/" + draft.id)).text_if("unit", draft.unit_id);
    row.text("state", state_text(draft, turn.messages)).text("by", draft.by).text("date", format_date(draft.changed, turn.messages));
    rows.push_back(std::move(row));
  }
  for (const auto& [code, label] : kLanguages) {
    View one;
    one.text("code", code).text("label", label).flag("chosen", code == turn.messages.language());
    languages.push_back(std::move(one));
  }
  StaffPage out;
  out.title = turn.messages.text("editor.title");
  out.template_name = "editor_list";
  auto copies = copy_choices(*published, turn.value("from"));
  out.view.flag("may_copy", !copies.empty()).list("copies", std::move(copies)).text("new_id", turn.value("id")).text_if("problem", problem);
  out.view.flag("any", !rows.empty()).list("drafts", std::move(rows)).list("languages", std::move(languages));
  if (turn.asked("done") == "discarded") out.done = "editor.discarded";
  return turn.page(std::move(out), status);
}

// The text of what is published, under an id of its own: a unit that belongs to a folder is changed there, its copy here.
ports::HttpResponse EditorSection::copy(StaffTurn& turn) {
  const auto version = deps_.content.by_hash(base::ContentHash(turn.value("from")));
  if (!version) return turn.failed(version.error());
  if (!*version || (*version)->kind != "unit") return list_page(turn, turn.messages.text("editor.copy_unknown"), 422);
  const auto unit = activity::unit_from_json((*version)->json);
  if (!unit) return turn.failed(unit.error());
  const std::string id = turn.value("id");
  if (!manifests::is_unit_id(id) || id == unit->id) return list_page(turn, turn.messages.text("editor.copy_id"), 422);
  const auto text = manifests::text_of_copy(*unit, id);
  if (!text) return list_page(turn, turn.messages.text("editor.copy_not_text"), 422);
  UnitDraft draft;
  if (const auto gap = rca::read_gap_line(unit->gap); !gap.none) draft.gap = gap.case_id.substr(0, 64);
  draft = with_text(std::move(draft), *text, manifests::compile(*text, kFile), turn.member.name);
  const auto saved = drafts_.save(std::move(draft));
  return saved ? turn.go("/editor/" + saved->id) : turn.failed(saved.error());
}

// Pressed twice it makes two drafts; one can be put away.
ports::HttpResponse EditorSection::begin(StaffTurn& turn) {
  Beginning with{turn.value("title"), "en", turn.member.name, turn.value("gap"), turn.value("objectives")};
  for (const auto* typed_here : {&with.title, &with.objectives})
    if (activity::looks_identifying(*typed_here)) return list_page(turn, turn.messages.text("rca.problem.identifier"), 422);
  for (const auto& [code, label] : kLanguages)
    if (code == turn.value("language")) with.language = code;
  const bool activity = turn.value("kind") == "activity";
  std::string text = activity ? activity_beginning(with, deps_.clock.now()) : unit_beginning(with, deps_.clock.now());
  UnitDraft draft;
  draft.gap = turn.value("gap").substr(0, 64);
  draft = with_text(std::move(draft), text, manifests::compile(text, kFile), turn.member.name);
  draft.title = draft.title.empty() ? with.title.substr(0, 150) : draft.title;
  const auto saved = drafts_.save(std::move(draft));
  return saved ? turn.go("/editor/" + saved->id) : turn.failed(saved.error());
}

ports::HttpResponse EditorSection::with_draft(StaffTurn& turn, const std::function<ports::HttpResponse(UnitDraft)>& act) {
  auto draft = drafts_.load(turn.place("draft"));
  if (!draft) return turn.failed(draft.error());
  if (!*draft || (*draft)->state == "discarded") return turn.not_found();
  return act(std::move(**draft));
}

ports::HttpResponse EditorSection::show(StaffTurn& turn) {
  return with_draft(turn, [&](const UnitDraft& draft) { return draft_page(turn, draft, {}, 200); });
}

ports::HttpResponse EditorSection::draft_page(StaffTurn& turn, const UnitDraft& draft, const std::string& problem, int status) {
  const auto& words = turn.messages;
  const auto compiled = manifests::compile(draft.text, kFile);
  StaffPage out;
  out.title = draft.title.empty() ? words.text("editor.untitled") : draft.title;
  out.template_name = "editor_draft";
  out.script = true;
  out.wide = true;
  out.view.text("action", turn.url("/editor/" + draft.id)).text("look_url", turn.url("/editor/" + draft.id + "/look")).text("file_url", turn.url("/editor/" + draft.id + "/file"));
  // The box to tick: only where what was sent may be refused for it.
  out.view.flag("identifying", turn.request.method == "POST" && newly_identifying(typed(turn.value("text")), {}) > 0);
  out.view.text("list_url", turn.url("/editor")).text("text", draft.text).text("version", std::to_string(draft.version)).text_if("problem", problem);
  out.view.text("state", state_text(draft, words)).text("saved", words.text("editor.saved_by", {{"who", draft.by}, {"date", format_date(draft.changed, words)}}));
  out.view.flag("published", !draft.hash.empty()).text("hash", draft.hash.substr(0, 8)).text("unit_id", draft.unit_id);
  out.view.text("pilots_url", turn.url("/burden/pilots"));
  if (const auto shown = show_gate(compiled, words, out.view); !shown) return turn.failed(shown.error());
  if (!compiled.activity)
    if (const auto shown = show_case(compiled.unit ? compiled.unit->gap : draft.gap, words, out.view); !shown) return turn.failed(shown.error());
  out.view.text("look_html", render("editor_look", words, look_view(compiled, words)));
  if (const std::string done = turn.asked("done"); done == "saved" || done == "published") out.done = "editor.done_" + done;
  return turn.page(std::move(out), status);
}

ports::HttpResponse EditorSection::change(StaffTurn& turn) {
  return with_draft(turn, [&](UnitDraft draft) {
    const std::string text = typed(turn.value("text")), what = turn.value("do");
    if (what == "discard") {
      // It waits before it is done: what somebody wrote meanwhile stays.
      if (number_of(turn.value("version")) != draft.version) return turn.outdated();
      draft.state = "discarded";
      const auto gone = drafts_.save(std::move(draft));
      return gone ? turn.go("/editor", "discarded") : turn.failed(gone.error());
    }
    const auto compiled = manifests::compile(text, kFile);
    const std::string other = draft.by;
    const bool same = text == draft.text, outdated = number_of(turn.value("version")) != draft.version;
    UnitDraft wanted = with_text(draft, text, compiled, turn.member.name);
    if (text.size() > kLongestDraft) return draft_page(turn, wanted, turn.messages.text("editor.too_long"), 422);
    // Somebody else saved since this page was made: nothing is lost, and the next save is a decision.
    if (outdated && !same) return draft_page(turn, wanted, turn.messages.text("editor.conflict", {{"who", other}}), 409);
    // Learners may be given a telephone number: who wrote it says so, once.
    if (const auto line = newly_identifying(text, draft.text); line > 0 && turn.value("identifies") != "nobody")
      return draft_page(turn, wanted, turn.messages.text("editor.identifying", {{"line", std::to_string(line)}}), 422);
    if (!same) {
      auto saved = drafts_.save(wanted);
      if (!saved && saved.error().code == Code::store_conflict) return draft_page(turn, wanted, turn.messages.text("editor.conflict", {{"who", other}}), 409);
      if (!saved) return turn.failed(saved.error());
      wanted = std::move(*saved);
    } else {
      wanted = std::move(draft);
    }
    return what == "publish" ? publish(turn, std::move(wanted)) : turn.go("/editor/" + wanted.id, "saved");
  });
}

ports::HttpResponse EditorSection::publish(StaffTurn& turn, UnitDraft draft) {
  const auto compiled = manifests::compile(draft.text, kFile);
  const auto version = version_of(compiled, deps_.clock.now());
  if (!version) return draft_page(turn, draft, turn.messages.text("editor.has_errors"), 422);
  const auto passes = passes_gate(compiled);
  if (!passes) return turn.failed(passes.error());
  if (!*passes) return draft_page(turn, draft, turn.messages.text("editor.gate_refused"), 422);
  const auto done = deps_.content.publish_edited(*version);
  if (!done && done.error().code == Code::content_duplicate_id) return draft_page(turn, draft, turn.messages.text("editor.id_taken", {{"id", version->id}}), 409);
  if (!done && done.error().code == Code::launch_content_withdrawn) return draft_page(turn, draft, turn.messages.text("editor.withdrawn"), 409);
  if (!done) return turn.failed(done.error());
  deps_.log.write(ports::Level::info, "content.published", {{version->kind, version->id}, {"language", version->language}, {"hash", version->hash.str()}, {"from", "editor"}});
  if (draft.state != "published" || draft.hash != version->hash.str()) {
    draft.state = "published";
    draft.hash = version->hash.str();
    const auto noted = drafts_.save(draft);
    if (!noted && noted.error().code != Code::store_conflict) return turn.failed(noted.error());   // who saved meanwhile has changed it again
  }
  return turn.go("/editor/" + draft.id, "published");
}

ports::HttpResponse EditorSection::look(StaffTurn& turn) {
  const std::string text = typed(turn.value("text"));
  auto response = bare(200);
  response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
  response.headers.emplace_back("Content-Security-Policy", "default-src 'none'");
  response.body = render("editor_look", turn.messages, look_view(manifests::compile(text, kFile), turn.messages));
  return response;
}

ports::HttpResponse EditorSection::file(StaffTurn& turn) {
  return with_draft(turn, [&](const UnitDraft& draft) {
    return turn.file((draft.unit_id.empty() ? "unit" : draft.unit_id) + ".md", "text/markdown; charset=utf-8", draft.text);
  });
}

}  // namespace preceptor::web
