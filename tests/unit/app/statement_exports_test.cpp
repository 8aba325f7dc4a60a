// Exports in the background: slices, cancelling, restarts, what is lost, what is kept, and the same bytes again.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "adapters/export_folder/export_files.hpp"
#include "core/base/digest.hpp"
#include "lti/jose/sealer.hpp"
#include "plugin/app/statement_export_row.hpp"
#include "tests/unit/app/export_bench.hpp"

namespace preceptor::app {
namespace {

using xapi::ExportForm;

class StatementExportsTest : public ExportBench {
 protected:
  StatementExports desk(std::int64_t volume_bytes = kVolumeBytes) { return StatementExports(store(), files, *quiet.clock, log, volume_bytes); }
  static xapi::ExportAsked asked(ExportForm form) {
    xapi::ExportAsked made;
    made.form = form;
    return made;
  }
  std::string begin(StatementExports& exports, xapi::ExportAsked asked) {
    const auto id = exports.start(std::move(asked), "member-1");
    EXPECT_TRUE(id) << base::describe(id.error());
    quiet.clock->pass(base::Milliseconds(1));
    return id.value_or("");
  }
  // One stretch a slice, to the end of everything.
  static void make_all(StatementExports& exports) {
    for (int slices = 0; slices < 1000; ++slices) {
      const auto more = exports.work([] { return false; });
      ASSERT_TRUE(more) << base::describe(more.error());
      if (!*more) return;
    }
    FAIL() << "it never ends";
  }
  static StatementExports::Export of(StatementExports& exports, const std::string& id) {
    const auto one = exports.find(id);
    EXPECT_TRUE(one && *one);
    return one && *one ? **one : StatementExports::Export{};
  }
  static std::string all_bytes(StatementExports& exports, const std::string& id) {
    std::string bytes;
    for (std::size_t number = 1; number <= of(exports, id).volumes.size(); ++number) {
      const auto volume = exports.volume(id, number, "member-1");
      EXPECT_TRUE(volume && *volume);
      if (volume && *volume) bytes += **volume;
    }
    return bytes;
  }
  std::vector<std::string> files_left() const {
    std::vector<std::string> names;
    if (std::filesystem::exists(path("exports")))
      for (const auto& one : std::filesystem::directory_iterator(path("exports"))) names.push_back(one.path().filename().string());
    return names;
  }

