// One export from the first row to the moved grants.
#include <algorithm>

#include "core/base/uuid.hpp"
#include "web/credit/desk_impl.hpp"
#include "web/credit/sending_state.hpp"
#include "web/credit/trial.hpp"

namespace preceptor::web {
namespace {

using base::Code;

constexpr std::int64_t kTellEvery = 1000;

// Files of an export that is under way; what is left of them goes when it fails.
class Workpieces {
 public:
  Workpieces(ports::ExportFolder& folder, const std::string& id) : folder_(folder), id_(id) {}
  ~Workpieces() {
    folder_.drop(id_, Piece::workpiece);
    if (keep_) return;
    folder_.drop(id_, Piece::list);
    folder_.drop(id_, Piece::kept);
  }
  Workpieces(const Workpieces&) = delete;
  Workpieces& operator=(const Workpieces&) = delete;
  void keep() { keep_ = true; }

 private:
  using Piece = ports::ExportFolder::Piece;
  ports::ExportFolder& folder_;
  const std::string& id_;
  bool keep_ = false;
};

}  // namespace

class ExportDesk::Impl::Making {
 public:
  Making(Impl& desk, const ExportAsked& asked, const std::function<bool(std::int64_t)>& progress, const std::function<void(const report::RowFinding&)>& left_out)
      : desk_(desk), asked_(asked), progress_(progress), left_out_(left_out) {}

  base::Result<ExportMade> run(const std::string& path);

 private:
  base::Status write_rows(const report::Format& format, const report::Report& report);
  base::Result<bool> take(const GatheredRow& gathered, const std::vector<report::RowFinding>& findings, report::Writer& writer, Trial& trial, ports::ExportFolder::List& grants);
  base::Result<bool> write(const GatheredRow& gathered, report::Writer& writer, Trial& trial);
  void leave_out(const std::vector<report::RowFinding>& findings);
  base::Status keep(const std::string& path, Workpieces& pieces, ExportEntry& entry);

