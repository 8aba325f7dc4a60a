#include "web/accreditation/statement_section.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "web/accreditation/parts.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr int kStatementExportsListed = 200;
constexpr std::size_t kMostTyped = 300;

// From the day's first moment in UTC. False: it is no day.
bool read_filter_day(const std::string& text, std::optional<base::Instant>& into) {
  if (text.empty()) return true;
  const auto at = base::parse_rfc3339(text + "T00:00:00Z");
  if (!at || text.size() != 10) return false;
  into = *at;
  return true;
}

std::vector<std::string> kinds_chosen(const base::Fields& form) {
  std::vector<std::string> kinds;
  for (const auto& [name, value] : form)
    if (name == "kind" && std::ranges::find(kinds, value) == kinds.end()) kinds.push_back(value);
  std::ranges::sort(kinds);   // the order of boxes is nothing that an export depends on
  return kinds;
}

std::string kind_label(const std::string& kind, const Messages& words) {
  const std::string key = "admin.store_kind_" + kind;
  return words.has(key) ? words.text(key) : kind;
}

std::string statements_filter_text(const xapi::ExportAsked& asked, const Messages& words) {
  std::string text;
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) text += (text.empty() ? "" : " · ") + words.text(key) + " " + value;
  };
  const auto& filter = asked.filter;
  if (filter.from) add("xapi_files.filter.from", base::format_rfc3339(*filter.from).substr(0, 10));
  if (filter.to) add("xapi_files.filter.to", base::format_rfc3339(*filter.to - base::Milliseconds(1)).substr(0, 10));
  add("xapi_files.filter.unit", filter.unit_id);
  add("xapi_files.filter.course", filter.context_id);
  add("xapi_files.filter.lms", filter.registration);
  add("xapi_files.filter.person", filter.person);
  std::string kinds;
  for (const auto& one : asked.kinds) kinds += (kinds.empty() ? "" : ", ") + kind_label(one, words);
  add("xapi_files.filter.kinds", kinds);
  return text.empty() ? words.text("exports.everything") : text;
}

std::string state_words(const StatementExport& one, const Messages& words) {
  const std::string key = "xapi_files.state." + one.state;
  return words.has(key) ? words.text(key) : one.state;
}

std::string type_of_form(xapi::ExportForm form) { return form == xapi::ExportForm::csv ? "text/csv; charset=utf-8" : "application/jsonl"; }

std::string megabytes(std::int64_t bytes) { return number(bytes < 1024 * 1024 ? (bytes + 1023) / 1024 : bytes / 1024 / 1024) + (bytes < 1024 * 1024 ? " KiB" : " MiB"); }

}  // namespace

std::string StatementExport::volume_name(std::size_t number) const {
  std::string name = "statements-" + base::format_rfc3339(at).substr(0, 10) + "-" + id.substr(0, 8);
  if (number > 1 || volumes.size() > 1) name += "-" + std::to_string(number);
  return name + "." + std::string(xapi::name(asked.form));
}

std::vector<StaffRoute> StatementSection::routes() {
  return {{"GET", "/statements", kAccreditation, [this](StaffTurn& turn) { return list(turn, "", 200); }},
          {"POST", "/statements", kAccreditation, [this](StaffTurn& turn) { return start(turn); }},
          {"GET", "/statements/{export}", kAccreditation, [this](StaffTurn& turn) { return show(turn); }},
          {"POST", "/statements/{export}", kAccreditation, [this](StaffTurn& turn) { return act(turn); }},
          {"GET", "/statements/{export}/manifest", kAccreditation, [this](StaffTurn& turn) { return manifest(turn); }},
          {"GET", "/statements/{export}/file/{number}", kAccreditation, [this](StaffTurn& turn) { return download(turn); }}};
}

std::string StatementSection::who(const std::string& id) {
  const std::string name = member_name(deps_.members, id);
  return name.empty() ? id : name;
}

View StatementSection::row(const StaffTurn& turn, const StatementExport& one) {
  View view;
  const auto share = xapi::share_of(one.asked, one.progress);
  view.text("url", turn.url("/statements/" + one.id)).text("at", moment(one.at)).text("who", who(one.who)).text("form", std::string(xapi::name(one.asked.form)));
  view.text("filter", statements_filter_text(one.asked, turn.messages)).text("state", state_words(one, turn.messages)).text("count", number(one.progress.statements));
  view.text("short", one.sha256.substr(0, 12)).text("sha256", one.sha256);
  view.text("looked_at", number(share.looked_at)).text("all", number(share.all));
  return view;
}

