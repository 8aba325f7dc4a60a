// A site that moves: every table page by page into another store, gone on with after an interruption, compared row by row at the end.
#include <algorithm>
#include <limits>

#include "adapters/store/copy_marks.hpp"
#include "adapters/store/sql_store.hpp"
#include "core/base/encoding.hpp"
#include "core/base/uuid.hpp"

namespace preceptor::store {
namespace {

using base::Code;
using base::fail;
using base::Status;
using ports::CopyPhase;

constexpr std::int64_t kNoCopyBound = std::numeric_limits<std::int64_t>::max();
constexpr int kCopyPage = 1000;   // rows; each page is one transaction of the target, with its mark

using CopyProgress = std::function<bool(CopyPhase, std::string_view, std::int64_t, std::int64_t)>;

// What a store says of its own schema, and no site's.
bool belongs_to_store(const TableShape& table) { return table.name == "schema_version"; }

std::vector<TableShape> site_tables(Connection& connection) {
  std::vector<TableShape> tables = tables_of(connection);
  std::erase_if(tables, belongs_to_store);
  return tables;
}

std::string row_place(const TableShape& table, std::int64_t number, const TableRow& row) {
  return "table " + table.name + ", row " + std::to_string(number) + " in key order (" + key_text(table, row) + ")";
}

// One copy under way: `from` holds the writer's lock of its store for as long as this lives.
class SiteCopy {
 public:
  SiteCopy(Connection& from, Connection& to, bool keeps_every_text, CopyMarks& marks, const CopyProgress& progress)
      : from_(from), to_(to), keeps_every_text_(keeps_every_text), marks_(marks), progress_(progress), tables_(site_tables(from)) {}

  Status copy(ports::StoreCopied& done) {
    if (const Status alike = same_tables(); !alike) return alike;
    for (const TableShape& table : tables_)
      if (const Status copied = copy_table(table, done); !copied) return copied;
    return {};
  }

  Status compare(ports::StoreCopied& done) {
    for (const TableShape& table : tables_) {
      auto compared = compare_table(table);
      if (!compared) return fail(compared.error());
      done.tables.push_back(std::move(*compared));
    }
    return {};
  }

 private:
  Status same_tables() {
    const std::vector<TableShape> there = site_tables(to_);
    for (const TableShape& table : tables_) {
      const auto found = std::ranges::find(there, table.name, &TableShape::name);
      if (found == there.end()) return fail(Code::store_copy_target, "it lacks the table " + table.name);
      for (const TableColumn& column : table.columns) {
        const auto other = std::ranges::find(found->columns, column.name, &TableColumn::name);
        if (other == found->columns.end() || other->is_text != column.is_text || found->columns.size() != table.columns.size())
          return fail(Code::store_copy_target, "its table " + table.name + " has other columns");
      }
    }
    for (const TableShape& table : there)
      if (std::ranges::find(tables_, table.name, &TableShape::name) == tables_.end())
        return fail(Code::store_copy_target, "it has a table " + table.name + ", which this store does not know");
    return {};
  }

  // What earlier runs brought is read once more, to see that this store still says the same.
  Status go_on_after(const TableShape& table, TableWalk& walk, const std::optional<CopyMark>& mark, std::int64_t all) {
    if (!mark) return {};
    while (walk.rows() < mark->rows) {
      if (walk.next(static_cast<int>(std::min<std::int64_t>(kCopyPage, mark->rows - walk.rows()))).empty()) break;
      if (const Status on = tell(CopyPhase::copying, table, walk.rows(), all); !on) return on;
    }
    if (walk.rows() == mark->rows && walk.hash() == mark->hash) return {};
    return fail(Code::store_copy_changed, "the first " + std::to_string(mark->rows) + " rows of the table " + table.name + " are not those that were copied");
  }

  Status copy_table(const TableShape& table, ports::StoreCopied& done) {
    const std::int64_t all = count_rows(from_, table);
    const auto mark = marks_.mark(table);
    TableWalk walk(from_, table);
    if (const Status same = go_on_after(table, walk, mark, all); !same) return same;
    done.resumed += walk.rows();
    TableFill fill(to_, table);
    while (true) {
      const std::int64_t before = walk.rows();
      const auto& page = walk.next(kCopyPage);
      if (page.empty()) return tell(CopyPhase::copying, table, walk.rows(), all);
      if (const Status fit = can_be_kept(table, page, before); !fit) return fit;
      if (const Status put = put_page(table, fill, page, {walk.rows(), walk.hash()}); !put) return put;
      if (const Status on = tell(CopyPhase::copying, table, walk.rows(), all); !on) return on;
    }
  }

