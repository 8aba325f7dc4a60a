// store check: whether the record is as it was sealed, and where it is not.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>

#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"
#include "plugin/app/commands/command.hpp"

namespace preceptor::app {

using base::Code;
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
    registrations.push_back({{"registration", one.registration}, {"events", one.events}, {"unsealed", one.unsealed}, {"erased", one.erased}, {"ahead", one.ahead}, {"seal", one.seal}});
  return {{"good", checked.faults == 0 && whole}, {"store", file}, {"schema", checked.schema}, {"whole", whole}, {"events", checked.events},
          {"faults", checked.faults}, {"registrations", std::move(registrations)}, {"findings", std::move(findings)}};
}

std::string checked_text(const ports::RecordChecked& checked, const std::string& file, bool whole) {
  std::string text;
  for (const auto& one : checked.registrations) {
    text += "Registration " + one.registration + ": " + std::to_string(one.events) + " events, seal " + (one.seal.empty() ? "none" : one.seal);
    if (one.erased > 0) text += "; of " + std::to_string(one.erased) + " the statements were erased with their person";
    if (one.ahead > 0) text += "; " + std::to_string(one.ahead) + " have a time ahead of the clock's, which was set back between two events";
    if (one.unsealed > 0) text += "; " + std::to_string(one.unsealed) + " wait for their seal";
    text += ".\n";
  }
  const std::string of = file + ": " + std::to_string(checked.events) + " events, ";
  if (checked.faults > 0) return text + of + std::to_string(checked.faults) + " differences. Not good.\n";
  return text + of + (whole ? "every one as it was sealed. Good.\n" : "but the file is damaged. Not good.\n");
}

std::string damage_text(bool whole, bool is_copy) {
  if (whole) return {};
  if (!is_copy) return "The database file itself is damaged: see preceptor check.\n";
  return "This backup is damaged: use another. See whether the disk it lies on is whole, and how the file came there.\n";
}

// Not a fault of the record, which holds hashes: the words themselves. A backup brings back the rows of persons erased since, not their keys, so nobody may be
// told to bring those back.
std::string lost_text(std::int64_t texts, const std::string& folder) {
  if (texts == 0) return {};
  return std::to_string(texts) + " texts of learners cannot be read: their keys are not in " + folder + ".\n"
         "After a restore that is right for persons who were erased since the backup was made: erase them again, and bring back no older copy of the folder for them.\n"
         "If the folder itself was lost, bring it back from its own copy; without it these words are lost.\n";
}

// Words whose keys are not here were not compared: of a copy those of everybody erased since too.
std::string unread_text(std::int64_t texts, const std::string& folder) {
  if (texts == 0) return {};
  return std::to_string(texts) + " texts of learners were not compared: keys that open them are not in " + folder + ", as with persons who were erased.\n";
}

// What an earlier check, printed as JSON, found at the end of each registration's chain.
struct KnownSeal {
  std::string registration, seal;
  std::int64_t position = 0;
};

Result<std::vector<KnownSeal>> known_seals(const std::string& path) {
  std::vector<KnownSeal> known;
  if (path.empty()) return known;
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail(Code::command_arguments, path + " cannot be read");
  const auto json = base::parse_json(text, {.max_bytes = 64 << 20});
  const auto rows = json && json->is_object() ? json->find("registrations") : Json::const_iterator();
  if (!json || !json->is_object() || rows == json->end() || !rows->is_array()) return fail(Code::command_arguments, path + " is not what store check --json prints");
  for (const Json& row : *rows) {
    std::optional<std::string> problem;
    base::JsonReader reader(row, "registrations", problem);
    KnownSeal one{reader.text("registration"), reader.text("seal"), reader.integer("events", 0, std::numeric_limits<std::int64_t>::max())};
    if (problem) return fail(Code::command_arguments, path + " is not what store check --json prints: " + *problem);
    if (one.position > 0) known.push_back(std::move(one));   // positions have no gap: as many events, as far the chain
  }
  return known;
}

