// store check: whether the record is as it was sealed, and where it is not.
#include <limits>

#include "core/base/json.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {

using base::fail;
using base::Json;
using base::Result;
using base::Status;

namespace {

constexpr std::size_t kMostFindings = 1000;   // all are counted, the first are named

Json fault_json(const record::ChainFinding& finding) {
  return {{"fault", std::string(record::name(finding.fault))}, {"registration", finding.registration}, {"position", finding.position},
          {"event", finding.event}, {"detail", finding.detail}};
}

std::string fault_text(const record::ChainFinding& finding) {
  std::string text(record::name(finding.fault));
  text += ": registration " + finding.registration;
  text += finding.position > 0 ? ", position " + std::to_string(finding.position) : std::string(", not sealed yet");
  if (!finding.event.empty()) text += ", event " + finding.event;
  return text + ": " + finding.detail + "\n";
}

Json checked_json(const ports::RecordChecked& checked, const std::string& file, bool whole, Json findings) {
  Json registrations = Json::array();
  for (const auto& one : checked.registrations)
    registrations.push_back({{"registration", one.registration}, {"events", one.events}, {"unsealed", one.unsealed}, {"erased", one.erased}, {"seal", one.seal}});
  return {{"good", checked.faults == 0 && whole}, {"store", file}, {"schema", checked.schema}, {"whole", whole}, {"events", checked.events},
          {"faults", checked.faults}, {"registrations", std::move(registrations)}, {"findings", std::move(findings)}};
}

std::string checked_text(const ports::RecordChecked& checked, const std::string& file, bool whole) {
  std::string text;
  for (const auto& one : checked.registrations) {
    text += "Registration " + one.registration + ": " + std::to_string(one.events) + " events, seal " + (one.seal.empty() ? "none" : one.seal);
    if (one.erased > 0) text += "; of " + std::to_string(one.erased) + " the statements were erased with their person";
    if (one.unsealed > 0) text += "; " + std::to_string(one.unsealed) + " wait for their seal";
    text += ".\n";
  }
  if (!whole) text += "The database file itself is damaged: see preceptor check.\n";
  const std::string of = file + ": " + std::to_string(checked.events) + " events, ";
  if (checked.faults > 0) return text + of + std::to_string(checked.faults) + " differences. Not good.\n";
  return text + of + (whole ? "every one as it was sealed. Good.\n" : "but the file is damaged. Not good.\n");
}

// Not a fault of the record, which holds hashes: the words themselves.
std::string lost_text(std::int64_t texts, const std::string& folder) {
  if (texts == 0) return {};
  return std::to_string(texts) + " texts of learners cannot be read: their keys are not in " + folder + ". Bring that folder back from its own copy; without it these words are lost.\n";
}

}  // namespace

Result<int> store_check(CommandContext& context) {
  const auto file = context.text("file");
  if (!file) return fail(file.error());
  store::Store& store = context.site.store();
  Json findings = Json::array();
  std::size_t named = 0;
  Status printed;
  const auto found = [&](const record::ChainFinding& finding) {
    if (named++ >= kMostFindings || !printed) return;
    if (context.json)
      findings.push_back(fault_json(finding));
    else
      printed = context.print(fault_text(finding));
  };
  const auto progress = [&](std::int64_t done, std::int64_t all) {
    return !context.io.progress || context.io.progress("events", static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(all));
  };
  const auto checked = store.check_record(*file, found, progress);
  if (!checked) return fail(checked.error());
  if (!printed) return fail(printed.error());
  // The pages of the running store's file; those of a copy were read through when it was made, and reading its record found them readable.
  bool whole = true;
  if (file->empty()) {
    const auto look = store.look_through(std::numeric_limits<std::int64_t>::max());
    if (!look) return fail(look.error());
    whole = look->whole;
  }
  const auto lost = file->empty() ? store.texts_without_key() : Result<std::int64_t>(0);
  if (!lost) return fail(lost.error());
  // An address may hold a password.
  const std::string own = store.path().empty() ? "PostgreSQL" : store.path();
  const std::string name = file->empty() ? own : *file;
  if (named > kMostFindings && !context.json) {
    if (const Status more = context.print("... and " + std::to_string(named - kMostFindings) + " more.\n"); !more) return fail(more.error());
  }
  Json json = checked_json(*checked, name, whole, std::move(findings));
  json["texts_without_key"] = *lost;
  const std::string text = context.json ? json.dump(2) + "\n" : lost_text(*lost, context.site.text_key_folder()) + checked_text(*checked, name, whole);
  if (const Status done = context.print(text); !done) return fail(done.error());
  return checked->faults == 0 && whole ? kGood : kRed;
}

}  // namespace preceptor::app
