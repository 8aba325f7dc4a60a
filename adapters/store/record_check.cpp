// Reading the record through against its seals, on a running store or a copy of one.
#include <algorithm>
#include <filesystem>
#include <map>

#include "adapters/store/engine.hpp"
#include "adapters/store/migrate.hpp"
#include "adapters/store/sql_store.hpp"
#include "core/record/chain.hpp"

namespace preceptor::store {
namespace {

using base::Code;
using record::ChainRendering;
using record::ChainRow;

constexpr int kCheckPage = 200;

struct Chain {   // one registration, as it was when the check came to it
  std::string registration;
  record::ChainEnd head;
  std::int64_t last = 0;   // position of the last sealed row
};

std::vector<Chain> chains_of(Connection& c) {
  std::vector<Chain> chains;
  Rows rows = c.query("check/registrations", "titii");
  while (rows.next()) {
    Chain chain{std::move(rows.text(0)), {rows.integer(1), rows.integer(3), {}}, rows.integer(4)};
    chain.head.seal = chain.head.position == 0 ? std::string(record::kFirstSeal) : std::move(rows.text(2));
    chains.push_back(std::move(chain));
  }
  return chains;
}

// The columns that sealed and waiting events have alike, from stream_id on.
ChainRow event_at(Rows& rows, int first, const std::string& registration) {
  ChainRow row;
  row.registration = registration;
  row.stream_id = std::move(rows.text(first));
  row.seq = rows.integer(first + 1);
  row.stream_kind = std::move(rows.text(first + 2));
  row.person = std::move(rows.text(first + 3));
  row.type = std::move(rows.text(first + 4));
  row.at = rows.instant(first + 5);
  row.recorded_at = rows.instant(first + 6);
  row.statements = rows.integer(first + 7);
  row.body = std::move(rows.text(first + 8));
  row.hash = std::move(rows.text(first + 9));
  return row;
}

ChainRendering rendering_at(Rows& rows, int first) {
  ChainRendering one{rows.integer(first), std::move(rows.text(first + 1)), std::move(rows.text(first + 2)), std::move(rows.text(first + 3)), std::nullopt};
  if (!rows.flag(first + 4)) one.body = std::move(rows.text(first + 5));
  return one;
}

// Asked only where bytes are gone.
void note_erased(Connection& c, std::vector<ChainRow>& page) {
  std::map<std::string, bool> known;
  for (ChainRow& row : page) {
    if (std::ranges::all_of(row.renderings, [](const ChainRendering& one) { return one.body.has_value(); })) continue;
    const auto [found, fresh] = known.try_emplace(row.person, false);
    if (fresh) found->second = c.count("check/erased", {{"person", row.person}}) > 0;
    row.erased = found->second;
  }
}

std::vector<ChainRow> sealed_page(Connection& c, const std::string& registration, std::int64_t after, std::int64_t through) {
  std::vector<ChainRow> page;
  {
    Rows rows = c.query("check/events", "ititttiiitttiii", {{"registration", registration}, {"after", after}, {"through", through}, {"limit", kCheckPage}});
    while (rows.next()) {
      ChainRow row = event_at(rows, 1, registration);
      row.position = rows.integer(0);
      row.seal = std::move(rows.text(11));
      row.statements_through = rows.integer(12);
      row.predecessor_there = rows.flag(13);
      row.predecessor_first = rows.flag(14);
      page.push_back(std::move(row));
    }
  }
  if (page.empty()) return page;
  {
    Rows rows = c.query("check/renderings", "iitttit", {{"registration", registration}, {"after", after}, {"through", page.back().position}});
    std::size_t at = 0;
    while (rows.next()) {
      while (at < page.size() && page[at].position < rows.integer(0)) ++at;
      if (at < page.size() && page[at].position == rows.integer(0)) page[at].renderings.push_back(rendering_at(rows, 1));
    }
  }
  note_erased(c, page);
  return page;
}

std::vector<ChainRow> unsealed_page(Connection& c, const std::string& registration, const std::string& stream_id, std::int64_t seq) {
  std::vector<ChainRow> page;
  {
    Rows rows = c.query("check/unsealed", "titttiiitt", {{"registration", registration}, {"stream_id", stream_id}, {"seq", seq}, {"limit", kCheckPage}});
    while (rows.next()) page.push_back(event_at(rows, 0, registration));
  }
  for (ChainRow& row : page) {
    Rows rows = c.query("check/unsealed_renderings", "itttit", {{"registration", registration}, {"stream_id", row.stream_id}, {"seq", row.seq}});
    while (rows.next()) row.renderings.push_back(rendering_at(rows, 0));
  }
  note_erased(c, page);
  return page;
}

// A page from the pool of the running store or from a connection of the copy's own.
template <class Read>
class Checking {
 public:
  Checking(Read read, const std::function<void(const record::ChainFinding&)>& found, const std::function<bool(std::int64_t, std::int64_t)>& progress)
      : read_(std::move(read)), found_(found), progress_(progress) {}

