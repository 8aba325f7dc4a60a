// Reading the record through against its seals, and what people wrote against the hashes in it, on a running store or a copy of one.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <limits>
#include <map>
#include <tuple>

#include "adapters/store/engine.hpp"
#include "adapters/store/ledger_check.hpp"
#include "adapters/store/migrate.hpp"
#include "adapters/store/sql_store.hpp"
#include "adapters/store/text_check.hpp"
#include "core/record/chain.hpp"

namespace preceptor::store {
namespace {

using base::Code;
using record::ChainRendering;
using record::ChainRow;

constexpr int kCheckPage = 200;
constexpr std::chrono::seconds kAhead{1};   // events of one moment are a millisecond apart
constexpr int kSignatureSchema = 13;   // from it on, renderings have `supersedes` and their bytes `signature`

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

// Columns from ordinal on.
ChainRendering rendering_at(Rows& rows, int first) {
  ChainRendering one;
  one.ordinal = rows.integer(first);
  one.statement_id = std::move(rows.text(first + 1));
  one.template_name = std::move(rows.text(first + 2));
  one.version = rows.integer(first + 3);
  one.audience = std::move(rows.text(first + 4));
  one.sha256 = std::move(rows.text(first + 5));
  one.supersedes = std::move(rows.text(first + 6));
  if (!rows.flag(first + 7)) one.body = std::move(rows.text(first + 8));
  one.signature = std::move(rows.text(first + 9));
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

// `after`: the last row of the page before.
std::vector<ChainRow> sealed_page(Connection& c, const ChainRow& after, std::int64_t through, int schema) {
  std::vector<ChainRow> page;
  {
    Rows rows = c.query("check/events", "ititttiiitttiii",
                        {{"registration", after.registration}, {"after", after.position}, {"through", through}, {"stream_id", after.stream_id}, {"seq", after.seq}, {"limit", kCheckPage}});
    while (rows.next()) {
      ChainRow row = event_at(rows, 1, after.registration);
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
    Rows rows = c.query(schema < kSignatureSchema ? "check/renderings_to_12" : "check/renderings", "itiittitttitt",
                        {{"registration", after.registration}, {"first", page.front().position}, {"through", page.back().position}});
    const auto place = [](const ChainRow& row) { return std::tie(row.position, row.stream_id, row.seq); };
    std::size_t at = 0;
    while (rows.next()) {
      const std::int64_t position = rows.integer(0), seq = rows.integer(2);
      const std::string& stream_id = rows.text(1);
      const auto wanted = std::tie(position, stream_id, seq);
      while (at < page.size() && place(page[at]) < wanted) ++at;
      if (at < page.size() && place(page[at]) == wanted) page[at].renderings.push_back(rendering_at(rows, 3));
    }
  }
  note_erased(c, page);
  return page;
}

std::vector<ChainRow> unsealed_page(Connection& c, const std::string& registration, const std::string& stream_id, std::int64_t seq, int schema) {
  std::vector<ChainRow> page;
  {
    Rows rows = c.query("check/unsealed", "titttiiitti", {{"registration", registration}, {"stream_id", stream_id}, {"seq", seq}, {"limit", kCheckPage}});
    while (rows.next()) {
      page.push_back(event_at(rows, 0, registration));
      page.back().predecessor_there = rows.flag(10);
    }
  }
  for (ChainRow& row : page) {
    Rows rows = c.query(schema < kSignatureSchema ? "check/unsealed_renderings_to_12" : "check/unsealed_renderings", "ittitttitt",
                        {{"registration", registration}, {"stream_id", row.stream_id}, {"seq", row.seq}});
    while (rows.next()) row.renderings.push_back(rendering_at(rows, 0));
  }
  note_erased(c, page);
  return page;
}

// By registration, how far record stores were sent the record.
std::map<std::string, std::int64_t> reached_of(Connection& c) {
  std::map<std::string, std::int64_t> reached;
  Rows rows = c.query("check/reached", "ti");
  while (rows.next()) reached.emplace(std::move(rows.text(0)), rows.integer(1));
  return reached;
}

struct CutAttempt {
  std::string registration, id;
  std::int64_t last_seq = 0;
};
std::vector<CutAttempt> cut_attempts(Connection& c, const CutAttempt& after) {
  std::vector<CutAttempt> cut;
  Rows rows = c.query("check/cut_attempts", "tti", {{"registration", after.registration}, {"id", after.id}, {"limit", kCheckPage}});
  while (rows.next()) cut.push_back({std::move(rows.text(0)), std::move(rows.text(1)), rows.integer(2)});
  return cut;
}

// A page from the pool of the running store or from a connection of the copy's own.
template <class Read>
class Checking {
 public:
  Checking(Read read, OpenText open, const std::function<void(const record::ChainFinding&)>& found, const std::function<bool(std::int64_t, std::int64_t)>& progress)
      : read_(std::move(read)), open_(std::move(open)), found_(found), progress_(progress) {}

  base::Result<ports::RecordChecked> run() {
    const auto schema = read_([](Connection& c) { return schema_of(c); });
    if (!schema) return base::fail(schema.error());
    checked_.schema = *schema;
    // Before the chains' ends: what is sent while this goes on was sealed before it was sent.
    const auto reached = read_([](Connection& c) { return reached_of(c); });
    if (!reached) return base::fail(reached.error());
    const auto chains = read_([](Connection& c) { return chains_of(c); });
    if (!chains) return base::fail(chains.error());
    for (const Chain& chain : *chains) all_ += chain.last;
    for (const Chain& chain : *chains)
      if (auto done = one(chain); !done) return base::fail(done.error());
    beyond(*chains, *reached);
    if (auto done = attempts(); !done) return base::fail(done.error());
    return std::move(checked_);
  }

 private:
  void tell(const record::ChainFinding& finding) {
    ++checked_.faults;
    if (found_) found_(finding);
  }

  base::Status one(const Chain& chain) {
    ports::CheckedRegistration result{chain.registration, 0, 0, 0, chain.head.seal, 0};
    record::ChainWalk walk(chain.registration, [this](const record::ChainFinding& finding) { tell(finding); });
    if (auto done = sealed(chain, walk, result); !done) return done;
    walk.finish(chain.head);
    if (auto done = waiting(chain, walk, result); !done) return done;
    checked_.registrations.push_back(std::move(result));
    return {};
  }

  base::Status sealed(const Chain& chain, record::ChainWalk& walk, ports::CheckedRegistration& result) {
    ChainRow after;
    after.registration = chain.registration;
    after.position = std::numeric_limits<std::int64_t>::min();   // positions begin with 1: what stands before is found too
    while (true) {
      auto page = read_([&](Connection& c) { return sealed_page(c, after, chain.last, checked_.schema); });
      if (!page) return base::fail(page.error());
      for (const ChainRow& row : *page) {
        walk.take(row);
        if (auto done = ledger(row); !done) return done;
        if (auto done = texts(row); !done) return done;
        result.erased += row.erased ? 1 : 0;
        result.ahead += row.at >= row.recorded_at + kAhead ? 1 : 0;
      }
      result.events += static_cast<std::int64_t>(page->size());
      checked_.events += static_cast<std::int64_t>(page->size());
      if (progress_ && !progress_(checked_.events, all_)) return base::fail(Code::command_cancelled);
      if (page->size() < kCheckPage) return {};
      after = std::move(page->back());
    }
  }

  base::Status ledger(const ChainRow& row) {
    if (!is_of_credit(row)) return {};
    const auto differences = read_([&](Connection& c) { return ledger_differences(c, row); });
    if (!differences) return base::fail(differences.error());
    for (const std::string& one : *differences)
      tell({record::ChainFault::column_changed, row.registration, row.position, row.stream_id + "/" + std::to_string(row.seq), one});
    return {};
  }

  // Words are asked for before whether their writer was erased: an erasure in between takes both in one transaction.
  base::Status texts(const ChainRow& row) {
    const auto told = told_texts(row);
    if (told.empty()) return {};
    auto held = read_([&](Connection& c) { return held_texts(c, row, checked_.schema); });
    if (!held) return base::fail(held.error());
    const auto is_erased = [&](const std::string& person) -> base::Result<bool> {
      return read_([&](Connection& c) { return c.count("check/erased", {{"person", person}}) > 0; });
    };
    const auto compared = compare_texts(row, told, std::move(*held), open_, is_erased);
    if (!compared) return base::fail(compared.error());
    checked_.texts_unread += compared->without_key;
    for (const record::ChainFinding& one : compared->findings) tell(one);
    return {};
  }

  base::Status waiting(const Chain& chain, record::ChainWalk& walk, ports::CheckedRegistration& result) {
    std::string stream_id;
    for (std::int64_t seq = 0;;) {
      const auto page = read_([&](Connection& c) { return unsealed_page(c, chain.registration, stream_id, seq, checked_.schema); });
      if (!page) return base::fail(page.error());
      for (const ChainRow& row : *page) {
        walk.take_unsealed(row);
        if (auto done = texts(row); !done) return done;
      }
      result.unsealed += static_cast<std::int64_t>(page->size());
      if (page->size() < kCheckPage) return {};
      stream_id = page->back().stream_id;
      seq = page->back().seq;
    }
  }

  // A chain that was cut off together with what the store says of its end is whole in itself; what was sent of it says that there was more.
  void beyond(const std::vector<Chain>& chains, const std::map<std::string, std::int64_t>& reached) {
    for (const auto& [registration, position] : reached) {
      const auto chain = std::ranges::find(chains, registration, &Chain::registration);
      const std::int64_t end = chain == chains.end() ? 0 : std::max(chain->last, chain->head.position);
      if (position > end)
        tell({record::ChainFault::head, registration, end + 1, {},
              "record stores were sent what stood up to position " + std::to_string(position) + ", and the chain ends at " + std::to_string(end)});
    }
  }

  base::Status attempts() {
    for (CutAttempt after;;) {
      auto page = read_([&](Connection& c) { return cut_attempts(c, after); });
      if (!page) return base::fail(page.error());
      for (const CutAttempt& one : *page)
        tell({record::ChainFault::event_missing, one.registration, 0, one.id + "/" + std::to_string(one.last_seq),
              "the attempt counts " + std::to_string(one.last_seq) + " events, and the last one is not there"});
      if (page->size() < kCheckPage) return {};
      after = std::move(page->back());
    }
  }

  Read read_;
  OpenText open_;
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
  // One key that cannot be read hides one person's words; a folder of keys that is away hides everybody's, which only a copy may be checked without.
  const OpenText open = [&](ports::FreeText& text, bool sealed) -> base::Result<TextOpening> {
    if (sealed && text_keys_ == nullptr) return TextOpening::without_key;
    const auto opened = open_text(text, sealed);
    if (opened && *opened) return TextOpening::open;
    const auto has = opened ? text_keys_->has(text.person) : base::fail(opened.error());
    if (!has && (!file.empty() || has.error().code == Code::key_unreadable)) return TextOpening::without_key;
    if (!has) return base::fail(has.error());
    return *has ? TextOpening::other_words : TextOpening::without_key;
  };
  if (file.empty()) {
    const auto pooled = [this](const auto& work) { return readers_.read(work); };
    return Checking(pooled, open, found, progress).run();
  }
  try {
    const auto copy = open_copy(file);
    if (!copy) return base::fail(copy.error());
    const auto own = [&c = **copy](const auto& work) -> base::Result<std::invoke_result_t<decltype(work), Connection&>> { return work(c); };
    return Checking(own, open, found, progress).run();
  } catch (const SqlFailure& failure) {
    return base::fail(Code::store_failed, file + ": " + failure.error().detail);
  }
}

}  // namespace preceptor::store
