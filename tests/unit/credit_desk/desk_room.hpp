// A site with one activity and learners whose grants wait to be reported.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/export_folder/export_files.hpp"
#include "adapters/vault/vault.hpp"
#include "core/base/uuid.hpp"
#include "tests/fakes/memory_records.hpp"
#include "tests/fakes/memory_site.hpp"
#include "tests/fakes/memory_vault.hpp"
#include "tests/unit/report/sample_row.hpp"
#include "web/credit/export_desk.hpp"

namespace preceptor::web {

using State = credit::GrantState;

// One line a row: "add <ccid> <credit> <family name>". `lies` makes its reader miss a row.
class LineFormat : public report::Format {
 public:
  explicit LineFormat(std::string code = "lines") : code_(std::move(code)) {}
  std::string_view code() const override { return code_; }
  std::string_view title() const override { return "Lines"; }
  std::string_view extension() const override { return "txt"; }
  std::string_view media_type() const override { return "text/plain"; }
  std::string version() const override { return "1"; }
  bool verified() const override { return verified_; }
  bool identified() const override { return true; }
  base::Result<std::unique_ptr<report::Writer>> begin(const std::string& path, const report::Report& report) const override;
  base::Result<report::ReadBack> read_back(const std::string& path) const override;

  bool lies = false, verified_ = true;
  std::string unsayable;   // a family name that cannot be written
  std::int64_t unsayable_amount = 0;   // of a record that is added
  bool reports_ = true;
  bool reports() const override { return reports_; }

 private:
  std::string code_;
};

class LineWriter : public report::Writer {
 public:
  LineWriter(const std::string& path, const report::Report& report, std::string unsayable, std::int64_t amount)
      : out_(path), unsayable_(std::move(unsayable)), unsayable_amount_(amount) {
    out_ << report.provider_name << " " << base::format_rfc3339(report.as_of) << "\n";
  }
  base::Status row(const report::LearnerRow& row) override {
    if (row.profile.family_name == unsayable_) return base::fail(base::Code::report_row, "family_name");
    const bool add = row.action == report::Action::add;
    if (add && unsayable_amount_ == row.grant.amount.hundredths) return base::fail(base::Code::report_row, "credits");
    out_ << (add ? "add " : "delete ") << row.grant.ccid << " " << row.grant.amount.hundredths << " " << row.profile.family_name << "\n";
    ++written_.rows;
    ++written_.records;
    if (add) written_.total += row.grant.amount;
    return {};
  }
  base::Status finish() override {
    out_.close();
    if (out_) return {};
    return base::fail(base::Code::command_arguments, "the file");
  }
  report::Written written() const override { return written_; }

 private:
  std::ofstream out_;
  std::string unsayable_;
  std::int64_t unsayable_amount_;
  report::Written written_;
};

inline base::Result<std::unique_ptr<report::Writer>> LineFormat::begin(const std::string& path, const report::Report& report) const {
  return std::make_unique<LineWriter>(path, report, unsayable, unsayable_amount);
}

inline base::Result<report::ReadBack> LineFormat::read_back(const std::string& path) const {
  std::ifstream in(path);
  report::ReadBack read;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream cells(line);
    std::string action, ccid;
    std::int64_t amount = 0;
    cells >> action >> ccid >> amount;
    ++read.rows;
    if (action == "add") read.total += credit::Amount{amount};
  }
  if (lies) --read.rows;
  return read;
}

// Grants of a person are found without looking at everybody's, as a store does it.
class IndexedGrants : public ports::CreditStore {
 public:
  explicit IndexedGrants(fakes::MemoryCredit& rows) : rows_(rows) {}
  base::Result<std::optional<credit::Grant>> load_grant(const std::string& ccid) override { return rows_.load_grant(ccid); }
  base::Result<std::optional<credit::Grant>> grant_of_certificate(const std::string& code) override { return rows_.grant_of_certificate(code); }
  base::Result<std::int64_t> count_grants(const ports::GrantFilter& filter) override { return rows_.count_grants(filter); }
  base::Result<std::vector<credit::Grant>> list_grants(const ports::GrantFilter& filter, const std::optional<ports::GrantPlace>& after, int limit) override {
    if (!filter.person) return rows_.list_grants(filter, after, limit);
    while (seen_ != rows_.rows.size()) index();
    fakes::MemoryCredit theirs;
    for (const auto& ccid : of_[*filter.person]) theirs.rows[ccid] = rows_.rows.at(ccid);
    return theirs.list_grants(filter, after, limit);
  }

 private:
  void index() {
    of_.clear();
    for (const auto& [ccid, grant] : rows_.rows) of_[grant.person].push_back(ccid);
    seen_ = rows_.rows.size();
  }
  fakes::MemoryCredit& rows_;
  std::map<base::PersonId, std::vector<std::string>> of_;
  std::size_t seen_ = 0;
};

