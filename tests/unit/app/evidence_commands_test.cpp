// export evidence, verify and keys evidence, over a site with a record: what was made is good, what was changed is named.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/uuid.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/app/console.hpp"

namespace preceptor::app {
namespace {

using base::Json;

class EvidenceCommands : public testing::Test {
 protected:
  // One sealed statement of an attempt at that unit.
  void record(const std::string& unit) {
    ports::NewEvent made;
    made.event.stream_id = base::uuid_v4();
    made.event.registration = base::RegistrationId("r1");
    made.event.person = base::PersonId("p1");
    made.event.at = made.event.recorded_at = quiet.clock->now();
    made.event.payload = record::AttemptOpened{unit, "en", std::string(64, 'a'), "course", "link", 1, 5, true};
    record::Rendering statement;
    statement.id = record::rendering_id(made.event, "t", 1, "identified");
    statement.template_name = "t";
    statement.body = Json{{"id", statement.id.str()}, {"of", unit}}.dump();
    made.renderings = {statement};
    ports::UnitOfWork work;
    work.events = {made};
    ASSERT_TRUE(quiet.site->store().commit(work));
    const auto lease = quiet.site->store().acquire_lease("sealer", "test", quiet.clock->now(), std::chrono::hours(1));
    ASSERT_TRUE(lease && *lease);
    ASSERT_TRUE(quiet.site->store().seal_events(**lease, 100));
    quiet.clock->pass(base::Milliseconds(1000));
  }
  std::string path(const std::string& name) const { return folder.path() + "/" + name; }
  std::string bundle(const std::string& name, Json more = Json::object()) {
    more["out"] = path(name);
    const std::string said = quiet.run("export evidence", more);
    EXPECT_EQ(quiet.code, 0) << said;
    return fakes::read_file(path(name));
  }
  std::string verify(const std::string& name, Json more = Json::object()) {
    more["file"] = path(name);
    return stranger.run("verify", more);
  }
  Json key() { return Json::parse(quiet.run("keys evidence", {{"json", true}})); }
  static bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }

