#include "web/acts/pending_acts.hpp"

#include <algorithm>
#include <tuple>

#include "core/base/json.hpp"
#include "core/base/json_reader.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::web {

using base::Code;
using base::fail;

namespace {

constexpr int kMostActs = 1000, kMostSettled = 100;   // of one state

base::Result<PendingAct> act_of(const ports::Projection& row) {
  const auto json = base::parse_json(row.body);
  if (!json) return fail(json.error());
  std::optional<std::string> problem;
  base::JsonReader reader(*json, "", problem);
  PendingAct act;
  act.id = row.id;
  act.area = reader.text("area");
  act.name = reader.text("name");
  act.path = reader.text("path");
  act.subject = reader.text_or_empty("subject");
  act.page = reader.text("page");
  act.who = reader.text_or_empty("who");
  const auto form = base::parse_form(reader.text_or_empty("form"));
  if (form) act.form = *form;
  else reader.refuse("form", "is no form");
  for (const auto& [name, into] : {std::pair("asked_at", &act.asked_at), std::pair("due_at", &act.due_at)}) {
    const auto at = base::parse_rfc3339(reader.text(name));
    if (at) *into = *at;
    else reader.refuse(name, "is not an instant");
  }
  act.state = row.state;
  act.version = row.version;
  if (problem) return fail(Code::json_malformed, "pending_act " + row.id + ": " + *problem);
  return act;
}

bool may_move(const std::string& from, const std::string& to) {
  if (from == "waiting") return to == "taken_back" || to == "begun";
  return from == "begun" && (to == "begun" || to == "done" || to == "failed");
}

}  // namespace

base::Status PendingActs::save(const PendingAct& act, const std::optional<ports::Lease>& under) {
  ports::Projection row;
  row.kind = kPendingActKind;
  row.id = act.id;
  row.state = act.state;
  row.version = act.version;
  row.updated_at = clock_.now();
  row.body = base::canonical_json({{"area", act.area}, {"name", act.name}, {"path", act.path}, {"form", base::format_form(act.form)}, {"subject", act.subject},
                                   {"page", act.page}, {"who", act.who}, {"asked_at", base::format_rfc3339(act.asked_at)}, {"due_at", base::format_rfc3339(act.due_at)}});
  ports::UnitOfWork work;
  work.projections.push_back(std::move(row));
  work.under = under;
  return records_.commit(work);
}

base::Result<PendingAct> PendingActs::ask(PendingAct act) {
  const auto others = waiting(act.area);
  if (!others) return fail(others.error());
  for (const PendingAct& other : *others)
    if (other.path == act.path && other.form == act.form) return other;
  if (!base::is_uuid(act.id)) act.id = base::uuid_v4();
  act.asked_at = clock_.now();
  act.due_at = act.asked_at + kTakeBackTime;
  act.state = "waiting";
  act.version = 1;
  const auto saved = save(act);
  if (saved) return act;
  if (saved.error().code != Code::store_conflict) return fail(saved.error());
  const auto before = load(act.id);
  if (!before) return fail(before.error());
  if (!*before) return fail(saved.error());
  return **before;
}

base::Result<std::optional<PendingAct>> PendingActs::load(const std::string& id) {
  const auto row = rows_.load_projection(base::RegistrationId(ports::kNoRegistration), kPendingActKind, id);
  if (!row) return fail(row.error());
  if (!*row) return std::optional<PendingAct>();
  auto act = act_of(**row);
  if (!act) return fail(act.error());
  return std::optional(std::move(*act));
}

base::Result<std::vector<PendingAct>> PendingActs::of_state(const std::string& state, int limit) {
  const auto rows = rows_.list_projections({kPendingActKind, state, base::RegistrationId(ports::kNoRegistration), limit});
  if (!rows) return fail(rows.error());
  std::vector<PendingAct> found;
  for (const auto& row : *rows) {
    auto act = act_of(row);
    if (!act) return fail(act.error());
    found.push_back(std::move(*act));
  }
  return found;
}

base::Result<std::vector<PendingAct>> PendingActs::waiting(const std::string& area) {
  auto found = of_state("waiting", kMostActs);
  if (!found) return found;
  std::erase_if(*found, [&](const PendingAct& act) { return act.area != area; });
  std::ranges::sort(*found, [](const PendingAct& a, const PendingAct& b) { return std::tie(a.due_at, a.id) < std::tie(b.due_at, b.id); });
  return found;
}

base::Result<std::vector<PendingAct>> PendingActs::settled(const std::string& area) {
  std::vector<PendingAct> all;
  for (const char* state : {"done", "failed", "taken_back"}) {
    auto found = of_state(state, kMostSettled);
    if (!found) return found;
    for (PendingAct& act : *found)
      if (act.area == area && act.due_at + kSettledShown > clock_.now()) all.push_back(std::move(act));
  }
  std::ranges::sort(all, [](const PendingAct& a, const PendingAct& b) { return std::tie(b.due_at, b.id) < std::tie(a.due_at, a.id); });
  return all;
}

base::Result<std::vector<PendingAct>> PendingActs::due() {
  auto found = of_state("begun", kMostActs);
  if (!found) return found;
  auto waits = of_state("waiting", kMostActs);
  if (!waits) return waits;
  for (PendingAct& act : *waits)
    if (act.due_at <= clock_.now()) found->push_back(std::move(act));
  std::ranges::sort(*found, [](const PendingAct& a, const PendingAct& b) { return std::tie(a.due_at, a.id) < std::tie(b.due_at, b.id); });
  return found;
}

base::Result<std::optional<PendingAct>> PendingActs::move(const PendingAct& act, const std::string& to, const std::optional<ports::Lease>& under) {
  if (!may_move(act.state, to)) return std::optional<PendingAct>();
  PendingAct moved = act;
  moved.state = to;
  ++moved.version;
  const auto saved = save(moved, under);
  if (saved) return std::optional(std::move(moved));
  if (saved.error().code == Code::store_conflict) return std::optional<PendingAct>();
  return fail(saved.error());
}

}  // namespace preceptor::web
