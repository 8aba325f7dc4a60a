// Rows a second of a report of credit, from grants that a store pages out to the file that was read back and kept; beside it, the same bytes written plainly.
// Grants and profiles are made as they are asked for, so that the memory told is the report's own.
// Usage: preceptor_bench_export [rows, default 1000000] [folder, default the current one] [rows a day, default 3000: what a report has named is remembered for a day]
//        [format: csv (default), json, medbiquitous, pars-excel]
#include <sys/resource.h>

#include <fstream>
#include <iterator>
#include <vector>

#include "adapters/export_folder/export_files.hpp"
#include "adapters/medbiquitous/medbiquitous_format.hpp"
#include "adapters/pars/pars_formats.hpp"
#include "adapters/plain/plain_formats.hpp"
#include "adapters/vault/vault.hpp"
#include "tests/bench/bench_support.hpp"
#include "tests/fakes/memory_records.hpp"
#include "tests/fakes/memory_site.hpp"
#include "tests/unit/report/sample_row.hpp"
#include "web/credit/export_desk.hpp"

namespace {

using namespace preceptor;
using namespace preceptor::bench;

std::string npi(int n) {
  const std::string digits = std::to_string(100'000'000 + n);
  for (char check_digit = '0'; check_digit <= '9'; ++check_digit)
    if (credit::is_npi(digits + check_digit)) return digits + check_digit;
  return {};
}

// The n-th grant of so many, reported before, so that the report moves none.
class ManyGrants : public ports::CreditStore {
 public:
  ManyGrants(int count, int per_day, base::ContentHash activity, base::Date from)
      : count_(count), per_day_(per_day), activity_(std::move(activity)), from_(from) {}
  credit::Grant grant(int n) const {
    auto made = report::sample_row().grant;
    made.ccid = "ccid:cme.example.org:" + std::to_string(10'000'000 + n);
    made.person = base::PersonId(std::to_string(n));
    made.activity = activity_;
    made.state = credit::GrantState::accepted;
    made.date = std::chrono::sys_days(from_) + std::chrono::days(n / per_day_);
    return made;
  }
  base::Result<std::optional<credit::Grant>> load_grant(const std::string& ccid) override {
    return std::optional(grant(std::stoi(ccid.substr(ccid.rfind(':') + 1)) - 10'000'000));
  }
  base::Result<std::optional<credit::Grant>> grant_of_certificate(const std::string&) override { return std::optional<credit::Grant>(); }
  base::Result<std::int64_t> count_grants(const ports::GrantFilter&) override { return count_; }
  base::Result<std::vector<credit::Grant>> list_grants(const ports::GrantFilter& filter, const std::optional<ports::GrantPlace>& after, int limit) override {
    if (filter.person) return std::vector<credit::Grant>{grant(std::stoi(filter.person->str()))};
    std::vector<credit::Grant> page;
    const int from = after ? std::stoi(after->ccid.substr(after->ccid.rfind(':') + 1)) - 10'000'000 + 1 : 0;
    for (int n = from; n < count_ && n < from + limit; ++n) page.push_back(grant(n));
    return page;
  }