  QuietLog log;
  jose::AeadSealer sealer{base::Secret(std::string(32, 'k'))};
  export_folder::ExportFiles files{path("exports"), sealer};
};

TEST_F(StatementExportsTest, ItIsMadeKeptWithItsHashAndTheSameAgain) {
  record(450);
  auto exports = desk();
  const auto id = begin(exports, asked(ExportForm::json_lines));
  EXPECT_EQ(of(exports, id).state, "running");
  make_all(exports);
  const auto done = of(exports, id);
  ASSERT_EQ(done.state, "done") << done.problem;
  EXPECT_EQ(done.who, "member-1");
  EXPECT_EQ(done.progress.statements, 450);
  const auto bytes = all_bytes(exports, id);
  EXPECT_EQ(std::ranges::count(bytes, '\n'), 450);
  EXPECT_EQ(done.sha256, base::sha256_hex(bytes));
  for (const auto& name : files_left()) EXPECT_TRUE(name.ends_with(".sealed")) << "only sealed copies stay: " << name;

  record(10);   // later statements are not in what is asked for again
  const auto again = exports.again(id, "member-2");
  ASSERT_TRUE(again && *again);
  make_all(exports);
  const auto second = of(exports, **again);
  EXPECT_EQ(second.sha256, done.sha256);
  EXPECT_EQ(all_bytes(exports, **again), bytes);
  EXPECT_EQ(second.like, id);
  quiet.clock->pass(base::Milliseconds(1));
  const auto fresh = begin(exports, asked(ExportForm::json_lines));
  make_all(exports);
  EXPECT_EQ(of(exports, fresh).progress.statements, 460);
  const auto all = exports.list(10);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 3u);
  EXPECT_EQ(all->front().id, fresh) << "newest first";
}

TEST_F(StatementExportsTest, CancelledItStaysWhereItWasAndResumedItEndsInTheSameBytes) {
  record(900);
  auto exports = desk();
  const auto whole = begin(exports, asked(ExportForm::csv));
  make_all(exports);
  const auto id = begin(exports, asked(ExportForm::csv));
  ASSERT_TRUE(exports.work([] { return false; }));
  EXPECT_EQ(of(exports, id).progress.statements, 200);
  const auto cancelled = exports.cancel(id, "member-1");
  ASSERT_TRUE(cancelled && *cancelled);
  make_all(exports);
  EXPECT_EQ(of(exports, id).progress.statements, 200);
  EXPECT_EQ(of(exports, id).state, "cancelled");
  const auto no = exports.cancel(id, "member-1");
  EXPECT_TRUE(no && !*no) << "once";
  EXPECT_FALSE(exports.volume(id, 1, "member-1").value().has_value()) << "an unfinished one is no download";
  EXPECT_TRUE(exports.resume(id, "member-1").value());
  auto after_restart = desk();   // nothing but the store and the folder is left of the first
  make_all(after_restart);
  EXPECT_EQ(of(after_restart, id).sha256, of(after_restart, whole).sha256);
  EXPECT_FALSE(after_restart.resume(id, "member-1").value()) << "a done one has nothing to resume";
}

TEST_F(StatementExportsTest, ACancelDuringASliceWins) {
  record(900);
  auto exports = desk();
  const auto id = begin(exports, asked(ExportForm::csv));
  bool asked_once = false;
  ASSERT_TRUE(exports.work([&] {
    if (!asked_once) { EXPECT_TRUE(exports.cancel(id, "member-1").value()); }
    asked_once = true;
    return false;
  }));
  EXPECT_EQ(of(exports, id).state, "cancelled");
  EXPECT_EQ(of(exports, id).progress.statements, 0) << "the slice was not committed";
  EXPECT_TRUE(exports.resume(id, "member-1").value());
  make_all(exports);
  EXPECT_EQ(of(exports, id).progress.statements, 900);
  EXPECT_EQ(std::ranges::count(all_bytes(exports, id), '\n'), 901) << "what the lost slice wrote was cut off";
}

TEST_F(StatementExportsTest, ALargeOneIsSeveralFilesEachWithItsHeading) {
  record(900);
  auto small = desk(20'000);
  const auto id = begin(small, asked(ExportForm::csv));
  make_all(small);
  const auto done = of(small, id);
  ASSERT_GT(done.volumes.size(), 1u);
  std::int64_t statements = 0;
  std::string hashes;
  for (std::size_t number = 1; number <= done.volumes.size(); ++number) {
    const auto volume = small.volume(id, number, "member-1");
    ASSERT_TRUE(volume && *volume);
    EXPECT_TRUE((*volume)->starts_with("\xEF\xBB\xBF\"record.registration\","));
    EXPECT_EQ(base::sha256_hex(**volume), done.volumes[number - 1].sha256);
    EXPECT_EQ(std::ranges::count(**volume, '\n'), done.volumes[number - 1].statements + 1);
    statements += done.volumes[number - 1].statements;
    hashes += done.volumes[number - 1].sha256 + "\n";
    EXPECT_TRUE(done.volume_name(number).ends_with("-" + std::to_string(number) + ".csv")) << done.volume_name(number);
  }
  EXPECT_EQ(statements, 900);
  EXPECT_EQ(done.sha256, base::sha256_hex(hashes));
  for (const std::size_t none : {std::size_t{0}, done.volumes.size() + 1}) EXPECT_FALSE(small.volume(id, none, "member-1").value().has_value());
}

TEST_F(StatementExportsTest, WhatIsLostBetweenTwoSlicesIsMadeAgain) {
  record(900);
  auto exports = desk();
  const auto id = begin(exports, asked(ExportForm::json_lines));
  ASSERT_TRUE(exports.work([] { return false; }));
  std::filesystem::remove_all(path("exports"));   // another machine goes on, or somebody cleaned up
  make_all(exports);
  const auto done = of(exports, id);
  ASSERT_EQ(done.state, "done") << done.problem;
  EXPECT_EQ(done.progress.statements, 900);
  EXPECT_EQ(std::ranges::count(all_bytes(exports, id), '\n'), 900);
}

TEST_F(StatementExportsTest, AnotherNodeHandsOutWhatLiesInASharedFolderAndMakesTheSameWhereItHasNone) {
  record(900);
  auto exports = desk();
  const auto id = begin(exports, asked(ExportForm::csv));
  make_all(exports);
  const auto bytes = all_bytes(exports, id);
  export_folder::ExportFiles shared(path("exports"), sealer), own(path("own"), sealer);
  StatementExports second(store(), shared, *quiet.clock, log), third(store(), own, *quiet.clock, log);
  EXPECT_EQ(all_bytes(second, id), bytes);
  const auto elsewhere = third.volume(id, 1, "member-1");
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().code, base::Code::export_elsewhere);
  const auto again = third.again(id, "member-1");
  ASSERT_TRUE(again && *again);
  make_all(third);
  EXPECT_EQ(all_bytes(third, **again), bytes);
  EXPECT_EQ(of(third, **again).sha256, of(exports, id).sha256);
}

// A node that was thought dead and goes on writes into a file that nobody else has open.
TEST_F(StatementExportsTest, AFileThatAnotherProcessHasInHandWaits) {
  record(900);
  auto exports = desk();
  const auto id = begin(exports, asked(ExportForm::json_lines));
  ASSERT_TRUE(exports.work([] { return false; }));
  const int other = ::open(files.workpiece(id + "-1").c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(other, 0);
  ASSERT_EQ(::flock(other, LOCK_EX | LOCK_NB), 0);
  EXPECT_FALSE(exports.work([] { return false; }).value());
  EXPECT_EQ(of(exports, id).state, "running");
  EXPECT_EQ(of(exports, id).progress.statements, 200);
  ::close(other);
  make_all(exports);
  EXPECT_EQ(std::ranges::count(all_bytes(exports, id), '\n'), 900);
}

TEST_F(StatementExportsTest, TheFolderInTheWayIsAFailureThatCanBeResumed) {
  record(5);
  fakes::write_file(path("exports"), "a file where the folder should be");
  auto exports = desk();
  const auto id = begin(exports, asked(ExportForm::json_lines));
  make_all(exports);
  EXPECT_EQ(of(exports, id).state, "failed");
  EXPECT_EQ(of(exports, id).problem, "store.failed");
  std::filesystem::remove(path("exports"));
  EXPECT_TRUE(exports.resume(id, "member-1").value());
  make_all(exports);
  EXPECT_EQ(of(exports, id).state, "done");
}

TEST_F(StatementExportsTest, FiltersChooseAndHostileOnesChooseNothing) {
  record(3, "unit-a", "p1");
  record(4, "unit-b", "p2");
  auto exports = desk();
  const auto count = [&](const std::function<void(xapi::ExportAsked&)>& change) {
    auto one = asked(ExportForm::csv);
    change(one);
    const auto id = begin(exports, one);
    make_all(exports);
    return of(exports, id).progress.statements;
  };
  EXPECT_EQ(count([](auto&) {}), 7);
  EXPECT_EQ(count([](auto& one) { one.filter.unit_id = "unit-b"; }), 4);
  EXPECT_EQ(count([](auto& one) { one.filter.person = "p1"; }), 3);
  EXPECT_EQ(count([](auto& one) { one.filter.context_id = "course"; }), 7);
  EXPECT_EQ(count([](auto& one) { one.filter.registration = "r2"; }), 0);
  EXPECT_EQ(count([](auto& one) { one.kinds = {"answers"}; }), 5);
  EXPECT_EQ(count([](auto& one) { one.kinds = {"attempts"}; }), 2);
  EXPECT_EQ(count([](auto& one) { one.filter.unit_id = "' OR '1'='1"; }), 0);
  EXPECT_EQ(count([&](auto& one) { one.filter.from = quiet.clock->now(); }), 0);
  EXPECT_FALSE(exports.start([] { auto one = asked(ExportForm::csv); one.kinds = {"=cmd"}; return one; }(), "member-1"));
}

TEST_F(StatementExportsTest, FilesGoAfterAWhileAndTheSameCanBeMadeAgain) {
  record(5);
  auto exports = desk();
  const auto id = begin(exports, asked(ExportForm::csv));
  make_all(exports);
  const auto half = begin(exports, asked(ExportForm::csv));
  ASSERT_TRUE(exports.cancel(half, "member-1").value());
  const auto before = of(exports, id).sha256;
  quiet.clock->pass(kExportKept - std::chrono::hours(1));
  ASSERT_TRUE(exports.tidy());
  EXPECT_TRUE(exports.volume(id, 1, "member-1").value().has_value());
  quiet.clock->pass(std::chrono::hours(2));
  ASSERT_TRUE(exports.tidy());
  EXPECT_EQ(of(exports, id).state, "forgotten");
  EXPECT_FALSE(exports.volume(id, 1, "member-1").value().has_value());
  EXPECT_TRUE(files_left().empty());
  EXPECT_NE(exports.manifest(id).value().value_or("").find(before), std::string::npos) << "what it was is still known";
  const auto again = exports.again(id, "member-1");
  ASSERT_TRUE(again && *again);
  make_all(exports);
  EXPECT_EQ(of(exports, **again).sha256, before);
  EXPECT_FALSE(exports.again("no-such-id", "member-1").value().has_value());
}

TEST_F(StatementExportsTest, ItsEventSaysWhoExportedWhat) {
  record(2);
  auto exports = desk();
  const auto id = begin(exports, asked(ExportForm::csv));
  make_all(exports);
  const auto events = store().load_events(base::RegistrationId(ports::kNoRegistration), id);
  ASSERT_TRUE(events);
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ(record::type_name(events->front().payload), "statements_exported");
  const auto told = Json::parse(std::get<record::Other>(events->front().payload).json);
  EXPECT_EQ(told["who"], "member-1");
  EXPECT_EQ(told["sha256"], of(exports, id).sha256);
  EXPECT_EQ(told["asked"]["as_of"].back()["registration"], "r1");
}

}  // namespace
}  // namespace preceptor::app