// `alone`: nobody shares an identity, so that many are not compared with many.
class RoomVault : public fakes::MemoryVault {
 public:
  using MemoryVault::MemoryVault;
  base::Result<std::vector<base::PersonId>> same_identity(const base::PersonId& person) override {
    return alone ? std::vector<base::PersonId>() : MemoryVault::same_identity(person);
  }
  bool alone = false;
};

class DeskRoom : public ::testing::Test {
 protected:
  DeskRoom() : folder_path_(std::filesystem::temp_directory_path() / ("desk-" + base::uuid_v4())) {
    std::filesystem::create_directory(folder_path_);
    clock.at = base::Instant(std::chrono::sys_days(report::day(2026, 7, 15)) + std::chrono::hours(12));
    auto activity = report::sample_activity();
    activity.accme_activity_id = "202212345";
    const auto read = credit::activity_from_json(credit::to_json(activity));
    activity_hash = read ? read->hash : base::ContentHash();
    EXPECT_TRUE(content.publish_edited({"activity", "sepsis", "en", activity_hash, credit::to_json(activity), "editor", clock.at, activity.title}));
    open();
  }
  ~DeskRoom() override { std::filesystem::remove_all(folder_path_); }

  CreditDeps deps() {
    return {records, records.projections, grants, content, vault, clock, log, rules, {provider()}, "cme.example.org", "https://cme.example.org", {}};
  }
  void open() {
    book = std::make_unique<CreditBook>(deps());
    desk = std::make_unique<ExportDesk>(*book, deps(), std::vector<const report::Format*>{&format, &off}, folder, DeskOptions{names()});
  }
  static credit::Provider provider() { return {"college", "Example College", "0001234", {"ama-pra-1"}, "UTC"}; }
  std::function<base::Result<std::string>(const base::PersonId&)> names() {
    return [this](const base::PersonId& person) -> base::Result<std::string> { return launch_names[person.str()]; };
  }

  // A learner with a profile, and one grant that waits. The n-th has an NPI of her own.
  credit::Grant& learner(int n, State state = State::issued) {
    auto row = report::sample_row();
    const base::PersonId person("person-" + std::to_string(n));
    row.profile.family_name = "Muster" + std::string(1, static_cast<char>('A' + n % 26));
    row.profile.npi = npi(n);
    row.profile.boards.clear();
    vault.profiles[person] = {row.grant.platform, row.profile};
    auto grant = row.grant;
    grant.ccid = "ccid:cme.example.org:" + std::to_string(100'000 + n);
    grant.certificate = "code-" + std::to_string(n);
    grant.person = person;
    grant.activity = activity_hash;
    grant.state = state;
    grant.granted_at = grant.changed_at = clock.at - std::chrono::hours(24);
    return records.credit.rows[grant.ccid] = grant;
  }
  // Ten digits with the check digit that the algorithm gives (Luhn over 80840 and the first nine).
  static std::string npi(int n) {
    std::string digits = std::to_string(100'000'000 + n);
    for (char check = '0'; check <= '9'; ++check)
      if (credit::is_npi(digits + check)) return digits + check;
    return {};
  }
  ExportAsked asked(bool again = false) const {
    ExportAsked all;
    all.format = "lines";
    all.again = again;
    all.who = "staff-1";
    return all;
  }
  base::Result<ExportMade> make(const ExportAsked& what, const std::string& path) {
    left_out.clear();
    return desk->make(what, path, {}, [this](const report::RowFinding& one) { left_out.push_back(one); });
  }
  std::string path(const std::string& name) const { return (folder_path_ / name).string(); }
  std::string text(const std::string& name) const {
    std::ifstream in(path(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }
  State state(int n) { return records.credit.rows.at("ccid:cme.example.org:" + std::to_string(100'000 + n)).state; }
  // Files of the desk's own folder beside the turn, by ending.
  std::map<std::string, int> left_behind() const {
    std::map<std::string, int> endings;
    for (const auto& one : std::filesystem::directory_iterator(folder_path_ / "exports")) ++endings[one.path().extension().string()];
    endings.erase("");
    return endings;
  }

  std::filesystem::path folder_path_;
  fakes::StillClock clock;
  fakes::MemoryLog log;
  fakes::MemoryRecords records;
  fakes::MemoryContent content;
  RoomVault vault{clock};
  IndexedGrants grants{records.credit};
  credit::Rulebook rules = report::sample_rules();
  vault::Vault sealer{base::Secret(std::string(32, 'k'))};
  export_folder::ExportFiles folder{(folder_path_ / "exports").string(), sealer};
  LineFormat format, off{"unseen"};
  base::ContentHash activity_hash;
  std::map<std::string, std::string> launch_names;
  std::vector<report::RowFinding> left_out;
  std::unique_ptr<CreditBook> book;
  std::unique_ptr<ExportDesk> desk;
};

}  // namespace preceptor::web
