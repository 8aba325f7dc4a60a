// export credit: a report of credit to a file, or only what would stop it; report status: the exports that were made and what waits.
#include <algorithm>
#include <map>
#include <string_view>

#include "core/base/json.hpp"
#include "core/credit/offers.hpp"
#include "plugin/app/commands/command.hpp"
#include "plugin/app/sending_board.hpp"
#include "web/accreditation/mending.hpp"
#include "web/credit/credit_book.hpp"
#include "web/credit/export_desk.hpp"
#include "web/credit/validation.hpp"
#include "web/messages.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

constexpr int kMostExports = 50;
constexpr const char* kByCommand = "command line";

Result<std::optional<base::Date>> day(CommandContext& context, const char* name) {
  const auto text = context.text(name);
  if (!text) return fail(text.error());
  if (text->empty()) return std::optional<base::Date>{};
  const auto date = base::parse_date(*text);
  if (!date) return fail(Code::command_arguments, std::string(name) + " must be a day such as 2026-01-31");
  return std::optional<base::Date>(*date);
}

std::string listed(const std::vector<std::string>& codes) {
  std::string all;
  for (const auto& code : codes) all += (all.empty() ? "" : ", ") + code;
  return all;
}

// A filter that fits nothing because it is mistyped would answer "nothing to report".
Status check_filter(CommandContext& context, const ports::GrantFilter& filter) {
  const credit::Rulebook& rules = context.site.credit().rules();
  std::vector<std::string> boards, systems{credit::kParticipation};
  for (const auto& one : rules.boards) boards.push_back(one.code);
  for (const auto& one : rules.systems) systems.push_back(one.code);
  if (!filter.board.empty() && std::ranges::find(boards, filter.board) == boards.end())
    return fail(Code::command_arguments, "no board \"" + filter.board + "\"; there are " + listed(boards));
  if (!filter.system.empty() && std::ranges::find(systems, filter.system) == systems.end())
    return fail(Code::command_arguments, "no credit system \"" + filter.system + "\"; there are " + listed(systems));
  if (filter.activity_id.empty()) return {};
  const auto current = context.site.store().current("activity", filter.activity_id);
  if (!current) return fail(current.error());
  ports::GrantFilter of;
  of.activity_id = filter.activity_id;
  const auto grants = context.site.store().count_grants(of);
  if (!grants) return fail(grants.error());
  if (!current->empty() || *grants > 0) return {};
  return fail(Code::command_arguments, "no activity \"" + filter.activity_id + "\" was ever published here, and no credit is of it");
}

Status read_asked(CommandContext& context, web::ExportAsked& asked) {
  const auto format = context.required("format");
  if (!format) return fail(format.error());
  const auto from = day(context, "from");
  if (!from) return fail(from.error());
  const auto to = day(context, "to");
  if (!to) return fail(to.error());
  const auto again = context.flag("again");
  if (!again) return fail(again.error());
  asked = {*format, {*from, *to}, *again, std::nullopt, kByCommand};
  const std::pair<const char*, std::string*> texts[] = {
      {"board", &asked.filter.board}, {"activity", &asked.filter.activity_id}, {"provider", &asked.filter.provider}, {"system", &asked.filter.system}};
  for (const auto& [name, into] : texts) {
    auto text = context.text(name);
    if (!text) return fail(text.error());
    *into = std::move(*text);
  }
  if (asked.filter.from && asked.filter.to && *asked.filter.to < *asked.filter.from) return fail(Code::command_arguments, "to lies before from");
  return check_filter(context, asked.filter);
}

const char* word(report::Weight weight) {
  switch (weight) {
    case report::Weight::block: return "blocked";
    case report::Weight::warn: return "warning";
    case report::Weight::route: return "not for this receiver";
  }
  return "";
}

std::string sentence(const report::RowFinding& finding) {
  return web::Messages::in("en").text("preflight." + finding.key, {{"value", finding.value}});
}

Json finding_json(const report::RowFinding& finding) {
  return {{"ccid", finding.ccid}, {"rule", finding.rule}, {"weight", word(finding.weight)}, {"field", finding.field}, {"what", sentence(finding)}};
}

// One line a finding: for people on the second stream, as JSON Lines on the first.
Status tell_finding(CommandContext& context, const report::RowFinding& finding) {
  if (context.json) return context.print(finding_json(finding).dump() + "\n");
  return context.tell(finding.ccid + "  " + word(finding.weight) + "  " + web::accreditation::finding_text(finding, context.site.credit().rules(), web::Messages::in("en")) + "\n");
}

Result<int> check_only(CommandContext& context, const web::ExportAsked& asked) {
  std::int64_t good = 0, stopped = 0, elsewhere = 0, looked_at = 0;
  Status told;
  const auto walked = context.site.export_desk().check(asked, [&](const report::LearnerRow&, const std::vector<report::RowFinding>& findings) {
    ++(report::routed(findings) ? elsewhere : report::stops(findings) ? stopped : good);
    for (const auto& one : findings) {
      if (told) told = tell_finding(context, one);
    }
    if (++looked_at % 1000 == 0 && context.io.progress && !context.io.progress("rows", static_cast<std::uint64_t>(looked_at), 0)) told = fail(Code::command_cancelled);
    return told.has_value();
  });
  if (!walked) return fail(walked.error());
  if (!told) return fail(told.error());
  const Json sum = {{"rows", good}, {"left_out", stopped}, {"elsewhere", elsewhere}};
  const Status summed = context.json ? context.print(sum.dump() + "\n")
                                     : context.tell("Rows that would leave: " + std::to_string(good) + ". Left out: " + std::to_string(stopped) +
                                                    ". Not for this receiver: " + std::to_string(elsewhere) + ".\n");
  if (!summed) return fail(summed.error());
  return stopped == 0 ? kGood : kRed;
}

