// preceptor person export|erase and store check on an opened site.
#include "tests/unit/app/quiet_site.hpp"

#include <filesystem>
#include <fstream>

#include "core/base/uuid.hpp"
#include "core/credit/events.hpp"
#include "core/record/erasure.hpp"
#include "web/claims/prefill.hpp"

namespace preceptor::app {
namespace {

using base::Json;

Json lms() {
  return {{"name", "LMS"}, {"issuer", "https://lms.example.org"}, {"client_id", "client-1"}, {"deployment_ids", {"1"}},
          {"authorization_endpoint", "https://lms.example.org/auth"}, {"token_endpoint", "https://lms.example.org/token"}, {"jwks_uri", "https://lms.example.org/jwks"}};
}

// A site with the work of two learners, sealed; a record store is connected.
class PersonCommands : public testing::Test {
 protected:
  PersonCommands() : quiet_(Json{{"platforms", Json::array({lms()})}}) {}

  void SetUp() override {
    const auto registrations = store().list_registrations();
    ASSERT_TRUE(registrations && !registrations->empty());
    registration_ = registrations->front();
    xapi::LrsRow row;
    row.name = "LRS";
    row.endpoint = "https://lrs.example.org/xapi/";
    row.store_id = "lrs-1";
    ASSERT_TRUE(store().save_lrs(row));
    work_of("ann", kAnn_);
    work_of("bob", kBob_);
    credit::Profile typed;
    typed.family_name = "Family";
    typed.npi = "1234567893";
    ASSERT_TRUE(quiet_.site->identifiers().save_profile(registration_.platform, base::PersonId("ann"), typed, {"learner", "profile page"}));
    seal();
  }

  store::Store& store() { return quiet_.site->store(); }

  // Two statements, a text and the mapping of "sub-<name>".
  void work_of(const std::string& name, const std::string& stream) {
    ports::UnitOfWork work;
    work.persons.push_back({registration_.platform, "sub-" + name, base::PersonId(name)});
    for (int seq = 1; seq <= 2; ++seq) {
      ports::NewEvent made;
      made.event.stream_id = stream;
      made.event.seq = seq;
      made.event.registration = registration_.id;
      made.event.person = base::PersonId(name);
      made.event.at = made.event.recorded_at = quiet_.clock->now();
      made.event.payload = record::DisclosureShown{"page"};
      record::Rendering statement;
      statement.id = record::rendering_id(made.event, "t", 1, "identified");
      statement.template_name = "t";
      statement.body = R"({"actor":"sub-)" + name + R"("})";
      made.renderings.push_back(statement);
      work.events.push_back(made);
    }
    work.texts.push_back({registration_.id, stream, 2, base::PersonId(name), "q1", "salt", "words of " + name});
    const auto done = store().commit(work);
    ASSERT_TRUE(done) << base::describe(done.error());
  }

  void seal() {
    const auto lease = store().acquire_lease("sealer", "test", quiet_.clock->now(), std::chrono::seconds(30));
    ASSERT_TRUE(lease && *lease);
    ASSERT_TRUE(store().seal_events(**lease, 1000));
  }
  Json json_of(const std::string& command, Json args = Json::object()) {
    args["json"] = true;
    const std::string said = quiet_.run(command, args);
    const auto json = base::parse_json(said);
    EXPECT_TRUE(json) << said;
    return json ? *json : Json();
  }
  std::vector<Json> statements() {
    std::vector<Json> found;
    const auto walked = store().export_statements({}, [&](const xapi::QueuedStatement& one) {
      found.push_back(Json::parse(one.body));
      return true;
    });
    EXPECT_TRUE(walked);
    return found;
  }

  const std::string kAnn_ = base::uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "ann"), kBob_ = base::uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "bob");
  QuietSite quiet_;
  lti::Registration registration_;
};

TEST_F(PersonCommands, ExportsAllOfOnePersonAndNothingOfAnother) {
  const std::string text = quiet_.run("person export", {{"platform", "LMS"}, {"subject", "sub-ann"}});
  ASSERT_EQ(quiet_.code, kGood) << text;
  EXPECT_EQ(text.find("bob"), std::string::npos) << text;
  const Json held = Json::parse(text);
  EXPECT_EQ(held["person"], "ann");
  EXPECT_EQ(held["mapping"][0]["subject"], "sub-ann");
  EXPECT_EQ(held["texts"][0]["text"], "words of ann");
  EXPECT_EQ(held["statements"][0]["statement"]["actor"], "sub-ann");
  EXPECT_EQ(held["events"].size(), 2u);
  EXPECT_EQ(held["profile"]["npi"], "1234567893") << held["profile"].dump();
  EXPECT_EQ(held["looks"].back()["why"], "person export") << "the look itself is logged";
  EXPECT_FALSE(held["not_in_it"].empty());
}