base::Status StatementSection::add_form(View& view, StaffTurn& turn) {
  std::vector<View> lms, kinds;
  const auto connected = deps_.connected();
  if (!connected) return base::fail(connected.error());
  for (const auto& one : *connected) lms.push_back(choice(one.registration, one.name, one.registration == turn.value("lms")));
  const auto chosen = kinds_chosen(turn.form);
  for (const auto& kind : xapi::statement_kinds()) {
    if (!kind.on) continue;   // made for record stores that have them on, and in no file
    const std::string name(kind.name);
    kinds.push_back(choice(name, kind_label(name, turn.messages), std::ranges::find(chosen, name) != chosen.end()));
  }
  for (const char* field : {"from", "to", "unit", "course", "person"}) view.text(field, turn.value(field));
  view.list("lms", std::move(lms)).list("kinds", std::move(kinds)).flag("csv", turn.value("form") != "jsonl").flag("jsonl", turn.value("form") == "jsonl");
  return {};
}

ports::HttpResponse StatementSection::list(StaffTurn& turn, const std::string& problem, int status) {
  const auto all = deps_.desk.list(kStatementExportsListed);
  if (!all) return turn.failed(all.error());
  std::vector<View> rows;
  for (const auto& one : *all) rows.push_back(row(turn, one));
  StaffPage page;
  page.title = turn.messages.text("xapi_files.nav");
  page.template_name = "statement_exports";
  page.wide = page.script = true;
  if (auto added = add_form(page.view, turn); !added) return turn.failed(added.error());
  page.view.flag("none", rows.empty()).list("rows", std::move(rows)).text_if("problem", problem.empty() ? "" : turn.messages.text(problem));
  return turn.page(std::move(page), status);
}

base::Result<std::string> StatementSection::read(StaffTurn& turn, xapi::ExportAsked& asked) {
  const auto form = xapi::export_form_named(turn.value("form"));
  if (!form) return std::string("xapi_files.wrong_form");
  asked.form = *form;
  auto& filter = asked.filter;
  const bool days = read_filter_day(turn.value("from"), filter.from) && read_filter_day(turn.value("to"), filter.to);
  if (!days || (filter.from && filter.to && *filter.to < *filter.from)) return std::string("evidence.wrong_day");
  if (filter.to) *filter.to += std::chrono::hours(24);   // the last day is included
  asked.kinds = kinds_chosen(turn.form);
  if (!xapi::check_kinds(asked.kinds)) return std::string("xapi_files.wrong_form");
  filter.unit_id = one_line(turn.value("unit"), kMostTyped);
  filter.context_id = one_line(turn.value("course"), kMostTyped);
  filter.registration = one_line(turn.value("lms"), kMostTyped);
  const std::string person = one_line(turn.value("person"), kMostTyped);
  if (person.empty()) return std::string();
  const auto found = deps_.desk.persons_named(filter.registration, person);
  if (!found) return base::fail(found.error());
  if (found->empty()) return std::string("xapi_files.no_person");
  if (found->size() > 1) return std::string("xapi_files.several_persons");
  filter.person = found->front().str();
  return std::string();
}

ports::HttpResponse StatementSection::start(StaffTurn& turn) {
  xapi::ExportAsked asked;
  const auto problem = read(turn, asked);
  if (!problem) return turn.failed(problem.error());
  if (!problem->empty()) return list(turn, *problem, 422);
  const auto id = deps_.desk.start(std::move(asked), turn.member.id);
  if (!id) return turn.failed(id.error());
  return turn.go("/statements/" + *id, "started");
}

base::Status StatementSection::add_like(View& view, const StaffTurn& turn, const StatementExport& one) {
  if (one.like.empty() || one.sha256.empty()) return {};
  const auto before = deps_.desk.find(one.like);
  if (!before) return base::fail(before.error());
  if (!*before || (*before)->sha256.empty()) return {};
  const char* key = (*before)->sha256 == one.sha256 ? "xapi_files.same" : "xapi_files.differs";
  view.text_if("like", turn.messages.text(key, {{"at", moment((*before)->at)}}));
  return {};
}

