#include "web/credit/export_desk.hpp"

#include <algorithm>
#include <utility>

#include "core/base/uuid.hpp"
#include "web/credit/desk_impl.hpp"
#include "web/credit/export_record.hpp"
#include "web/credit/row_gatherer.hpp"
#include "web/credit/sending_state.hpp"
#include "web/credit/trial.hpp"

namespace preceptor::web {
namespace {

using base::Code;
using State = credit::GrantState;

constexpr int kPage = 1000;
const base::RegistrationId kOfNobody{ports::kNoRegistration};

// Correcting: of these only what is to be removed.
const std::vector<State>& states_of(bool again) {
  static const std::vector<State> first = {State::issued, State::queued, State::correcting};
  static const std::vector<State> all = {State::issued, State::queued, State::exported, State::sent, State::pending, State::accepted, State::correcting};
  return again ? all : first;
}

// What is said of a row and of the removals before it, in the order they would leave.
std::vector<report::RowFinding> look_at(const GatheredRow& gathered, report::Preflight& preflight, const report::PreflightFacts& facts) {
  std::vector<report::RowFinding> findings;
  for (const auto& removal : gathered.removals) {
    auto found = preflight.check(removal, facts);
    findings.insert(findings.end(), found.begin(), found.end());
  }
  auto found = preflight.check(gathered.row, facts);
  findings.insert(findings.end(), found.begin(), found.end());
  return findings;
}

}  // namespace

base::Result<const report::Format*> ExportDesk::Impl::format_of(const std::string& code) {
  const auto found = std::find_if(formats.begin(), formats.end(), [&](const auto* one) { return one->code() == code; });
  if (found == formats.end()) {
    std::string known;
    for (const auto* one : formats) known += (known.empty() ? "" : ", ") + std::string(one->code());
    return base::fail(Code::report_format_unknown, "\"" + code + "\"; there are " + known);
  }
  if ((*found)->verified()) return *found;
  const auto enabled = book.enabled();
  if (!enabled) return base::fail(enabled.error());
  const bool on = std::any_of(enabled->begin(), enabled->end(), [&](const auto& one) { return one.what == "format:" + code; });
  if (!on) return base::fail(Code::report_format_off, "\"" + code + "\"");
  return *found;
}

base::Result<const credit::Provider*> ExportDesk::Impl::provider_of(const std::string& id) const {
  if (id.empty() && deps.providers.size() == 1) return &deps.providers.front();
  for (const auto& one : deps.providers) {
    if (one.id == id) return &one;
  }
  if (deps.providers.empty()) return base::fail(Code::command_arguments, "the configuration names no accredited provider (provider, accreditations)");
  std::string known;
  for (const auto& one : deps.providers) known += (known.empty() ? "" : ", ") + one.id;
  return base::fail(Code::command_arguments, "name the provider whose report it is: " + known);
}

report::RowFinding unsayable(const GatheredRow& gathered, const base::Error& why, std::string_view format) {
  return {gathered.row.grant.ccid, "format", report::Weight::block, why.detail, "format", std::string(format)};
}

base::Result<report::Report> ExportDesk::Impl::report_of(const ExportAsked& asked, const credit::Provider& provider, base::Instant as_of) const {
  report::Report report;
  report.provider_name = provider.name;
  report.accme_provider_id = provider.accme_provider_id;
  report.to = asked.filter.to.value_or(base::utc_date(as_of));
  report.from = asked.filter.from.value_or(report.to);
  if (!asked.filter.from) {
    const auto first = deps.grants.list_grants(asked.filter, {}, 1);   // they come by date
    if (!first) return base::fail(first.error());
    if (!first->empty()) report.from = std::min(report.to, first->front().date);
  }
  report.as_of = as_of;
  report.rules = &book.rules();
  report.settings = provider.report_settings;
  return report;
}

base::Status ExportDesk::Impl::walk(const ExportAsked& asked, base::Instant as_of, const ports::VaultActor& actor, const report::Format& format,
                                    const std::function<bool(const GatheredRow&, const std::vector<report::RowFinding>&)>& each) {
  const bool for_pars = format.code().starts_with("pars");
  RowGatherer gatherer(book, deps, options, actor, for_pars ? "pars" : "", !for_pars);
  if (auto started = gatherer.start(); !started) return started;
  const auto seen = folder.begin_seen();
  report::Preflight preflight(*seen);
  auto filter = asked.filter;
  const auto& allowed = states_of(asked.again);
  if (filter.states.empty()) filter.states = allowed;
  std::erase_if(filter.states, [&](State state) { return std::find(allowed.begin(), allowed.end(), state) == allowed.end(); });
  if (filter.states.empty()) return {};
  for (std::optional<ports::GrantPlace> after;;) {
    const auto page = deps.grants.list_grants(filter, after, kPage);
    if (!page) return base::fail(page.error());
    if (auto begun = gatherer.begin_page(*page); !begun) return begun;
    for (const auto& grant : *page) {
      if (grant.granted_at > as_of) continue;
      const auto left_so = leaves_so(grant, for_pars, asked.again);
      if (!left_so) return base::fail(left_so.error());
      if (!*left_so) continue;
      const auto gathered = gatherer.gather(grant);
      if (!gathered) return base::fail(gathered.error());
      auto findings = look_at(*gathered, preflight, gatherer.facts());
      if (const auto state = seen->state(); !state) return state;
      const auto on_its_way = sent_meanwhile(grant);
      if (!on_its_way) return base::fail(on_its_way.error());
      if (*on_its_way) findings.push_back({grant.ccid, "sending", report::Weight::block, "state", "sending_begun", {}});
      if (!each(*gathered, findings)) return {};
    }
    if (page->size() < static_cast<std::size_t>(kPage)) return {};
    after = ports::GrantPlace{page->back().date, page->back().ccid};
  }
}

// What is to be removed goes by the way it came: a file's by a file for its receiver, once; what the service took is taken back by the service (CreditSender).
base::Result<bool> ExportDesk::Impl::leaves_so(const credit::Grant& grant, bool for_pars, bool again) {
  if (grant.state != State::correcting) return true;
  if (!credit::removal_asked(grant) || !for_pars) return false;
  const auto sent = was_sent(book, grant.ccid);
  if (!sent) return base::fail(sent.error());
  if (*sent) return false;
  const auto filed = removal_filed(deps.projections, grant);
  if (!filed) return base::fail(filed.error());
  return again || !*filed;
}

// Its record may be with the receiver already: in a file as well it would be reported twice.
base::Result<bool> ExportDesk::Impl::sent_meanwhile(const credit::Grant& grant) {
  return grant.state == State::queued ? sending_begun(deps.projections, grant.ccid) : base::Result<bool>(false);
}

base::Status ExportDesk::Impl::stage(ExportEntry& entry, const std::string& stage) {
  entry.stage = stage;
  ports::UnitOfWork work;
  work.projections.push_back(export_row(entry, deps.clock.now()));
  if (auto done = deps.records.commit(work); !done) return done;
  ++entry.version;
  return {};
}

// Each grant is asked for its state first, so that doing it again does nothing.
base::Status ExportDesk::Impl::move_on(ExportEntry& entry, const PassedOver& passed_over) {
  base::Status trouble;
  const auto read = folder.read_list(entry.made.id, [&](const std::string& line) {
    trouble = move_grant(line, entry.made, passed_over);
    return trouble.has_value();
  });
  if (!trouble) return trouble;
  if (!read) return read;
  if (auto done = stage(entry, "done"); !done) return done;
  folder.drop(entry.made.id, ports::ExportFolder::Piece::list);
  return {};
}

base::Status ExportDesk::Impl::move_grant(const std::string& ccid, const ExportMade& made, const PassedOver& passed_over) {
  const auto grant = deps.grants.load_grant(ccid);
  if (!grant) return base::fail(grant.error());
  if (!*grant) return {};
  if ((*grant)->state == State::exported) return {};
  // Who notes "begun" changes the grant's row in the same commit, so what is looked at here still holds when the move is made.
  const MoveWith unless_begun{[this](const credit::Grant& now) -> base::Result<bool> {
    const auto on_its_way = sent_meanwhile(now);
    if (!on_its_way) return base::fail(on_its_way.error());
    return is_waiting(now.state) && !*on_its_way;
  }};
  const auto moved = book.move(ccid, State::exported, {}, made.who, made.id, unless_begun);
  if (moved) return {};
  if (moved.error().code != Code::store_conflict) return base::fail(moved.error());
  // Listed as one that waits: it was sent, withdrawn or corrected while the file was made, and is in it.
  if (passed_over) passed_over(ccid);
  deps.log.write(ports::Level::warning, "credit_export_passed_over", {{"export", made.id}, {"ccid", ccid}});
  return {};
}

base::Result<std::size_t> ExportDesk::Impl::settle_now() {
  for (;;) {
    ports::ProjectionFilter filter;
    filter.kind = kExportKind;
    filter.state = "whole";
    filter.limit = 100;
    const auto rows = deps.projections.list_projections(filter);
    if (!rows) return base::fail(rows.error());
    std::size_t elsewhere = 0;
    for (const auto& row : *rows) {
      auto entry = export_entry(row);
      if (!entry) return base::fail(entry.error());
      if (options.several_nodes && !folder.has_list(entry->made.id)) {
        ++elsewhere;
        continue;
      }
      if (!entry->path.empty()) {
        if (auto there = folder.settle(entry->path, entry->made.sha256); !there) return base::fail(there.error());
      }
      if (auto moved = move_on(*entry, {}); !moved) return base::fail(moved.error());
      deps.log.write(ports::Level::info, "credit_export_settled", {{"export", entry->made.id}});
    }
    if (elsewhere == rows->size()) return elsewhere;
  }
}

// -- the desk ---------------------------------------------------------------------------------------------------------------------------

ExportDesk::ExportDesk(CreditBook& book, CreditDeps deps, std::vector<const report::Format*> formats, ports::ExportFolder& folder, DeskOptions options)
    : impl_(new Impl{book, std::move(deps), std::move(formats), folder, std::move(options)}) {}
ExportDesk::~ExportDesk() = default;

const std::vector<const report::Format*>& ExportDesk::formats() const { return impl_->formats; }

base::Status ExportDesk::check(const ExportAsked& asked, const std::function<bool(const report::LearnerRow&, const std::vector<report::RowFinding>&)>& each) {
  const auto format = impl_->format_of(asked.format);
  if (!format) return base::fail(format.error());
  // Of several providers without one that is named, nobody can say what the format would be told.
  const auto provider = impl_->provider_of(asked.filter.provider);
  if (!provider && !asked.filter.provider.empty()) return base::fail(provider.error());
  const auto as_of = asked.as_of.value_or(impl_->deps.clock.now());
  if (const auto turn = impl_->folder.take_turn(); !turn && turn.error().code != Code::store_conflict) return base::fail(turn.error());   // made where it is not there
  const auto report = provider ? impl_->report_of(asked, **provider, as_of) : base::Result<report::Report>(report::Report{});
  if (!report) return base::fail(report.error());
  Trial trial(impl_->folder, **format, *report, base::uuid_v4());
  base::Status trouble;
  const auto walked = impl_->walk(asked, as_of, {asked.who, "check of a report"}, **format, [&](const GatheredRow& gathered, auto findings) {
    if (provider && !report::stops(findings))
      if (const auto said = trial.say(gathered); !said) {
        if (said.error().code != Code::report_row) trouble = base::fail(said.error());
        else findings.push_back(unsayable(gathered, said.error(), (*format)->code()));
      }
    return trouble && each(gathered.row, findings);
  });
  return walked ? trouble : walked;
}

base::Result<CheckedRow> ExportDesk::checked_row(const std::string& ccid, const std::string& who) {
  const auto grant = impl_->deps.grants.load_grant(ccid);
  if (!grant) return base::fail(grant.error());
  if (!*grant) return base::fail(Code::report_unknown, "no grant has this id");
  base::Result<CheckedRow> checked = base::fail(Code::report_unknown, "no grant has this id");
  const auto done = check_grants({**grant}, {who, "check of one row"}, [&](const credit::Grant&, base::Result<CheckedRow> one) {
    checked = std::move(one);
    return true;
  });
  if (!done) return base::fail(done.error());
  return checked;
}

base::Status ExportDesk::check_grants(const std::vector<credit::Grant>& grants, const ports::VaultActor& actor,
                                      const std::function<bool(const credit::Grant&, base::Result<CheckedRow>)>& each) {
  RowGatherer gatherer(impl_->book, impl_->deps, impl_->options, actor, "pars", false);
  if (auto started = gatherer.start(); !started) return started;
  if (auto begun = gatherer.begin_page(grants); !begun) return begun;
  for (const auto& grant : grants) {
    auto gathered = gatherer.gather(grant);
    if (!gathered) {
      if (!each(grant, base::fail(gathered.error()))) return {};
      continue;
    }
    report::Preflight preflight;   // each by itself: doubles in one file are that file's question
    auto findings = look_at(*gathered, preflight, gatherer.facts());
    if (!each(grant, CheckedRow{std::move(gathered->removals), std::move(gathered->row), std::move(findings)})) return {};
  }
  return {};
}

base::Result<std::vector<report::RowFinding>> ExportDesk::check_grant(const std::string& ccid, const std::string& who) {
  auto checked = checked_row(ccid, who);
  if (!checked) return base::fail(checked.error());
  return std::move(checked->findings);
}

base::Result<ExportMade> ExportDesk::make(const ExportAsked& asked, const std::string& path, const std::function<bool(std::int64_t)>& progress,
                                          const std::function<void(const report::RowFinding&)>& left_out) {
  const auto turn = impl_->folder.take_turn();
  if (!turn) return base::fail(turn.error());
  const auto elsewhere = impl_->settle_now();
  if (!elsewhere) return base::fail(elsewhere.error());
  // Its grants would be in two files.
  if (*elsewhere > 0) return base::fail(Code::store_conflict, "another server's export is not done; look at the page of exports there, or let exports.folder name one folder for all");
  return impl_->make_export(asked, path, progress, left_out);
}

base::Status ExportDesk::settle() {
  const auto turn = impl_->folder.take_turn();
  if (!turn) return turn.error().code == Code::store_conflict ? base::Status() : base::fail(turn.error());   // who has the turn settles
  if (const auto settled = impl_->settle_now(); !settled) return base::fail(settled.error());
  return {};
}

base::Result<std::vector<ExportMade>> ExportDesk::list(int limit) {
  if (auto settled = settle(); !settled) return base::fail(settled.error());
  ports::ProjectionFilter filter;
  filter.kind = kExportKind;
  filter.state = "done";
  filter.limit = limit;
  const auto rows = impl_->deps.projections.list_projections(filter);
  if (!rows) return base::fail(rows.error());
  std::vector<ExportMade> made;
  for (const auto& row : *rows) {
    auto entry = export_entry(row);
    if (!entry) return base::fail(entry.error());
    entry->made.path = entry->path;
    made.push_back(std::move(entry->made));
  }
  return made;
}

base::Result<std::map<State, std::int64_t>> ExportDesk::waiting() {
  std::map<State, std::int64_t> counts;
  for (int i = 0; i <= static_cast<int>(State::superseded); ++i) {
    ports::GrantFilter filter;
    filter.states = {static_cast<State>(i)};
    const auto count = impl_->deps.grants.count_grants(filter);
    if (!count) return base::fail(count.error());
    if (*count > 0) counts[static_cast<State>(i)] = *count;
  }
  return counts;
}

base::Result<std::optional<std::string>> ExportDesk::bytes(const std::string& id, const std::string& who) {
  std::string all;
  const auto there = read(id, who, [&](std::string_view piece) {
    all += piece;
    return true;
  });
  if (!there) return base::fail(there.error());
  return *there ? std::optional(std::move(all)) : std::nullopt;
}

base::Result<bool> ExportDesk::read(const std::string& id, const std::string& who, const std::function<bool(std::string_view)>& each) {
  if (!base::is_uuid(id)) return false;   // no export of ours, and no path to be asked for
  const auto row = impl_->deps.projections.load_projection(kOfNobody, kExportKind, id);
  if (!row) return base::fail(row.error());
  if (!*row) return false;
  impl_->deps.log.write(ports::Level::info, "credit_export_read", {{"export", id}, {"who", who}});
  const auto there = impl_->folder.read_kept(id, each);
  if (there && !*there) return base::fail(base::Code::export_elsewhere, id);   // another node's disk: kept copies of reports do not go by themselves
  return there;
}

}  // namespace preceptor::web