TEST_F(PersonCommands, ASecondWayToNameAPersonAndWhatIsNoName) {
  EXPECT_EQ(Json::parse(quiet_.run("person export", {{"person", "bob"}}))["mapping"][0]["subject"], "sub-bob");
  for (const Json& args : {Json::object(), Json{{"platform", "LMS"}}, Json{{"person", "ann"}, {"platform", "LMS"}, {"subject", "sub-ann"}}, Json{{"person", "nobody"}},
                           Json{{"platform", "LMS"}, {"subject", "sub-cyd"}}, Json{{"platform", "Other"}, {"subject", "sub-ann"}}}) {
    quiet_.run("person export", args);
    EXPECT_EQ(quiet_.code, -1) << args.dump();
    quiet_.run("person erase", args);
    EXPECT_EQ(quiet_.code, -1) << args.dump();
  }
}

TEST_F(PersonCommands, ADryRunSaysWhatWouldGoAndChangesNothing) {
  const std::string before = quiet_.run("person export", {{"person", "bob"}});
  const Json would = json_of("person erase", {{"person", "bob"}, {"void", true}, {"dry_run", true}});
  EXPECT_EQ(would["taken"]["statements"], 2);
  EXPECT_EQ(would["taken"]["texts"], 1);
  EXPECT_EQ(would["voided"], 2);
  EXPECT_EQ(Json::parse(before)["events"], Json::parse(quiet_.run("person export", {{"person", "bob"}}))["events"]);
  EXPECT_EQ(statements().size(), 4u);
}

TEST_F(PersonCommands, ErasesVoidsInOrderAndTheRecordStaysAsItWasSealed) {
  std::vector<std::string> ids;
  const auto streams = store().streams_of(base::PersonId("ann"));
  ASSERT_TRUE(streams && streams->size() == 1);
  for (const auto& one : streams->front().sealed) ids.push_back(one.id.str());
  const Json erased = json_of("person erase", {{"person", "ann"}, {"void", true}});
  EXPECT_EQ(erased["taken"]["statements"], 2);
  EXPECT_EQ(erased["taken"]["mapping"], 1);
  EXPECT_EQ(erased["taken"]["profile"], 1);
  EXPECT_EQ(erased["voided"], 2);
  seal();
  const Json checked = json_of("store check");
  EXPECT_EQ(quiet_.code, kGood) << checked.dump(2);
  std::vector<std::string> voided;
  int others = 0;
  for (const Json& one : statements()) {
    EXPECT_EQ(one.dump().find("ann"), std::string::npos) << one.dump();
    if (!one.contains("verb")) ++others;
    else voided.push_back(one["object"]["id"].get<std::string>());
  }
  EXPECT_EQ(others, 2) << "bob's";
  EXPECT_EQ(voided, ids) << "in the order they were made";

  const Json again = json_of("person erase", {{"person", "ann"}, {"void", true}});
  EXPECT_EQ(again["erased_before"], true);
  EXPECT_EQ(again["voided"], 0);
  EXPECT_TRUE(again["taken"].empty()) << again.dump();
  seal();
  EXPECT_EQ(statements().size(), 4u);
  const Json left = Json::parse(quiet_.run("person export", {{"person", "ann"}}));
  EXPECT_EQ(left["erased"], true);
  EXPECT_TRUE(left["texts"].empty());
  EXPECT_EQ(left.dump().find("sub-ann"), std::string::npos) << left.dump(2);
  EXPECT_EQ(left.dump().find("1234567893"), std::string::npos);
}