  Impl& desk_;
  const ExportAsked& asked_;
  const std::function<bool(std::int64_t)>& progress_;
  const std::function<void(const report::RowFinding&)>& left_out_;
  ExportMade made_;
  std::vector<credit::Grant> removals_;   // in the file, that staff asked for; few
  std::int64_t looked_at_ = 0;
  bool reports_ = true;   // the file goes to a receiver of credit
};

void ExportDesk::Impl::Making::leave_out(const std::vector<report::RowFinding>& findings) {
  ++(report::routed(findings) ? made_.routed : made_.left_out);
  if (!left_out_) return;
  for (const auto& one : findings) {
    if (one.weight != report::Weight::warn) left_out_(one);
  }
}

// All rows of a grant or none: a record that is taken back and not put anew would be lost at its receiver. False: the format cannot say them, and nothing of
// them was written.
base::Result<bool> ExportDesk::Impl::Making::write(const GatheredRow& gathered, report::Writer& writer, Trial& trial) {
  // One row alone is its own trial.
  auto said = gathered.removals.empty() ? writer.row(gathered.row) : trial.say(gathered);
  if (!said && said.error().code != Code::report_row) return base::fail(said.error());
  if (!said) {
    leave_out({unsayable(gathered, said.error(), made_.format)});
    return false;
  }
  if (gathered.removals.empty()) return true;
  for (const auto& removal : gathered.removals) {
    if (const auto written = writer.row(removal); !written) return base::fail(Code::internal, "a row that could be said cannot be written: " + written.error().detail);
  }
  if (const auto written = writer.row(gathered.row); !written) return base::fail(Code::internal, "a row that could be said cannot be written: " + written.error().detail);
  return true;
}

// True when the row is in the file.
base::Result<bool> ExportDesk::Impl::Making::take(const GatheredRow& gathered, const std::vector<report::RowFinding>& findings, report::Writer& writer, Trial& trial,
                                                  ports::ExportFolder::List& grants) {
  if (report::stops(findings)) {
    leave_out(findings);
    return false;
  }
  const auto written = write(gathered, writer, trial);
  if (!written || !*written) return written;
  if (credit::removal_asked(gathered.row.grant)) removals_.push_back(gathered.row.grant);
  // A report made again moves nothing back, and what is over stays so. A table for the office itself moves nothing: nobody has got it.
  if (reports_ && is_waiting(gathered.row.grant.state)) {
    if (auto added = grants.add(gathered.row.grant.ccid); !added) return base::fail(added.error());
  }
  ++made_.rows;
  if (gathered.row.action == report::Action::add) made_.total += gathered.row.grant.amount;
  return true;
}

base::Status ExportDesk::Impl::Making::write_rows(const report::Format& format, const report::Report& report) {
  auto writer = format.begin(desk_.folder.workpiece(made_.id), report);
  if (!writer) return base::fail(writer.error());
  auto grants = desk_.folder.begin_list(made_.id);
  if (!grants) return base::fail(grants.error());
  Trial trial(desk_.folder, format, report, made_.id);
  base::Status trouble;
  const auto walked = desk_.walk(asked_, made_.as_of, {kExportLooks + made_.id, "export"}, format, [&](const GatheredRow& row, const auto& findings) {
    const auto taken = take(row, findings, **writer, trial, **grants);
    if (!taken) trouble = base::fail(taken.error());
    if (trouble && ++looked_at_ % kTellEvery == 0 && progress_ && !progress_(looked_at_)) trouble = base::fail(Code::command_cancelled);
    return trouble.has_value();
  });
  if (!walked) return walked;
  if (!trouble) return trouble;
  if (const auto finished = (*writer)->finish(); !finished) return finished;
  if (const auto listed = (*grants)->finish(); !listed) return listed;
  const auto written = (*writer)->written();
  writer->reset();
  const auto read = format.read_back(desk_.folder.workpiece(made_.id));
  if (!read) return base::fail(read.error());
  auto differences = report::differences(written, *read);
  // The format's own count is held against ours, so that it cannot agree with itself about the wrong rows.
  if (written.total != made_.total)
    differences.push_back("the credit written adds up to " + credit::format(written.total) + ", granted was " + credit::format(made_.total));
  if (!differences.empty()) return base::fail(Code::report_unreconciled, differences.front());
  return {};
}

base::Status ExportDesk::Impl::Making::keep(const std::string& path, Workpieces& pieces, ExportEntry& entry) {
  auto hash = desk_.folder.keep(made_.id);
  if (!hash) return base::fail(hash.error());
  made_.sha256 = std::move(*hash);
  if (!path.empty()) {
    if (auto placed = desk_.folder.place(made_.id, path); !placed) return placed;
  }
  entry.made = made_;
  entry.path = path;
  ports::UnitOfWork work;
  work.events.push_back({export_event(made_), {}});
  work.projections.push_back(export_row(entry, made_.at));
  for (const auto& grant : removals_) {
    auto filed = removal_filed_row(desk_.deps.projections, grant, made_.at);
    if (!filed) return base::fail(filed.error());
    work.projections.push_back(std::move(*filed));
  }
  if (auto done = desk_.deps.records.commit(work); !done) {
    if (done.error().code == Code::store_unanswered) pieces.keep();   // the record may name them yet
    if (!path.empty()) desk_.folder.drop_place(path);
    return done;
  }
  entry.version = 1;
  pieces.keep();
  return {};
}

base::Result<ExportMade> ExportDesk::Impl::Making::run(const std::string& path) {
  const auto format = desk_.format_of(asked_.format);
  if (!format) return base::fail(format.error());
  const auto provider = desk_.provider_of(asked_.filter.provider);
  if (!provider) return base::fail(provider.error());
  made_.id = base::uuid_v4();
  made_.format = (*format)->code();
  made_.template_version = (*format)->version();
  made_.who = asked_.who;
  made_.filter = asked_.filter;
  made_.at = desk_.deps.clock.now();
  made_.as_of = asked_.as_of.value_or(made_.at);
  made_.identified = (*format)->identified();
  made_.file_name = "credit-" + made_.format + "-" + base::format_rfc3339(made_.as_of).substr(0, 10) + "." + std::string((*format)->extension());
  reports_ = (*format)->reports();
  const auto report = desk_.report_of(asked_, **provider, made_.as_of);
  if (!report) return base::fail(report.error());
  Workpieces pieces(desk_.folder, made_.id);
  if (auto written = write_rows(**format, *report); !written) return base::fail(written.error());
  ExportEntry entry;
  if (auto kept = keep(path, pieces, entry); !kept) return base::fail(kept.error());
  if (!path.empty()) {
    if (auto there = desk_.folder.appear(path); !there) {
      if (auto dropped = desk_.stage(entry, "dropped"); !dropped) return base::fail(dropped.error());
      desk_.folder.drop_place(path);
      desk_.folder.drop(made_.id, ports::ExportFolder::Piece::list);
      return base::fail(there.error());
    }
  }
  const auto moved = desk_.move_on(entry, [this](const std::string& ccid) {
    ++made_.passed_over;
    if (left_out_) left_out_({ccid, "sending", report::Weight::block, "state", "moved_meanwhile", {}});
  });
  if (!moved) return base::fail(moved.error());
  return made_;
}

base::Result<ExportMade> ExportDesk::Impl::make_export(const ExportAsked& asked, const std::string& path, const std::function<bool(std::int64_t)>& progress,
                                                       const std::function<void(const report::RowFinding&)>& left_out) {
  return Making(*this, asked, progress, left_out).run(path);
}

}  // namespace preceptor::web
