#include "web/accreditation/export_section.hpp"

#include <algorithm>

#include "web/accreditation/mending.hpp"
#include "web/format.hpp"

namespace preceptor::web::accreditation {
namespace {

constexpr int kListed = 200;
constexpr std::size_t kLeftOutShown = 500;

std::string filter_text(const ports::GrantFilter& filter, const Messages& words) {
  std::string text;
  for (const auto& [name, value] : fields_of(filter)) text += (text.empty() ? "" : " · ") + words.text("exports.filter." + name) + " " + value;
  return text.empty() ? words.text("exports.everything") : text;
}

// One line a provider that has a service: whether its records leave by themselves, and if not, why.
std::string sending_text(const SendingLine& one, const Messages& words) {
  constexpr const char* kKeys[] = {"exports.sending.never", "exports.sending.off", "exports.sending.good", "exports.sending.unreachable", "exports.sending.refused"};
  return words.text(kKeys[static_cast<std::size_t>(one.state.how)], {{"provider", one.name}, {"format", one.format}, {"why", one.state.words},
                                                                     {"queued", number(one.queued)}, {"waiting", number(one.with_receiver)}});
}

View left_view(const report::RowFinding& one, const credit::Rulebook& rules, const StaffTurn& turn) {
  View row = text_view(finding_text(one, rules, turn.messages));
  row.text("ccid", one.ccid).text("url", turn.url("/credits/fix?" + base::format_form({{"ccid", one.ccid}})));
  return row;
}

}  // namespace

std::vector<StaffRoute> ExportSection::routes() {
  return {{"GET", "/exports", kAccreditationAndReaders, [this](StaffTurn& turn) { return list(turn); }},
          {"POST", "/exports", kAccreditation, [this](StaffTurn& turn) { return make(turn); }},
          {"GET", "/exports/results", kAccreditation, [this](StaffTurn& turn) { return results(turn); }},
          {"POST", "/exports/results", kAccreditation, [this](StaffTurn& turn) { return take_results(turn); }},
          {"GET", "/exports/{export}", kAccreditation, [this](StaffTurn& turn) { return download(turn); }}};
}

bool ExportSection::may_write(const report::Format& format, const std::vector<credit::Enabled>& enabled) const {
  return format.verified() || std::ranges::any_of(enabled, [&](const auto& one) { return one.what == "format:" + std::string(format.code()); });
}

base::Status ExportSection::add_form(View& view, StaffTurn& turn) {
  const auto enabled = deps_.book.enabled();
  if (!enabled) return base::fail(enabled.error());
  const auto all = deps_.book.activities();
  if (!all) return base::fail(all.error());
  std::vector<std::pair<std::string, std::string>> titles;
  for (const auto& now : *all) titles.emplace_back(now.activity->id, now.activity->title);
  add_filter(view, grant_query(turn.form).filter, titles, deps_.book.rules(), turn.messages);
  std::vector<View> formats, providers;
  for (const auto* format : deps_.desk.formats())
    if (may_write(*format, *enabled)) formats.push_back(choice(std::string(format->code()), std::string(format->title()), format->code() == turn.value("format")));
  for (const auto& one : deps_.providers) providers.push_back(choice(one.id, one.name, one.id == turn.value("provider")));
  view.list("formats", std::move(formats)).flag("several", deps_.providers.size() > 1).list("providers", std::move(providers));
  view.flag("again", turn.value("again") == "yes");
  return {};
}

base::Status ExportSection::add_sending(View& view, const StaffTurn& turn) {
  std::vector<View> lines;
  if (deps_.sending) {
    const auto all = deps_.sending();
    if (!all) return base::fail(all.error());
    for (const auto& one : *all) lines.push_back(text_view(sending_text(one, turn.messages)));
  }
  view.flag("sends", !lines.empty()).list("sending", std::move(lines));
  return {};
}

ports::HttpResponse ExportSection::list_page(StaffTurn& turn, Shown shown, int status) {
  const Messages& words = turn.messages;
  const auto made = deps_.desk.list(kListed);
  if (!made) return turn.failed(made.error());
  std::vector<View> rows;
  for (const auto& one : *made) {
    View row;
    const std::string name = member_name(deps_.members, one.who);
    row.text("at", moment(one.at)).text("format", one.format).text("file", one.file_name).text("sha256", one.sha256).text("short", one.sha256.substr(0, 12));
    row.text("who", name.empty() ? one.who : name).text("filter", filter_text(one.filter, words));
    row.text("row_count", number(one.rows)).text("left_out", number(one.left_out + one.routed));
    row.text("total", format_decimal(credit::format(one.total), words)).text_if("url", turn.is(StaffRole::accreditation) ? turn.url("/exports/" + one.id) : "");
    rows.push_back(std::move(row));
  }
  StaffPage page;
  page.title = words.text("exports.nav");
  page.template_name = "exports";
  page.wide = page.script = true;
  View& view = page.view;
  if (auto added = add_form(view, turn); !added) return turn.failed(added.error());
  view.flag("may_make", turn.is(StaffRole::accreditation)).flag("none", rows.empty()).list("rows", std::move(rows)).text_if("problem", shown.problem);
  view.flag("has_left_out", !shown.left_out.empty()).list("left", std::move(shown.left_out)).flag("tried", shown.tried).text("sum", shown.sum);
  if (auto added = add_sending(view, turn); !added) return turn.failed(added.error());
  page.done = turn.asked("done") == "made" ? "exports.made" : "";
  return turn.page(std::move(page), status);
}

ports::HttpResponse ExportSection::check(StaffTurn& turn, const ExportAsked& asked) {
  Shown shown;
  std::int64_t good = 0, held = 0;
  credit::Amount total;
  const auto walked = deps_.desk.check(asked, [&](const report::LearnerRow& row, const std::vector<report::RowFinding>& findings) {
    if (report::stops(findings)) ++held;
    else {
      ++good;
      total += row.grant.amount;
    }
    for (const auto& one : findings)
      if (shown.left_out.size() < kLeftOutShown) shown.left_out.push_back(left_view(one, deps_.book.rules(), turn));
    return true;
  });
  if (!walked) return turn.failed(walked.error());
  shown.tried = true;
  shown.sum = turn.messages.text("exports.tried", {{"good", number(good)}, {"held", number(held)}, {"total", format_decimal(credit::format(total), turn.messages)}});
  return list_page(turn, std::move(shown), 200);
}

ports::HttpResponse ExportSection::make(StaffTurn& turn) {
  const auto query = grant_query(turn.form);
  if (query.wrong) return list_page(turn, {turn.messages.text("exports.wrong_date"), {}, "", false}, 422);
  ExportAsked asked;
  asked.format = turn.value("format");
  asked.filter = query.filter;
  asked.again = turn.value("again") == "yes";
  asked.who = turn.member.id;
  if (turn.value("do") == "check") return check(turn, asked);
  Shown shown;
  const auto made = deps_.desk.make(asked, "", [](std::int64_t) { return true; }, [&](const report::RowFinding& one) {
    if (shown.left_out.size() < kLeftOutShown) shown.left_out.push_back(left_view(one, deps_.book.rules(), turn));
  });
  if (!made && base::info(made.error().code).status >= 500) return turn.failed(made.error());
  if (!made) return list_page(turn, {turn.messages.text("exports.not_made", {{"why", std::string(base::info(made.error().code).user)}}), {}, "", false}, 422);
  if (shown.left_out.empty()) return turn.go("/exports", "made");
  shown.sum = turn.messages.text("exports.made_with_rest", {{"rows", number(made->rows)}, {"held", number(made->left_out + made->routed)}});
  shown.tried = true;
  return list_page(turn, std::move(shown), 200);
}

ports::HttpResponse ExportSection::download(StaffTurn& turn) {
  const auto made = deps_.desk.list(kListed);
  if (!made) return turn.failed(made.error());
  const auto one = std::ranges::find(*made, turn.place("export"), &ExportMade::id);
  if (one == made->end()) return turn.not_found();
  auto bytes = deps_.desk.bytes(one->id, turn.member.id);
  if (!bytes) return turn.failed(bytes.error());
  if (!*bytes) return turn.not_found();
  const auto& formats = deps_.desk.formats();
  const auto format = std::ranges::find_if(formats, [&](const auto* each) { return each->code() == one->format; });
  return turn.file(one->file_name, format == formats.end() ? "application/octet-stream" : std::string((*format)->media_type()), std::move(**bytes));
}

}  // namespace preceptor::web::accreditation