// A chain that was cut off and ended anew is whole in itself: only what somebody kept in another place can tell.
Status compare_known(store::Store& store, const std::vector<KnownSeal>& known, ports::RecordChecked& checked, const std::function<void(const record::ChainFinding&)>& found) {
  for (const KnownSeal& one : known) {
    const auto chain = std::ranges::find(checked.registrations, one.registration, &ports::CheckedRegistration::registration);
    const std::int64_t end = chain == checked.registrations.end() ? 0 : chain->events;
    std::string there = "none";
    if (end >= one.position) {
      auto seal = store.seal_at(one.registration, one.position);
      if (!seal && checked.faults == 0) return fail(seal.error());
      there = seal.value_or("none");
    }
    if (there == one.seal) continue;
    ++checked.faults;
    found({record::ChainFault::head, one.registration, one.position, {}, "the earlier check found the seal " + one.seal + " here: found " + there});
  }
  return {};
}

// Whether the file itself is whole: the running store's, or the backup's.
Result<bool> is_whole_file(store::Store& store, const std::string& file) {
  const auto look = file.empty() ? store.look_through(std::numeric_limits<std::int64_t>::max()) : store.look_through_copy(file);
  if (!look) return fail(look.error());
  return look->whole;
}

// Findings as they come: printed at once, or kept for the one JSON text.
class RecordFindings {
 public:
  explicit RecordFindings(CommandContext& context) : context_(context) {}
  void add(const record::ChainFinding& finding) {
    if (named_++ >= kMostFindings || !printed_) return;
    if (context_.json)
      json_.push_back(fault_json(finding));
    else
      printed_ = context_.print(fault_text(finding));
  }
  // Says how many were not named; an error when something could not be printed.
  Status finish() {
    if (!printed_ || named_ <= kMostFindings || context_.json) return printed_;
    return context_.print("... and " + std::to_string(named_ - kMostFindings) + " more.\n");
  }
  Json json() { return std::move(json_); }

 private:
  CommandContext& context_;
  Json json_ = Json::array();
  std::size_t named_ = 0;
  Status printed_;
};

}  // namespace

Result<int> store_check(CommandContext& context) {
  const auto file = context.text("file"), since = context.text("since");
  if (!file) return fail(file.error());
  if (!since) return fail(since.error());
  if (!file->empty() && !since->empty()) return fail(Code::command_arguments, "--since compares the running store, not a copy");
  const auto known = known_seals(*since);
  if (!known) return fail(known.error());
  store::Store& store = context.site.store();
  RecordFindings findings(context);
  const auto found = [&](const record::ChainFinding& finding) { findings.add(finding); };
  const auto progress = [&](std::int64_t done, std::int64_t all) {
    return !context.io.progress || context.io.progress("events", static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(all));
  };
  auto checked = store.check_record(*file, found, progress);
  const bool unreadable_copy = !checked && !file->empty() && checked.error().code == Code::store_failed;
  if (!checked && !unreadable_copy) return fail(checked.error());
  // Most tables are no part of the chain, and a page that lies damaged there is found by reading the whole file alone.
  const auto whole = is_whole_file(store, *file);
  if (!whole) return fail(whole.error());
  if (!checked) {
    if (*whole) return fail(checked.error());
    checked = ports::RecordChecked{};   // what was found up to there is printed
  }
  if (const Status compared = compare_known(store, *known, *checked, found); !compared) return fail(compared.error());
  const auto lost = file->empty() ? store.texts_without_key() : Result<std::int64_t>(0);
  if (!lost) return fail(lost.error());
  // An address may hold a password.
  const std::string own = store.path().empty() ? "PostgreSQL" : store.path();
  const std::string name = file->empty() ? own : *file;
  if (const Status told = findings.finish(); !told) return fail(told.error());
  Json json = checked_json(*checked, name, *whole, findings.json());
  json["texts_without_key"] = *lost;
  json["texts_unread"] = checked->texts_unread;
  const std::string folder = context.site.text_key_folder();
  const std::string words = lost_text(*lost, folder) + (checked->texts_unread > *lost ? unread_text(checked->texts_unread, folder) : std::string());
  const std::string text = context.json ? json.dump(2) + "\n" : words + damage_text(*whole, !file->empty()) + checked_text(*checked, name, *whole);
  if (const Status done = context.print(text); !done) return fail(done.error());
  return checked->faults == 0 && *whole ? kGood : kRed;
}

}  // namespace preceptor::app