  fakes::TemporaryFolder folder;
  QuietSite quiet, stranger;   // who verifies has another site, or none
};

TEST_F(EvidenceCommands, ABundleIsGoodSaysWhoSignedItAndIsTheSameAgain) {
  for (const char* unit : {"unit-a", "unit-b", "unit-a"}) record(unit);
  const std::string one = bundle("one.zip");
  EXPECT_EQ(one, bundle("two.zip"));
  const std::string said = verify("one.zip");
  EXPECT_EQ(stranger.code, 0) << said;
  const std::string kid = key()["kid"];
  EXPECT_TRUE(has(said, "Signed by key " + kid + ", which came with the bundle")) << said;
  EXPECT_TRUE(has(said, "3 statements")) << said;
  EXPECT_TRUE(has(said, "Registration r1: positions 1 to 3, as of position 3")) << said;
  EXPECT_TRUE(has(said, "Good")) << said;
  record("unit-c");
  EXPECT_NE(one, bundle("three.zip")) << "the record has grown";
}

TEST_F(EvidenceCommands, AChangedByteIsNamedWithItsLine) {
  record("unit-a");
  record("unit-b");
  std::string bytes = bundle("one.zip");
  const std::size_t at = bytes.find("\"of\":\"unit-b\"");
  ASSERT_NE(at, std::string::npos);
  bytes[at + 6] = 'U';
  fakes::write_file(path("changed.zip"), bytes);
  const std::string said = verify("changed.zip");
  EXPECT_EQ(stranger.code, 1);
  EXPECT_TRUE(has(said, "changed: statements.jsonl line 2 (statement ")) << said;
  EXPECT_TRUE(has(said, "Not good: 2 differences")) << said;
  const std::string lines = verify("changed.zip", {{"json", true}});
  EXPECT_FALSE(Json::parse(lines.substr(lines.rfind('\n', lines.size() - 2) + 1))["good"].get<bool>()) << lines;
  fakes::write_file(path("no.zip"), "no bundle");
  EXPECT_TRUE(has(verify("no.zip"), "bundle.malformed"));
  EXPECT_EQ(stranger.code, -1);
  EXPECT_TRUE(has(verify("nowhere.zip"), "bundle.malformed"));
}

TEST_F(EvidenceCommands, AnotherKeyThanTheOneExpectedIsRefused) {
  record("unit-a");
  const Json before = key();
  fakes::write_file(path("key.pem"), before["pem"]);
  bundle("old.zip");
  quiet.run("keys rotate", {{"evidence", true}});
  ASSERT_EQ(quiet.code, 0);
  const Json after = key();
  EXPECT_NE(before["kid"], after["kid"]);
  EXPECT_EQ(after["retired"][0]["kid"], before["kid"]);
  bundle("new.zip");
  verify("old.zip", {{"thumbprint", before["kid"]}, {"key", path("key.pem")}});
  EXPECT_EQ(stranger.code, 0) << "made before, good for ever";
  for (const Json& expected : {Json{{"thumbprint", before["kid"]}}, Json{{"key", path("key.pem")}}}) {
    EXPECT_TRUE(has(verify("new.zip", expected), "key: manifest.jws: signed by key " + after["kid"].get<std::string>()));
    EXPECT_EQ(stranger.code, 1);
  }
  EXPECT_TRUE(has(quiet.run("keys rotate", {{"evidence", true}, {"vault", true}}), "--evidence goes with none of"));
}

TEST_F(EvidenceCommands, SelectionsAndEventsAreKept) {
  record("unit-a");
  const std::string bytes = bundle("one.zip", {{"events", true}, {"to", "2000-01-01"}});
  EXPECT_TRUE(has(verify("one.zip"), "0 statements"));
  EXPECT_EQ(stranger.code, 0) << "nothing is a bundle too";
  EXPECT_TRUE(has(verify("one.zip"), "nothing selected"));
  EXPECT_FALSE(has(bundle("plain.zip"), "attempt_opened"));
  EXPECT_TRUE(has(bundle("whole.zip", {{"events", true}}), "attempt_opened"));
  verify("whole.zip");
  EXPECT_EQ(stranger.code, 0);
  EXPECT_TRUE(has(quiet.run("export evidence", {{"out", path("no/such/folder.zip")}}), "cannot be written"));
  EXPECT_TRUE(has(quiet.run("export evidence"), "out is required"));
}

TEST_F(EvidenceCommands, ARequestIsMadeAndOnlyAFittingCertificateIsTaken) {
  const std::string request = quiet.run("keys evidence", {{"request", "Harbour CME"}});
  EXPECT_TRUE(request.starts_with("-----BEGIN CERTIFICATE REQUEST-----")) << request;
  EXPECT_TRUE(has(quiet.run("keys evidence", {{"request", std::string(65, 'x')}}), "certificate.unfit"));
  fakes::write_file(path("not.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  EXPECT_TRUE(has(quiet.run("keys evidence", {{"certificate", path("not.pem")}}), "certificate.unfit"));
  EXPECT_TRUE(has(quiet.run("keys evidence"), "certificate  none"));
}

TEST_F(EvidenceCommands, OneThatStaffDownloadIsTheLastExportOfTheCheckToo) {
  record("unit-a");
  ConsoleBrowser staff(quiet, "/staff");
  staff.sign_in_staff(ConsoleBrowser::add(quiet, web::StaffRole::accreditation, "Member"));
  EXPECT_EQ(staff.post("/staff/evidence", {{"from", "no day"}}).status, 422);
  EXPECT_FALSE(*quiet.site->store().last_copy(ports::Copy::exported)) << "nothing was made";
  ASSERT_EQ(staff.post("/staff/evidence").status, 200);
  const auto noted = quiet.site->store().last_copy(ports::Copy::exported);
  ASSERT_TRUE(noted && *noted);
  EXPECT_EQ(**noted, quiet.clock->now());
}

}  // namespace
}  // namespace preceptor::app
