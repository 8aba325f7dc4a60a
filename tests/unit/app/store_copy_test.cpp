// store copy as a command: what it says, how far it is, and whom it lets.
#include <filesystem>

#include "core/base/uuid.hpp"
#include "core/credit/events.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/app/quiet_site.hpp"

namespace preceptor::app {
namespace {

using base::Json;

bool said_with(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(StoreCopyCommand, SaysWhatWasCopiedAndWhatNoDatabaseHolds) {
  QuietSite quiet;
  const fakes::TemporaryFolder folder;
  const std::string target = "sqlite:" + folder.path() + "/moved.db";
  const std::string said = quiet.run("store copy", {{"to", target}});
  ASSERT_EQ(quiet.code, 0) << said;
  EXPECT_TRUE(said_with(said, "copying site: ")) << said;
  EXPECT_TRUE(said_with(said, "comparing site: ")) << said;
  EXPECT_TRUE(said_with(said, "\nsite: ")) << said;
  EXPECT_TRUE(said_with(said, folder.path() + "/moved.db: ")) << said;
  EXPECT_TRUE(said_with(said, "every one as it was sealed. Finished.")) << said;
  for (const std::string& beside : {quiet.site->key_file(), quiet.site->text_key_folder(), quiet.site->export_folder()}) EXPECT_TRUE(said_with(said, "  " + beside + ": ")) << said;
  EXPECT_TRUE(said_with(said, quiet.site->store().path() + " still holds")) << said;
  EXPECT_TRUE(said_with(quiet.run("store copy", {{"to", target}}), "Nothing was done"));
  EXPECT_EQ(quiet.code, 0);

  // The site it is now, under the same key.
  std::string moved_key = folder.path() + "/moved.key";
  fakes::write_file(moved_key, fakes::read_file(quiet.site->key_file()));
  std::filesystem::permissions(moved_key, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  QuietSite moved({{"store", target}, {"vault", {{"key_file", moved_key}}}});
  EXPECT_EQ(moved.site->store().site_value("record_id").value_or(std::nullopt), quiet.site->store().site_value("record_id").value_or(std::nullopt));
  EXPECT_EQ(moved.site->key_digest().value_or(""), quiet.site->key_digest().value_or("another"));
}

TEST(StoreCopyCommand, SaysThatTheOldStoreWentOnWithoutTheCopy) {
  QuietSite quiet;
  const fakes::TemporaryFolder folder;
  const std::string target = "sqlite:" + folder.path() + "/moved.db";
  ASSERT_TRUE(said_with(quiet.run("store copy", {{"to", target}}), "Finished."));
  ports::NewEvent opened;
  opened.event.stream_kind = "person";
  opened.event.stream_id = base::uuid_v4();
  opened.event.registration = base::RegistrationId(ports::kNoRegistration);
  opened.event.person = base::PersonId("p1");
  opened.event.at = opened.event.recorded_at = quiet.clock->now();
  opened.event.payload = credit::payload_of(credit::CreditMoved{"c-1", credit::GrantState::issued, credit::GrantState::exported, {}, "command line", "x-1"});
  ports::UnitOfWork work;
  work.events.push_back(opened);
  ASSERT_TRUE(quiet.site->store().commit(work));
  const std::string said = quiet.run("store copy", {{"to", target}});
  EXPECT_EQ(quiet.code, -1) << said;
  EXPECT_TRUE(said_with(said, "since then this store took 1 event, which")) << said;
  EXPECT_FALSE(said_with(said, "Nothing was done")) << said;
}

TEST(StoreCopyCommand, IsReadByMachines) {
  QuietSite quiet;
  const fakes::TemporaryFolder folder;
  const std::string said = quiet.run("store copy", {{"to", "sqlite:" + folder.path() + "/moved.db"}, {"json", true}});
  ASSERT_EQ(quiet.code, 0) << said;
  const Json row = Json::parse(said.substr(said.find("{\n")));
  EXPECT_EQ(row["was_finished"], false);
  EXPECT_EQ(row["faults"], 0);
  EXPECT_GT(row["tables"].size(), 30U);
  for (const Json& table : row["tables"]) EXPECT_EQ(table["sha256"].get<std::string>().size(), 64U) << table;
  EXPECT_EQ(row["key_file"], quiet.site->key_file());
}

TEST(StoreCopyCommand, IsRefusedWithoutATargetAndWhileTheSiteIsServed) {
  QuietSite quiet;
  EXPECT_TRUE(said_with(quiet.run("store copy"), "to is required"));
  EXPECT_TRUE(said_with(quiet.run("store copy", {{"to", "/var/lib/other.db"}}), "to must be an address"));
  EXPECT_TRUE(said_with(quiet.run("store copy", {{"to", "postgresql://u:verysecret@127.0.0.1:1/db"}}), "does not answer"));
  EXPECT_FALSE(said_with(quiet.run("store copy", {{"to", "postgresql://u:verysecret@127.0.0.1:1/db"}}), "verysecret"));
  EXPECT_EQ(quiet.code, -1);
  const Json args = {{"to", "sqlite:/tmp/never.db"}};
  const CommandIo io;
  CommandContext serving{*quiet.site, args, io, false, true};
  const auto refused = find_command("store copy")(serving);
  ASSERT_FALSE(refused);
  EXPECT_EQ(base::info(refused.error().code).name, "store.in_use");
}

TEST(StoreCopyCommand, IsNotedAsALook) {
  QuietSite quiet;
  const Json args = Json::object();
  const CommandIo io;
  const CommandContext context{*quiet.site, args, io, false};
  ASSERT_TRUE(note_run(context, "store copy"));
  ports::AuditFilter filter;
  filter.to = quiet.clock->now() + std::chrono::hours(1);
  const auto rows = quiet.site->store().list_audit(filter);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front().kind, "saw");
}

}  // namespace
}  // namespace preceptor::app