  base::Result<ports::RecordChecked> run() {
    const auto chains = read_([](Connection& c) { return chains_of(c); });
    if (!chains) return base::fail(chains.error());
    for (const Chain& chain : *chains) all_ += chain.last;
    for (const Chain& chain : *chains)
      if (auto done = one(chain); !done) return base::fail(done.error());
    const auto schema = read_([](Connection& c) { return schema_of(c); });
    if (!schema) return base::fail(schema.error());
    checked_.schema = *schema;
    return std::move(checked_);
  }

 private:
  base::Status one(const Chain& chain) {
    ports::CheckedRegistration result{chain.registration, 0, 0, 0, chain.head.seal};
    record::ChainWalk walk(chain.registration, [&](const record::ChainFinding& finding) {
      ++checked_.faults;
      if (found_) found_(finding);
    });
    if (auto done = sealed(chain, walk, result); !done) return done;
    walk.finish(chain.head);
    if (auto done = waiting(chain, walk, result); !done) return done;
    checked_.registrations.push_back(std::move(result));
    return {};
  }

  base::Status sealed(const Chain& chain, record::ChainWalk& walk, ports::CheckedRegistration& result) {
    for (std::int64_t after = 0;;) {
      const auto page = read_([&](Connection& c) { return sealed_page(c, chain.registration, after, chain.last); });
      if (!page) return base::fail(page.error());
      for (const ChainRow& row : *page) {
        walk.take(row);
        result.erased += row.erased ? 1 : 0;
      }
      result.events += static_cast<std::int64_t>(page->size());
      checked_.events += static_cast<std::int64_t>(page->size());
      if (progress_ && !progress_(checked_.events, all_)) return base::fail(Code::command_cancelled);
      if (page->size() < kCheckPage) return {};
      after = page->back().position;
    }
  }

  base::Status waiting(const Chain& chain, record::ChainWalk& walk, ports::CheckedRegistration& result) {
    std::string stream_id;
    for (std::int64_t seq = 0;;) {
      const auto page = read_([&](Connection& c) { return unsealed_page(c, chain.registration, stream_id, seq); });
      if (!page) return base::fail(page.error());
      for (const ChainRow& row : *page) walk.take_unsealed(row);
      result.unsealed += static_cast<std::int64_t>(page->size());
      if (page->size() < kCheckPage) return {};
      stream_id = page->back().stream_id;
      seq = page->back().seq;
    }
  }

  Read read_;
  const std::function<void(const record::ChainFinding&)>& found_;
  const std::function<bool(std::int64_t, std::int64_t)>& progress_;
  ports::RecordChecked checked_;
  std::int64_t all_ = 0;
};

// A connection of its own, on which nothing is written.
base::Result<std::unique_ptr<Connection>> open_copy(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) return base::fail(Code::store_unopened, file + ": there is no such file");
  auto copy = Connection::open(sqlite_engine(), file, Connection::Use::read);
  const int have = schema_of(*copy);
  if (have == 0) return base::fail(Code::store_unopened, file + ": this is not a store of Preceptor");
  if (have > newest_schema())
    return base::mismatch(Code::store_newer_schema, "schema " + std::to_string(newest_schema()) + " or older", "schema " + std::to_string(have));
  return copy;
}

}  // namespace

base::Result<ports::RecordChecked> SqlStore::check_record(const std::string& file, const std::function<void(const record::ChainFinding&)>& found,
                                                          const std::function<bool(std::int64_t, std::int64_t)>& progress) {
  if (file.empty()) {
    const auto pooled = [this](const auto& work) { return readers_.read(work); };
    return Checking(pooled, found, progress).run();
  }
  try {
    const auto copy = open_copy(file);
    if (!copy) return base::fail(copy.error());
    const auto own = [&c = **copy](const auto& work) -> base::Result<std::invoke_result_t<decltype(work), Connection&>> { return work(c); };
    return Checking(own, found, progress).run();
  } catch (const SqlFailure& failure) {
    return base::fail(Code::store_failed, file + ": " + failure.error().detail);
  }
}

}  // namespace preceptor::store