  Status put_page(const TableShape& table, TableFill& fill, const std::vector<TableRow>& page, const CopyMark& mark) {
    to_.begin();
    try {
      fill.insert(page);
    } catch (const SqlFailure& failure) {
      if (failure.error().code != Code::store_conflict) throw;
      to_.rollback();
      return fail(Code::store_copy_differs, "the target's table " + table.name + " holds rows that this copy did not bring");
    }
    marks_.set_mark(table, mark);
    to_.commit();
    return {};
  }

  Status can_be_kept(const TableShape& table, const std::vector<TableRow>& page, std::int64_t before) const {
    if (keeps_every_text_) return {};
    for (const TableRow& row : page) {
      ++before;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const bool zero = row[i].text.find('\0') != std::string::npos;
        if (!zero && base::is_utf8(row[i].text)) continue;
        return fail(Code::store_copy_text, row_place(table, before, row) + ": the text in " + table.columns[i].name +
                                               (zero ? " holds a zero byte, which PostgreSQL cannot keep" : " is not UTF-8, which PostgreSQL insists on"));
      }
    }
    return {};
  }

  // Both sides are read by the same code; their hashes are told only when row after row was the same.
  base::Result<ports::CopiedTable> compare_table(const TableShape& table) {
    const std::int64_t all = count_rows(from_, table);
    TableWalk here(from_, table), there(to_, table);
    while (true) {
      const std::int64_t before = here.rows();
      const auto& ours = here.next(kCopyPage);
      const auto& theirs = there.next(kCopyPage);
      const auto [our, their] = std::ranges::mismatch(ours, theirs);
      if (our != ours.end() || their != theirs.end()) {
        const std::int64_t number = before + (our - ours.begin()) + 1;
        if (our == ours.end()) return fail(Code::store_copy_differs, row_place(table, number, *their) + ": the target has it, this store does not");
        return fail(Code::store_copy_differs, row_place(table, number, *our) + (their == theirs.end() ? ": the target lacks it" : ": the target has something else"));
      }
      if (ours.empty()) break;
      if (const Status on = tell(CopyPhase::comparing, table, here.rows(), all); !on) return fail(on.error());
    }
    if (here.hash() != there.hash()) return fail(Code::store_copy_differs, "the hashes of the table " + table.name);
    if (const Status on = tell(CopyPhase::comparing, table, here.rows(), all); !on) return fail(on.error());
    return ports::CopiedTable{table.name, here.rows(), here.hash()};
  }

  Status tell(CopyPhase phase, const TableShape& table, std::int64_t done, std::int64_t all) const {
    if (progress_ && !progress_(phase, table.name, done, all)) return fail(Code::command_cancelled, "run it again, and it goes on where it was");
    return {};
  }

  Connection& from_;
  Connection& to_;
  bool keeps_every_text_;
  CopyMarks& marks_;
  const CopyProgress& progress_;
  std::vector<TableShape> tables_;
};

Status is_empty_site(Connection& target) {
  for (const TableShape& table : site_tables(target))
    if (count_rows(target, table) > 0) return fail(Code::store_copy_target, "its table " + table.name + " has rows");
  return {};
}

// Under the target's lock: nobody begins to use it in between.
base::Result<CopyMarks::Found> claim_target(Connection& target, CopyMarks& marks, bool afresh, base::Instant now) {
  target.begin();
  const auto found = marks.look();
  Status fit = found ? Status() : fail(found.error());
  if (found && *found == CopyMarks::Found::nothing) fit = is_empty_site(target);
  if (found && *found == CopyMarks::Found::finished && afresh) fit = fail(Code::store_copy_target, "its copy is finished and may be at work, so it is not emptied");
  if (!fit || *found == CopyMarks::Found::finished) {
    target.rollback();
    if (!fit) return fail(fit.error());
    return found;
  }
  if (*found == CopyMarks::Found::unfinished && afresh) {
    auto tables = site_tables(target);
    for (auto table = tables.rbegin(); table != tables.rend(); ++table) empty_table(target, *table);
    marks.drop_marks();
  }
  if (*found == CopyMarks::Found::nothing || afresh) marks.begin(now);
  target.commit();
  return found;
}

}  // namespace