TEST_F(PersonCommands, NamesTheCopiesThatHoldThePersonStillWithTheirDay) {
  const std::string file = quiet_.site->store().path() + ".copy", late = file + "2";
  const base::Instant made = quiet_.clock->now();
  quiet_.run("store backup", {{"file", file}});
  ASSERT_EQ(quiet_.code, kGood);
  quiet_.clock->pass(std::chrono::seconds(1));
  const Json erased = json_of("person erase", {{"person", "ann"}});
  ASSERT_EQ(erased["elsewhere"].size(), 1u) << erased.dump(2);
  EXPECT_EQ(erased["elsewhere"][0]["kind"], "backup");
  EXPECT_EQ(erased["elsewhere"][0]["name"], file);
  EXPECT_EQ(erased["elsewhere"][0]["until"], base::format_rfc3339(made + std::chrono::hours(24) * 90));
  EXPECT_EQ(erased["voided"], 0) << "only when it is asked for";
  EXPECT_EQ(json_of("store check", {{"file", file}})["good"], true) << "the copy of before";
  quiet_.clock->pass(std::chrono::seconds(1));
  quiet_.run("store backup", {{"file", late}});
  ASSERT_EQ(quiet_.code, kGood);
  EXPECT_EQ(json_of("store check", {{"file", late}})["good"], true);
  EXPECT_EQ(json_of("person erase", {{"person", "ann"}})["elsewhere"].size(), 1u) << "a copy made since does not hold the person";
}

TEST_F(PersonCommands, ABackupThatSomethingElseMadeIsNamedToo) {
  const base::Instant began = quiet_.clock->now();
  quiet_.clock->pass(std::chrono::minutes(5));
  json_of("person erase", {{"person", "bob"}});   // while the copy was being made
  EXPECT_EQ(json_of("store backup", {{"file", "/nowhere/night.dump"}, {"made_elsewhere", base::format_rfc3339(began)}})["at"], base::format_rfc3339(began));
  for (const char* person : {"ann", "bob"}) {
    const Json named = json_of("person erase", {{"person", person}, {"dry_run", true}})["elsewhere"];
    ASSERT_EQ(named.size(), 1u) << person << named.dump(2);
    EXPECT_EQ(named[0]["name"], "/nowhere/night.dump");
  }
  const auto last = store().last_copy(ports::Copy::backup);
  ASSERT_TRUE(last && *last);
  EXPECT_EQ(**last, began);
  for (const char* when : {"yesterday", "2999-01-01T00:00:00Z"}) {
    quiet_.run("store backup", {{"file", "/nowhere/night.dump"}, {"made_elsewhere", when}});
    EXPECT_EQ(quiet_.code, -1) << when;
  }
}

TEST_F(PersonCommands, ABackupThatOthersMayReadIsToldOf) {
  const std::string file = store().path() + ".dump", began = base::format_rfc3339(quiet_.clock->now());
  std::ofstream(file) << "a dump";
  for (const auto& [mode, said] : {std::pair{std::filesystem::perms(0644), true}, std::pair{std::filesystem::perms(0600), false}}) {
    std::filesystem::permissions(file, mode);
    EXPECT_EQ(quiet_.run("store backup", {{"file", file}, {"made_elsewhere", began}}).find("Other users of this machine may read it") != std::string::npos, said);
    EXPECT_EQ(json_of("store backup", {{"file", file}, {"made_elsewhere", began}})["open_to_others"], said);
  }
  EXPECT_EQ(json_of("store backup", {{"file", "/nowhere/night.dump"}, {"made_elsewhere", began}})["open_to_others"], false);
  std::filesystem::remove(file);
}

TEST_F(PersonCommands, AnExportsFileIsItsOwnersAloneAndIsNamedToThatPersonsErasureOnly) {
  const std::string file = store().path() + ".person";
  quiet_.run("person export", {{"person", "ann"}, {"out", file}});
  ASSERT_EQ(quiet_.code, kGood);
  EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_TRUE(json_of("person erase", {{"person", "bob"}, {"dry_run", true}})["elsewhere"].empty());
  const Json named = json_of("person erase", {{"person", "ann"}, {"dry_run", true}})["elsewhere"];
  ASSERT_EQ(named.size(), 1u) << named.dump(2);
  EXPECT_EQ(named[0]["kind"], "person export");
  EXPECT_EQ(named[0]["name"], file);
}

