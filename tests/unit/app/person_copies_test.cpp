// What staff let be made or downloaded under /staff is named when somebody is erased, with the day it is gone; commands about a person are in the audit log.
#include <algorithm>
#include <set>
#include <string>

#include "core/credit/events.hpp"
#include "plugin/app/persons.hpp"
#include "tests/unit/app/export_bench.hpp"
#include "web/credit/credit_book.hpp"
#include "web/credit/export_record.hpp"

namespace preceptor::app {
namespace {

class PersonCopies : public ExportBench {
 protected:
  StatementExports& desk() { return quiet.site->statement_exports(); }
  std::string make(const std::string& person = {}, const std::string& unit = {}) {
    xapi::ExportAsked asked;
    asked.filter.person = person;
    asked.filter.unit_id = unit;
    const auto id = desk().start(std::move(asked), "member-1");
    EXPECT_TRUE(id) << base::describe(id.error());
    for (int slices = 0; slices < 100; ++slices) {
      const auto more = desk().work([] { return true; });
      EXPECT_TRUE(more);
      if (!more || !*more) break;
    }
    return id.value_or("");
  }
  void note(const std::string& name, const Json& args) {
    const CommandIo io;
    ASSERT_TRUE(note_run({*quiet.site, args, io, false}, name));
  }
  Json elsewhere(const std::string& person, bool dry_run = true) {
    const std::string said = quiet.run("person erase", {{"person", person}, {"dry_run", dry_run}, {"json", true}});
    const auto json = base::parse_json(said);
    EXPECT_TRUE(json) << said;
    return json ? (*json)["elsewhere"] : Json();
  }
};

TEST_F(PersonCopies, StatementsKeptForStaffAreNamedWithTheDayTheyGo) {
  record(3, "unit-a", "p1");
  record(2, "unit-a", "p2");
  EXPECT_TRUE(elsewhere("p1").empty());
  const base::Instant made = quiet.clock->now();
  const std::string all = make(), hers = make("p2");
  const Json named = elsewhere("p1");
  ASSERT_EQ(named.size(), 1u) << named.dump(2);
  EXPECT_EQ(named[0]["kind"], "statements kept under /staff");
  EXPECT_EQ(named[0]["name"], all);
  EXPECT_EQ(named[0]["until"], base::format_rfc3339(made + kExportKept));
  EXPECT_EQ(elsewhere("p2").size(), 2u) << "that of everybody and " << hers;
  quiet.clock->pass(base::Milliseconds(1));
  elsewhere("p1", false);
  make();
  EXPECT_EQ(elsewhere("p1").size(), 1u) << "what was asked for since does not hold the person";
  quiet.clock->pass(kExportKept);
  ASSERT_TRUE(desk().tidy());
  EXPECT_TRUE(elsewhere("p1").empty()) << "its files are gone";
}

TEST_F(PersonCopies, WhatHoldsNothingOfThePersonIsNotNamedAndWhatCannotBeKnownIsToldApart) {
  record(2, "unit-a", "p1");
  const base::Instant between = quiet.clock->now();
  record(1, "unit-b", "p2");
  quiet.clock->pass(base::Milliseconds(1000));
  const std::string a = make({}, "unit-a"), b = make({}, "unit-b");
  const auto file = [&](const char* name, Json args) {
    args["out"] = path(name);
    const std::string said = quiet.run("export xapi", args);
    EXPECT_EQ(quiet.code, kGood) << said;
    return path(name);
  };
  const std::string whole = file("whole.jsonl", Json::object()), part = file("part.jsonl", {{"unit", "unit-b"}}), late = file("late.jsonl", {{"from", base::format_rfc3339(between)}}), hers = path("hers.jsonl");
  xapi::ExportFilter of_p2;
  of_p2.person = "p2";
  ASSERT_TRUE(store().note_copy_made({copy_id(of_p2, true), "xapi", hers, quiet.clock->now(), {}, {}}));
  const auto names = [&](const std::string& person, bool certain) {
    std::set<std::string> found;
    for (const Json& one : elsewhere(person))
      if (one["certain"] == certain) found.insert(one["name"].get<std::string>());
    return found;
  };
  using Names = std::set<std::string>;
  EXPECT_EQ(names("p1", true), (Names{a, whole}));
  EXPECT_EQ(names("p1", false), Names{part}) << "which unit it is of was not noted";
  EXPECT_EQ(names("p2", true), (Names{b, whole, late, hers}));
  EXPECT_EQ(names("p2", false), Names{part});
  const std::string said = quiet.run("person erase", {{"person", "p1"}, {"dry_run", true}});
  const auto holding = said.find("holds this person still:\n"), unknown = said.find("Whether these hold this person is not known here");
  ASSERT_TRUE(holding < unknown && unknown != std::string::npos) << said;
  EXPECT_TRUE(said.find(whole) > holding && said.find(whole) < unknown) << said;
  EXPECT_GT(said.find(part), unknown) << said;
  quiet.clock->pass(base::Milliseconds(1000));
  elsewhere("p1", false);
  EXPECT_EQ(names("p1", true), (Names{a, whole})) << "that stays known";
}

TEST_F(PersonCopies, WhatIsDownloadedLateIsAsOldAsTheExport) {
  record(3, "unit-a", "p1");
  const std::string id = make();
  quiet.clock->pass(base::Milliseconds(1));
  elsewhere("p1", false);
  quiet.clock->pass(base::Milliseconds(1));
  const auto volume = desk().volume(id, 1, "member-1");
  ASSERT_TRUE(volume && *volume);
  const Json named = elsewhere("p1");
  ASSERT_EQ(named.size(), 2u) << named.dump(2);
  EXPECT_TRUE(std::ranges::any_of(named, [](const Json& one) {
    return one["kind"] == "xapi" && one["name"].get<std::string>().ends_with(".jsonl, downloaded under /staff");
  })) << named.dump(2);
}

TEST_F(PersonCopies, AnExportOfCreditIsNamedWithTheFileThatWasMadeOfIt) {
  record(1, "unit-a", "p1");
  record(1, "unit-a", "p2");
  web::ExportEntry entry;
  entry.made.id = base::uuid_v4();
  entry.made.format = "pars-csv";
  entry.made.sha256 = std::string(64, 'c');
  entry.made.file_name = "credit.csv";
  entry.made.at = entry.made.as_of = quiet.clock->now();
  entry.stage = "done";
  entry.path = "/out/of/may.csv";
  ports::NewEvent moved;
  moved.event.stream_kind = "person";
  moved.event.stream_id = credit::ledger_stream(base::PersonId("p1"), "opioids");
  moved.event.registration = base::RegistrationId(ports::kNoRegistration);
  moved.event.person = base::PersonId("p1");
  moved.event.at = moved.event.recorded_at = quiet.clock->now();
  moved.event.payload = credit::payload_of(credit::CreditMoved{"c-1", credit::GrantState::issued, credit::GrantState::exported, {}, "command line", entry.made.id});
  ports::UnitOfWork work;
  work.projections.push_back(web::export_row(entry, quiet.clock->now()));
  work.events.push_back(moved);
  ASSERT_TRUE(store().commit(work));
  const Json named = elsewhere("p1");
  ASSERT_EQ(named.size(), 2u) << named.dump(2);
  EXPECT_EQ(named[0]["kind"], "credit export");
  EXPECT_TRUE(named[0]["until"].is_null()) << "kept until somebody deletes it";
  EXPECT_EQ(named[1]["kind"], "credit file");
  EXPECT_EQ(named[1]["name"], "/out/of/may.csv");
  EXPECT_EQ(named[1]["until"], base::format_rfc3339(entry.made.at + std::chrono::hours(24) * 90));
  EXPECT_TRUE(elsewhere("p2").empty());
}

// A table moves no credit on, and a report made again neither: the log of looks says whose profile was in it.
TEST_F(PersonCopies, AnExportThatMovedNothingIsNamedToo) {
  record(1, "unit-a", "p1");
  record(1, "unit-a", "p2");
  web::ExportEntry entry;
  entry.made.id = base::uuid_v4();
  entry.made.format = "csv";
  entry.made.sha256 = std::string(64, 'c');
  entry.made.file_name = "credit.csv";
  entry.made.at = entry.made.as_of = quiet.clock->now();
  entry.stage = "done";
  ports::UnitOfWork work;
  work.projections.push_back(web::export_row(entry, quiet.clock->now()));
  ASSERT_TRUE(store().commit(work));
  ASSERT_TRUE(store().note_access({{quiet.clock->now(), base::PersonId("p1"), {web::kExportLooks + entry.made.id, "export"}, false}}));
  const Json named = elsewhere("p1");
  ASSERT_EQ(named.size(), 1u) << named.dump(2);
  EXPECT_EQ(named[0]["kind"], "credit export");
  EXPECT_EQ(named[0]["name"], entry.made.id + " (credit.csv)");
  EXPECT_TRUE(elsewhere("p2").empty());
}

TEST_F(PersonCopies, NothingIsDueOfAnErasedPersonsCredit) {
  record(1, "unit-a", "p1");
  ports::UnitOfWork work;
  credit::Grant grant;
  grant.ccid = "c-1";
  grant.platform = base::PlatformId("pl");
  grant.person = base::PersonId("p1");
  grant.activity_id = "opioids";
  grant.activity = base::ContentHash(std::string(64, 'a'));
  grant.rules = std::string(64, 'b');
  grant.provider = "main";
  grant.system = "ama-pra-1";
  grant.amount = {50};
  grant.profession = "physician";
  grant.date = *base::parse_date("2026-05-04");
  grant.certificate = "code-1";
  grant.granted_at = grant.changed_at = quiet.clock->now();
  work.grants.push_back(grant);
  ASSERT_TRUE(store().commit(work));
  for (int twice = 0; twice < 2; ++twice) {
    elsewhere("p1", false);
    const auto row = store().load_projection(base::RegistrationId(ports::kNoRegistration), web::kPermissionKind, "p1");
    ASSERT_TRUE(row && *row);
    EXPECT_EQ((*row)->state, "withdrawn");
  }
  EXPECT_TRUE(*store().load_grant("c-1")) << "what was granted stays, under the random id";
}

TEST_F(PersonCopies, CommandsAboutAPersonAreLoggedByTheRandomIdAndAreInTheExport) {
  const std::string person = base::uuid_v4();
  record(1, "unit-a", person);
  note("person export", {{"person", person}});
  note("person erase", {{"person", person}, {"dry_run", true}});
  note("person erase", {{"person", person}});
  note("person erase", {{"person", "Casey Example"}});
  const Json held = Json::parse(quiet.run("person export", {{"person", person}}));
  std::vector<std::string> seen;
  for (const Json& one : held["seen"]) seen.push_back(one["kind"].get<std::string>() + " " + one["act"].get<std::string>());
  EXPECT_EQ(seen, (std::vector<std::string>{"saw person export", "saw person erase", "changed person erase"}));
  const auto rows = store().list_audit({base::Instant{}, quiet.clock->now() + std::chrono::hours(1), {}, {}, 0, 100});
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 4u);
  for (const auto& row : *rows) EXPECT_EQ(row.subject.find("Casey"), std::string::npos) << "a name typed by mistake";
}

}  // namespace
}  // namespace preceptor::app
