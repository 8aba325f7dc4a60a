// import results: what a receiver answered, as a table.
#include <fstream>
#include <iterator>

#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"
#include "web/credit/export_desk.hpp"
#include "web/messages.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kMostTable = (32U << 20U) + 1;   // one byte more than is read, so that too much is seen

Result<std::string> whole_table(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  char piece[1 << 16];
  while (in && text.size() < kMostTable) {
    in.read(piece, sizeof piece);
    text.append(piece, static_cast<std::size_t>(in.gcount()));
  }
  if (text.empty() && !in.eof()) return fail(Code::command_arguments, path + " cannot be read");
  return text;
}

const char* key_of(web::ResultApplied::Outcome outcome) {
  using Outcome = web::ResultApplied::Outcome;
  switch (outcome) {
    case Outcome::moved: return "results.moved";
    case Outcome::already: return "results.already";
    case Outcome::unknown: return "results.unknown";
    case Outcome::ambiguous: return "results.ambiguous";
    case Outcome::refused: return "results.refused";
  }
  return "";
}

Status tell_line(CommandContext& context, int line, const std::string& what, const std::string& key, const std::string& state) {
  const std::string words = web::Messages::in("en").text(key);
  if (context.json) return context.print(Json({{"line", line}, {"of", what}, {"state", state}, {"result", key.substr(key.find('.') + 1)}, {"what", words}}).dump() + "\n");
  return context.tell("line " + std::to_string(line) + "  " + what + (state.empty() ? "" : "  " + state) + ": " + words + "\n");
}

}  // namespace

Result<int> import_results(CommandContext& context) {
  using Outcome = web::ResultApplied::Outcome;
  const auto path = context.required("file");
  if (!path) return fail(path.error());
  const auto dry_run = context.flag("dry_run");
  if (!dry_run) return fail(dry_run.error());
  const auto text = whole_table(*path);
  if (!text) return fail(text.error());
  const auto table = report::read_results(*text);
  if (!table) return fail(table.error());
  Status told;
  for (const auto& problem : table->problems) {
    if (told) told = tell_line(context, problem.line, problem.field, "results." + problem.key, {});
  }
  if (!told) return fail(told.error());
  std::int64_t moved = 0, already = 0, open = static_cast<std::int64_t>(table->problems.size());
  const auto applied = context.site.export_desk().apply_results(*table, "command line", *dry_run, [&](const web::ResultApplied& one) {
    const bool fine = one.outcome == Outcome::moved || one.outcome == Outcome::already;
    ++(one.outcome == Outcome::moved ? moved : one.outcome == Outcome::already ? already : open);
    if (!fine || *dry_run) told = tell_line(context, one.line, one.ccid, key_of(one.outcome), std::string(credit::name(one.to)));
    return told.has_value();
  });
  if (!applied) return fail(applied.error());
  if (!told) return fail(told.error());
  const Json sum = {{"noted", moved}, {"known", already}, {"open", open}, {"dry_run", *dry_run}};
  told = context.json ? context.print(sum.dump() + "\n")
                      : context.tell(std::to_string(moved) + (*dry_run ? " would be noted, " : " noted, ") + std::to_string(already) + " known already, " +
                                     std::to_string(open) + " to be looked at.\n");
  if (!told) return fail(told.error());
  return open == 0 ? kGood : kRed;
}

}  // namespace preceptor::app