Json made_json(const web::ExportMade& made) {
  return {{"id", made.id},       {"format", made.format}, {"template", made.template_version}, {"sha256", made.sha256},
          {"file", made.file_name}, {"at", base::format_rfc3339(made.at)}, {"who", made.who}, {"rows", made.rows},
          {"left_out", made.left_out}, {"elsewhere", made.routed}, {"total", credit::format(made.total)}};
}

}  // namespace

Result<int> export_credit(CommandContext& context) {
  web::ExportAsked asked;
  if (auto read = read_asked(context, asked); !read) return fail(read.error());
  const auto out = context.text("out");
  if (!out) return fail(out.error());
  const auto check = context.flag("check");
  if (!check) return fail(check.error());
  if (*check) return check_only(context, asked);
  Status told;
  const auto made = context.site.export_desk().make(
      asked, *out,
      [&](std::int64_t done) { return told.has_value() && (!context.io.progress || context.io.progress("rows", static_cast<std::uint64_t>(done), 0)); },
      [&](const report::RowFinding& finding) {
        if (told && finding.weight == report::Weight::block) told = tell_finding(context, finding);
      });
  if (!made) return fail(made.error());
  if (!told) return fail(told.error());
  if (context.json) {
    told = context.print(made_json(*made).dump() + "\n");
  } else {
    if (out->empty()) {
      const auto read = context.site.export_desk().read(made->id, kByCommand, [&](std::string_view piece) {
        told = context.print(piece);
        return told.has_value();
      });
      if (!read) return fail(read.error());
    }
    if (told)
      told = context.tell("Export " + made->id + ". Rows: " + std::to_string(made->rows) + ". Credit: " + credit::format(made->total) + ". Left out: " +
                          std::to_string(made->left_out) + ". Not for this receiver: " + std::to_string(made->routed) + ". SHA-256 " + made->sha256 + "\n");
  }
  if (!told) return fail(told.error());
  return made->left_out == 0 && made->passed_over == 0 ? kGood : kRed;
}

namespace {

// What of the states people should read: in the order of SendingState::How.
constexpr const char* kSendingWords[] = {"switched on, nothing was sent yet", "off: format:pars-learner-json is not switched on", "works", "the service was not reached", "the service refuses us"};
constexpr const char* kSendingStates[] = {"never", "off", "good", "unreachable", "refused"};

void add_sending(const std::vector<web::SendingLine>& lines, Json& json, std::string& text) {
  json["sending"] = Json::array();
  for (const auto& one : lines) {
    const auto how = static_cast<std::size_t>(one.state.how);
    const std::string words = one.state.how == web::SendingState::How::off ? std::string() : one.state.words;
    json["sending"].push_back({{"provider", one.provider}, {"state", kSendingStates[how]}, {"words", words}, {"queued", one.queued}, {"with_receiver", one.with_receiver}});
    text += "Sending of " + one.provider + ": " + kSendingWords[how] + (words.empty() ? "" : " (" + words + ")") + "; " + std::to_string(one.queued) + " to be sent, " +
            std::to_string(one.with_receiver) + " without an answer.\n";
  }
}

}  // namespace

Result<int> report_status(CommandContext& context) {
  const auto made = context.site.export_desk().list(kMostExports);
  if (!made) return fail(made.error());
  const auto counts = context.site.export_desk().waiting();
  if (!counts) return fail(counts.error());
  Json json = {{"exports", Json::array()}, {"grants", Json::object()}};
  std::string text;
  for (const auto& [state, count] : *counts) {
    json["grants"][credit::name(state)] = count;
    text += std::string(credit::name(state)) + "  " + std::to_string(count) + "\n";
  }
  const auto held = web::held_grants(context.site.store(), context.site.store());
  if (!held) return fail(held.error());
  json["held"] = held->size();
  if (!held->empty()) text += "held back  " + std::to_string(held->size()) + "  (of issued and queued; /staff/credits/held says what each waits for)\n";
  for (const auto& one : *made) {
    json["exports"].push_back(made_json(one));
    text += one.id + "  " + base::format_rfc3339(one.at).substr(0, 16) + "Z  " + one.format + "  rows " + std::to_string(one.rows) + ", credit " +
            credit::format(one.total) + ", left out " + std::to_string(one.left_out) + "  " + one.who + "\n";
  }
  if (made->empty()) text += "No export was made yet.\n";
  const auto sending = sending_lines(context.site);
  if (!sending) return fail(sending.error());
  add_sending(*sending, json, text);
  const Status printed = context.print(context.json ? json.dump() + "\n" : text);
  if (!printed) return fail(printed.error());
  const auto rejected = counts->find(credit::GrantState::rejected);
  return rejected == counts->end() || rejected->second == 0 ? kGood : kRed;
}

}  // namespace preceptor::app
