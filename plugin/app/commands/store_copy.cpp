// store copy: a site moves into another store.
#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

constexpr std::int64_t kRowsALine = 100'000;   // where no terminal shows how far it is

// An address may hold a password.
std::string target_name(const std::string& url) { return url.starts_with("sqlite:") ? url.substr(url.find(':') + 1) : std::string("PostgreSQL"); }

const char* doing(ports::CopyPhase phase) {
  switch (phase) {
    case ports::CopyPhase::copying: return "copying ";
    case ports::CopyPhase::comparing: return "comparing ";
    default: return "checking the seals of ";
  }
}

// A line for each table that is done, and for long ones now and then; a terminal sees every page.
class CopyShown {
 public:
  explicit CopyShown(const CommandContext& context) : context_(context) {}
  bool operator()(ports::CopyPhase phase, std::string_view table, std::int64_t done, std::int64_t all) {
    const std::string what = doing(phase) + std::string(table);
    if (what != what_) next_ = kRowsALine;
    const bool first_end = done == all && (what != what_ || !ended_);
    what_ = what;
    ended_ = done == all;
    if (context_.io.progress && !context_.io.progress(what.c_str(), static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(all))) return false;
    if (!first_end && done < next_) return true;
    next_ = done + kRowsALine;
    return context_.tell(what + ": " + std::to_string(done) + " of " + std::to_string(all) + "\n").has_value();
  }

 private:
  const CommandContext& context_;
  std::string what_;
  bool ended_ = false;
  std::int64_t next_ = 0;
};

Json copied_json(const ports::StoreCopied& copied, const std::string& target, Site& site) {
  Json tables = Json::array();
  for (const auto& table : copied.tables) tables.push_back({{"table", table.name}, {"rows", table.rows}, {"sha256", table.hash}});
  return {{"target", target}, {"was_finished", copied.was_finished}, {"resumed_rows", copied.resumed}, {"tables", std::move(tables)},
          {"events", copied.checked.events}, {"faults", copied.checked.faults}, {"key_file", site.key_file()}, {"text_keys", site.text_key_folder()}, {"exports", site.export_folder()}};
}

// What no database holds, each with what becomes of it.
std::string left_beside(Site& site) {
  const std::string key = site.key_file(), old = site.store().path();
  return "Not in the database, and needed all the same:\n"
         "  " + key + ": the key of the site, with the vault's keys. Every server needs this very file: set vault.key_file to it.\n"
         "  " + site.text_key_folder() + ": the keys of what learners wrote. They belong in the folder that all servers share (vault.text_keys), or beside that file.\n"
         "  " + site.export_folder() + ": exports and report files that staff made. Move it to exports.folder, or to <vault.key_file>.exports, or let them be made again.\n"
         "  Content folders and the configuration stay as they are, but for store and vault.key_file.\n" +
         (old.empty() ? std::string("The former database still holds")
                      : old + " still holds") +
         " everybody's record, and an erasure does not reach it: keep it as a backup with an end, and delete it then. Start no server on it.\n";
}

std::string copied_text(const ports::StoreCopied& copied, const std::string& target) {
  std::string text;
  std::int64_t rows = 0;
  for (const auto& table : copied.tables) {
    text += table.name + ": " + std::to_string(table.rows) + " rows, SHA-256 " + table.hash + " on both sides\n";
    rows += table.rows;
  }
  text += target + ": " + std::to_string(copied.tables.size()) + " tables, " + std::to_string(rows) + " rows, each compared";
  if (copied.resumed > 0) text += "; " + std::to_string(copied.resumed) + " rows were there from before";
  return text + ". " + std::to_string(copied.checked.events) + " events, every one as it was sealed. Finished.\n";
}

}  // namespace

Result<int> store_copy(CommandContext& context) {
  const auto to = context.required("to");
  if (!to) return fail(to.error());
  if (!to->starts_with("postgresql://") && !to->starts_with("sqlite:"))
    return fail(Code::command_arguments, "to must be an address such as postgresql://preceptor@db.example.org/preceptor, or sqlite: and a path");
  const auto afresh = context.flag("afresh");
  if (!afresh) return fail(afresh.error());
  if (context.serving) return fail(Code::store_in_use, "this very process serves the site");
  const auto digest = context.site.key_digest();
  if (!digest) return fail(digest.error());
  CopyShown shown(context);
  const auto progress = [&shown](ports::CopyPhase phase, std::string_view table, std::int64_t done, std::int64_t all) { return shown(phase, table, done, all); };
  const auto copied = context.site.store().copy_to({*to, *digest, *afresh}, progress);
  if (!copied) return fail(copied.error());
  const std::string target = target_name(*to);
  if (context.json) {
    if (const Status done = context.print(copied_json(*copied, target, context.site).dump(2) + "\n"); !done) return fail(done.error());
    return kGood;
  }
  if (copied->was_finished) {
    if (const Status told = context.tell(target + ": this site was copied there before, and the copy is finished. Nothing was done.\n"); !told) return fail(told.error());
    return kGood;
  }
  if (const Status done = context.print(copied_text(*copied, target)); !done) return fail(done.error());
  if (const Status told = context.tell(left_beside(context.site)); !told) return fail(told.error());
  return kGood;
}

}  // namespace preceptor::app