TEST_F(PersonCommands, WhatARosterSaidOfHerIsOpenedInTheExportAndGoesWithHer) {
  credit::Profile listed;
  listed.family_name = "Listed";
  ports::UnitOfWork work;
  ports::Projection row;
  row.registration = base::RegistrationId(ports::kNoRegistration);
  row.kind = web::kRosterRow;
  row.id = registration_.platform.str() + "/sub-ann";
  row.body = web::seal_profile_body(quiet_.site->sealer(), listed);
  work.projections.push_back(row);
  ASSERT_TRUE(store().commit(work));
  const Json held = Json::parse(quiet_.run("person export", {{"person", "ann"}}));
  ASSERT_EQ(held["roster"].size(), 1u);
  EXPECT_EQ(held["roster"][0]["body"]["family_name"], "Listed") << held["roster"].dump(2);
  EXPECT_TRUE(Json::parse(quiet_.run("person export", {{"person", "bob"}}))["roster"].empty());
  EXPECT_EQ(json_of("person erase", {{"person", "ann"}})["taken"]["roster"], 1);
}

// The database and its log as they lie on the disk.
std::string bytes_on_disk(const std::string& database) {
  std::string all;
  for (const char* end : {"", "-wal"}) {
    std::ifstream in(database + end, std::ios::binary);
    all.append(std::istreambuf_iterator<char>(in), {});
  }
  return all;
}

std::size_t files_below(const std::string& folder) {
  std::size_t count = 0;
  for (const auto& one : std::filesystem::recursive_directory_iterator(folder)) count += one.is_regular_file() ? 1 : 0;
  return count;
}

TEST_F(PersonCommands, WordsLieSealedAndTheirKeyGoesWithThePerson) {
  EXPECT_EQ(bytes_on_disk(store().path()).find("words of ann"), std::string::npos);
  const auto read = store().load_texts(registration_.id, kAnn_);
  ASSERT_TRUE(read && read->size() == 1) << (read ? std::to_string(read->size()) : base::describe(read.error()));
  EXPECT_EQ(read->front().text, "words of ann");
  EXPECT_EQ(read->front().salt, "salt");
  EXPECT_EQ(files_below(quiet_.site->text_key_folder()), 2u);
  ASSERT_EQ(json_of("person erase", {{"person", "ann"}})["taken"]["texts"], 1);
  EXPECT_EQ(files_below(quiet_.site->text_key_folder()), 1u);
  EXPECT_EQ(store().load_texts(registration_.id, kBob_)->size(), 1u);
}

// Ended between the transaction and what comes after it: the store is done, her key is still there.
TEST_F(PersonCommands, AnErasureThatWasInterruptedIsFinishedByRunningItAgain) {
  QuietLog log;
  store::StoreOptions options;
  options.url = "sqlite:" + store().path();
  auto opened = store::Store::open(options, *quiet_.clock, log);
  ASSERT_TRUE(opened) << base::describe(opened.error());
  ports::NewEvent gone;
  gone.event.stream_kind = "person";
  gone.event.stream_id = credit::person_stream(base::PersonId("ann"));
  gone.event.registration = base::RegistrationId(ports::kNoRegistration);
  gone.event.person = base::PersonId("ann");
  gone.event.at = gone.event.recorded_at = quiet_.clock->now();
  gone.event.payload = record::person_erased("command line", false);
  ASSERT_TRUE((*opened)->erase_person(base::PersonId("ann"), {gone}));
  ASSERT_EQ(files_below(quiet_.site->text_key_folder()), 2u);
  quiet_.run("person erase", {{"platform", "LMS"}, {"subject", "sub-ann"}});
  EXPECT_EQ(quiet_.code, -1) << "her account is gone";
  EXPECT_EQ(quiet_.run("person erase", {{"person", "ann"}}).find("Erasing ann. If this is interrupted, run it again with this id."), 0u);
  EXPECT_EQ(quiet_.code, kGood);
  EXPECT_EQ(files_below(quiet_.site->text_key_folder()), 1u);
  seal();
  EXPECT_EQ(json_of("store check")["faults"], 0);
}