Status SqlStore::nobody_else() {
  const std::string others = engine_.other_users(place_);
  if (!others.empty()) return fail(Code::store_in_use, others);
  const auto holders = lease_holders(clock_.now());
  if (!holders) return fail(holders.error());
  if (!holders->empty()) return fail(Code::store_in_use, "a server of this site was at work within the last seconds; if it was stopped by force, wait ten seconds");
  return {};
}

// Learners' words go on lying in the old store, where an erasure in the new one does not reach: it is a copy that has to be named.
void SqlStore::finish_copy(Connection& source, Connection& target, CopyMarks& marks, const std::string& site_key_digest) {
  const base::Instant now = clock_.now();
  const RecordEnd copied = record_end(source);
  target.begin();
  if (!site_key_digest.empty()) target.run("site/put", {{"key", "site_key_digest"}, {"value", site_key_digest}});
  target.run("person/insert_copy", {{"id", base::uuid_v4()}, {"kind", "store"}, {"file", path_.empty() ? std::string("the former PostgreSQL database") : path_},
                                    {"made_at", now}, {"from_time", -kNoCopyBound}, {"to_time", kNoCopyBound}});
  marks.finish(now, copied);
  target.commit();
}

base::Result<ports::StoreCopied> SqlStore::copy_to(const ports::CopyOrder& order, const CopyProgress& progress) {
  if (const Status alone = nobody_else(); !alone) return fail(alone.error());
  const auto record = site_value_once("record_id", base::uuid_v4());
  if (!record) return fail(record.error());
  StoreOptions options;
  options.url = order.url;
  options.readers = 1;
  options.unfinished_copy = true;
  const auto opened = Store::open(options, clock_, log_);
  if (!opened) return fail(opened.error());
  auto& target = static_cast<SqlStore&>(**opened);
  try {
    return copy_into(target, *record, order, progress);
  } catch (const SqlFailure& failure) {
    base::Error error = failure.error();
    error.detail += "; what was copied stays, and the same command goes on from there";
    return fail(std::move(error));
  }
}

base::Result<ports::StoreCopied> SqlStore::copy_into(SqlStore& target, const std::string& record, const ports::CopyOrder& order, const CopyProgress& progress) {
  ports::StoreCopied done;
  const auto to = Connection::open(target.engine_, target.place_, Connection::Use::write);
  to->wait_for_long_work(true);
  CopyMarks marks(*to, record);
  const auto found = claim_target(*to, marks, order.afresh, clock_.now());
  if (!found) return fail(found.error());
  const auto from = Connection::open(engine_, place_, Connection::Use::write);
  from->wait_for_long_work(true);
  from->begin();
  if (*found == CopyMarks::Found::finished) {
    if (const Status whole = marks.still_whole(record_end(*from)); !whole) return fail(whole.error());
    done.was_finished = true;
    return done;
  }
  if (const Status alone = nobody_else(); !alone) return fail(alone.error());   // nor anybody who came meanwhile
  SiteCopy copy(*from, *to, target.engine_.keeps_zero_bytes(), marks, progress);
  if (const Status copied = copy.copy(done); !copied) return fail(copied.error());
  target.engine_.after_many_rows(*to);
  if (const Status compared = copy.compare(done); !compared) return fail(compared.error());
  const auto events = [&](std::int64_t checked, std::int64_t all) { return !progress || progress(CopyPhase::checking, "event", checked, all); };
  const auto checked = target.check_record({}, {}, events);
  if (!checked) return fail(checked.error());
  if (checked->faults > 0)
    return fail(Code::store_copy_differs, "the record is not as it was sealed in " + std::to_string(checked->faults) + " places, here and in the target alike; preceptor store check names them");
  done.checked = *checked;
  finish_copy(*from, *to, marks, target.path_.empty() ? order.site_key_digest : std::string());
  from->rollback();
  return done;
}

}  // namespace preceptor::store
