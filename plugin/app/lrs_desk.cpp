#include "plugin/app/lrs_desk.hpp"

#include <algorithm>
#include <utility>

#include "adapters/lrs/probe.hpp"
#include "core/base/url.hpp"
#include "plugin/app/inside_maker.hpp"
#include "plugin/app/outbound.hpp"
#include "plugin/app/pseudonymiser.hpp"

namespace preceptor::app {

using base::Code;
using base::fail;
using base::Result;
using base::Status;
using web::StoreProblem;

namespace {

constexpr std::size_t kLongestStoreName = 100;
constexpr std::size_t kMostFilterIds = 200;

bool name_is_readable(const std::string& name) {
  return !name.empty() && name.size() <= kLongestStoreName && std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 32; });
}

xapi::Destination destination_of(const xapi::LrsRow& row) { return {"lrs", row.store_id}; }

StoreProblem what_is_wrong(const web::StoreDraft& draft, const std::string& endpoint) {
  if (!name_is_readable(draft.name)) return StoreProblem::name;
  const auto url = base::parse_url(endpoint);
  if (!url || !url->query.empty()) return StoreProblem::endpoint;
  if (draft.version != "auto" && draft.version != "1.0.3" && draft.version != "2.0") return StoreProblem::version;
  return StoreProblem::none;
}

// Against the row of that name, which may be none. One that the configuration file named and names no longer may be taken over.
StoreProblem what_is_in_the_way(const web::StoreDraft& draft, const std::string& endpoint, const xapi::LrsRow* known, LrsDesk::Save how) {
  if (known != nullptr && known->source == "config") return StoreProblem::configured;
  if (known != nullptr && how == LrsDesk::Save::add) return StoreProblem::taken;
  if (known == nullptr && draft.same_store) return StoreProblem::unmoved;
  if (known != nullptr && !draft.password && !known->password.empty() && known->endpoint != endpoint) return StoreProblem::password;
  return StoreProblem::none;
}

// Of the address, or of the row it replaces when that has the address or staff say that it is the same store.
std::string store_id_of(const web::StoreDraft& draft, const std::string& endpoint, const xapi::LrsRow* known) {
  const bool same = known != nullptr && (draft.same_store || known->endpoint == endpoint);
  return same ? known->store_id : lrs_store_id(draft.name, endpoint);
}

}  // namespace

Result<xapi::LrsRow> LrsDesk::row_of(const std::string& name) {
  const auto rows = site_.store().list_lrs();
  if (!rows) return fail(rows.error());
  for (const xapi::LrsRow& row : *rows)
    if (row.name == name) return row;
  return fail(Code::lrs_unknown, "\"" + name + "\"");
}

Result<web::RecordStore> LrsDesk::with_state(xapi::LrsRow row) {
  web::RecordStore out;
  const xapi::Destination destination = destination_of(row);
  const auto backlog = site_.store().backlog(destination);
  if (!backlog) return fail(backlog.error());
  auto backfill = site_.store().backfill(destination);
  if (!backfill) return fail(backfill.error());
  auto groups = site_.store().parked_groups(destination);
  if (!groups) return fail(groups.error());
  auto refused = site_.store().list_parked(destination, web::kRefusedShown);
  if (!refused) return fail(refused.error());
  auto answers = site_.store().receipts(destination, web::kAnswersShown);
  if (!answers) return fail(answers.error());
  auto failed = site_.delivery_history().why_it_waits(row.store_id, *backlog);
  if (!failed) return fail(failed.error());
  out.has_password = !row.password.empty();
  row.password.clear();
  out.row = std::move(row);
  out.backlog = *backlog;
  out.backfill = *backfill;
  out.parked = std::move(*groups);
  out.refused = std::move(*refused);
  out.answers = std::move(*answers);
  out.failed = std::move(*failed);
  out.trouble = site_.delivery_trouble(out.row.name);
  return out;
}

Result<std::vector<web::RecordStore>> LrsDesk::list() {
  auto rows = site_.store().list_lrs();
  if (!rows) return fail(rows.error());
  std::vector<web::RecordStore> all;
  for (xapi::LrsRow& row : *rows) {
    auto one = with_state(std::move(row));
    if (!one) return fail(one.error());
    all.push_back(std::move(*one));
  }
  return all;
}

Result<web::RecordStore> LrsDesk::load(const std::string& name) {
  auto row = row_of(name);
  if (!row) return fail(row.error());
  return with_state(std::move(*row));
}