TEST_F(PersonCommands, WhatWasWrittenPlainBeforeIsSealedByUpkeep) {
  // As an earlier version wrote: a store on the same database that knows no keys.
  QuietLog log;
  store::StoreOptions options;
  options.url = "sqlite:" + store().path();
  auto opened = store::Store::open(options, *quiet_.clock, log);
  ASSERT_TRUE(opened) << base::describe(opened.error());
  store::Store& plain = **opened;
  ports::UnitOfWork work;
  work.texts.push_back({registration_.id, kBob_, 1, base::PersonId("bob"), "q0", "salt", "plain words of bob"});
  work.texts.push_back({registration_.id, kBob_, 1, base::PersonId(), "sheet", "salt", "an organisation's words"});
  ASSERT_TRUE(plain.commit(work));
  EXPECT_EQ(store().load_texts(registration_.id, kBob_)->size(), 3u) << "plain and sealed are read alike";
  ASSERT_TRUE(quiet_.site->tend_texts());
  EXPECT_EQ(*store().seal_plain_texts(10), 0) << "none is left";
  const auto read = store().load_texts(registration_.id, kBob_);
  ASSERT_TRUE(read && read->size() == 3u);
  EXPECT_EQ((*read)[0].text, "plain words of bob");
  EXPECT_EQ((*read)[1].text, "an organisation's words");
  const auto without = plain.load_texts(registration_.id, kBob_);
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, base::Code::key_unreadable);
}

TEST_F(PersonCommands, TextsRestoredWithoutTheirKeysAreCounted) {
  EXPECT_EQ(json_of("store check")["texts_without_key"], 0);
  std::filesystem::remove_all(quiet_.site->text_key_folder());
  EXPECT_EQ(json_of("store check")["texts_without_key"], 2);
  const std::string said = quiet_.run("store check");
  EXPECT_NE(said.find("2 texts of learners cannot be read"), std::string::npos) << said;
  EXPECT_NE(said.find("erased since the backup was made: erase them again, and bring back no older copy"), std::string::npos) << "nobody is told to undo an erasure\n" << said;
  EXPECT_NE(said.find("If the folder itself was lost, bring it back from its own copy"), std::string::npos) << said;
  EXPECT_TRUE(store().load_texts(registration_.id, kAnn_)->empty());
}

TEST_F(PersonCommands, ACheckComparesWithWhatAnEarlierOneFound) {
  const std::string earlier = store().path() + ".checked";
  const Json before = json_of("store check");
  const auto keep = [&](const Json& json) { std::ofstream(earlier) << json.dump(); };
  keep(before);
  work_of("cyd", base::uuid_v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "cyd"));
  seal();
  EXPECT_EQ(json_of("store check", {{"since", earlier}})["faults"], 0) << "the record went on";
  Json other = before;
  other["registrations"][0]["seal"] = std::string(64, '0');
  keep(other);
  const Json changed = json_of("store check", {{"since", earlier}});
  EXPECT_EQ(quiet_.code, kRed);
  ASSERT_EQ(changed["faults"], 1) << changed.dump(2);
  EXPECT_EQ(changed["findings"][0]["fault"], "head");
  EXPECT_EQ(changed["findings"][0]["position"], before["registrations"][0]["events"]);
  other = before;
  other["registrations"][0]["events"] = 1000;   // there were more
  keep(other);
  EXPECT_NE(quiet_.run("store check", {{"since", earlier}}).find("position 1000: the earlier check found the seal"), std::string::npos);
  EXPECT_EQ(quiet_.code, kRed);
  for (const char* text : {"", "{}", R"({"registrations":[{}]})"}) {
    std::ofstream(earlier) << text;
    quiet_.run("store check", {{"since", earlier}});
    EXPECT_EQ(quiet_.code, -1) << text;
  }
}

TEST_F(PersonCommands, ACheckNamesWhatWasChangedAndIsRed) {
  EXPECT_NE(quiet_.run("store check").find("every one as it was sealed. Good."), std::string::npos);
  EXPECT_EQ(quiet_.code, kGood);
  // A record whose bytes went without an erasure.
  ASSERT_TRUE(store().erase_person(base::PersonId("bob"), {}));
  const Json checked = json_of("store check");
  EXPECT_EQ(quiet_.code, kRed);
  EXPECT_EQ(checked["faults"], 2);
  EXPECT_EQ(checked["findings"][0]["fault"], "bytes_missing");
  EXPECT_EQ(checked["findings"][0]["event"], kBob_ + "/1");
  const std::string text = quiet_.run("store check");
  EXPECT_NE(text.find("bytes_missing: registration " + registration_.id.str() + ", position "), std::string::npos) << text;
  EXPECT_NE(text.find("2 differences. Not good."), std::string::npos) << text;
}

}  // namespace
}  // namespace preceptor::app