 private:
  int count_, per_day_;
  base::ContentHash activity_;
  base::Date from_;
};

class ManyProfiles : public ports::ProfileVault {
 public:
  base::Result<std::optional<credit::Profile>> load_profile(const base::PersonId& person, const ports::VaultActor&) override {
    auto profile = report::sample_row().profile;
    profile.npi = npi(std::stoi(person.str()));
    profile.boards.clear();
    return std::optional(std::move(profile));
  }
  base::Result<std::map<base::PersonId, credit::Profile>> load_profiles(const std::vector<base::PersonId>& persons, const ports::VaultActor& actor) override {
    std::map<base::PersonId, credit::Profile> found;
    for (const auto& person : persons) found.emplace(person, **load_profile(person, actor));
    return found;
  }
  base::Status save_profile(const base::PlatformId&, const base::PersonId&, const credit::Profile&, const ports::VaultActor&) override { return {}; }
  base::Result<std::vector<base::PersonId>> same_identity(const base::PersonId&) override { return std::vector<base::PersonId>(); }
  base::Result<bool> forget_profile(const base::PersonId&, const ports::VaultActor&) override { return false; }
  base::Result<std::vector<ports::VaultAccess>> access_log(const std::optional<base::PersonId>&, int) override { return std::vector<ports::VaultAccess>(); }
};

double peak_mib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// The plain way: the bytes of a file written to another and brought to the disk.
double plain_seconds(const std::string& from, const std::string& to) {
  std::FILE* in = std::fopen(from.c_str(), "rb");
  std::FILE* out = std::fopen(to.c_str(), "wb");
  check(in != nullptr && out != nullptr);
  std::string piece(1 << 20, '\0');
  const auto start = Steady::now();
  while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), in)) check(std::fwrite(piece.data(), 1, count, out) == count);
  check(std::fflush(out) == 0 && fsync(fileno(out)) == 0);
  const double seconds = since(start);
  std::fclose(in);
  std::fclose(out);
  return seconds;
}

void measure(int rows, int per_day, const std::string& format, const Folder& folder) {
  const RealClock clock;
  ErrorLog log;
  fakes::MemoryRecords records;
  fakes::MemoryContent content;
  auto activity = report::sample_activity();
  activity.accme_activity_id = "202212345";
  activity.ends = base::utc_date(clock.now());
  activity.starts = base::add_months(activity.ends, -12);
  const auto read = credit::activity_from_json(credit::to_json(activity));
  check(read && content.publish_edited({"activity", activity.id, "en", read->hash, credit::to_json(activity), "editor", clock.now(), activity.title}));
  ManyGrants grants(rows, per_day, read->hash, activity.starts);
  ManyProfiles vault;
  const auto rules = report::sample_rules();
  const web::CreditDeps deps{records, records.projections, grants, content, vault, clock, log, rules, {{"college", "Example College", "0001234", {"ama-pra-1"}, "UTC"}},
                             "cme.example.org", "https://cme.example.org", {}};
  web::CreditBook book(deps);
  const plain::CsvFormat csv;
  const plain::JsonFormat json;
  const medbiquitous::MedbiquitousFormat medbiquitous;
  const pars::ParsExcel workbook;
  const vault::Vault sealer(base::Secret(std::string(32, 'k')));
  export_folder::ExportFiles files(folder.file("exports"), sealer);
  web::ExportDesk desk(book, deps, {&csv, &json, &medbiquitous, &workbook}, files);
  check(book.enable(web::kNewerWindow, true, base::PersonId("bench"), "bench").has_value());
  web::ExportAsked asked;
  asked.format = format;
  asked.again = true;
  asked.who = "bench";
  const auto start = Steady::now();
  const auto made = desk.make(asked, folder.file("report.csv"), {}, {});
  const double seconds = since(start);
  check(made.has_value(), made ? "" : base::describe(made.error()).c_str());
  check(made->rows == rows, "rows were left out");
  const double alone = plain_seconds(folder.file("report.csv"), folder.file("plain.csv"));
  char beside[160];
  std::snprintf(beside, sizeof beside, "%.0f rows/s written plainly (%.0f times as long); peak %.0f MiB", rows / alone, seconds / alone, peak_mib());
  row("report (" + format + ") of " + std::to_string(rows) + " rows", rows / seconds, "rows/s", beside);
}

}  // namespace

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
  const Folder folder(argc > 2 ? argv[2] : ".");
  const int per_day = argc > 3 ? std::atoi(argv[3]) : 3'000;
  const std::string format = argc > 4 ? argv[4] : "csv";
  check(rows >= 10 && per_day >= 1, "how many rows?");
  // A tenth first: memory that grows with the rows would show between the two lines.
  { const Folder first(argc > 2 ? argv[2] : "."); measure(rows / 10, per_day, format, first); }
  measure(rows, per_day, format, folder);
}