Result<web::StoreSaved> LrsDesk::save(const web::StoreDraft& draft, Save how) {
  const std::string endpoint = draft.endpoint.ends_with('/') ? draft.endpoint : draft.endpoint + "/";
  if (const StoreProblem wrong = what_is_wrong(draft, endpoint); wrong != StoreProblem::none) return web::StoreSaved{wrong, false};
  const auto rows = site_.store().list_lrs();
  if (!rows) return fail(rows.error());
  const xapi::LrsRow* known = nullptr;
  for (const xapi::LrsRow& row : *rows)
    if (row.name == draft.name && (row.enabled || row.source != "config")) known = &row;
  if (known == nullptr && how == Save::change) return fail(Code::lrs_unknown, "\"" + draft.name + "\"");
  if (const StoreProblem wrong = what_is_in_the_way(draft, endpoint, known, how); wrong != StoreProblem::none) return web::StoreSaved{wrong, false};
  if (!http::check_callable(endpoint, client_options(site_.config()))) return web::StoreSaved{StoreProblem::refused, false};
  xapi::LrsRow row;
  row.name = draft.name;
  row.endpoint = endpoint;
  row.username = draft.username;
  row.version = draft.version;
  row.source = "admin";
  row.enabled = known == nullptr || known->enabled;
  row.store_id = store_id_of(draft, endpoint, known);
  if (!draft.password && known != nullptr) row.password = known->password;
  else if (draft.password && !draft.password->empty()) row.password = site_.seal_password(*draft.password);
  row.audience = draft.pseudonymised.value_or(known != nullptr && known->pseudonymised()) ? "pseudonymised" : "identified";
  const auto had = site_.store().has_destination(destination_of(row));
  if (!had) return fail(had.error());
  if (Status ready = site_.open_audience(row); !ready) return fail(ready.error());
  if (known != nullptr) row.filter = known->filter;
  if (Status ready = site_.open_inside(row, false); !ready) return fail(ready.error());
  if (Status saved = site_.store().save_lrs(row); !saved) return fail(saved.error());
  if (Status opened = site_.store().open_destination(destination_of(row), false); !opened) return fail(opened.error());
  return web::StoreSaved{StoreProblem::none, *had};
}

Status LrsDesk::switch_to(const std::string& name, bool was, bool on) {
  auto row = row_of(name);
  if (!row) return fail(row.error());
  if (row->source == "config") return fail(Code::platform_configured, "the record store \"" + name + "\" comes from the configuration file; change it there");
  if (row->enabled != was) return fail(Code::admin_form_outdated);
  row->enabled = on;
  return site_.store().save_lrs(*row);
}

Result<web::StoreTest> LrsDesk::test(const std::string& name) {
  auto row = row_of(name);
  if (!row) return fail(row.error());
  const auto usable = site_.usable_lrs(*row);
  const lrs::Probe found = lrs::probe(site_.http(), usable);
  return web::StoreTest{found.good, std::string(lrs::name(found.fault)), found.version, found.cause, found.next};
}

Status LrsDesk::set_filter(const std::string& name, const xapi::LrsFilter& filter) {
  const auto& kinds = xapi::statement_kinds();
  const bool known = std::all_of(filter.kinds_off.begin(), filter.kinds_off.end(), [&](const std::string& off) {
    return std::any_of(kinds.begin(), kinds.end(), [&](const xapi::StatementKind& kind) { return kind.name == off; });
  });
  if (!known) return fail(Code::command_arguments, "the kinds are attempts, answers, results, commitments, credit, burden and root-cause");
  if (std::none_of(kinds.begin(), kinds.end(), [&](const xapi::StatementKind& kind) { return filter.kind_on(kind.name); }))
    return fail(Code::command_arguments, "a filter lets at least one kind through; to send nothing, switch the record store off");
  const bool readable = std::all_of(filter.units.begin(), filter.units.end(), [](const std::string& id) {
    return name_is_readable(id) && id.find_first_of(", ") == std::string::npos;
  });
  if (!readable || filter.units.size() > kMostFilterIds)
    return fail(Code::command_arguments, "units and activities are named by their ids, each without blanks or commas, 200 at most");
  auto row = row_of(name);
  if (!row) return fail(row.error());
  row->filter = filter;
  if (Status ready = site_.open_inside(*row, true); !ready) return fail(ready.error());
  return site_.store().set_lrs_filter(name, filter);
}

Result<base::Instant> LrsDesk::begin_backfill(const std::string& name, const std::string& from) {
  const std::string since = from.empty() ? "1970-01-01" : from;   // without a day: everything
  const auto at = base::parse_rfc3339(since.size() == 10 ? since + "T00:00:00Z" : since);
  if (!at) return fail(Code::command_arguments, "from must be a date such as 2026-01-31 or an instant such as 2026-01-31T00:00:00Z");
  const auto row = row_of(name);
  if (!row) return fail(row.error());
  // What has no pseudonymised rendering yet, or none of a kind that is off by default, gets it, and arrives as what is new does.
  if (row->pseudonymised()) {
    if (Status again = site_.store().rewind(pseudonymised_audience(), *at); !again) return fail(again.error());
  }
  for (const InsideAudience& audience : inside_audiences(*row)) {
    if (Status again = site_.store().rewind(audience.cursor(), *at); !again) return fail(again.error());
  }
  if (Status begun = site_.store().begin_backfill(destination_of(*row), *at, site_.clock().now()); !begun) return fail(begun.error());
  return *at;
}

Status LrsDesk::turn_backfill(const std::string& name, std::string_view act) {
  const auto row = row_of(name);
  if (!row) return fail(row.error());
  const auto turn = [&](const char* was, const char* state) { return site_.store().turn_backfill(destination_of(*row), was, state, site_.clock().now()); };
  Result<bool> turned = false;
  if (act == "pause") turned = turn("running", "paused");
  else if (act == "resume") turned = turn("paused", "running");
  else if (act == "stop") {
    turned = turn("running", "stopped");
    if (turned && !*turned) turned = turn("paused", "stopped");
  }
  if (!turned) return fail(turned.error());
  if (!*turned) return fail(Code::admin_form_outdated);
  return {};
}

Result<std::int64_t> LrsDesk::send_again(const std::string& name, const xapi::ParkedChoice& choice) {
  const auto row = row_of(name);
  if (!row) return fail(row.error());
  return site_.store().send_again(destination_of(*row), choice);
}

}  // namespace preceptor::app
