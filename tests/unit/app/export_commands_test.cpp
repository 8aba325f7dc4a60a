// export xapi to a file: forms, filters, an interruption that goes on, the same bytes as before, and what is refused.
#include <algorithm>
#include <filesystem>

#include "core/base/digest.hpp"
#include "tests/unit/app/export_bench.hpp"

namespace preceptor::app {
namespace {

class ExportCommands : public ExportBench {
 protected:
  std::string run(const std::string& out, Json more = Json::object()) {
    more["out"] = path(out);
    return quiet.run("export xapi", more);
  }
  std::string bytes(const std::string& out) const { return fakes::read_file(path(out)); }
  Json manifest(const std::string& out) const { return Json::parse(bytes(out + ".manifest.json")); }
  static bool has(const std::string& text, const std::string& what) { return text.find(what) != std::string::npos; }
  // The command, cancelled when that many positions were looked at.
  void interrupt(const std::string& out, Json more, std::uint64_t after) {
    more["out"] = path(out);
    CommandIo io;
    io.write = [](int, std::string_view) { return true; };
    io.progress = [&](std::string_view, std::uint64_t done, std::uint64_t) { return done < after; };
    CommandContext context{*quiet.site, more, io, false};
    const auto done = find_command("export xapi")(context);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, base::Code::command_cancelled);
  }
  // As the platform's launch would have made them known.
  void know(const std::string& subject, const std::string& person) {
    const auto all = store().list_registrations();
    ASSERT_TRUE(all && !all->empty());
    ports::UnitOfWork work;
    work.persons.push_back({all->front().platform, subject, base::PersonId(person)});
    ASSERT_TRUE(store().commit(work));
  }
};

TEST_F(ExportCommands, BothFormsWithAManifestThatHasTheHash) {
  record(450);
  EXPECT_TRUE(has(run("all.jsonl"), "450 statements exported.")) << quiet.code;
  EXPECT_TRUE(has(run("all.csv", {{"format", "csv"}}), "450 statements exported."));
  EXPECT_EQ(std::ranges::count(bytes("all.jsonl"), '\n'), 450);
  EXPECT_EQ(std::ranges::count(bytes("all.csv"), '\n'), 451);
  EXPECT_TRUE(has(bytes("all.csv"), ",\"'=p1\",")) << "no formula";
  for (const char* name : {"all.jsonl", "all.csv"}) {
    EXPECT_EQ(manifest(name)["sha256"], base::sha256_hex(bytes(name)));
    EXPECT_EQ(manifest(name)["statements"], 450);
    EXPECT_FALSE(std::filesystem::exists(path(std::string(name) + ".part")) || std::filesystem::exists(path(std::string(name) + ".part.json")));
  }
  const std::string printed = quiet.run("export xapi", {{"format", "csv"}});
  EXPECT_TRUE(printed.starts_with(bytes("all.csv"))) << "the reader gets the same";
}

TEST_F(ExportCommands, AnInterruptedOneGoesOnAsOfTheSamePositions) {
  record(900);
  run("whole.csv", {{"format", "csv"}});
  interrupt("cut.csv", {{"format", "csv"}}, 300);
  EXPECT_FALSE(std::filesystem::exists(path("cut.csv")));
  record(50);   // meanwhile
  fakes::write_file(path("cut.csv.part"), bytes("cut.csv.part") + "what a crash wrote behind the note");
  const std::string said = run("cut.csv", {{"format", "csv"}});
  EXPECT_TRUE(has(said, "Going on after 400 statements.") && has(said, "900 statements exported.")) << said;
  EXPECT_EQ(bytes("cut.csv"), bytes("whole.csv"));
  EXPECT_EQ(manifest("cut.csv")["sha256"], base::sha256_hex(bytes("cut.csv")));
}

TEST_F(ExportCommands, WhatLayInItsPlaceGivesNobodyAccess) {
  fakes::write_file(path("loose.csv.part"), "");
  std::filesystem::permissions(path("loose.csv.part"), std::filesystem::perms(0666));
  run("loose.csv");
  ASSERT_EQ(quiet.code, 0);
  EXPECT_EQ(std::filesystem::status(path("loose.csv")).permissions(), std::filesystem::perms(0600));
  fakes::write_file(path("victim"), "precious");
  std::filesystem::create_symlink(path("victim"), path("led.csv.part"));
  run("led.csv");
  EXPECT_NE(quiet.code, 0);
  EXPECT_EQ(bytes("victim"), "precious");
  EXPECT_FALSE(std::filesystem::exists(path("led.csv")));
}

TEST_F(ExportCommands, WhatAnotherExportLeftIsNotTakenFor) {
  record(900);
  interrupt("cut.csv", {{"format", "csv"}}, 300);
  const std::string refused = run("cut.csv", {{"format", "jsonl"}});
  EXPECT_TRUE(has(refused, "what another export left unfinished")) << refused;
  EXPECT_TRUE(has(run("cut.csv", {{"afresh", true}}), "900 statements exported."));
  interrupt("torn.csv", {{"format", "csv"}}, 300);
  fakes::write_file(path("torn.csv.part.json"), "{\"asked\":");
  EXPECT_TRUE(has(run("torn.csv", {{"format", "csv"}}), "what another export left unfinished"));
  interrupt("gone.csv", {{"format", "csv"}}, 300);
  std::filesystem::remove(path("gone.csv.part"));
  EXPECT_TRUE(has(run("gone.csv", {{"format", "csv"}}), "900 statements exported."));
  EXPECT_EQ(std::ranges::count(bytes("gone.csv"), '\n'), 901);
}

TEST_F(ExportCommands, TheSameAsOfAnEarlierManifestIsTheSameBytes) {
  record(30);
  run("first.jsonl", {{"unit", "unit-a"}});
  record(20);
  run("later.jsonl", {{"unit", "unit-a"}});
  EXPECT_NE(bytes("later.jsonl"), bytes("first.jsonl"));
  run("again.jsonl", {{"unit", "unit-a"}, {"as_of", path("first.jsonl.manifest.json")}});
  EXPECT_EQ(bytes("again.jsonl"), bytes("first.jsonl"));
  EXPECT_EQ(manifest("again.jsonl"), manifest("first.jsonl"));
  fakes::write_file(path("no.json"), "[1]");
  for (const char* none : {"no.json", "nowhere.json"}) EXPECT_TRUE(has(run("x.jsonl", {{"as_of", path(none)}}), "is no manifest of an export")) << none;
}

TEST_F(ExportCommands, APersonIsNamedByTheLmssId) {
  lti::Registration lms;
  lms.name = "Ward LMS";
  lms.lms = "generic";
  lms.issuer = "https://lms.example";
  lms.client_id = "c1";
  lms.authorization_endpoint = "https://lms.example/auth";
  lms.token_endpoint = "https://lms.example/token";
  lms.jwks_uri = "https://lms.example/jwks";
  lms.deployment_ids = {"1"};
  lms.source = "admin";
  ASSERT_TRUE(store().save_registration(lms));
  know("user-7", "p7");
  record(3, "unit-a", "p1");
  record(4, "unit-a", "p7");
  EXPECT_TRUE(has(run("one.jsonl", {{"person", "user-7"}}), "4 statements exported."));
  EXPECT_TRUE(has(run("id.jsonl", {{"person", "p7"}}), "4 statements exported.")) << "our own id does too";
  EXPECT_TRUE(has(run("none.jsonl", {{"person", "' OR 1=1"}}), "nobody is known by that person's id"));
  EXPECT_TRUE(has(run("none.jsonl", {{"lms", "Another"}}), "no LMS is called"));
  EXPECT_TRUE(has(run("lms.jsonl", {{"lms", "Ward LMS"}}), "0 statements exported.")) << "the statements are another registration's";
  EXPECT_TRUE(has(run("kinds.jsonl", {{"kinds", Json::array({"attempts", "attempts"})}}), "2 statements exported."));
  EXPECT_TRUE(has(run("none.jsonl", {{"kinds", Json::array({"<b>"})}}), "is no kind of statement"));
  EXPECT_TRUE(has(run("none.jsonl", {{"format", "xlsx"}}), "format must be jsonl or csv"));
  EXPECT_TRUE(has(quiet.run("export xapi", {{"lrs", "main"}, {"format", "csv"}}), "go with a file"));
}

}  // namespace
}  // namespace preceptor::app