ports::HttpResponse StatementSection::show(StaffTurn& turn) {
  const auto found = deps_.desk.find(turn.place("export"));
  if (!found) return turn.failed(found.error());
  if (!*found) return turn.not_found();
  const StatementExport& one = **found;
  const Messages& words = turn.messages;
  StaffPage page;
  page.title = words.text("xapi_files.one", {{"at", moment(one.at)}});
  page.template_name = "statement_export";
  page.script = true;
  page.view = row(turn, one);
  View& view = page.view;
  const bool running = one.state == kExportRunning, done = one.state == kExportDone;
  const auto share = xapi::share_of(one.asked, one.progress);
  view.flag("running", running).flag("can_resume", one.state == kExportCancelled || one.state == kExportFailed).flag("done", done).flag("has_hash", !one.sha256.empty());
  view.text("progress", words.text("xapi_files.progress", {{"done", number(share.looked_at)}, {"all", number(share.all)}, {"count", number(one.progress.statements)}}));
  view.text_if("erased", one.progress.erased == 0 ? "" : words.text("xapi_files.erased", {{"count", number(one.progress.erased)}}));
  const std::string reason = "error." + one.problem;
  view.text_if("why", one.problem.empty() ? "" : words.has(reason) ? words.text(reason) : one.problem);
  std::vector<View> places, files;
  for (const auto& place : one.asked.as_of) {
    View line;
    line.text("registration", place.registration).text("position", number(place.position));
    places.push_back(std::move(line));
  }
  for (std::size_t i = 0; done && i < one.volumes.size(); ++i) {
    View line;
    line.text("url", turn.url("/statements/" + one.id + "/file/" + std::to_string(i + 1))).text("name", one.volume_name(i + 1));
    line.text("size", megabytes(one.volumes[i].bytes)).text("count", number(one.volumes[i].statements)).text("sha256", one.volumes[i].sha256);
    files.push_back(std::move(line));
  }
  view.list("places", std::move(places)).list("files", std::move(files)).text("template", number(one.asked.template_version));
  if (auto added = add_like(view, turn, one); !added) return turn.failed(added.error());
  const std::string said = "xapi_files.done." + turn.asked("done");
  if (words.has(said)) page.done = said;
  return turn.page(std::move(page));
}

ports::HttpResponse StatementSection::act(StaffTurn& turn) {
  const std::string id = turn.place("export"), what = turn.value("do");
  if (what == "again") {
    const auto made = deps_.desk.again(id, turn.member.id);
    if (!made) return turn.failed(made.error());
    return *made ? turn.go("/statements/" + **made, "started") : turn.not_found();
  }
  const auto known = deps_.desk.find(id);
  if (!known) return turn.failed(known.error());
  if (!*known || (what != "cancel" && what != "resume")) return turn.not_found();
  const auto turned = what == "cancel" ? deps_.desk.cancel(id, turn.member.id) : deps_.desk.resume(id, turn.member.id);
  if (!turned) return turn.failed(turned.error());
  // It ended, or another member was quicker: the page shows what is.
  return turn.go("/statements/" + id, *turned ? what : "");
}

ports::HttpResponse StatementSection::download(StaffTurn& turn) {
  const std::string typed = turn.place("number");
  std::size_t number = 0;
  const auto [end, wrong] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
  if (wrong != std::errc() || end != typed.data() + typed.size()) return turn.not_found();
  const auto one = deps_.desk.find(turn.place("export"));
  if (!one) return turn.failed(one.error());
  if (!*one) return turn.not_found();
  auto bytes = deps_.desk.volume((*one)->id, number, turn.member.id);
  if (!bytes) return turn.failed(bytes.error());
  if (!*bytes) return turn.not_found();
  return turn.file((*one)->volume_name(number), type_of_form((*one)->asked.form), std::move(**bytes));
}

ports::HttpResponse StatementSection::manifest(StaffTurn& turn) {
  auto text = deps_.desk.manifest(turn.place("export"));
  if (!text) return turn.failed(text.error());
  if (!*text) return turn.not_found();
  return turn.file("manifest.json", "application/json", std::move(**text));
}

}  // namespace preceptor::web::accreditation
